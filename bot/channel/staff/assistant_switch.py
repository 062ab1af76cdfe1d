"""The administrators' page that turns the assistant off, with a reason for citizens, and on."""

from __future__ import annotations

import asyncio

from sanic.request import Request
from sanic.response import HTTPResponse, html, raw

from bot.channel.requests import text_field
from bot.channel.routes import Table
from bot.channel.staff.room import Room, Section
from bot.errors import BadInput

PATH = "/staff/assistant"


def section(room: Room) -> Section:
    """The page at /staff/assistant."""
    pages = AssistantSwitch(room)
    routes: Table = {"/": {"GET": pages.show, "POST": pages.turn}}
    return Section("assistant", PATH, room.pages.words("switch_title"), "admin", routes)


class AssistantSwitch:
    """Handlers of the page."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def show(self, request: Request, body: bytes) -> HTTPResponse:
        """GET: whether it is on, and the form for the other way."""
        return await self._page(request)

    async def turn(self, request: Request, body: bytes) -> HTTPResponse:
        """POST: off with a reason, or on."""
        member = await self._room.gate.signed_in(request, "admin")
        fields = self._room.gate.form(request, body, member)
        switch, reason = self._room.staff.switch, text_field(fields, "reason")
        try:
            if fields.get("turn") == "on":
                await asyncio.to_thread(switch.on, member.name, member.address)
            else:
                await asyncio.to_thread(switch.off, member.name, reason, member.address)
        except BadInput as fault:
            return await self._page(request, reason, str(fault))
        self._room.parts.off.forget()
        return raw(b"", status=303, headers={"Location": PATH})

    async def _page(self, request: Request, typed: str = "", error: str = "") -> HTTPResponse:
        member = await self._room.gate.signed_in(request, "admin")
        words, fixed = self._room.pages.words, self._room.parts.settings.off_reason
        reason = fixed or await asyncio.to_thread(self._room.staff.switch.reason)
        page = self._room.pages.render(
            "staff_switch.html", member, words("switch_title"), here=PATH,
            reason=reason, fixed=bool(fixed), typed=typed, error=error,
        )  # fmt: skip
        return html(page, status=400 if error else 200)
