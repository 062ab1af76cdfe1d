"""Facts about what counts as an unmet need."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine, insert, select
from sqlalchemy.engine import Engine

from bot.database import migrate
from bot.ledger.schema import GAP_REASONS, MIGRATIONS, turns, verdicts
from bot.ledger.unmet import COLUMNS, IDLE, unmet

NOON = datetime(2026, 11, 26, 12)
LATER = NOON + IDLE + timedelta(minutes=1)


@pytest.fixture
def engine() -> Engine:
    """An empty ledger in memory."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        migrate(connection, "ledger", MIGRATIONS)
    return engine


def turn(engine: Engine, conversation: str, number: int | None, outcome: str, **more: Any) -> str:
    """One turn a minute after the one before; RETURNS its entry."""
    row = {
        "entry": f"{conversation}-{number}",
        "at": NOON + timedelta(minutes=number or 0),
        "conversation": conversation,
        "channel": "signpost",
        "outcome": outcome,
        "gap": outcome[4:] if outcome.startswith("gap_") else None,
        "words": "words",
        "language": "en",
        "seconds": 0.01,
        "number": number,
        **more,
    }
    with engine.begin() as connection:
        connection.execute(insert(turns).values(**row))
    return str(row["entry"])


def verdict(engine: Engine, conversation: str, number: int, helped: bool) -> None:
    """What the citizen said of a turn."""
    row = {"at": NOON, "conversation": conversation, "turn": number, "helped": helped}
    with engine.begin() as connection:
        connection.execute(insert(verdicts).values(**row))


def found(engine: Engine, asof: datetime = LATER + timedelta(hours=1)) -> dict[str, str]:
    """Reason by entry; each entry is there once."""
    needs = unmet(asof)
    with engine.connect() as connection:
        rows = connection.execute(select(needs.c.entry, needs.c.reason)).all()
    assert len({entry for entry, _ in rows}) == len(rows)
    return dict(rows)


@pytest.mark.parametrize("reason", GAP_REASONS[:4])
def test_a_gap_is_an_unmet_need_for_its_own_reason(engine: Engine, reason: str):
    """Whatever is said of it."""
    entry = turn(engine, "a", 1, f"gap_{reason}")
    verdict(engine, "a", 1, helped=False)
    assert found(engine) == {entry: reason}


def test_what_was_answered_is_none(engine: Engine):
    """Nor are small talk, danger and a wish for a person."""
    for number, outcome in enumerate(("answered", "smalltalk", "emergency", "person"), start=1):
        turn(engine, "a", number, outcome)
    verdict(engine, "a", 1, helped=True)
    assert found(engine) == {}


def test_an_answer_that_did_not_help_is_one_joined_by_conversation_and_turn(engine: Engine):
    """Another turn's verdict and another conversation's don't count."""
    turn(engine, "a", 1, "answered")
    second = turn(engine, "a", 2, "answered")
    turn(engine, "b", 2, "answered")
    verdict(engine, "a", 2, helped=False)
    assert found(engine) == {second: "did_not_help"}


def test_the_last_verdict_counts(engine: Engine):
    """People press the wrong button; pressing twice counts once."""
    entry = turn(engine, "a", 1, "answered")
    verdict(engine, "a", 1, helped=False)
    verdict(engine, "a", 1, helped=True)
    assert found(engine) == {}
    verdict(engine, "a", 1, helped=False)
    verdict(engine, "a", 1, helped=False)
    assert found(engine) == {entry: "did_not_help"}


@pytest.mark.parametrize("outcome", ["asked_place", "asked_fact", "asked_need"])
def test_a_question_left_unanswered_is_abandoned_once_time_has_passed(engine: Engine, outcome: str):
    """Not before: the citizen may still be looking for the postcode."""
    turn(engine, "a", 1, outcome)
    last = turn(engine, "a", 2, outcome)
    assert found(engine, asof=NOON + timedelta(minutes=30)) == {}
    assert found(engine) == {last: "abandoned"}
    turn(engine, "a", 3, "answered")
    assert found(engine) == {}


def test_turns_without_numbers_go_by_time(engine: Engine):
    """As rows from before turns were numbered."""
    turn(engine, "a", None, "asked_place", entry="first")
    turn(engine, "a", None, "answered", entry="second", at=NOON + timedelta(minutes=5))
    turn(engine, "b", None, "asked_place", entry="third")
    assert found(engine) == {"third": "abandoned"}


def test_the_words_are_those_that_told_the_need(engine: Engine):
    """ "Leeds" says nothing of what was wanted."""
    turn(engine, "a", 1, "gap_no_provider", words="Leeds", told="my drain smells", need="drain")
    needs = unmet(LATER)
    with engine.connect() as connection:
        row = connection.execute(select(needs)).mappings().one()
    assert (row["words"], row["need"]) == ("my drain smells", "drain")
    assert tuple(row) == COLUMNS
