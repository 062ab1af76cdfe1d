"""The staff's database as one: accounts, sessions, lock-out, audit, and the way in by password."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from sqlalchemy.engine import Engine

from bot.database import migrate, open_engine
from bot.errors import BadInput, SignpostError
from bot.staff import passwords
from bot.staff.accounts import Account, Accounts
from bot.staff.audit import Audit
from bot.staff.lockout import Lockout
from bot.staff.schema import MIGRATIONS
from bot.staff.sessions import Sessions
from bot.staff.switch import Switch


class Refused(SignpostError):
    """Nobody was let in. wait (int): seconds until another attempt counts, 0 for none."""

    def __init__(self, wait: int = 0) -> None:
        super().__init__("That name and password do not let anyone in.")
        self.wait = wait


class Staff:
    """Everything about staff that is kept.

    idle, longest (seconds): a session's life without use, and in all.
    """

    def __init__(
        self,
        engine: Engine,
        idle: float = 3600.0,
        longest: float = 12 * 3600.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        with engine.begin() as connection:
            migrate(connection, "staff", MIGRATIONS)
        self.accounts = Accounts(engine)
        self.sessions = Sessions(engine, idle, longest, clock)
        self.lockout = Lockout(engine, clock)
        self.audit = Audit(engine)
        self.switch = Switch(engine, self.audit)

    @classmethod
    def open(cls, address: str, idle: float = 3600.0, longest: float = 12 * 3600.0) -> Staff:
        """The staff at an SQLAlchemy address; a relative SQLite path starts at the project."""
        return cls(open_engine(address), idle, longest)

    def sign_in(self, name: str, password: str, address: str, before: str = "") -> str:
        """Lets someone in. RETURNS the token of a new session; the one of `before` ends.

        address (str): the client's. RAISES Refused: one for a wrong name, a wrong password and a
        disabled account, after the same time.
        """
        name = name.strip().lower()[:64]
        for kind, key in (("address", address), ("account", name)):
            wait = self.lockout.attempt(kind, key)
            if wait:
                self.audit.write(name, "sign-in refused", f"{kind} must wait", address)
                raise Refused(math.ceil(wait))
        account = self.accounts.find(name)
        right = passwords.matches(account.password if account else None, password)
        if account is None or account.disabled or not right:
            self.audit.write(name, "sign-in failed", "", address)
            raise Refused()
        self.lockout.forgive("account", name)
        self.lockout.undo("address", address)
        if passwords.is_old(account.password):
            self.accounts.rehash(name, password)
        if before:
            self.sessions.end(before)
        token = self.sessions.begin(name)
        self.audit.write(name, "signed in", "", address)
        return token

    def who(self, token: str) -> Account | None:
        """The account that is signed in with this token; None for nobody."""
        name = self.sessions.name(token)
        account = self.accounts.find(name) if name else None
        return None if account is None or account.disabled else account

    def renew(self, token: str) -> str:
        """Another token for the session of this one, which ends. RETURNS "" when there is none."""
        name = self.sessions.name(token)
        self.sessions.end(token)
        return self.sessions.begin(name) if name else ""

    def sign_out(self, token: str, address: str) -> None:
        """Ends the session of this token."""
        account = self.who(token)
        self.sessions.end(token)
        if account:
            self.audit.write(account.name, "signed out", "", address)

    def change_password(self, name: str, old: str, new: str, address: str, keep: str = "") -> None:
        """Someone changes their own password; their other sessions end.

        keep (str): the token of the session in which they do. RAISES Refused for a wrong old
        password, BadInput for a new one that will not do.
        """
        wait = self.lockout.attempt("account", name)
        if wait:
            raise Refused(math.ceil(wait))
        account = self.accounts.find(name)
        if account is None or not passwords.matches(account.password, old):
            self.audit.write(name, "password change refused", "", address)
            raise Refused()
        self.lockout.forgive("account", name)
        if old == new:
            raise BadInput("The new password is the old one: use another.")
        self.accounts.set_password(name, new)
        self.sessions.end_all(name, but=keep)
        self.audit.write(name, "password changed", "", address)
