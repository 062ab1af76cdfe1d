"""Accessibility in Chromium: axe-core on every state, narrow and magnified windows, targets,
focus, what a screen reader is told, forced colours, reduced motion and print.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from steps import (
    DOCUMENTS,
    STATES,
    hold_the_clock,
    say,
    sideways,
    small_targets,
    to_answer,
    to_error,
    violations,
)

pytestmark = pytest.mark.browser
Visit = Callable[..., Any]


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(visit: Visit, state: str):
    """WCAG 2.2 A and AA and axe's best practice, wide and narrow; nothing to scroll sideways."""
    page = visit()
    STATES[state](page)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
        assert sideways(page) == 0
        assert small_targets(page) == []


@pytest.mark.parametrize("state", ["start", "answer", "fact asked", "notice", "emergency", "error"])
def test_axe_finds_nothing_in_welsh(visit: Visit, state: str):
    """What the page says itself is Welsh, and what is not is marked as English."""
    page = visit("?lang=cy")
    STATES[state](page)
    assert page.get_attribute("html", "lang") == "cy"
    if state not in ("start", "error"):
        assert page.locator(".bot [lang=en]").count()
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
        assert sideways(page) == 0
        assert small_targets(page) == []


@pytest.mark.parametrize("path", DOCUMENTS)
def test_axe_finds_nothing_on_other_pages(visit: Visit, path: str):
    """Statement, privacy, errors, and the page after a conversation was cleared."""
    page = visit(path)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
        assert sideways(page) == 0


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_in_forced_colours(visit: Visit, state: str):
    """As a high-contrast theme shows it, where focus is an outline."""
    page = visit(forced_colors="active")
    STATES[state](page)
    assert violations(page) == []
    page.focus("summary" if page.locator("summary").count() else "#text")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize(
    "path", ["", "/privacy", "/demo", "/panel?kept=1"], ids=["off", "privacy", "demo", "panel"]
)
def test_axe_finds_nothing_while_it_is_off(chromium: Any, switched_off: str, path: str):
    """The page that says so, and what can still be read."""
    page = chromium.new_page(viewport={"width": 320, "height": 900})
    page.goto(switched_off + path)
    assert violations(page) == []
    assert sideways(page) == 0
    page.close()


def test_axe_finds_nothing_under_a_notice(chromium: Any, framed: str):
    """On top of the page, before the title."""
    page = chromium.new_page()
    page.goto(framed)
    assert page.inner_text(".notice p") == "Our phones are closed on Monday."
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
        assert sideways(page) == 0
    page.close()


@pytest.mark.parametrize("where", ["", "/panel"], ids=["page", "panel"])
def test_axe_finds_nothing_where_a_call_is_asked_for(chromium: Any, framed: str, where: str):
    """The form, the form with everything wrong, the request kept, and taken back."""
    page = chromium.new_page()
    page.goto(f"{framed}{where}")

    def fine() -> None:
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            assert violations(page) == []
            assert sideways(page) == 0
            assert small_targets(page) == []

    page.click(f"a[href$='{where}/call-back']")
    fine()
    page.click(".callback button")
    page.wait_for_selector(".errors")
    fine()
    page.fill("#name", "Jo Bloggs")
    page.fill("#phone", "07700 900123")
    page.check("#when-morning")
    page.fill("#about", "A bin")
    page.click(".callback button")
    page.wait_for_url(f"**/ask{where}/call-back/*")
    fine()
    page.click(".again button")
    page.wait_for_url(f"**/ask{where}/call-back/withdrawn")
    fine()
    page.close()


@pytest.mark.parametrize("state", STATES)
def test_at_four_hundred_per_cent(visit: Visit, state: str):
    """A window of 1280 by 1024 magnified four times: one column, nothing cut off."""
    page = visit(width=320, height=256, device_scale_factor=4)
    STATES[state](page)
    assert sideways(page) == 0
    assert (
        page.evaluate(
            """() => [...document.querySelectorAll("main *")].filter(e => {
              const box = e.getBoundingClientRect();
              return box.width && box.right > innerWidth + 1 && !e.closest(".hidden");
        }).map(e => e.outerHTML.slice(0, 80))"""
        )
        == []
    )


def test_text_spacing_cuts_nothing_off(visit: Visit):
    """WCAG 1.4.12: with the spacing people may set, nothing overlaps its box."""
    page = visit(width=320)
    to_answer(page)
    page.evaluate(
        """() => { for (const e of document.querySelectorAll("*")) Object.assign(e.style,
          {lineHeight: "1.5", letterSpacing: "0.12em", wordSpacing: "0.16em"}); }"""
    )
    assert sideways(page) == 0


def listen(page: Any) -> None:
    """Notes from now on what the live region says."""
    page.evaluate(
        """() => { window.heard = []; const live = document.getElementById("live");
          new MutationObserver(() => { if (live.textContent) window.heard.push(live.textContent); })
            .observe(live, {childList: true, characterData: true, subtree: true}); }"""
    )


def test_each_message_is_announced_once(visit: Visit):
    """A screen reader hears the new message, whole and only it, and the page is not read again."""
    page = visit()
    hold_the_clock(page)
    listen(page)
    say(page, "There's a pothole outside my house")
    page.clock.run_for(300)
    say(page, "FX1 2AB")
    page.clock.run_for(300)
    first, second = page.evaluate("heard")
    assert first == (
        "Signpost said. Different councils look after different roads. Where is the pothole?"
    )
    assert second.startswith("Signpost said. Borsetshire County Council looks after the road")
    assert "Report a pothole." in second
    assert "You asked about a hole in a road" not in second  # folded away
    assert "Where is the pothole?" not in second


def test_focus_goes_to_what_is_new(visit: Visit):
    """To the box when an answer is to be typed, else to the newest message; never lost."""
    page = visit()
    active = "document.activeElement.id || document.activeElement.parentElement.id"
    for text, target in [
        ("pothole", "text"),
        ("FX1", "turn-2"),
        ("damp", "turn-3"),
        ("gas", "turn-4"),
        ("wizard", "turn-5"),
    ]:
        say(page, text)
        assert page.evaluate(active) == target
    to_error(page)
    assert page.evaluate(active) == "errors"


def test_nothing_moves_for_who_asked_for_stillness(visit: Visit):
    """The sign of waiting stands still."""
    page = visit(reduced_motion="reduce")
    held: list[Any] = []  # the answer waits: the sign goes with it
    page.route("**/*", lambda route: held.append(route))
    page.fill("#text", "hello")
    page.click("#box button")
    waiting = page.wait_for_selector(".waiting")
    style = "e => getComputedStyle(e, '::before').animationName"
    assert waiting.evaluate(style) == "none"
    page.unroute("**/*")
    held[0].fallback()
    page.wait_for_selector("#talk[data-last='1']")


def test_on_paper_addresses_are_written_out(visit: Visit):
    """What cannot be pressed on paper is left out, and links show where they lead."""
    page = visit()
    to_answer(page)
    page.emulate_media(media="print")
    assert not page.locator("#box").is_visible()
    assert not page.get_by_role("button", name="Start again").is_visible()
    written = "getComputedStyle(document.querySelector('.card .button'), '::after').content"
    assert "https://www.gov.uk/report-pothole" in page.evaluate(written)
