"""How far accuracy falls under typing errors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.evaluation.cases import Case
from bot.evaluation.metrics import Judged, by_kind, share
from bot.evaluation.typing_errors import spoilt

#: Each seed spoils every query in another way.
SEEDS = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Robustness:
    """Shares of needs that come first: with texts as they are, and spoilt, one a seed."""

    clean: float
    spoilt: tuple[float, ...]

    @property
    def falls(self) -> tuple[float, ...]:
        """How much is lost, one a seed, smallest first."""
        return tuple(sorted(self.clean - top for top in self.spoilt))

    @property
    def fall(self) -> float:
        """How much is lost on average."""
        return sum(self.falls) / len(self.falls)


def measure(
    judged: Sequence[Judged],
    judge: Callable[[Case], Judged],
    seeds: Sequence[int] = SEEDS,
) -> Robustness:
    """Judges every need among `judged` again with typing errors, once a seed."""
    needs = by_kind(judged, "need")
    cases = [one.case for one in needs]
    tops = [
        share([judge(case) for case in spoilt(cases, seed)], lambda one: one.within(1))
        for seed in seeds
    ]
    return Robustness(share(needs, lambda one: one.within(1)), tuple(tops))
