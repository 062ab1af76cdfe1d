"""What recording costs a turn, and how fast the spool is emptied.

    python -m bench.ledger

Turns without a ledger, through the spool and straight to the database are timed in one run, one lot
after the other, so that what else the machine does stretches all alike. Microseconds by the clock.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.assistant import Assistant
from bot.ledger import Entry, Ledger
from bot.ledger.entry import now
from bot.ledger.rows import to_json
from bot.ledger.spool import Spool
from bot.settings import load

ROUNDS, TURNS, REPLAYED = 10, 100, 20_000
KEY = b"k" * 32


def main() -> None:
    """Prints the three tables."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ledgers = {
            "no ledger": None,
            "through the spool": Ledger.open(f"sqlite:///{folder}/a.db", folder / "spool", KEY),
            "straight to SQLite": Ledger.open(f"sqlite:///{folder}/b.db", None, KEY),
        }
        assistant = Assistant(load())

        def turn(ledger: Any, number: int) -> None:
            assistant.ledger = ledger
            assistant.turn(_parsed(number), None, f"conversation {number}", "signpost")

        _compare("A whole turn without understanding", ledgers, turn)
        real = {label: ledger for label, ledger in ledgers.items() if ledger}
        _compare("record() alone", real, lambda ledger, number: ledger.record(_entry(number)))
        for ledger in real.values():
            ledger.close()
        _replay(folder)


def _compare(title: str, ledgers: dict[str, Any], do: Callable[[Any, int], object]) -> None:
    times: dict[str, list[float]] = {label: [] for label in ledgers}
    for _ in range(ROUNDS):
        for label, ledger in ledgers.items():
            for number in range(TURNS):
                started = time.perf_counter()
                do(ledger, number)
                times[label].append((time.perf_counter() - started) * 1e6)
    print(title)
    for label, found in times.items():
        median, high = statistics.median(found), sorted(found)[int(len(found) * 0.95)]
        print(f"  {label:<20} median {median:>8,.0f} µs   95 % {high:>8,.0f} µs")


def _replay(folder: Path) -> None:
    spool = Spool(folder / "left")
    for number in range(REPLAYED):
        spool.append("turn", to_json(vars(_entry(number))))
    os.close(spool._file)  # as if the process had ended
    started = time.perf_counter()
    ledger = Ledger.open(f"sqlite:///{folder}/c.db", folder / "left", KEY)
    ledger.flush()
    taken = time.perf_counter() - started
    ledger.close()
    print(f"Replay: {REPLAYED / taken:,.0f} rows a second ({REPLAYED:,} rows, SQLite)")


def _parsed(number: int) -> dict[str, Any]:
    return {
        "text": f"my passport question {number}",
        "intent": {"name": "need"},
        "understanding": {"needs": [["passport", 0.9]], "decision": "answer"},
        "metadata": {"turn": 1, "lang": "en"},
    }


def _entry(number: int) -> Entry:
    return Entry(
        now(), f"conversation {number}", "signpost", "answered", None, "passport", "hmpo",
        "E07000084", None, f"my passport question {number}", "en", 0.01, 1,
    )  # fmt: skip


if __name__ == "__main__":
    main()
