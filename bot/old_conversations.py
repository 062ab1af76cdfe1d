"""Deletes conversations that have ended from Rasa's tracker store, which keeps them for ever.

The page tells citizens that what they said is cleared once nobody has used it for a time.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from pathlib import Path

#: Seconds to wait for Rasa to finish writing.
PATIENCE = 5

_OLD = "select sender_id from events group by sender_id having max(timestamp) < ?"


def delete_idle(path: Path, idle_seconds: float, dry_run: bool = False) -> int:
    """Deletes conversations without an event for so long. RETURNS how many there were.

    path (Path): the SQLite file of the tracker store; it need not exist yet.
    dry_run (bool): only counts them. What is deleted is overwritten on the disk.
    RAISES sqlite3.Error when the file can't be used.
    """
    if not path.is_file():
        return 0
    before = time.time() - idle_seconds
    with contextlib.closing(sqlite3.connect(path, timeout=PATIENCE)) as connection:
        made = connection.execute("select 1 from sqlite_master where name = 'events'").fetchone()
        if not made:
            return 0
        old = [sender for (sender,) in connection.execute(_OLD, [before])]
        if old and not dry_run:
            connection.execute("pragma secure_delete = on")
            with connection:
                connection.execute(f"delete from events where sender_id in ({_OLD})", [before])  # noqa: S608
            connection.execute("pragma wal_checkpoint(truncate)")
        return len(old)
