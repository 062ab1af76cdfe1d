"""Every error that Signpost raises on purpose.

SignpostError
├── BadInput          what a person or a file gave cannot be used; commands exit 2
│   └── DataFaults    a list of faults in data files, all reported at once
├── CatalogueMissing  the catalogue has not been built, or is from another version
└── SettingError      a setting has a value that cannot be used
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional


class SignpostError(Exception):
    """Root of all errors that Signpost raises on purpose."""


class BadInput(SignpostError):
    """What was given cannot be used; the message says what, where and what to do."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong in one cell of a data file.

    file (str): name of the file, as the person who edits it knows it.
    row (int): line number in the file, the header being 1.
    column (str | None): name of the column, None when the whole row is at fault.
    message (str): what is wrong and what to do.
    """

    file: str
    row: int
    column: Optional[str]
    message: str

    def __str__(self) -> str:
        where = f"{self.file} row {self.row}"
        if self.column:
            where += f", column {self.column}"
        return f"{where}: {self.message}"


class DataFaults(BadInput):
    """Data files with faults; `faults` lists every one of them."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        lines = "\n".join(f"  {fault}" for fault in faults)
        super().__init__(f"{len(faults)} faults in the data:\n{lines}")


class CatalogueMissing(SignpostError):
    """The catalogue has not been built, or was built by another version."""


class SettingError(SignpostError):
    """A setting has a value that cannot be used."""
