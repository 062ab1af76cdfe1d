"""No page, file, report, digest or export of the console holds planted personal data."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import console_world
import figures_world as ledger
import pytest
from channel_visitor import Server
from console_world import PASSWORD, make_review_app
from staff_world import Colleague

from bot.channel.review.digest import digest
from bot.channel.review.report import report, standalone
from bot.figures import open_demand
from bot.figures.registry import FIGURES
from bot.ledger.entry import Entry
from bot.ledger.figures import Filters
from bot.ledger.schema import turns
from bot.memory import Memory
from bot.model import Owner
from bot.reply import Reply
from bot.said import Said
from tests import clusters_world

CAMBRIDGE = "E07000008"
AT = datetime(2026, 10, 6, 10)
MEMORY = Memory(place={"authorities": [CAMBRIDGE], "outcode": "CB1"})
OWNER = Owner(CAMBRIDGE, "Cambridge City Council", "district")


def planted() -> list[dict[str, str]]:
    """Messages with the personal data in each."""
    path = Path(__file__).parent / "data" / "planted.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> clusters_world.World:
    """Every planted message six times, as an answer and as what was not understood, grouped."""
    made = clusters_world.World(tmp_path_factory.mktemp("privacy"))
    rows = []
    for number, row in enumerate(planted() * 6):
        bad = number % 2
        reply = Reply("gap_not_understood" if bad else "answered", ("x",),
                      need=None if bad else "missed-bin", owner=None if bad else OWNER)  # fmt: skip
        entry = Entry.of(reply, Said(row["text"], "need"), MEMORY, f"{number}", "signpost", 0.1)
        values = {**vars(entry), "at": AT + timedelta(seconds=number), "number": 1}
        values["conversation"] = f"{number:032x}"
        rows.append(values)
    ledger.add(made.engine, turns, rows)
    made.night()
    return made


@pytest.fixture(scope="module")
def server(world: clusters_world.World) -> Iterator[Server]:
    """The console over it."""
    found = Server(make_review_app(world.engine))
    yield found
    found.stop()


def survivors(text: str) -> list[str]:
    """Planted data in a text, as words of their own: Gwent Police is not Gwen."""
    low = text.lower()
    secrets = {one.lower() for row in planted() for one in row["secrets"].split("|") if one}
    likely = [one for one in secrets if one in low and len(one) > 3]
    return [one for one in likely if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", low)]


def test_there_are_enough_messages_and_their_words_are_shown(server: Server):
    """Otherwise the tests below would say nothing."""
    assert len(planted()) >= 300
    rob = Colleague(server)
    rob.sign_in("rob", PASSWORD)
    page = rob.get("/review/need/missed-bin")
    assert page.html.split('class="words-said"')[1].count("<li>") >= 5


def test_no_page_and_no_file_holds_any(server: Server, world: clusters_world.World):
    """Of figures, needs, groups of words and their lessons, and of reports."""
    rob = Colleague(server)
    rob.sign_in("rob", PASSWORD)
    groups = [one.id for one in world.review.clusters(at_least=5, limit=30)]
    assert groups
    paths = ["/review", "/review/unmet", "/review/areas", "/review/measures", "/review/clusters",
             "/review/clusters.csv", "/review/clusters.json", "/review/need/missed-bin",
             f"/review/report?owner={CAMBRIDGE}&month=2026-10"]  # fmt: skip
    paths += [f"/review/data/{name}.{kind}" for name in FIGURES for kind in ("csv", "json")]
    paths += [f"/review/clusters/{one}{end}" for one in groups for end in ("", "/teach")]
    found: dict[str, Any] = {}
    for path in paths:
        response = rob.send("GET", path)
        assert response.status_code == 200, path
        if left := survivors(response.text):
            found[path] = left
    assert found == {}


def test_no_report_digest_or_export_holds_any(server: Server):
    """As files."""
    reading = server.app.ctx.reading
    text = standalone(report(reading, CAMBRIDGE, "2026-10", Path("none")))
    text += digest(reading, "s@x.example", ["a@x.example"]).as_string()
    text += open_demand.to_csv(
        reading.world, Filters(AT.date(), console_world.NOW.date())
    )  # fmt: skip
    assert survivors(text) == []
