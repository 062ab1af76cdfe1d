"""What the handlers of staff's pages share, and how a section of them is mounted."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, html, raw

from bot.channel.parts import Parts
from bot.channel.problems import Problem
from bot.channel.routes import Guard, Handler, Table, mounted
from bot.channel.staff.gate import Gate
from bot.channel.staff.member import Member, NotSignedIn
from bot.channel.staff.pages import StaffPages
from bot.staff import Staff


@dataclass(frozen=True)
class Section:
    """Pages of staff under one path.

    name (str): of the blueprint. path (str): such as "/review". title (str): of the link in the
    head of every staff page, "" for none. role (str): whose page has the link. routes: path under
    `path` -> method -> handler(request, body, **path parts).
    """

    name: str
    path: str
    title: str
    role: str
    routes: Table


class Room:
    """Gate, pages and log of staff, around the parts of the channel."""

    def __init__(self, parts: Parts, staff: Staff) -> None:
        self.parts = parts
        self.staff = staff
        self.gate = Gate(parts, staff)
        self.pages = StaffPages(parts, self.gate.sign, self.links)
        self._sections: list[Section] = []
        # Nobody frames the staff's pages, whoever may frame the citizen's.
        framed = dataclasses.replace(parts.settings, frame_ancestors="'none'", demo=False)
        self._guard = StaffGuard(self, framed)

    def mount(self, section: Section) -> Blueprint:
        """The section as a blueprint to register at the app's root; its link appears."""
        self._sections.append(section)
        return mounted(self._guard, section.routes, section.name, section.path)

    def links(self, member: Member) -> Sequence[tuple[str, str]]:
        """(path, title) of each section that the member may use."""
        return [(s.path, s.title) for s in self._sections if s.title and member.may(s.role)]

    async def log(self, member: Member, what: str, about: str = "") -> None:
        """Enters in the audit log what a member did. RAISES when it cannot: then it isn't done."""
        await asyncio.to_thread(self.staff.audit.write, member.name, what, about, member.address)


class StaffGuard(Guard):
    """As Guard; limits by member once they are known, and never off."""

    def __init__(self, room: Room, settings: object) -> None:
        super().__init__(room.parts, settings)  # type: ignore[arg-type]
        self._room = room

    async def admit(self, request: Request, handler: Optional[Handler]) -> None:
        """Counts the request. RAISES Problem when there were too many."""
        member = await self._room.gate.member(request)
        if member:
            self._room.parts.spend("staff", member.name)
        else:
            self._room.parts.spend("page", self._room.parts.client(request))

    def explain(self, request: Request, problem: Problem) -> HTTPResponse:
        """A page in the staff's frame, or the way to the sign-in page."""
        if isinstance(problem, NotSignedIn):
            return raw(b"", status=303, headers=problem.headers)
        member = getattr(request.ctx, "member", None)
        page = self._room.pages.problem(problem, member)
        return html(page, status=problem.status, headers=problem.headers)
