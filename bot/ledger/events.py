"""Tells a webhook of what was entered in the ledger: the payload that docs/events.md describes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

#: Rows that one event may hold: some 50 kB.
MOST = 100


class Post(Protocol):
    """Queues an event, as bot.webhook.Webhook.post does."""

    def __call__(self, kind: str, data: dict[str, Any], identity: str) -> bool:
        """RETURNS whether it was queued."""


def teller(post: Post) -> Callable[[str, Sequence[dict[str, Any]]], None]:
    """What bot.ledger.writer calls with rows that are in the database: (table, rows)."""

    def tell(table: str, rows: Sequence[dict[str, Any]]) -> None:
        for start in range(0, len(rows), MOST):
            batch = rows[start : start + MOST]
            post(f"ledger.{table}s", {"entries": [_shown(row) for row in batch]}, _identity(batch))

    return tell


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """The row as JSON has it: times in UTC with a Z, as ISO 8601."""
    return {
        name: f"{value.isoformat()}Z" if isinstance(value, datetime) else value
        for name, value in row.items()
    }


def _identity(rows: Sequence[dict[str, Any]]) -> str:
    """The same for the same rows: sent again after a crash, they are known as a copy."""
    entries = " ".join(str(row["entry"]) for row in rows)
    return hashlib.sha256(entries.encode()).hexdigest()[:32]
