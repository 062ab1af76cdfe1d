"""What the browser's tests do again and again: say something, reach a state, run axe."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def expect(what: Any) -> Any:
    """Playwright's own: what is true of a page or a part of it, or becomes so in time."""
    from playwright.sync_api import expect as expects  # only where a browser is driven

    return expects(what)


def last(page: Any) -> int:
    """The number of the newest turn on the page."""
    return int(page.get_attribute("#talk", "data-last"))


def wait_for_turn(page: Any, number: int) -> None:
    """Until that turn is on the page, and the whole page is there with it: without a script it
    comes as a new one.
    """
    page.wait_for_selector(f"#talk[data-last='{number}']")
    page.wait_for_load_state("load")


def hold_the_clock(page: Any) -> None:
    """The page's time stands still until `page.clock` moves it, however long a machine takes."""
    now = datetime(2026, 11, 26, 9)
    page.clock.install(time=now)
    page.clock.pause_at(now + timedelta(seconds=1))


def say(page: Any, text: str) -> None:
    """Writes in the box and presses the button."""
    number = last(page) + 1
    page.fill("#text", text)
    page.click("#box button")
    wait_for_turn(page, number)


def press(page: Any, words: str) -> None:
    """Presses a button that makes a turn."""
    number = last(page) + 1
    page.get_by_role("button", name=words, exact=True).click()
    wait_for_turn(page, number)


def said(page: Any) -> str:
    """All words of the page."""
    return " ".join(page.inner_text("main").split())


def to_answer(page: Any) -> None:
    """Two turns that end in an answer."""
    say(page, "There's a pothole outside my house")
    say(page, "FX1 2AB")


def to_verdict(page: Any) -> None:
    """An answer that did not help."""
    to_answer(page)
    page.get_by_role("button", name="No, it didn’t help").click()
    page.wait_for_selector("#verdict")


def to_error(page: Any) -> None:
    """A message too long."""
    page.fill("#text", "x" * 1001)
    page.click("#box button")
    page.wait_for_selector("#errors")


def to_why(page: Any) -> None:
    """An answer with the reasons opened."""
    to_answer(page)
    page.click("summary")


#: Every state of the page, by the steps that lead to it.
STATES: dict[str, Callable[[Any], None]] = {
    "start": lambda page: None,
    "place asked": lambda page: say(page, "pothole"),
    "fact asked": lambda page: say(page, "damp"),
    "need asked": lambda page: say(page, "bin"),
    "answer": to_answer,
    "answer with reasons": to_why,
    "verdict": to_verdict,
    "notice": lambda page: say(page, "flood"),
    "emergency": lambda page: say(page, "gas"),
    "gap": lambda page: say(page, "wizard"),
    "person": lambda page: say(page, "person"),
    "small talk": lambda page: say(page, "hello"),
    "failure": lambda page: say(page, "silent"),
    "error": to_error,
}
#: Pages that are no conversation.
DOCUMENTS = (
    *("/accessibility", "/privacy", "/none", "?cleared=idle"),
    *("/services", "/services?q=none", "/services/service-1"),
)


def violations(page: Any) -> list[str]:
    """What axe-core finds wrong with the page as it stands, one line each."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", TAGS)
    return [
        f"{fault['id']}: {node['html'][:120]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def sideways(page: Any) -> int:
    """How many pixels the page is wider than the window."""
    found: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return found


def small_targets(page: Any) -> list[str]:
    """Buttons, boxes, summaries and button-like links less than 44 pixels high or wide."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("button, input:not([type=hidden]), textarea, "
            + "summary, a.button")].filter(e => {
              const box = e.getBoundingClientRect();
              return box.width && (box.height < 43.9 || box.width < 43.9);
        }).map(e => e.outerHTML.slice(0, 80))"""
    )
    return found
