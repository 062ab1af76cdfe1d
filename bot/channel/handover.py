"""The channel's side of a hand-over: who is told that a person is needed, and kept call-backs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Optional

from bot.channel.plain import plain
from bot.channel.transcripts import Turn
from bot.handover.callbacks import Callbacks
from bot.handover.notice import About, Exchange, call_back, last, notice, reason_of
from bot.handover.request import Request

#: Posts an event: (type, payload, id). It returns at once.
Post = Callable[[str, Mapping[str, Any], str], Any]


class HandOver:
    """callbacks: the store, None when citizens can't ask to be phoned. post: the webhook, None
    when there is none.
    """

    def __init__(self, callbacks: Optional[Callbacks] = None, post: Optional[Post] = None) -> None:
        self.callbacks = callbacks
        self._post = post

    def taken(
        self, conversation: str, turns: Sequence[Turn], reference: Callable[[str], Optional[str]]
    ) -> None:
        """After a turn: tells when its outcome needs a person. reference: finds the code that the
        page shows.
        """
        if self._post and (reason := reason_of(exchanges(turns[-2:]))):
            self._tell(self._post, reason, conversation, turns, reference(conversation))

    def did_not_help(
        self, conversation: str, turns: Sequence[Turn], reference: Callable[[str], Optional[str]]
    ) -> None:
        """After a verdict: tells that the answer did not help."""
        if self._post:
            told = reference(conversation)
            self._tell(self._post, "did_not_help", conversation, turns, told)

    def called_back(self, request: Request, receipt: str, turns: Sequence[Turn]) -> None:
        """Tells of a call-back request."""
        if self._post:
            found = exchanges(turns)
            payload = call_back(request, last(found, "need"), last(found, "area"))
            self._post("callback.requested", payload, _identity("call-back", receipt))

    @staticmethod
    def _tell(
        post: Post,
        reason: str,
        conversation: str,
        turns: Sequence[Turn],
        reference: Optional[str],
    ) -> None:
        told = exchanges(turns)
        # The language of the newest reply: citizens may change it on the way.
        about = About("signpost", str(last(told, "lang") or "en"), reference or "")
        payload = notice(reason, told, about)
        number = turns[-1].number if turns else 0
        post("handover.requested", payload, _identity(reason, conversation, number))


def exchanges(turns: Sequence[Turn]) -> list[Exchange]:
    """The turns of a transcript as a notice tells them."""
    return [Exchange(turn.said, plain(turn.reply), turn.reply) for turn in turns]


def _identity(*parts: object) -> str:
    """The event's id: the same for the same thing, so that nothing is told twice; it gives no
    conversation away.
    """
    text = " ".join(str(part) for part in ("signpost", *parts))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
