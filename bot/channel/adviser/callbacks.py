"""Call-backs that wait, for advisers: whom to phone, and done: which deletes the request."""

from __future__ import annotations

import asyncio
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from sanic.request import Request
from sanic.response import HTTPResponse, html, raw

from bot.channel.problems import Problem
from bot.channel.requests import text_field
from bot.channel.routes import Table
from bot.channel.staff.room import Room, Section
from bot.handover.callbacks import Callbacks

PATH = "/adviser/call-backs"


def section(room: Room, callbacks: Callbacks) -> Section:
    """The pages under /adviser/call-backs."""
    pages = CallbackList(room, callbacks)
    routes: Table = {"/": {"GET": pages.show, "POST": pages.done}}
    return Section("callbacks", PATH, room.pages.words("callbacks_title"), "adviser", routes)


class CallbackList:
    """Handlers of the list."""

    def __init__(self, room: Room, callbacks: Callbacks) -> None:
        self._room = room
        self._callbacks = callbacks

    async def show(self, request: Request, body: bytes) -> HTTPResponse:
        """GET: every request that waits, the oldest first. Entered in the audit log, as it shows
        names and numbers.
        """
        member = await self._room.gate.signed_in(request, "adviser")
        waiting = await asyncio.to_thread(self._callbacks.waiting)
        if waiting:
            await self._room.log(member, "saw call-backs", str(len(waiting)))
        page = self._room.pages.render(
            "callbacks.html", member, self._room.pages.words("callbacks_title"),
            waiting=waiting, local=local, here=PATH, done=request.args.get("done") == "1",
        )  # fmt: skip
        return html(page)

    async def done(self, request: Request, body: bytes) -> HTTPResponse:
        """POST: a request was dealt with; it is deleted and the audit log tells by whom."""
        member = await self._room.gate.signed_in(request, "adviser")
        fields = self._room.gate.form(request, body, member)
        number = text_field(fields, "number")
        if not (number.isascii() and number.isdigit() and len(number) < 16):
            raise Problem("bad_request")
        await self._room.log(member, "closed a call-back", number)
        await asyncio.to_thread(self._callbacks.done, int(number))
        return raw(b"", status=303, headers={"Location": f"{PATH}?done=1"})


def local(at: datetime) -> str:
    """A moment in UTC as an adviser reads it: "Thu 26 Nov, 09:40"."""
    there = at.replace(tzinfo=timezone.utc).astimezone(ZoneInfo("Europe/London"))
    return f"{there:%a} {there.day} {there:%b}, {there:%H:%M}"
