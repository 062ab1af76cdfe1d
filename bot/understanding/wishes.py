"""Which needs a message holds besides the first, by what its parts say when each stands alone.

A part that is sure of a need is not enough: "my dad lives alone and keeps falling" has one that is
sure of a discount. Two of three signs must come to it: every part is sure of a need, the whole
message sees at least a trace of this one, and the part is more than a word. What is answered first
is told by a part of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Part = tuple[str, Array]

#: A part is sure of a need from this probability on (docs/decisions tells how all these were set).
SURE = 0.92
#: The whole message sees a trace of a need when it gives it so much.
TRACE = 0.003
#: Words of a part from which on it is more than a word ("plates" alone is no number plate).
WORDS = 2
#: Signs that must come to a part that is sure.
SIGNS = 2
#: The first need is the whole message's where that is this sure, else that of the first sure part.
LEADING = 0.75
#: A part of its own tells the first need, with at least this.
OWN = 0.3
#: A part that sees more than this of the first need tells the same wish again.
SAME = 0.01
#: Further wishes that are kept.
FURTHER = 3


@dataclass(frozen=True)
class Wishes:
    """first, others: rows of needs; part (int): the part that tells the first best."""

    first: int
    others: tuple[int, ...]
    part: int


def wishes(whole: Array, parts: Sequence[Part]) -> Optional[Wishes]:
    """The needs of a message, when there are several.

    whole (needs,): chances of each need by the whole message; parts: its parts in order, each with
    the same chances. RETURNS None where the message has one wish, or none.
    """
    best = [int(chances.argmax()) for _, chances in parts]
    told = _told(whole, parts, best)
    top = int(whole.argmax())
    first = top if whole[top] >= LEADING else next(iter(told), None)
    own = [i for i, need in enumerate(best) if need == first and parts[i][1][need] >= OWN]
    if first is None or not own:
        return None
    others = tuple(need for need, p in told.items() if need != first and p[first] <= SAME)
    if not others:
        return None
    return Wishes(first, others[:FURTHER], max(own, key=lambda i: float(parts[i][1][first])))


def _told(whole: Array, parts: Sequence[Part], best: Sequence[int]) -> dict[int, Array]:
    """The needs that parts are sure of, in order, with the chances by the first part that is."""
    sure = [float(chances[need]) >= SURE for need, (_, chances) in zip(best, parts)]
    told: dict[int, Array] = {}
    for need, is_sure, (text, chances) in zip(best, sure, parts):
        signs = (all(sure), whole[need] >= TRACE, len(text.split()) >= WORDS)
        if is_sure and sum(signs) >= SIGNS:
            told.setdefault(need, chances)
    return told
