"""Handlers of teaching: what a cluster of words means, checked before it is saved."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Optional

from sanic.request import Request
from sanic.response import HTTPResponse, html, raw

from bot.channel.problems import Problem
from bot.channel.requests import text_field
from bot.channel.review.console import ROLE
from bot.channel.review.groups import Groups
from bot.channel.review.reading import Reading
from bot.channel.review.view import PATH
from bot.channel.staff.member import Member
from bot.channel.staff.room import Room
from bot.errors import BadInput
from bot.review.conflicts import Conflict
from bot.review.model import Cluster
from bot.review.teaching import MEANINGS, Meaning, Plan, Teaching

#: Owner rules that a new need can have, besides one organisation, with the keys of their words.
RULES = {
    "none": "review_rule_none",
    "lower": "review_rule_lower",
    "upper": "review_rule_upper",
    "either": "review_rule_either",
    "landlord": "review_rule_landlord",
}
#: What speaks against a phrase, by kind of conflict.
CONFLICTS = {
    "same": "review_conflict_same",
    "near": "review_conflict_near",
    "sure": "review_conflict_sure",
}
FIELDS = ("kind", "need", "label", "welsh", "owner", "page")


class Teach:
    """Handlers under /review/clusters/<number>/teach. teaching: opened at the first page."""

    def __init__(
        self, room: Room, reading: Reading, groups: Groups, teaching: Callable[[], Teaching]
    ) -> None:
        self._room = room
        self._reading = reading
        self._groups = groups
        self._open = teaching
        self._kept: list[Teaching] = []

    def teaching(self) -> Teaching:
        """What saves lessons."""
        if not self._kept:
            self._kept.append(self._open())
        return self._kept[0]

    async def show(self, request: Request, body: bytes, number: str) -> HTTPResponse:
        """GET: the form, with the cluster's words to choose from."""
        member = await self._room.gate.signed_in(request, ROLE)
        cluster = await self._groups.visible(number)
        # The need that the words look like, as the cluster's page leads here.
        need = str(request.args.get("need") or "")
        known = need in self._reading.world.names.catalogue.needs
        likely = Meaning("need", need) if known else None
        phrases = await asyncio.to_thread(
            lambda: self.teaching().suggest(cluster.id, meaning=likely)
        )  # fmt: skip
        kind = "new_need" if cluster.missing and not cluster.suggested and not known else "need"
        values = {"kind": kind, "need": need if known else ""}
        return self._page(member, cluster, values, "\n".join(phrases))

    async def send(self, request: Request, body: bytes, number: str) -> HTTPResponse:
        """POST: checks what would be taught and shows what speaks against it; saves it when that
        very thing has been checked before.
        """
        member = await self._room.gate.signed_in(request, ROLE)
        fields = self._room.gate.form(request, body, member)
        cluster = await self._groups.visible(number)
        values = {name: text_field(fields, name).strip() for name in FIELDS}
        text = text_field(fields, "phrases")
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        try:
            plan = await asyncio.to_thread(self._plan, cluster.id, meaning(values), lines)
            if text_field(fields, "do") == "clear" and plan.conflicts:
                lines = clear(plan)
                plan = await asyncio.to_thread(self._plan, cluster.id, meaning(values), lines)
        except BadInput as fault:
            return self._page(member, cluster, values, text, fault=str(fault))
        seen = text_field(fields, "seen") == digest(plan)
        insists = text_field(fields, "insist") == "yes"
        if text_field(fields, "do") != "save" or not seen or (plan.conflicts and not insists):
            return self._page(member, cluster, values, "\n".join(plan.phrases) or text, plan)
        try:
            lesson = await asyncio.to_thread(self._save, plan, member.name)
        except BadInput as fault:
            return self._page(member, cluster, values, text, plan, fault=str(fault))
        await self._room.log(member, "teach", f"cluster {cluster.id}, lesson {lesson}")
        where = f"{PATH}/clusters/{cluster.id}?done=taught#done"
        return raw(b"", status=303, headers={"Location": where})

    async def undo(self, request: Request, body: bytes, number: str) -> HTTPResponse:
        """POST: takes a lesson of the cluster back."""
        member = await self._room.gate.signed_in(request, ROLE)
        fields = self._room.gate.form(request, body, member)
        cluster = await self._groups.visible(number)
        wanted = text_field(fields, "lesson")
        lessons = await asyncio.to_thread(self.lessons, cluster.id)
        if wanted not in [str(one.id) for one in lessons]:
            raise Problem("bad_request")
        await asyncio.to_thread(lambda: self.teaching().undo(int(wanted), member.name))
        await self._room.log(member, "teach undo", f"cluster {cluster.id}, lesson {wanted}")
        where = f"{PATH}/clusters/{cluster.id}?done=undone#done"
        return raw(b"", status=303, headers={"Location": where})

    def lessons(self, cluster: int) -> list[Any]:
        """The cluster's lessons that hold."""
        found = self.teaching().lessons(1000)
        return [one for one in found if one.cluster == cluster and not one.undone]

    def _plan(self, cluster: int, what: Meaning, phrases: list[str]) -> Plan:
        return self.teaching().plan(cluster, what, phrases)

    def _save(self, plan: Plan, by: str) -> int:
        # Only called when there are no conflicts or the reviewer insisted on these.
        return int(self.teaching().save(plan, by, insist=True).id)

    def _page(
        self,
        member: Member,
        cluster: Cluster,
        values: dict[str, str],
        phrases: str,
        plan: Optional[Plan] = None,
        fault: str = "",
    ) -> HTTPResponse:
        words = self._room.pages.words
        catalogue = self._reading.world.names.catalogue
        needs = sorted(((one.id, one.label) for one in catalogue.needs.values()), key=_label)
        bodies = sorted(
            ((f"org:{one.id}", one.name) for one in catalogue.organizations.values()), key=_label
        )
        heading = words("review_teach_title", name=cluster.name)
        conflicts: dict[str, list[str]] = {}
        for one in plan.conflicts if plan else ():
            conflicts.setdefault(one.phrase, []).append(self._why(one))
        page = self._room.pages.render(
            "review_teach.html", member,
            words("error_prefix", title=heading) if fault else heading, here=PATH,
            page="clusters", heading=heading, cluster=cluster, needs=needs, bodies=bodies,
            rules=[(rule, words(key)) for rule, key in RULES.items()], phrases=phrases,
            values={**dict.fromkeys(FIELDS, ""), **values}, plan=plan, conflicts=conflicts,
            seen=digest(plan) if plan else "", fault=fault,
            path=f"{PATH}/clusters/{cluster.id}/teach",
        )  # fmt: skip
        return html(page, status=400 if fault else 200)

    def _why(self, one: Conflict) -> str:
        """What speaks against a phrase."""
        alike = one.kind == "same" and one.other.lower() == one.phrase.lower()
        key = "review_conflict_taught" if alike else CONFLICTS[one.kind]
        return self._room.pages.words(key, other=one.other, need=self._need(one.intent))

    def _need(self, intent: str) -> str:
        kind, _, need = intent.partition("/")
        return self._reading.world.names("need", need) if kind == "need" and need else intent


def meaning(values: dict[str, str]) -> Meaning:
    """What the form says. A new need's id is made of its label. RAISES BadInput for no meaning."""
    kind = values["kind"]
    if kind not in MEANINGS:
        raise BadInput("Choose what the words mean.")
    if kind == "need":
        if not values["need"]:
            raise BadInput("Choose which need it is.")
        return Meaning("need", values["need"])
    if kind != "new_need":
        return Meaning(kind)
    need = re.sub(r"[^a-z0-9]+", "-", values["label"].lower()).strip("-")[:60].strip("-")
    if not need:
        raise BadInput("Write what people want to do, such as: Borrow tools.")
    return Meaning(
        "new_need", need, values["label"], values["owner"], values["page"], welsh=values["welsh"]
    )


def clear(plan: Plan) -> list[str]:
    """The plan's phrases against which nothing speaks. RAISES BadInput when there are none."""
    spoken_against = {one.phrase for one in plan.conflicts}
    found = [one for one in plan.phrases if one not in spoken_against]
    if not found:
        raise BadInput("Something speaks against every phrase: these words may mean another need.")
    return found


def digest(plan: Plan) -> str:
    """Tells one plan from another: only what was shown to a reviewer is saved."""
    conflicts = sorted(str(asdict(one)) for one in plan.conflicts)
    text = "\n".join([str(asdict(plan.meaning)), *plan.phrases, *conflicts])
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def _label(pair: tuple[str, str]) -> str:
    return pair[1].lower()
