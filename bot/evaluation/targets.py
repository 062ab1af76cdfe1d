"""Headline figures with what must be reached: one list, in the order of the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Optional

AT_LEAST, AT_MOST = "at least", "at most"


@dataclass(frozen=True)
class Target:
    """One figure. key: in the figures of `python -m bot evaluate`; label: in words; bound, goal:
    what must be reached, goal None where nothing was set.
    """

    key: str
    label: str
    bound: str = AT_LEAST
    goal: Optional[float] = None
    percent: bool = True

    def met(self, value: float) -> Optional[bool]:
        """Whether `value` reaches the goal; None where there is none."""
        if self.goal is None:
            return None
        return value >= self.goal if self.bound == AT_LEAST else value <= self.goal

    def shown(self, value: float) -> str:
        """`value` as it is printed."""
        return f"{value:.1%}" if self.percent else f"{value:.3f}"

    @property
    def wanted(self) -> str:
        """The goal in words; empty where there is none."""
        return f"{self.bound} {self.shown(self.goal)}" if self.goal is not None else ""


TARGETS = (
    Target("need_top1", "Needs: the right one first", AT_LEAST, 0.90),
    Target("need_top3", "Needs: the right one among the first three", AT_LEAST, 0.97),
    Target("ambiguous_right", "Broad words: asked, or an accepted need first", AT_LEAST, 0.95),
    Target("outside_not_answered", "No need: not answered as one", AT_LEAST, 0.85),
    Target("need_refused", "Needs: refused", AT_MOST, 0.04),
    Target("need_ece", "Expected calibration error", AT_MOST, 0.05, percent=False),
    Target("typing_fall", "Fall of first place under typing errors", AT_MOST, 0.04),
    Target("emergencies_alarmed", "Our own emergencies: alarmed", AT_LEAST, 1.0),
    Target("lookalikes_alarmed", "What only looks like one: alarmed", AT_MOST, 0.02),
    Target("emergencies_right_kind", "Emergencies alarmed: of the right kind"),
    Target("emergency_right", "Emergencies in the file: alarmed"),
    Target("need_asked_which", "Needs: asked which is meant"),
    Target("outside_auroc", "No need against need: area under the ROC curve", percent=False),
    Target("cross_validated", "Cross-validation: phrases right"),
    Target("cross_validated_error", "Cross-validation: calibration error", percent=False),
    Target("cross_validated_by_need", "Cross-validation: mean over needs"),
)


def lines(figures: Mapping[str, float]) -> list[tuple[Target, float]]:
    """The targets that `figures` has a value for, with the value, in order."""
    return [(target, figures[target.key]) for target in TARGETS if target.key in figures]
