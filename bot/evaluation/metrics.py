"""Figures over judged queries: top-1, top-3, how often it asks or refuses, calibration."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Optional

from bot.evaluation.cases import LENGTHS, Case

#: Outcomes that treat a message as a need.
AS_A_NEED = (
    "answered",
    "asked_place",
    "asked_fact",
    "asked_need",
    "gap_no_provider",
    "gap_no_route",
)


@dataclass(frozen=True)
class Judged:
    """A case and what was made of it. needs: (need id, probability), best first; offered: needs
    that were put to the citizen; alarm: kind of danger, None for none.
    """

    case: Case
    outcome: str
    needs: tuple[tuple[str, float], ...]
    offered: tuple[str, ...] = ()
    alarm: Optional[str] = None

    def within(self, k: int) -> bool:
        """Whether one of the first k needs is right."""
        return any(need in self.case.gold for need, _ in self.needs[:k])

    @property
    def right(self) -> bool:
        """Whether the citizen is well served: by kind, see the module's functions."""
        if self.case.kind == "need":
            return self.within(1)
        if self.case.kind == "ambiguous":
            return self.outcome == "asked_need" or self.within(1)
        if self.case.kind == "emergency":
            return self.outcome == "emergency"
        return self.outcome not in AS_A_NEED


def share(judged: Iterable[Judged], test: Callable[[Judged], bool]) -> float:
    """The part of `judged` for which `test` holds; 0.0 of nothing."""
    values = [test(one) for one in judged]
    return sum(values) / len(values) if values else 0.0


def by_kind(judged: Sequence[Judged], kind: str) -> list[Judged]:
    """Those of one kind."""
    return [one for one in judged if one.case.kind == kind]


def summary(judged: Sequence[Judged]) -> dict[str, float]:
    """The headline figures, as shares of 1. Kinds that the cases lack are left out."""
    needs, figures = by_kind(judged, "need"), {}
    if needs:
        figures["need_top1"] = share(needs, lambda one: one.within(1))
        figures["need_top3"] = share(needs, lambda one: one.within(3))
        figures["need_asked_which"] = share(needs, lambda one: one.outcome == "asked_need")
        figures["need_refused"] = share(
            needs, lambda one: one.outcome not in (*AS_A_NEED, "emergency")
        )
        figures["need_ece"] = calibration_error(needs)
    for kind in ("ambiguous", "emergency"):
        if by_kind(judged, kind):
            figures[f"{kind}_right"] = share(by_kind(judged, kind), lambda one: one.right)
    outside = [one for one in judged if one.case.kind in ("out_of_scope", "smalltalk", "gibberish")]
    if outside:
        figures["outside_not_answered"] = share(outside, lambda one: one.right)
    return figures


def by_length(judged: Sequence[Judged]) -> dict[str, tuple[int, float, float]]:
    """Words in the query -> (how many, top-1, top-3), over kind need, shortest first."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in by_kind(judged, "need"):
        groups[one.case.length].append(one)
    return {
        length: (
            len(group),
            share(group, lambda one: one.within(1)),
            share(group, lambda one: one.within(3)),
        )
        for length, group in sorted(groups.items(), key=lambda pair: list(LENGTHS).index(pair[0]))
    }


def bins(judged: Sequence[Judged], count: int = 10) -> list[tuple[int, float, float]]:
    """Reliability: for each bin of confidence with anything in it, (how many, mean confidence,
    share right).
    """
    groups: dict[int, list[Judged]] = defaultdict(list)
    for one in judged:
        if one.needs:
            groups[min(int(one.needs[0][1] * count), count - 1)].append(one)
    return [
        (
            len(group),
            sum(one.needs[0][1] for one in group) / len(group),
            share(group, lambda one: one.within(1)),
        )
        for _, group in sorted(groups.items())
    ]


def calibration_error(judged: Sequence[Judged]) -> float:
    """Expected calibration error over ten bins of equal width (Naeini et al. 2015)."""
    found = bins(judged)
    total = sum(size for size, _, _ in found)
    return sum(size * abs(mean - right) for size, mean, right in found) / total if total else 0.0
