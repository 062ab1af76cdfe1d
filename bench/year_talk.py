"""One conversation of the made-up year, and the rows that all of them leave in the ledger."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Optional

from bot.model import Place

#: Channels and the part of conversations in each.
CHANNELS = {"signpost": 0.86, "adviser": 0.1, "rest": 0.04}


@dataclass
class Rows:
    """What is made, by table of the ledger."""

    turns: list[dict[str, Any]] = field(default_factory=list)
    verdicts: list[dict[str, Any]] = field(default_factory=list)
    calls: list[dict[str, Any]] = field(default_factory=list)

    def put_in_order(self) -> None:
        """Sorts by time, and drops verdicts on turns that are not there."""
        kept = {(row["conversation"], row["number"]) for row in self.turns}
        self.verdicts = [r for r in self.verdicts if (r["conversation"], r["turn"]) in kept]
        for rows in (self.turns, self.verdicts, self.calls):
            rows.sort(key=lambda row: row["at"])


class Talk:
    """One conversation being made."""

    def __init__(
        self, rows: Rows, chance: random.Random, at: datetime, town: str, place: Place
    ) -> None:
        self.at = at
        self.town = town
        self.place = place
        (self.channel,) = chance.choices(list(CHANNELS), weights=CHANNELS.values())
        self._rows = rows
        self._chance = chance
        self._id = _id(chance)
        self._number = 0

    def turn(
        self,
        outcome: str,
        words: str,
        need: Optional[str] = None,
        owner: Optional[str] = None,
        told: Optional[str] = None,
        where: Optional[Place] = None,
    ) -> None:
        """Adds a turn, half a minute or so after the last."""
        chance = self._chance
        self._number += 1
        if self._number > 1:
            self.at += timedelta(seconds=chance.randint(8, 60))
        areas = where.authorities if where else ()
        self._rows.turns.append(
            {
                "entry": _id(chance),
                "at": self.at,
                "conversation": self._id,
                "channel": self.channel,
                "outcome": outcome,
                "gap": outcome[4:] if outcome.startswith("gap_") else None,
                "need": need,
                "owner": owner,
                "area": " ".join(area.gss for area in areas) or None,
                "outcode": None,
                "words": words,
                "language": "en",
                "seconds": round(chance.lognormvariate(-5.3, 0.5), 4),
                "number": self._number,
                "told": told,
                "model": f"{self.at:%Y%m}01-monthly",
                "catalogue": f"{self.at:%Y%m}",
            }
        )

    def judge(self, helped: bool) -> None:
        """Adds what the citizen says of the last turn."""
        self._rows.verdicts.append(
            {
                "entry": _id(self._chance),
                "at": self.at + timedelta(seconds=20),
                "conversation": self._id,
                "turn": self._number,
                "helped": helped,
            }
        )

    def ring(self, need: str, owner: str, council: str) -> None:
        """Adds an adviser's mark; who rang the council about another's service was misdirected."""
        chance = self._chance
        wrong = owner != council
        mark = "misdirected" if wrong else chance.choice(("answered", "answered", "transferred"))
        self._rows.calls.append(
            {
                "entry": _id(chance),
                "at": self.at + timedelta(seconds=90),
                "conversation": self._id,
                "mark": mark,
                "need": need,
                "owner": owner,
                "called": council,
                "area": " ".join(area.gss for area in self.place.authorities) or None,
                "seconds": float(chance.randint(40, 420)),
            }
        )


def _id(chance: random.Random) -> str:
    return f"{chance.getrandbits(128):032x}"
