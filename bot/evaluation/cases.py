"""Test cases: a CSV of queries with the needs that count as right."""

from __future__ import annotations

import csv
import sys
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BadInput, DataFaults, Fault

COLUMNS = ("text", "kind", "gold")
KINDS = ("need", "ambiguous", "emergency", "out_of_scope", "smalltalk", "gibberish")
#: Classes of length and the most words of each, shortest first.
LENGTHS = {"1": 1, "2": 2, "3-5": 5, "6-12": 12, "13+": sys.maxsize}


@dataclass(frozen=True)
class Case:
    """One query. gold (tuple[str, ...]): need ids that are right, empty for out of scope."""

    text: str
    kind: str
    gold: tuple[str, ...]

    @property
    def length(self) -> str:
        """Length class, in words: people search with one or two and tell stories with many."""
        words = len(self.text.split())
        return next(name for name, most in LENGTHS.items() if words <= most)


def read(path: Path, needs: Collection[str]) -> list[Case]:
    """The cases of a CSV with the columns text, kind, gold ("|" between several).

    needs (Collection[str]): ids that gold may name. RAISES BadInput or DataFaults, all faults at
    once, when the file is not of that shape.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
            header = rows[0].keys() if rows else []
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path}: cannot be read ({error}).") from None
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise BadInput(f"{path}: no column {missing[0]!r}. Give text, kind and gold.")
    faults, cases = [], []
    for number, row in enumerate(rows, start=2):
        gold = tuple(g for g in (row["gold"] or "").split("|") if g)
        if row["kind"] not in KINDS:
            faults.append(
                Fault(path.name, number, "kind", f"{row['kind']!r} is none of {', '.join(KINDS)}.")
            )
        if row["kind"] in ("need", "ambiguous"):
            faults += [
                Fault(path.name, number, "gold", f"there is no need {g!r}.")
                for g in gold
                if g not in needs
            ]
            if not gold:
                faults.append(
                    Fault(path.name, number, "gold", "empty: name the needs that count as right.")
                )
        if not (row["text"] or "").strip():
            faults.append(Fault(path.name, number, "text", "empty."))
        cases.append(Case(row["text"] or "", row["kind"], gold))
    if faults:
        raise DataFaults(faults)
    return cases
