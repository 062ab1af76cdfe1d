"""What a reviewer says a cluster means, and what follows: the way in for pages and commands.

    teaching = Teaching(Workshop(load()))
    phrases = teaching.suggest(12)
    plan = teaching.plan(12, Meaning("need", "allotments"), phrases)     # nothing is saved
    plan.phrases, plan.conflicts                                          # shown to the reviewer
    lesson = teaching.save(plan, by="ann")                                # refuses open conflicts
    teaching.undo(lesson.id, by="ann")

What is saved is learned by the next `retrain`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Optional

import numpy as np
from sqlalchemy import insert, select, update

from bot.catalogue import learned as needs_file
from bot.catalogue.tables import OWNER
from bot.errors import BadInput
from bot.evaluation.phrases import read as read_phrases
from bot.ledger.entry import now
from bot.redact import redact
from bot.review import held_out, learned
from bot.review.conflicts import Conflict, find
from bot.review.reader import Reader
from bot.review.schema import clusters, lessons
from bot.review.store import tell
from bot.review.workshop import Workshop, only_one
from bot.routing.decide import ROLES
from bot.served import served
from bot.settings import ROOT

MEANINGS = ("need", "new_need", "outside", "ignore")
#: Phrases of one lesson at most.
MOST = 200
#: Of a cluster's words, the most central so many are looked at.
POOL = 400
#: So many times the phrases suggested are searched for some against which nothing speaks.
SEARCHED = 3
#: Conflicts with which a lesson is not saved unless the reviewer insists.
SERIOUS = ("same", "near", "sure")
_GROUP = "learned"


@dataclass(frozen=True)
class Meaning:
    """kind (str): one of MEANINGS. need (str): id, for need and new_need. For new_need also:
    label (str): as a citizen would read it on a button; owner (str): an owner rule, as in
    needs.csv: lower, upper, either, landlord, org:ID, or none when nobody does this yet; page
    (str): https address of a page about it, or empty; service (str): its name, default the label;
    welsh (str): the label in Welsh, or empty.
    """

    kind: str
    need: str = ""
    label: str = ""
    owner: str = ""
    page: str = ""
    service: str = ""
    welsh: str = ""

    @property
    def intent(self) -> str:
        """The intent its phrases are taught as; empty for ignore."""
        return {"outside": "out_of_scope", "ignore": ""}.get(self.kind, f"need/{self.need}")


@dataclass(frozen=True)
class Plan:
    """What would be saved. phrases: as they would be taught; refused: words that can't be; known:
    phrases left out because they are taught already.
    """

    cluster: Optional[int]
    meaning: Meaning
    phrases: tuple[str, ...]
    refused: tuple[str, ...]
    known: tuple[str, ...]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True)
class Lesson:
    """What was taught. undone (datetime | None): when it was taken back."""

    id: int
    at: datetime
    by: str
    cluster: Optional[int]
    meaning: str
    need: Optional[str]
    phrases: tuple[str, ...]
    undone: Optional[datetime]


class Teaching:
    """Opened once; the served model is loaded when the first plan is made."""

    def __init__(self, workshop: Workshop, ask_model: bool = True) -> None:
        """ask_model: whether conflicts with what the served model thinks are looked for."""
        self._workshop = workshop
        self._ask_model = ask_model
        self._reader: tuple[Path, Reader] | None = None

    def suggest(
        self, cluster: int, count: int = 30, meaning: Optional[Meaning] = None
    ) -> list[str]:
        """Words of a cluster worth teaching: the most central, then always those least like what
        is chosen already, so that the model learns all the ways in which it is said. meaning: what
        is likely meant; what is taught already or spoken against is passed over, unless it is all.
        """
        if meaning is None:
            return self._varied(cluster, count)
        texts = self._varied(cluster, SEARCHED * count)
        taken = {one.phrase for one in find(texts, meaning.intent, self._known(), self._model())}
        return ([text for text in texts if text not in taken] or texts)[:count]

    def _varied(self, cluster: int, count: int) -> list[str]:
        found = self._workshop.store.examples(cluster, limit=POOL)
        texts = list(
            {text.casefold(): text for e in found if (text := learned.phrase(e.words))}.values()
        )
        if len(texts) <= count:
            return texts
        vectors = self._workshop.vectors.of([text.casefold() for text in texts])
        chosen = [0]
        likeness = vectors @ vectors[0]
        while len(chosen) < count:
            chosen.append(int(likeness.argmin()))
            likeness = np.maximum(likeness, vectors @ vectors[chosen[-1]])
        return [texts[i] for i in chosen]

    def plan(self, cluster: Optional[int], meaning: Meaning, phrases: Sequence[str]) -> Plan:
        """What saving would do, with everything that speaks against it; saves nothing.

        RAISES BadInput for a meaning that can't be, an unknown cluster, or no usable phrase.
        """
        if cluster is not None:
            self._workshop.store.cluster(cluster)
        self._check(meaning)
        if meaning.kind == "ignore":
            return Plan(cluster, meaning, (), (), (), ())
        if len(phrases) > MOST:
            raise BadInput(f"{len(phrases)} phrases are too many: {MOST} are the most.")
        made = {text: learned.phrase(text) for text in phrases}
        unique = list({text.casefold(): text for text in made.values() if text}.values())
        conflicts = find(unique, meaning.intent, self._known(), self._model())
        known = {one.phrase for one in conflicts if one.kind == "known"}
        kept = tuple(text for text in unique if text not in known)
        if not kept:
            raise BadInput("No phrase is left to teach: choose words that say what is wanted.")
        return Plan(
            cluster,
            meaning,
            kept,
            tuple(redact(text).text for text, phrase in made.items() if not phrase),
            tuple(sorted(known)),
            tuple(one for one in conflicts if one.kind != "known"),
        )

    def save(self, plan: Plan, by: str, insist: bool = False) -> Lesson:
        """Write the lesson: phrases, a new need's row, the cluster's status and history.

        insist: although there are conflicts. RAISES BadInput when there are and it is not set.
        """
        if plan.conflicts and not insist:
            raise BadInput(f"{len(plan.conflicts)} conflicts: leave those phrases out, or insist.")
        settings, store = self._workshop.settings, self._workshop.store
        with only_one(self._workshop.folder / "lessons.lock", "Somebody else is saving a lesson."):
            self._check(plan.meaning)
            at = now()
            with store.engine.begin() as connection:
                row = {
                    "at": at, "by": by, "cluster": plan.cluster, "meaning": plan.meaning.kind,
                    "need": plan.meaning.need or None, "phrases": json.dumps(plan.phrases),
                }  # fmt: skip
                done = connection.execute(insert(lessons).values(**row))
                number = int(done.inserted_primary_key[0])
                if plan.cluster is not None:
                    status = "ignored" if plan.meaning.kind == "ignore" else "done"
                    change = update(clusters).where(clusters.c.id == plan.cluster)
                    connection.execute(change.values(status=status))
                    told = plan.meaning.need or plan.meaning.kind
                    detail = f"lesson {number}: {told}, {len(plan.phrases)} phrases"
                    tell(connection, plan.cluster, "taught", detail, by, at)
                # Files last: when they can't be written the transaction is taken back.
                if plan.phrases:
                    taught, kept_out = held_out.parted(plan.phrases)
                    block = learned.Block(
                        number, plan.meaning.intent, by, at.isoformat(), plan.cluster, taught
                    )
                    learned.write(settings.learned, [*learned.read(settings.learned), block])
                    held_out.add(settings.learned, number, plan.meaning, kept_out)
                if plan.meaning.kind == "new_need":
                    self._add_need(plan.meaning, by, at)
        return self.lesson(number)

    def undo(self, number: int, by: str) -> Lesson:
        """Take a lesson back; the next training forgets it. RAISES BadInput when there is none."""
        settings, store = self._workshop.settings, self._workshop.store
        with only_one(self._workshop.folder / "lessons.lock", "Somebody else is saving a lesson."):
            lesson = self.lesson(number)
            if lesson.undone:
                raise BadInput(f"Lesson {number} has been taken back already.")
            left = [one for one in learned.read(settings.learned) if one.lesson != number]
            with store.engine.begin() as connection:
                change = update(lessons).where(lessons.c.id == number)
                connection.execute(change.values(undone=now(), undone_by=by))
                if lesson.cluster is not None:
                    back = update(clusters).where(clusters.c.id == lesson.cluster)
                    connection.execute(back.values(status="open"))
                    tell(connection, lesson.cluster, "undone", f"lesson {number}", by)
                learned.write(settings.learned, left)
                held_out.remove(settings.learned, number)
                intents = {one.intent for one in left}
                if lesson.meaning == "new_need" and f"need/{lesson.need}" not in intents:
                    path = settings.learned_needs
                    rows = [row for row in needs_file.read(path) if row["need"] != lesson.need]
                    needs_file.write(path, rows)
        return self.lesson(number)

    def lesson(self, number: int) -> Lesson:
        """One lesson. RAISES BadInput when there is none of that number."""
        with self._workshop.store.engine.connect() as connection:
            query = select(lessons).where(lessons.c.id == number)
            row = connection.execute(query).mappings().first()
        if row is None:
            raise BadInput(f"There is no lesson {number}.")
        return _lesson(row)

    def lessons(self, limit: int = 100) -> list[Lesson]:
        """The latest lessons, newest first."""
        query = select(lessons).order_by(lessons.c.id.desc()).limit(limit)
        with self._workshop.store.engine.connect() as connection:
            return [_lesson(row) for row in connection.execute(query).mappings()]

    def _check(self, meaning: Meaning) -> None:
        catalogue = self._workshop.catalogue()
        if meaning.kind not in MEANINGS:
            raise BadInput(f"{meaning.kind!r} is no meaning: use one of {', '.join(MEANINGS)}.")
        if meaning.kind == "need" and meaning.need not in catalogue.needs:
            raise BadInput(f"There is no need {meaning.need!r}.")
        if meaning.kind != "new_need":
            return
        if meaning.need in catalogue.needs:
            raise BadInput(f"{meaning.need!r} is a need already: teach it as one.")
        if not re.fullmatch(OWNER, meaning.owner):
            raise BadInput(f"{meaning.owner!r} is no owner rule: lower, upper, org:ID, none …")
        body = meaning.owner.removeprefix("org:")
        if body != meaning.owner and body not in {*catalogue.organizations, *ROLES}:
            raise BadInput(f"There is no organisation {body!r}.")
        faults = needs_file.check(_row(meaning, "", ""), self._workshop.settings.learned_needs, 1)
        if faults or redact(meaning.label).found or redact(meaning.welsh).found:
            column = faults[0].column if faults else "label"
            raise BadInput(f"The new need's {column} can't be used: see `review teach --help`.")

    def _add_need(self, meaning: Meaning, by: str, at: datetime) -> None:
        path = self._workshop.settings.learned_needs
        needs_file.write(path, [*needs_file.read(path), _row(meaning, by, at.isoformat())])

    def _known(self) -> list[Any]:
        settings = self._workshop.settings
        folder = ROOT / "nlu" / "data"
        known = read_phrases(folder)
        if folder not in settings.learned.parents and settings.learned.is_file():
            known += read_phrases(settings.learned.parent)
        return known

    def _model(self) -> Optional[Reader]:
        if not self._ask_model:
            return None
        path = served(self._workshop.settings.models)
        if not self._reader or self._reader[0] != path:
            self._reader = (path, self._workshop.reader(path))
        return self._reader[1]


def _row(meaning: Meaning, by: str, at: str) -> dict[str, str]:
    return {
        "need": meaning.need, "label": meaning.label.strip(), "group": _GROUP, "lgsl": "",
        "owner": meaning.owner, "govuk": meaning.page.strip(),
        "service": (meaning.service or meaning.label).strip(), "by": by, "at": at,
        "welsh": meaning.welsh.strip(),
    }  # fmt: skip


def _lesson(row: Any) -> Lesson:
    return Lesson(
        row["id"], row["at"], row["by"], row["cluster"], row["meaning"], row["need"],
        tuple(json.loads(row["phrases"])), row["undone"],
    )  # fmt: skip
