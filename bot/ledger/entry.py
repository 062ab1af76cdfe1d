"""One turn as the ledger keeps it: outcome, need, area and the words that passed the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Optional

from bot.memory import Memory
from bot.redact import redact
from bot.reply import Reply
from bot.said import Said


def now() -> datetime:
    """The time in UTC, to the second, without a zone: databases differ in what they make of one."""
    return datetime.now(timezone.utc).replace(microsecond=0, tzinfo=None)


@dataclass(frozen=True)
class Entry:
    """at (datetime): UTC, to the second. conversation (str): the channel's id; the store keeps only
    a keyed hash of it. area (str): GSS codes of the place, space separated. seconds (float): time
    from parsed message to reply.
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
            language=language,
            seconds=round(seconds, 4),
        )

    @classmethod
    def failed(cls, conversation: str, channel: str) -> Entry:
        """The entry of a turn that broke before a reply could be decided: no words are kept."""
        return cls(
            now(), conversation, channel, "error", None, None, None, None, None, "", "en", 0.0
        )
