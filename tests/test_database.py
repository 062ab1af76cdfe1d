"""Databases are opened in one way, and their tables brought up to date once."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import Connection

from bot.database import migrate, open_engine
from bot.errors import SettingError


def _first(connection: Connection) -> None:
    connection.execute(text("create table one (a integer)"))


def _second(connection: Connection) -> None:
    connection.execute(text("create table two (b integer)"))


def test_a_sqlite_file_is_made_with_its_folder_and_lets_readers_in(tmp_path: Path):
    """Write-ahead logging: the console reads while turns are written."""
    engine = open_engine(f"sqlite:///{tmp_path / 'new' / 'a.db'}")
    with engine.connect() as connection:
        assert connection.execute(text("pragma journal_mode")).scalar() == "wal"


def test_what_is_no_address_is_refused_without_repeating_it():
    """An address may hold a password."""
    with pytest.raises(SettingError) as fault:
        open_engine("hunter2")
    assert "hunter2" not in str(fault.value)


def test_each_migration_runs_once_and_stores_do_not_mix():
    """A later start runs only what was added; another store counts for itself."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        migrate(connection, "a", (_first,))
        migrate(connection, "a", (_first, _second))
        migrate(connection, "b", ())
        assert connection.execute(text("select version from a_version")).scalars().all() == [1, 2]
        assert set(inspect(connection).get_table_names()) == {
            "a_version", "b_version", "one", "two",
        }  # fmt: skip
