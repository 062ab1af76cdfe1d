"""Makes the answer of a decision: the route to the owner, the reason and what else may help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Optional, Union

from bot.catalogue.read import Catalogue
from bot.model import Alternative, Answer, Authority, Owner, Place, Service, Words
from bot.routing.areas import Area, change_note
from bot.routing.decide import Decision, council_owner, decide
from bot.routing.details import details
from bot.routing.listed import look, opening
from bot.routing.parish import parish_note
from bot.routing.trace import trace

#: Needs about planning, where a national park may be in charge instead of the council.
PARK_NEEDS = frozenset(
    (
        "planning-apply",
        "planning-need-permission",
        "planning-search-comment",
        "planning-enforcement",
        "tree-preservation",
        "conservation-listed",
        "local-plan",
    )
)
#: More alternatives than this are no help.
MOST = 4


def answer(
    catalogue: Catalogue,
    decision: Decision,
    owner: Owner,
    place: Optional[Place],
    facts: Mapping[str, str],
    today: date,
    home: Optional[str],
    found: Sequence[Area] = (),
    elsewhere: tuple[tuple[str, Owner], ...] = (),
    now: Optional[datetime] = None,
) -> Answer:
    """The answer to show for a decision that found an owner.

    found (Sequence[Area]): every area the citizen may live in, all with this owner.
    elsewhere: nation and owner, where another nation has its own body and the place is not known.
    now (datetime | None): local time, to tell opening hours by; None: they are not told.
    """
    url, phone = route(catalogue, decision, owner)
    listed = look(catalogue, decision, owner, (url, phone), facts, today)
    notes = [
        Words("utter_note_nation", {"nation": catalogue.text(n), "owner": o.name})
        for n, o in elsewhere
    ]
    if decision.council:
        change = change_note(catalogue, decision.council, found, today)
        if change:
            notes.insert(0, change)
        parish = parish_note(catalogue, decision.need.id, decision.council)
        notes += [parish] if parish else []
    if listed.own:
        url, phone = listed.own.url or url, listed.own.phone or phone
    if decision.need.id in catalogue.learned and url == owner.url:
        notes.append(Words("utter_note_no_page_yet", {"owner": owner.name}))
    shown = listed.best or listed.own
    hours = opening(catalogue, decision, shown, owner, phone, now) if now else None
    takes = details(catalogue, decision, shown)
    alternatives = [
        *_other_options(catalogue, decision, facts, home),
        *_other_tier(catalogue, decision),
        *_parks(catalogue, decision),
        *(_of_nation(catalogue.text(n), o) for n, o in elsewhere),
        *listed.others,
    ]
    lines = (*trace(catalogue, decision, place), *listed.trace)
    service = Service(decision.need.service, url, phone)
    why = reason(catalogue, decision, owner, place)
    if listed.best:
        # What holds everywhere stays in sight beside the local service that fits better.
        alternatives.insert(0, Alternative(owner.name, None, url, phone))
        body = listed.best
        owner = Owner(body.organization_id, body.organization, body.kind, body.url, body.phone)
        service = Service(body.name, body.url, body.phone)
        where = place_label(catalogue, decision, place)
        why = Words("utter_reason_listed", {"owner": owner.name, "place": where})
    return Answer(
        decision.need.id,
        owner,
        service,
        why,
        tuple(notes),
        tuple(alternatives[:MOST]),
        lines,
        hours,
        takes,
    )


def route(
    catalogue: Catalogue, decision: Decision, owner: Owner
) -> tuple[Optional[str], Optional[str]]:
    """Web address and phone number for a decided owner: link after owner.

    The owner's own deep link, else the exception's address, else the national page that forwards
    to the council, else the owner's homepage.
    """
    phone = owner.phone
    rule = decision.rule
    if rule and rule.phone:
        phone = rule.phone
    deep = catalogue.service_for(owner.id, decision.need.id)
    if deep:
        return deep.url, deep.phone or phone
    ways = _ways(decision, owner)
    broken = catalogue.services.broken
    return next((way for way in ways if way not in broken), None), phone


def _ways(decision: Decision, owner: Owner) -> list[str]:
    """Addresses that lead to the owner for this need, best first."""
    rule = decision.rule
    govuk = decision.need.govuk
    ways = [rule.url if rule else None]
    if decision.council:
        # Most GOV.UK pages that forward to a council stop at the Irish Sea.
        forwards = decision.council.nation != "Northern Ireland"
        ways += [govuk if forwards else None, owner.url]
    else:
        usual = decision.need.owner == f"org:{owner.id}"
        ways += [govuk, owner.url] if usual else [owner.url, govuk]
    return [way for way in ways if way]


def reason(catalogue: Catalogue, decision: Decision, owner: Owner, place: Optional[Place]) -> Words:
    """Why this owner, in a sentence."""
    council = decision.council
    where = place_label(catalogue, decision, place)
    values: dict[str, Any] = {"owner": owner.name, "place": where}
    said = decision.option if decision.stated else decision.via
    if said and not council:
        return Words("utter_reason_fact", {"owner": owner.name, "fact": said.label})
    if decision.rule and decision.rule.note:
        values["note"] = decision.rule.note
        return Words("utter_reason_note_council" if council else "utter_reason_note", values)
    if not council:
        key = "utter_reason_area_body" if decision.how == "body" else "utter_reason_national"
        return Words(key, values)
    if council.tier == "unitary":
        return Words(f"utter_reason_{council.kind}", values)
    if decision.how == "either":
        return Words("utter_reason_either", values)
    parent = catalogue.parent(council)
    if parent:
        values["county"] = parent.name
        return Words("utter_reason_district", values)
    return Words("utter_reason_county", values)


def place_label(
    catalogue: Catalogue, decision: Decision, place: Optional[Place]
) -> Union[str, Words]:
    """How to name the place to the citizen."""
    if place:
        label = place.label or place.outcode or ""
        if label and all(label != council.name for council in place.authorities):
            return label
    if decision.area:
        return Words("utter_this_area")
    return catalogue.text(decision.nation) if decision.nation else Words("utter_the_uk")


def _other_options(
    catalogue: Catalogue, decision: Decision, facts: Mapping[str, str], home: Optional[str]
) -> list[Alternative]:
    """What would hold if the usual case were not this citizen's."""
    found = []
    for choice in decision.usual:
        for option in choice.options[1:]:
            changed = {**facts, choice.fact: option.value}
            other = decide(catalogue, decision.need, decision.area, decision.nation, changed, home)
            if other.owner is None or other.outcome != "owner" or other.key == decision.key:
                continue
            url, phone = route(catalogue, other, other.owner)
            label = f"{option.label}: {other.owner.name}"
            found.append(Alternative(label, option.to_need, url, phone))
    return found


def _of_nation(nation: str, owner: Owner) -> Alternative:
    label = f"{nation[:1].upper()}{nation[1:]}: {owner.name}"
    return Alternative(label, None, owner.url, owner.phone)


def _other_tier(catalogue: Catalogue, decision: Decision) -> list[Alternative]:
    """The other council of a two-tier area, for needs that both have."""
    if decision.how != "either" or not decision.council or not decision.area:
        return []
    district, county = decision.area.authority, catalogue.parent(decision.area.authority)
    pair: tuple[Optional[Authority], ...] = (district, county)
    others = [council for council in pair if council and council.gss != decision.council.gss]
    owners = [council_owner(council) for council in others]
    return [Alternative(owner.name, None, owner.url, owner.phone) for owner in owners]


def _parks(catalogue: Catalogue, decision: Decision) -> list[Alternative]:
    if decision.need.id not in PARK_NEEDS or not decision.area or not decision.council:
        return []
    gss = decision.area.origin.gss
    bodies = (catalogue.body(gss, role) for role in ("national-park", "national-park-2"))
    return [Alternative(b.name, None, b.url, b.phone) for b in bodies if b]
