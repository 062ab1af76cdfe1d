"""The report of an evaluation: one HTML file that needs nothing beside it, and the plots as PNG."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

from jinja2 import Environment, StrictUndefined

from bot.evaluation import plots, targets
from bot.evaluation.confusions import confusions
from bot.evaluation.crossval import NeedScore
from bot.evaluation.dangers import Danger, groups
from bot.evaluation.metrics import Judged, bins, by_kind, by_length
from bot.evaluation.robustness import Robustness

#: Confusions and worst needs shown; the rest is in the CSV files beside the report.
SHOWN, WORST = 40, 20
_TEMPLATE = Path(__file__).with_name("report.html")


@dataclass(frozen=True)
class CrossValidated:
    """Cross-validation for the report. scores: worst first; bins: as metrics.bins gives them;
    error (float): the expected calibration error.
    """

    folds: int
    scores: Sequence[NeedScore]
    bins: Sequence[tuple[int, float, float]]
    error: float


@dataclass(frozen=True)
class Evaluation:
    """All that was measured. What was not measured is None or empty, and left out.

    comparison: rows (system, first, first three, phrases, training seconds, ratio, note).
    """

    file: str
    judged: Sequence[Judged]
    figures: Mapping[str, float]
    typing: Optional[Robustness] = None
    emergencies: Sequence[Danger] = ()
    lookalikes: Sequence[Danger] = ()
    cross: Optional[CrossValidated] = None
    comparison: Sequence[Mapping[str, Any]] = field(default_factory=tuple)


def write(evaluation: Evaluation, folder: Path) -> Path:
    """Writes report.html and its plots to `folder`. RETURNS the report's path."""
    folder.mkdir(parents=True, exist_ok=True)
    images = drawn(evaluation)
    for name, png in images.items():
        (folder / f"{name}.png").write_bytes(png)
    path = folder / "report.html"
    path.write_text(render(evaluation, images), encoding="utf-8")
    return path


def drawn(evaluation: Evaluation) -> dict[str, bytes]:
    """Name -> PNG of every plot there is data for."""
    needs = by_kind(evaluation.judged, "need")
    images: dict[str, bytes] = {}
    series = {"this file": bins(needs)} if needs else {}
    if evaluation.cross:
        series["cross-validation"] = list(evaluation.cross.bins)
    if series:
        images["reliability"] = plots.reliability(series, "Reliability")
    if needs:
        images["length"] = plots.lengths(by_length(evaluation.judged))
    if evaluation.typing:
        allowed = next(t.goal for t in targets.TARGETS if t.key == "typing_fall")
        typing = evaluation.typing
        images["typing"] = plots.typing(typing.clean, typing.spoilt, allowed or 0.0)
    return images


def render(evaluation: Evaluation, images: Mapping[str, bytes]) -> str:
    """The report as HTML, with `images` inside as data URIs."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.filters["percent"] = lambda value: f"{value:.1%}"
    kinds: dict[str, int] = {}
    for one in evaluation.judged:
        kinds[one.case.kind] = kinds.get(one.case.kind, 0) + 1
    found = confusions(evaluation.judged)
    return environment.from_string(_TEMPLATE.read_text(encoding="utf-8")).render(
        e=evaluation,
        kinds=kinds,
        headline=targets.lines(evaluation.figures),
        lengths=by_length(evaluation.judged),
        bins=bins(by_kind(evaluation.judged, "need")),
        confusions=found[:SHOWN],
        more_confusions=len(found) - len(found[:SHOWN]),
        other_misses=[
            one for one in evaluation.judged if one.case.kind != "need" and not one.right
        ],
        emergencies=groups(evaluation.emergencies),
        missed=[one for one in evaluation.emergencies if not one.right],
        lookalikes=groups(evaluation.lookalikes),
        alarmed=[one for one in evaluation.lookalikes if not one.right],
        worst=evaluation.cross.scores[:WORST] if evaluation.cross else (),
        images={
            name: "data:image/png;base64," + base64.b64encode(png).decode("ascii")
            for name, png in images.items()
        },
    )
