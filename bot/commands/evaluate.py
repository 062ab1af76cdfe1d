"""`python -m bot evaluate FILE.csv`: accuracy of the model on queries it never saw."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Optional

import click

from bot.assistant import Assistant
from bot.conversation import World, step
from bot.door import admit
from bot.engine import Engine
from bot.evaluation import crossval, dangers, report, robustness
from bot.evaluation.cases import Case, read
from bot.evaluation.metrics import Judged, by_length, calibration_error, summary
from bot.evaluation.metrics import bins as reliability_bins
from bot.evaluation.phrases import read as read_phrases
from bot.evaluation.scope import auroc
from bot.evaluation.targets import TARGETS
from bot.memory import Memory
from bot.refusals import refusal
from bot.said import from_parse
from bot.settings import ROOT, load

#: Messages of our own about danger, and others that only look like it.
EMERGENCIES = ROOT / "tests" / "data" / "emergencies.csv"
LOOKALIKES = ROOT / "tests" / "data" / "lookalikes.csv"
#: What bench/ found about other systems, in the folder of the report.
COMPARISON = "comparison.json"


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path("evaluation"),
    help="Folder for the report, the table and the list of misses.",
)
@click.option("--quick", is_flag=True, help="Only the table: no typing errors, plots or report.")
@click.option(
    "--cross-validate", is_flag=True, help="Also judge the training phrases in 5 folds (minutes)."
)
def command(file: Path, output: Path, quick: bool, cross_validate: bool) -> None:
    """Judge the model on FILE (a CSV with text, kind and gold)."""
    here = Assistant(load())
    cases = read(file, here.catalogue.needs)
    engine = Engine.load(here.settings.models)
    one = partial(judge, engine=engine, world=here.world(), max_length=here.settings.max_length)
    judged = [one(case) for case in cases]
    table = text_table(judged)
    click.echo(table, nl=False)
    output.mkdir(parents=True, exist_ok=True)
    (output / "summary.txt").write_text(table, encoding="utf-8")
    write_misses(judged, output / "misses.csv")
    figures = summary(judged)
    if not quick:
        cross = cross_validated(here.settings.encoder) if cross_validate else None
        measured = evaluation(file.name, judged, one, figures, cross, output / COMPARISON)
        figures = dict(measured.figures)
        path = report.write(measured, output)
        for target in TARGETS:
            if target.key in figures and target.key not in summary(judged):
                value = target.shown(figures[target.key])
                click.echo(
                    f"  {target.label}: {value} {target.wanted and f'({target.wanted})'}", err=True
                )
        click.echo(f"The report is {path}.", err=True)
    (output / "summary.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    click.echo(f"Misses are listed in {output / 'misses.csv'}.", err=True)


def judge(case: Case, engine: Engine, world: World, max_length: int) -> Judged:
    """What the assistant makes of one query, said as the first thing in a conversation."""
    entry = admit(case.text, world.catalogue, world.postcodes, max_length)
    if entry.problem:
        return Judged(case, refusal(entry.problem, world.voice).outcome, ())
    said = from_parse(engine.parse(entry.text), entry.place)
    reply, _ = step(said, Memory(), world)
    offered: tuple[str, ...] = ()
    if reply.question and reply.question.kind == "need":
        offered = tuple(option.value for option in reply.question.options)
    return Judged(case, reply.outcome, reply.needs, offered, said.alarm)


def evaluation(
    name: str,
    judged: list[Judged],
    one: Any,
    figures: Mapping[str, float],
    cross: Optional[report.CrossValidated],
    comparison: Path,
) -> report.Evaluation:
    """What the report shows beyond the table.

    one: judges a case, as `judge` does. cross: from cross_validated. comparison: the file that
    bench/compare.py keeps; may be missing.
    """
    typing = robustness.measure(judged, one)
    found: dict[str, float] = {**figures, "typing_fall": typing.fall}
    found["outside_auroc"] = auroc(judged)

    def alarm(text: str) -> Optional[str]:
        kind: Optional[str] = one(Case(text, "emergency", ())).alarm
        return kind

    emergencies = dangers.judge(EMERGENCIES, alarm) if EMERGENCIES.is_file() else []
    lookalikes = dangers.judge(LOOKALIKES, alarm) if LOOKALIKES.is_file() else []
    if emergencies:
        found["emergencies_alarmed"] = dangers.alarmed(emergencies)
        found["emergencies_right_kind"] = dangers.right_kind(emergencies)
    if lookalikes:
        found["lookalikes_alarmed"] = dangers.alarmed(lookalikes)
    if cross:
        scores = crossval.accuracy(cross.scores)
        found["cross_validated"], found["cross_validated_by_need"] = scores
        found["cross_validated_error"] = cross.error
    rows = json.loads(comparison.read_text(encoding="utf-8")) if comparison.is_file() else []
    rows = [row for row in rows if row["file"] == name]
    # What can't be known, such as an area under a curve of no queries, is left out.
    known = {key: value for key, value in found.items() if value == value}
    return report.Evaluation(name, judged, known, typing, emergencies, lookalikes, cross, rows)


def cross_validated(encoder: Path, folds: int = 5) -> report.CrossValidated:
    """Five folds over the phrases that the model was trained on. encoder: the encoder's folder."""
    from bot.understanding import training
    from bot.understanding.encoder import Encoder
    from bot.understanding.pipeline import DANGER_NEEDS

    encoded = crossval.encode(read_phrases(ROOT / "nlu" / "data"), Encoder(encoder))
    found = crossval.judge(
        encoded,
        training.topics(ROOT),
        training.fit,
        folds,
        told=lambda message: click.echo(f"  cross-validation: {message}", err=True),
    )
    ranked = crossval.ranked(found, DANGER_NEEDS)
    return report.CrossValidated(
        folds,
        crossval.by_need(found, DANGER_NEEDS),
        reliability_bins(ranked),
        calibration_error(ranked),
    )


def text_table(judged: list[Judged]) -> str:
    """The figures as lines of text."""
    kinds: dict[str, int] = {}
    for one in judged:
        kinds[one.case.kind] = kinds.get(one.case.kind, 0) + 1
    lines = [f"{len(judged)} queries: " + ", ".join(f"{n} {kind}" for kind, n in kinds.items())]
    lines += [f"  {name:22} {value:7.1%}" for name, value in summary(judged).items()]
    lines.append("words in query     n    top-1    top-3")
    lines += [
        f"  {length:12} {size:6}  {top1:7.1%}  {top3:7.1%}"
        for length, (size, top1, top3) in by_length(judged).items()
    ]
    return "\n".join(lines) + "\n"


def write_misses(judged: list[Judged], path: Path) -> None:
    """Every query that was not served well, with what was made of it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "kind", "gold", "outcome", "first", "second", "third"])
        for one in judged:
            if not one.right:
                best = [f"{need} {p:.2f}" for need, p in one.needs[:3]]
                row = [one.case.text, one.case.kind, "|".join(one.case.gold), one.outcome]
                writer.writerow(row + best + [""] * (3 - len(best)))
