"""Puts spooled rows into the database: many at once, and one by one when it refuses some."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, StatementError

from bot.ledger.rows import from_json
from bot.ledger.schema import TABLES
from bot.ledger.spool import Line
from bot.ledger.write import insert_once

logger = logging.getLogger(__name__)

#: The file, in the spool's folder, of rows that the database would not have.
SET_ASIDE = "refused.json-lines"
#: Told of the rows of a table once they are in the database: (table, rows).
Written = Callable[[str, Sequence[dict[str, Any]]], None]


class Delivery:
    """Writes to the tables of one database.

    folder (Path): where rows that it refuses are set aside, so that they hold up no other.
    written: told of what was written; after a crash, of some rows again.
    """

    def __init__(self, engine: Engine, folder: Path, written: Written) -> None:
        self._engine = engine
        self._folder = folder
        self._written = written

    def write(self, lines: Sequence[Line]) -> None:
        """Write rows, each table's in one transaction. RAISES SQLAlchemyError when the database is
        away: then all may be written again.
        """
        for name, rows in self._by_table(lines).items():
            try:
                self._insert(name, rows)
            except StatementError as fault:
                if not _of_a_row(fault):
                    raise
                rows = [row for row in rows if self._alone(name, row)]
            self._tell(name, rows)

    def _by_table(self, lines: Sequence[Line]) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for name, row in lines:
            try:
                made = from_json(TABLES[name], row)
            except (KeyError, ValueError, TypeError) as fault:
                logger.error("A row of the ledger's spool made no sense: %s.", kind(fault))
                self._set_aside(name, row)
            else:
                found.setdefault(name, []).append(made)
        return found

    def _insert(self, name: str, rows: Sequence[dict[str, Any]]) -> None:
        with self._engine.begin() as connection:
            insert_once(connection, TABLES[name], rows)

    def _alone(self, name: str, row: dict[str, Any]) -> bool:
        """Writes one row of a batch that was refused. RETURNS whether it could be."""
        try:
            self._insert(name, [row])
        except StatementError as fault:
            if not _of_a_row(fault):
                raise
            logger.error("The database refused a row of %s: %s.", name, kind(fault))
            self._set_aside(name, row)
            return False
        return True

    def _tell(self, name: str, rows: Sequence[dict[str, Any]]) -> None:
        try:
            if rows:
                self._written(name, rows)
        except Exception as fault:  # what listens must not hold up the ledger
            logger.error("Rows of %s could not be told of: %s.", name, kind(fault))

    def _set_aside(self, name: str, row: dict[str, Any]) -> None:
        path = self._folder / SET_ASIDE
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with open(file, "w", encoding="utf-8") as out:  # noqa: PTH123  (by descriptor)
            out.write(json.dumps([name, row], default=str, ensure_ascii=False) + "\n")


def kind(fault: BaseException) -> str:
    """The kind of a fault, for the log; its words may hold a row's."""
    if isinstance(fault, StatementError) and fault.orig is not None:
        fault = fault.orig
    return type(fault).__name__


def _of_a_row(fault: StatementError) -> bool:
    """Whether a fault is of one row, rather than of the database: its value does not fit."""
    return isinstance(fault, (DataError, IntegrityError)) or not isinstance(fault, DBAPIError)
