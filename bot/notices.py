"""Service notices: sentences for some days, needs and areas, kept in one small file that a running
service reads again when it changes.
"""

from __future__ import annotations

import csv
import fcntl
import io
import logging
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Optional

from bot.errors import BadInput

logger = logging.getLogger(__name__)

COLUMNS = ("id", "text", "welsh", "from", "until", "needs", "areas")
#: Characters a notice may have: what is longer is not read.
LONGEST = 300


@dataclass(frozen=True)
class Notice:
    """One notice.

    id (str): a number. text, welsh (str): what is said; welsh may be "".
    starts, ends (date | None): first and last day, None without a limit.
    needs, areas (tuple[str, ...]): need ids and GSS codes that it is limited to; empty: all.
    """

    id: str
    text: str
    welsh: str = ""
    starts: Optional[date] = None
    ends: Optional[date] = None
    needs: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()

    def said(self, lang: str = "en") -> str:
        """The text in a language; in English where there is none in it."""
        return self.welsh if lang == "cy" and self.welsh else self.text

    def holds(self, day: date) -> bool:
        """Whether it is to be shown on that day."""
        return not (self.starts and day < self.starts) and not (self.ends and day > self.ends)

    def concerns(self, need: Optional[str], areas: Iterable[str]) -> bool:
        """Whether it belongs in an answer about this need from these areas (GSS codes). One for
        everybody about everything stands on top of the page and in no answer.
        """
        if not self.needs and not self.areas:
            return False
        return (not self.needs or need in self.needs) and (
            not self.areas or bool(set(self.areas) & set(areas))
        )


def for_answer(
    notices: Iterable[Notice], day: date, need: Optional[str], areas: Iterable[str]
) -> tuple[Notice, ...]:
    """Those that belong in an answer."""
    areas = tuple(areas)
    return tuple(one for one in notices if one.holds(day) and one.concerns(need, areas))


def for_page(notices: Iterable[Notice], day: date, home: Optional[str]) -> tuple[Notice, ...]:
    """Those for the top of the page: of no area, or of the area of the council whose site it is."""
    return tuple(one for one in notices if one.holds(day) and (not one.areas or home in one.areas))


class Notices:
    """The file of notices. Reading it costs nothing while it stays the same."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: Optional[tuple[int, int]] = None
        self._read: tuple[Notice, ...] = ()

    def current(self) -> tuple[Notice, ...]:
        """All notices. A file that somebody broke by hand is logged, and what it last held stays:
        citizens get their answers.
        """
        try:
            found = self._path.stat()
        except OSError:
            self._seen, self._read = None, ()
            return ()
        seen = (found.st_mtime_ns, found.st_size)
        if seen != self._seen:
            try:
                self._read = self.read()
            except (BadInput, OSError) as fault:
                logger.error("The notices are left as they were: %s", fault)
            self._seen = seen
        return self._read

    def read(self) -> tuple[Notice, ...]:
        """All notices. RAISES BadInput that names the row and column at fault."""
        if not self._path.exists():
            return ()
        try:
            text = self._path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise BadInput(f"{self._path} is not UTF-8 text.") from None
        reader = csv.DictReader(io.StringIO(text, newline=""))
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise BadInput(f"{self._path} must have the columns {','.join(COLUMNS)}.")
        return tuple(self._notice(row, reader.line_num) for row in reader)

    def add(self, notice: Notice) -> Notice:
        """Keeps a notice; its id is given by the file. RETURNS it with its id."""
        with self._changing() as (kept, write):
            number = max((int(one.id) for one in kept), default=0) + 1
            made = Notice(str(number), *list(vars(notice).values())[1:])
            write((*kept, made))
        return made

    def remove(self, number: str) -> Notice:
        """Takes a notice out. RAISES BadInput when there is none with this id."""
        with self._changing() as (kept, write):
            found = next((one for one in kept if one.id == number), None)
            if found is None:
                raise BadInput(f"There is no notice {number}: see `python -m bot notice list`.")
            write(tuple(one for one in kept if one is not found))
        return found

    def _notice(self, row: dict[str, str], line: int) -> Notice:
        def day(column: str) -> Optional[date]:
            try:
                return date.fromisoformat(row[column]) if row[column] else None
            except ValueError:
                where = f"{self._path} row {line}, column {column}"
                raise BadInput(
                    f"{where}: {row[column]!r} should be a day such as 2026-12-24"
                ) from None

        if None in row or None in row.values() or not row["id"].isdecimal() or not row["text"]:
            columns = ", ".join(COLUMNS)
            raise BadInput(f"{self._path} row {line}: give {columns}; id is a number") from None
        needs, areas = (tuple(row[name].split()) for name in ("needs", "areas"))
        return Notice(row["id"], row["text"], row["welsh"], day("from"), day("until"), needs, areas)

    @contextmanager
    def _changing(
        self,
    ) -> Iterator[tuple[tuple[Notice, ...], Callable[[Sequence[Notice]], None]]]:
        """The notices as they are, and how to replace them, while nobody else changes them."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.with_name(self._path.name + ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield self.read(), self._write

    def _write(self, notices: Sequence[Notice]) -> None:
        """In one step, so that a reader sees the old file or the new one."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        for one in notices:
            days = [day.isoformat() if day else "" for day in (one.starts, one.ends)]
            limits = [" ".join(one.needs), " ".join(one.areas)]
            writer.writerow([one.id, one.text, one.welsh, *days, *limits])
        handle, temporary = tempfile.mkstemp(prefix=".notices-", dir=self._path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text.getvalue())
            Path(temporary).chmod(0o644)
            Path(temporary).replace(self._path)
        finally:
            Path(temporary).unlink(missing_ok=True)
