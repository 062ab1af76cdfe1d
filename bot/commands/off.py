"""`python -m bot off`: turns the assistant off at once, with a reason for citizens."""

from __future__ import annotations

import click

from bot.commands.users import me
from bot.settings import load
from bot.staff import Staff


@click.command()
@click.argument("reason")
def command(reason: str) -> None:
    """Turn the assistant off. Citizens read REASON and the phone numbers instead."""
    Staff.open(load().staff).switch.off(me(), reason)
    click.echo("The assistant is off: every server shows the reason within two seconds.")
