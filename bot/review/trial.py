"""A new model against the present one on phrases neither was trained on: gains, losses, verdict.

The rule: a new model is not switched to when, against the present one,
- needs ranked first fall by more than LOST_OVERALL of all held-out phrases;
- they fall by more than LOST_FILE of one file's phrases, where it has at least LEAST_FILE: a gain
  here does not make up for a loss there;
- a need with at least LEAST_ROWS held-out phrases loses at least LOST_ROWS of them and more than
  LOST_NEED of all it has;
- what is no need is taken for one more often by more than LOST_OUTSIDE;
- a message of danger that the present model recognises is missed, even one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.evaluation.cases import Case
from bot.review.reader import Reader
from bot.understanding.pipeline import Found

LOST_OVERALL = 0.005
LOST_FILE, LEAST_FILE = 0.01, 100
LOST_OUTSIDE = 0.02
LEAST_ROWS, LOST_ROWS, LOST_NEED = 5, 2, 0.20
#: Kinds of cases that have right needs.
_NEEDS = ("need", "ambiguous")


@dataclass(frozen=True)
class Change:
    """How the phrases of one need fared. right_before, right_after (int): of `rows`."""

    need: str
    rows: int
    right_before: int
    right_after: int

    @property
    def gain(self) -> int:
        """Phrases more that are right; negative for a loss."""
        return self.right_after - self.right_before


@dataclass(frozen=True)
class Part:
    """How one file fared: rows (int) with a need; before, after (float): part first rightly."""

    name: str
    rows: int
    before: float
    after: float


@dataclass(frozen=True)
class Trial:
    """rows (int): held-out phrases with a need; before, after (float): part ranked first rightly;
    outside_before, outside_after (float): part of what is no need that is not taken for one;
    changes: by need, the largest loss first; missed: dangers that were recognised before; files: by
    file of cases.
    """

    rows: int
    before: float
    after: float
    outside_before: float
    outside_after: float
    changes: tuple[Change, ...]
    missed: tuple[str, ...]
    files: tuple[Part, ...] = ()

    def objections(self) -> list[str]:
        """What is against switching, by the rule; empty when nothing is."""
        found = []
        if self.before - self.after > LOST_OVERALL:
            found.append(f"overall accuracy falls from {self.before:.1%} to {self.after:.1%}")
        found += [
            f"{one.name} falls from {one.before:.1%} to {one.after:.1%}"
            for one in self.files
            if one.rows >= LEAST_FILE and one.before - one.after > LOST_FILE
        ]
        if self.outside_before - self.outside_after > LOST_OUTSIDE:
            found.append(
                f"what is no need is left alone in {self.outside_after:.1%} of cases, "
                f"not {self.outside_before:.1%}"
            )
        for one in self.changes:
            if (
                one.rows >= LEAST_ROWS
                and -one.gain >= LOST_ROWS
                and -one.gain / one.rows > LOST_NEED
            ):
                found.append(
                    f"{one.need} falls from {one.right_before} to {one.right_after} of {one.rows}"
                )
        if self.missed:
            found.append(f"{len(self.missed)} messages of danger are no longer recognised")
        return found

    def to_dict(self) -> dict[str, Any]:
        """For a file and for pages; changes only where something changed."""
        return {
            "rows": self.rows, "before": self.before, "after": self.after,
            "outside_before": self.outside_before, "outside_after": self.outside_after,
            "files": [asdict(one) for one in self.files],
            "changes": [
                {"need": c.need, "rows": c.rows, "before": c.right_before, "after": c.right_after}
                for c in self.changes if c.gain
            ],
            "missed": len(self.missed), "objections": self.objections(),
        }  # fmt: skip


def compare(
    present: Reader, new: Reader, files: Mapping[str, Sequence[Case]], dangers: Sequence[str] = ()
) -> Trial:
    """Both models on the cases of `files`, by name; `dangers`: messages that must alarm."""
    cases = [(name, case) for name, cases in files.items() for case in cases]
    texts = [case.text for _, case in cases] + list(dangers)
    old_found, new_found = present.read(texts), new.read(texts)
    rows: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    parts: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    outside: list[tuple[bool, bool]] = []
    for (name, case), old, fresh in zip(cases, old_found, new_found):
        if case.kind in _NEEDS and case.gold:
            pair = _right(case, old), _right(case, fresh)
            rows[case.gold[0]].append(pair)
            parts[name].append(pair)
        elif case.kind != "emergency":
            outside.append((old.intent != "need", fresh.intent != "need"))
    alarming = [case.text for _, case in cases if case.kind == "emergency"] + list(dangers)
    alarms = {
        text: (old.alarm, fresh.alarm) for text, old, fresh in zip(texts, old_found, new_found)
    }
    every = [pair for pairs in rows.values() for pair in pairs]
    changes = [
        Change(need, len(pairs), sum(b for b, _ in pairs), sum(a for _, a in pairs))
        for need, pairs in rows.items()
    ]
    return Trial(
        len(every),
        _share(every, 0),
        _share(every, 1),
        _share(outside, 0),
        _share(outside, 1),
        tuple(sorted(changes, key=lambda one: (one.gain, one.need))),
        tuple(text for text in alarming if alarms[text][0] and not alarms[text][1]),
        tuple(
            Part(n, len(pairs), _share(pairs, 0), _share(pairs, 1)) for n, pairs in parts.items()
        ),
    )


def _right(case: Case, found: Found) -> bool:
    return bool(found.needs) and found.needs[0][0] in case.gold


def _share(pairs: Sequence[tuple[bool, bool]], column: int) -> float:
    return sum(pair[column] for pair in pairs) / len(pairs) if pairs else 1.0
