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


def read_all(engine, by_area: bool, quarters: bool = False, filters=OCTOBER) -> dict[str, str]:
    """Requests by area and need and outcome of a file."""
    world = World(ledger.source(engine), NAMES)
    text = open_demand.to_csv(world, filters, by_area, quarters)
    found = csv.DictReader(io.StringIO(text))
    return {
        f"{row['area_code']} {row['need_id']} {row['outcome']}": row["requests"] for row in found
    }


def test_all_areas_less_the_areas_that_are_shown_tell_nothing():
    """Where one area alone is hidden, so is the number of all areas together."""
    engine = ledger.engine()
    NAMES.catalogue.needs["missed-bin"].lgsl = 524
    for outcome in ("answered", "gap_no_provider", "gap_no_route"):
        ledger.conversation(engine, outcome, times=40, area="E07")
        ledger.conversation(engine, outcome, times=30, area="E10")
    ledger.conversation(engine, "answered", times=3, area="E08")
    ledger.conversation(engine, "gap_no_provider", times=6, area="E08")
    areas, everywhere = read_all(engine, True), read_all(engine, False)
    assert areas["E07 missed-bin answered"] == "40"
    assert areas["E08 missed-bin answered"] == "[c]"
    assert everywhere[" missed-bin answered"] == "[c]"
    assert everywhere[" missed-bin no_provider"] == "[c]"
    engine = ledger.engine()
    for area in ("E07", "E08", "E10"):
        ledger.conversation(engine, "answered", times=3, area=area)
    assert read_all(engine, False) == {" missed-bin answered": "9"}


def test_quarters_show_what_months_hide():
    """Three months of three are one of nine; quarters that are not over are left out."""
    engine = ledger.engine()
    NAMES.catalogue.needs["missed-bin"].lgsl = 524
    for month in (7, 8, 9, 10):
        ledger.conversation(engine, "answered", times=3, at=datetime(2026, month, 5), area="E07")
    filters = OCTOBER.but(since=OCTOBER.since.replace(month=7))
    assert set(read_all(engine, True, filters=filters).values()) == {"[c]"}
    assert read_all(engine, True, True, filters) == {"E07 missed-bin answered": "9"}
    text = open_demand.to_csv(World(ledger.source(engine), NAMES), filters, True, True)
    assert text.startswith("quarter,area_code")
    assert "2026-Q3" in text
    told = json.loads(open_demand.metadata("demand.csv", "Borsetshire County Council", True))
    assert told["tableSchema"]["columns"][0]["name"] == "quarter"


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
