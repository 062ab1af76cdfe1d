"""The page in Welsh, in Chromium: axe on every state, lang attributes, the switch and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from steps import expect, say, sideways, small_targets, violations

pytestmark = pytest.mark.browser
Visit = Callable[..., Any]


def in_language(page: Any, lang: str) -> None:
    """The page says that it is in it, once it is there."""
    expect(page.locator("html")).to_have_attribute("lang", lang)
    page.wait_for_load_state("load")


@pytest.mark.parametrize("path", ["?lang=cy", "/privacy?lang=cy", "/accessibility?lang=cy"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_in_welsh(visit: Visit, path: str, width: int):
    """Wide and narrow, in every text about the service."""
    page = visit(path, width=width)
    in_language(page, "cy")
    assert violations(page) == []
    assert sideways(page) == 0
    assert small_targets(page) == []


def test_a_journey_in_welsh(visit: Visit):
    """Asked and answered: what was said in English is marked, the rest of the page is Welsh."""
    page = visit("?lang=cy")
    say(page, "there is a pothole outside my house")
    in_language(page, "cy")
    assert page.locator(".question[lang=en]").count() == 1
    assert page.locator("label[for=text]").inner_text() == "Eich ateb"
    say(page, "FX1 2AB")
    assert page.locator(".card h3[lang=en]").inner_text() == "Report a pothole"
    assert "Pwy sy’n delio â hyn" in page.locator(".card .owner").inner_text()
    assert violations(page) == []


def test_the_switch_keeps_the_conversation(visit: Visit):
    """To English and back, by the links in the head of the page."""
    page = visit("?lang=cy")
    say(page, "there is a pothole outside my house")
    page.locator(".languages a").click()
    in_language(page, "en")
    expect(page.locator(".you")).to_have_count(1)
    page.locator(".languages a").click()
    in_language(page, "cy")


def test_who_writes_welsh_sees_the_whole_page_turn(visit: Visit):
    """Head and foot too, with or without JavaScript."""
    for script in (True, False):
        page = visit(java_script_enabled=script, locale="de-DE")
        in_language(page, "en")
        page.fill("#text", "mae twll yn y ffordd ac dwi eisiau help")
        page.click("#box button")
        page.wait_for_selector("html[lang=cy] .bot")
        assert page.locator(".foot a").first.inner_text() == "Datganiad hygyrchedd"


def test_a_fault_is_told_in_welsh(visit: Visit):
    """An empty message: the summary, the box and axe."""
    page = visit("?lang=cy")
    page.fill("#text", "")
    page.click("#box button")
    page.wait_for_selector("#errors")
    assert page.locator("#errors h2").inner_text() == "Mae problem"
    assert violations(page) == []
