"""Which needs are taken for which others, with the queries that show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.evaluation.metrics import Judged, by_kind

#: Queries shown of one confusion.
EXAMPLES = 3


@dataclass(frozen=True)
class Confusion:
    """Queries that mean `gold` and had `found` first. near (int): how many of them had a right
    one in the second or third place.
    """

    gold: tuple[str, ...]
    found: str
    count: int
    near: int
    examples: tuple[str, ...]


def confusions(judged: Sequence[Judged]) -> list[Confusion]:
    """Wrong first places of kind need, most frequent first; found is empty when there was none."""
    groups: dict[tuple[tuple[str, ...], str], list[Judged]] = defaultdict(list)
    for one in by_kind(judged, "need"):
        if not one.within(1):
            groups[one.case.gold, one.needs[0][0] if one.needs else ""].append(one)
    found = [
        Confusion(
            gold,
            first,
            len(ones),
            sum(one.within(3) for one in ones),
            tuple(one.case.text for one in ones[:EXAMPLES]),
        )
        for (gold, first), ones in groups.items()
    ]
    return sorted(found, key=lambda one: (-one.count, one.gold, one.found))
