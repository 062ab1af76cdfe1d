"""Imports a council's own list of services: a plain CSV, one service a row (docs/import.md).

`python -m bot export csv` writes the same columns, so what it writes can be edited and read back.
"""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from bot.catalogue import Catalogue
from bot.errors import BadInput
from bot.hours import parse as parse_hours
from bot.imports import areas, cells
from bot.imports.draft import Draft
from bot.imports.records import Batch, Record, own_or_stable, stable_id
from bot.imports.table import header_key, read_rows

#: Every column, in the order of the template; the first group must be there.
REQUIRED = ("name", "organization", "areas")
COLUMNS = (
    *("id", "name", "description", "organization", "need", "lgsl", "url", "phone", "email"),
    *("status", "areas", "minimum_age", "maximum_age", "eligibility", "cost", "hours"),
    *("assured_date",),
)
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
#: A cell that a spreadsheet would run as a formula is written with an apostrophe before it.
FORMULA = ("=", "+", "-", "@")


def import_csv(path: Path, catalogue: Catalogue) -> Batch:
    """Read the file. RAISES BadInput when columns are missing or unknown."""
    batch = Batch("csv", path.name)
    rows = read_rows(path)
    names = [header_key(name) for name in next(rows, (1, []))[1]]
    missing = [name for name in REQUIRED if name not in names]
    unknown = [name or "(no name)" for name in names if name not in COLUMNS]
    repeated = sorted({name for name in names if names.count(name) > 1})
    for fault, columns in (("lacks", missing), ("has unknown", unknown), ("repeats", repeated)):
        if columns:
            raise BadInput(
                f"{path.name}: the header {fault} the columns {', '.join(columns)}. See the "
                "template: python -m bot export csv --template. Nothing was changed"
            )
    seen: dict[str, int] = {}
    for row, found in rows:
        if len(found) > len(names):
            batch.reject(row, None, f"{len(found)} cells; there should be {len(names)}")
            continue
        values = {name: _plain(cell) for name, cell in zip(names, found, strict=False)}
        record = _record(values, row, catalogue, batch)
        if record is None:
            continue
        first = seen.setdefault(record.service["id"], row)
        if first != row:
            batch.reject(row, "id", f"the same service as row {first}")
            continue
        batch.records.append(record)
    return batch


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def _record(
    values: dict[str, str], row: int, catalogue: Catalogue, batch: Batch
) -> Optional[Record]:
    name, body = values.get("name", ""), values.get("organization", "")
    given = values.get("id", "")
    # Without an id of its own a service is known by its name and organization.
    identity = own_or_stable(given, "csv") if given else stable_id("csv", body, name)
    draft = Draft(batch, row, catalogue, identity)
    status = values.get("status", "").lower() or "active"
    draft.basics(name, status, values.get("minimum_age"), values.get("maximum_age"))
    if not body:
        draft.reject("organization", "empty; it should be the organization's name")
    owner = areas.owner_of(catalogue, body)
    draft.body(stable_id("org", owner or body), body, "", "")
    draft.service.update(
        description=cells.text(values.get("description")),
        url=_strict(draft, "url", values),
        email=draft.text("email", cells.email, values.get("email")),
        assured_date=draft.text("assured_date", cells.day, values.get("assured_date")),
        last_modified="",
        fees=cells.text(values.get("cost")),
        alert="",
    )
    for area in filter(None, (part.strip() for part in values.get("areas", "").split("|"))):
        found = areas.from_text(catalogue, area)
        if not found:
            draft.reject("areas", f'"{area[:60]}" is no council, GSS code or nation that we know')
        draft.area(found)
    for number in filter(None, values.get("phone", "").split("|")):
        draft.phone("phone", number)
    if values.get("eligibility"):
        draft.part("eligibility", description=cells.text(values["eligibility"]))
    _hours(draft, values.get("hours", ""), row, batch)
    needs = _needs(draft, values, catalogue)
    return draft.done(needs)


def _strict(draft: Draft, column: str, values: dict[str, str]) -> str:
    """A web address that a person typed: when it is wrong, the row goes back to them."""
    try:
        return cells.url(values.get(column))
    except ValueError as fault:
        draft.reject(column, str(fault))
        return ""


def _needs(draft: Draft, values: dict[str, str], catalogue: Catalogue) -> list[str]:
    needs = values.get("need", "").replace("|", " ").split()
    for need in needs:
        if need not in catalogue.needs:
            draft.reject("need", f'"{need[:60]}" is not a need: see bot/data/needs.csv')
    lgsl = values.get("lgsl", "")
    if lgsl:
        number, _, interaction = lgsl.partition("/")
        if number.isdigit() and (interaction.isdigit() or not interaction):
            draft.lgsl(int(number), int(interaction) if interaction else None)
        else:
            draft.reject("lgsl", f'"{lgsl[:20]}" should be a number such as 557 or 557/17')
    return needs


def _hours(draft: Draft, text: str, row: int, batch: Batch) -> None:
    if not text:
        return
    sessions = parse_hours(text)
    if not sessions:
        batch.note(row, "hours", f'"{text[:60]}" is kept, but not understood')
        draft.part("schedule", byday="", opens_at="", closes_at="", description=text)
    for session in sessions:
        draft.part(
            "schedule",
            byday=",".join(_DAYS[day] for day in sorted(session.days)),
            opens_at=f"{session.opens:%H:%M}",
            closes_at=f"{session.closes:%H:%M}",
            description=text,
        )
    for part in draft.parts["schedule"]:
        part.setdefault("valid_from", "")
        part.setdefault("valid_to", "")
