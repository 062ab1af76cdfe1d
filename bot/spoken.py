"""Dates and times as people say them, in each language: "9am", "1 April"; "9yb", "1 Ebrill"."""

from __future__ import annotations

from datetime import date, time

from babel.dates import format_date

#: What is said before noon, after it, at noon and at midnight.
_CLOCK = {
    "en": ("am", "pm", "midday", "midnight"),
    "cy": ("yb", "yp", "hanner dydd", "hanner nos"),
}
#: How a date is written when a sentence does not say how: see Babel's date patterns.
LONG = "d MMMM y"


def clock(moment: time, lang: str = "en") -> str:
    """A time: "9am", "5:30pm", "midday", "midnight"; in Welsh "9yb", "hanner dydd"."""
    morning, afternoon, noon, midnight = _CLOCK[lang]
    if (moment.hour, moment.minute) in ((0, 0), (12, 0)):
        return midnight if moment.hour == 0 else noon
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{morning if moment.hour < 12 else afternoon}"


class Day:
    """A date that a sentence writes by Babel's pattern: "{day:EEEE d MMMM}"; without one, in full.

    Welsh names of days begin small, as inside a sentence: "dydd Llun".
    """

    def __init__(self, day: date, lang: str) -> None:
        self._day = day
        self._lang = lang

    def __format__(self, pattern: str) -> str:
        text = str(format_date(self._day, pattern or LONG, locale=self._lang))
        return text.replace("Dydd ", "dydd ") if self._lang == "cy" else text
