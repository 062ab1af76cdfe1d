"""How an owner was found, in plain sentences for "why this organisation?"."""

from __future__ import annotations

from typing import Optional

from bot.catalogue.read import Catalogue
from bot.model import Authority, Place, Words
from bot.routing.decide import Decision

#: Owner rules of which councils do something; a sentence for each is in domain.yml.
_WHO = ("lower", "upper", "either")


def trace(catalogue: Catalogue, decision: Decision, place: Optional[Place]) -> tuple[Words, ...]:
    """The steps of a decision that found an owner."""
    owner = decision.owner
    label = decision.need.label
    lines = [*place_lines(catalogue, decision, place)]
    if decision.via:
        lines.append(Words("utter_trace_said", {"option": decision.via.label}))
    if decision.option:
        key = "utter_trace_said" if decision.stated else "utter_trace_unless"
        lines.append(Words(key, {"option": decision.option.label}))
    for choice in decision.usual:
        if choice.usual is not decision.option:
            lines.append(Words("utter_trace_usual", {"option": choice.usual.label}))
    if decision.rule and decision.rule.note:
        lines.append(note_line(decision.rule.note))
    elif decision.how in _WHO:
        lines.append(Words(f"utter_trace_{decision.how}", {"need": label}))
    elif owner and decision.how == "national":
        lines.append(Words("utter_trace_national", {"need": label, "owner": owner.name}))
    if owner and decision.how == "body":
        lines.append(Words("utter_trace_body", {"owner": owner.name}))
    if decision.council:
        lines.append(_council_line(catalogue, decision, decision.council))
    return tuple(lines)


def note_line(note: str) -> Words:
    """The note of an owner rule, which is a whole sentence."""
    return Words("utter_trace_note", {"note": note})


def place_lines(
    catalogue: Catalogue, decision: Decision, place: Optional[Place]
) -> tuple[Words, ...]:
    """What the place was taken to be."""
    area = decision.area
    if area is None:
        if not place or not decision.nation:
            return ()
        return (Words("utter_trace_nation", {"nation": catalogue.text(decision.nation)}),)
    name = area.authority.name
    if place is None or not place.authorities:
        return (Words("utter_trace_no_place", {"council": name}),)
    label = place.label or place.outcode or name
    if place.status == "split":
        return (Words("utter_trace_split_same", {"place": label}),)
    kind = area.authority.kind
    if label == name:
        return (Words(f"utter_trace_council_{kind}", {"council": name}),)
    return (Words(f"utter_trace_area_{kind}", {"place": label, "council": name}),)


def _council_line(catalogue: Catalogue, decision: Decision, council: Authority) -> Words:
    if council.tier == "county" and decision.area and decision.area.authority != council:
        district = decision.area.authority.name
        return Words("utter_trace_county_over", {"district": district, "council": council.name})
    if council.tier == "district":
        parent = catalogue.parent(council)
        if parent and decision.how == "lower":
            values = {"council": council.name, "other": parent.name}
            return Words("utter_trace_so_not", values)
    return Words("utter_trace_so", {"council": council.name})
