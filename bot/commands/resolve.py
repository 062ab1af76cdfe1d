"""`python -m bot resolve --jsonl`: the answer without understanding, for tables of cases."""

from __future__ import annotations

import time

import click

from bot import answers
from bot.assistant import Assistant
from bot.commands import lines
from bot.memory import Memory
from bot.resolve import resolve
from bot.said import Said
from bot.settings import load
from bot.where import where


@click.command()
@click.option("--jsonl", is_flag=True, required=True, help="Read and write one object a line.")
def command(jsonl: bool) -> None:
    """Read {"need","place","facts","today"} objects and write who owns each, and why."""
    here = Assistant(load())
    for number, value in lines.read("need"):
        text = lines.optional_text(number, value, "place")
        facts = lines.facts(number, value)
        world = here.world(lines.day(number, value))
        started = time.perf_counter()
        place = where(text, here.catalogue, here.postcodes) if text else None
        found = resolve(here.catalogue, value["need"], place, facts, world.today, world.home)
        reply = answers.from_resolution(
            found, Said("", "need"), Memory(), here.catalogue, here.voice()
        )
        taken = (time.perf_counter() - started) * 1000
        lines.write(reply.to_contract(value.get("id"), value.get("text", ""), taken))
