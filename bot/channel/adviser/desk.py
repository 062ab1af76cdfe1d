"""The handlers of the desk: ask, mark how the call ended, open a citizen's conversation."""

from __future__ import annotations

import asyncio
import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Optional

from sanic.request import Request
from sanic.response import HTTPResponse, html, raw

from bot.channel.adviser.call import PATH, Call, new_call, opened_call, read_call
from bot.channel.adviser.marks import Directory, mark_of
from bot.channel.adviser.script import script
from bot.channel.problems import Problem
from bot.channel.requests import text_field
from bot.channel.routes import Table
from bot.channel.security import KEY, new_key
from bot.channel.staff.member import Member
from bot.channel.staff.room import Room, Section
from bot.channel.turns import Heard, Turns, form_key
from bot.ledger.day import Day
from bot.ledger.entry import Call as Mark
from bot.ledger.schema import CALL_MARKS

#: Faults of what was typed: shown beside the box, with the words still in it.
BESIDE_THE_BOX = ("empty", "too_long", "unreadable")
#: What the door says of a place it does not know.
UNKNOWN = ("unknown", "malformed")


@dataclass(frozen=True)
class Books:
    """What the desk is told and tells.

    enter: writes a mark in the ledger. day: today's calls, None when they cannot be counted.
    directory: the organisations by name.
    """

    enter: Callable[[Mark], Any]
    day: Callable[[], Optional[Day]]
    directory: Callable[[], Directory]


def section(room: Room, turns: Turns, books: Books) -> Section:
    """The pages under /adviser. turns: takes them as channel "adviser"."""
    desk = Desk(room, turns, books)
    routes: Table = {
        "/": {"GET": desk.show, "POST": desk.say},
        "/mark": {"POST": desk.mark},
        "/open": {"POST": desk.open},
    }
    return Section("adviser", PATH, room.pages.words("desk_title"), "adviser", routes)


class Desk:
    """Handlers of the pages under /adviser."""

    def __init__(self, room: Room, turns: Turns, books: Books) -> None:
        self._room = room
        self._turns = turns
        self._books = books
        self._secret = room.parts.settings.secret

    async def show(self, request: Request, body: bytes) -> HTTPResponse:
        """GET: the call that the address names, or the desk ready for the next one."""
        member = await self._room.gate.signed_in(request, "adviser")
        values = {key: request.args.get(key) for key in ("call", "area", "opened", "ticket")}
        call = read_call(self._secret, member, values)
        said = request.args.get("said") or ""
        return await self._page(member, call or new_call(), said=said)

    async def say(self, request: Request, body: bytes) -> HTTPResponse:
        """POST: the caller's words and place, or a choice."""
        member, fields, call = await self._sent(request, body)
        text, place = text_field(fields, "text"), text_field(fields, "place")
        typed = {"text": text, "place": place}
        conversation = call.conversation(member)
        if call.opened:  # a citizen's conversation is read, never spoken in
            call = Call(new_key())
            conversation = call.conversation(member)
        try:
            heard = self._hear(conversation, text, place, text_field(fields, "choice"))
        except _Unplaced:
            return await self._page(member, call, typed, place_error="place_unknown")
        except Problem as problem:
            if problem.code not in BESIDE_THE_BOX:
                raise
            return await self._page(member, call, typed, text_error=f"problem_{problem.code}")
        key = text_field(fields, "key")
        if not KEY.fullmatch(key):
            raise Problem("bad_request")
        await self._turns.take(conversation, heard, form_key(key, heard))
        found = heard.place or {}
        area = " ".join(found.get("authorities") or ()) or call.area
        return _to(Call(call.name, area).address())

    async def mark(self, request: Request, body: bytes) -> HTTPResponse:
        """POST: how the call ended."""
        member, fields, call = await self._sent(request, body)
        mark, called = text_field(fields, "mark"), text_field(fields, "called")
        if mark not in CALL_MARKS:
            raise Problem("bad_request")
        conversation = call.conversation(member)
        turns = self._room.parts.transcripts.get(conversation)
        if not turns:
            raise Problem("not_found")
        rung: Optional[str] = None
        if mark == "misdirected" and called.strip():
            rung = self._books.directory().identity(called)
            if rung is None:
                typed = {"called": called}
                return await self._page(member, call, typed, called_error="called_unknown")
        entry = mark_of(mark, conversation, turns, rung, call.area)
        await self._room.log(member, f"call {mark}", f"{entry.need or '-'} {entry.owner or '-'}")
        await asyncio.to_thread(self._books.enter, entry)
        return _to(call.address(said=mark))

    async def open(self, request: Request, body: bytes) -> HTTPResponse:
        """POST: the code that a caller quotes. Unknown, over or none at all: one answer."""
        member, fields, call = await self._sent(request, body)
        code = text_field(fields, "code")
        lockout = self._room.staff.lockout
        wait = await asyncio.to_thread(lockout.attempt, "code", member.name)
        if wait:
            await self._room.log(member, "code refused", "must wait")
            minutes, typed = math.ceil(wait / 60), {"code": code}
            told = "code_wait_one" if minutes == 1 else "code_wait"
            return await self._page(member, call, typed, minutes=minutes, code_error=told)
        found = self._room.parts.references.find(code)
        if found is None:
            await self._room.log(member, "code not found")
            return await self._page(member, call, {"code": code}, code_error="code_unknown")
        # Takes back this try only: an own code among the guesses must not free the others.
        await asyncio.to_thread(lockout.undo, "code", member.name)
        await self._room.log(member, "conversation opened", _short(found[0]))
        return _to(opened_call(self._secret, member, found[0]).address())

    async def _sent(self, request: Request, body: bytes) -> tuple[Member, dict[str, str], Call]:
        member = await self._room.gate.signed_in(request, "adviser")
        fields = self._room.gate.form(request, body, member)
        return member, fields, read_call(self._secret, member, fields) or new_call()

    def _hear(self, conversation: str, text: str, place: str, choice: str) -> Heard:
        """The caller's words with the place beside them; a place alone answers the question.
        RAISES _Unplaced for a place that nobody knows, Problem for words that cannot be used.
        """
        if choice or not place.strip():
            return self._turns.hear(conversation, text, choice)
        where = self._turns.type(place)
        if not where.place or where.place.get("status") in UNKNOWN:
            raise _Unplaced
        if not text.strip():
            return where
        heard = self._turns.hear(conversation, text, "")
        return Heard(f"{heard.shown} ({where.place['label']})", heard.message, where.place)

    async def _page(
        self,
        member: Member,
        call: Call,
        typed: Optional[dict[str, str]] = None,
        said: str = "",
        minutes: int = 0,
        **errors: str,
    ) -> HTTPResponse:
        words = self._room.pages.words
        turns = self._room.parts.transcripts.get(call.conversation(member)) or []
        reply = turns[-1].reply if turns else None
        title = words("desk_title")
        most = self._room.parts.settings.max_length
        told = {name: words(key, max=most, minutes=minutes) for name, key in errors.items()}
        day = await asyncio.to_thread(self._books.day)
        directory = self._books.directory()
        owners = [(directory.name(owner), count) for owner, count in (day.owners if day else ())]
        page = self._room.pages.render(
            "desk.html", member, words("error_prefix", title=title) if errors else title,
            here=PATH, call=call, key=new_key(), turns=turns, reply=reply,
            script=script(reply, words) if reply else [],
            marked=said if reply and said in CALL_MARKS else "",
            typed=typed or {}, errors=told, day=day, owners=owners, directory=directory,
        )  # fmt: skip
        return html(page, status=400 if errors else 200)


class _Unplaced(Exception):
    """A place that nobody knows."""


def _short(conversation: str) -> str:
    """What the log calls a conversation: it tells two apart, and finds none."""
    return hashlib.sha256(conversation.encode()).hexdigest()[:12]


def _to(where: str) -> HTTPResponse:
    return raw(b"", status=303, headers={"Location": where})
