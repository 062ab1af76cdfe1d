"""One turn's reply and its two forms as plain data: for the channels, and for the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

from bot.model import Alternative, Option, Owner, Service


@dataclass(frozen=True)
class Contact:
    """A way to reach a person, shown with every reply.

    open (bool | None): whether the phone is answered now. hours (str | None): a sentence about it.
    """

    name: str
    phone: str
    url: str
    open: Optional[bool] = None
    hours: Optional[str] = None


@dataclass(frozen=True)
class Area:
    """The place a reply is about. codes (tuple[str, ...]): GSS codes of its councils."""

    name: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Alarm:
    """What to do at once: shown before anything else."""

    title: str
    text: str
    phone: Optional[str]
    phone_label: Optional[str]
    url: Optional[str]


@dataclass(frozen=True)
class Question:
    """What the citizen is asked. `kind` is place, fact or need."""

    kind: str
    question: str
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Hours:
    """Whether the service's phone is answered now, and a sentence about it."""

    open: bool
    text: str


@dataclass(frozen=True)
class Takes:
    """What meeting the need takes, ready to read: its cost, what to have ready, how long."""

    cost: tuple[str, ...] = ()
    bring: tuple[str, ...] = ()
    time: Optional[str] = None


@dataclass(frozen=True)
class Reply:
    """What is said and shown in one turn; sentences are ready to read, in the language `lang`.

    others (tuple[Option, ...]): what else the words may have meant, for when this did not help.
    """

    outcome: str
    say: tuple[str, ...]
    need: Optional[str] = None
    need_label: Optional[str] = None
    needs: tuple[tuple[str, float], ...] = ()
    owner: Optional[Owner] = None
    service: Optional[Service] = None
    reason: Optional[str] = None
    notes: tuple[str, ...] = ()
    question: Optional[Question] = None
    alternatives: tuple[Alternative, ...] = ()
    alarm: Optional[Alarm] = None
    contact: Optional[Contact] = None
    trace: tuple[str, ...] = ()
    area: Optional[Area] = None
    hours: Optional[Hours] = None
    takes: Optional[Takes] = None
    others: tuple[Option, ...] = ()
    notices: tuple[str, ...] = ()
    lang: str = "en"

    def to_dict(self) -> dict[str, Any]:
        """The reply as the channels take it: JSON-able, keys that don't apply null or empty."""
        need = {"id": self.need, "label": self.need_label} if self.need else None
        return {
            "outcome": self.outcome,
            "lang": self.lang,
            "say": list(self.say),
            "need": need,
            "owner": _owner(self.owner),
            "service": vars(self.service) if self.service else None,
            "reason": self.reason,
            "notes": list(self.notes),
            "hours": vars(self.hours) if self.hours else None,
            "takes": _takes(self.takes),
            "notices": list(self.notices),
            "others": [vars(option) for option in self.others],
            "ask": _question(self.question),
            "alternatives": [vars(alternative) for alternative in self.alternatives],
            "emergency": vars(self.alarm) if self.alarm else None,
            "contact": vars(self.contact) if self.contact else None,
            "trace": list(self.trace),
            "area": (
                {"name": self.area.name, "codes": list(self.area.codes)} if self.area else None
            ),
        }

    def to_contract(self, identity: Any, text: str, milliseconds: float) -> dict[str, Any]:
        """The object of `python -m bot ask --jsonl`, whose keys are fixed.

        identity: the caller's `id`, given back. milliseconds (float): time the turn took.
        """
        return {
            "id": identity,
            "text": text,
            "outcome": self.outcome,
            "need": self.need,
            "confidence": round(self.needs[0][1], 4) if self.needs else None,
            "needs": [{"need": need, "confidence": round(p, 4)} for need, p in self.needs[:5]],
            "owner": _owner(self.owner),
            "service": vars(self.service) if self.service else None,
            "reason": self.reason,
            "ask": _question(self.question),
            "trace": list(self.trace),
            "ms": round(milliseconds, 2),
        }


def _owner(owner: Optional[Owner]) -> Optional[dict[str, str]]:
    return {"id": owner.id, "name": owner.name, "kind": owner.kind} if owner else None


def _takes(takes: Optional[Takes]) -> Optional[dict[str, Any]]:
    if takes is None:
        return None
    return {"cost": list(takes.cost), "bring": list(takes.bring), "time": takes.time}


def _question(question: Optional[Question]) -> Optional[dict[str, Any]]:
    if question is None:
        return None
    return {
        "kind": question.kind,
        "question": question.question,
        "options": [vars(option) for option in question.options],
    }
