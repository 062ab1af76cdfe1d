"""Whole conversations in Chromium: with and without JavaScript, and by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from steps import expect, last, press, said, say, to_answer, wait_for_turn

pytestmark = pytest.mark.browser
Visit = Callable[..., Any]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_from_a_need_to_the_one_who_deals_with_it(visit: Visit, script: bool):
    """Ask, say where, be told who and why, say that it helped, ask for another, start again."""
    page = visit(java_script_enabled=script)
    say(page, "There's a massive pothole outside my house")
    assert "Where is the pothole?" in said(page)
    say(page, "FX1 2AB")
    assert "Borsetshire County Council" in said(page)
    link = page.get_by_role("link", name="Continue on gov.uk (Report a pothole)")
    assert link.get_attribute("href") == "https://www.gov.uk/report-pothole"
    phone = page.get_by_role("link", name="Phone: 0300 555 0123")
    assert phone.get_attribute("href") == "tel:03005550123"
    page.click("summary")
    assert "Roads there belong to the county council" in said(page)
    assert page.title().startswith("Report a pothole")
    page.get_by_role("button", name="Yes, this helped").click()
    page.wait_for_selector("#verdict")
    assert "Thank you." in said(page)
    press(page, "Report a blocked drain")
    assert "You said Report a blocked drain" in said(page)
    page.get_by_role("button", name="No, it didn’t help").click()
    page.wait_for_selector("#verdict")
    assert "Sorry this didn’t help." in said(page)
    press(page, "Report a damaged pavement")
    assert "You said Report a damaged pavement" in said(page)
    page.get_by_role("button", name="No, it didn’t help").click()
    page.wait_for_selector("#next-title")
    press(page, "Speak to a person")
    assert "You can speak to someone at Borsetshire County Council." in said(page)
    page.get_by_role("button", name="Start again").click()
    page.wait_for_selector("#cleared")
    assert last(page) == 0
    assert "Report a pothole" not in said(page)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_emergency_is_in_view_at_once(visit: Visit, script: bool):
    """The number to call can be seen without scrolling, on a small phone too."""
    page = visit(width=360, height=640, java_script_enabled=script)
    to_answer(page)
    say(page, "I smell gas")
    link = page.get_by_role("link", name="Call 0800 555 0111")
    expect(link).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_back_and_reload_repeat_nothing(visit: Visit, script: bool):
    """Neither sends a message again, and both show the conversation as it is."""
    page = visit(java_script_enabled=script)
    say(page, "hello")
    page.reload()
    assert last(page) == 1
    say(page, "wizard")
    page.get_by_role("link", name="Privacy").click()
    page.wait_for_url("**/ask/privacy")
    page.go_back()
    page.wait_for_selector("#talk[data-last='2']")
    assert said(page).count("You said") == 2


def test_with_a_keyboard_alone(visit: Visit):
    """Everything can be reached in the order in which it is read, and nothing is a trap."""
    page = visit()
    keys = page.keyboard
    keys.press("Tab")
    assert focused(page) == "Skip to main content"
    keys.press("Enter")
    keys.press("Tab")
    assert focused(page) == "How we use what you type"
    keys.press("Tab")
    keys.type("there's a pothole")
    keys.press("Enter")
    wait_for_turn(page, 1)
    keys.type("FX1 2AB")  # focus is already in the box for the answer
    keys.press("Enter")
    wait_for_turn(page, 2)
    assert focused(page) == "Signpost said"
    keys.press("Tab")
    assert focused(page) == "Continue on gov.uk (Report a pothole)"
    keys.press("Tab")
    assert focused(page) == "Phone: 0300 555 0123"
    keys.press("Tab")
    assert focused(page) == "Why this organisation?"
    keys.press("Enter")
    assert page.locator("details").get_attribute("open") is not None
    for _ in range(8):
        keys.press("Tab")
        if focused(page) == "Yes, this helped":
            break
    keys.press("Enter")
    page.wait_for_selector("#verdict")
    assert focused(page).startswith("Thank you.")


def test_with_a_keyboard_alone_and_no_script(visit: Visit):
    """The same by plain forms; after each page the next Tab goes on from the newest message."""
    page = visit(java_script_enabled=False)
    page.focus("#text")
    page.keyboard.type("damp in my flat")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    wait_for_turn(page, 1)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    wait_for_turn(page, 2)
    assert "You said The council" in said(page)


def focused(page: Any) -> str:
    """The words of the element that has the focus."""
    found: str = page.evaluate(
        "document.activeElement.textContent.replace(/\\s+/g, ' ').trim()"
        " || document.activeElement.id"
    )
    return found
