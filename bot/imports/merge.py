"""Joins what an import read with what is there: nothing is changed unless all of it can be."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from bot.catalogue.services_store import PARTS, Tables, only_one, read, write
from bot.errors import BadInput, DataFaults
from bot.imports.grade import grade
from bot.imports.records import GRADES, Batch, Record, Report, Row, stable_id


def save(path: Path, batch: Batch, now: datetime) -> Report:
    """Join a batch with the file of services at `path` and replace the file in one step.

    RAISES DataFaults when nothing in the batch can be taken, BadInput when it is empty; the file
    then stays as it was.
    """
    if not batch.records and not batch.links:
        if batch.rejected:
            raise DataFaults(batch.rejected)
        raise BadInput(f"{batch.source} holds nothing to import; nothing was changed")
    with only_one(path):
        tables, report = merge(read(path), batch, now)
        write(path, tables)
    return report


def merge(old: Tables, batch: Batch, now: datetime) -> tuple[Tables, Report]:
    """The tables after an import, and what it did."""
    report = Report(batch.kind, batch.source, rejected=batch.rejected, noted=batch.noted)
    report.rejected_rows = len({fault.row for fault in batch.rejected})
    tables = {name: list(rows) for name, rows in old.items()}
    if batch.records:
        _services(tables, batch, report)
    if batch.links:
        _links(tables, batch, report)
    run = {
        "id": stable_id("run", batch.source, now.isoformat(), len(old["import_run"])),
        "run_at": now.isoformat(timespec="seconds"),
        "kind": batch.kind,
        "source": batch.source,
        "rejected": report.rejected_rows,
    }
    for name in ("added", "changed", "unchanged", "removed"):
        run[name] = getattr(report, name)
    # As text, like every count in the file that is only read by people.
    tables["import_run"] = [*old["import_run"], {key: str(value) for key, value in run.items()}]
    return tables, report


def _services(tables: Tables, batch: Batch, report: Report) -> None:
    before = _by_service(tables)
    report.grades = dict.fromkeys(GRADES, 0)
    kept: dict[str, Record] = {}
    for record in batch.records:
        record.service["source"] = batch.source
        record.service["grade"], record.service["why"] = grade(record)
        report.grades[record.service["grade"]] += 1
        for why in filter(None, record.service["why"].split("; ")):
            report.reasons[why] = report.reasons.get(why, 0) + 1
        kept[record.service["id"]] = record
    gone: set[str] = set()
    if batch.whole:
        ours = (row for row in tables["service"] if row["source"] == batch.source)
        # A record refused this time stays as it was: better old than lost by a slip of the pen.
        gone = {row["id"] for row in ours} - kept.keys() - batch.refused
    for key, record in kept.items():
        now = _as_stored(record)
        if key not in before:
            report.added += 1
        elif before[key] == now:
            report.unchanged += 1
        else:
            report.changed += 1
    report.removed += len(gone)
    out = gone | kept.keys()
    tables["service"] = [row for row in tables["service"] if row["id"] not in out]
    tables["service"] += [record.service for record in kept.values()]
    for name in PARTS:
        tables[name] = [row for row in tables[name] if row["service_id"] not in out]
        tables[name] += [row for record in kept.values() for row in record.parts[name]]
    bodies = {row["id"]: row for row in tables["organization"]}
    bodies.update((record.organization["id"], record.organization) for record in kept.values())
    used = {row["organization_id"] for row in tables["service"]}
    tables["organization"] = [row for key, row in bodies.items() if key in used]


def _by_service(tables: Tables) -> dict[str, dict[str, Any]]:
    bodies = {row["id"]: row for row in tables["organization"]}
    found: dict[str, dict[str, Any]] = {
        row["id"]: {
            "service": dict(row),
            "organization": bodies[row["organization_id"]],
            **{name: [] for name in PARTS},
        }
        for row in tables["service"]
    }
    for name in PARTS:
        for row in tables[name]:
            found[row["service_id"]][name].append(row)
    return found


def _as_stored(record: Record) -> dict[str, Any]:
    return {"service": record.service, "organization": record.organization, **record.parts}


def _links(tables: Tables, batch: Batch, report: Report) -> None:
    before = {row["id"]: row for row in tables["link"]}
    now: dict[str, Row] = {row["id"]: {**row, "source": batch.source} for row in batch.links}
    for key, row in now.items():
        if key not in before:
            report.added += 1
        elif before[key] == row:
            report.unchanged += 1
        else:
            report.changed += 1
    gone: set[str] = set()
    if batch.whole:
        ours = (key for key, row in before.items() if row["source"] == batch.source)
        gone = set(ours) - now.keys()
    report.removed += len(gone)
    kept = {key: row for key, row in before.items() if key not in gone}
    tables["link"] = list({**kept, **now}.values())
