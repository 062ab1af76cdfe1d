"""Facts about which lessons the served model does not know yet."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Optional

import pytest

from bot.review.teaching import Lesson
from bot.review.waiting import trained, waiting

START = datetime(2026, 11, 26, 9)


def _lesson(number: int, at: int, undone: Optional[int] = None, phrases: int = 3) -> Lesson:
    gone = datetime(2026, 11, undone) if undone else None
    words = tuple("abc"[:phrases])
    return Lesson(number, datetime(2026, 11, at), "rob", 1, "need", "pothole", words, gone)


@pytest.mark.parametrize(
    ("lesson", "waits"),
    [
        (_lesson(1, at=27), True),
        (_lesson(1, at=20), False),
        (_lesson(1, at=20, undone=28), True),
        (_lesson(1, at=20, undone=21), False),
        (_lesson(1, at=27, undone=28), False),
        (_lesson(1, at=27, phrases=0), False),
    ],
)
def test_what_was_saved_or_taken_back_since_waits(lesson: Lesson, waits: bool) -> None:
    """What was taken back before it was ever learned doesn't, nor what has no phrases."""
    assert waiting([lesson], START) == ([lesson] if waits else [])


def test_without_a_model_all_lessons_wait() -> None:
    """But for those taken back."""
    lessons = [_lesson(1, at=1), _lesson(2, at=2, undone=3)]
    assert waiting(lessons, None) == lessons[:1]


def test_a_training_is_told_by_its_start_and_other_models_by_their_file(tmp_path: Path) -> None:
    """What was taught while it ran is not in it."""
    (tmp_path / "b.tar.gz").touch()
    os.utime(tmp_path / "b.tar.gz", (1_700_000_000, 1_700_000_000))
    last = {"state": "switched", "model": "a.tar.gz", "started": "2026-11-26T09:00:00"}
    assert trained(tmp_path, {"served": "a.tar.gz", "retrain": last}) == START
    went_back = trained(tmp_path, {"served": "b.tar.gz", "retrain": last})
    assert went_back == datetime(2023, 11, 14, 22, 13, 20)
    assert trained(tmp_path, {"served": "none.tar.gz", "retrain": None}) is None
    assert trained(tmp_path, {"served": None, "retrain": None}) is None
