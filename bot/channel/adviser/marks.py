"""How a call ended, as the ledger takes it: once for each call and mark."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
from typing import Optional

from bot.channel.transcripts import Turn
from bot.ledger.entry import Call as Mark

#: Longest call that is believed, in seconds: a page left open over lunch is no call.
_LONGEST = 2 * 3600.0


class Directory:
    """The organisations by name, to say whom a caller had rung. ours (str): the name of the
    council whose desk this is; known (Mapping[str, str]): name -> id.
    """

    def __init__(self, ours: str, known: Mapping[str, str]) -> None:
        self.ours = ours
        self._ids = {name.casefold(): identity for name, identity in known.items()}
        self._names = {identity: name for name, identity in known.items()}
        self.names: Sequence[str] = sorted({ours, *known})

    def identity(self, name: str) -> Optional[str]:
        """The id of the organisation of that name, however it is capitalised; None for a name
        that is none. The council's own name is its id when the directory lacks it.
        """
        wanted = " ".join(name.split()).casefold()
        found = self._ids.get(wanted)
        return found or (self.ours[:64] if wanted == self.ours.casefold() else None)

    def name(self, identity: str) -> str:
        """The name of an organisation, or what it is known by when the directory lacks it."""
        return self._names.get(identity, identity)


def mark_of(
    mark: str, conversation: str, turns: Sequence[Turn], called: Optional[str], area: str
) -> Mark:
    """The ledger's entry. called (str | None): id of whom they had rung, for misdirected calls.
    The same mark of the same call has the same entry, so that it is written once.
    """
    answered = next((t.reply for t in reversed(turns) if t.reply["service"]), None)
    last = answered or (turns[-1].reply if turns else None)
    need, owner = (last["need"], last["owner"]) if last else (None, None)
    seconds = time.time() - turns[0].at if turns else None
    entry = hashlib.sha256(f"call {mark} {conversation}".encode()).hexdigest()[:32]
    return Mark(
        conversation=conversation,
        mark=mark,
        need=need["id"][:64] if need else None,
        owner=owner["id"][:64] if owner else None,
        called=called if mark == "misdirected" else None,
        area=area or None,
        seconds=round(seconds, 1) if seconds is not None and seconds < _LONGEST else None,
        entry=entry,
    )
