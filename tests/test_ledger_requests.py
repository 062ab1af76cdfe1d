"""Turns become requests: one need in one conversation, and how it ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Optional

import figures_world as world
import pytest
from sqlalchemy import delete, select

from bot.ledger.requests import Request, requests
from bot.ledger.requests_store import refresh, table
from bot.ledger.schema import turns, verdicts


def turn(number: int, outcome: str, need: Optional[str] = None, **values: Any) -> dict[str, Any]:
    """A row of the table `turn`."""
    return {
        "conversation": "one", "number": number, "outcome": outcome, "need": need,
        "at": datetime(2026, 10, 7, 9, 0, 20 * (number - 1)), "channel": "signpost",
        "language": "en", "owner": None, "area": None, "seconds": 0.5,
        "gap": outcome[4:] if outcome.startswith("gap_") else None, **values,
    }  # fmt: skip


def made(*rows: dict[str, Any], said: Optional[dict[int, bool]] = None) -> list[Request]:
    """The requests of one conversation."""
    return requests(rows, {("one", number): helped for number, helped in (said or {}).items()})


def test_a_question_and_its_answer_are_one_request():
    """Half a minute with a question in between: one need, answered."""
    (one,) = made(
        turn(1, "asked_place", "pothole"),
        turn(2, "answered", "pothole", owner="E10", area="E07"),
    )
    assert (one.outcome, one.need, one.owner, one.area) == ("answered", "pothole", "E10", "E07")
    assert (one.asked, one.turns, one.seconds, one.reason) == (1, 2, 20.5, None)
    assert one.week == date(2026, 10, 5)
    assert one.month == "2026-10"


def test_which_of_these_belongs_to_the_need_that_is_chosen():
    """The question that came before any need was known is part of the request."""
    (one,) = made(turn(1, "asked_need"), turn(2, "answered", "missed-bin"))
    assert (one.need, one.asked) == ("missed-bin", 1)


def test_two_needs_are_two_requests():
    """And coming back to the first adds none."""
    rows = (turn(1, "answered", "a"), turn(2, "answered", "b"), turn(3, "asked_fact", "a"))
    assert [(one.need, one.turns) for one in made(*rows)] == [("a", 2), ("b", 1)]


def test_what_is_not_understood_after_an_answer_is_a_request_of_its_own():
    """Several such messages are one."""
    rows = (turn(1, "answered", "a"), turn(2, "gap_not_understood"), turn(3, "gap_not_understood"))
    assert [(one.need, one.reason) for one in made(*rows)] == [
        ("a", None),
        (None, "not_understood"),
    ]


def test_asking_for_a_person_belongs_to_what_was_spoken_of():
    """The answer stays the outcome; that a person was wanted is kept beside it."""
    (one,) = made(turn(1, "answered", "a"), turn(2, "person"))
    assert (one.outcome, one.person) == ("answered", True)


def test_small_talk_is_no_request_beside_another():
    """Alone, it is kept as what it is."""
    assert [one.outcome for one in made(turn(1, "smalltalk"), turn(2, "answered", "a"))] == [
        "answered"
    ]
    assert [one.outcome for one in made(turn(1, "smalltalk"))] == ["smalltalk"]


def test_an_answer_that_did_not_help_is_not_met():
    """The last word on the request's turns counts."""
    rows = (turn(1, "asked_place", "a"), turn(2, "answered", "a"))
    assert made(*rows, said={2: False})[0].reason == "did_not_help"
    assert made(*rows, said={2: True})[0].helped is True


def test_a_place_that_may_be_several_councils_is_no_area():
    """Figures by area count what is known."""
    assert made(turn(1, "asked_place", "a", area="E07 E08"))[0].area is None


def rows_of(engine: Any) -> list[Any]:
    """The table `request`, each row as (need, outcome, reason, helped)."""
    columns = (table.c.need, table.c.outcome, table.c.reason, table.c.helped)
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(*columns).order_by(table.c.at))]


def test_refreshing_twice_changes_nothing():
    """Only what is new is read again."""
    engine = world.engine()
    world.conversation(engine, "asked_place answered", times=3)
    assert refresh(engine, world.NOW) == 3
    before = rows_of(engine)
    assert refresh(engine, world.NOW) == 0
    assert rows_of(engine) == before == [("missed-bin", "answered", None, None)] * 3


def test_a_later_turn_and_a_later_verdict_change_their_request():
    """Nothing is counted twice."""
    engine = world.engine()
    (key,) = world.conversation(engine, "asked_place")
    refresh(engine, datetime(2026, 10, 6, 10, 1))
    assert rows_of(engine) == [("missed-bin", "asked_place", None, None)]
    with engine.connect() as connection:
        first = dict(connection.execute(select(turns)).mappings().one())
    later = {**first, "id": None, "number": 2, "outcome": "answered", "entry": "later"}
    world.add(engine, turns, [later])
    refresh(engine, world.NOW)
    said = {"at": world.NOW, "conversation": key, "turn": 2, "helped": False, "entry": "v"}
    world.add(engine, verdicts, [said])
    assert refresh(engine, world.NOW) == 1
    assert rows_of(engine) == [("missed-bin", "answered", "did_not_help", False)]


def test_a_question_is_abandoned_after_an_hour():
    """Not before, and not when a person was asked for."""
    engine = world.engine()
    begun = datetime(2026, 10, 6, 10, 0)
    world.conversation(engine, "asked_place", at=begun)
    world.conversation(engine, "asked_place person", at=begun + timedelta(seconds=1))
    refresh(engine, begun + timedelta(minutes=30))
    assert [row[2] for row in rows_of(engine)] == [None, None]
    refresh(engine, begun + timedelta(minutes=62))
    assert [row[2] for row in rows_of(engine)] == ["abandoned", None]


def test_what_is_purged_from_the_turns_is_forgotten():
    """The table holds nothing that the ledger has let go."""
    engine = world.engine()
    world.conversation(engine, "answered", at=datetime(2025, 1, 1))
    world.conversation(engine, "answered", need="pothole")
    refresh(engine, world.NOW)
    with engine.begin() as connection:
        connection.execute(delete(turns).where(turns.c.at < datetime(2026, 1, 1)))
    refresh(engine, world.NOW)
    assert [row[0] for row in rows_of(engine)] == ["pothole"]


@pytest.mark.parametrize("batch", [1, 2, 3, 7])
def test_reading_in_batches_splits_no_conversation(batch: int, monkeypatch: pytest.MonkeyPatch):
    """Whatever the size of a batch."""
    monkeypatch.setattr("bot.ledger.requests_store.BATCH", batch)
    monkeypatch.setattr("bot.ledger.requests_store.MARGIN", 0)
    engine = world.engine()
    world.conversation(engine, "asked_need asked_place answered", times=4, helped=False)
    refresh(engine, world.NOW)
    assert rows_of(engine) == [("missed-bin", "answered", "did_not_help", False)] * 4
