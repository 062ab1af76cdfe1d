"""The review console in Chromium: axe-core on every page, narrow and magnified windows, forced
colours, the keyboard, paper, and the whole work of a reviewer without JavaScript.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from served import running
from steps import expect, sideways, small_targets, violations

pytestmark = pytest.mark.browser
PASSWORD = "three odd kettles"
Visit = Callable[..., Any]
REPORT = "/review/report?owner=E07000008&month=2026-10"
PAGES = (
    "/review", "/review/clusters", "/review/clusters/1", "/review/clusters/1/teach",
    "/review/unmet", "/review/areas",
    "/review/measures?period=52w", "/review/need/missed-bin", "/review/report", REPORT,
    "/review/training",
)  # fmt: skip


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The console over a filled ledger, in a process of its own."""
    with running("console_world.py") as found:
        yield f"{found}/ask"


@pytest.fixture
def reviewer(visit: Visit, address: str) -> Visit:
    """Opens a page of the console, signed in."""

    def start(path: str, **options: Any) -> Any:
        page = visit("/accessibility", **options)
        # The first report loads spaCy, which the served assistant has loaded long before.
        page.set_default_navigation_timeout(60_000)
        site = address.removesuffix("/ask")
        page.goto(f"{site}/staff/sign-in")
        page.fill("#name", "rob")
        page.fill("#password", PASSWORD)
        page.click("main button")
        page.wait_for_selector("#password", state="detached")  # signed in, elsewhere
        page.wait_for_load_state("load")
        page.goto(site + path)
        return page

    return start


def cut_off(page: Any) -> list[str]:
    """What stands out of the window and can't be scrolled to in a box of its own."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("main *")].filter(e => {
              const box = e.getBoundingClientRect();
              return box.width && box.right > innerWidth + 1 && !e.closest(".hidden, .scroll, svg");
        }).map(e => e.outerHTML.slice(0, 80))"""
    )
    return found


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(reviewer: Visit, path: str):
    """WCAG 2.2 A and AA and axe's best practice, wide and narrow; nothing to scroll sideways."""
    page = reviewer(path)
    assert page.locator("h1").count() == 1
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
        assert sideways(page) == 0
        assert small_targets(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_at_four_hundred_per_cent(reviewer: Visit, path: str):
    """A window of 1280 by 1024 magnified four times: one column, nothing cut off."""
    page = reviewer(path, width=320, height=256, device_scale_factor=4)
    assert sideways(page) == 0
    assert cut_off(page) == []


@pytest.mark.parametrize("path", ["/review", "/review/measures", "/review/clusters/1"])
def test_in_forced_colours(reviewer: Visit, path: str):
    """Charts are drawn in the reader's colours, and the focus is seen."""
    page = reviewer(path, forced_colors="active")
    assert violations(page) == []
    page.focus(".scroll")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    line = page.locator(".line0").first
    if line.count():
        assert line.evaluate("e => getComputedStyle(e).stroke") == line.evaluate(
            "e => getComputedStyle(e.ownerSVGElement.parentElement).color"
        )


def test_one_drawing_of_each_chart_is_shown(reviewer: Visit):
    """Wide or narrow; the other is not told to a screen reader either."""
    page = reviewer("/review")
    for width, shown, hidden in ((1280, "wide", "narrow"), (360, "narrow", "wide")):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.locator(f".{shown}-chart >> visible=true").count() > 2
        assert page.locator(f".{hidden}-chart >> visible=true").count() == 0
        assert page.get_by_role("img").count() == page.locator(f".{shown}-chart svg").count()


def test_every_chart_is_named_and_its_numbers_stand_beside_it(reviewer: Visit):
    """An image with a name and a description, in a section with a table."""
    page = reviewer("/review/measures")
    charts = page.get_by_role("img").all()
    assert len(charts) > 2
    for chart in charts:
        assert chart.evaluate("e => e.querySelector('title').textContent.length") > 3
        assert chart.evaluate("e => e.querySelector('desc').textContent.length") > 20
        assert chart.evaluate("e => !!e.closest('section').querySelector('table')")


def test_the_keyboard_reaches_everything_in_order(reviewer: Visit):
    """From the skip link through menu and filters to tables and downloads, and never gets stuck."""
    page = reviewer("/review")
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.textContent.trim().slice(0, 30)"))
    assert seen[0] == "Skip to main content"
    assert seen.index("Overview") < seen.index("Measures") < seen.index("Show")
    assert any(text.startswith("CSV") for text in seen)


def test_on_paper_a_report_is_whole(reviewer: Visit):
    """Without what can only be pressed, with every row and with the wide charts."""
    page = reviewer(REPORT)
    page.emulate_media(media="print")
    assert not page.locator(".pages").is_visible()
    assert not page.locator(".downloads").first.is_visible()
    assert not page.locator("details").count()
    assert page.locator(".wide-chart >> visible=true").count()
    assert page.locator(".narrow-chart >> visible=true").count() == 0
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_a_reviewers_monday_without_javascript(reviewer: Visit):
    """From the overview to a group of words, which is given to somebody; then a download."""
    page = reviewer("/review", java_script_enabled=False)
    page.click("text=New words")
    page.click("text=electric scooter")
    page.fill("#assigned-value", "Streets team")
    page.locator("form", has=page.locator("#assigned-value")).get_by_role("button").click()
    expect(page.locator("main")).to_contain_text("It is saved whose this is.")
    expect(page.locator("main")).to_contain_text("Assigned: Streets team")
    page.click("nav.pages >> text=Unmet needs")
    page.select_option("#filter-reason", "no_provider")
    page.click("text=Show")
    expect(page.locator("#by-area")).to_contain_text("Leeds City Council")
    with page.expect_download() as download:
        page.click("#by-need >> text=CSV")
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert "meals-at-home" in text
    # A choice of unmet requests tells their number alone.
    assert text.startswith("need,id,unmet\n")
