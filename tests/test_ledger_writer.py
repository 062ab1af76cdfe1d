"""Facts about writing in the background: nothing waits, nothing is lost, nothing is there twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from ledger_rows import entry
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from waiting import becomes

from bot.database import open_engine
from bot.ledger import Ledger, writer
from bot.ledger.spool import Spool, SpoolFull

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries again at once."""
    monkeypatch.setattr(writer, "FIRST_WAIT", 0.02)
    monkeypatch.setattr(writer, "LONGEST_WAIT", 0.05)


class Away:
    """A database that can be taken away and given back."""

    def __init__(self, path: Path, spool: Path, **more: Any) -> None:
        self.away = False
        self.engine = open_engine(f"sqlite:///{path}")
        event.listen(self.engine, "do_connect", self._connect)
        self.ledger = Ledger(self.engine, b"key", spool, **more)

    def _connect(self, *_: Any) -> None:
        if self.away:
            raise OperationalError("connect", {}, Exception("away"))

    def words(self) -> list[str]:
        """What is in the database."""
        return [row["words"] for row in self.ledger.rows()]


@pytest.fixture
def away(tmp_path: Path) -> Iterator[Away]:
    """A ledger with a spool."""
    made = Away(tmp_path / "ledger.db", tmp_path / "spool")
    yield made
    made.away = False
    made.ledger.close()


#: Until the tables are made, nothing is true.
soon = partial(becomes, not_yet=(OperationalError,))


def test_a_row_is_in_the_database_soon(away: Away):
    """By itself, without flush; the spool is empty then."""
    assert away.ledger.record(entry("one"))
    assert soon(lambda: away.words() == ["one"])
    assert soon(lambda: not away.ledger._writer.waiting)


def test_while_the_database_is_away_rows_wait_and_come_once(away: Away):
    """Every one, and turns are taken all the while."""
    for number in range(300):
        away.away = 100 <= number < 200
        assert away.ledger.record(entry(f"turn {number}"))
        if number % 50 == 0:
            time.sleep(0.1)
    away.away = False
    assert soon(lambda: len(away.words()) == 300)
    assert sorted(away.words()) == sorted(f"turn {number}" for number in range(300))


def test_the_database_may_be_away_at_the_start(tmp_path: Path):
    """Tables are made when it comes."""
    engine = open_engine(f"sqlite:///{tmp_path / 'ledger.db'}")
    closed = [True]

    def refuse(*_: Any) -> None:
        if closed[0]:
            raise OperationalError("connect", {}, Exception("away"))

    event.listen(engine, "do_connect", refuse)
    ledger = Ledger(engine, b"key", tmp_path / "spool")
    assert ledger.record(entry("early"))
    assert not ledger.flush()
    closed[0] = False
    assert ledger.flush()
    assert [row["words"] for row in ledger.rows()] == ["early"]
    ledger.close()


def test_a_crash_between_commit_and_emptying_the_spool_doubles_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """What is there already is passed over by its entry."""
    address = f"sqlite:///{tmp_path / 'ledger.db'}"
    first = Ledger.open(address, tmp_path / "spool", b"k" * 32)
    monkeypatch.setattr(Spool, "done", lambda *_: (_ for _ in ()).throw(SystemError("killed")))
    first.record(entry("one"))
    assert soon(lambda: len(first.rows()) == 1)
    first._writer._stopping.set()
    first._writer._wake.set()
    first._writer._thread.join()
    os.close(first._writer._spool._file)
    monkeypatch.undo()
    second = Ledger.open(address, tmp_path / "spool", b"k" * 32)
    assert second.flush()
    assert [row["words"] for row in second.rows()] == ["one"]
    assert len(list((tmp_path / "spool").glob("*.jsonl"))) == 1
    second.close()
    assert list((tmp_path / "spool").glob("*.jsonl")) == []


def test_a_process_killed_in_the_middle_loses_no_row_that_was_taken(tmp_path: Path):
    """kill -9 with the database away: what the next start finds is every turn that was taken."""
    code = f"""
import sys; sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "tests")!r}]
from ledger_rows import entry
from bot.ledger import Ledger
ledger = Ledger.open("sqlite:////nowhere/at/all.db", __import__("pathlib").Path(sys.argv[1]), b"k")
number = 0
while True:
    number += 1
    ledger.record(entry(f"turn {{number}}"))
    print(number, flush=True)
"""
    code = code.replace("sqlite:////nowhere/at/all.db", f"sqlite:///{tmp_path}")  # a folder
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "spool")],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout
    taken = 0
    while taken < 500:
        taken = int(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    taken = int(([str(taken), *process.stdout.read().split()])[-1])
    process.wait()
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'ledger.db'}", tmp_path / "spool", b"k")
    assert ledger.flush()
    found = {row["words"] for row in ledger.rows()}
    assert found >= {f"turn {number}" for number in range(1, taken + 1)}
    # One more may have been taken before it could be said.
    assert len(ledger.rows()) == len(found) <= taken + 1
    ledger.close()


def test_turns_do_not_wait_for_a_database_that_hangs(tmp_path: Path):
    """The thread waits, not the citizen: all are taken before the database answers anyone."""
    hang, answered = threading.Event(), []
    engine = open_engine(f"sqlite:///{tmp_path / 'ledger.db'}")
    event.listen(engine, "do_connect", lambda *_: answered.append(hang.wait(120)))
    ledger = Ledger(engine, b"key", tmp_path / "spool")
    for number in range(200):
        assert ledger.record(entry(f"turn {number}"))
    assert answered == []
    hang.set()
    assert soon(lambda: len(ledger.rows()) == 200)
    ledger.close()


def test_closing_writes_what_waits(tmp_path: Path):
    """At the end of the process; a row that comes later is refused, not lost in silence."""
    address = f"sqlite:///{tmp_path / 'ledger.db'}"
    ledger = Ledger.open(address, tmp_path / "spool", b"k" * 32)
    for number in range(50):
        ledger.record(entry(f"turn {number}"))
    ledger.close()
    ledger.close()
    assert len(ledger.rows()) == 50
    assert not ledger.record(entry("late"))


def test_a_row_that_the_database_refuses_holds_up_no_other(away: Away, tmp_path: Path):
    """It is set aside in a private file beside the spool."""
    bad = entry("bad", outcome=None)
    for made in (entry("one"), bad, entry("two")):
        away.ledger.record(made)
    assert away.ledger.flush()
    assert away.words() == ["one", "two"]
    aside = tmp_path / "spool" / "refused.json-lines"
    assert json.loads(aside.read_text())[1]["entry"] == bad.entry
    assert aside.stat().st_mode & 0o077 == 0


def test_a_line_of_no_meaning_holds_up_no_other(away: Away):
    """As of a version to come."""
    away.ledger._writer._spool.append("fortune", {"entry": "x"})
    away.ledger._writer._spool.append("turn", {"entry": "x", "at": "noon"})
    away.ledger._writer._spool.append("verdict", {"entry": "x", "helped": "perhaps"})
    away.ledger.record(entry("one"))
    assert away.ledger.flush()
    assert away.words() == ["one"]


def test_a_disk_that_takes_nothing_leaves_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Rows go to the database from there; when memory is full too, it is said."""

    def full(*_: Any) -> None:
        raise SpoolFull

    monkeypatch.setattr(Spool, "append", full)
    monkeypatch.setattr(writer, "IN_MEMORY", 3)
    away = Away(tmp_path / "ledger.db", tmp_path / "spool")
    away.ledger.flush()
    away.away = True
    assert [away.ledger.record(entry(str(n))) for n in range(5)] == [True] * 3 + [False] * 2
    away.away = False
    assert away.ledger.flush()
    assert away.words() == ["0", "1", "2"]
    away.ledger.close()


def test_no_place_for_a_spool_breaks_nothing(tmp_path: Path):
    """Rows wait in memory."""
    (tmp_path / "file").touch()
    ledger = Ledger.open(f"sqlite:///{tmp_path / 'l.db'}", tmp_path / "file", b"k" * 32)
    assert ledger.record(entry("one"))
    assert soon(lambda: len(ledger.rows()) == 1)
    ledger.close()


def test_a_child_process_has_a_spool_of_its_own(tmp_path: Path):
    """A server that forks its workers after opening the ledger loses nothing."""
    address = f"sqlite:///{tmp_path / 'ledger.db'}"
    ledger = Ledger.open(address, tmp_path / "spool", b"k" * 32)
    ledger.record(entry("parent"))
    assert ledger.flush()
    child = os.fork()
    if not child:
        ledger.record(entry("child"))
        ledger.close()
        os._exit(0)
    os.waitpid(child, 0)
    assert {row["words"] for row in ledger.rows()} == {"parent", "child"}
    ledger.close()


def test_texts_are_made_to_fit_their_columns(away: Away):
    """PostgreSQL refuses what is too long, and a NUL."""
    away.ledger.record(entry("a\x00b\ud800", channel="c" * 50, outcode="LS1 4AP"))
    assert away.ledger.flush()
    (row,) = away.ledger.rows()
    assert (row["words"], len(row["channel"]), row["outcode"]) == ("ab?", 32, "LS1 ")
