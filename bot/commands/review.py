"""`python -m bot review …`: what citizens asked for in vain, and teaching the assistant."""

from __future__ import annotations

import getpass
import os
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Optional, TextIO

import click

from bot.commands import review_reports
from bot.errors import BadInput, SignpostError
from bot.ledger.entry import now
from bot.ledger.requests_store import prepare, refresh
from bot.review.judging import judge
from bot.review.model import Cluster
from bot.review.retrain import NICENESS
from bot.review.retrain import retrain as run_retrain
from bot.review.retrain import status as model_status
from bot.review.schema import STATUSES
from bot.review.store import ORDERS
from bot.review.teaching import MOST, Meaning, Teaching
from bot.review.workshop import Workshop
from bot.served import ModelMissing, roll_back, served
from bot.settings import load

#: Examples shown of one cluster.
EXAMPLES = 20


@click.group()
def command() -> None:
    """Clusters of unmet need, teaching what they mean, and training anew."""


command.add_command(review_reports.report)
command.add_command(review_reports.digest)


def _me() -> str:
    return getpass.getuser()


@command.command()
@click.option("--stored", is_flag=True, help="Only list what the last run made.")
@click.option(
    "--asof",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="As if run at the start of that day, UTC (default: now).",
)
@click.option("--order", type=click.Choice(list(ORDERS)), default="rise", show_default=True)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
def clusters(stored: bool, asof: Optional[datetime], order: str, limit: int) -> None:
    """Group the words of unmet need by meaning, and list what is new and growing."""
    workshop = Workshop(load())
    if not stored:
        started = time.perf_counter()
        done = workshop.cluster(asof)
        seconds = time.perf_counter() - started
        click.echo(
            f"{done.entries:,} unmet needs, {done.unique:,} different words, {seconds:.0f} s: "
            f"{done.clusters} clusters ({done.made} new, {done.merged} merged, {done.split} split, "
            f"{done.gone} gone); {done.loose:,} belong to none.",
            err=True,
        )
        _count(workshop)
        _judge(workshop)
    found = workshop.store.clusters(order=order, limit=limit)
    if not found:
        click.echo("There are no clusters yet.", err=True)
    for line in _table(found):
        click.echo(line)


def _count(workshop: Workshop) -> None:
    """Brings what figures are counted from up to date, so that the morning's first page needn't."""
    engine = workshop.store.engine
    prepare(engine)
    read = refresh(engine, now())
    click.echo(f"{read:,} conversations counted anew for the figures.", err=True)


def _judge(workshop: Workshop) -> None:
    """Lets the served model read the clusters, when there is one."""
    try:
        model = served(workshop.settings.models)
    except ModelMissing:
        click.echo("No model is there to say what they look like: train one.", err=True)
        return
    started = time.perf_counter()
    count = judge(workshop.store, workshop.reader(model), model.name)
    seconds = time.perf_counter() - started
    click.echo(f"{count} clusters read by {model.name}, {seconds:.0f} s.", err=True)


@command.command()
@click.argument("cluster", type=int)
def show(cluster: int) -> None:
    """Show a cluster: figures, example words and history."""
    store = Workshop(load()).store
    found = store.cluster(cluster)
    click.echo(f"{found.id}  {found.name}\n{', '.join(found.terms)}")
    who = f", {found.assignee}" if found.assignee else ""
    click.echo(
        f"status {found.status}{who}; {found.conversations} conversations"
        f"{' (too few to show to service owners)' if found.small else ''}, "
        f"{found.recent} in the last 28 days, {found.before:.0f} in a usual 28 days before"
    )
    if found.answered is not None:
        looks = f"{found.need} ({found.likeness:.2f})" if found.suggested else "no need of ours"
        click.echo(f"looks like {looks}; {found.answered:.0%} would be answered by now")
    if found.note:
        click.echo(f"note: {found.note}")
    click.echo("\nwords")
    for example in store.examples(cluster, EXAMPLES):
        click.echo(f"  {example.times:5} × {example.words}")
    click.echo("\nhistory")
    for event in store.history(cluster):
        click.echo(f"  {event.at:%Y-%m-%d} {event.kind}: {event.detail} ({event.by or 'nightly'})")


@command.command()
@click.argument("cluster", type=int)
@click.argument("status", type=click.Choice(STATUSES))
@click.option("--by", default=_me, help="Who decides (default: the user of this machine).")
def mark(cluster: int, status: str, by: str) -> None:
    """Change the status of a cluster."""
    Workshop(load()).store.set_status(cluster, status, by)


@command.command()
@click.argument("cluster", type=int)
@click.argument("assignee")
@click.option("--by", default=_me, help="Who decides (default: the user of this machine).")
def assign(cluster: int, assignee: str, by: str) -> None:
    """Give a cluster to somebody; "" gives it back."""
    Workshop(load()).store.assign(cluster, assignee, by)


def _table(found: Sequence[Cluster]) -> list[str]:
    lines = [f"{'id':>6} {'all':>6} {'28 d':>5} {'usual':>6}  {'status':8}  name"]
    lines += [
        f"{one.id:6} {one.conversations:6} {one.recent:5} {one.before:6.1f}  {one.status:8}  "
        f"{'(new) ' if one.fresh else ''}{one.name}"
        for one in found
    ]
    return lines if found else []


@command.command()
@click.argument("cluster", type=int)
@click.option("--need", help="Its words mean this need.")
@click.option(
    "--new-need", help="They mean a need that is not known yet: its id, as in fly-a-drone."
)
@click.option("--label", default="", help="For a new need: its name, as a citizen reads it.")
@click.option("--welsh", default="", help="The same name in Welsh.")
@click.option("--owner", default="", help="Its owner rule: lower, upper, either, org:ID or none.")
@click.option("--page", default="", help="https address of a page about it, if there is one.")
@click.option("--outside", is_flag=True, help="No public service deals with it.")
@click.option("--ignore", is_flag=True, help="They mean nothing: no phrase is learned.")
@click.option(
    "--phrases",
    type=click.File(encoding="utf-8"),
    help="File of the phrases to learn, one a line (default: chosen from the cluster).",
)
@click.option("--count", type=click.IntRange(1, MOST), default=30, show_default=True)
@click.option("--insist", is_flag=True, help="Save although there are conflicts.")
@click.option("--dry-run", is_flag=True, help="Only show what would be saved.")
@click.option("--by", default=_me, help="Who decides (default: the user of this machine).")
def teach(
    cluster: int,
    need: Optional[str],
    new_need: Optional[str],
    label: str,
    welsh: str,
    owner: str,
    page: str,
    outside: bool,
    ignore: bool,
    phrases: Optional[TextIO],
    count: int,
    insist: bool,
    dry_run: bool,
    by: str,
) -> None:
    """Say what a cluster means. The next retrain learns it."""
    chosen = [
        Meaning(kind, value or "", label, owner, page, welsh=welsh)
        for kind, value in (
            ("need", need), ("new_need", new_need), ("outside", "" if outside else None),
            ("ignore", "" if ignore else None),
        )
        if value is not None
    ]  # fmt: skip
    if len(chosen) != 1:
        raise BadInput("Give one of --need, --new-need, --outside and --ignore.")
    workshop = Workshop(load())
    teaching = Teaching(workshop)
    if phrases:
        words = [line.strip() for line in phrases if line.strip()]
    else:
        words = teaching.suggest(cluster, count)
    plan = teaching.plan(cluster, chosen[0], words)
    for phrase in plan.phrases:
        click.echo(f"  {phrase}")
    for left_out in (*plan.known, *plan.refused):
        click.echo(f"left out: {left_out}", err=True)
    for conflict in plan.conflicts:
        click.echo(
            f"conflict: {conflict.phrase!r} is {conflict.kind} as {conflict.intent}: "
            f"{conflict.other}",
            err=True,
        )
    if not dry_run:
        lesson = teaching.save(plan, by, insist)
        click.echo(
            f"Lesson {lesson.id} is saved. Train it in: python -m bot review retrain", err=True
        )


@command.command()
@click.argument("lesson", type=int)
@click.option("--by", default=_me, help="Who decides (default: the user of this machine).")
def undo(lesson: int, by: str) -> None:
    """Take a lesson back; the next retrain forgets it."""
    Teaching(Workshop(load()), ask_model=False).undo(lesson, by)


@command.command()
@click.option(
    "--also",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help="A further file of cases to compare on (text,kind,gold).",
)
@click.option("--insist", is_flag=True, help="Switch even if something got worse.")
@click.option("--by", default=_me, help="Who asked for it (for the log).")
def retrain(also: Sequence[Path], insist: bool, by: str) -> None:
    """Train with what was taught, compare, and switch the running servers over."""
    from bot.commands.train import train

    os.nice(NICENESS)
    click.echo(f"Training for {by}: the running model goes on answering …", err=True)
    done = run_retrain(
        Workshop(load()),
        lambda data, output, learned: train(data, output, learned=learned),
        also,
        insist,
    )
    if done.trial:
        click.echo(
            f"held-out phrases right: {done.trial.before:.1%} -> {done.trial.after:.1%} "
            f"of {done.trial.rows}; no needs left alone: {done.trial.outside_before:.1%} -> "
            f"{done.trial.outside_after:.1%}"
        )
        for part in done.trial.files:
            click.echo(f"  {part.name}: {part.before:.1%} -> {part.after:.1%} of {part.rows}")
        for one in done.trial.changes:
            if one.gain:
                click.echo(
                    f"  {one.gain:+3}  {one.need}: {one.right_before} -> {one.right_after} "
                    f"of {one.rows}"
                )
    if not done.switched and done.trial:
        raise SignpostError(
            "Not switched: " + "; ".join(done.trial.objections()) + ". --insist switches anyway."
        )
    click.echo(f"Serving {done.model} after {done.seconds:.0f} s.", err=True)


@command.command()
def rollback() -> None:
    """Go back to the model that was served before."""
    click.echo(f"Serving {roll_back(load().models).name}.", err=True)


@command.command()
def status() -> None:
    """Show which model is served, and where training stands."""
    found = model_status(load())
    click.echo(f"served: {found['served'] or 'no model yet'}")
    for name in found["before"]:
        click.echo(f"before: {name}")
    last = found["retrain"]
    if last:
        problem = f": {last['problem']}" if "problem" in last else ""
        click.echo(f"training of {last['started']} UTC: {last['state']}{problem}")
        for objection in (last.get("trial") or {}).get("objections", ()):
            click.echo(f"  {objection}")
