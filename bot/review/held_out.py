"""Taught phrases that training never sees, so that what was learned can be judged by them.

One phrase in FIFTH of a lesson of that many or more, chosen by its digest: the same each time. They
stand beside the file of taught phrases, in the shape of bot.evaluation.cases.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

FIFTH = 5
COLUMNS = ("text", "kind", "gold", "lesson")


class _Meaning(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def need(self) -> str: ...


def parted(phrases: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those to teach and those to keep out, each in order."""
    count = len(phrases) // FIFTH
    ranked = sorted(phrases, key=lambda text: hashlib.sha256(text.encode()).digest())
    out = set(ranked[:count])
    return tuple(p for p in phrases if p not in out), tuple(p for p in phrases if p in out)


def file(learned: Path) -> Path:
    """Where they stand, given the file of taught phrases."""
    return learned.with_name(f"{learned.stem}-heldout.csv")


def add(learned: Path, lesson: int, meaning: _Meaning, phrases: Sequence[str]) -> None:
    """Keep phrases of a lesson."""
    kind, gold = ("out_of_scope", "") if meaning.kind == "outside" else ("need", meaning.need)
    rows = [{"text": p, "kind": kind, "gold": gold, "lesson": str(lesson)} for p in phrases]
    if rows:
        _write(learned, [*_read(learned), *rows])


def remove(learned: Path, lesson: int) -> None:
    """Forget those of a lesson."""
    rows = _read(learned)
    left = [row for row in rows if row["lesson"] != str(lesson)]
    if len(left) < len(rows):
        _write(learned, left)


def _read(learned: Path) -> list[dict[str, str]]:
    path = file(learned)
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as opened:
        return [{name: row.get(name) or "" for name in COLUMNS} for row in csv.DictReader(opened)]


def _write(learned: Path, rows: list[dict[str, str]]) -> None:
    path = file(learned)
    if not rows:
        path.unlink(missing_ok=True)
        return
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_text(text.getvalue(), encoding="utf-8")
    part.replace(path)
