"""Handlers of training: what waits to be learned; start it, watch it, see its result, go back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Optional

from sanic.request import Request
from sanic.response import HTTPResponse, html, json, raw

from bot.channel.problems import Problem
from bot.channel.requests import text_field
from bot.channel.review.asked import asked
from bot.channel.review.console import KINDS, ROLE, file
from bot.channel.review.reading import Reading
from bot.channel.review.view import PATH, view
from bot.channel.staff.member import Member
from bot.channel.staff.room import Room
from bot.figures import trial as figures
from bot.figures.figure import Figure
from bot.review.retrain import BUSY, start, status
from bot.review.teaching import Lesson, Teaching
from bot.review.waiting import trained, waiting
from bot.served import ENDING, ModelMissing, roll_back
from bot.settings import Settings

#: Address of the page.
TRAINING = f"{PATH}/training"
STATE_WORDS = {
    "training": "review_training_state_training",
    "comparing": "review_training_state_comparing",
    "switched": "review_training_state_switched",
    "refused": "review_training_state_refused",
    "failed": "review_training_state_failed",
}
DONE = {"started": "review_training_started", "back": "review_training_back"}


@dataclass(frozen=True)
class Models:
    """What trains: settings, and how a training is started; tests give another `start`."""

    settings: Settings
    start: Callable[[Settings, str, bool], int] = start

    def status(self) -> dict[str, Any]:
        """As bot.review.retrain.status."""
        return status(self.settings)


class Training:
    """Handlers under /review/training. teaching: what knows the lessons."""

    def __init__(
        self, room: Room, reading: Reading, teaching: Callable[[], Teaching], models: Models
    ) -> None:
        self._room = room
        self._reading = reading
        self._teaching = teaching
        self._models = models

    async def show(self, request: Request, body: bytes) -> HTTPResponse:
        """GET: which model is served, what waits, and how the last training went."""
        member = await self._room.gate.signed_in(request, ROLE)
        return await self._page(member, DONE.get(str(request.args.get("done") or ""), ""))

    async def send(self, request: Request, body: bytes) -> HTTPResponse:
        """POST: starts a training, or goes back to the model before. Switching although something
        got worse is for administrators.
        """
        member = await self._room.gate.signed_in(request, ROLE)
        fields = self._room.gate.form(request, body, member)
        wanted = text_field(fields, "do")
        if wanted == "back":
            return await self._back(member)
        if wanted != "train":
            raise Problem("bad_request")
        insists = text_field(fields, "insist") == "yes"
        if insists:
            await self._room.gate.signed_in(request, "admin")
        found = await asyncio.to_thread(self._models.status)
        if (found["retrain"] or {}).get("state") in BUSY:
            return await self._page(member, fault="review_training_busy")
        await self._room.log(member, "retrain", "insists" if insists else "")
        await asyncio.to_thread(
            self._models.start, self._models.settings, member.name, insists
        )  # fmt: skip
        return _to("started")

    async def state(self, request: Request, body: bytes) -> HTTPResponse:
        """GET: {"state": …, "started": …} of the last training, for the page's script."""
        await self._room.gate.signed_in(request, ROLE)
        last = (await asyncio.to_thread(self._models.status))["retrain"] or {}
        return json({"state": last.get("state"), "started": last.get("started")})

    async def data(self, request: Request, body: bytes, name: str) -> HTTPResponse:
        """GET: a figure of the last training as a file."""
        await self._room.gate.signed_in(request, ROLE)
        figure, _, kind = name.rpartition(".")
        await asyncio.to_thread(lambda: self._reading.world)
        found = await asyncio.to_thread(self._models.status)
        made = {one.id: one for one in self._figures(found["retrain"] or {})}
        if figure not in made or kind not in KINDS:
            raise Problem("not_found")
        return file(made[figure], kind, figure)

    async def _back(self, member: Member) -> HTTPResponse:
        await self._room.log(member, "rollback")
        try:
            await asyncio.to_thread(roll_back, self._models.settings.models)
        except ModelMissing:
            return await self._page(member, fault="review_training_nothing_before")
        return _to("back")

    async def _page(self, member: Member, done: str = "", fault: str = "") -> HTTPResponse:
        found, lessons = await asyncio.to_thread(self._read)
        last = found["retrain"] or {}
        words = self._room.pages.words
        reading = self._reading
        chosen = asked({}, reading.world.names, reading.today(), reading.assumed)
        title = words("review_training_title")
        page = self._room.pages.render(
            "review_training.html", member, words("error_prefix", title=title) if fault else title,
            here=PATH, page="training", heading=title, path=TRAINING, done=done, fault=fault,
            served=_named(found["served"]), earlier=_named(*found["before"][:1]), last=last,
            busy=last.get("state") in BUSY,
            state=words(STATE_WORDS[last["state"]]) if last.get("state") in STATE_WORDS else "",
            lessons=[(self._about(one), one) for one in lessons], admin=member.may("admin"),
            views=[view(one, chosen, f"{TRAINING}/data/{one.id}") for one in self._figures(last)],
        )  # fmt: skip
        return html(page, status=400 if fault else 200)

    def _read(self) -> tuple[dict[str, Any], list[Lesson]]:
        found = self._models.status()
        _ = self._reading.world  # opened here, away from the turns
        since = trained(self._models.settings.models, found)
        return found, waiting(self._teaching().lessons(1000), since)

    def _figures(self, last: dict[str, Any]) -> list[Figure]:
        trial = last.get("trial")
        if not trial:
            return []
        return [figures.by_file(trial), figures.by_need(trial, self._reading.world.names)]

    def _about(self, lesson: Lesson) -> str:
        """What a lesson's phrases mean."""
        if lesson.need:
            return self._reading.world.names("need", lesson.need)
        return self._room.pages.words("review_training_outside")


def _named(model: Optional[str] = None) -> str:
    """A model's name as people read it; empty for none."""
    return (model or "").removesuffix(ENDING)


def _to(done: str) -> HTTPResponse:
    return raw(b"", status=303, headers={"Location": f"{TRAINING}?done={done}#done"})
