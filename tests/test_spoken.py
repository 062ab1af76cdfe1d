"""Dates and times as people say them in each language."""

from __future__ import annotations

from datetime import date, time

from bot.spoken import Day, clock


def test_clock() -> None:
    """Times are said as people say them."""
    moments = (time(0), time(9), time(12), time(12, 30), time(17, 5))
    assert [clock(t) for t in moments] == ["midnight", "9am", "midday", "12:30pm", "5:05pm"]
    welsh = ["hanner nos", "9yb", "hanner dydd", "12:30yp", "5:05yp"]
    assert [clock(t, "cy") for t in moments] == welsh


def test_dates() -> None:
    """A sentence may say how much of a date it wants; Welsh days begin small."""
    day = date(2027, 4, 1)
    assert f"{Day(day, 'en')}" == "1 April 2027"
    assert f"{Day(day, 'cy')}" == "1 Ebrill 2027"
    assert f"{Day(day, 'en'):EEEE d MMMM}" == "Thursday 1 April"
    assert f"{Day(day, 'cy'):EEEE d MMMM}" == "dydd Iau 1 Ebrill"
