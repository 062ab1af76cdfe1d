"""Handlers of one cluster of words: its page, its files, and what reviewers decide about it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse, html, raw

from bot.channel.problems import Problem
from bot.channel.requests import text_field
from bot.channel.review.asked import Asked, asked
from bot.channel.review.console import KINDS, ROLE, file
from bot.channel.review.group_list import Line
from bot.channel.review.reading import Reading
from bot.channel.review.status import STATUS_WORDS
from bot.channel.review.view import PATH, View, view
from bot.channel.staff.member import Member
from bot.channel.staff.room import Room
from bot.errors import BadInput
from bot.figures import clusters as figures
from bot.figures.figure import Figure
from bot.review.model import Cluster, NoSuchCluster
from bot.review.store import Review

#: Example words of a cluster.
MOST_WORDS = 20
#: Key of what is said of each kind of event.
EVENT_WORDS = {
    "made": "review_event_made",
    "grown": "review_event_grown",
    "merged": "review_event_merged",
    "split": "review_event_split",
    "gone": "review_event_gone",
    "status": "review_event_status",
    "assigned": "review_event_assigned",
    "note": "review_event_note",
    "taught": "review_event_taught",
    "undone": "review_event_undone",
}
#: What the page says after a change, by a word in its address.
DONE = {
    "status": "review_done_status",
    "assigned": "review_done_assigned",
    "note": "review_done_note",
    "taught": "review_done_taught",
    "undone": "review_done_undone",
}


class Groups:
    """Handlers under /review/clusters. store: opened at the first page. lessons: what was taught
    from a cluster. line: what a list says of one.
    """

    def __init__(
        self,
        room: Room,
        reading: Reading,
        store: Callable[[], Review],
        lessons: Callable[[int], list[Any]],
        line: Callable[[Cluster], Line],
    ) -> None:
        self.lessons = lessons
        self._line = line
        self.room = room
        self.reading = reading
        self.store = store

    async def one(self, request: Request, body: bytes, number: str) -> HTTPResponse:
        """GET: a cluster's words, weeks, areas and history, with the forms to act on it."""
        member = await self.room.gate.signed_in(request, ROLE)
        cluster = await self.visible(number)
        done = DONE.get(str(request.args.get("done") or ""), "")
        return await self.page(request, member, cluster, done=done)

    async def change(self, request: Request, body: bytes, number: str) -> HTTPResponse:
        """POST: status, assignee or note."""
        member = await self.room.gate.signed_in(request, ROLE)
        fields = self.room.gate.form(request, body, member)
        cluster = await self.visible(number)
        what = text_field(fields, "do")
        value = text_field(fields, "value")
        changes: dict[str, Callable[[int, str, str], Cluster]] = {
            "status": self.store().set_status,
            "assigned": self.store().assign,
            "note": self.store().set_note,
        }
        if what not in changes:
            raise Problem("bad_request")
        try:
            await asyncio.to_thread(changes[what], cluster.id, value, member.name)
        except BadInput as fault:
            return await self.page(request, member, cluster, fault=str(fault), at=what)
        await self.room.log(member, f"cluster {what}", str(cluster.id))
        return raw(b"", status=303, headers={"Location": f"{request.path}?done={what}#done"})

    async def data(self, request: Request, body: bytes, number: str, name: str) -> HTTPResponse:
        """GET: a figure of a cluster as a file."""
        await self.room.gate.signed_in(request, ROLE)
        cluster = await self.visible(number)
        figure, _, kind = name.rpartition(".")
        made = {one.id: one for one in await asyncio.to_thread(self.figures, cluster.id)}
        if figure not in made or kind not in KINDS:
            raise Problem("not_found")
        return file(made[figure], kind, f"cluster-{cluster.id}-{figure}")

    async def visible(self, number: str) -> Cluster:
        """A cluster that service owners may see. RAISES Problem for any other."""
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            raise Problem("not_found")
        try:
            found = await asyncio.to_thread(lambda: self.store().cluster(int(number)))
        except NoSuchCluster:
            raise Problem("not_found") from None
        if found.small:
            raise Problem("not_found")
        return found

    def figures(self, number: int) -> list[Figure]:
        """A cluster's figures, small numbers out."""
        store, names = self.store(), self.reading.world.names
        return [
            figures.weekly(store.weeks(number), self.reading.today()),
            figures.by_area(store.spread(number, "area"), names),
            figures.by_need(store.spread(number, "need"), names),
        ]

    async def page(
        self,
        request: Request,
        member: Member,
        cluster: Cluster,
        done: str = "",
        fault: str = "",
        at: str = "",
        **values: Any,
    ) -> HTTPResponse:
        """A cluster's page. fault (str): what is wrong with the form `at`."""
        store = self.store()
        made = await asyncio.to_thread(self.figures, cluster.id)
        words = await asyncio.to_thread(store.examples, cluster.id, MOST_WORDS)
        history = await asyncio.to_thread(store.history, cluster.id)
        lessons = await asyncio.to_thread(self.lessons, cluster.id)
        chosen = asked({}, self.reading.world.names, self.reading.today(), self.reading.assumed)
        title = self._word("review_cluster_title", name=cluster.name)
        prefix = self._word("error_prefix", title=title) if fault else title
        page = self.room.pages.render(
            "review_cluster.html", member, prefix, here=PATH, page="clusters", heading=title,
            path=f"{PATH}/clusters/{cluster.id}", cluster=cluster, words=words, history=history,
            views=[_view(figure, chosen, cluster.id) for figure in made], done=done, fault=fault,
            at=at, event_words=EVENT_WORDS, statuses=self._named(STATUS_WORDS),
            line=self._line(cluster), lessons=lessons,
            **values,
        )  # fmt: skip
        return html(page, status=400 if fault else 200)

    def _word(self, key: str, **blanks: object) -> str:
        return self.room.pages.words(key, **blanks)

    def _named(self, keys: dict[str, str]) -> list[tuple[str, str]]:
        return [(value, self._word(key)) for value, key in keys.items()]


def _view(figure: Figure, chosen: Asked, number: int) -> View:
    return view(figure, chosen, f"{PATH}/clusters/{number}/data/{figure.id}")
