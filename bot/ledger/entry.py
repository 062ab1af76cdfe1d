"""What the ledger keeps, as values: one turn, what a citizen said of it, and an adviser's mark."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Optional
from uuid import uuid4

from bot.memory import Memory
from bot.redact import redact
from bot.reply import Reply
from bot.said import Said

#: Intents that carry on with the need told before, rather than tell one.
CARRIES_ON = ("give_place", "choose", "affirm", "deny")


def now() -> datetime:
    """The time in UTC, to the second, without a zone: databases differ in what they make of one."""
    return datetime.now(timezone.utc).replace(microsecond=0, tzinfo=None)


def new_id() -> str:
    """An id for an entry: 32 hexadecimal digits, at random, that tell nothing."""
    return uuid4().hex


@dataclass(frozen=True)
class Versions:
    """What a turn was answered with: name of the model and digest of the catalogue, both short."""

    model: Optional[str] = None
    catalogue: Optional[str] = None


@dataclass(frozen=True)
class Entry:
    """at (datetime): UTC, to the second. conversation (str): the channel's id; the store keeps only
    a keyed hash of it. number (int | None): 1 for the conversation's first turn. area (str): GSS
    codes of the place, space separated. told (str | None): the words that told the need, when this
    turn only carried on with it ("Leeds"). seconds (float): time from parsed message to reply.
    """

    at: datetime
    conversation: str
    channel: str
    outcome: str
    gap: Optional[str]
    need: Optional[str]
    owner: Optional[str]
    area: Optional[str]
    outcode: Optional[str]
    words: str
    language: str
    seconds: float
    number: Optional[int] = None
    told: Optional[str] = None
    model: Optional[str] = None
    catalogue: Optional[str] = None
    entry: str = field(default_factory=new_id)

    @classmethod
    def of(
        cls,
        reply: Reply,
        said: Said,
        memory: Memory,
        conversation: str,
        channel: str,
        seconds: float,
        language: str = "en",
        versions: Versions = Versions(),
    ) -> Entry:
        """The entry of one turn. The words are redacted again here: the door has done so already,
        but channels of others reach the action without passing it.
        """
        place = memory.place or {}
        words = f"[chose {said.choice}]" if said.choice else redact(said.text).text
        return cls(
            at=now(),
            conversation=conversation,
            channel=channel,
            outcome=reply.outcome,
            gap=reply.outcome[4:] if reply.outcome.startswith("gap_") else None,
            need=reply.need,
            owner=reply.owner.id if reply.owner else None,
            area=" ".join(place.get("authorities", ())) or None,
            outcode=place.get("outcode"),
            words=words,
            language=language[:8],
            seconds=round(seconds, 4),
            number=memory.number or None,
            told=_told(reply, said, memory),
            model=versions.model,
            catalogue=versions.catalogue,
        )

    @classmethod
    def failed(
        cls,
        conversation: str,
        channel: str,
        number: Optional[int] = None,
        versions: Versions = Versions(),
    ) -> Entry:
        """The entry of a turn that broke before a reply could be decided: no words are kept."""
        return cls(
            at=now(),
            conversation=conversation,
            channel=channel,
            outcome="error",
            gap=None,
            need=None,
            owner=None,
            area=None,
            outcode=None,
            words="",
            language="en",
            seconds=0.0,
            number=number,
            model=versions.model,
            catalogue=versions.catalogue,
        )


@dataclass(frozen=True)
class Call:
    """What an adviser marked at the end of a call.

    mark (str): one of schema.CALL_MARKS. owner (str | None): the organisation that is right.
    called (str | None): the one they had rung first, where known. area (str | None): GSS codes.
    seconds (float | None): how long the call took.
    """

    conversation: str
    mark: str
    need: Optional[str] = None
    owner: Optional[str] = None
    called: Optional[str] = None
    area: Optional[str] = None
    seconds: Optional[float] = None
    at: datetime = field(default_factory=now)
    entry: str = field(default_factory=new_id)


def _told(reply: Reply, said: Said, memory: Memory) -> Optional[str]:
    """The words behind a turn that carries on: a place or a choice says nothing of the need."""
    carries_on = said.intent in CARRIES_ON or (reply.need and reply.need == memory.need)
    if not carries_on or not memory.words or memory.words == said.text:
        return None
    return redact(memory.words).text
