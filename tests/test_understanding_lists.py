"""The trained model with both nets and the rules of conversation, on lists of whole messages.

Two trainings are not quite alike (docs/accuracy.md), so each floor leaves room for a few messages.
"""

from __future__ import annotations

import csv
from functools import partial
from pathlib import Path
from typing import Any, Callable

import pytest

from bot.assistant import Assistant
from bot.commands.evaluate import judge
from bot.conversation import step
from bot.door import admit
from bot.engine import Engine
from bot.evaluation.cases import Case
from bot.evaluation.metrics import Judged
from bot.memory import Memory
from bot.said import from_parse
from bot.settings import load

pytestmark = pytest.mark.slow

DATA = Path(__file__).parent / "data"
Judge = Callable[[str], Judged]


@pytest.fixture(scope="module")
def engine() -> Engine:
    """The served model."""
    return Engine.load(load().models)


@pytest.fixture(scope="module")
def judged(engine: Engine) -> Judge:
    """What the assistant makes of a message said first."""
    here = Assistant(load())
    one: Any = partial(
        judge, engine=engine, world=here.world(), max_length=here.settings.max_length
    )
    return lambda text: one(Case(text, "need", ()))


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a list beside these tests."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("name", "floor"),
    [
        ("emergencies", 0.99),
        ("emergencies_fresh6", 0.93),
        ("emergencies_fresh7", 0.75),
        ("emergencies_dev8", 0.92),
        ("emergencies_fresh8", 0.78),
        ("emergencies_fresh8_welsh", 0.45),
    ],
)
def test_emergencies_alarm(judged: Judge, name: str, floor: float) -> None:
    """One of the nets hears them; nothing was changed for fresh7 and fresh8 (docs/accuracy.md)."""
    missed = [row["text"] for row in rows(name) if not judged(row["text"]).alarm]
    assert len(missed) <= (1 - floor) * len(rows(name)), missed


@pytest.mark.parametrize(
    ("name", "floor"),
    [
        ("emergencies_dev8", 0.95),
        ("emergencies_fresh8", 0.85),
        ("emergencies_fresh8_welsh", 0.7),
    ],
)
def test_emergencies_alarm_or_get_the_line(
    judged: Judge, engine: Engine, name: str, floor: float
) -> None:
    """Of those that do not alarm, some are told to call 999 before they are answered."""
    told = [
        bool(judged(row["text"]).alarm or engine.parse(row["text"])["understanding"]["caution"])
        for row in rows(name)
    ]
    assert sum(told) >= floor * len(told)


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("lookalikes", 0.03),
        ("lookalikes_fresh6", 0.05),
        ("lookalikes_fresh7", 0.17),
        ("lookalikes_dev8", 0.09),
        ("lookalikes_fresh8", 0.14),
        ("lookalikes_fresh8_welsh", 0.45),
    ],
)
def test_lookalikes_mostly_do_not(judged: Judge, name: str, most: float) -> None:
    """Nothing was changed for fresh7 and fresh8 either."""
    alarmed = [row["text"] for row in rows(name) if judged(row["text"]).alarm]
    assert len(alarmed) <= most * len(rows(name)), alarmed


@pytest.mark.parametrize(("name", "most"), [("short", 0.05), ("oneword_fresh", 0.12)])
def test_one_or_two_words_lead_on(judged: Judge, name: str, most: float) -> None:
    """Nearly all are answered with what may be meant, or it is among what is offered."""
    missed = []
    for row in rows(name):
        found = judged(row["text"])
        shown = set(found.offered) or {need for need, _ in found.needs[:1]}
        if found.outcome.startswith("gap") or not shown & set(row["needs"].split()):
            missed.append(row["text"])
    assert len(missed) <= most * len(rows(name)), missed


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("My bin was missed and there is a pothole", "missed-bin", "pothole"),
        ("My bin was missed. There is a pothole.", "missed-bin", "pothole"),
        ("missed bin and pothole", "missed-bin", "pothole"),
        ("street light out and bin not collected", "street-light", "missed-bin"),
        ("Mae fy min heb gael ei wagio ac mae twll yn y ffordd", "missed-bin", "pothole"),
    ],
)
def test_two_wishes_in_one_message(engine: Engine, text: str, first: str, second: str) -> None:
    """The first is taken up and the second kept for after it, with or without a full stop."""
    parsed = engine.parse(text)["understanding"]
    assert (parsed["decision"], parsed["needs"][0][0]) == ("answer", first)
    assert parsed["also"] == [second]


@pytest.mark.parametrize(
    "text",
    [
        "birth and death certificates",
        "gas and electric bills",
        "trim the hedge and tree on the path",
        "births, deaths and marriages",
        "rent and council tax arrears",
        "food and garden waste",
    ],
)
def test_one_wish_with_an_and_in_it(engine: Engine, text: str) -> None:
    """Nothing else is made of it."""
    assert engine.parse(text)["understanding"]["also"] == []


@pytest.mark.parametrize(
    ("half", "reached", "whole"),
    [("development", 0.55, 0.9), ("test", 0.5, 0.9), ("fresh", 0.5, 0.9)],
)
def test_needs_told_together_are_reached_and_one_need_is_not_split(
    engine: Engine, half: str, reached: float, whole: float
) -> None:
    """The first is answered or asked about and the others kept; see docs/accuracy.md."""
    here = Assistant(load())
    world = here.world()
    right: dict[str, list[bool]] = {"two": [], "one": []}
    for row in rows("two_needs"):
        if row["half"] != half:
            continue
        entry = admit(row["text"], world.catalogue, world.postcodes, here.settings.max_length)
        reply, memory = step(from_parse(engine.parse(entry.text), entry.place), Memory(), world)
        wanted = [set(one.split("|")) for one in row["needs"].split()]
        if row["kind"] == "two":
            found = {reply.need, *memory.also}
            right["two"].append(all(one & found for one in wanted))
        else:
            right["one"].append(set(memory.also) <= wanted[0])
    assert sum(right["two"]) >= reached * len(right["two"])
    assert sum(right["one"]) >= whole * len(right["one"])


def test_danger_of_another_time_is_answered_with_a_line_about_999(engine: Engine) -> None:
    """No alarm, but a word of caution."""
    parsed = engine.parse("my son has seizures and i want to know about travel to school")[
        "understanding"
    ]
    assert (parsed["alarm"], parsed["caution"]) == (None, True)
