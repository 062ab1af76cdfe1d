"""Decides when no council area is known: whether the place matters at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Optional

from bot.catalogue.read import Catalogue
from bot.catalogue.rows import Need
from bot.model import NATIONS, Owner
from bot.routing.decide import ROLES, Decision, body_owner, decide
from bot.routing.scopes import local

#: Too urgent to ask where: the main number is given, and other nations' beside it.
URGENT = frozenset(("gas-leak", "power-cut", "domestic-abuse", "nhs-urgent-advice"))
#: A twentieth of the people: not worth a question to everybody else.
SMALL = "Northern Ireland"

Elsewhere = tuple[tuple[str, Owner], ...]


def decide_nation(
    catalogue: Catalogue,
    need: Need,
    nation: str,
    facts: Mapping[str, str],
    home: Optional[str],
) -> Decision:
    """The owner when only the nation is known; outcome "place" when that is not enough."""
    found = decide(catalogue, need, None, nation, facts, home)
    varies = any(local(rule.scope) for rule in catalogue.owner_rules(found.need.id))
    if varies and nation == "England" and found.outcome == "owner" and not found.stated:
        return Decision(need, "place", None, nation)
    return found


def decide_nowhere(
    catalogue: Catalogue, need: Need, facts: Mapping[str, str], home: Optional[str]
) -> tuple[Decision, Elsewhere]:
    """The owner when nothing is known of the place.

    RETURNS: a decision, whose outcome is "place" when the owner depends on it, and the nations
    that have a body of their own where that is not worth a question.
    """
    by_nation = {nation: decide_nation(catalogue, need, nation, facts, home) for nation in NATIONS}
    first = by_nation["England"]
    if need.id in URGENT:
        return _urgent(catalogue, first), _others(by_nation, first, catalogue)
    main = {decision.key for nation, decision in by_nation.items() if nation != SMALL}
    if len(main) > 1 or first.outcome == "place":
        return Decision(need, "place", None, None), ()
    if first.outcome != "owner":
        return first, ()
    return first, _others(by_nation, first, catalogue)


def _urgent(catalogue: Catalogue, decision: Decision) -> Decision:
    """The general body with its one number, though each area has its own."""
    name = decision.need.owner[4:]
    if decision.outcome == "owner" or name not in ROLES:
        return decision
    owner = body_owner(catalogue.organizations[name])
    return Decision(decision.need, "owner", None, None, "national", owner)


def _others(by_nation: Mapping[str, Decision], first: Decision, catalogue: Catalogue) -> Elsewhere:
    found = []
    for nation, decision in by_nation.items():
        if decision.outcome == "owner" and decision.owner and decision.key != first.key:
            found.append((nation, decision.owner))
    return tuple(found)
