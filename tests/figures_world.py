"""A small ledger for the tests of figures: told in a few words, every number known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Optional

from sqlalchemy import create_engine, insert
from sqlalchemy.engine import Engine
from sqlalchemy.pool import StaticPool

from bot.ledger import Ledger
from bot.ledger.figures import Source
from bot.ledger.requests_store import prepare, refresh
from bot.ledger.schema import calls, turns, verdicts

NOW = datetime(2026, 11, 2, 9, 0)
_numbers = count(1)


def engine() -> Engine:
    """An empty ledger in memory, that threads may share."""
    made = create_engine(
        "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
    )
    Ledger(made, b"key")
    prepare(made)
    return made


def conversation(
    made: Engine,
    outcomes: str,
    need: Optional[str] = "missed-bin",
    times: int = 1,
    at: datetime = datetime(2026, 10, 6, 10, 0),
    owner: Optional[str] = None,
    area: Optional[str] = None,
    helped: Optional[bool] = None,
    words: str = "my bin was not emptied",
    **more: Any,
) -> list[str]:
    """Adds conversations of the given turns, e.g. "asked_place answered", half a minute apart.

    Turns that asked or answered, and those without a provider or route, have the need; others have
    none. RETURNS the conversations' keys.
    """
    keys = []
    for _ in range(times):
        key = f"{next(_numbers):032x}"
        keys.append(key)
        rows = []
        for number, outcome in enumerate(outcomes.split(), start=1):
            gap = outcome[4:] if outcome.startswith("gap_") else None
            known = need if _knows(outcome) else None
            rows.append({
                "at": at + timedelta(seconds=30 * (number - 1)), "conversation": key,
                "channel": "signpost", "outcome": outcome, "gap": gap, "need": known,
                "owner": owner if outcome == "answered" else None, "area": area, "outcode": None,
                "words": words, "language": "en", "seconds": 0.5, "entry": f"{key[8:]}{number:08x}",
                "number": number, **more,
            })  # fmt: skip
        add(made, turns, rows)
        if helped is not None:
            verdict = {"at": at, "conversation": key, "turn": len(rows), "helped": helped}
            add(made, verdicts, [{**verdict, "entry": key}])
    return keys


def call(
    made: Engine, times: int = 1, at: datetime = datetime(2026, 10, 6, 10), **values: Any
) -> None:
    """Adds calls that advisers marked."""
    for _ in range(times):
        key = f"{next(_numbers):032x}"
        add(made, calls, [{"entry": key, "conversation": key, "at": at, **values}])


def add(made: Engine, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Writes rows as they are."""
    with made.begin() as connection:
        connection.execute(insert(table), list(rows))


def source(made: Engine, now: datetime = NOW) -> Source:
    """What figures are read from, up to date."""
    refresh(made, now)
    return Source(made, now)


def _knows(outcome: str) -> bool:
    return outcome in (
        "answered", "asked_place", "asked_fact", "emergency", "gap_no_provider", "gap_no_route",
    )  # fmt: skip
