"""Handlers of the list of clusters, narrowed and ordered as asked: the page, its files, and the
first few of them for the overview.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from sanic.request import Request
from sanic.response import HTTPResponse, html

from bot.channel.review.asked import VALUE, WEEKS, asked
from bot.channel.review.choices import Field, lists
from bot.channel.review.console import ROLE, file
from bot.channel.review.reading import Reading
from bot.channel.review.status import STATUS_WORDS
from bot.channel.review.view import PATH
from bot.channel.staff.room import Room
from bot.figures import clusters as figures
from bot.ledger.schema import GAP_REASONS
from bot.ledger.suppress import LEAST
from bot.review.entries import REASONS
from bot.review.model import Cluster
from bot.review.schema import STATUSES
from bot.review.store import ORDERS, Review

#: Clusters on one page.
MOST = 50
ORDER_WORDS = {
    "rise": "review_order_rise",
    "size": "review_order_size",
    "newest": "review_order_newest",
    "latest": "review_order_latest",
}
KIND_WORDS = {"missing": "review_kind_missing", "known": "review_kind_known"}
#: Filters of the conversations in a cluster, with the keys of their labels.
FILTERS = {
    "period": "review_filter_period",
    "reason": "review_filter_reason",
    "need": "review_filter_need",
    "area": "review_filter_area",
    "owner": "review_filter_owner",
}
FIELDS = ("order", "status", "kind", "search", *FILTERS)


@dataclass(frozen=True)
class Line:
    """A cluster in a list. recent, usual: a number, or hidden. likely (str): label of the need that
    its words look like, or empty. season (str): "July to September", or empty.
    """

    cluster: Cluster
    recent: Any
    usual: Any
    likely: str
    season: str

    @property
    def growing(self) -> bool:
        """Whether more asked than usual, by more than chance."""
        return self.cluster.more > 0 and isinstance(self.recent, int)


class GroupList:
    """Handlers under /review/clusters. store: opened at the first page."""

    def __init__(self, room: Room, reading: Reading, store: Callable[[], Review]) -> None:
        self._room = room
        self._reading = reading
        self._store = store

    def first(self, most: int) -> dict[str, list[Line]]:
        """For the overview, by key: `missing` and `known`, what nobody has looked at and has no
        answer or one by now, the largest first; `rising`, what is new or grows and is not dealt
        with.
        """
        store = self._store()
        missing = store.untouched(True, most, LEAST)
        known = store.untouched(False, most // 2, LEAST)
        rising = store.rising(most, LEAST)
        lists_ = {"missing": missing, "rising": rising, "known": known}
        return {name: [self.line(one) for one in some] for name, some in lists_.items()}

    def line(self, cluster: Cluster) -> Line:
        """A cluster with what a list says of it."""
        names = self._reading.world.names
        likely = names("need", cluster.suggested) if cluster.suggested else ""
        recent, usual = figures.recent_of(cluster)[0], figures.usual_of(cluster)
        return Line(cluster, recent, usual, likely, self._season(cluster))

    async def show(self, request: Request, body: bytes) -> HTTPResponse:
        """GET: clusters that are new or growing, or ordered and narrowed as asked."""
        member = await self._room.gate.signed_in(request, ROLE)
        chosen = choice(request)
        world = await asyncio.to_thread(lambda: self._reading.world)
        options = await asyncio.to_thread(self._reading.kept, "lists", lambda: lists(world))
        found = await asyncio.to_thread(self._found, chosen, MOST)
        heading = self._word("review_clusters_title")
        page = self._room.pages.render(
            "review_clusters.html", member, heading, here=PATH, page="clusters", heading=heading,
            path=request.path, lines=[self.line(one) for one in found], chosen=chosen,
            statuses=self._named(STATUS_WORDS), orders=self._named(ORDER_WORDS),
            kinds=self._named(KIND_WORDS), query=written(chosen), most=MOST,
            narrowed=any(chosen[name] for name in ("status", "kind", "search", *FILTERS)),
            within=any(chosen[name] for name in FILTERS),
            fields=[Field(name, pairs, chosen[name]) for name, pairs in self._lists(options)],
        )  # fmt: skip
        return html(page)

    async def csv(self, request: Request, body: bytes) -> HTTPResponse:
        """GET: the list as CSV."""
        return await self._file(request, "csv")

    async def json(self, request: Request, body: bytes) -> HTTPResponse:
        """GET: the list as JSON."""
        return await self._file(request, "json")

    async def _file(self, request: Request, kind: str) -> HTTPResponse:
        await self._room.gate.signed_in(request, ROLE)
        await asyncio.to_thread(lambda: self._reading.world)
        found = await asyncio.to_thread(self._found, choice(request), 1000)
        statuses = dict(self._named(STATUS_WORDS))
        made = figures.listed(found, statuses, self._reading.world.names)
        return file(made, kind, "clusters")

    def _found(self, chosen: dict[str, str], most: int) -> list[Cluster]:
        statuses = (chosen["status"],) if chosen["status"] else ()
        missing = {"missing": True, "known": False}.get(chosen["kind"])
        within = None
        if any(chosen[name] for name in FILTERS):
            given = {**chosen, "period": chosen["period"] or "52w"}
            reading = self._reading
            made = asked(given, reading.world.names, reading.today(), reading.assumed)
            filters = made.filters
            if not chosen["period"]:
                filters = filters.but(since=date.min, until=date.max)
            within = self._store().within(filters, LEAST)
        return self._store().clusters(
            statuses, chosen["order"], chosen["search"], at_least=LEAST, missing=missing,
            within=within, limit=most,
        )  # fmt: skip

    def _lists(self, options: Any) -> list[tuple[str, Any]]:
        names = self._reading.world.names
        reasons = [(one, names("reason", one)) for one in GAP_REASONS if one in REASONS]
        found = {"period": [*WEEKS.items()], "reason": reasons}
        return [(name, (("", ""), *found.get(name, options.get(name, ())))) for name in FILTERS]

    def _season(self, cluster: Cluster) -> str:
        if not cluster.season:
            return ""
        first, last = (f"{date(2000, month, 1):%B}" for month in cluster.season)
        return self._word("review_season", first=first, last=last)

    def _word(self, key: str, **blanks: object) -> str:
        return self._room.pages.words(key, **blanks)

    def _named(self, keys: dict[str, str]) -> list[tuple[str, str]]:
        return [(value, self._word(key)) for value, key in keys.items()]


def choice(request: Request) -> dict[str, str]:
    """What is asked for, by field; odd values are left out."""
    known = {"order": ORDERS, "status": STATUSES, "kind": KIND_WORDS, "reason": REASONS,
             "period": WEEKS}  # fmt: skip
    found = {}
    for name in FIELDS:
        value = str(request.args.get(name) or "")
        right = value in known[name] if name in known else bool(VALUE.fullmatch(value))
        found[name] = value[:80] if name == "search" else value if right else ""
    return {**found, "order": found["order"] or "rise"}


def written(chosen: dict[str, str]) -> str:
    """The part of an address after its path that asks for the same."""
    kept = {name: value for name, value in chosen.items() if value}
    return f"?{urlencode(kept)}"
