"""`python -m bot build`: data files -> checked catalogue, and the sentence encoder."""

from __future__ import annotations

import click

from bot.catalogue.build import build
from bot.settings import ROOT, load
from bot.understanding.weights import converted


@click.command()
def command() -> None:
    """Check the data and build the catalogue and the encoder."""
    settings = load()
    counts = build(ROOT / "bot" / "data", settings.catalogue)
    for table, rows in sorted(counts.items()):
        click.echo(f"  {table}: {rows:,} rows", err=True)
    converted(settings.encoder)
    click.echo(f"Built {settings.catalogue.name} and the encoder.", err=True)
