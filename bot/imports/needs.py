"""Which of our needs a service from elsewhere meets: by LGSL number, by its terms, by its name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Optional

from bot.catalogue import Catalogue
from bot.catalogue.names import normalise

#: What the first word of a need's label asks for, as LGIL interactions, best first.
#: LGIL: 0 apply, 4 pay, 8 find out, 17 report (standards.esd.org.uk).
_INTERACTIONS = {"report": (17, 0, 8), "pay": (4, 0, 8), "apply": (0, 8), "order": (0, 8)}
_OTHERS = (8, 0, 17, 4)


def by_lgsl(catalogue: Catalogue, lgsl: int, lgil: Optional[int] = None) -> tuple[str, ...]:
    """Needs for a service number and, where given, an interaction.

    The table taxonomy_needs.csv decides where several needs share a number; a number that only one
    need has means that need. Empty when unknown, or when the table does not tell them apart.
    """
    table = catalogue.taxonomy_needs
    terms = [str(lgsl)] if lgil is None else [f"{lgsl}/{lgil}", str(lgsl)]
    for term in terms:
        if ("lgsl", term) in table:
            return table["lgsl", term]
    needs = tuple(need.id for need in catalogue.needs.values() if need.lgsl == lgsl)
    return needs if len(needs) == 1 else ()


def interaction_rank(catalogue: Catalogue, need: str, lgil: int) -> int:
    """How well an interaction suits a need: 0 is best."""
    first = catalogue.needs[need].label.split()[0].lower()
    order = _INTERACTIONS.get(first, ()) + _OTHERS
    return order.index(lgil) if lgil in order else len(order)


def by_words(catalogue: Catalogue, terms: Iterable[str], name: str) -> tuple[str, ...]:
    """Needs for the names of a service's taxonomy terms; if those say nothing, for its own name."""
    table = catalogue.taxonomy_needs
    found: dict[str, None] = {}
    for term in terms:
        found.update(dict.fromkeys(table.get(("term", normalise(term)), ())))
    if not found:
        words = f" {normalise(name)} "
        for (scheme, term), needs in table.items():
            # Most names hold no term: the plain search comes first, as it is the cheaper one.
            if scheme == "name" and term in words and f" {term} " in words:
                found.update(dict.fromkeys(needs))
    return tuple(found)
