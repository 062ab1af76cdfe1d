"""`python -m bot ask --jsonl`: each line one conversation of one message, answered."""

from __future__ import annotations

import time
from itertools import chain, islice

import click

from bot.assistant import Assistant
from bot.commands import lines
from bot.conversation import step
from bot.door import admit
from bot.engine import Engine
from bot.memory import Memory
from bot.places import to_value
from bot.refusals import refusal
from bot.said import from_parse
from bot.settings import load
from bot.where import where


@click.command()
@click.option("--jsonl", is_flag=True, required=True, help="Read and write one object a line.")
def command(jsonl: bool) -> None:
    """Read {"text","place","facts","today","lang"} objects; write which service meets each need."""
    here = Assistant(load())
    found = lines.read("text")
    # Before the model, which takes seconds: a file of another kind is told at once.
    first = list(islice(found, 1))
    engine = Engine.load(here.settings.models)
    for number, value in chain(first, found):
        text = lines.optional_text(number, value, "place")
        facts = lines.facts(number, value)
        lang = lines.language(number, value) or here.settings.lang
        world = here.world(lines.day(number, value), lang)
        started = time.perf_counter()
        entry = admit(value["text"], here.catalogue, here.postcodes, here.settings.max_length)
        if entry.problem:
            reply = refusal(entry.problem, world.voice)
        else:
            place = where(text, here.catalogue, here.postcodes) if text else None
            memory = Memory(facts=facts, place=to_value(place) if place else None)
            said = from_parse(engine.parse(entry.text), entry.place)
            reply, _ = step(said, memory, world)
        taken = (time.perf_counter() - started) * 1000
        lines.write(reply.to_contract(value.get("id"), value["text"], taken))
