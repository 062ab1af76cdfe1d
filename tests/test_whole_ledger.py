"""The served assistant with its ledger on PostgreSQL, which goes away and comes back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres import Postgres, postgres
from served import Caller, served

from bot.database import open_engine
from bot.ledger import Ledger

pytestmark = pytest.mark.slow

#: Turns in all, and those at which the database goes and comes back.
TURNS, GOES, COMES = 120, 40, 80


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    """A running PostgreSQL."""
    with postgres() as running:
        yield running


def entries(server: Postgres) -> list[str]:
    """Ids of the turns in the database."""
    engine = open_engine(server.address)
    try:
        with engine.connect() as connection:
            return list(connection.exec_driver_sql("select entry from turn").scalars())
    finally:
        engine.dispose()


def test_every_turn_is_answered_and_entered_once(server: Postgres, tmp_path: Path):
    """Also the last ones, said with the database away by a server that then ends."""
    with served(tmp_path, SIGNPOST_LEDGER=server.address) as address:
        for number in range(TURNS):
            if number == GOES:
                server.stop()
            if number == COMES:
                server.start()
            if number % 10 == 0:
                caller = Caller(address)
            assert caller.say("how do I renew my passport")["outcome"] == "answered"
        until = time.monotonic() + 180
        while len(entries(server)) < TURNS and time.monotonic() < until:
            time.sleep(0.5)
        assert len(entries(server)) == len(set(entries(server))) == TURNS
        server.stop()
        for _ in range(5):
            assert caller.say("how do I renew my passport")["outcome"] == "answered"
    assert list((tmp_path / "spool").glob("*.jsonl"))
    server.start()
    assert len(entries(server)) == TURNS
    ledger = Ledger.open(server.address, tmp_path / "spool", b"k" * 32)
    assert ledger.flush()
    ledger.close()
    assert len(entries(server)) == len(set(entries(server))) == TURNS + 5
    assert not list((tmp_path / "spool").glob("*.jsonl"))
