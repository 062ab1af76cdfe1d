"""The staff's pages around the scripted channel, with three accounts and a clock that can be set.
`python tests/staff_world.py PORT` serves them for the browser.
"""

from __future__ import annotations

import dataclasses
import sys
import time
from collections.abc import Callable
from typing import Any, Optional

import httpx
from argon2 import PasswordHasher
from channel_visitor import Page, Visitor
from channel_world import SETTINGS, make_app
from sanic import Sanic
from sqlalchemy import create_engine
from sqlalchemy.engine import Engine
from sqlalchemy.pool import StaticPool

from bot.channel.adviser import callbacks, desk
from bot.channel.adviser.desk import Books
from bot.channel.adviser.marks import Directory
from bot.channel.settings import ChannelSettings
from bot.channel.staff import assistant_switch, sign_in
from bot.channel.staff.room import Room
from bot.ledger.day import Day
from bot.staff import Staff, passwords

PASSWORD = "three odd kettles"
STAFF = dataclasses.replace(SETTINGS, rate_staff="10000/minute")
COSTS = passwords._hasher
#: Tests sign in some hundred times, which must not cost a quarter of a second each.
CHEAP = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


DAY = Day(12, 7, 4, 3, (("E07999999", 2), ("water", 1)))
DIRECTORY = Directory(
    "Borsetshire County Council",
    {
        "Borsetshire County Council": "E10999999",
        "Felpersham City Council": "E07999999",
        "Borset Water": "water",
    },
)


class Clock:
    """The time, which only a test moves on: a slow machine must not shorten a wait."""

    def __init__(self) -> None:
        self.start, self.ahead = time.time(), 0.0

    def __call__(self) -> float:
        """Seconds since 1970."""
        return self.start + self.ahead


def memory() -> Engine:
    """A database in memory that all threads share."""
    return create_engine(
        "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
    )


def make_staff(
    engine: Optional[Engine] = None, clock: Optional[Callable[[], float]] = None
) -> Staff:
    """A store with ann (adviser), rob (reviewer) and mo (admin), all with PASSWORD."""
    passwords._hasher = lambda: CHEAP  # type: ignore[assignment]
    staff = Staff(engine or memory(), clock=clock or Clock())
    for name, role in (("ann", "adviser"), ("rob", "reviewer"), ("mo", "admin")):
        staff.accounts.add(name, role, PASSWORD)
    return staff


def make_staff_app(
    settings: ChannelSettings = STAFF,
    clock: Optional[Callable[[], float]] = None,
    day: Callable[[], Optional[Day]] = lambda: DAY,
    **more: Any,
) -> Sanic:
    """The channel's app with the staff's pages; `app.ctx.room` is what they share."""
    staff = make_staff(clock=clock)
    app = make_app(settings, off=staff.switch.reason, **more)
    room = Room(app.ctx.parts, staff)
    app.ctx.room, app.ctx.marks = room, []
    books = Books(app.ctx.marks.append, day, lambda: DIRECTORY)
    app.blueprint(room.mount(desk.section(room, app.ctx.parts.turns_as("adviser"), books)))
    app.blueprint(room.mount(assistant_switch.section(room)))
    if app.ctx.parts.handover.callbacks:
        app.blueprint(room.mount(callbacks.section(room, app.ctx.parts.handover.callbacks)))
    app.blueprint(room.mount(sign_in.section(room)))
    return app


class Colleague(Visitor):
    """A member of staff at a browser without JavaScript."""

    def sign_in(
        self, name: str = "ann", password: str = PASSWORD, path: str = "/staff/sign-in"
    ) -> Page:
        """The page after sending the sign-in form that `path` shows or leads to."""
        return self.submit(self.form(self.get(path), "password"), name=name, password=password)

    def straight(self, sent: dict[str, Any], **fields: str) -> httpx.Response:
        """The response itself to sending a form, without following where it leads."""
        data = {**sent["fields"], **fields}
        return self.send("POST", sent["action"], data=data, allow_redirects=False)

    @staticmethod
    def form(page: Page, field: str) -> dict[str, Any]:
        """The form that has this field."""
        return next(form for form in page.forms if field in form["fields"])

    def log(self) -> list[tuple[str, str, str]]:
        """(who, what, about) of the audit log, oldest first."""
        rows = self.server.app.ctx.room.staff.audit.rows()
        return [(row["who"], row["what"], row["about"]) for row in reversed(rows)]


if __name__ == "__main__":
    served = make_staff_app(clock=time.time)
    served.ctx.dialogue.delay = 0.2
    served.run("127.0.0.1", int(sys.argv[1]), access_log=False, motd=False)
