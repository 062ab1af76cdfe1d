"""`python -m bot review …`: what citizens asked for in vain, and teaching the assistant."""

from __future__ import annotations

import getpass
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Optional

import click

from bot.commands import review_reports
from bot.review.model import Cluster
from bot.review.schema import STATUSES
from bot.review.store import ORDERS
from bot.review.workshop import Workshop
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
    found = workshop.store.clusters(order=order, limit=limit)
    if not found:
        click.echo("There are no clusters yet.", err=True)
    for line in _table(found):
        click.echo(line)


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
