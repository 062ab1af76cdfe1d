"""What an import of postcodes did: the counts, the rows refused, the changes; and its last step,
putting the new table in the old one's place.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.catalogue.postcodes import Collected, Postcodes
from bot.catalogue.read import Catalogue
from bot.errors import BadInput, CatalogueMissing, DataFaults, Fault

#: Faults listed in full; the rest are counted.
_LISTED = 100
#: A release with a greater share of bad rows than this is not what it seems, and is refused.
_BAD_SHARE = 0.001
#: A table this small may be replaced by anything; a bigger one not by less than half of itself.
_SMALL = 100_000
_PREFIX = ".postcodes-"


@dataclass
class ImportReport:
    """Counts of one import.

    rows: data rows read. stored: postcodes in the new table. terminated, large_users,
    northern_ireland: of those stored. outside: rows of the Crown dependencies, not stored.
    without_authority: rows whose source gives no authority (no grid reference), not stored.
    left_out: Northern Ireland's rows when they were not wanted.
    added, removed, changed: against the old table. unknown: authority codes that the catalogue
    does not know, with the number of their rows. bad: rows refused; `faults` lists the first 100.
    """

    source: str
    rows: int = 0
    stored: int = 0
    terminated: int = 0
    large_users: int = 0
    northern_ireland: int = 0
    outside: int = 0
    without_authority: int = 0
    left_out: int = 0
    duplicates: int = 0
    added: int = 0
    removed: int = 0
    changed: int = 0
    bad: int = 0
    unknown: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, file: str, row: int, column: str | None, message: str) -> None:
        """Count a bad row and, if it is among the first, list it."""
        self.bad += 1
        if len(self.faults) < _LISTED:
            self.faults.append(Fault(file, row, column, message))

    def count_unknown(self, catalogue: Catalogue | None, collected: Collected) -> None:
        """Count the postcodes whose authority the catalogue does not know, by code."""
        if catalogue is None:
            return
        for _, records in collected.items():
            for record in records.values():
                if not catalogue.current(record.authority):
                    self.unknown[record.authority] = self.unknown.get(record.authority, 0) + 1

    def lines(self) -> list[str]:
        """The report in sentences, for a terminal."""
        said = [
            f"{self.rows:,} rows read from {self.source}, {self.stored:,} postcodes stored",
            f"{self.added:,} added, {self.changed:,} changed, {self.removed:,} removed",
            f"{self.terminated:,} terminated, {self.large_users:,} large users, "
            f"{self.northern_ireland:,} in Northern Ireland",
            f"not stored: {self.outside:,} in the Crown dependencies, "
            f"{self.without_authority:,} without an authority, {self.duplicates:,} said twice, "
            f"{self.left_out:,} left out, {self.bad:,} bad",
        ]
        said.extend(
            f"{count:,} postcodes with the authority {code}, which the catalogue does not know"
            for code, count in sorted(self.unknown.items())
        )
        said.extend(str(fault) for fault in self.faults)
        if self.bad > len(self.faults):
            said.append(f"... and {self.bad - len(self.faults):,} more bad rows")
        return said


def finish(
    report: ImportReport, collected: Collected, out_path: Path, allow_smaller: bool
) -> ImportReport:
    """Compare with the old table and replace it in one step.

    RAISES DataFaults when too many rows are bad, BadInput when nothing or suspiciously little is
    left; the old table then stays as it was. A kill at any moment leaves the old table whole.
    """
    report.stored = len(collected)
    report.duplicates = collected.duplicates
    if report.bad and report.bad > report.rows * _BAD_SHARE:
        raise DataFaults(report.faults)
    if not report.stored:
        raise BadInput(f"{report.source} holds no postcode with an authority; nothing was changed")
    old = _old(out_path)
    if old and not allow_smaller and len(old) > _SMALL and report.stored < len(old) / 2:
        raise BadInput(
            f"{report.source} has {report.stored:,} postcodes and the table {len(old):,}: it looks "
            "like a part of a release. Nothing was changed; allow a smaller table to go on"
        )
    _compare(report, old, collected)
    about = {"source": report.source, "imported": date.today().isoformat(), "rows": report.stored}
    _replace(out_path, collected, about)
    return report


def _old(path: Path) -> Postcodes | None:
    try:
        return Postcodes.open(path)
    except CatalogueMissing:
        return None


def _compare(report: ImportReport, old: Postcodes | None, collected: Collected) -> None:
    before = dict(old.items()) if old else {}
    for outward, now in collected.items():
        was = before.pop(outward, {})
        report.added += len(now.keys() - was.keys())
        report.removed += len(was.keys() - now.keys())
        report.changed += sum(was[number] != now[number] for number in now.keys() & was.keys())
    report.removed += sum(map(len, before.values()))


def _replace(path: Path, collected: Collected, about: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.glob(f"{_PREFIX}*"):  # of an import that was killed
        left.unlink(missing_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=_PREFIX, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            for part in collected.to_bytes(about):
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)
