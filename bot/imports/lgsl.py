"""Checks our needs' LGSL numbers against the official list; changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.catalogue import Catalogue
from bot.errors import BadInput, Fault
from bot.imports.table import header_key, read_rows


@dataclass(frozen=True)
class LgslReport:
    """What the list says of our numbers.

    unknown: needs whose number is not in the list. ended: needs whose number was discontinued.
    rejected: rows of the list that cannot be read.
    """

    source: str
    services: int
    checked: int
    unknown: tuple[tuple[str, int], ...]
    ended: tuple[tuple[str, int, str], ...]
    rejected: tuple[Fault, ...]

    def lines(self) -> list[str]:
        """The report in sentences, for a terminal."""
        said = [
            f"lgsl from {self.source}: {self.services:,} services in the list, "
            f"{self.checked:,} of our needs have a number"
        ]
        said += [
            f"Unknown: {need} has {number}, which is not in the list"
            for need, number in self.unknown
        ]
        said += [
            f'Ended: {need} has {number}, "{label}", which was discontinued'
            for need, number, label in self.ended
        ]
        said += [f"Rejected: {fault}" for fault in self.rejected]
        return said

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON-able data."""
        return {
            "kind": "lgsl",
            "source": self.source,
            "services": self.services,
            "checked": self.checked,
            "unknown": [{"need": need, "lgsl": number} for need, number in self.unknown],
            "ended": [
                {"need": need, "lgsl": number, "label": label} for need, number, label in self.ended
            ],
            "rejected": [
                {"file": f.file, "row": f.row, "column": f.column, "reason": f.message}
                for f in self.rejected
            ],
        }


def check_lgsl(path: Path, catalogue: Catalogue) -> LgslReport:
    """Compare. RAISES BadInput when the file is not the list."""
    rows = read_rows(path)
    names = [header_key(name) for name in next(rows, (1, []))[1]]
    if not {"identifier", "label", "status"} <= set(names):
        found = ",".join(names) or "empty"
        raise BadInput(
            f"{path.name}: the header is {found}; the list has Identifier, Label and Status"
        )
    listed: dict[int, tuple[str, str]] = {}
    rejected = []
    for row, cells in rows:
        values = dict.fromkeys(names, "") | dict(zip(names, cells, strict=False))
        if len(cells) != len(names) or not values["identifier"].isdecimal():
            message = f'"{cells[0][:30]}" is not a service number' if cells else "empty"
            rejected.append(Fault(path.name, row, "identifier", message))
            continue
        listed[int(values["identifier"])] = (values["label"], values["status"])
    if not listed:
        raise BadInput(f"{path.name} lists no services")
    ours = [(need.id, need.lgsl) for need in catalogue.needs.values() if need.lgsl is not None]
    unknown = tuple((need, number) for need, number in ours if number not in listed)
    ended = tuple(
        (need, number, listed[number][0])
        for need, number in ours
        if number in listed and listed[number][1].lower() != "live"
    )
    return LgslReport(path.name, len(listed), len(ours), unknown, ended, tuple(rejected))
