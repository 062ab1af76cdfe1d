"""The ledger on a real PostgreSQL, which is stopped and started while citizens ask."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from channel_visitor import Server
from console_world import PASSWORD, make_review_app
from imports_world import catalogue_path
from ledger_rows import entry
from postgres import Postgres, emptied, postgres
from sqlalchemy import event, inspect, select
from staff_world import Colleague

from bench.make_year import main as make_year
from bot.assistant import Assistant
from bot.channel.review.console import FIGURES
from bot.database import open_engine
from bot.ledger import Call, Ledger, writer
from bot.ledger.migrations import MIGRATIONS
from bot.ledger.purge import purge
from bot.ledger.schema import TABLES, calls, verdicts
from bot.ledger.snapshot import snapshot
from bot.ledger.unmet import unmet
from bot.settings import load

pytestmark = pytest.mark.slow

#: Turns of the great test, and those at which the database goes and comes back.
TURNS, GOES, COMES = 5000, 1500, 3500
KEY = b"k" * 32


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    """A server for all tests of this module; each uses tables of its own or adds to them."""
    with postgres() as running:
        yield running


@pytest.fixture
def address(server: Postgres) -> Iterator[str]:
    """The address of an empty database."""
    yield server.address
    emptied(open_engine(server.address))


def test_one_setting_is_enough(address: str, tmp_path: Path):
    """Tables are made, and rows of each kind come back as from SQLite."""
    ledger = Ledger.open(address, tmp_path / "spool", KEY)
    given = entry("twll yn y ffordd ‘mawr’ 🚗", language="cy")
    ledger.record(given)
    ledger.verdict("one", 1, False)
    ledger.call(Call("one", "misdirected", "pothole", "E1", "E2", "E07000084", 61.5))
    assert ledger.flush()
    (row,) = ledger.rows()
    assert (row["words"], row["language"], row["at"]) == (given.words, "cy", given.at)
    assert ledger.rows(verdicts)[0]["helped"] is False
    assert ledger.rows(calls)[0]["seconds"] == 61.5
    needs = unmet(datetime(2100, 1, 1))
    with open_engine(address).connect() as connection:
        assert connection.execute(select(needs.c.reason)).scalars().all() == ["did_not_help"]
    ledger.close()


def test_the_migrations_make_the_same_tables(address: str):
    """Columns and indexes of the schema; many servers may start at once."""
    threads = [threading.Thread(target=Ledger.open, args=(address, None, KEY)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    made = inspect(open_engine(address))
    for name, table in TABLES.items():
        assert {c["name"] for c in made.get_columns(name)} == set(table.columns.keys())
        assert {i["name"] for i in made.get_indexes(name)} == {i.name for i in table.indexes}
    with open_engine(address).connect() as connection:
        done = connection.exec_driver_sql("select version from ledger_version").scalars().all()
    assert sorted(done) == list(range(1, len(MIGRATIONS) + 1))


def test_texts_too_long_and_nul_are_taken(address: str, tmp_path: Path):
    """What a strange channel sends holds up nothing."""
    ledger = Ledger.open(address, tmp_path / "spool", KEY)
    ledger.record(entry("a\x00b\ud800", channel="c" * 200, outcode="LS1 4AP"))
    ledger.record(entry("bad", outcome=None))
    ledger.record(entry("good"))
    assert ledger.flush()
    assert [row["words"] for row in ledger.rows()] == ["ab?", "good"]
    ledger.close()


def test_the_database_stopped_and_started_in_the_middle_of_5000_turns(
    server: Postgres, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Every turn is answered, and every entry is there exactly once."""
    monkeypatch.setattr(writer, "FIRST_WAIT", 0.1)
    monkeypatch.setattr(writer, "LONGEST_WAIT", 0.5)
    settings = load({"SIGNPOST_CATALOGUE": str(catalogue_path())})
    ledger = Ledger.open(address, tmp_path / "spool", KEY)
    assistant = Assistant(settings, ledger)
    asked: Counter[bool] = Counter()  # the database, by whether it was for a turn to wait
    turning = False

    def note(*_: object) -> None:
        asked[turning and threading.current_thread() is threading.main_thread()] += 1

    for name in ("do_connect", "engine_connect"):
        event.listen(ledger._engine, name, note)
    doing = None
    for number in range(TURNS):
        if number == GOES:
            doing = threading.Thread(target=server.stop)
            doing.start()
        if number == COMES:
            assert doing
            doing.join()
            assert not ledger.flush()
            doing = threading.Thread(target=server.start)
            doing.start()
        turning = True
        reply, _ = assistant.turn(_parsed(number), None, f"conversation {number}", "signpost")
        turning = False
        assert reply.outcome == "answered"
    assert doing
    doing.join()
    until = time.monotonic() + 120
    while not ledger.flush() and time.monotonic() < until:
        time.sleep(0.2)
    rows = ledger.rows()
    assert sorted(row["words"] for row in rows) == sorted(_words(n) for n in range(TURNS))
    assert len({row["entry"] for row in rows}) == TURNS
    assert asked[False]
    assert not asked[True], "a turn waits for no database"
    ledger.close()


def test_old_rows_go_and_copies_are_made_as_from_sqlite(address: str, tmp_path: Path):
    """In one file, which Datasette can open."""
    ledger = Ledger.open(address, None, KEY)
    ledger.record(entry("old", at=datetime(2020, 1, 1)))
    ledger.record(entry("new", outcome="gap_no_route", gap="no_route"))
    engine = open_engine(address)
    assert purge(engine, datetime(2021, 1, 1))["turn"] == 1
    counts = snapshot(engine, tmp_path / "copy.db", datetime(2100, 1, 1))
    assert counts == {"turn": 1, "verdict": 0, "call": 0, "unmet": 1}
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        assert copy.execute("select words, reason from unmet").fetchall() == [("new", "no_route")]


def test_the_console_reads_it(address: str):
    """Every page and every figure of a made-up year, as from SQLite."""
    make_year([address, "--turns", "3000"])
    server = Server(make_review_app(open_engine(address), datetime(2026, 11, 26, 9)))
    try:
        rob = Colleague(server)
        rob.sign_in("rob", PASSWORD)
        pages = ["/review", "/review/unmet", "/review/areas", "/review/measures"]
        data = [f"/review/data/{figure}.json?period=12m" for figure in FIGURES]
        for path in (*pages, *data):
            assert rob.get(path).status == 200, path
    finally:
        server.stop()


def _words(number: int) -> str:
    return f"passport question {'abcdefghij'[number % 10]} {number // 10:c>4}"


def _parsed(number: int) -> dict[str, object]:
    """As Rasa hands a message on."""
    return {
        "text": _words(number),
        "intent": {"name": "need"},
        "understanding": {"needs": [["passport", 0.9]], "decision": "answer"},
        "metadata": {"turn": 1, "lang": "en"},
    }
