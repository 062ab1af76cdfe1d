"""The conversations the page can show again, kept for a short time: what was said, personal data
already out, and what was answered. One interface; here the store in memory.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Optional, Protocol

from bot.channel.replies import Reply

Clock = Callable[[], float]


@dataclass(frozen=True)
class Turn:
    """One thing said and its reply.

    number (int): 1 for the first of the conversation; never used again.
    key (str): names the sending, so that sending it twice does nothing twice.
    said (str): the citizen's words as the door let them through, or the label of a button.
    at (float): seconds since 1970. helped (bool | None): the citizen's verdict, when given.
    """

    number: int
    key: str
    said: str
    reply: Reply
    at: float
    helped: Optional[bool] = None


class Transcripts(Protocol):
    """Conversations by id. One not touched for the set time is as if it had never been."""

    def start(self, conversation: str, lang: Optional[str] = None) -> None:
        """Makes the conversation known, with the language it is to be held in; nothing when it
        is.
        """

    def language(self, conversation: str) -> Optional[str]:
        """The language that `start` was given; None when there is none."""

    def add(self, conversation: str, key: str, said: str, reply: Reply) -> Turn:
        """Keeps a turn, starting the conversation when it is not known. The oldest turns of a
        very long conversation go.
        """

    def get(self, conversation: str) -> Optional[list[Turn]]:
        """The turns, oldest first; None when there is no such conversation. Counts as a touch."""

    def mark(self, conversation: str, number: int, helped: bool) -> Optional[Turn]:
        """Keeps the verdict on a turn. RETURNS the turn, None when there is none."""

    def end(self, conversation: str) -> bool:
        """Forgets the conversation. RETURNS whether it was known."""

    def salt(self, conversation: str, now: float) -> Optional[str]:
        """The salt of the conversation's reference, None when it has none that is good now."""

    def refer(self, conversation: str, salt: str, code: str, until: float) -> bool:
        """Lets `code`, a hash, find the conversation until then, instead of any code before it.
        RETURNS False when there is no such conversation, or the code is another's.
        """

    def referred(self, code: str, now: float) -> Optional[tuple[str, list[Turn]]]:
        """(id, turns) of the conversation that a code finds now. No touch: its life is its own."""


@dataclass
class _Conversation:
    touched: float
    last: int = 0
    lang: Optional[str] = None
    turns: list[Turn] = field(default_factory=list)
    salt: str = ""
    code: str = ""
    until: float = 0.0


class MemoryTranscripts:
    """In the memory of one process; the conversations used longest ago go first when full."""

    def __init__(
        self, idle_seconds: float, max_turns: int, max_conversations: int, clock: Clock = time.time
    ) -> None:
        self._idle = idle_seconds
        self._max_turns = max_turns
        self._max_conversations = max_conversations
        self._clock = clock
        self._known: OrderedDict[str, _Conversation] = OrderedDict()
        self._lock = Lock()

    def start(self, conversation: str, lang: Optional[str] = None) -> None:
        """See Transcripts."""
        with self._lock:
            self._sweep()
            fresh = conversation not in self._known
            kept = self._touch(conversation)
            kept.lang = lang if fresh else kept.lang

    def language(self, conversation: str) -> Optional[str]:
        """See Transcripts."""
        with self._lock:
            kept = self._known.get(conversation)
            return kept.lang if kept else None

    def add(self, conversation: str, key: str, said: str, reply: Reply) -> Turn:
        """See Transcripts."""
        with self._lock:
            kept = self._touch(conversation)
            kept.last += 1
            turn = Turn(kept.last, key, said, reply, self._clock())
            kept.turns = [*kept.turns, turn][-self._max_turns :]
            return turn

    def get(self, conversation: str) -> Optional[list[Turn]]:
        """See Transcripts."""
        with self._lock:
            self._sweep()
            if conversation not in self._known:
                return None
            return list(self._touch(conversation).turns)

    def mark(self, conversation: str, number: int, helped: bool) -> Optional[Turn]:
        """See Transcripts."""
        with self._lock:
            self._sweep()
            kept = self._known.get(conversation)
            for place, turn in enumerate(kept.turns if kept else ()):
                if kept and turn.number == number:
                    kept.turns[place] = replace(turn, helped=helped)
                    return kept.turns[place]
            return None

    def end(self, conversation: str) -> bool:
        """See Transcripts."""
        with self._lock:
            self._sweep()
            return self._known.pop(conversation, None) is not None

    def salt(self, conversation: str, now: float) -> Optional[str]:
        """See Transcripts."""
        with self._lock:
            kept = self._known.get(conversation)
            return kept.salt if kept and kept.until > now else None

    def refer(self, conversation: str, salt: str, code: str, until: float) -> bool:
        """See Transcripts."""
        with self._lock:
            self._sweep()
            kept = self._known.get(conversation)
            others = (other.code for name, other in self._known.items() if name != conversation)
            if kept is None or code in others:
                return False
            kept.salt, kept.code, kept.until = salt, code, until
            return True

    def referred(self, code: str, now: float) -> Optional[tuple[str, list[Turn]]]:
        """See Transcripts."""
        with self._lock:
            self._sweep()
            for name, kept in self._known.items():
                if kept.code == code and kept.until > now:
                    return name, list(kept.turns)
            return None

    def _touch(self, conversation: str) -> _Conversation:
        self._sweep()
        kept = self._known.setdefault(conversation, _Conversation(0.0))
        kept.touched = self._clock()
        self._known.move_to_end(conversation)
        while len(self._known) > self._max_conversations:
            self._known.popitem(last=False)
        return kept

    def _sweep(self) -> None:
        """The least recently touched stand first, so this stops at the first one still alive."""
        oldest = self._clock() - self._idle
        while self._known:
            first = next(iter(self._known))
            if self._known[first].touched > oldest:
                return
            del self._known[first]
