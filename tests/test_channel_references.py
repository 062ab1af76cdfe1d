"""Codes for advisers: how they look, what they find, how long, and that nobody guesses them."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_channel_transcripts import REPLY, Clock

from bot.channel.references import ALPHABET, LENGTH, References
from bot.channel.transcripts import MemoryTranscripts, Transcripts
from bot.channel.transcripts_sqlite import SqliteTranscripts


@pytest.fixture
def clock() -> Clock:
    """A clock to move."""
    return Clock()


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, clock: Clock, tmp_path: Path) -> Iterator[Transcripts]:
    """Two conversations, in a store that keeps them for two hours."""
    found = (
        MemoryTranscripts(7200, 9, 100, clock)
        if request.param == "memory"
        else SqliteTranscripts(tmp_path / "transcripts.db", 7200, 9, clock)
    )
    found.add("one", "key-0001", "my bin", REPLY)
    found.add("two", "key-0002", "a pothole", REPLY)
    yield found
    if isinstance(found, SqliteTranscripts):
        found.close()


@pytest.fixture
def references(store: Transcripts, clock: Clock) -> References:
    """Codes that hold for an hour."""
    return References("secret", store, 60, clock)


def test_there_are_too_many_codes_to_guess():
    """244 million of six characters, none of which is mistaken for another."""
    assert len(ALPHABET) ** LENGTH == 244_140_625
    assert len(set(ALPHABET)) == len(ALPHABET)
    assert not set(ALPHABET) & set("AEIOU01LBSZ")


def test_a_code_finds_its_conversation_and_no_other(references: References):
    """Two have two codes of the form that is read out."""
    one, two = references.of("one"), references.of("two")
    assert one != two
    assert all(re.fullmatch(rf"[{ALPHABET}]{{3}}-[{ALPHABET}]{{3}}", code) for code in (one, two))
    found = references.find(one)
    assert found[0] == "one"
    assert [turn.said for turn in found[1]] == ["my bin"]
    assert references.find(two)[0] == "two"


@pytest.mark.parametrize(
    "write",
    [
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: f" {code[:3]} {code[4:]} ",
        lambda code: code.replace("-", "–").replace("8", "B").replace("5", "s"),
    ],
)
def test_a_code_is_read_however_it_is_written(references: References, write):
    """Small letters, spaces, no dash, and letters that look like its digits."""
    assert references.find(write(references.of("one")))[0] == "one"


def test_the_same_code_is_shown_while_it_is_good(references: References, clock: Clock):
    """Each showing makes it good for another hour, so that a caller in a queue keeps it."""
    code = references.of("one")
    clock.now += 3000
    assert references.of("one") == code
    clock.now += 3000
    assert references.find(code)[0] == "one"


def test_a_code_that_is_over_finds_nothing_and_another_is_given(
    references: References, store: Transcripts, clock: Clock
):
    """The conversation itself may live on."""
    code = references.of("one")
    clock.now += 3601
    assert store.get("one") is not None
    assert references.find(code) is None
    assert references.of("one") != code
    assert references.find(code) is None


def test_a_code_ends_with_its_conversation(references: References, store: Transcripts):
    """Started again, or cleared."""
    code = references.of("one")
    store.end("one")
    assert references.find(code) is None
    assert references.of("one") is None


def test_opening_a_conversation_does_not_prolong_it(
    references: References, store: Transcripts, clock: Clock
):
    """Only the citizen keeps it alive."""
    code = references.of("one")
    for _ in range(3):
        clock.now += 1100
        references.find(code)
    clock.now += 4000
    assert store.get("one") is None


@pytest.mark.parametrize(
    "typed", ["", "---", "K7P-3QX", "' OR 1=1 --", "%", "*" * 5000, "\x00", "é", "🙂"]
)
def test_what_is_no_code_finds_nothing(references: References, typed: str):
    """Whatever is typed."""
    references.of("one")
    assert references.find(typed) is None


def test_without_a_conversation_there_is_no_code(references: References):
    """A code never starts one."""
    assert references.of("none") is None


def test_two_conversations_never_share_a_code(
    references: References, monkeypatch: pytest.MonkeyPatch
):
    """When they meet in one, the later gets another."""
    codes = iter(["AAAAAA", "AAAAAA", "CCCCCC"])
    monkeypatch.setattr(References, "_code", lambda *_: next(codes))
    assert references.of("one") == "AAA-AAA"
    assert references.of("two") == "CCC-CCC"
    assert references.find("AAAAAA")[0] == "one"


def test_the_file_gives_no_code_away(tmp_path: Path, clock: Clock):
    """It holds a hash that only who has the secret can count through."""
    store = SqliteTranscripts(tmp_path / "t.db", 3600, 9, clock)
    store.start("one")
    code = References("secret", store, 60, clock).of("one").replace("-", "")
    store.close()
    with sqlite3.connect(tmp_path / "t.db") as connection:
        (salt, kept) = connection.execute("SELECT salt, code FROM reference").fetchone()
    assert code not in kept + salt
    other = SqliteTranscripts(tmp_path / "t.db", 3600, 9, clock)
    assert References("another secret", other, 60, clock).find(code) is None
    assert References("secret", other, 60, clock).find(code)[0] == "one"
    other.close()
