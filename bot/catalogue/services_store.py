"""The file of imported services: its tables by Open Referral UK names, read whole and replaced
whole. A reader sees the old file or the new one, never half of one.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.errors import CatalogueMissing

#: Raised whenever the tables change, so that an old file is refused.
FORMAT = 2
#: Files of this format are read too: they lack tables, which then are empty.
OLDEST = 1

Tables = dict[str, list[dict[str, Any]]]

#: Columns by table; `int` where a value is a number, else text. The first is the key, except for
#: link (gss + lgsl + lgil) and meta.
SCHEMA: Mapping[str, tuple[str, ...]] = {
    "organization": ("id", "name", "description", "email", "website", "kind", "owner"),
    "service": (
        *("id", "organization_id", "name", "description", "url", "email", "status"),
        *("minimum_age", "maximum_age", "assured_date", "last_modified", "fees", "alert"),
        *("needs", "grade", "why", "source"),
    ),
    "service_area": ("id", "service_id", "name", "extent"),
    "phone": ("id", "service_id", "number", "description"),
    "schedule": (
        *("id", "service_id", "valid_from", "valid_to", "byday"),
        *("opens_at", "closes_at", "description"),
    ),
    "eligibility": ("id", "service_id", "description"),
    "cost_option": ("id", "service_id", "option", "amount", "amount_description"),
    "required_document": ("id", "service_id", "document"),
    "taxonomy_term": ("id", "service_id", "term_id", "name", "taxonomy", "term_uri"),
    "location": (
        *("id", "service_id", "location_id", "name", "latitude", "longitude"),
        *("address", "city", "postcode"),
    ),
    "link": ("id", "gss", "lgsl", "lgil", "url", "needs", "rank", "source"),
    "link_check": ("url", "status", "code", "checked", "final"),
    "import_run": (
        *("id", "run_at", "kind", "source"),
        *("added", "changed", "unchanged", "removed", "rejected"),
    ),
}
NUMBERS = frozenset(
    (
        "minimum_age",
        "maximum_age",
        "amount",
        "lgsl",
        "lgil",
        "rank",
        "code",
        "latitude",
        "longitude",
    )
)
#: Tables whose rows belong to one service.
PARTS = (
    *("service_area", "phone", "schedule", "eligibility", "cost_option", "required_document"),
    *("taxonomy_term", "location"),
)


def empty() -> Tables:
    """Every table without rows."""
    return {name: [] for name in SCHEMA}


def read(path: Path) -> Tables:
    """All tables of the file; empty ones when there is no file.

    RAISES CatalogueMissing when the file is damaged or of another version.
    """
    if not path.exists():
        return empty()
    remedy = "Move it away and import again."
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        (version,) = connection.execute("pragma user_version").fetchone()
        if not OLDEST <= version <= FORMAT:
            message = f"The services at {path} have format {version}, not {FORMAT}. {remedy}"
            raise CatalogueMissing(message)
        there = {row[0] for row in connection.execute("select name from sqlite_master")}
        return {
            name: [dict(row) for row in connection.execute(f"select * from {name} order by rowid")]  # noqa: S608
            if name in there
            else []
            for name in SCHEMA
        }
    except sqlite3.DatabaseError as error:
        raise CatalogueMissing(f"Cannot read {path} ({error}). {remedy}") from error
    finally:
        connection.close()


def write(path: Path, tables: Tables) -> None:
    """Write the tables beside `path`, then put them in its place in one step; in `only_one`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.glob(".services-*"):
        # Of an import that was killed: whoever writes holds `only_one`.
        left.unlink(missing_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".services-", suffix=".db", dir=path.parent)
    os.close(handle)
    try:
        _fill(Path(temporary), tables)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold the file for a change, so that of two imports the second builds on the first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(path.name + ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fill(path: Path, tables: Tables) -> None:
    connection = sqlite3.connect(path)
    try:
        connection.execute("pragma synchronous = full")
        with connection:
            for name, columns in SCHEMA.items():
                kinds = ", ".join(
                    f"{column} {'numeric' if column in NUMBERS else 'text'}"
                    + (" primary key" if column == columns[0] else "")
                    for column in columns
                )
                connection.execute(f"create table {name} ({kinds})")
                holes = ", ".join("?" * len(columns))
                rows = ([row.get(column) for column in columns] for row in tables.get(name, []))
                connection.executemany(f"insert into {name} values ({holes})", rows)  # noqa: S608
            connection.execute(f"pragma user_version = {FORMAT}")
    finally:
        connection.close()
