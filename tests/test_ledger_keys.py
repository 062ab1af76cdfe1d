"""Facts about the hashes that stand for conversations."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from bot.ledger.keys import DailyKeys, SharedKey

NOON = datetime(2026, 11, 26, 12)


def test_a_day_has_a_private_key_that_every_process_finds(tmp_path: Path):
    """Only this user can read it; two processes hash alike."""
    folder = tmp_path / "keys"
    first = DailyKeys(folder).hashed("one", NOON)
    assert DailyKeys(folder).hashed("one", NOON) == first
    assert len(first) == 32
    assert "one" not in first
    (path,) = folder.iterdir()
    assert path.name == "2026-11-26"
    assert path.stat().st_mode & 0o077 == 0


def test_keys_are_forgotten_after_two_days(tmp_path: Path):
    """Then nobody can tell whose conversation a hash was."""
    keys = DailyKeys(tmp_path)
    before = keys.hashed("one", NOON)
    for day in range(4):
        keys.hashed("one", NOON + timedelta(days=day))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "2026-11-27", "2026-11-28", "2026-11-29",
    ]  # fmt: skip
    assert DailyKeys(tmp_path).hashed("one", NOON) != before


def test_forgetting_leaves_other_files_alone(tmp_path: Path):
    """Only what is named after a day is a key."""
    (tmp_path / "README").touch()
    keys = DailyKeys(tmp_path)
    keys.hashed("one", NOON)
    keys.forget(date(2027, 1, 1))
    assert [path.name for path in tmp_path.iterdir()] == ["README"]


def test_a_folder_that_cannot_be_written_breaks_no_turn(tmp_path: Path):
    """The key stays in memory: turns of this process join, others' don't."""
    (tmp_path / "file").touch()
    keys = DailyKeys(tmp_path / "file")
    assert keys.hashed("one", NOON) == keys.hashed("one", NOON)


def test_a_conversation_is_not_cut_in_two_at_midnight():
    """The day turns at four in the morning; then the same id gets another hash."""
    hashes = SharedKey(b"key")
    late, early = datetime(2026, 11, 26, 23, 59), datetime(2026, 11, 27, 0, 1)
    assert hashes.hashed("one", late) == hashes.hashed("one", early)
    assert hashes.hashed("one", datetime(2026, 11, 27, 4, 1)) != hashes.hashed("one", late)
    assert SharedKey(b"other").hashed("one", late) != hashes.hashed("one", late)
