"""The way in and out for staff: sign in, sign out, change one's password."""

from __future__ import annotations

import asyncio
import math
import re
from typing import Any, Optional

from sanic.request import Request
from sanic.response import HTTPResponse, html, raw

from bot.channel.problems import Problem
from bot.channel.requests import text_field
from bot.channel.routes import Table
from bot.channel.staff import cookie
from bot.channel.staff.room import Room, Section
from bot.errors import BadInput
from bot.staff import Refused
from bot.staff.sessions import new_token

#: Where signing in may lead: a path of ours, so that no link to it leads elsewhere.
NEXT = re.compile(r"/(?:adviser|review|staff)(?:/[A-Za-z0-9_-]+)*")


def section(room: Room) -> Section:
    """The pages under /staff."""
    pages = SignIn(room)
    routes: Table = {
        "/": {"GET": pages.home},
        "/sign-in": {"GET": pages.show, "POST": pages.enter},
        "/sign-out": {"POST": pages.leave},
        "/password": {"GET": pages.ask_password, "POST": pages.set_password},
    }
    return Section("staff", "/staff", "", "", routes)


class SignIn:
    """Handlers of the pages under /staff."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._secure = room.parts.settings.secure_cookies

    async def home(self, request: Request, body: bytes) -> HTTPResponse:
        """GET: leads to the first section that the member may use."""
        member = await self._room.gate.signed_in(request)
        links = self._room.links(member)
        return _to(links[0][0] if links else "/staff/password")

    async def show(self, request: Request, body: bytes) -> HTTPResponse:
        """GET: the form; who is signed in already goes on."""
        wanted = _next(request.args.get("next") or "")
        if await self._room.gate.member(request):
            return _to(wanted)
        return self._form(request, wanted, said=request.args.get("said") or "")

    async def enter(self, request: Request, body: bytes) -> HTTPResponse:
        """POST: a name and a password."""
        token = self._room.gate.token(request)
        fields = self._room.gate.form_for(request, body, token)
        name, password = text_field(fields, "name"), text_field(fields, "password")
        wanted = _next(text_field(fields, "next"))
        address = self._room.parts.client(request)
        try:
            begun = await asyncio.to_thread(
                self._room.staff.sign_in, name, password, address, token or ""
            )
        except Refused as refused:
            return self._form(request, wanted, name=name, refused=refused)
        response = _to(wanted)
        response.headers["Set-Cookie"] = cookie.write(begun, self._secure)
        return response

    async def leave(self, request: Request, body: bytes) -> HTTPResponse:
        """POST: ends the session."""
        member = await self._room.gate.signed_in(request)
        self._room.gate.form(request, body, member)
        token = self._room.gate.token(request)
        if token:
            await asyncio.to_thread(self._room.staff.sign_out, token, member.address)
        response = _to("/staff/sign-in?said=signed_out")
        response.headers["Set-Cookie"] = cookie.write("", self._secure)
        return response

    async def ask_password(self, request: Request, body: bytes) -> HTTPResponse:
        """GET: the form to change one's password."""
        return await self._password(request)

    async def set_password(self, request: Request, body: bytes) -> HTTPResponse:
        """POST: the old password, and the new one twice."""
        member = await self._room.gate.signed_in(request)
        fields = self._room.gate.form(request, body, member)
        if member.by_proxy:
            raise Problem("not_found")
        old, new = text_field(fields, "old"), text_field(fields, "new")
        if new != text_field(fields, "again"):
            return await self._password(request, error=self._room.pages.words("password_differs"))
        token = self._room.gate.token(request) or ""
        try:
            await asyncio.to_thread(
                self._room.staff.change_password, member.name, old, new, member.address, token
            )
        except Refused as refused:
            return await self._password(request, error=self._wrong(refused, "password_wrong"))
        except BadInput as fault:
            return await self._password(request, error=str(fault))
        # A token that was seen before the change is worth nothing after it.
        begun = await asyncio.to_thread(self._room.staff.renew, token)
        response = _to("/staff/password?said=changed")
        response.headers["Set-Cookie"] = cookie.write(begun, self._secure)
        return response

    async def _password(self, request: Request, error: str = "") -> HTTPResponse:
        member = await self._room.gate.signed_in(request)
        if member.by_proxy:
            raise Problem("not_found")
        words = self._room.pages.words
        page = self._room.pages.render(
            "staff_password.html", member, words("password_title"), here="/staff/password",
            error=error, done=not error and request.args.get("said") == "changed",
        )  # fmt: skip
        return html(page, status=400 if error else 200)

    def _form(
        self,
        request: Request,
        wanted: str,
        name: str = "",
        refused: Optional[Refused] = None,
        said: str = "",
    ) -> HTTPResponse:
        """The sign-in page. It has a cookie of its own, so that no other site can send its form."""
        token = self._room.gate.token(request)
        fresh = token or new_token()
        words = self._room.pages.words
        error = self._wrong(refused, "sign_in_wrong") if refused else ""
        title = (
            words("error_prefix", title=words("sign_in_title")) if error else words("sign_in_title")
        )
        values: dict[str, Any] = {
            "stranger": self._room.gate.sign_for(fresh), "next": wanted, "name": name[:64],
            "error": error, "out": said == "signed_out",
        }  # fmt: skip
        page = self._room.pages.render("staff_sign_in.html", None, title, **values)
        status = 200 if not refused else 429 if refused.wait else 401
        response = html(page, status=status)
        if refused and refused.wait:
            response.headers["Retry-After"] = str(refused.wait)
        if token is None:
            response.headers["Set-Cookie"] = cookie.write(fresh, self._secure)
        return response

    def _wrong(self, refused: Refused, key: str) -> str:
        words = self._room.pages.words
        if not refused.wait:
            return words(key)
        minutes = math.ceil(refused.wait / 60)
        return words("must_wait_one") if minutes == 1 else words("must_wait", minutes=minutes)


def _next(wanted: str) -> str:
    return wanted if NEXT.fullmatch(wanted) else "/staff"


def _to(where: str) -> HTTPResponse:
    return raw(b"", status=303, headers={"Location": where})
