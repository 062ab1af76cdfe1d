"""What an import reads: records of services, deep links, and what was wrong with the rest."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Optional

from bot.errors import Fault

Row = dict[str, Any]
#: Told while an import runs: a sentence such as "page 3 of 141".
Progress = Callable[[str], None]

#: Makes ids that stay the same from import to import, for records that have none of their own.
_SPACE = uuid.UUID("5b1cf2b6-7d4a-5d0e-9c1f-0f6a3c2d9e41")

ANSWERABLE = "answerable"
WITHOUT_PHONE = "answerable without phone"
NOT_ANSWERABLE = "not answerable"
GRADES = (ANSWERABLE, WITHOUT_PHONE, NOT_ANSWERABLE)


@dataclass
class Record:
    """One service with its organization and parts, as rows of services.db.

    parts (dict[str, list[Row]]): rows by table (service_area, phone, ...).
    row (int): where it stood in the source, for reports.
    """

    service: Row
    organization: Row
    parts: dict[str, list[Row]]
    row: int


@dataclass
class Batch:
    """Everything one import read.

    whole (bool): the source is complete, so what it gave before and no longer gives is removed.
    rejected: rows not taken and why. noted: cells not taken of rows that were.
    refused (set[str]): ids of rejected records, as far as they have one.
    """

    kind: str
    source: str
    records: list[Record] = field(default_factory=list)
    links: list[Row] = field(default_factory=list)
    rejected: list[Fault] = field(default_factory=list)
    noted: list[Fault] = field(default_factory=list)
    whole: bool = True
    refused: set[str] = field(default_factory=set)

    def reject(self, row: int, column: Optional[str], message: str) -> None:
        """List a row that is not taken."""
        self.rejected.append(Fault(self.source, row, column, message))

    def note(self, row: int, column: Optional[str], message: str) -> None:
        """List a cell that is not taken, though its row is."""
        self.noted.append(Fault(self.source, row, column, message))


@dataclass
class Report:
    """What an import did. `rejected_rows` counts rows; one row may have several faults."""

    kind: str
    source: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    rejected_rows: int = 0
    grades: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    rejected: list[Fault] = field(default_factory=list)
    noted: list[Fault] = field(default_factory=list)

    def to_dict(self) -> Row:
        """The report as JSON-able data, faults with their file, row, column and reason."""
        values = {name: value for name, value in vars(self).items() if value not in ({}, None)}
        for name in ("rejected", "noted"):
            values[name] = [
                {"file": f.file, "row": f.row, "column": f.column, "reason": f.message}
                for f in getattr(self, name)
            ]
        return values

    def lines(self, most: int = 20) -> list[str]:
        """The report in sentences, for a terminal; at most `most` faults of each kind."""
        said = [
            f"{self.kind} from {self.source}: {self.added:,} added, {self.changed:,} changed, "
            f"{self.unchanged:,} unchanged, {self.removed:,} removed, "
            f"{self.rejected_rows:,} rejected"
        ]
        said.extend(f"{count:,} {grade}" for grade, count in self.grades.items())
        said.extend(f"  {count:,} because {why}" for why, count in self.reasons.items())
        for title, faults in (("Rejected", self.rejected), ("Noted", self.noted)):
            said.extend(f"{title}: {fault}" for fault in faults[:most])
            if len(faults) > most:
                said.append(f"{title}: … and {len(faults) - most:,} more (--report lists all)")
        return said


def stable_id(*names: Any) -> str:
    """A UUID that is the same for the same names."""
    return str(uuid.uuid5(_SPACE, "\n".join(map(str, names))))


def own_or_stable(value: Any, *names: Any) -> str:
    """The id that a record has, when it is a UUID; else one made of `names` and it."""
    try:
        return str(uuid.UUID(str(value)))
    except ValueError:
        return stable_id(*names, value)
