"""Transcripts in a SQLite file, so that a restart, and every process on one machine, knows them."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Optional, cast

from bot.channel.replies import Reply
from bot.channel.transcripts import Clock, Turn

#: Raise it when Turn or Reply change: a file of another format is emptied at opening.
FORMAT = 4
SCHEMA = """
CREATE TABLE IF NOT EXISTS conversation (
    id TEXT PRIMARY KEY, touched REAL NOT NULL, last INTEGER NOT NULL DEFAULT 0, lang TEXT
);
CREATE INDEX IF NOT EXISTS conversation_touched ON conversation (touched);
CREATE TABLE IF NOT EXISTS turn (
    conversation TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    number INTEGER NOT NULL, key TEXT NOT NULL, said TEXT NOT NULL, reply TEXT NOT NULL,
    at REAL NOT NULL, helped INTEGER,
    PRIMARY KEY (conversation, number)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reference (
    conversation TEXT PRIMARY KEY REFERENCES conversation (id) ON DELETE CASCADE,
    salt TEXT NOT NULL, code TEXT NOT NULL UNIQUE, until REAL NOT NULL
) WITHOUT ROWID;
"""


class SqliteTranscripts:
    """As transcripts.Transcripts, in the file at `path`; deleted words are overwritten."""

    def __init__(
        self, path: Path, idle_seconds: float, max_turns: int, clock: Clock = time.time
    ) -> None:
        self._idle = idle_seconds
        self._max_turns = max_turns
        self._clock = clock
        self._path = path
        self._lock = Lock()
        self._opened: Optional[tuple[int, sqlite3.Connection]] = None

    def start(self, conversation: str, lang: Optional[str] = None) -> None:
        """See Transcripts."""
        with self._writing():
            known = self._knows(conversation)
            self._touch(conversation)
            if not known:
                self._db.execute(
                    "UPDATE conversation SET lang = ? WHERE id = ?", [lang, conversation]
                )

    def language(self, conversation: str) -> Optional[str]:
        """See Transcripts."""
        with self._lock:
            row = self._db.execute("SELECT lang FROM conversation WHERE id = ?", [conversation])
            found = row.fetchone()
        return str(found[0]) if found and found[0] else None

    def add(self, conversation: str, key: str, said: str, reply: Reply) -> Turn:
        """See Transcripts."""
        with self._writing():
            self._touch(conversation)
            self._db.execute("UPDATE conversation SET last = last + 1 WHERE id = ?", [conversation])
            row = self._db.execute("SELECT last FROM conversation WHERE id = ?", [conversation])
            turn = Turn(row.fetchone()[0], key, said, reply, self._clock())
            self._db.execute(
                "INSERT INTO turn (conversation, number, key, said, reply, at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                [conversation, turn.number, key, said, json.dumps(reply), turn.at],
            )
            self._db.execute(
                "DELETE FROM turn WHERE conversation = ? AND number <= ?",
                [conversation, turn.number - self._max_turns],
            )
        return turn

    def get(self, conversation: str) -> Optional[list[Turn]]:
        """See Transcripts."""
        with self._writing():
            if not self._knows(conversation):
                return None
            self._touch(conversation)
            return self._turns(conversation)

    def mark(self, conversation: str, number: int, helped: bool) -> Optional[Turn]:
        """See Transcripts."""
        with self._writing():
            self._sweep()
            self._db.execute(
                "UPDATE turn SET helped = ? WHERE conversation = ? AND number = ?",
                [helped, conversation, number],
            )
            turns = self._turns(conversation)
        return next((turn for turn in turns if turn.number == number), None)

    def end(self, conversation: str) -> bool:
        """See Transcripts."""
        with self._writing():
            known = self._knows(conversation)
            self._db.execute("DELETE FROM conversation WHERE id = ?", [conversation])
        return known

    def salt(self, conversation: str, now: float) -> Optional[str]:
        """See Transcripts."""
        with self._lock:
            row = self._db.execute(
                "SELECT salt FROM reference WHERE conversation = ? AND until > ?",
                [conversation, now],
            ).fetchone()
        return row[0] if row else None

    def refer(self, conversation: str, salt: str, code: str, until: float) -> bool:
        """See Transcripts."""
        with self._writing():
            if not self._knows(conversation):
                return False
            taken = self._db.execute(
                "SELECT 1 FROM reference WHERE code = ? AND conversation <> ?", [code, conversation]
            )
            if taken.fetchone():
                return False
            self._db.execute(
                "INSERT OR REPLACE INTO reference (conversation, salt, code, until)"
                " VALUES (?, ?, ?, ?)",
                [conversation, salt, code, until],
            )
            return True

    def referred(self, code: str, now: float) -> Optional[tuple[str, list[Turn]]]:
        """See Transcripts."""
        with self._writing():
            self._sweep()
            row = self._db.execute(
                "SELECT conversation FROM reference WHERE code = ? AND until > ?", [code, now]
            ).fetchone()
            return (row[0], self._turns(row[0])) if row else None

    def expired(self) -> int:
        """How many conversations nobody has used for the set time."""
        with self._lock:
            oldest = [self._clock() - self._idle]
            query = "SELECT count(*) FROM conversation WHERE touched <= ?"
            return int(self._db.execute(query, oldest).fetchone()[0])

    def sweep(self) -> int:
        """Deletes them now, rather than at the next use. RETURNS how many there were."""
        count = self.expired()
        with self._writing():
            self._sweep()
        return count

    def close(self) -> None:
        """Closes the file; the next use opens it again."""
        with self._lock:
            if self._opened:
                self._opened[1].close()
            self._opened = None

    @property
    def _db(self) -> sqlite3.Connection:
        """This process's connection: one made before a fork must not be used after it."""
        if not self._opened or self._opened[0] != os.getpid():
            self._opened = os.getpid(), self._open()
        return self._opened[1]

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        # One connection for all threads, behind the lock; other processes wait for up to 5 s.
        db = sqlite3.connect(self._path, timeout=5, isolation_level=None, check_same_thread=False)
        pragmas = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON")
        for pragma in pragmas:
            db.execute(f"PRAGMA {pragma}")
        (found,) = db.execute("PRAGMA user_version").fetchone()
        if found != FORMAT:
            db.executescript(
                "DROP TABLE IF EXISTS reference; DROP TABLE IF EXISTS turn;"
                "DROP TABLE IF EXISTS conversation;"
            )
            db.execute(f"PRAGMA user_version={FORMAT}")
        db.executescript(SCHEMA)
        return db

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction: kept whole, or not at all."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def _knows(self, conversation: str) -> bool:
        self._sweep()
        rows = self._db.execute("SELECT 1 FROM conversation WHERE id = ?", [conversation])
        return rows.fetchone() is not None

    def _touch(self, conversation: str) -> None:
        self._sweep()
        self._db.execute(
            "INSERT INTO conversation (id, touched) VALUES (?, ?)"
            " ON CONFLICT (id) DO UPDATE SET touched = excluded.touched",
            [conversation, self._clock()],
        )

    def _sweep(self) -> None:
        oldest = self._clock() - self._idle
        self._db.execute("DELETE FROM conversation WHERE touched <= ?", [oldest])

    def _turns(self, conversation: str) -> list[Turn]:
        rows = self._db.execute(
            "SELECT number, key, said, reply, at, helped FROM turn"
            " WHERE conversation = ? ORDER BY number",
            [conversation],
        )
        return [
            Turn(number, key, said, cast(Reply, json.loads(reply)), at, _verdict(helped))
            for number, key, said, reply, at, helped in rows
        ]


def _verdict(helped: Optional[int]) -> Optional[bool]:
    return None if helped is None else bool(helped)
