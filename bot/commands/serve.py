"""`python -m bot serve`: serves the assistant."""

from __future__ import annotations

import click

from bot.serve import run
from bot.settings import load


@click.command()
def command() -> None:
    """Serve the page, the API and the assistant behind it in one process."""
    settings = load()
    click.echo("Starting (about 15 seconds) …", err=True)
    click.echo(f"Signpost will be at http://{settings.host}:{settings.port}/ask", err=True)
    run(settings)
