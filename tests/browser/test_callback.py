"""Asking for a call in Chromium: with and without JavaScript, by keyboard, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from conftest import scripted
from steps import expect, said, say, sideways, small_targets, violations

pytestmark = pytest.mark.browser
Visit = Callable[..., Any]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A channel with call-backs whose phones are always answered."""
    yield from scripted("calls")


def fill(page: Any, phone: str = "07700 900123") -> None:
    """The form without a fault."""
    page.fill("#name", "Jo Bloggs")
    page.fill("#phone", phone)
    page.check("#when-morning")
    page.click("form.callback button")


def without_fault(page: Any) -> None:
    """Holds a page to axe, width and size of targets, wide and narrow."""
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
        assert sideways(page) == 0
        assert small_targets(page) == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_from_a_question_to_a_promise_and_back(visit: Visit, script: bool):
    """Ask for a person, see that phones are answered, ask for a call, take it back."""
    page = visit(java_script_enabled=script)
    if script:
        say(page, "a person please")
    else:
        page.fill("#text", "a person please")
        page.click("#box button")
    assert "Open all day and night." in said(page)
    page.click(".contact a[href$='/call-back']")
    expect(page.locator("#about")).to_have_value("")
    fill(page)
    expect(page.locator("main")).to_contain_text("We will phone the number that ends in 123.")
    page.click("form.again button")
    expect(page.locator("main")).to_contain_text("We won’t phone you")


def test_what_was_talked_about_is_filled_in(visit: Visit):
    """The need of the conversation, to be changed."""
    page = visit()
    say(page, "FX1")
    page.goto(page.url.split("#")[0] + "/call-back")
    assert page.input_value("#about") == "Report a pothole"


def test_faults_lead_to_their_fields(visit: Visit):
    """The list on top leads to each field; what was typed stays."""
    page = visit("/call-back")
    page.fill("#name", "Jo")
    page.click("form.callback button")
    page.wait_for_selector(".errors")
    assert page.title().startswith("Error: ")
    assert page.input_value("#name") == "Jo"
    page.click(".errors a[href='#phone']")
    expect(page.locator("#phone")).to_be_focused()
    page.click(".errors a[href='#when-any']")
    expect(page.locator("#when-any")).to_be_focused()


def test_by_keyboard_alone(visit: Visit):
    """Every field and the button in the order of the page."""
    page = visit("/call-back")
    page.focus("#name")
    page.keyboard.type("Jo Bloggs")
    page.keyboard.press("Tab")
    page.keyboard.type("07700 900456")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("form.again")
    assert "ends in 456" in said(page)


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_axe_finds_nothing(visit: Visit, lang: str):
    """On the form, with faults, after asking, and after taking it back."""
    page = visit(f"/call-back?lang={lang}")
    assert page.get_attribute("html", "lang") == lang
    without_fault(page)
    page.click("form.callback button")
    page.wait_for_selector(".errors")
    without_fault(page)
    fill(page, "07700 900222" if lang == "en" else "07700 900333")
    page.wait_for_selector("form.again")
    without_fault(page)
    page.click("form.again button")
    page.wait_for_url("**/call-back/withdrawn*")
    without_fault(page)
