"""Writes services in the columns of the council CSV, so that they can be edited and read back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from bot.exports.taxonomies import NEEDS
from bot.imports.council_csv import COLUMNS, FORMULA

_EXAMPLE = {
    "name": "Report a pothole",
    "description": "Tell us about a hole in a road or pavement",
    "organization": "Borsetshire County Council",
    "need": "pothole",
    "lgsl": "557/17",
    "url": "https://www.borsetshire.example/potholes",
    "phone": "01632 960000",
    "email": "roads@borsetshire.example",
    "status": "active",
    "areas": "Borsetshire County Council",
    "hours": "Monday to Friday 9am to 5pm",
    "assured_date": "2026-11-02",
}


def template() -> str:
    """The header and one row of an invented council."""
    return _write([_EXAMPLE])


def to_csv(services: Iterable[Mapping[str, Any]]) -> str:
    """Services as bot.exports.directory makes them, one a row."""
    return _write(_row(service) for service in services)


def _row(service: Mapping[str, Any]) -> dict[str, str]:
    terms = [link["taxonomy_term"] for link in service.get("attributes", [])]
    phones = [p["number"] for c in service.get("contacts", []) for p in c.get("phones", [])]
    schedules = service.get("schedules", [])
    costs = [cost.get("option", "") for cost in service.get("cost_options", [])]
    found = {
        "organization": service["organization"]["name"],
        "need": "|".join(term["term"] for term in terms if term["taxonomy"] == NEEDS),
        "phone": "|".join(phones),
        "areas": "|".join(area.get("extent", "") for area in service.get("service_areas", [])),
        "cost": service.get("fees") or "; ".join(filter(None, costs)),
        "hours": next((one["description"] for one in schedules if one.get("description")), ""),
    }
    plain = ("id", "name", "description", "url", "email", "status", "minimum_age", "maximum_age")
    found.update({name: str(service.get(name, "")) for name in (*plain, "assured_date")})
    return found


def _write(rows: Iterable[Mapping[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_safe(row.get(name, "")) for name in COLUMNS])
    return out.getvalue()


def _safe(cell: str) -> str:
    """A spreadsheet must not run a cell as a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
