"""Imported services beside a decision: the owner's own, a local one that fits better, others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Optional

from bot import hours
from bot.catalogue.read import Catalogue
from bot.catalogue.services import Listed
from bot.model import NATIONS, Alternative, Opening, Owner, Words
from bot.routing.choose import Candidate, choose, fits_best
from bot.routing.decide import Decision
from bot.routing.scopes import GROUPS

#: From which to which age an adult of unknown age may be.
ADULT, OLD = 18, 99
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
#: Services listed beside the answer at most.
MOST = 2
#: A service for more needs than this is about none of them in particular.
MOST_PURPOSES = 3
#: Sentences of the choice that the trace holds at most.
MOST_LINES = 5


@dataclass(frozen=True)
class Look:
    """What the imported services have to say.

    own (Listed | None): the owner's own service for the need, whose link and phone are taken.
    best (Listed | None): another body's service that takes the place of the general answer.
    others: services to show beside the answer. trace: why.
    """

    own: Optional[Listed] = None
    best: Optional[Listed] = None
    others: tuple[Alternative, ...] = ()
    trace: tuple[Words, ...] = ()


_NOTHING = Look()


def look(
    catalogue: Catalogue,
    decision: Decision,
    owner: Owner,
    reach: tuple[Optional[str], Optional[str]],
    facts: Mapping[str, str],
    today: date,
) -> Look:
    """Choose among the imported services for this need and place.

    reach: web address and phone of the general answer. A council's answer is never displaced, nor
    is any for a need that is not in local_needs.csv: there a service from a feed only stands beside
    it. Age is taken from the fact "age".
    """
    places = _places(decision)
    services = catalogue.services.listed(decision.need.id, places)
    if not services:
        return _NOTHING
    age = int(facts["age"]) if facts.get("age", "").isdecimal() else None
    by_id = {service.id: service for service in services}
    own = choose((_candidate(one) for one in services if one.owner == owner.id), places, today, age)
    rest = [_candidate(one) for one in services if one.owner != owner.id]
    general = Candidate(
        f"owner:{owner.id}",
        owner.name,
        *reach,
        areas=frozenset(_reach(catalogue, decision, owner)),
        purposes=1,
    )
    found = choose([general, *rest], places, today, age)
    order = [one for one in (found.best, *found.others) if one]
    ahead = order[: order.index(general)] if general in order else order
    best = None
    if decision.council is None and decision.need.id in catalogue.local_needs and not own.best:
        best = next((one for one in ahead if _stands_in(one, age)), None)
    lines = [*own.trace, *found.trace]
    if best is None or best is not found.best:
        lines = [line for line in lines if not fits_best(line) or line in own.trace]
    if best:
        lines.insert(0, Words("utter_trace_local", {"service": best.name, "owner": owner.name}))
    return Look(
        by_id[own.best.id] if own.best else None,
        by_id[best.id] if best else None,
        tuple(_beside(by_id[one.id]) for one in order if one not in (best, general))[:MOST],
        tuple(lines[:MOST_LINES]),
    )


def opening(
    catalogue: Catalogue,
    decision: Decision,
    listed: Optional[Listed],
    owner: Owner,
    phone: Optional[str],
    now: datetime,
) -> Optional[Opening]:
    """Whether the number shown is answered now; None where its hours are not known."""
    nation = decision.nation or NATIONS[0]
    sessions: tuple[hours.Session, ...] = ()
    if listed and listed.phone:
        sessions = tuple(_sessions(listed))
    else:
        body = catalogue.organizations.get(owner.id)
        if body and body.hours and phone and phone == body.phone:
            sessions = hours.parse(body.hours)
    if not sessions:
        return None
    state = hours.state(sessions, now, nation)
    return Opening(state.open, hours.words(state, now, catalogue.text))


def _stands_in(one: Candidate, age: Optional[int]) -> bool:
    """Whether a service may be the answer itself: about this need, and for the citizen's age; of
    one whose age is not known, for any adult."""
    of_age = age is not None or ((one.youngest or 0) <= ADULT and (one.oldest or OLD) >= OLD)
    return of_age and one.purposes <= MOST_PURPOSES


def _places(decision: Decision) -> tuple[str, ...]:
    """Codes that name where the citizen is, nearest first."""
    area = decision.area
    names: list[Optional[str]] = []
    if area:
        names += [area.authority.gss, area.origin.gss, area.authority.parent, area.origin.parent]
    return tuple(dict.fromkeys(name for name in (*names, decision.nation) if name))


def _reach(catalogue: Catalogue, decision: Decision, owner: Owner) -> Iterable[str]:
    """Where the general answer holds."""
    if decision.council:
        return (decision.council.gss,)
    if decision.how == "body" and decision.area:
        return (decision.area.authority.gss,)
    body = catalogue.organizations.get(owner.id)
    nations = body.nation if body else NATIONS
    return [one for name in nations for one in GROUPS.get(name, (name,))]


def _candidate(one: Listed) -> Candidate:
    return Candidate(
        one.id,
        one.name,
        one.url,
        one.phone,
        one.status,
        one.areas,
        one.youngest,
        one.oldest,
        one.purposes,
        one.assured,
    )


def _beside(one: Listed) -> Alternative:
    label = one.name if one.name == one.organization else f"{one.name} ({one.organization})"
    return Alternative(label, None, one.url, one.phone)


def _sessions(listed: Listed) -> Iterable[hours.Session]:
    for row in listed.schedules:
        if not (row["byday"] and row["opens_at"] and row["closes_at"]):
            continue
        yield hours.Session(
            frozenset(_DAYS.index(day) for day in row["byday"].split(",")),
            time.fromisoformat(row["opens_at"]),
            time.fromisoformat(row["closes_at"]),
            date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
            date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        )
