"""`python -m bot purge`: deletes what has been kept for long enough, and says how much that was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Optional

import click
from sqlalchemy.exc import SQLAlchemyError

from bot.channel.settings import ChannelSettings
from bot.channel.transcripts_sqlite import SqliteTranscripts
from bot.channel.wiring import call_backs
from bot.database import open_engine
from bot.errors import SignpostError
from bot.ledger import Ledger
from bot.ledger.entry import now
from bot.ledger.purge import purge, set_aside
from bot.old_conversations import delete_idle
from bot.served import trim
from bot.settings import Settings, load

#: What was deleted: ("ledger: turn", how many).
Counts = Iterator[tuple[str, int]]
#: Deletes what is older than the settings say, or only counts it.
Step = Callable[[Settings, bool], Counts]


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be deleted.")
@click.option(
    "--models",
    type=click.IntRange(2, 1000),
    help="Delete all models but this many of the newest. Without it, none is deleted.",
)
def command(dry_run: bool, models: Optional[int]) -> None:
    """Delete ledger entries older than SIGNPOST_KEEP_DAYS, and conversations that have ended."""
    settings = load()
    for step in STEPS:
        for name, count in step(settings, dry_run):
            click.echo(f"{name}: {count}")
    if models:
        click.echo(f"models: {len(trim(settings.models, models, dry_run))}")
    if dry_run:
        click.echo("Nothing was deleted: this was a dry run.")


def _ledger(settings: Settings, dry_run: bool) -> Counts:
    before = now() - timedelta(days=settings.keep_days)
    try:
        Ledger.open(settings.ledger)  # brings its tables up to date
        counts = purge(open_engine(settings.ledger), before, dry_run)
    except SQLAlchemyError as fault:
        raise SignpostError(
            f"The ledger could not be reached ({type(fault).__name__}): see SIGNPOST_LEDGER."
        ) from None
    for table, count in counts.items():
        yield f"ledger, {table}s", count
    yield "ledger, rows set aside", set_aside(settings.ledger_spool, before, dry_run)


def _transcripts(settings: Settings, dry_run: bool) -> Counts:
    if settings.transcripts.exists():
        kept = SqliteTranscripts(settings.transcripts, _idle_seconds(settings), max_turns=1)
        yield "transcripts", kept.expired() if dry_run else kept.sweep()
        kept.close()


def _conversations(settings: Settings, dry_run: bool) -> Counts:
    yield "conversations", delete_idle(settings.conversations, _idle_seconds(settings), dry_run)


def _call_backs(settings: Settings, dry_run: bool) -> Counts:
    if settings.callback_key.exists():  # nobody has asked for a call otherwise
        yield "call-back requests", call_backs(settings).purge(dry_run=dry_run)


#: In this order. A store with something to delete adds itself here.
STEPS: tuple[Step, ...] = (_ledger, _transcripts, _conversations, _call_backs)


def _idle_seconds(settings: Settings) -> float:
    minutes = getattr(settings, "idle_minutes", None) or ChannelSettings.idle_minutes
    return float(minutes) * 60
