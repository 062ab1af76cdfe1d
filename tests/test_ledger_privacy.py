"""None of 359 planted messages leaves personal data anywhere behind the door: not in the spool, the
ledger, the events, copies, or the review console and its downloads.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from channel_visitor import Server
from console_world import PASSWORD, make_review_app
from ledger_rows import entry
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from staff_world import Colleague

from bot.channel.review.console import FIGURES
from bot.database import open_engine
from bot.figures.download import table
from bot.ledger import Entry, Ledger
from bot.ledger.events import teller
from bot.ledger.figures import Filters
from bot.ledger.figures_words import phrases
from bot.ledger.snapshot import snapshot
from bot.memory import Memory
from bot.reply import Reply
from bot.said import Said
from bot.webhook.queue import Queue

NOW = datetime(2026, 11, 26, 9)
#: A month that is over, so that the console counts it.
AT = datetime(2026, 10, 20, 10)


def planted() -> list[dict[str, str]]:
    """Messages, and what must not be kept of each."""
    path = Path(__file__).parent / "data" / "planted.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


MESSAGES = planted()


def entries(number: int, message: str) -> Iterator[Entry]:
    """The turns of a conversation that says it: as its own words and as those behind a place."""
    reply = Reply("gap_no_provider", ("x",), need="meals-at-home")
    before = Memory(words=message, need="meals-at-home", number=2)
    place = Memory(need="meals-at-home", number=1)
    for turn, (said, memory) in enumerate(
        ((Said(message, "need"), place), (Said("Leeds", "give_place"), before))
    ):
        made = Entry.of(reply, said, memory, f"conversation {number}", "rest", 0.1)
        # An id at random would hold a number that was planted, once in some hundred times.
        named = {"entry": f"{2 * number + turn:032x}", "at": AT + timedelta(minutes=number)}
        yield entry(**{**vars(made), **named})


def survivors(kept: str) -> list[str]:
    """What was planted and is there; two or three characters occur by chance."""
    kept = kept.lower()
    secrets = {s for row in MESSAGES for s in row["secrets"].split("|") if len(s) > 4}
    return sorted(secret for secret in secrets if secret.lower() in kept)


def shown_survivors(kept: str) -> list[str]:
    """The same as words of their own: pages hold keys and nonces, where letters fall by chance."""
    return [
        secret
        for secret in survivors(kept)
        if re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", kept, re.I)
    ]


class World:
    """All places where something of the messages may be kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.events: list[Any] = []
        self.away = True
        self.engine = open_engine(f"sqlite:///{folder / 'ledger.db'}")
        event.listen(self.engine, "do_connect", self._connect)
        told = teller(lambda kind, data, identity: not self.events.append(data))
        self.ledger = Ledger(self.engine, b"key", folder / "spool", told)
        for number, row in enumerate(MESSAGES):
            for made in entries(number, row["text"]):
                assert self.ledger.record(made)
        self.spooled = self.read("spool/*")
        self.away = False
        assert self.ledger.flush()
        # Before the console adds tables: side by side in a file, "no_provider" and "ek" are Derek.
        self.written = self.read("ledger.db*")

    def _connect(self, *_: Any) -> None:
        if self.away:
            raise OperationalError("connect", {}, Exception("away"))

    def read(self, pattern: str) -> str:
        """What files hold, as text."""
        paths = sorted(self.folder.glob(pattern))
        assert paths
        return "\n".join(path.read_bytes().decode("utf-8", "replace") for path in paths)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Every message said, twice over."""
    made = World(tmp_path_factory.mktemp("privacy"))
    yield made
    made.ledger.close()


def test_the_set_is_large_and_the_search_finds_what_is_there():
    """At least 300 messages; a message as it was typed does not pass."""
    assert len(MESSAGES) >= 300
    assert survivors(MESSAGES[0]["text"])
    assert shown_survivors(MESSAGES[0]["text"])


def test_the_spool_holds_none(world: World):
    """While the database is away."""
    assert world.spooled.count("\n") >= 2 * len(MESSAGES)
    assert survivors(world.spooled) == []


def test_the_ledger_holds_none(world: World):
    """Every turn is there; neither its words nor those behind it."""
    assert len(world.ledger.rows()) == 2 * len(MESSAGES)
    assert survivors(world.written) == []


def test_the_events_hold_none(world: World, tmp_path: Path):
    """Neither as they are sent nor as they wait."""
    told = json.dumps(world.events, ensure_ascii=False)
    assert told.count('"entry"') == 2 * len(MESSAGES)
    assert survivors(told) == []
    Queue(tmp_path, [b"k" * 32]).put("identity", told.encode())
    (waiting,) = tmp_path.glob("*.event")
    assert b"meals-at-home" not in waiting.read_bytes()


def test_the_copy_holds_none(world: World, tmp_path: Path):
    """With the unmet needs in it."""
    counts = snapshot(world.engine, tmp_path / "copy.db", NOW)
    assert counts["unmet"] == 2 * len(MESSAGES)
    kept = (tmp_path / "copy.db").read_bytes().decode("utf-8", "replace")
    assert survivors(kept) == []


def test_the_console_and_its_downloads_show_none(world: World):
    """Every page, every figure as CSV and JSON, and all the phrases that could be examples."""
    app = make_review_app(world.engine, NOW)
    server = Server(app)
    try:
        rob = Colleague(server)
        rob.sign_in("rob", PASSWORD)
        addresses = ["/review", "/review/unmet", "/review/areas", "/review/measures"]
        addresses.append("/review/need/meals-at-home?period=2026-10")
        addresses += [
            f"/review/data/{figure}.{kind}" for figure in FIGURES for kind in ("csv", "json")
        ]
        shown = []
        for address in addresses:
            page = rob.get(address)
            assert page.status == 200, address
            shown.append(page.html)
        found = phrases(app.ctx.reading.world.source, Filters(AT.date(), NOW.date()))
    finally:
        server.stop()
    # Many are alike once names and numbers are out of them.
    assert len(found) > 100
    assert shown_survivors("\n".join(shown)) == []
    assert survivors(table(["phrase", "conversations"], found)) == []
