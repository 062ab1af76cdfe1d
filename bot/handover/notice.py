"""What a live-chat or CRM system is told when a citizen needs a person: the webhook's payload.

Words are those that were kept, personal data already out. Only a call-back request, which the
citizen writes for that purpose, tells who they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

from bot.handover.request import Request

#: Messages told, the newest, and letters of each.
MOST_MESSAGES, LONGEST_MESSAGE = 10, 600
#: Why a person is needed, in the words of the summary.
REASONS = {
    "asked_for_person": "Asked to speak to a person",
    "did_not_help": "Said that the answer did not help",
    "not_understood": "Was not understood twice",
    "failed": "Got no answer because of a fault",
    "call_back": "Asked to be phoned",
}


@dataclass(frozen=True)
class Exchange:
    """One turn. reply: as bot.reply.Reply.to_dict has it. answer (str): the same as text."""

    said: str
    answer: str
    reply: Mapping[str, Any]


@dataclass(frozen=True)
class About:
    """What holds for the whole hand-over. reference (str): the code shown to the citizen."""

    channel: str
    language: str = "en"
    reference: str = ""


def reason_of(turns: Sequence[Exchange]) -> Optional[str]:
    """Why the newest turn needs a person: a key of REASONS, None when it doesn't."""
    outcomes = [turn.reply.get("outcome") for turn in turns[-2:]]
    if not outcomes:
        return None
    if outcomes[-1] == "person":
        return "asked_for_person"
    if outcomes[-1] == "error":
        return "failed"
    if outcomes == ["gap_not_understood"] * 2:
        return "not_understood"
    return None


def notice(reason: str, turns: Sequence[Exchange], about: About) -> dict[str, Any]:
    """The payload of "handover.requested". reason (str): a key of REASONS."""
    need, area = last(turns, "need"), last(turns, "area")
    return {
        "reason": reason,
        "summary": _summary(reason, need, area),
        "need": need,
        "area": area,
        "messages": [
            {"from": who, "text": text[:LONGEST_MESSAGE]}
            for turn in turns
            for who, text in (("citizen", turn.said), ("assistant", turn.answer))
        ][-MOST_MESSAGES:],
        "channel": about.channel,
        "language": about.language,
        "reference": about.reference or None,
    }


def call_back(request: Request, need: Any, area: Any) -> dict[str, Any]:
    """The payload of "callback.requested"."""
    return {
        "reason": "call_back",
        "summary": _summary("call_back", need, area),
        "need": need,
        "area": area,
        "name": request.name,
        "phone": request.phone,
        "when": request.when,
        "about": request.about or None,
        "channel": "signpost",
        "language": request.lang,
        "reference": request.reference or None,
    }


def last(turns: Sequence[Exchange], key: str) -> Any:
    """The newest reply's value under `key` that is not empty."""
    return next((turn.reply[key] for turn in reversed(turns) if turn.reply.get(key)), None)


def _summary(reason: str, need: Any, area: Any) -> str:
    about = f" about: {need['label']}" if need else ""
    where = f" ({area['name']})" if area and area.get("name") else ""
    return f"{REASONS[reason]}{about}{where}."
