"""The copy of the ledger that Datasette shows, and what it says of each column."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from ledger_rows import entry

from bot.commands.snapshot import command
from bot.errors import SignpostError
from bot.ledger import Call, Ledger
from bot.ledger.entry import now
from bot.ledger.schema import TABLES
from bot.ledger.snapshot import unmet_needs

ROOT = Path(__file__).parents[1]
TOLD = yaml.safe_load((ROOT / "bot" / "ledger" / "datasette.yml").read_text(encoding="utf-8"))
TOLD = TOLD["databases"]["ledger"]


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of a ledger with a row of each kind."""
    address = f"sqlite:///{tmp_path / 'ledger.db'}"
    monkeypatch.setenv("SIGNPOST_LEDGER", address)
    ledger = Ledger.open(address, key=b"k" * 32)
    ledger.record(entry("a gap", outcome="gap_no_provider", gap="no_provider"))
    ledger.record(entry("left", "two", outcome="asked_place", at=now() - timedelta(hours=3)))
    ledger.verdict("one", 1, False)
    ledger.call(Call("one", "misdirected", "pothole", "E1", "E2"))
    path = tmp_path / "new" / "copy.db"
    said = CliRunner().invoke(command, [str(path)], catch_exceptions=False).output
    assert said == "turn: 2\nverdict: 1\ncall: 1\nunmet: 2\n"
    return path


def rows(path: Path, query: str) -> list[Any]:
    """What a query finds in a file that is opened as unchanging."""
    connection = sqlite3.connect(f"file:{path}?immutable=1", uri=True)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_the_copy_has_every_row_and_the_unmet_needs(copy: Path):
    """It is one private file, whole."""
    assert rows(copy, "select words from turn order by id") == [("a gap",), ("left",)]
    found = rows(copy, "select reason, words from unmet order by reason")
    assert found == [("abandoned", "left"), ("no_provider", "a gap")]
    assert [path.name for path in copy.parent.iterdir()] == ["copy.db"]
    assert copy.stat().st_mode & 0o077 == 0


def test_a_copy_is_replaced(copy: Path):
    """With what the ledger holds by then."""
    CliRunner().invoke(command, [str(copy)], catch_exceptions=False)
    assert len(rows(copy, "select * from turn")) == 2


def test_every_column_is_explained_and_no_other():
    """Those of the ledger and of the unmet needs."""
    tables = {**TABLES, "unmet": unmet_needs}
    assert set(TOLD["tables"]) == set(tables)
    for name, table in tables.items():
        assert list(TOLD["tables"][name]["columns"]) == list(table.columns.keys())
        assert all(len(text) > 10 for text in TOLD["tables"][name]["columns"].values())


@pytest.mark.parametrize("name", list(TOLD["queries"]))
def test_every_query_runs(copy: Path, name: str):
    """On the copy."""
    rows(copy, TOLD["queries"][name]["sql"])


def test_a_folder_that_cannot_be_written_is_told_in_a_line(copy: Path):
    """What, where and what to do."""
    (copy.parent / "file").touch()
    with pytest.raises(SignpostError, match=r"could not be copied to .*file/copy\.db"):
        CliRunner().invoke(command, [str(copy.parent / "file/copy.db")], catch_exceptions=False)
