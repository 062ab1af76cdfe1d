"""How an owner was found, in plain sentences for "why this organisation?"."""

from __future__ import annotations

from typing import Optional

from bot.catalogue.read import Catalogue
from bot.model import Authority, Place
from bot.routing.decide import Decision

_WHO = {
    "lower": "district and unitary councils",
    "upper": "county and unitary councils",
    "either": "councils of every kind",
}
_KIND = {
    "district": "a district council",
    "county": "a county council",
    "unitary": "a unitary council: it runs all council services there",
    "london": "a London borough: it runs all council services there",
    "metropolitan": "a metropolitan borough: it runs all council services there",
}


def trace(catalogue: Catalogue, decision: Decision, place: Optional[Place]) -> tuple[str, ...]:
    """The steps of a decision that found an owner."""
    owner = decision.owner
    label = decision.need.label
    lines = [*place_lines(catalogue, decision, place)]
    if decision.via:
        lines.append(f"You said: {decision.via.label}.")
    if decision.option:
        said = "You said" if decision.stated else "Unless you say otherwise"
        lines.append(f"{said}: {decision.option.label}.")
    for choice in decision.usual:
        if choice.usual is not decision.option:
            lines.append(f"Taken as usual: {choice.usual.label}.")
    if decision.rule and decision.rule.note:
        lines.append(decision.rule.note)
    elif decision.how in _WHO:
        lines.append(f'"{label}" is a job for {_WHO[decision.how]}.')
    elif owner and decision.how == "national":
        lines.append(f'"{label}" is a job for {owner.name}, not for a council.')
    if owner and decision.how == "body":
        lines.append(f"The one for this area is {owner.name}.")
    if decision.council:
        lines.append(_council_line(catalogue, decision, decision.council))
    return tuple(lines)


def place_lines(
    catalogue: Catalogue, decision: Decision, place: Optional[Place]
) -> tuple[str, ...]:
    """What the place was taken to be."""
    area = decision.area
    if area is None:
        return (f"{decision.nation} was named.",) if place and decision.nation else ()
    name = area.authority.name
    if place is None or not place.authorities:
        return (f"No place was named, so this is for the area of {name}.",)
    label = place.label or place.outcode or name
    if place.status == "split":
        return (f"{label} is in more than one council's area; the answer is the same in each.",)
    if label == name:
        return (f"{name} is {_KIND[area.authority.kind]}.",)
    return (f"{label} is in the area of {name}, which is {_KIND[area.authority.kind]}.",)


def _council_line(catalogue: Catalogue, decision: Decision, council: Authority) -> str:
    if council.tier == "county" and decision.area and decision.area.authority != council:
        district = decision.area.authority.name
        return f"The county council over {district} is {council.name}."
    if council.tier == "district":
        parent = catalogue.parent(council)
        over = f", not {parent.name}" if parent and decision.how == "lower" else ""
        return f"So this is for {council.name}{over}."
    return f"So this is for {council.name}."
