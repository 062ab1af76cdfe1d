"""Chooses the one service to show when several meet a need: deterministic, and explained."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Optional

from bot.model import Words

#: Assured longer ago than this, a record counts as not assured.
STALE_DAYS = 730


@dataclass(frozen=True)
class Candidate:
    """A service that says it meets the need, as Open Referral UK describes services.

    status (str): active, inactive, defunct or temporarily closed.
    areas (frozenset[str]): GSS codes and nations it serves; empty for everywhere.
    youngest, oldest (int | None): ages it is for, in years, both included.
    purposes (int): how many needs it says it meets: the fewer, the more it is about this one.
    assured (date | None): when somebody last checked the record.
    """

    id: str
    name: str
    url: Optional[str] = None
    phone: Optional[str] = None
    status: str = "active"
    areas: frozenset[str] = frozenset()
    youngest: Optional[int] = None
    oldest: Optional[int] = None
    purposes: int = 1
    assured: Optional[date] = None


@dataclass(frozen=True)
class Chosen:
    """The service to show, the others that fit, best first, and why."""

    best: Optional[Candidate]
    others: tuple[Candidate, ...]
    trace: tuple[Words, ...]


def choose(
    candidates: Iterable[Candidate],
    places: Sequence[str],
    today: date,
    age: Optional[int] = None,
) -> Chosen:
    """The one service for someone in `places` (GSS of council, of county, nation: nearest first).

    Dropped: what is not active, does not serve the place, is for another age, or cannot be
    reached. Then: the nearest area, an age range that fits a known age, one purpose rather than
    many, a recent check, a phone as well as a link, and last the name.
    """
    trace: list[Words] = []
    fitting = []
    for candidate in candidates:
        fault = _unfit(candidate, places, age)
        if fault:
            trace.append(fault)
        else:
            fitting.append(candidate)
    fitting.sort(key=lambda candidate: _rank(candidate, places, today, age))
    if not fitting:
        return Chosen(None, (), tuple(trace))
    best = fitting[0]
    if len(fitting) > 1:
        why = _why(best, fitting[1], places, today, age)
        trace.append(Words(f"{_BEST}{why}", {"service": best.name}))
    return Chosen(best, tuple(fitting[1:]), tuple(trace))


def fits_best(line: Words) -> bool:
    """Whether a line of the trace says which service fits best."""
    return line.key.startswith(_BEST)


_BEST = "utter_trace_best_"
#: Why one is ahead of another, in the order of `_rank`: the last parts of keys in domain.yml.
_REASONS = ("local", "age", "purpose", "checked", "reach", "name")


def _rank(
    candidate: Candidate, places: Sequence[str], today: date, age: Optional[int]
) -> tuple[int, int, int, int, int, tuple[str, str]]:
    near = [number for number, place in enumerate(places) if place in candidate.areas]
    aged = age is not None and (candidate.youngest is not None or candidate.oldest is not None)
    checked = (today - candidate.assured).days if candidate.assured else STALE_DAYS
    reach = int(candidate.url is None) + int(candidate.phone is None)
    return (
        near[0] if near else len(places),
        int(not aged),
        candidate.purposes,
        min(max(checked, 0), STALE_DAYS),
        reach,
        (candidate.name, candidate.id),
    )


def _why(
    best: Candidate, second: Candidate, places: Sequence[str], today: date, age: Optional[int]
) -> str:
    first, other = _rank(best, places, today, age), _rank(second, places, today, age)
    pairs = zip(_REASONS, first, other, strict=True)
    return next((reason for reason, a, b in pairs if a != b), "same")


def _unfit(candidate: Candidate, places: Sequence[str], age: Optional[int]) -> Optional[Words]:
    """Why a service is not for this citizen; None when it may be."""
    values: dict[str, Any] = {"service": candidate.name}
    if candidate.status != "active":
        return Words(f"utter_trace_unfit_{candidate.status.replace(' ', '_')}", values)
    if candidate.areas and not candidate.areas.intersection(places):
        return Words("utter_trace_unfit_area", values)
    if age is not None and candidate.youngest is not None and age < candidate.youngest:
        return Words("utter_trace_unfit_young", {**values, "age": candidate.youngest})
    if age is not None and candidate.oldest is not None and age > candidate.oldest:
        return Words("utter_trace_unfit_old", {**values, "age": candidate.oldest})
    if not candidate.url and not candidate.phone:
        return Words("utter_trace_unfit_reach", values)
    return None
