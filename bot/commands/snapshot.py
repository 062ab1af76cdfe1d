"""`python -m bot snapshot FILE`: a copy of the ledger as one SQLite file, for reading."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from bot.database import open_engine
from bot.errors import SignpostError
from bot.ledger import Ledger
from bot.ledger.entry import now
from bot.ledger.snapshot import snapshot
from bot.settings import load


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Copy the ledger to FILE, unmet needs as a table too; a file that is there is replaced."""
    address = load().ledger
    try:
        Ledger.open(address)  # brings its tables up to date
        counts = snapshot(open_engine(address), file, now())
    except (SQLAlchemyError, OSError) as fault:
        raise SignpostError(
            f"The ledger could not be copied to {file} ({type(fault).__name__}): see "
            "SIGNPOST_LEDGER, and whether the folder can be written."
        ) from None
    for table, count in counts.items():
        click.echo(f"{table}: {count}")
