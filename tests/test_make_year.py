"""Facts about the made-up year that tests and demonstrations of the review console use."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from imports_world import catalogue_path

from bench.make_year import CLOSED_NEED, CLOSED_SINCE, main, year
from bench.year_talk import Rows
from bench.year_words import PLANTED
from bot.catalogue import Catalogue
from bot.ledger import Ledger
from bot.ledger.schema import calls, verdicts
from bot.model import OUTCOMES

LAST = date(2026, 11, 25)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The built catalogue."""
    return Catalogue.open(catalogue_path())


@pytest.fixture(scope="module")
def rows(catalogue: Catalogue) -> Rows:
    """A small year."""
    return year(catalogue, 12_000, LAST, seed=1)


def test_the_same_seed_gives_the_same_rows(catalogue: Catalogue, rows: Rows):
    """Id by id; another seed gives others."""
    again = year(catalogue, 12_000, LAST, seed=1)
    assert (again.turns, again.verdicts, again.calls) == (rows.turns, rows.verdicts, rows.calls)
    assert year(catalogue, 10, LAST, seed=2).turns[0] != rows.turns[0]


def test_rows_are_such_as_the_assistant_writes(catalogue: Catalogue, rows: Rows):
    """Known outcomes and needs, each entry once, verdicts on turns that are there."""
    assert len(rows.turns) == len({row["entry"] for row in rows.turns}) == 12_000
    assert {row["outcome"] for row in rows.turns} <= set(OUTCOMES)
    assert {row["need"] for row in rows.turns} - {None} <= set(catalogue.needs)
    numbers = {(row["conversation"], row["number"]) for row in rows.turns}
    assert {(row["conversation"], row["turn"]) for row in rows.verdicts} <= numbers
    first, last = rows.turns[0]["at"].date(), rows.turns[-1]["at"].date()
    assert LAST - timedelta(days=365) < first < last <= LAST + timedelta(days=1)


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.id)
def test_a_planted_need_is_unknown_and_has_many_wordings(catalogue: Catalogue, planted):
    """At least 150 different ones, of no need that the catalogue has."""
    assert planted.id not in catalogue.needs
    assert len(set(planted.wordings())) >= 150


def test_planted_needs_are_unmet_and_grow(rows: Rows):
    """None is asked in the first months of the calendar year as much as in the last."""
    nappies = [row for row in rows.turns if "napp" in row["words"].lower()]
    months = Counter(row["at"].month for row in nappies)
    assert sum(months[m] for m in (9, 10, 11)) > 5 * sum(months[m] for m in (2, 3, 4))


def test_a_closed_service_has_no_provider_from_its_last_day_on(rows: Rows):
    """In its areas; answered before, and elsewhere still."""
    asked = [row for row in rows.turns if row["need"] == CLOSED_NEED]
    closed = [row for row in asked if row["outcome"] == "gap_no_provider"]
    assert closed
    assert min(row["at"].date() for row in closed) > LAST - timedelta(days=CLOSED_SINCE)
    assert {row["area"] for row in closed} <= {"E08000035", "E06000052"}
    assert any(row["outcome"] == "answered" for row in asked)


def test_seasons_show(rows: Rows):
    """Gritting is a matter of winter."""
    months = Counter(row["at"].month for row in rows.turns if row["need"] == "gritting")
    assert months[7] == 0 < months[1]


def test_it_fills_an_empty_ledger_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """A ledger with turns in it is somebody's own."""
    address = f"sqlite:///{tmp_path / 'year.db'}"
    main([address, "--turns", "500"])
    ledger = Ledger.open(address)
    assert len(ledger.rows()) == 500
    assert ledger.rows(verdicts)
    assert ledger.rows(calls)
    with pytest.raises(SystemExit):
        main([address, "--turns", "500"])
    assert "holds turns already" in capsys.readouterr().err
