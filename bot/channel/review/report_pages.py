"""Handlers of the monthly reports: the choice, and the report itself."""

from __future__ import annotations

import asyncio
from pathlib import Path

from sanic.request import Request
from sanic.response import HTTPResponse, html

from bot.channel.problems import Problem
from bot.channel.review.asked import VALUE, month_name, months
from bot.channel.review.choices import lists
from bot.channel.review.console import ROLE
from bot.channel.review.reading import Reading
from bot.channel.review.report import report, views
from bot.channel.review.view import PATH
from bot.channel.staff.room import Room
from bot.errors import BadInput


class ReportPages:
    """Handlers of GET under /review/report."""

    def __init__(self, room: Room, reading: Reading, services: Path) -> None:
        self._room = room
        self._reading = reading
        self._services = services

    async def show(self, request: Request, body: bytes) -> HTTPResponse:
        """The report that is asked for, else the form to choose one."""
        member = await self._room.gate.signed_in(request, ROLE)
        world = await asyncio.to_thread(lambda: self._reading.world)
        owner, month = str(request.args.get("owner") or ""), str(request.args.get("month") or "")
        words = self._room.pages.words
        if not owner and not month:
            found = await asyncio.to_thread(self._reading.kept, "lists", lambda: lists(world))
            choices = [(one, month_name(one)) for one in months(self._reading.today())]
            page = self._room.pages.render(
                "review_reports.html", member, words("review_report_title"), here=PATH,
                page="report", heading=words("review_report_title"), owners=found["owner"],
                months=choices,
            )  # fmt: skip
            return html(page)
        if not (VALUE.fullmatch(owner) and VALUE.fullmatch(month)):
            raise Problem("not_found")
        try:
            made = await asyncio.to_thread(report, self._reading, owner, month, self._services)
        except BadInput:
            raise Problem("not_found") from None
        page = self._room.pages.render(
            "review_report.html", member, made.title, here=PATH, page="report",
            heading=made.title, report=made, views=views(made), path=request.path,
        )  # fmt: skip
        return html(page)
