"""How well what is no need is told from what is one, whatever the thresholds are."""

from __future__ import annotations

from collections.abc import Sequence

from bot.evaluation.metrics import Judged

INSIDE = ("need", "ambiguous")
OUTSIDE = ("out_of_scope", "smalltalk", "gibberish")


def needlike(one: Judged) -> float:
    """Probability that the message is of any need: what those ranked first add up to."""
    return sum(p for _, p in one.needs)


def auroc(judged: Sequence[Judged], kinds: Sequence[str] = OUTSIDE) -> float:
    """Area under the ROC curve: the chance that a need seems more of a need than what is none.

    kinds (Sequence[str]): which kinds count as none. Ties count half. RETURNS nan when either
    side is empty. (Hanley and McNeil 1982: it equals the Mann-Whitney statistic.)
    """
    inside = [needlike(one) for one in judged if one.case.kind in INSIDE]
    outside = [needlike(one) for one in judged if one.case.kind in kinds]
    if not inside or not outside:
        return float("nan")
    wins = sum((a > b) + 0.5 * (a == b) for a in inside for b in outside)
    return wins / (len(inside) * len(outside))
