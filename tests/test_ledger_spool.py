"""Facts about the file in which rows wait for the database."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.ledger.spool import Spool, SpoolFull


def words(spool: Spool, most: int = 100) -> list[str]:
    """What is fetched next, not done with."""
    return [row["words"] for _, row in spool.fetch(most)[0]]


def test_rows_come_out_as_they_went_in(tmp_path: Path):
    """In order, whatever characters they have; an empty file starts again from nothing."""
    spool = Spool(tmp_path)
    for text in ("one", "zwei\nlines", "três 🚗"):
        spool.append("turn", {"words": text, "number": 1})
    lines, position = spool.fetch(2)
    assert [row["words"] for _, row in lines] == ["one", "zwei\nlines"]
    spool.done(position)
    assert words(spool) == ["três 🚗"]
    spool.done(spool.fetch(100)[1])
    assert (spool.waiting, spool.path.stat().st_size) == (0, 0)
    spool.append("turn", {"words": "again"})
    assert words(spool) == ["again"]


def test_what_was_fetched_and_not_done_is_fetched_again(tmp_path: Path):
    """As after a crash between the database's commit and `done`."""
    spool = Spool(tmp_path)
    spool.append("turn", {"words": "one"})
    assert words(spool) == words(spool) == ["one"]


def test_only_this_user_can_read_it(tmp_path: Path):
    """Folder and file."""
    spool = Spool(tmp_path / "new")
    assert spool.path.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_it_has_a_bound(tmp_path: Path):
    """Beyond it a row is refused, and fits again when others have gone."""
    spool = Spool(tmp_path, largest=100)
    spool.append("turn", {"words": "x" * 50})
    with pytest.raises(SpoolFull):
        spool.append("turn", {"words": "x" * 50})
    spool.done(spool.fetch(10)[1])
    spool.append("turn", {"words": "x" * 50})


def test_half_a_line_does_not_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """When the disk fills in the middle of a write, the rows before it can be read."""
    spool = Spool(tmp_path)
    spool.append("turn", {"words": "one"})
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, line: write(file, line[:5]))
    with pytest.raises(OSError, match="half"):
        spool.append("turn", {"words": "two"})
    monkeypatch.undo()
    spool.append("turn", {"words": "three"})
    assert words(spool) == ["one", "three"]


def test_what_a_process_left_behind_is_taken_over_once(tmp_path: Path):
    """Not while it lives: the lock on its file says so."""
    ended, living, ours = Spool(tmp_path), Spool(tmp_path), Spool(tmp_path)
    ended.append("turn", {"words": "left"})
    living.append("turn", {"words": "mine"})
    os.close(ended._file)
    (left,) = Spool.left_behind(tmp_path, ours.path)
    assert words(left) == ["left"]
    assert list(Spool.left_behind(tmp_path, ours.path)) == []
    left.done(left.fetch(10)[1])
    left.close()
    assert not left.path.exists()


def test_a_line_that_a_crash_cut_short_costs_only_itself(tmp_path: Path):
    """Lines before it come out."""
    spool = Spool(tmp_path)
    spool.append("turn", {"words": "whole"})
    os.close(spool._file)
    with spool.path.open("ab") as file:
        file.write(b'["turn", {"wor')
    (left,) = Spool.left_behind(tmp_path, tmp_path / "none")
    lines, position = left.fetch(10)
    assert [row["words"] for _, row in lines] == ["whole"]
    left.done(position)
    assert left.waiting == 0


def test_closing_keeps_what_waits(tmp_path: Path):
    """And removes an empty file."""
    full, empty = Spool(tmp_path), Spool(tmp_path)
    full.append("turn", {"words": "one"})
    full.close()
    empty.close()
    assert full.path.exists()
    assert not empty.path.exists()


def test_what_a_loss_of_power_left_of_a_file_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Even when it is longer than what is read at once."""
    monkeypatch.setattr("bot.ledger.spool.READ", 64)
    spool = Spool(tmp_path)
    os.write(spool._file, b"\0" * 200 + b"\n")
    os.close(spool._file)
    (left,) = Spool.left_behind(tmp_path, tmp_path / "none")
    left._largest = 10_000
    for number in range(5):
        left.append("turn", {"words": str(number)})
    found = []
    while left.waiting:
        lines, position = left.fetch(2)
        found += [row["words"] for _, row in lines]
        left.done(position)
    assert found == ["0", "1", "2", "3", "4"]


def test_a_file_that_is_deleted_under_it_loses_nothing(tmp_path: Path):
    """Somebody tidied the folder."""
    spool = Spool(tmp_path)
    spool.append("turn", {"words": "one"})
    spool.path.unlink()
    spool.append("turn", {"words": "two"})
    assert words(spool) == ["one", "two"]
    spool.done(spool.fetch(10)[1])
    spool.close()
