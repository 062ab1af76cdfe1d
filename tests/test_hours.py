"""Opening hours in words and numbers, with the bank holidays of the four nations."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from bot.hours import ALWAYS, Session, bank_holiday, parse, state, words
from bot.words import say

OFFICE = parse("Monday to Friday 9am to 5pm")


def said(text: str, now: datetime, nation: str = "England", lang: str = "en") -> str:
    """The sentence about opening hours in words at a moment."""
    return say(words(state(parse(text), now, nation), now), lang)


def test_open_now() -> None:
    """On a Monday morning an office is open until five."""
    now = datetime(2026, 11, 23, 10)
    assert said("Monday to Friday 9am to 5pm", now) == "Open now until 5pm."


@pytest.mark.parametrize(
    ("now", "day", "dydd"),
    [
        (datetime(2026, 11, 23, 8), "today", "heddiw"),
        (datetime(2026, 11, 23, 17), "tomorrow", "yfory"),
        (datetime(2026, 11, 20, 18), "on Monday", "dydd Llun"),
    ],
)
def test_closed_now(now: datetime, day: str, dydd: str) -> None:
    """Before opening, at closing time and at the weekend: when it opens next, in both languages."""
    assert said("Mon to Fri 9am-5pm", now) == f"Closed now. Opens at 9am {day}."
    welsh = f"Ar gau nawr. Yr amser agor nesaf: {dydd} am 9yb."
    assert said("Mon to Fri 9am-5pm", now, lang="cy") == welsh


def test_bank_holidays_differ_by_nation() -> None:
    """Easter Monday closes an office in England but not in Scotland."""
    easter_monday = datetime(2026, 4, 6, 10)
    assert said("Monday to Friday 9am to 5pm", easter_monday) == (
        "Closed today because it is a bank holiday: Easter Monday. Opens at 9am tomorrow."
    )
    assert "Open now" in said("Monday to Friday 9am to 5pm", easter_monday, "Scotland")
    assert bank_holiday(date(2026, 7, 13), "Northern Ireland")
    assert bank_holiday(date(2026, 7, 13), "Wales") is None


def test_always_open() -> None:
    """Open all day and night means on Christmas Day too."""
    assert parse("Open 24 hours a day") == (ALWAYS,)
    assert said("24/7", datetime(2026, 12, 25, 3)) == "Open all day and night."


def test_past_midnight() -> None:
    """A session that ends after midnight is open in the small hours of the next day."""
    late = parse("Friday 10pm to 2am")
    assert state(late, datetime(2026, 11, 21, 1), "England").open
    assert not state(late, datetime(2026, 11, 21, 2), "England").open


def test_seasons_and_nothing_to_come() -> None:
    """A session outside its season is not kept; with none to come it is just closed."""
    days = frozenset(range(7))
    summer = Session(days, time(9), time(17), date(2026, 6, 1), date(2026, 8, 31), True)
    now = datetime(2026, 11, 23, 10)
    assert words(state([summer], now, "England"), now).key == "utter_hours_closed"
    assert state([summer], datetime(2026, 5, 25, 10), "England").next == datetime(2026, 6, 1, 9)
    before = datetime(2026, 5, 22, 10)
    found = words(state([summer], before, "England"), before)
    assert say(found) == "Closed now. Opens at 9am on Monday 1 June."
    assert say(found, "cy") == "Ar gau nawr. Yr amser agor nesaf: dydd Llun 1 Mehefin am 9yb."


def test_parse() -> None:
    """Days, ranges over the weekend, half hours and words for twelve are understood."""
    two = parse("Monday, Wednesday 9.30am to 4:30pm, Saturday 9am to midday")
    assert [(sorted(s.days), s.opens, s.closes) for s in two] == [
        ([0, 2], time(9, 30), time(16, 30)),
        ([5], time(9), time(12)),
    ]
    assert parse("Friday to Monday 8am to midnight")[0].days == {4, 5, 6, 0}
    assert parse("every day 8am to 8pm")[0].days == frozenset(range(7))
    assert parse("ring the bell") == parse("9am to 5pm") == ()
