"""What has been kept for long enough is deleted, and nothing else."""

from __future__ import annotations

import os
import sqlite3
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from ledger_rows import entry

from bot.channel.replies import failed
from bot.channel.transcripts_sqlite import SqliteTranscripts
from bot.commands.purge import command
from bot.handover.callbacks import Callbacks
from bot.handover.request import Request
from bot.ledger import Call, Ledger
from bot.ledger.entry import now
from bot.ledger.schema import calls, verdicts
from bot.old_conversations import delete_idle
from bot.served import roll_back, switch


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where everything is kept, by the settings."""
    monkeypatch.setenv("SIGNPOST_LEDGER", f"sqlite:///{tmp_path / 'ledger.db'}")
    for name in ("ledger_spool", "transcripts", "conversations", "models"):
        monkeypatch.setenv(f"SIGNPOST_{name.upper()}", str(tmp_path / name))
    return tmp_path


@pytest.fixture
def ledger(folder: Path) -> Ledger:
    """Two turns, verdicts and calls: one of each 401 days old, one 399."""
    made = Ledger.open(f"sqlite:///{folder / 'ledger.db'}", key=b"k" * 32)
    for days, words in ((401, "very old secret"), (399, "not yet")):
        at = now() - timedelta(days=days)
        made.record(entry(words, at=at))
        made.call(Call("one", "answered", at=at))
        made.fill(
            verdicts, [{"entry": words, "at": at, "conversation": "c", "turn": 1, "helped": 1}]
        )
    return made


def run(*arguments: str) -> Result:
    """What the command says."""
    return CliRunner().invoke(command, list(arguments), catch_exceptions=False)


def test_entries_older_than_the_setting_go(ledger: Ledger, folder: Path):
    """From all three tables, and from the disk."""
    said = run().output
    assert "ledger, turns: 1\nledger, verdicts: 1\nledger, calls: 1\n" in said
    assert [row["words"] for row in ledger.rows()] == ["not yet"]
    assert len(ledger.rows(verdicts)) == len(ledger.rows(calls)) == 1
    kept = b"".join(path.read_bytes() for path in folder.glob("ledger.db*"))
    assert b"very old secret" not in kept
    assert b"not yet" in kept


def test_a_dry_run_only_counts(ledger: Ledger):
    """The same numbers, and everything stays."""
    said = run("--dry-run").output
    assert "ledger, turns: 1\n" in said
    assert said.endswith("Nothing was deleted: this was a dry run.\n")
    assert len(ledger.rows()) == 2


def test_many_rows_go_in_several_transactions(ledger: Ledger, monkeypatch: pytest.MonkeyPatch):
    """So that a turn being written waits for little."""
    monkeypatch.setattr("bot.ledger.purge.BATCH", 3)
    for number in range(7):
        ledger.record(entry(str(number), at=now() - timedelta(days=500)))
    assert "ledger, turns: 8\n" in run().output
    assert len(ledger.rows()) == 1


def test_rows_set_aside_go_when_they_are_old(folder: Path):
    """They hold words as well."""
    (folder / "ledger_spool").mkdir()
    aside = folder / "ledger_spool" / "refused.json-lines"
    aside.write_text("[]\n[]\n")
    assert "rows set aside: 0\n" in run().output
    old = time.time() - 401 * 86400
    os.utime(aside, (old, old))
    assert "rows set aside: 2\n" in run("--dry-run").output
    assert aside.exists()
    assert "rows set aside: 2\n" in run().output
    assert not aside.exists()


def test_transcripts_that_have_expired_go(folder: Path):
    """And only those."""
    old = SqliteTranscripts(folder / "transcripts", 3600, 10, clock=lambda: time.time() - 7200)
    reply = failed("sorry", {"name": "us", "url": None, "phone": None})
    old.add("old", "key", "said long ago", reply)
    SqliteTranscripts(folder / "transcripts", 1e6, 10).add("new", "key", "said just now", reply)
    assert "transcripts: 1\n" in run("--dry-run").output
    assert "transcripts: 1\n" in run().output
    with sqlite3.connect(folder / "transcripts") as database:
        assert database.execute("select id from conversation").fetchall() == [("new",)]


def test_conversations_that_have_ended_go(folder: Path):
    """Whole: one that goes on keeps all its events, from the first."""
    path = folder / "conversations"
    with sqlite3.connect(path) as database:
        database.execute("create table events (id integer, sender_id text, timestamp real, data)")
        events = [("ended", 7200, "an old secret"), ("lives", 7200, "first"), ("lives", 5, "last")]
        for sender, ago, data in events:
            row = [sender, time.time() - ago, data]
            database.execute("insert into events (sender_id, timestamp, data) values (?,?,?)", row)
    assert "conversations: 1\n" in run("--dry-run").output
    assert "conversations: 1\n" in run().output
    with sqlite3.connect(path) as database:
        rows = database.execute("select sender_id, data from events").fetchall()
    assert rows == [("lives", "first"), ("lives", "last")]
    assert b"an old secret" not in path.read_bytes()


def test_without_conversations_there_is_nothing_to_do(folder: Path):
    """No file, or one that Rasa has not filled yet."""
    assert delete_idle(folder / "none", 60) == 0
    sqlite3.connect(folder / "empty").execute("create table other (id)")
    assert delete_idle(folder / "empty", 60) == 0


def test_call_backs_go_after_their_days(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """Counted first; nobody's key is made where nobody asked for a call."""
    for name, value in (("", f"sqlite:///{folder / 'c.db'}"), ("_KEY", str(folder / "c.key"))):
        monkeypatch.setenv(f"SIGNPOST_CALLBACK{name or 'S'}", value)
    monkeypatch.setenv("SIGNPOST_CALLBACK_DAYS", "3")
    assert "call-back" not in run().output
    assert not (folder / "c.key").exists()
    store = Callbacks.open(f"sqlite:///{folder / 'c.db'}", folder / "c.key", 3)
    asked = Request("Jo Bloggs", "07700 900123", "any", "", None, None)
    store.add(asked, "old", datetime.utcnow() - timedelta(days=4))
    store.add(asked, "new", datetime.utcnow() - timedelta(days=2))
    assert "call-back requests: 1\n" in run("--dry-run").output
    assert "call-back requests: 1\n" in run().output
    assert "call-back requests: 0\n" in run().output
    assert store.find("new") is not None


def test_models_go_only_when_asked(folder: Path):
    """The newest so many stay; fewer than two would leave no way back."""
    (folder / "models").mkdir()
    for age, name in enumerate(("newest", "newer", "old", "oldest")):
        path = folder / "models" / f"{name}.tar.gz"
        path.touch()
        os.utime(path, (time.time() - age, time.time() - age))
    assert "models" not in run().output
    assert "models: 2\n" in run("--models", "2", "--dry-run").output
    assert "models: 2\n" in run("--models", "2").output
    left = {path.name for path in (folder / "models").iterdir()}
    assert left == {"newest.tar.gz", "newer.tar.gz"}
    assert run("--models", "1").exit_code == 2


def test_after_a_rollback_the_served_model_and_the_way_back_stay(folder: Path):
    """However old they are: the pointer decides, not the age."""
    models = folder / "models"
    models.mkdir()
    for age, name in enumerate(("newest", "newer", "old", "older", "oldest")):
        path = models / f"{name}.tar.gz"
        path.touch()
        os.utime(path, (time.time() - age, time.time() - age))
    for name in ("older", "oldest", "newest"):
        switch(models, models / f"{name}.tar.gz")
    assert roll_back(models).name == "oldest.tar.gz"
    assert "models: 1\n" in run("--models", "2").output
    left = {path.name.removesuffix(".tar.gz") for path in models.glob("*.tar.gz")}
    assert left == {"newest", "newer", "older", "oldest"}


def test_a_ledger_that_is_away_is_told_in_a_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    """Exit 2, nothing deleted."""
    from bot.__main__ import run as run_main

    monkeypatch.setenv("SIGNPOST_LEDGER", f"postgresql://x@/x?host={folder}")
    monkeypatch.setattr("sys.argv", ["bot", "purge"])
    with pytest.raises(SystemExit) as ended:
        run_main()
    assert ended.value.code == 2
    assert "Error: The ledger could not be reached (OperationalError)" in capfd.readouterr().err
