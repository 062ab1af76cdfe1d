"""Figures: what is counted, what is hidden, and the files made of them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import figures_world as ledger
import pytest

from bot.figures import counts, growth, measures
from bot.figures.download import safe, table, to_csv, to_json
from bot.figures.drawn import drawn
from bot.figures.figure import HIDDEN, NONE, Column, Figure
from bot.figures.names import Names
from bot.figures.registry import FIGURES
from bot.figures.written import duration, written
from bot.ledger.figures import Filters
from bot.ledger.figures_calls import Assumptions
from bot.ledger.suppress import small
from bot.model import Authority

OCTOBER = Filters(date(2026, 10, 1), date(2026, 11, 1))
ASSUMED = Assumptions(0.5, 4.0)


def authority(gss: str, name: str, tier: str, parent: Any = None) -> Authority:
    """A council of Borsetshire."""
    return Authority(gss, name, tier, tier, parent, "England", "https://x.example")


COUNTY = authority("E10", "Borsetshire County Council", "county")
DISTRICT = authority("E07", "Felpersham City Council", "district", "E10")


class Catalogue:
    """As much of a catalogue as names need."""

    def __init__(self) -> None:
        self.authorities = {"E10": COUNTY, "E07": DISTRICT}
        self.organizations: dict[str, Any] = {}
        self.needs = {
            "missed-bin": SimpleNamespace(id="missed-bin", label="Missed bin", owner="lower"),
            "pothole": SimpleNamespace(id="pothole", label="Pothole", owner="upper"),
        }

    def children(self, gss: str) -> tuple[Authority, ...]:
        """The districts."""
        return (DISTRICT,) if gss == "E10" else ()


NAMES = Names(Catalogue())  # type: ignore[arg-type]


@pytest.fixture
def engine() -> Any:
    """An empty ledger."""
    return ledger.engine()


def world(engine: Any) -> counts.World:
    """What figures are made from."""
    return counts.World(ledger.source(engine), NAMES)


def cells(figure: Figure) -> list[tuple[Any, ...]]:
    """The rows."""
    return [tuple(row) for row in figure.rows]


def test_needs_with_the_most_unmet_come_first(engine: Any):
    """With their names, and the total in a row of its own."""
    ledger.conversation(engine, "answered", "pothole", times=40)
    ledger.conversation(engine, "gap_no_provider", "pothole", times=10)
    ledger.conversation(engine, "answered", "missed-bin", times=20)
    ledger.conversation(engine, "gap_no_route", "missed-bin", times=30)
    figure = FIGURES["by-need"](world(engine), OCTOBER, ASSUMED)
    assert cells(figure) == [
        ("Missed bin", "missed-bin", 50, 30, 0.6),
        ("Pothole", "pothole", 50, 10, 0.2),
    ]
    assert figure.total == ("All", "", 100, 40, 0.4)
    assert figure.links == (("need", "missed-bin"), ("need", "pothole"))


def test_a_small_number_takes_what_would_give_it_away_along(engine: Any):
    """Two unmet of fifty: neither they nor the rest of their row and column are shown."""
    ledger.conversation(engine, "answered", "pothole", times=48)
    ledger.conversation(engine, "gap_no_provider", "pothole", times=2)
    ledger.conversation(engine, "answered", "missed-bin", times=20)
    ledger.conversation(engine, "gap_no_route", "missed-bin", times=30)
    figure = FIGURES["by-need"](world(engine), OCTOBER, ASSUMED)
    shown = {row[1]: row[2:] for row in cells(figure)}
    assert shown["pothole"] == (50, HIDDEN, HIDDEN)
    assert shown["missed-bin"] == (50, HIDDEN, HIDDEN)
    assert figure.hides


def every_number(figure: Figure) -> Iterator[int]:
    """Every count of a figure."""
    for row in (*figure.rows, figure.total):
        for column, cell in zip(figure.columns, row):
            if column.kind == "count" and isinstance(cell, int):
                yield cell


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_no_figure_shows_a_small_number(engine: Any, name: str):
    """Of a ledger in which nearly every group is small; questions and money count no people."""
    when = [datetime(2026, 10, day) for day in (2, 9, 16)]
    for number, at in enumerate(when):
        ledger.conversation(engine, "answered", "pothole", 6, at, "E10", "E07", helped=True)
        ledger.conversation(engine, "answered", "missed-bin", 1 + number, at, "E07", "E07", False)
        ledger.conversation(engine, "gap_not_understood", None, 2, at, channel="api")
        ledger.conversation(engine, "asked_place", "missed-bin", 3, at, area="E10", language="cy")
        ledger.call(engine, 1 + 4 * number, at, mark="misdirected", owner="E10", called="E07",
                    need="pothole")  # fmt: skip
    figure = FIGURES[name](world(engine), OCTOBER, ASSUMED)
    counted = [n for n in every_number(figure) if figure.id != "calls-avoided"]
    assert [n for n in counted if small(n)] == []
    assert str(drawn(figure)).count("<svg") == 2 * len(figure.charts)


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_every_figure_can_be_made_of_nothing(engine: Any, name: str):
    """An empty ledger shows empty figures, and both files of them."""
    figure = FIGURES[name](world(engine), OCTOBER, ASSUMED)
    assert to_csv(figure).startswith(figure.columns[0].key)
    assert json.loads(to_json(figure))["id"] == figure.id == name
    assert figure.title
    assert figure.definition


def test_measures_are_hidden_where_few_people_are_behind_them(engine: Any):
    """Four answers have no shares and no times."""
    ledger.conversation(engine, "answered", times=4)
    (row,) = [r for r in measures.weekly(world(engine), OCTOBER).rows if r[0] == date(2026, 10, 5)]
    assert set(row[1:]) == {HIDDEN, NONE}


def test_a_measure_of_one_week(engine: Any):
    """Eight of ten answered, five of ten verdicts were yes."""
    ledger.conversation(engine, "asked_place answered", times=5, helped=True)
    ledger.conversation(engine, "answered", times=5, helped=False)
    ledger.conversation(engine, "gap_not_understood", times=10)
    (row,) = [r for r in measures.weekly(world(engine), OCTOBER).rows if r[0] == date(2026, 10, 5)]
    requests, containment, helped, unmet, seconds, asked = row[1:]
    assert (requests, containment, helped, unmet) == (20, 0.5, 0.5, 0.75)
    assert (seconds, asked) == (0.5, 0.5)


def test_calls_avoided_state_their_formula(engine: Any):
    """With the assumptions in it: (40 - 10) x 50% x £4."""
    ledger.conversation(engine, "answered", times=30, helped=True)
    ledger.conversation(engine, "answered", times=10, helped=False)
    figure = measures.calls_avoided(world(engine), OCTOBER, ASSUMED)
    assert "× 50% × £4.00" in figure.definition
    assert figure.total == ("All", NONE, 15, 60.0)


def test_what_grew_is_told_without_small_numbers(engine: Any):
    """From ten to thirty is told; from three to thirty would tell of three people."""
    before = datetime(2026, 9, 10)
    ledger.conversation(engine, "gap_no_provider", "pothole", 10, before)
    ledger.conversation(engine, "gap_no_provider", "pothole", 30)
    ledger.conversation(engine, "gap_no_provider", "missed-bin", 3, before)
    ledger.conversation(engine, "gap_no_provider", "missed-bin", 30)
    assert cells(growth.growing(world(engine), OCTOBER)) == [("Pothole", "pothole", 10, 30, 20)]


def test_the_same_weeks_of_last_year_are_told_where_the_ledger_holds_them(engine: Any):
    """All of them: 52 weeks before, so that the days of the week are the same."""
    since = date(2026, 10, 5)
    weeks = Filters(since, date(2026, 11, 2))
    assert (weeks.year_ago().since, weeks.year_ago().until) == (
        date(2025, 10, 6),
        date(2025, 11, 3),
    )
    ledger.conversation(engine, "gap_no_provider", "pothole", 30)
    ledger.conversation(engine, "gap_no_provider", "missed-bin", 20)
    ledger.conversation(engine, "gap_no_provider", "pothole", 28, datetime(2025, 10, 14))
    ledger.conversation(engine, "gap_no_provider", "missed-bin", 3, datetime(2025, 10, 14))
    assert "year_ago" not in [one.key for one in growth.growing(world(engine), weeks).columns]
    ledger.conversation(engine, "answered", "pothole", at=datetime(2025, 10, 6))
    found = growth.growing(world(engine), weeks)
    assert found.columns[-1].label == "Same weeks last year"
    assert [row[-1] for row in found.rows] == [28, HIDDEN]
    assert "time of year" in found.definition


def test_what_nobody_provides_is_told_place_by_place(engine: Any):
    """Of five conversations or more; nothing of it for another reason."""

    def asked(need: str, area: Any, times: int) -> None:
        ledger.conversation(engine, "gap_no_provider", need, times, area=area)

    asked("pothole", "E07", 30)
    asked("pothole", "E10", 9)
    asked("missed-bin", "E07", 8)
    asked("missed-bin", None, 20)
    ledger.conversation(engine, "gap_no_route", "pothole", 50, area="E07")
    figure = FIGURES["no-provider"](world(engine), OCTOBER, ASSUMED)
    rows = cells(figure)
    assert rows == [
        ("Pothole", "pothole", "Felpersham City Council", "E07", 30),
        ("Pothole", "pothole", "Borsetshire County Council", "E10", 9),
        ("Missed bin", "missed-bin", "Felpersham City Council", "E07", 8),
    ]
    assert figure.links[0] == ("need", "pothole")
    other = FIGURES["no-provider"](world(engine), OCTOBER.but(reason="no_route"), ASSUMED)
    assert other.rows == ()
    asked("missed-bin", "E10", 3)  # 9 and 3, 8 and 3: each pair's total stands elsewhere
    told = FIGURES["no-provider"](world(engine), OCTOBER, ASSUMED).rows
    assert {3, 8, 9}.isdisjoint(row[-1] for row in told)


def test_misdirected_calls_by_who_is_responsible(engine: Any):
    """Named as people know them."""
    ledger.call(engine, 7, mark="misdirected", owner="E10", called="E07", need="pothole")
    figure = measures.misdirected(world(engine), OCTOBER)
    assert cells(figure) == [("Borsetshire County Council", "E10", 7)]
    figure = measures.misdirected(world(engine), OCTOBER, "called")
    assert cells(figure) == [("Felpersham City Council", "E07", 7)]


def test_a_councils_own_is_what_its_tier_would_do_in_its_areas():
    """The county's potholes in its districts; the district's bins in its own."""
    assert NAMES.scope("E10").areas == ("E10", "E07")
    assert NAMES.scope("E10").needs == ("pothole",)
    assert NAMES.scope("E07").needs == ("missed-bin",)
    assert NAMES.scope("nobody").areas == ()


def test_an_unknown_id_is_its_own_name():
    """Nothing breaks over a need that the catalogue has lost."""
    assert NAMES("need", "gone") == "gone"
    assert NAMES("need", None) == "Need not made out"
    assert NAMES("reason", "no_route") == "No working way to reach it"


FIGURE = Figure(
    "f", "F", "What it is.",
    (Column("need", "Need", "text"), Column("n", "N"), Column("week", "Week", "week")),
    (("=cmd()", HIDDEN, date(2026, 10, 5)), ("@x", 1200, NONE)),
)  # fmt: skip


def test_no_cell_of_a_download_is_run_by_a_spreadsheet():
    """What begins like a formula is made text."""
    rows = list(csv.reader(io.StringIO(to_csv(FIGURE))))
    assert rows == [["need", "n", "week"], ["'=cmd()", "[c]", "2026-10-05"], ["'@x", "1200", ""]]
    for start in "=+-@\t\r":
        assert safe(f"{start}1").startswith("'")
        assert list(csv.reader(io.StringIO(table(["a"], [(f"{start}1",)]))))[1][0][0] == "'"


def test_json_tells_what_is_hidden():
    """Null, and named; what there is none of is left out."""
    found = json.loads(to_json(FIGURE))["rows"]
    assert found == [
        {"need": "=cmd()", "n": None, "week": "2026-10-05", "hidden": ["n"]},
        {"need": "@x", "n": 1200},
    ]


def test_numbers_are_written_as_people_read_them():
    """Each kind of column in its way."""
    assert [written(*pair) for pair in [
        (1204, "count"), (0.825, "share"), (65.2, "seconds"), (0.714, "ratio"), (2310.4, "money"),
        (30, "change"), (HIDDEN, "count"), (NONE, "share"),
        (date(2026, 10, 5), "week"), ("x", "text"),
    ]] == ["1,204", "82.5%", "1 minute 5 seconds", "0.71", "£2,310", "+30", "hidden", "–",
           "5 Oct 2026", "x"]  # fmt: skip
    assert [duration(s) for s in (0.2, 1, 120)] == ["under 1 second", "1 second", "2 minutes"]
