"""What the server deletes by itself while it runs: it goes on whatever happens."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import serve
from bot.channel.replies import failed
from bot.channel.transcripts_sqlite import SqliteTranscripts
from bot.handover.callbacks import Callbacks
from bot.handover.request import Request
from bot.settings import Settings, load

ASKED = Request("Jo Bloggs", "07700 900123", "any", "", None, None)


def until(true: Callable[[], bool], work: Coroutine[Any, Any, None]) -> None:
    """Lets the work run until something is true; it must not have ended by itself."""

    async def both() -> None:
        running = asyncio.ensure_future(work)
        end = time.monotonic() + 120
        while not true() and not running.done() and time.monotonic() < end:
            await asyncio.sleep(0.005)
        assert not running.done(), running
        running.cancel()

    asyncio.run(both())
    assert true()


def test_old_call_backs_are_deleted_at_the_start_and_again(tmp_path: Path) -> None:
    """Newer ones stay; what grows old while it runs goes at another time."""
    store = Callbacks.open(f"sqlite:///{tmp_path / 'c.db'}", tmp_path / "c.key", 14)
    long_ago = datetime.utcnow() - timedelta(days=15)
    store.add(ASKED, "new")
    store.add(ASKED, "old", long_ago)
    until(lambda: store.purge(dry_run=True) == 0, serve.forget(store, 3600.0))
    assert len(store.waiting()) == 1

    gone: list[int] = []

    class Growing:
        """Another request grows old after each purge."""

        def purge(self) -> None:
            gone.append(store.purge())
            store.add(ASKED, f"older {len(gone)}", long_ago)

    until(lambda: len(gone) > 2, serve.forget(Growing(), 0.01))
    assert gone[:3] == [0, 1, 1]
    assert store.find("new") is not None


def test_a_store_that_fails_is_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    """The log tells the kind of fault and nothing of the request."""
    tries = []

    class Broken:
        def purge(self) -> None:
            tries.append(1)
            raise RuntimeError("07700 900123")

    until(lambda: len(tries) > 2, serve.forget(Broken(), 0.01))
    assert "Old call-backs could not be deleted: RuntimeError." in caplog.text
    assert "900123" not in caplog.text


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Stores of their own, looked at every hundredth of a second."""
    monkeypatch.setattr(serve, "CLEARING", 0.01)
    return load({
        "SIGNPOST_CONVERSATIONS": str(tmp_path / "conversations.db"),
        "SIGNPOST_TRANSCRIPTS": str(tmp_path / "transcripts.db"),
        "SIGNPOST_COUNCIL_NAME": "Borsetshire County Council",
    })  # fmt: skip


def talk(settings: Settings, sender: str, ago: float) -> None:
    """A conversation in Rasa's store and on the page, last used so many seconds ago."""
    with sqlite3.connect(settings.conversations) as database:
        database.execute("create table if not exists events (sender_id text, timestamp real)")
        database.execute("insert into events values (?, ?)", [sender, time.time() - ago])
    kept = SqliteTranscripts(settings.transcripts, 3600, 10, clock=lambda: time.time() - ago)
    kept.add(sender, "key", "said", failed("sorry", {"name": "us", "url": None, "phone": None}))
    kept.close()


def shown(settings: Settings) -> list[str]:
    """Whose transcripts there are."""
    with sqlite3.connect(settings.transcripts) as database:
        return [sender for (sender,) in database.execute("select id from conversation order by 1")]


def kept(settings: Settings) -> list[str]:
    """Whose conversations Rasa remembers."""
    with sqlite3.connect(settings.conversations) as database:
        return [sender for (sender,) in database.execute("select sender_id from events order by 1")]


def test_conversations_that_have_ended_are_deleted_while_it_runs(settings: Settings) -> None:
    """From Rasa's store and from the page's; those in use stay. An hour is what the page says."""
    talk(settings, "ended", 3700)
    talk(settings, "lives", 1800)
    until(
        lambda: kept(settings) == ["lives"] and shown(settings) == ["lives"],
        serve.clear_conversations(settings, None),
    )


def test_one_store_that_cannot_be_used_does_not_keep_the_other(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """A conversations file that is none: told in the log; transcripts go all the same."""
    talk(settings, "ended", 3700)
    settings.conversations.write_bytes(b"this is no database, but long enough to be read" * 50)
    until(lambda: shown(settings) == [], serve.clear_conversations(settings, None))
    assert "Old conversations could not be deleted: DatabaseError." in caplog.text
    assert settings.conversations.exists()
