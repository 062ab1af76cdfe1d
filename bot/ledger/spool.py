"""The way rows take to the database: appended to a file at once, and fetched from there.

A row is in the file, by one write of some microseconds, before `append` returns, so a process
that is killed loses none of it. `fetch` and `done` empty the file from the other end. A row may be
fetched twice (after a crash between writing it to the database and `done`), which its `entry` makes
harmless. Against loss of power, `sync` puts what is there on the disk; who fetches calls it when
rows have to stay here for longer.

A file belongs to one process, which holds a lock on it. What a process left behind when it ended
is taken over by whichever asks next.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

logger = logging.getLogger(__name__)

#: Bytes that one file may have: over 400,000 turns. A database away for longer has them refused.
LARGEST = 256 * 1024 * 1024
#: Bytes read at once; a line is never longer.
READ = 4 * 1024 * 1024

#: A table's name and a row of it, with values as JSON has them.
Line = tuple[str, dict[str, Any]]


class SpoolFull(Exception):
    """As many rows wait as may."""


class Spool:
    """The file of this process in `folder`; private to this user. Threads may share it."""

    def __init__(self, folder: Path, largest: int = LARGEST) -> None:
        """RAISES OSError when no file can be made there."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._largest = largest
        self._lock = threading.Lock()
        self._done = 0
        self.path, self._file = _own_file(folder)
        self._size = os.fstat(self._file).st_size

    @classmethod
    def left_behind(cls, folder: Path, ours: Path) -> Iterator[Spool]:
        """The files of processes that have ended, each to be emptied and removed."""
        for path in sorted(folder.glob("*.jsonl")) if folder.is_dir() else ():
            if path == ours:
                continue
            with contextlib.suppress(OSError):
                file = os.open(path, os.O_RDWR | os.O_APPEND)
                if not _locked(file, path):
                    os.close(file)
                    continue
                spool = cls.__new__(cls)
                spool._largest, spool._lock, spool._done = 0, threading.Lock(), 0
                spool.path, spool._file = path, file
                spool._size = os.fstat(file).st_size
                yield spool

    def append(self, table: str, row: dict[str, Any]) -> None:
        """Add a row. RAISES SpoolFull, or OSError when the disk won't have it."""
        line = (json.dumps([table, row], ensure_ascii=False) + "\n").encode("utf-8", "replace")
        with self._lock:
            if self._size + len(line) > self._largest:
                raise SpoolFull
            written = os.write(self._file, line)
            if written < len(line):  # the disk is full: half a line must not stay
                os.ftruncate(self._file, self._size)
                raise OSError("the disk took half of a line")
            self._size += written

    @property
    def waiting(self) -> int:
        """Bytes that have not been fetched and done."""
        return self._size - self._done

    def fetch(self, most: int) -> tuple[list[Line], int]:
        """The oldest rows, at most so many. RETURNS them and what to tell `done`.

        What a crash of the machine made unreadable is left out.
        """
        # By descriptor: the file may have been moved or deleted under our feet.
        raw = os.pread(self._file, min(READ, self._size - self._done), self._done)
        lines: list[Line] = []
        position = self._done
        for line in raw.splitlines(keepends=True)[:most]:
            if not line.endswith(b"\n") and self._done < position < self._size - len(line):
                break  # the next reading begins with it
            position += len(line)
            try:
                table, row = json.loads(line)
                lines.append((str(table), dict(row)))
            except (ValueError, TypeError):
                logger.error("A line of the ledger's spool could not be read.")
        return lines, position

    def done(self, position: int) -> None:
        """What was fetched up to `position` is where it belongs; an empty file starts again."""
        with self._lock:
            self._done = position
            if self._done >= self._size:
                os.ftruncate(self._file, 0)
                self._size = self._done = 0

    def sync(self) -> None:
        """Put what waits on the disk itself."""
        with contextlib.suppress(OSError):
            os.fsync(self._file)

    def close(self) -> None:
        """Let go of the file, and remove it when nothing waits in it."""
        with self._lock:
            if not self.waiting:
                self.path.unlink(missing_ok=True)
            os.close(self._file)
            self._largest = 0


def _own_file(folder: Path) -> tuple[Path, int]:
    while True:
        path = folder / f"{uuid4().hex}.jsonl"
        file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o600)
        if _locked(file, path):
            return path, file
        os.close(file)


def _locked(file: int, path: Path) -> bool:
    """Whether this process now holds the file, and it is still the one of that name."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return path.stat().st_ino == os.fstat(file).st_ino
    except OSError:
        return False
