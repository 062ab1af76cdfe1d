"""Answer, ask which is meant, or abstain: whatever costs the citizen least on average.

With calibrated probabilities the expected cost of each course is known. Costs are in units of one
needless question (docs/decisions tells where they come from):

    answer wrongly           WRONG       the citizen goes to the wrong place and has to start again
    ask which of a few       1           one more step; MISSED on top if the right one is not shown
    refuse a real need       REFUSED     the citizen must say it again in other words
    treat what is no need    STRAY       an answer to something nobody asked for
    as one
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

WRONG = 5.0
MISSED = 2.5
REFUSED = 2.4
STRAY = 3.0
#: Needs put to the citizen at most.
MOST = 4


@dataclass(frozen=True)
class Decision:
    """intent (str): as in bot.said.Said; decision: answer, ask or abstain; offer: needs to ask
    about.
    """

    intent: str
    confidence: float
    decision: str
    offer: tuple[str, ...]


def decide(ranked: tuple[tuple[str, float], ...], others: Mapping[str, float]) -> Decision:
    """The cheapest course. ranked: needs with probabilities, best first; others: probabilities of
    small talk, out of scope and the like, by intent.
    """
    other, q = max(others.items(), key=lambda pair: pair[1], default=("not_understood", 0.0))
    outside = sum(others.values())
    p = ranked[0][1]
    answering = (1 - p - outside) * WRONG + outside * STRAY
    shown = offer(ranked)
    covered = sum(p for _, p in ranked[: len(shown)])
    asking = 1 + (1 - covered - outside) * MISSED + outside * (STRAY - 1)
    refusing = (1 - outside) * REFUSED + (outside - q)
    cheapest = min(answering, asking, refusing)
    if refusing == cheapest:
        return Decision(other, q, "abstain", ())
    if answering == cheapest:
        return Decision("need", p, "answer", ())
    return Decision("need", p, "ask", shown)


def offer(ranked: tuple[tuple[str, float], ...]) -> tuple[str, ...]:
    """Needs worth showing: the first two, and up to MOST while each is a quarter as likely as the
    first.
    """
    floor = ranked[0][1] / 4
    shown = [need for i, (need, p) in enumerate(ranked[:MOST]) if i < 2 or p >= floor]
    return tuple(shown)
