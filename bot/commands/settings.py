"""`python -m bot settings`: every setting, its value in force and what it is for."""

from __future__ import annotations

import re

import click

from bot.settings import PREFIX, SETTINGS, load


@click.command()
def command() -> None:
    """List every setting with its value. Secrets are not shown."""
    values = load()
    for setting in SETTINGS:
        value = getattr(values, setting.name)
        if isinstance(value, str):
            value = re.sub(r"(://[^:/@]*:)[^@/]*@", r"\1(set)@", value)
        shown = "(set)" if setting.secret and value else value
        click.echo(f"{PREFIX}{setting.name.upper()}\n    {setting.help}\n    now: {shown}")
