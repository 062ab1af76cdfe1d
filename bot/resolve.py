"""Finds the one owner of a need in a place on a day, and why: (need, place, facts, today) ->
Answer, Ask or Gap. Pure: reads nothing but the catalogue in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Optional

from bot.catalogue.read import Catalogue
from bot.catalogue.rows import Need
from bot.model import Ask, Authority, Gap, Option, Place, Resolution, Words
from bot.routing.answer import answer, place_label
from bot.routing.areas import Area, areas, successors
from bot.routing.decide import Decision, decide
from bot.routing.facts import facts_from_words
from bot.routing.nowhere import Elsewhere, decide_nation, decide_nowhere
from bot.routing.trace import note_line, place_lines

__all__ = ["facts_from_words", "resolve"]


def resolve(
    catalogue: Catalogue,
    need: str,
    place: Optional[Place],
    facts: Optional[Mapping[str, str]],
    today: date,
    home: Optional[str] = None,
    now: Optional[datetime] = None,
) -> Resolution:
    """Who deals with `need` in `place` on `today`.

    need (str): a need id. place (Place | None): from bot.where; None when nothing is known.
    facts (Mapping[str, str] | None): fact -> value, as in questions.csv.
    home (str | None): GSS code of the council whose website it is; its area is taken when no
        place is known, and it is preferred for needs that both councils of an area have.
    now (datetime | None): local time; when given, the answer says whether the phone is answered.
    RETURNS: Answer; Ask (place or fact) only when the answer would change the owner; else Gap.
    Never raises for an unknown need, place or fact.
    """
    row = catalogue.needs.get(need)
    if row is None:
        return Gap("not_understood", None, Words("utter_gap_unknown_need"))
    if place and place.status == "outside":
        return Gap("out_of_remit", need, Words("utter_gap_outside"))
    known = facts or {}
    if place and place.status in ("unknown", "malformed"):
        # The citizen did say where, so the website's own area is no guess to make.
        place, home_area = None, None
    else:
        home_area = home
    candidates = areas(catalogue, place, today, home_area)
    elsewhere: Elsewhere = ()
    if candidates:
        decisions = [
            decide(catalogue, row, area, area.origin.nation, known, home) for area in candidates
        ]
        decision = decisions[0]
        if len({found.key for found in decisions}) > 1:
            return _which_area(row, decisions, place)
    elif place and place.nation:
        decision = decide_nation(catalogue, row, place.nation, known, home)
    else:
        decision, elsewhere = decide_nowhere(catalogue, row, known, home)
    if decision.outcome == "owner" and decision.owner:
        owner = decision.owner
        return answer(
            catalogue, decision, owner, place, known, today, home, candidates, elsewhere, now
        )
    return _unsettled(catalogue, row, decision, place, today)


def _unsettled(
    catalogue: Catalogue, need: Need, decision: Decision, place: Optional[Place], today: date
) -> Resolution:
    """The question or the gap for a decision that found no owner."""
    lines = place_lines(catalogue, decision, place)
    if decision.outcome == "ask" and decision.choice:
        fact = decision.choice.fact
        options = tuple(Option(row.label, row.value) for row in decision.choice.options)
        return Ask("fact", need.id, Words(f"utter_ask_fact_{fact}"), options, fact, lines)
    if decision.outcome == "district" and decision.area:
        county = decision.area.authority
        words = Words("utter_ask_district", {"county": county.name})
        children = catalogue.children(decision.area.origin.gss)
        districts = [a for child in children for a in successors(catalogue, child, today)]
        return Ask("place", need.id, words, _names(districts), trace=lines)
    if decision.outcome == "place":
        return Ask("place", need.id, Words("utter_ask_where"), trace=lines)
    note = decision.rule.note if decision.rule else ""
    words = Words(
        "utter_gap_nobody", {"note": note, "place": place_label(catalogue, decision, place)}
    )
    if not note:
        words = Words("utter_gap_nobody_yet")
    return Gap("no_provider", need.id, words, trace=(*lines, note_line(note)) if note else lines)


def _which_area(need: Need, decisions: Iterable[Decision], place: Optional[Place]) -> Ask:
    """Ask which of several councils is meant: their owners differ for this need."""
    found = [decision.area for decision in decisions if decision.area]
    label = (place.label or place.outcode or place.input) if place else ""
    words = Words("utter_ask_which_council", {"place": label})
    line = Words("utter_trace_split_differs", {"place": label})
    return Ask("place", need.id, words, _names(found), trace=(line,))


def _names(found: Iterable[Area]) -> tuple[Option, ...]:
    councils: dict[str, Authority] = {a.authority.gss: a.authority for a in found}
    return tuple(Option(council.name, council.gss) for council in councils.values())
