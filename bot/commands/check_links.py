"""`python -m bot check-links`: whether the addresses we show still lead somewhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Optional

import click

from bot.catalogue import Catalogue
from bot.catalogue.services_store import read
from bot.links.sweep import addresses, keep, recent, sweep
from bot.settings import ROOT, load


@click.command()
@click.option("--limit", type=click.IntRange(1), default=None, help="Check at most so many.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=ROOT / "var" / "links.csv",
    help="CSV of results (default: var/links.csv). Links in it are not asked again for a while.",
)
@click.option("--again-after", type=click.IntRange(0), default=7, help="Days a result holds.")
def command(limit: Optional[int], output: Path, again_after: int) -> None:
    """Check every link that a citizen may be shown; broken ones are no longer shown.

    Stop it at any time: the next run goes on where this one stopped. The owner of a need never
    changes because of a link.
    """
    settings = load()
    today = date.today()
    catalogue = Catalogue.open(settings.catalogue)
    known = recent(output, today, again_after)
    wanted = addresses(catalogue, read(settings.services))
    todo = [url for url in wanted if url not in known][:limit]
    click.echo(f"{len(wanted):,} links, {len(known):,} of them checked lately", err=True)
    if todo:
        counts = sweep(todo, output, today, progress=_progress)
        for status, number in sorted(counts.items()):
            click.echo(f"{number:,} {status}")
    if output.exists():
        broken = keep(output, settings.services)
        click.echo(f"{broken:,} broken links will not be shown. Results: {output}")


def _progress(done: int, total: int) -> None:
    if done % 100 == 0 or done == total:
        click.echo(f"{done:,} of {total:,}", err=True)
