"""Imported records that cannot be shown as an answer, and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.catalogue.services_store import Tables
from bot.imports.records import NOT_ANSWERABLE, WITHOUT_PHONE
from bot.reports.table import Report
from bot.routing.choose import STALE_DAYS

COLUMNS = ("organisation", "service", "grade", "why", "source", "id")


def records(tables: Tables, today: date) -> Report:
    """Every record that is no answer, or a weaker one than it could be: no phone number, a dead
    link, or details that nobody has checked for two years (routing.choose.STALE_DAYS).
    """
    bodies = {row["id"]: row["name"] for row in tables["organization"]}
    broken = {row["url"] for row in tables["link_check"] if row["status"] == "broken"}
    rows = [
        {
            "organisation": bodies.get(row["organization_id"], ""),
            "service": row["name"],
            "grade": row["grade"],
            "why": why,
            "source": row["source"],
            "id": row["id"],
        }
        for row in tables["service"]
        if (why := "; ".join(_faults(row, broken, today)))
    ]
    rows.sort(key=lambda row: (row["grade"] != NOT_ANSWERABLE, row["organisation"], row["service"]))
    return Report("Records that are no answer, or a weak one", COLUMNS, rows)


def _faults(row: Mapping[str, Any], broken: set[str], today: date) -> list[str]:
    found = []
    if row["grade"] == NOT_ANSWERABLE:
        found.append(row["why"])
    elif row["grade"] == WITHOUT_PHONE:
        found.append("it has no phone number")
    if row["url"] in broken:
        found.append("its link no longer works")
    assured = row["assured_date"]
    if assured and (today - date.fromisoformat(assured)).days > STALE_DAYS:
        found.append(f"nobody has checked it since {assured}")
    return found
