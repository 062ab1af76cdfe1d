"""`python -m bot on`: turns the assistant on again."""

from __future__ import annotations

import click

from bot.commands.users import me
from bot.errors import BadInput
from bot.settings import load
from bot.staff import Staff


@click.command()
def command() -> None:
    """Turn the assistant on again."""
    settings = load()
    if settings.off_reason:
        raise BadInput("SIGNPOST_OFF_REASON keeps the assistant off: unset it and start again.")
    Staff.open(settings.staff).switch.on(me())
    click.echo("The assistant is on.")
