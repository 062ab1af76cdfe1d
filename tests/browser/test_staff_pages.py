"""Staff in Chromium: signing in and whole calls by keyboard alone, axe in every state, without
JavaScript, and on a narrow screen.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from served import running
from steps import sideways, small_targets, violations

pytestmark = pytest.mark.browser
PASSWORD = "three odd kettles"
Visit = Callable[..., Any]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The staff's pages around the scripted channel, in a process of their own."""
    with running("staff_world.py") as found:
        yield f"{found}/ask"


def key(page: Any, name: str) -> None:
    """Alt and a key, as a browser gets them: Playwright's own Alt presses no access key."""
    session = page.context.new_cdp_session(page)
    code = f"Digit{name}" if name.isdigit() else f"Key{name.upper()}"
    pressed = {
        "modifiers": 1,
        "key": name,
        "code": code,
        "windowsVirtualKeyCode": ord(name.upper()),
    }
    session.send("Input.dispatchKeyEvent", {**pressed, "type": "keyDown", "unmodifiedText": name})
    session.send("Input.dispatchKeyEvent", {**pressed, "type": "keyUp"})
    session.detach()


def type_in(page: Any, *texts: str) -> None:
    """Types into one box after the other, by Tab, and sends. The cursor must stand in a box first:
    a page on a busy machine is seen before it is ready.
    """
    page.wait_for_selector("input:focus, textarea:focus")
    for number, text in enumerate(texts):
        if number:
            page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Enter")


def sign_in(page: Any, name: str = "ann", password: str = PASSWORD) -> None:
    """By keyboard alone, from the top of the page."""
    page.goto(page.url.replace("/ask", "/adviser"))
    page.focus("#name")
    type_in(page, name, password)


def lead(page: Any, name: str, box: str) -> None:
    """The key for a box, which then has the cursor."""
    key(page, name)
    page.wait_for_selector(f"#{box}:focus")


def focused(page: Any) -> str:
    """The id of what has the focus, or the words on it, once the page has given it."""
    page.wait_for_selector(":focus")
    found: str = page.evaluate(
        "document.activeElement.id || document.activeElement.textContent.trim()"
    )
    return found


def to_desk(page: Any) -> None:
    """Signed in."""
    sign_in(page)
    page.wait_for_selector(".desk")


def to_question(page: Any) -> None:
    """A question with choices."""
    to_desk(page)
    type_in(page, "my bin")
    page.wait_for_selector(".result")


def to_answer(page: Any) -> None:
    """An answer."""
    to_desk(page)
    type_in(page, "FX1 hole in the road")
    page.wait_for_selector(".number")


def to_danger(page: Any) -> None:
    """An emergency."""
    to_desk(page)
    type_in(page, "smell of gas")
    page.wait_for_selector(".urgent")


def to_gap(page: Any) -> None:
    """Nobody does it."""
    to_desk(page)
    type_in(page, "a wizard")
    page.wait_for_selector(".result")


def to_error(page: Any) -> None:
    """A place nobody knows."""
    to_desk(page)
    type_in(page, "pothole", "Nowhere-on-Sea")
    page.wait_for_selector("#errors")


def to_marked(page: Any) -> None:
    """A call marked as misdirected."""
    to_answer(page)
    key(page, "m")
    page.wait_for_selector("#marked")


def to_opened(page: Any) -> None:
    """A citizen's conversation, by its code."""
    citizen = page.context.browser.new_page()
    citizen.goto(page.url)
    citizen.fill("#text", "FX1 hole in the road")
    citizen.click("#box button")
    code = citizen.text_content("#reference strong")
    citizen.close()
    to_desk(page)
    lead(page, "r", "code")
    type_in(page, code.lower())
    page.wait_for_selector("#opened")


def to_wrong_code(page: Any) -> None:
    """A code that is none."""
    to_desk(page)
    lead(page, "r", "code")
    type_in(page, "K7P 3QX")
    page.wait_for_selector("#errors")


def to_sign_in(page: Any) -> None:
    """The form."""
    page.goto(page.url.replace("/ask", "/adviser"))


def to_wrong_password(page: Any) -> None:
    """Refused."""
    sign_in(page, "mo", "not the password")
    page.wait_for_selector("#errors")


def to_locked(page: Any) -> None:
    """Refused too often; a name nobody has, so that others can sign in."""
    for _ in range(6):
        sign_in(page, "nobody", "not the password")
        page.wait_for_selector("#errors")
    assert "too many wrong tries" in page.inner_text("#errors")


def to_switch(page: Any) -> None:
    """The administrators' page."""
    sign_in(page, "mo")
    page.wait_for_selector(".desk")
    page.get_by_role("link", name="Assistant on or off").press("Enter")
    page.wait_for_selector("#reason")


STATES: dict[str, Callable[[Any], None]] = {
    "sign in": to_sign_in,
    "wrong password": to_wrong_password,
    "desk": to_desk,
    "question": to_question,
    "answer": to_answer,
    "danger": to_danger,
    "gap": to_gap,
    "error": to_error,
    "marked": to_marked,
    "opened": to_opened,
    "wrong code": to_wrong_code,
    "switch": to_switch,
    "locked": to_locked,
}


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
    shots = os.environ.get("SHOTS")
    if shots:  # to be looked at
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            name = f"staff_{state.replace(' ', '_')}_{width}.png"
            page.screenshot(path=f"{shots}/{name}", full_page=True)


def test_a_whole_call_by_keyboard_alone(visit: Visit):
    """Words, choice, mark, next call: the cursor always stands where one goes on."""
    page = visit()
    to_desk(page)
    assert focused(page) == "text"
    type_in(page, "my bin")
    page.wait_for_selector(".result")
    assert focused(page) == "1 Report a missed bin collection"
    key(page, "1")
    page.wait_for_selector(".so-far")
    assert focused(page) == "result"
    key(page, "t")
    page.wait_for_selector("#marked")
    assert page.inner_text("#marked") == "Marked as transferred."
    assert focused(page).startswith("Next call")
    page.keyboard.press("Enter")
    page.wait_for_selector(".result", state="detached")
    assert focused(page) == "text"


def test_a_question_of_place_by_keyboard_alone(visit: Visit):
    """The cursor waits in the box for it."""
    page = visit()
    to_desk(page)
    type_in(page, "pothole")
    page.wait_for_selector(".result")
    assert focused(page) == "place"
    type_in(page, "FX1 2AB")
    page.wait_for_selector(".number")
    assert "0300 555 0123" in page.inner_text(".number")


def test_keys_lead_to_the_boxes(visit: Visit):
    """Words, place and code from wherever one is; another call from an answer."""
    page = visit()
    to_answer(page)
    for name, box in (("w", "text"), ("p", "place"), ("r", "code")):
        lead(page, name, box)
    key(page, "n")
    page.wait_for_selector(".result", state="detached")


def test_without_javascript_everything_works(visit: Visit):
    """Focus too: the page itself says where it goes."""
    page = visit(java_script_enabled=False)
    to_desk(page)
    page.fill("#text", "my bin")
    page.keyboard.press("Enter")
    page.wait_for_selector(".result")
    page.get_by_role("button", name="Report a missed bin collection").press("Enter")
    page.wait_for_selector(".number")
    page.get_by_role("button", name="Answered").press("Enter")
    page.wait_for_selector("#marked")


def test_a_double_click_marks_once(visit: Visit):
    """The second press goes nowhere."""
    page = visit()
    to_answer(page)
    page.get_by_role("button", name="Answered").dblclick()
    page.wait_for_selector("#marked")
    assert page.inner_text("#marked") == "Marked as answered."


def test_signing_out_leaves_nothing_behind(visit: Visit):
    """The back button shows no call."""
    page = visit()
    to_answer(page)
    page.get_by_role("button", name="Sign out").press("Enter")
    page.wait_for_selector("#password")
    page.go_back()
    assert page.locator(".result").count() == 0


@pytest.mark.parametrize("state", ["sign in", "desk", "answer"])
def test_at_four_hundred_per_cent(visit: Visit, state: str):
    """A window of 1280 by 1024 magnified four times: one column, nothing to scroll sideways."""
    page = visit(width=320, height=256, device_scale_factor=4)
    STATES[state](page)
    assert sideways(page) == 0


def test_forced_colours_and_paper(visit: Visit):
    """A high-contrast theme passes axe."""
    page = visit(forced_colors="active")
    to_answer(page)
    assert violations(page) == []
