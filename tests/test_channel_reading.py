"""What pages read of the ledger is made once, however many ask for it at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import count

import figures_world as ledger
import pytest
from console_world import names

from bot.channel.review.reading import MOST_KEPT, Reading
from bot.ledger.figures_calls import Assumptions


@pytest.fixture
def reading() -> Reading:
    """Over an empty ledger."""
    engine = ledger.engine()
    return Reading(lambda: engine, names, Assumptions(0.3, 5.0), lambda: ledger.NOW)


def test_threads_that_ask_for_the_same_wait_for_the_first(reading: Reading):
    """And one thing may be made of another."""
    calls = count(1)
    with ThreadPoolExecutor(8) as pool:
        found = list(
            pool.map(
                lambda n: reading.kept("outer", lambda: (n, reading.kept("inner", calls.__next__))),
                range(64),
            )
        )
    assert len(set(found)) == 1
    assert next(calls) == 2


def test_what_could_not_be_made_is_made_by_the_next(reading: Reading):
    """Nobody waits for ever."""

    def broken() -> int:
        raise OSError("away")

    for _ in range(2):
        with pytest.raises(OSError, match="away"):
            reading.kept("key", broken)
    assert reading.kept("key", lambda: 3) == 3
    assert reading.kept("key", broken) == 3


def test_the_oldest_are_forgotten(reading: Reading):
    """Memory does not grow with every choice."""
    for number in range(MOST_KEPT + 1):
        reading.kept(number, lambda: "kept")
    assert reading.kept(MOST_KEPT, lambda: "made anew") == "kept"
    assert reading.kept(0, lambda: "made anew") == "made anew"
