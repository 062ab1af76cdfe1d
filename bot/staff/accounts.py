"""The accounts of staff: who there is, in which role, with which password."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Optional

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from bot.errors import BadInput
from bot.staff import passwords
from bot.staff.roles import ROLES
from bot.staff.schema import accounts

NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")


@dataclass(frozen=True)
class Account:
    """password (str): its hash. added (datetime): UTC."""

    name: str
    role: str
    password: str
    disabled: bool
    added: datetime


class Accounts:
    """Accounts in the database. Every method RAISES BadInput for what cannot be done."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, name: str, role: str, password: str) -> Account:
        """A new account."""
        name, role = known_name(name), known_role(role)
        passwords.check(password, name)
        now = datetime.now(timezone.utc).replace(microsecond=0, tzinfo=None)
        found = Account(name, role, passwords.hashed(password), False, now)
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(accounts).values(**vars(found)))
        except IntegrityError:
            raise BadInput(f"There is already an account {name!r}.") from None
        return found

    def find(self, name: str) -> Optional[Account]:
        """The account of that name, however it is capitalised; None when there is none."""
        query = select(accounts).where(accounts.c.name == name.strip().lower()[:64])
        with self._engine.connect() as connection:
            row = connection.execute(query).mappings().first()
        return Account(**row) if row else None

    def all(self) -> list[Account]:
        """Every account, by name."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(accounts).order_by(accounts.c.name)).mappings()
            return [Account(**row) for row in rows]

    def set_password(self, name: str, password: str) -> None:
        """Another password."""
        passwords.check(password, name)
        self._change(name, password=passwords.hashed(password))

    def set_role(self, name: str, role: str) -> None:
        """Another role; the last admin keeps theirs."""
        if role != "admin":
            self._keep_an_admin(name)
        self._change(name, role=known_role(role))

    def set_disabled(self, name: str, disabled: bool) -> None:
        """Lets nobody in by this account, or lets them in again; the last admin stays enabled."""
        if disabled:
            self._keep_an_admin(name)
        self._change(name, disabled=disabled)

    def remove(self, name: str) -> None:
        """Removes the account; the last admin's stays."""
        self._keep_an_admin(name)
        with self._engine.begin() as connection:
            done = connection.execute(delete(accounts).where(accounts.c.name == name.lower()))
        if not done.rowcount:
            raise BadInput(_unknown(name))

    def rehash(self, name: str, password: str) -> None:
        """The same password with today's costs."""
        self._change(name, password=passwords.hashed(password))

    def _change(self, name: str, **values: Any) -> None:
        change = update(accounts).where(accounts.c.name == name.lower()).values(**values)
        with self._engine.begin() as connection:
            if not connection.execute(change).rowcount:
                raise BadInput(_unknown(name))

    def _keep_an_admin(self, name: str) -> None:
        """RAISES BadInput when nobody else could administer."""
        able = (accounts.c.role == "admin") & accounts.c.disabled.is_(False)
        with self._engine.connect() as connection:
            mine = connection.execute(
                select(accounts.c.name).where(able & (accounts.c.name == name.lower()))
            ).first()
            others = connection.execute(
                select(func.count())
                .select_from(accounts)
                .where(able & (accounts.c.name != name.lower()))
            ).scalar()
        if mine and not others:
            raise BadInput(f"{name!r} is the only admin: make another one first.")


def known_name(name: str) -> str:
    """The name as it is kept. RAISES BadInput for one that cannot be used."""
    found = name.strip().lower()
    if not NAME.fullmatch(found):
        raise BadInput(
            f"The name {name[:80]!r} cannot be used: use 2 to 64 letters, digits or . _ @ -, such "
            "as jo.smith."
        )
    return found


def known_role(role: str) -> str:
    """The role. RAISES BadInput for one there is not."""
    if role not in ROLES:
        raise BadInput(f"There is no role {role[:40]!r}: use one of {', '.join(ROLES)}.")
    return role


def _unknown(name: str) -> str:
    return f"There is no account {name[:80]!r}: see `python -m bot users list`."
