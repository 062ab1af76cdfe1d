"""What the handlers of the channel share, put together once."""

from __future__ import annotations

import dataclasses
import inspect
import secrets
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Optional, Union

from bot.channel.address import Addresses
from bot.channel.assets import Assets
from bot.channel.handover import HandOver
from bot.channel.limits import Limiter
from bot.channel.off import Off
from bot.channel.problems import Problem
from bot.channel.references import References
from bot.channel.render import Pages
from bot.channel.settings import ChannelSettings
from bot.channel.transcripts import MemoryTranscripts, Transcripts, Turn
from bot.channel.turns import Admit, OnFailure, Talk, Turns

#: Told of a citizen's verdict on a turn: (conversation id, turn, helped).
OnFeedback = Callable[[str, Turn, bool], Union[Awaitable[None], None]]
#: Whether the service can answer (a model is loaded); given the Sanic app.
Ready = Callable[[Any], bool]


class Parts:
    """The channel without HTTP.

    transcripts: where conversations are kept (default: in memory).
    handover: who is told that a person is needed, and call-backs (default: nobody, none).
    on_feedback, on_failure: told of verdicts and of turns that failed, for the ledger.
    off: why the assistant is off at the switch, "" when it is on.
    """

    def __init__(
        self,
        settings: ChannelSettings,
        admit: Admit,
        talk: Talk,
        transcripts: Optional[Transcripts] = None,
        on_feedback: Optional[OnFeedback] = None,
        on_failure: Optional[OnFailure] = None,
        ready: Ready = lambda _app: True,
        handover: Optional[HandOver] = None,
        off: Optional[Callable[[], str]] = None,
    ) -> None:
        if not settings.secret:
            settings = dataclasses.replace(settings, secret=secrets.token_urlsafe(32))
        self.settings = settings
        self.transcripts = transcripts or MemoryTranscripts(
            settings.idle_minutes * 60, settings.max_turns, settings.max_conversations
        )
        self.references = References(settings.secret, self.transcripts, settings.reference_minutes)
        self._admit, self._talk = admit, talk
        self.handover = handover or HandOver()
        self.turns = Turns(settings, admit, talk, self.transcripts, on_failure, on_turn=self._taken)
        self.limiter = Limiter(settings)
        self.addresses = Addresses(settings.trusted_proxies)
        self.assets = Assets(settings)
        self.pages = Pages(settings, self.assets, callback=self.handover.callbacks is not None)
        self.ready = ready
        self.off = Off(settings.off_reason, off)
        self._on_feedback = on_feedback

    def turns_as(self, channel: str, on_failure: Optional[OnFailure] = None) -> Turns:
        """Takes turns through the same door, dialogue and store for another channel."""
        return Turns(self.settings, self._admit, self._talk, self.transcripts, on_failure, channel)

    async def feedback(self, conversation: str, number: int, helped: bool) -> Turn:
        """Keeps a verdict, once. RAISES Problem when there is no such turn."""
        turns = self.transcripts.get(conversation) or []
        turn = next((turn for turn in turns if turn.number == number), None)
        if turn is None:
            raise Problem("no_such_turn")
        if turn.helped is helped:
            return turn
        marked = self.transcripts.mark(conversation, number, helped)
        if marked is None:
            raise Problem("no_such_turn")
        if self._on_feedback:
            told = self._on_feedback(conversation, marked, helped)
            if inspect.isawaitable(told):
                await told
        if not helped:
            self.handover.did_not_help(conversation, turns, self.references.of)
        return marked

    def _taken(self, conversation: str, turns: Sequence[Turn]) -> None:
        self.handover.taken(conversation, turns, self.references.of)

    def client(self, request: Any) -> str:
        """The address of who sent a request, as a key for limits and for the audit log."""
        forwarded = request.headers.getall("x-forwarded-for", [])
        return self.addresses.client(request.ip, forwarded)

    def spend(self, kind: str, key: str) -> None:
        """Counts one against a limit. RAISES Problem when there were too many."""
        wait = self.limiter.hit(kind, key)
        if wait is not None:
            raise Problem("too_many_requests", {"Retry-After": str(wait)})
