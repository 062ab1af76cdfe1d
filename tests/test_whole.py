"""The whole thing: served in one process, spoken to over HTTP as a citizen would."""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from served import ROOT, Caller, served
from waiting import becomes

pytestmark = pytest.mark.slow

#: The ledger is written in the background: it may have no tables yet, or be in use.
_soon = partial(becomes, not_yet=(sqlite3.OperationalError,))

#: What the conversations of the README lead to: need and owner of the last reply.
README = [
    ("pothole", "North Yorkshire Council"),
    ("pothole", "Cambridgeshire County Council"),
    ("parking-fine-pay", "Leeds City Council"),
    ("passport", "HM Passport Office"),
    ("council-home-repair", "Leeds City Council"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the running assistant keeps things."""
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """A running assistant."""
    with served(folder) as address:
        yield address


def readme_conversations() -> list[list[str]]:
    """The numbered conversations of the README, each a list of messages."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return [re.findall(r"\*([^*]+)\*", line) for line in re.findall(r"^\d\. (\*.+)$", text, re.M)]


def test_the_five_conversations_of_the_readme(address: str) -> None:
    """Each ends in an answer with owner, reason and link."""
    conversations = readme_conversations()
    assert len(conversations) == len(README)
    for messages, (need, owner) in zip(conversations, README):
        caller = Caller(address)
        for message in messages:
            reply = caller.say(message)
        assert reply["outcome"] == "answered", messages
        assert (reply["need"]["id"], reply["owner"]["name"]) == (need, owner)
        assert reply["reason"]
        assert reply["service"]["url"].startswith("https://")


def test_no_thats_not_it_offers_alternatives_and_always_a_person(address: str) -> None:
    """Turned down, it asks again; every reply has a way to reach a person."""
    caller = Caller(address)
    caller.say("pothole in Leeds")
    reply = caller.say("no that's not it")
    assert reply["outcome"] in ("asked_need", "gap_not_understood")
    assert reply["contact"]["phone"] == "01234 567890"


@pytest.mark.parametrize(
    "message",
    [
        "",
        "   ",
        "x" * 10_000,
        "\u200b\u0000\u0007",
        "😀🔥🚗",
        "<script>alert(1)</script><b>bin</b>",
        "'; DROP TABLE turn; --",
        "Kiedy odbierają śmieci z mojej ulicy?",
        "HG1 1",
        "/restart",
        '/choose{"value": "pothole"}',
        "{{7*7}} ${jndi:ldap://x} %s %n",
    ],
)
def test_bad_input_gets_a_sentence(address: str, message: str) -> None:
    """Neither silence nor a trace; markup comes back as text in JSON and escaped in the page."""
    answer = Caller(address).say(message)
    if "error" in answer:
        assert len(answer["error"]["message"].split()) > 4
        return
    sentence = answer["say"][0]
    assert len(sentence.split()) > 3
    assert "Traceback" not in sentence


def test_small_talk_and_danger(address: str) -> None:
    """A greeting is returned, a robot says so, a person is offered, danger comes first."""
    caller = Caller(address)
    assert caller.say("hello")["outcome"] == "smalltalk"
    assert "computer" in caller.say("are you a robot?")["say"][0]
    assert caller.say("I want to speak to a person")["outcome"] == "person"
    alarm = caller.say("there's smoke coming under the door and i can't get out")
    assert alarm["outcome"] == "emergency"
    assert alarm["emergency"]["phone"] == "999"


def test_one_row_a_turn_and_no_personal_data_anywhere(address: str, folder: Path) -> None:
    """Ledger, conversations, transcripts and log hold none of what was planted."""
    path = Path(__file__).parent / "data" / "planted.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))[::12]
    caller = Caller(address)
    for row in rows:
        assert caller.say(row["text"])["say"]
    assert _soon(lambda: _turns(folder) == len(rows))
    kept = b"".join(_content(path) for path in folder.rglob("*"))
    survivors = [
        secret
        for row in rows
        for secret in row["secrets"].split("|")
        # Two or three characters occur by chance in any database, five in any mixture of cases.
        if len(secret) > 4
        and any(
            form.encode() in kept
            for form in (secret, secret.lower(), secret.upper(), secret.title())
        )
    ]
    assert survivors == []


def _content(path: Path) -> bytes:
    """What is in a file; nothing in a folder, or in a file that the server has just done away with
    (a database's journal, a spool that is empty).
    """
    try:
        return path.read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        return b""


def _turns(folder: Path) -> int:
    """Rows of the latest conversation: those of the tests before may still be on their way."""
    query = """select count(*) from turn
        where conversation = (select conversation from turn order by id desc limit 1)"""
    with sqlite3.connect(folder / "ledger.db") as connection:
        count: int = connection.execute(query).fetchone()[0]
    return count


def test_feedback_is_entered_with_the_conversation(address: str, folder: Path) -> None:
    """ "This helped" is a row beside the turn's."""
    caller = Caller(address)
    caller.say("pothole in Leeds")
    caller.call("POST", f"/conversations/{caller.id}/feedback", {"turn": 1, "helped": True})
    assert _soon(lambda: _judged(folder) == [("pothole", 1)])


def _judged(folder: Path) -> list[tuple[str, int]]:
    with sqlite3.connect(folder / "ledger.db") as connection:
        query = "select turn.need, verdict.helped from verdict join turn using (conversation)"
        return connection.execute(query).fetchall()
