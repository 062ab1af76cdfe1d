"""What meeting the need takes: cost, what to have ready, how long; from the imported service,
else from need_details.csv.
"""

from __future__ import annotations

from typing import Optional

from bot.catalogue.read import Catalogue
from bot.catalogue.services import Listed
from bot.model import Details, Words
from bot.routing.decide import Decision
from bot.routing.scopes import best

#: More lines than this are read by nobody.
MOST = 8


def details(
    catalogue: Catalogue, decision: Decision, listed: Optional[Listed]
) -> Optional[Details]:
    """What is known of it; None when nothing is.

    listed (Listed | None): the imported service that is the answer. Each thing it says takes the
    place of what holds everywhere; another body's service is described by nothing else.
    """
    row = best(catalogue, catalogue.details(decision.need.id), decision.nation, decision.area)
    if listed and listed.owner is None:
        row = None
    cost = tuple(_written(text) for text in listed.costs[:MOST]) if listed else ()
    bring = tuple(_written(text) for text in listed.documents[:MOST]) if listed else ()
    if row and not cost and row.cost:
        cost = (Words(f"utter_cost_{row.cost}"),)
    if row and not bring:
        bring = tuple(Words(f"utter_bring_{item}") for item in row.bring)
    time = Words(f"utter_time_{row.time}") if row and row.time else None
    return Details(cost, bring, time) if cost or bring or time else None


def _written(text: str) -> Words:
    """Words of the organization itself, which are said as they are."""
    return Words("utter_as_written", {"text": text})
