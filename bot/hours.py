"""Whether a service is open now and until when, or when it opens next: pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Optional

import holidays

from bot.model import Words

_SUBDIVISIONS = {"England": "ENG", "Scotland": "SCT", "Wales": "WLS", "Northern Ireland": "NIR"}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
#: How far ahead the next opening is looked for.
_HORIZON = 14


@dataclass(frozen=True)
class Session:
    """Opening hours on some days of the week, in local time.

    days (frozenset[int]): 0 for Monday to 6 for Sunday.
    opens, closes (time): a session that closes at or before it opens ends the next day; both at
        midnight means all day and night.
    starts, ends (date | None): first and last day on which the session is kept.
    on_holidays (bool): whether it is kept on bank holidays.
    """

    days: frozenset[int]
    opens: time
    closes: time
    starts: Optional[date] = None
    ends: Optional[date] = None
    on_holidays: bool = False

    def kept_on(self, day: date, nation: str) -> bool:
        """Whether the session is kept on `day`."""
        if day.weekday() not in self.days:
            return False
        if (self.starts and day < self.starts) or (self.ends and day > self.ends):
            return False
        return self.on_holidays or not bank_holiday(day, nation)

    def span(self, day: date) -> tuple[datetime, datetime]:
        """When the session of `day` begins and ends."""
        begin = datetime.combine(day, self.opens)
        last = day if self.closes > self.opens else day + timedelta(days=1)
        return begin, datetime.combine(last, self.closes)


#: Open all day and night, bank holidays too.
ALWAYS = Session(frozenset(range(7)), time(0), time(0), on_holidays=True)


@dataclass(frozen=True)
class Hours:
    """The state at one moment.

    open (bool): now. until (datetime | None): end of the present session; None when it never
        closes or it is closed. next (datetime | None): next opening, when closed.
    holiday (str | None): name of today's bank holiday, where that is why it is closed.
    """

    open: bool
    until: Optional[datetime] = None
    next: Optional[datetime] = None
    holiday: Optional[str] = None


def bank_holiday(day: date, nation: str) -> Optional[str]:
    """Name of the bank holiday on `day` in a nation; None on other days."""
    found = _calendar(nation, day.year).get(day)
    return str(found) if found else None


def state(sessions: Sequence[Session], now: datetime, nation: str) -> Hours:
    """Whether something with these sessions is open at `now` (local time, without a zone)."""
    if any(session == ALWAYS for session in sessions):
        return Hours(True)
    today = now.date()
    ends = [
        end
        for day in (today - timedelta(days=1), today)
        for begin, end in _spans(sessions, day, nation)
        if begin <= now < end
    ]
    if ends:
        return Hours(True, until=max(ends))
    starts = (
        begin
        for ahead in range(_HORIZON)
        for begin, _ in sorted(_spans(sessions, today + timedelta(days=ahead), nation))
        if begin > now
    )
    usual = any(today.weekday() in session.days for session in sessions)
    return Hours(
        False, next=next(starts, None), holiday=bank_holiday(today, nation) if usual else None
    )


def words(hours: Hours, now: datetime, named: Callable[[str], str] = str) -> Words:
    """The sentence about it: "Open now until 5pm", "Closed now. Opens 9am on Monday".

    named (Callable): the name of a bank holiday as it is to be said.
    """
    if hours.open:
        if hours.until is None:
            return Words("utter_hours_always")
        return Words("utter_hours_open", {"until": hours.until.time()})
    if hours.next is None:
        return Words("utter_hours_closed")
    values = {"opens": hours.next.time(), "day": _day(hours.next.date(), now.date())}
    if hours.holiday:
        return Words("utter_hours_holiday", {**values, "holiday": named(hours.holiday)})
    return Words("utter_hours_opens", values)


_RANGE = re.compile(
    r"(?P<days>[a-z, ]*?)\s*(?P<from>\d{1,2}(?:[:.]\d{2})?\s*[ap]m|midday|midnight)"
    r"\s*(?:to|-|–|until)\s*(?P<to>\d{1,2}(?:[:.]\d{2})?\s*[ap]m|midday|midnight)",
    re.IGNORECASE,
)


def parse(text: str) -> tuple[Session, ...]:
    """Sessions from opening hours in words, e.g. "Monday to Friday 9am to 5pm, Saturday 9am to
    midday" or "Open 24 hours a day"; empty for words not understood.
    """
    if re.search(r"\b24 hours\b|\b24/7\b|\ball day and night\b", text, re.IGNORECASE):
        return (ALWAYS,)
    sessions = []
    for match in _RANGE.finditer(text):
        days = _named_days(match["days"])
        if days:
            sessions.append(Session(days, _time(match["from"]), _time(match["to"])))
    return tuple(sessions)


def read(text: str) -> tuple[Session, ...]:
    """As `parse`, for a setting or a cell that may be empty. RAISES ValueError that says what
    would be right for words not understood.
    """
    found = parse(text)
    if text.strip() and not found:
        raise ValueError("use hours such as Monday to Friday 9am to 5pm, Saturday 9am to midday")
    return found


def _named_days(text: str) -> frozenset[int]:
    words_ = re.findall(r"[a-z]+", text.lower())
    found: set[int] = set()
    pending: Optional[int] = None
    for position, word in enumerate(words_):
        if word in ("daily", "every", "everyday"):
            return frozenset(range(7))
        number = next(
            (n for n, day in enumerate(_DAYS) if len(word) > 2 and day.startswith(word)), None
        )
        if number is None:
            continue
        if pending is not None and position and words_[position - 1] in ("to", "until"):
            last = number if number >= pending else number + 7
            found |= {day % 7 for day in range(pending, last + 1)}
        found.add(number)
        pending = number
    return frozenset(found)


def _time(text: str) -> time:
    lowered = text.lower().replace(".", ":").replace(" ", "")
    if lowered in ("midday", "midnight"):
        return time(12) if lowered == "midday" else time(0)
    hour, _, minute = lowered[:-2].partition(":")
    return time(int(hour) % 12 + (12 if lowered.endswith("pm") else 0), int(minute or 0))


def _spans(sessions: Iterable[Session], day: date, nation: str) -> list[tuple[datetime, datetime]]:
    return [session.span(day) for session in sessions if session.kept_on(day, nation)]


def _day(day: date, today: date) -> Words:
    ahead = (day - today).days
    if ahead == 0:
        return Words("utter_day_today")
    if ahead == 1:
        return Words("utter_day_tomorrow")
    return Words("utter_day_weekday" if ahead < 7 else "utter_day_date", {"date": day})


@lru_cache(maxsize=32)
def _calendar(nation: str, year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("GB", subdiv=_SUBDIVISIONS[nation], years=year)
