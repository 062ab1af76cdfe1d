"""What enters the ledger is told of, as docs/events.md says."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from ledger_rows import entry
from test_webhook import KEY, Receiver

from bot.ledger import Call, Ledger
from bot.ledger.events import MOST, teller
from bot.ledger.schema import TABLES
from bot.webhook import Webhook, verify

DOCUMENT = (Path(__file__).parents[1] / "docs" / "events.md").read_text(encoding="utf-8")


class Posts:
    """Takes events, and fails when told to."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, list[dict[str, Any]], str]] = []
        self.broken = False

    def __call__(self, kind: str, data: dict[str, Any], identity: str) -> bool:
        """As Webhook.post."""
        if self.broken:
            raise RuntimeError
        self.seen.append((kind, data["entries"], identity))
        return True


@pytest.fixture
def posts() -> Posts:
    """Nothing posted yet."""
    return Posts()


def opened(folder: Path, posts: Any) -> Ledger:
    """A ledger that tells of what enters it."""
    return Ledger.open(f"sqlite:///{folder / 'l.db'}", folder / "spool", b"k" * 32, teller(posts))


def test_each_entry_is_told_of_once_it_is_in_the_database(tmp_path: Path, posts: Posts):
    """Turns, verdicts and calls, each with all its columns."""
    ledger = opened(tmp_path, posts)
    made = entry("bins")
    ledger.record(made)
    ledger.verdict("one", 1, True)
    ledger.call(Call("one", "answered"))
    ledger.close()
    told = {kind: entries for kind, entries, _ in posts.seen}
    assert set(told) == {"ledger.turns", "ledger.verdicts", "ledger.calls"}
    (turn,) = told["ledger.turns"]
    assert (turn["entry"], turn["at"]) == (made.entry, f"{made.at.isoformat()}Z")
    for name, table in TABLES.items():
        assert set(told[f"ledger.{name}s"][0]) == set(table.columns.keys()) - {"id"}
        json.dumps(told[f"ledger.{name}s"])


def test_many_rows_go_in_batches(posts: Posts):
    """Each event has an id that its rows decide, so that a copy is known."""
    rows = [{"entry": str(number)} for number in range(MOST + 1)]
    teller(posts)("turn", rows)
    teller(posts)("turn", rows)
    assert [len(entries) for _, entries, _ in posts.seen] == [MOST, 1, MOST, 1]
    ids = [identity for _, _, identity in posts.seen]
    assert ids[:2] == ids[2:]
    assert len(set(ids)) == 2


def test_a_listener_that_fails_holds_up_nothing(tmp_path: Path, posts: Posts):
    """The row is in the database all the same."""
    posts.broken = True
    ledger = opened(tmp_path, posts)
    ledger.record(entry())
    ledger.close()
    assert len(ledger.rows()) == 1


def test_events_arrive_signed(tmp_path: Path):
    """At a real receiver, from the ledger's own thread."""
    receiver = Receiver()
    webhook = Webhook(receiver.url, [KEY], tmp_path / "queue")
    ledger = opened(tmp_path, webhook.post)
    for number in range(3):
        ledger.record(entry(f"turn {number}"))
    ledger.close()
    until = time.monotonic() + 60
    while len(words := _words(receiver)) < 3 and time.monotonic() < until:
        time.sleep(0.05)
    webhook.stop()
    assert words == ["turn 0", "turn 1", "turn 2"]
    receiver.server.shutdown()
    receiver.server.server_close()


def _words(receiver: Receiver) -> list[str]:
    """What has arrived; each event's signature holds."""
    words = []
    for headers, body in list(receiver.seen):
        assert verify([KEY], headers, body)
        words += [row["words"] for row in json.loads(body)["data"]["entries"]]
    return words


@pytest.mark.parametrize("name", list(TABLES))
def test_the_document_lists_the_columns(name: str):
    """All of them and no others; the example of a turn has them too."""
    (line,) = re.findall(rf"^\| `ledger\.{name}s` \| (.+) \|$", DOCUMENT, re.M)
    columns = set(TABLES[name].columns.keys()) - {"id"}
    assert set(re.findall(r"`(\w+)`", re.sub(r"\(.*?\)", "", line))) == columns
    if name == "turn":
        example = json.loads(re.findall(r"```json\n(.+?)```", DOCUMENT, re.S)[0])
        assert set(example["data"]["entries"][0]) == columns
