"""Open data of demand: its columns, what it hides, and its description."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from pathlib import Path

import figures_world as ledger
from test_figures import NAMES, OCTOBER

from bot.figures import open_demand
from bot.figures.counts import World

DOCS = Path(__file__).parents[1] / "docs" / "open-demand.md"


def rows(engine) -> list[dict[str, str]]:
    """The file, read."""
    text = open_demand.to_csv(World(ledger.source(engine), NAMES), OCTOBER)
    return list(csv.DictReader(io.StringIO(text)))


def test_requests_by_month_area_need_and_outcome():
    """With names and the number of the service list."""
    engine = ledger.engine()
    NAMES.catalogue.needs["missed-bin"].lgsl = 524
    ledger.conversation(engine, "answered", times=12, area="E07")
    ledger.conversation(engine, "gap_no_provider", times=7, area="E07")
    ledger.conversation(engine, "answered", times=9, at=datetime(2026, 11, 1), area="E07")
    assert rows(engine) == [
        {
            "month": "2026-10", "area_code": "E07", "area_name": "Felpersham City Council",
            "need_id": "missed-bin", "need_name": "Missed bin", "lgsl_id": "524",
            "outcome": outcome, "requests": count,
        }
        for outcome, count in (("answered", "12"), ("no_provider", "7"))
    ]  # fmt: skip


def test_small_numbers_and_what_gives_them_away_are_hidden():
    """Three unmet and 40 met, with nothing else in the area: neither is published."""
    engine = ledger.engine()
    NAMES.catalogue.needs["missed-bin"].lgsl = 524
    ledger.conversation(engine, "answered", times=40, area="E07")
    ledger.conversation(engine, "gap_no_provider", times=3, area="E07")
    assert [row["requests"] for row in rows(engine)] == ["[c]", "[c]"]


def test_no_words_are_published():
    """Not even those of many people."""
    engine = ledger.engine()
    NAMES.catalogue.needs["missed-bin"].lgsl = 524
    ledger.conversation(engine, "answered", times=12, words="blue badge for Blodwen")
    assert "Blodwen" not in str(rows(engine))


def test_every_column_is_described_in_the_docs_and_in_the_metadata():
    """In the same order, with every outcome."""
    text = DOCS.read_text(encoding="utf-8")
    places = [text.index(f"`{name}`") for name in open_demand.COLUMNS]
    assert places == sorted(places)
    assert all(f"`{outcome}`" in text for outcome in open_demand.OUTCOMES)
    found = json.loads(open_demand.metadata("demand.csv", "Borsetshire County Council"))
    columns = found["tableSchema"]["columns"]
    assert [column["name"] for column in columns] == list(open_demand.COLUMNS)
    assert all(column["dc:description"] for column in columns)
