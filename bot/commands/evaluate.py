"""`python -m bot evaluate FILE.csv`: accuracy of the model on queries it never saw."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import click

from bot.assistant import Assistant
from bot.conversation import World, step
from bot.door import admit
from bot.engine import Engine
from bot.evaluation.cases import Case, read
from bot.evaluation.metrics import Judged, by_length, summary
from bot.memory import Memory
from bot.refusals import refusal
from bot.said import from_parse
from bot.settings import load


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--output", type=click.Path(path_type=Path), default=Path("evaluation"),
              help="Folder for the table and the list of misses.")
def command(file: Path, output: Path) -> None:
    """Judge the model on FILE (a CSV with text, kind and gold)."""
    here = Assistant(load())
    cases = read(file, here.catalogue.needs)
    engine = Engine.load(here.settings.models)
    world = here.world()
    judged = [judge(case, engine, world, here.settings.max_length) for case in cases]
    figures = summary(judged)
    output.mkdir(parents=True, exist_ok=True)
    (output / "summary.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    table = text_table(judged)
    (output / "summary.txt").write_text(table, encoding="utf-8")
    write_misses(judged, output / "misses.csv")
    click.echo(table, nl=False)
    click.echo(f"Misses are listed in {output / 'misses.csv'}.", err=True)


def judge(case: Case, engine: Engine, world: World, max_length: int) -> Judged:
    """What the assistant makes of one query, said as the first thing in a conversation."""
    entry = admit(case.text, world.catalogue, world.postcodes, max_length)
    if entry.problem:
        return Judged(case, refusal(entry.problem, world.contact).outcome, ())
    reply, _ = step(from_parse(engine.parse(entry.text), entry.place), Memory(), world)
    offered = ()
    if reply.question and reply.question.kind == "need":
        offered = tuple(option.value for option in reply.question.options)
    return Judged(case, reply.outcome, reply.needs, offered)


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
