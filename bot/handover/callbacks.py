"""The store of call-back requests: apart from ledger and transcripts, sealed, gone in some days.

Who reads the database without its key file learns when requests came and nothing of them.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Optional

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import (
    Column,
    DateTime,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    delete,
    event,
    func,
    insert,
    select,
)
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from bot.database import Migration, migrate, open_engine
from bot.handover.request import Request
from bot.private_file import made_once

logger = logging.getLogger(__name__)

#: `receipt` is a hash of what only the citizen's page holds; `sealed` is all that they told.
table = Table(
    "callback",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("at", DateTime, nullable=False, index=True),
    Column("receipt", String(64), nullable=False, unique=True),
    Column("sealed", Text, nullable=False),
)


def _m001_begin(connection: Connection) -> None:
    table.create(connection)


MIGRATIONS: tuple[Migration, ...] = (_m001_begin,)


@dataclass(frozen=True)
class Kept:
    """A request that waits. at, until (datetime): UTC, when it came and when it is deleted."""

    id: int
    at: datetime
    until: datetime
    request: Request


class Callbacks:
    """Keeps requests until they are done, withdrawn or too old. days: how long at most."""

    def __init__(self, engine: Engine, key: bytes, days: int) -> None:
        self._engine = engine
        self._seal = Fernet(key)
        self._days = timedelta(days=days)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _overwrite)
        with engine.begin() as connection:
            migrate(connection, "callback", MIGRATIONS)

    @classmethod
    def open(cls, address: str, key_file: Path, days: int) -> Callbacks:
        """The store at an SQLAlchemy address; its key is made once, readable by this user alone."""
        return cls(open_engine(address), made_once(key_file, Fernet.generate_key), days)

    def add(self, request: Request, receipt: str, now: Optional[datetime] = None) -> bool:
        """Keep a request. RETURNS False when one of this receipt is kept already: sent twice."""
        sealed = self._seal.encrypt(json.dumps(asdict(request)).encode()).decode()
        row = {"at": now or _now(), "receipt": _hash(receipt), "sealed": sealed}
        self.purge(now)
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(table).values(**row))
        except IntegrityError:
            return False
        return True

    def find(self, receipt: str) -> Optional[Kept]:
        """The request of a receipt, while it waits."""
        found = list(self._rows(table.c.receipt == _hash(receipt)))
        return found[0] if found else None

    def waiting(self) -> list[Kept]:
        """Every request that waits, the oldest first."""
        return list(self._rows(table.c.at > _now() - self._days))

    def done(self, number: int) -> bool:
        """Delete a request that was dealt with. RETURNS whether it was there."""
        return self._delete(table.c.id == number) > 0

    def withdraw(self, receipt: str) -> bool:
        """Delete a request that its citizen takes back. RETURNS whether it was there."""
        return self._delete(table.c.receipt == _hash(receipt)) > 0

    def purge(self, now: Optional[datetime] = None, dry_run: bool = False) -> int:
        """Delete what is too old; only count it with `dry_run`. RETURNS how many."""
        old = table.c.at <= (now or _now()) - self._days
        if not dry_run:
            return self._delete(old)
        with self._engine.connect() as connection:
            query = select(func.count()).select_from(table).where(old)
            return int(connection.execute(query).scalar_one())

    def _rows(self, where: Any) -> Iterator[Kept]:
        query = select(table).where(where).order_by(table.c.at, table.c.id)
        with self._engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
        for row in rows:
            try:
                told = json.loads(self._seal.decrypt(row["sealed"].encode()))
            except InvalidToken:
                logger.error("Call-back request %s was sealed with another key.", row["id"])
                continue
            yield Kept(row["id"], row["at"], row["at"] + self._days, Request.from_dict(told))

    def _delete(self, where: Any) -> int:
        with self._engine.begin() as connection:
            return int(connection.execute(delete(table).where(where)).rowcount)


def _hash(receipt: str) -> str:
    return hashlib.sha256(b"signpost call-back " + receipt.encode("utf-8", "replace")).hexdigest()


def _now() -> datetime:
    return datetime.now(timezone.utc).replace(microsecond=0, tzinfo=None)


def _overwrite(connection: Any, _record: Any) -> None:
    """Deleted rows are overwritten, so that nobody with the key finds them on the disk."""
    connection.execute("pragma secure_delete=on")
