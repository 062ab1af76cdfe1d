"""Both stores of transcripts keep the same promises."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from channel_world import HELLO

from bot.channel.replies import Reply, tidy
from bot.channel.transcripts import MemoryTranscripts, Transcripts
from bot.channel.transcripts_sqlite import SqliteTranscripts

REPLY: Reply = tidy(HELLO, "", {"name": "Council", "url": None, "phone": None})


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """What it shows."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock to move."""
    return Clock()


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, clock: Clock, tmp_path: Path) -> Iterator[Transcripts]:
    """A store of three turns a conversation and one hour."""
    if request.param == "memory":
        yield MemoryTranscripts(3600, 3, 100, clock)
        return
    found = SqliteTranscripts(tmp_path / "var" / "transcripts.db", 3600, 3, clock)
    yield found
    found.close()


def test_turns_come_back_in_order(store: Transcripts):
    """What was added is there, numbered from 1."""
    store.add("c", "key-1", "hello", REPLY)
    store.add("c", "key-2", "my bin", REPLY)
    turns = store.get("c") or []
    assert [(turn.number, turn.key, turn.said) for turn in turns] == [
        (1, "key-1", "hello"),
        (2, "key-2", "my bin"),
    ]
    assert turns[0].reply == REPLY
    assert turns[0].at == 1000.0
    assert turns[0].helped is None


def test_an_unknown_conversation_is_not_an_empty_one(store: Transcripts):
    """None means never started, or ended; an empty list means started."""
    assert store.get("c") is None
    store.start("c")
    assert store.get("c") == []
    store.start("c")
    assert store.get("c") == []


def test_conversations_are_apart(store: Transcripts):
    """One does not show another's turns."""
    store.add("a", "key", "hello", REPLY)
    store.add("b", "key", "goodbye", REPLY)
    assert [turn.said for turn in store.get("b") or []] == ["goodbye"]


def test_the_oldest_turns_go_and_numbers_are_not_used_again(store: Transcripts):
    """A long conversation keeps its last three turns."""
    for number in range(5):
        store.add("c", f"key-{number}", "hello", REPLY)
    assert [turn.number for turn in store.get("c") or []] == [3, 4, 5]


def test_a_conversation_nobody_touches_is_forgotten(store: Transcripts, clock: Clock):
    """After the set time it is as if it had never been; reading it in between counts."""
    store.add("c", "key", "hello", REPLY)
    clock.now += 3000
    assert store.get("c")
    clock.now += 3000
    assert store.get("c")
    clock.now += 3601
    assert store.mark("c", 1, True) is None
    assert store.get("c") is None
    assert not store.end("c")


def test_a_verdict_is_kept(store: Transcripts):
    """It may change; a turn that does not exist takes none."""
    store.add("c", "key", "hello", REPLY)
    for helped in (True, False):
        marked = store.mark("c", 1, helped)
        assert marked is not None
        assert marked.helped is helped
        assert (store.get("c") or [])[0].helped is helped
    assert store.mark("c", 2, True) is None
    assert store.mark("d", 1, True) is None


def test_an_ended_conversation_is_gone(store: Transcripts):
    """Ending says whether there was one."""
    store.add("c", "key", "hello", REPLY)
    assert store.end("c")
    assert store.get("c") is None
    assert not store.end("c")


def test_memory_is_bounded(clock: Clock):
    """When full, the conversation used longest ago goes."""
    store = MemoryTranscripts(3600, 3, 2, clock)
    for name in ("a", "b"):
        store.add(name, "key", "hello", REPLY)
    store.get("a")
    store.add("c", "key", "hello", REPLY)
    assert store.get("b") is None
    assert store.get("a")


@pytest.fixture
def file(tmp_path: Path) -> Callable[[], SqliteTranscripts]:
    """Opens the same file, as after a restart."""
    return lambda: SqliteTranscripts(tmp_path / "transcripts.db", 3600, 3)


def test_a_restart_loses_nothing(file: Callable[[], SqliteTranscripts]):
    """Another process finds the turns."""
    first = file()
    first.add("c", "key", "hello", REPLY)
    first.close()
    second = file()
    second.add("c", "key-2", "again", REPLY)
    assert [turn.number for turn in second.get("c") or []] == [1, 2]
    second.close()


def test_a_closed_file_opens_again(file: Callable[[], SqliteTranscripts]):
    """Closing twice is fine, and so is using it after."""
    store = file()
    store.add("c", "key", "hello", REPLY)
    store.close()
    store.close()
    assert store.get("c")
    store.close()


def test_a_file_of_another_format_is_emptied(file: Callable[[], SqliteTranscripts], tmp_path: Path):
    """An upgrade never shows replies it cannot draw."""
    store = file()
    store.add("c", "key", "hello", REPLY)
    store.close()
    with sqlite3.connect(tmp_path / "transcripts.db") as db:
        db.execute("PRAGMA user_version=999")
    db.close()
    store = file()
    assert store.get("c") is None
    store.close()


def test_a_failed_write_leaves_nothing_half_done(file: Callable[[], SqliteTranscripts]):
    """A reply that cannot be written is not there afterwards, nor is its number used."""
    store = file()
    with pytest.raises(TypeError):
        store.add("c", "key", "hello", {"outcome": object()})  # type: ignore[typeddict-item]
    assert store.get("c") is None
    assert store.add("c", "key", "hello", REPLY).number == 1
    store.close()
