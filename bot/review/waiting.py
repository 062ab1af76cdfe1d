"""Which lessons the served model has not learned yet, and which it has not forgotten yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Optional

from bot.review.teaching import Lesson


def trained(models: Path, status: Mapping[str, Any]) -> Optional[datetime]:
    """When the served model's training began, UTC; None without a model.

    status: as bot.review.retrain.status gives it. Of a model that `retrain` did not make, or that
    was gone back to, only the time of its file is known.
    """
    name, last = status.get("served"), status.get("retrain") or {}
    if not name:
        return None
    if last.get("state") == "switched" and last.get("model") == name:
        return datetime.fromisoformat(last["started"])
    try:
        return datetime.utcfromtimestamp((models / name).stat().st_mtime)
    except OSError:
        return None


def waiting(lessons: Sequence[Lesson], since: Optional[datetime]) -> list[Lesson]:
    """Lessons saved after `since` that hold, and earlier ones taken back after it.

    Lessons without phrases change nothing.
    """
    start = since or datetime.min
    return [
        one
        for one in lessons
        if one.phrases and (one.at > start if one.undone is None else one.at <= start < one.undone)
    ]
