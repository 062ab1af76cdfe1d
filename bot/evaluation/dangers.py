"""Cases of danger, which must all alarm, and of what only looks like it, which must not."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from bot.errors import BadInput

Alarm = Callable[[str], Optional[str]]


@dataclass(frozen=True)
class Danger:
    """A message and what it set off. group (str): style of an emergency, or why a look-alike looks
    like one; kinds (tuple): kinds of danger that are right, none for a look-alike; alarm (str |
    None): the kind that was alarmed.
    """

    text: str
    group: str
    kinds: tuple[str, ...]
    alarm: Optional[str]

    @property
    def right(self) -> bool:
        """Danger alarms, whatever its kind; what only looks like it doesn't."""
        return bool(self.alarm) == bool(self.kinds)


def judge(path: Path, alarm: Alarm) -> list[Danger]:
    """Every row of `path` (kind,style,text for dangers or why,text for look-alikes), judged.

    alarm: from a text to the kind of danger, None for none. RAISES BadInput for another shape.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return [
            Danger(
                row["text"],
                row["style"] if "kind" in row else row["why"],
                tuple(row["kind"].split("|")) if "kind" in row else (),
                alarm(row["text"]),
            )
            for row in rows
        ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path}: cannot be read ({error}).") from None
    except KeyError as error:
        raise BadInput(f"{path}: no column {error}. Give kind,style,text or why,text.") from None


def groups(judged: Sequence[Danger]) -> list[tuple[str, int, int]]:
    """(group, how many, how many right), in alphabetical order."""
    found: dict[str, list[Danger]] = defaultdict(list)
    for one in judged:
        found[one.group].append(one)
    return [
        (name, len(ones), sum(one.right for one in ones)) for name, ones in sorted(found.items())
    ]


def alarmed(judged: Sequence[Danger]) -> float:
    """Share that alarmed; 0.0 of nothing."""
    return sum(bool(one.alarm) for one in judged) / len(judged) if judged else 0.0


def right_kind(judged: Sequence[Danger]) -> float:
    """Of the dangers that alarmed, the share with a kind that is right; 0.0 of none."""
    heard = [one for one in judged if one.alarm and one.kinds]
    return sum(one.alarm in one.kinds for one in heard) / len(heard) if heard else 0.0
