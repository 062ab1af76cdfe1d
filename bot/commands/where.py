"""`python -m bot where`: which authorities a postcode, council or town means."""

from __future__ import annotations

from typing import Optional

import click

from bot.assistant import Assistant
from bot.commands import lines
from bot.errors import BadInput
from bot.places import to_contract
from bot.settings import load
from bot.where import where


@click.command()
@click.argument("text", required=False)
@click.option("--jsonl", is_flag=True, help='Read {"text"} objects, one a line, from stdin.')
def command(text: Optional[str], jsonl: bool) -> None:
    """Say which authorities TEXT (a postcode, council or town) means."""
    if (text is None) != jsonl:
        raise BadInput("Give either TEXT or --jsonl with objects on stdin.")
    here = Assistant(load())
    if text is not None:
        lines.write(to_contract(where(text, here.catalogue, here.postcodes)))
        return
    for _, value in lines.read("text"):
        lines.write(to_contract(where(value["text"], here.catalogue, here.postcodes)))
