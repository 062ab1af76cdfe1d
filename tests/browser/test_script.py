"""What ask.js adds: no reload, patience with bad connections, counting, and a warning in time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from conftest import PATIENCE
from steps import hold_the_clock, last, said, say, to_answer, violations, wait_for_turn

pytestmark = pytest.mark.browser
Visit = Callable[..., Any]


def test_the_page_is_not_loaded_again(visit: Visit):
    """An answer comes into the page that is open."""
    page = visit()
    page.evaluate("window.mark = true")
    say(page, "hello")
    assert page.evaluate("window.mark") is True
    assert page.input_value("#text") == ""


def test_words_and_waiting_are_shown_at_once(visit: Visit):
    """What was sent stands there with a sign of waiting until the answer comes."""
    page = visit()
    held: list[Any] = []  # the answer waits: the sign goes with it
    page.route("**/*", lambda route: held.append(route))
    page.fill("#text", "hello")
    page.click("#box button")
    waiting = page.locator(".waiting")
    waiting.wait_for()
    assert "You said hello" in said(page)
    page.unroute("**/*")
    held[0].fallback()
    wait_for_turn(page, 1)
    assert waiting.count() == 0
    assert said(page).count("You said hello") == 1


def test_a_lost_connection_loses_and_repeats_nothing(visit: Visit):
    """Whether the message or only the answer was lost on the way, it is sent until it is there,
    and heard once.
    """
    page = visit()
    hold_the_clock(page)
    sent = []

    def lose(route: Any) -> None:
        if route.request.method != "POST":
            return route.fallback()
        sent.append(route.request.post_data)
        if len(sent) == 1:
            return route.abort("connectionreset")  # the message is lost
        if len(sent) == 2:
            route.fetch(max_redirects=0)  # it arrives, and the answer is lost
            return route.abort("connectionreset")
        return route.fallback()

    page.context.route("**/ask", lose)
    page.fill("#text", "hello")
    page.click("#box button")
    for times in (1, 2):
        page.locator(".waiting", has_text="The connection was lost. Trying again.").wait_for()
        assert len(sent) == times
        page.eval_on_selector(".waiting", "e => { e.textContent = 'not yet told again'; }")
        page.clock.run_for(1000 * times)
    wait_for_turn(page, 1)
    assert len(sent) == 3
    assert len(set(sent)) == 1
    assert said(page).count("You said hello") == 1


def test_without_any_connection_the_words_stay(visit: Visit):
    """After the last try it says so; the words are still in the box, and can be sent later."""
    page = visit()
    hold_the_clock(page)
    lost = True
    page.context.route(
        "**/ask", lambda route: route.abort("internetdisconnected") if lost else route.fallback()
    )
    page.fill("#text", "hello")
    page.click("#box button")
    until = time.monotonic() + PATIENCE / 1000
    while not page.locator("#errors").count() and time.monotonic() < until:
        page.clock.run_for(1000)
    assert "We could not send your message" in said(page)
    assert page.input_value("#text") == "hello"
    assert page.evaluate("document.activeElement.id") == "errors"
    page.clock.resume()
    assert violations(page) == []
    lost = False
    page.click("#box button")
    wait_for_turn(page, 1)
    assert said(page).count("You said hello") == 1


def test_pressing_twice_sends_once(visit: Visit):
    """An impatient double click makes one message."""
    page = visit()
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    page.fill("#text", "hello")
    page.dblclick("#box button")
    wait_for_turn(page, 1)
    assert sent.count("POST") == 1
    page.reload()
    assert last(page) == 1


def test_enter_sends_and_shift_enter_does_not(visit: Visit):
    """A line can still be started."""
    page = visit()
    page.focus("#text")
    page.keyboard.type("hello")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("there")
    assert page.input_value("#text") == "hello\nthere"
    page.keyboard.press("Enter")
    wait_for_turn(page, 1)


def test_characters_are_counted(visit: Visit):
    """As people count them, only near the end, and in words when there are too many."""
    page = visit()
    for text, words in [
        ("a", "You can type up to 1000 characters."),
        ("😀" * 900, "You have 100 characters left"),
        ("a" * 999, "You have 1 character left"),
        ("a" * 1001, "You have 1 character too many"),
        ("a" * 1010, "You have 10 characters too many"),
    ]:
        page.fill("#text", text)
        assert page.inner_text("#count") == words


def test_a_problem_page_is_told_in_place(visit: Visit):
    """When the server refuses, the reason is shown and the words stay."""
    page = visit()
    page.context.clear_cookies()
    page.fill("#text", "hello")
    page.click("#box button")
    page.wait_for_selector("#errors")
    assert "Your message was not sent" in said(page)
    assert page.input_value("#text") == "hello"


def test_who_is_away_is_warned_and_can_stay(visit: Visit):
    """Five minutes before the conversation is cleared; one press keeps it."""
    page = visit()
    hold_the_clock(page)
    to_answer(page)
    page.clock.fast_forward("54:00")
    assert not page.locator("#idle").is_visible()
    page.clock.fast_forward("01:30")
    assert page.locator("#idle").is_visible()
    assert "clear this conversation in 5 minutes" in page.inner_text("#idle")
    page.clock.resume()
    assert violations(page) == []
    page.get_by_role("button", name="Keep it open").click()
    page.wait_for_selector("#idle", state="hidden")
    assert last(page) == 2


def test_who_stays_away_finds_an_empty_page(visit: Visit):
    """On a shared computer the next person sees nothing; the page says what happened."""
    page = visit()
    hold_the_clock(page)
    say(page, "hello")
    page.context.clear_cookies()  # as the server forgets it then
    page.clock.fast_forward("01:00:05")
    page.wait_for_url("**/ask?cleared=idle")
    assert "we cleared your conversation" in said(page)
    assert "You said" not in said(page)


def test_a_notice_comes_with_the_next_answer(chromium: Any, framed: str):
    """One put up since the page was loaded is there once, on top; one taken down is gone."""
    page = chromium.new_page()
    page.goto(framed)
    for change in (
        "notice => notice.remove()",
        "notice => { notice.querySelector('p').textContent = 'Old'; }",
    ):
        page.eval_on_selector(".notice", change)
        say(page, "hello")
        assert page.locator(".notice").all_inner_texts() == [
            "Important\n\nOur phones are closed on Monday."
        ]
    page.close()


def test_printing_is_offered(visit: Visit):
    """Only where there is a script to do it."""
    page = visit()
    to_answer(page)
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Print this page").click()
    assert page.evaluate("window.printed") is True
    plain = visit(java_script_enabled=False)
    to_answer(plain)
    assert not plain.get_by_text("Print this page").is_visible()


def test_a_broken_script_leaves_a_working_page(visit: Visit):
    """When ask.js does not arrive, the forms work alone."""
    page = visit()
    page.context.route("**/ask.js*", lambda route: route.abort())
    page.reload()
    to_answer(page)
    assert violations(page) == []
