"""Handlers of the console's pages of figures, and of their downloads."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Optional

from sanic.request import Request
from sanic.response import HTTPResponse, html, raw

from bot.channel.problems import Problem
from bot.channel.review.asked import VALUE, Asked, asked
from bot.channel.review.choices import fields, lists
from bot.channel.review.reading import Reading
from bot.channel.review.view import PATH, View, told_once, view
from bot.channel.staff.member import Member
from bot.channel.staff.room import Room
from bot.figures.download import to_csv, to_json
from bot.figures.figure import Figure
from bot.figures.registry import FIGURES
from bot.ledger import figures_counts, figures_words

ROLE = "reviewer"
#: Figures of each page, in order.
OVERVIEW = ("measures", "growing", "no-provider", "trend", "outcomes", "by-reason")
UNMET = (
    "by-reason",
    "by-need",
    "no-provider",
    "by-area",
    "trend",
    "by-owner",
    "by-channel",
    "by-language",
)
NEED = ("outcomes", "trend", "by-reason", "by-area", "misdirected-by-called")
AREAS = ("by-area",)
MEASURES = ("measures", "measures-weekly", "calls-avoided", "misdirected-by-owner",
            "misdirected-by-called", "misdirected-by-need", "outcome-by-need")  # fmt: skip
#: Clusters of each kind on the overview.
MOST_FIRST = 6
#: Key of each page's heading.
TITLES = {
    "overview": "review_overview_title",
    "unmet": "review_unmet_title",
    "areas": "review_areas_title",
    "measures": "review_measures_title",
}
#: What a download is: content type by ending.
KINDS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


class Console:
    """Handlers of GET: pages of figures. first: the first few clusters of each kind that the
    overview begins with.
    """

    def __init__(
        self, room: Room, reading: Reading, first: Callable[[int], dict[str, list[Any]]]
    ) -> None:
        self._first = first
        self.room = room
        self.reading = reading

    async def overview(self, request: Request, body: bytes) -> HTTPResponse:
        """What is new and growing, key measures, the trend."""
        await self.room.gate.signed_in(request, ROLE)
        found = await asyncio.to_thread(self._first, MOST_FIRST)
        return await self._page(
            request, "review_overview.html", "overview", OVERVIEW, **found
        )  # fmt: skip

    async def unmet(self, request: Request, body: bytes) -> HTTPResponse:
        """Unmet needs by everything they can be told apart by."""
        return await self._page(request, "review_figures.html", "unmet", UNMET)

    async def areas(self, request: Request, body: bytes) -> HTTPResponse:
        """Each area's requests, as a table."""
        return await self._page(request, "review_figures.html", "areas", AREAS)

    async def measures(self, request: Request, body: bytes) -> HTTPResponse:
        """What a manager needs, each with its definition."""
        return await self._page(request, "review_measures.html", "measures", MEASURES)

    async def need(self, request: Request, body: bytes, need: str) -> HTTPResponse:
        """One need: how requests for it end, where, and the words people use."""
        member = await self.room.gate.signed_in(request, ROLE)
        world = await asyncio.to_thread(lambda: self.reading.world)
        row = world.names.catalogue.needs.get(need)
        if row is None:
            raise Problem("not_found")
        chosen = self._asked(request, need=need)
        figures = await self.reading.figures(NEED, chosen.filters, chosen.assumed)
        said = await asyncio.to_thread(self._examples, chosen)
        views = [_view(figure, chosen, need) for figure in figures]
        return await self._render(
            member, "review_need.html", "need", chosen, views,
            heading=row.label, need=row, examples=said, path=request.path,
        )  # fmt: skip

    async def data(self, request: Request, body: bytes, name: str) -> HTTPResponse:
        """A figure as a file: `<figure>.csv` or `<figure>.json`, narrowed as the page was."""
        await self.room.gate.signed_in(request, ROLE)
        figure, _, kind = name.rpartition(".")
        if figure not in FIGURES or kind not in KINDS:
            raise Problem("not_found")
        await asyncio.to_thread(lambda: self.reading.world)
        need = str(request.args.get("need") or "")
        chosen = self._asked(request, **({"need": need} if VALUE.fullmatch(need) else {}))
        (made,) = await self.reading.figures([figure], chosen.filters, chosen.assumed)
        return file(made, kind, f"{figure}-{chosen.values['period']}")

    def _asked(self, request: Request, **fixed: str) -> Asked:
        reading = self.reading
        names = reading.world.names
        return asked(request.args, names, reading.today(), reading.assumed, **fixed)

    def _examples(self, chosen: Asked) -> list[str]:
        source = self.reading.world.source
        people = figures_counts.whole(source, chosen.filters)[1]
        return figures_words.examples(source, chosen.filters, people)

    async def _page(
        self, request: Request, template: str, page: str, figures: Sequence[str], **values: Any
    ) -> HTTPResponse:
        member = await self.room.gate.signed_in(request, ROLE)
        await asyncio.to_thread(lambda: self.reading.world)
        chosen = self._asked(request)
        found = await self.reading.figures(figures, chosen.filters, chosen.assumed)
        views = [view(figure, chosen) for figure in found]
        return await self._render(
            member, template, page, chosen, views, path=request.path, **values
        )  # fmt: skip

    async def _render(
        self,
        member: Member,
        template: str,
        page: str,
        chosen: Asked,
        views: Sequence[View],
        heading: str = "",
        **values: Any,
    ) -> HTTPResponse:
        world = self.reading.world
        options = await asyncio.to_thread(
            self.reading.kept, "lists", lambda: lists(world)
        )  # fmt: skip
        title = heading or self.room.pages.words(TITLES[page])
        text = self.room.pages.render(
            template, member, title, here=PATH, page=page, heading=title, asked=chosen,
            fields=fields(options, chosen, world, self.reading.today()),
            views={one.figure.id: one for one in told_once(views)}, **values,
        )  # fmt: skip
        return html(text)


def _view(figure: Figure, chosen: Asked, need: Optional[str] = None) -> View:
    found = view(figure, chosen)
    if not need:
        return found
    path = f"{PATH}/data/{figure.id}"
    query = chosen.query(need=need)
    return replace(found, csv=f"{path}.csv{query}", json=f"{path}.json{query}")


def file(figure: Figure, kind: str, name: str) -> HTTPResponse:
    """A figure as a download."""
    text = to_csv(figure) if kind == "csv" else to_json(figure)
    # A byte-order mark tells Excel that the text is UTF-8.
    body = text.encode("utf-8-sig" if kind == "csv" else "utf-8")
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return raw(body, headers=headers, content_type=KINDS[kind])
