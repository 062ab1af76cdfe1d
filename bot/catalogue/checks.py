"""Checks that look across cells and tables: references, tiers, successions, owners and hints."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from bot.catalogue.load import Line, values
from bot.catalogue.tables import GSS, TABLES
from bot.errors import Fault

Data = dict[str, list[Line]]

#: Nation by first letter of a GSS code.
_NATION_OF = {"E": "England", "S": "Scotland", "W": "Wales", "N": "Northern Ireland"}
#: Kinds that each tier allows.
_KINDS_OF = {
    "county": {"county"},
    "district": {"district"},
    "unitary": {"unitary", "london", "metropolitan"},
}


def check_across(data: Data, data_dir: Path) -> list[Fault]:
    """Every fault that needs more than one cell to see. Tables absent from `data` are not checked
    against (a partial build, in tests)."""
    faults = list(_references(data))
    for check in _CHECKS:
        faults.extend(check(data))
    faults.extend(_fixed_needs(data, data_dir))
    return faults


def column_values(data: Data, file: str, column: str) -> set[str]:
    """All values of one column of one file."""
    return {line.cells[column] for line in data.get(file, [])}


def _references(data: Data) -> Iterator[Fault]:
    for table in TABLES:
        for column in table.columns:
            file, _, target = column.refers.partition(".")
            if not target or file not in data:
                continue
            known = column_values(data, file, target)
            for line in data.get(table.file, []):
                for value in values(column, line.cells[column.name]):
                    if value not in known:
                        message = f'"{value}" is not in {file}.csv'
                        yield Fault(table.filename, line.row, column.name, message)


def _tiers(data: Data) -> Iterator[Fault]:
    file = "authorities.csv"
    tier_of = {line.cells["gss"]: line.cells["tier"] for line in data.get("authorities", [])}
    slugs: dict[str, int] = {}
    for line in data.get("authorities", []):
        cells = line.cells
        if cells["kind"] not in _KINDS_OF.get(cells["tier"], {cells["kind"]}):
            message = f"a {cells['tier']} cannot be of kind {cells['kind']}"
            yield Fault(file, line.row, "kind", message)
        if cells["tier"] == "district" and not cells["parent"]:
            yield Fault(file, line.row, "parent", "a district needs its county's GSS code")
        if cells["tier"] != "district" and cells["parent"]:
            yield Fault(file, line.row, "parent", "only a district has a parent")
        if cells["parent"] and tier_of.get(cells["parent"], "county") != "county":
            yield Fault(file, line.row, "parent", f'"{cells["parent"]}" is not a county')
        if _NATION_OF.get(cells["gss"][:1]) != cells["nation"]:
            message = f'"{cells["nation"]}" is not the nation of {cells["gss"]}'
            yield Fault(file, line.row, "nation", message)
        first = slugs.setdefault(cells["slug"], line.row)
        if first != line.row:
            message = f'"{cells["slug"]}" is already in row {first}'
            yield Fault(file, line.row, "slug", message)


def _successions(data: Data) -> Iterator[Fault]:
    file = "successions.csv"
    alive = column_values(data, "authorities", "gss")
    ended = column_values(data, "successions", "old_gss")
    for line in data.get("successions", []):
        cells = line.cells
        try:
            date.fromisoformat(cells["ended"])
        except ValueError:
            yield Fault(file, line.row, "ended", f'"{cells["ended"]}" is not a day')
        if cells["kind"] == "future":
            if cells["old_gss"] not in alive:
                message = f'"{cells["old_gss"]}" is not in authorities.csv, so it cannot end later'
                yield Fault(file, line.row, "old_gss", message)
            continue
        if cells["old_gss"] in alive:
            message = f'"{cells["old_gss"]}" has ended but is still in authorities.csv'
            yield Fault(file, line.row, "old_gss", message)
        if not cells["gss"]:
            yield Fault(file, line.row, "gss", "only a future successor may have no code yet")
        elif cells["gss"] not in alive | ended:
            message = f'"{cells["gss"]}" is neither in authorities.csv nor succeeded in this file'
            yield Fault(file, line.row, "gss", message)


def _owners(data: Data) -> Iterator[Fault]:
    if "organizations" not in data:
        return
    known = column_values(data, "organizations", "id")
    known |= column_values(data, "authority_bodies", "role")
    for name in ("needs", "owner_rules", "questions"):
        for line in data.get(name, []):
            kind, _, body = line.cells["owner"].partition(":")
            if kind == "org" and body not in known:
                message = f'"{body}" is neither in organizations.csv nor a role of a body'
                yield Fault(f"{name}.csv", line.row, "owner", message)


def _welsh_names(data: Data) -> Iterator[Fault]:
    known = column_values(data, "authorities", "gss") | column_values(data, "organizations", "id")
    for line in data.get("welsh_names", []):
        if known and line.cells["id"] not in known:
            message = f'"{line.cells["id"]}" is neither in authorities.csv nor organizations.csv'
            yield Fault("welsh_names.csv", line.row, "id", message)


def _scopes(data: Data) -> Iterator[Fault]:
    authorities = column_values(data, "authorities", "gss")
    bodies = {
        f"{line.cells['role']}:{line.cells['organization']}"
        for line in data.get("authority_bodies", [])
    }
    for name in ("owner_rules", "questions"):
        for line in data.get(name, []):
            scope = line.cells["scope"]
            if re.fullmatch(GSS, scope) and "authorities" in data and scope not in authorities:
                message = f'"{scope}" is not in authorities.csv'
                yield Fault(f"{name}.csv", line.row, "scope", message)
            if ":" in scope and "authority_bodies" in data and scope not in bodies:
                message = f'no authority has "{scope}" in authority_bodies.csv'
                yield Fault(f"{name}.csv", line.row, "scope", message)


def _hints(data: Data) -> Iterator[Fault]:
    for line in data.get("questions", []):
        try:
            re.compile(line.cells["hints"])
        except re.error as error:
            message = f"not a regular expression: {error}"
            yield Fault("questions.csv", line.row, "hints", message)


def _fixed_needs(data: Data, data_dir: Path) -> Iterator[Fault]:
    fixed = data_dir / "need_ids.txt"
    if "needs" not in data or not fixed.is_file():
        return
    present = column_values(data, "needs", "need")
    for need in fixed.read_text(encoding="utf-8").split():
        if need not in present:
            yield Fault("needs.csv", 1, "need", f'the fixed need "{need}" is missing')


_CHECKS: tuple[Callable[[Data], Iterator[Fault]], ...] = (
    _tiers,
    _successions,
    _owners,
    _welsh_names,
    _scopes,
    _hints,
)
