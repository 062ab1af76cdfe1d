"""The widget on a council's page of another origin, under that page's own strict policy."""

from __future__ import annotations

import dataclasses
import re
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from conftest import PATIENCE
from council import POLICY, council
from steps import AXE, TAGS, expect, sideways, violations

pytestmark = pytest.mark.browser


@dataclasses.dataclass
class Opened:
    """A council's page in the browser, and the frame of its panel once it is open."""

    page: Any
    faults: list[str]
    asked: list[str]

    def open(self) -> Any:
        """Presses the button. RETURNS the panel's frame when its page is there."""
        self.page.click(".launch")
        return self.frame()

    def frame(self) -> Any:
        """The panel's page."""
        self.page.wait_for_selector(".say", state="hidden")
        return next(frame for frame in self.page.frames if "/panel" in frame.url)

    def origins(self) -> set[str]:
        """Every origin that something was asked of."""
        return {f"{found.scheme}://{found.netloc}" for found in map(urlsplit, self.asked)}


Start = Callable[..., Opened]


@pytest.fixture
def start(chromium: Any, framed: str) -> Iterator[Start]:
    """Opens a council's page: no script may fail and no policy be broken on it or in the panel."""
    closing: list[Any] = []

    def begin(
        width: int = 1280, height: int = 900, site: dict[str, str] | None = None, **options: Any
    ) -> Opened:
        serving = council(framed, **(site or {}))
        address = serving.__enter__()
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        opened = Opened(page, [], [])
        page.on("pageerror", lambda error: opened.faults.append(str(error)))
        page.on(
            "console",
            lambda message: opened.faults.append(message.text) if message.type == "error" else None,
        )
        context.on("request", lambda request: opened.asked.append(request.url))
        closing.append((context, serving, opened))
        page.goto(address)
        return opened

    yield begin
    for context, serving, opened in closing:
        context.close()
        serving.__exit__(None, None, None)
        assert opened.faults == []


def say(frame: Any, text: str) -> None:
    """Says something in the panel."""
    number = int(frame.get_attribute("#talk", "data-last")) + 1
    frame.fill("#text", text)
    frame.click("#box button")
    frame.wait_for_selector(f"#talk[data-last='{number}']")


def active(page: Any) -> str:
    """What has the focus now: in the widget when it is in there."""
    found: str = page.evaluate(
        """() => { const e = document.activeElement;
          const w = e.shadowRoot && e.shadowRoot.activeElement;
          return w ? (w.className || w.tagName.toLowerCase()).split(" ")[0]
            : e.id || e.tagName; }"""
    )
    return found


def stands(page: Any, name: str) -> None:
    """The focus is there, or comes there: the page and the panel tell each other by messages."""
    until = time.monotonic() + PATIENCE / 1000
    while active(page) != name and time.monotonic() < until:
        page.wait_for_timeout(20)
    assert active(page) == name


def test_a_whole_journey_asks_only_two_origins(start: Start, framed: str):
    """The council's own and Signpost's; nothing before the button is pressed but the script."""
    opened = start()
    ours = framed.removesuffix("/ask")
    opened.page.wait_for_selector(".launch")
    assert [url for url in opened.asked if url.startswith(ours)] == [f"{framed}/widget.js"]
    frame = opened.open()
    say(frame, "There's a pothole outside my house")
    say(frame, "FX1 2AB")
    assert "Borsetshire County Council" in frame.inner_text(".card")
    frame.click("text=No, it didn’t help")
    frame.wait_for_selector("#verdict")
    own = opened.page.evaluate("location.origin")
    assert opened.origins() == {own, ours}


def test_a_link_of_an_answer_opens_a_tab_and_leaves_the_site(start: Start):
    """The council's page stays where it was."""
    opened = start()
    frame = opened.open()
    assert frame.evaluate("document.querySelector('base').target") == "_blank"
    frame.click("text=Speak to a person >> nth=0")  # within the page: no tab
    assert len(opened.page.context.pages) == 1
    with opened.page.context.expect_page() as found:
        frame.click("text=How we use what you type")
    found.value.wait_for_url("**/ask/privacy")


def test_escape_closes_and_focus_returns(start: Start):
    """From within the conversation, and from the panel's head; to what had opened it."""
    opened = start()
    frame = opened.open()
    stands(opened.page, "iframe")
    frame.wait_for_selector("#text:focus")
    opened.page.keyboard.press("Escape")
    opened.page.wait_for_selector("dialog", state="hidden")
    stands(opened.page, "launch")
    opened.page.click("#link")
    opened.page.wait_for_selector("dialog")
    opened.page.locator(".close").focus()
    opened.page.keyboard.press("Escape")
    stands(opened.page, "link")
    assert opened.page.url.count("/ask") == 0


def test_by_keyboard_alone(start: Start):
    """To the button, into the panel, a question and its answer, and out again."""
    opened = start()
    opened.page.wait_for_selector(".launch")
    keys = opened.page.keyboard
    for _ in range(6):
        keys.press("Tab")
        if active(opened.page) == "launch":
            break
    keys.press("Enter")
    frame = opened.frame()
    frame.wait_for_selector("#text:focus")
    keys.type("damp")
    keys.press("Enter")
    frame.wait_for_selector("#talk[data-last='1']")
    stands(opened.page, "iframe")
    keys.press("Tab")
    expect(frame.get_by_role("button", name="The council", exact=True)).to_be_focused()
    keys.press("Enter")
    frame.wait_for_selector("#talk[data-last='2']")
    keys.press("Escape")
    stands(opened.page, "launch")


def test_on_a_phone_the_focus_stays_in_the_panel(start: Start):
    """It fills the screen, so nothing behind it can be reached; nor does it open by itself."""
    opened = start(width=360, height=740)
    opened.open()
    box = opened.page.locator("dialog").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 360, 740)
    keys, seen = opened.page.keyboard, []
    for _ in range(20):
        keys.press("Shift+Tab")
        if active(opened.page) == "close":
            break
    stands(opened.page, "close")
    for _ in range(40):
        keys.press("Tab")
        seen.append(active(opened.page))
    # BODY: the browser's own bar has its turn.
    assert set(seen) == {"iframe", "close", "out", "BODY"}
    opened.page.reload()
    opened.page.wait_for_selector(".launch")
    assert not opened.page.locator("dialog").is_visible()


def test_what_was_open_and_said_is_there_on_the_next_page(start: Start):
    """Open again without taking the focus, with the conversation as it was; closed stays closed."""
    opened = start()
    say(opened.open(), "hello")
    opened.page.click("text=Bins")
    opened.page.wait_for_url("**/bins")
    frame = opened.frame()
    assert "You said hello" in " ".join(frame.inner_text("#talk").split())
    stands(opened.page, "BODY")
    opened.page.click(".close")
    opened.page.reload()
    opened.page.wait_for_selector(".launch")
    assert not opened.page.locator("dialog").is_visible()


def test_a_lost_connection_in_the_panel_loses_and_repeats_nothing(start: Start):
    """As on the page: sent until it is there, heard once."""
    opened = start()
    frame = opened.open()
    sent = []

    def lose(route: Any) -> None:
        if route.request.method != "POST":
            return route.fallback()
        sent.append(route.request.post_data)
        if len(sent) == 1:
            route.fetch(max_redirects=0)  # it arrives, and the answer is lost
            return route.abort("connectionreset")
        return route.fallback()

    opened.page.context.route("**/ask/panel", lose)
    frame.fill("#text", "hello")
    frame.dblclick("#box button")
    frame.wait_for_selector("#talk[data-last='1']")
    assert len(sent) == 2
    assert frame.inner_text("#talk").count("You said") == 1
    opened.faults[:] = [fault for fault in opened.faults if "ERR_CONNECTION_RESET" not in fault]


def test_it_wears_the_councils_colour_and_font(start: Start):
    """Set by custom properties; its own styles stay the site's, and the site's stay out."""
    opened = start()
    frame = opened.open()
    look = "e => { const s = getComputedStyle(e); return [s.backgroundColor, s.color]; }"
    purple, white = "rgb(91, 31, 105)", "rgb(255, 255, 255)"
    assert opened.page.eval_on_selector(".head", look) == [purple, white]
    accent = "getComputedStyle(document.documentElement).getPropertyValue('--accent')"
    expect(frame.locator("html")).to_have_css("--accent", "#5b1f69")
    opened.page.evaluate(
        """() => { const style = document.body.style;
          style.setProperty("--signpost-colour", "#ffff00");  // white on it cannot be read
          style.setProperty("--signpost-font", "Georgia, serif"); }"""
    )
    opened.page.click(".close")
    opened.page.click(".launch")
    expect(frame.locator("body")).to_have_css("font-family", re.compile("Georgia"))
    assert frame.evaluate(accent) == "#5b1f69"


def test_attributes_of_the_script_say_label_title_side_and_language(start: Start):
    """Where the site gives none, the site's own language is taken."""
    data = 'data-label="Ask us" data-title="Ask the council" data-position="left"'
    opened = start(site={"data": data})
    assert opened.page.inner_text(".launch") == "Ask us"
    assert opened.page.locator(".launch").bounding_box()["x"] < 100
    frame = opened.open()
    assert opened.page.inner_text("h2") == "Ask the council"
    assert opened.page.get_attribute("iframe", "title") == "Ask the council"
    assert "lang=en" in frame.url


def test_on_a_welsh_page_it_is_welsh(start: Start):
    """Button, panel and the page in it, after a message too; the panel can be turned to English."""
    opened = start(site={"lang": "cy"})
    assert opened.page.inner_text(".launch") == "Pwy sy’n delio â hyn?"
    frame = opened.open()
    assert opened.page.inner_text(".close") == "Cau"
    assert frame.get_attribute("html", "lang") == "cy"
    say(frame, "hello")
    opened.page.reload()
    frame = opened.frame()
    assert frame.get_attribute("html", "lang") == "cy"
    assert violations(frame) == []
    frame.click("text=English")
    frame.wait_for_selector("html[lang=en]")
    assert int(frame.get_attribute("#talk", "data-last")) == 1


def test_a_site_that_may_not_frame_it_is_offered_a_tab(chromium: Any, address: str):
    """The browser refuses the frame; the panel says so and leads to the page itself."""
    with council(address) as site:
        context = chromium.new_context()
        page = context.new_page()
        page.clock.install()
        page.goto(site)
        page.click(".launch")
        page.clock.fast_forward(11_000)
        page.wait_for_selector("text=This cannot be shown here.")
        assert page.get_attribute(".say a", "href").startswith(f"{address}?lang=")
        context.close()


def test_a_browser_that_blocks_cookies_in_frames_is_offered_a_tab(start: Start, framed: str):
    """The page in the panel says why, and what to do."""
    opened = start()
    without = httpx.get(f"{framed}/panel?kept=1", trust_env=False)  # what it gets without a cookie

    def block(route: Any) -> None:
        route.fulfill(body=without.text, headers={"Content-Type": "text/html; charset=utf-8"})

    opened.page.context.route("**/ask/panel?lang=*", block)
    frame = opened.open()
    assert "does not let us keep your conversation" in frame.inner_text("#problem")
    assert frame.get_attribute("#problem .button", "href") == "/ask"
    assert violations(frame) == []


def axe(page: Any) -> list[str]:
    """What axe finds in the council's page and the widget on it, the frame's page left out."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        """tags => axe.run({include: [["#signpost-widget"]]},
            {iframes: false, runOnly: {type: "tag", values: tags}})""",
        TAGS,
    )
    return [f"{f['id']}: {n['html'][:120]}" for f in found["violations"] for n in f["nodes"]]


@pytest.mark.parametrize(
    ("width", "height", "options"),
    [
        (1280, 900, {}),
        (320, 640, {}),
        (320, 256, {"device_scale_factor": 4}),
        (1280, 900, {"forced_colors": "active"}),
    ],
    ids=["wide", "narrow", "400 per cent", "forced colours"],
)
def test_axe_finds_nothing_closed_or_open(
    start: Start, width: int, height: int, options: dict[str, Any]
):
    """In the widget and in the panel's page, from the start to an answer."""
    opened = start(width, height, **options)
    opened.page.wait_for_selector(".launch")
    # axe itself is put in by the test, which the site's policy has no say in.
    assert axe(opened.page) == []
    frame = opened.open()
    for text in ("", "pothole", "FX1", "damp", "gas", "wizard"):
        if text:
            say(frame, text)
        assert violations(frame) == []
        assert sideways(frame) == 0
    assert axe(opened.page) == []


def test_targets_are_large_and_nothing_moves_unasked(start: Start):
    """44 pixels for every button; no motion for who asked for none."""
    opened = start(width=360, height=740, reduced_motion="reduce")
    opened.open()
    sizes = opened.page.evaluate(
        """() => [...document.getElementById("signpost-widget").shadowRoot
          .querySelectorAll("dialog button, dialog a")].map(e => e.getBoundingClientRect())
          .map(box => Math.min(box.width, box.height))"""
    )
    assert len(sizes) == 2
    assert min(sizes) >= 43.9
    style = "e => getComputedStyle(e).animationName"
    assert opened.page.eval_on_selector("dialog", style) == "none"


def test_nothing_but_the_script_and_the_frame_need_be_allowed(start: Start):
    """The policy that the documentation gives is all that it takes."""
    assert "unsafe" not in POLICY
    opened = start()
    assert "Keep your details private" in opened.open().inner_text("#talk")


def test_the_demonstration_works(chromium: Any, framed: str):
    """The same on Signpost's own made-up page, by a link of that page."""
    context = chromium.new_context()
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda found: faults.append(found.text) if found.type == "error" else None)
    page.goto(f"{framed}/demo")
    assert violations(page) == []
    page.click("text=Find out who deals with it")
    page.wait_for_selector(".say", state="hidden")
    frame = next(found for found in page.frames if "/panel" in found.url)
    say(frame, "hello")
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert sideways(page) == 0
    assert faults == []
    context.close()
