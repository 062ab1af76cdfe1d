"""Fills a ledger with a made-up year: 200,000 turns, seasonal, with three planted unmet needs.

    python -m bench.make_year sqlite:////tmp/year.db [--turns N] [--seed N] [--until 2026-11-25]

For tests and for looking at the review console with something in it; never for a real ledger (an
address that holds turns already is refused). The same seed and last day give the same rows, id by
id. Who is responsible is what the catalogue and the resolver say, so it must have been built.

Planted, to see whether the console finds them: the needs of year_words.PLANTED, which no service
meets, and one service that closes: CLOSED_NEED has no provider in CLOSED_AREAS from CLOSED_SINCE
(days before the last one) on.
"""

from __future__ import annotations

import argparse
import random
from datetime import date, datetime, timedelta
from functools import cache
from itertools import accumulate
from typing import Any, Optional

from bench.year_seasons import Clock, weight
from bench.year_talk import Rows, Talk
from bench.year_words import MUTTERINGS, PLANTED, Planted, phrases, said_anew
from bot.catalogue import Catalogue
from bot.ledger import Ledger
from bot.ledger.schema import calls, turns, verdicts
from bot.model import Answer, Ask, Gap, Place, Resolution
from bot.resolve import resolve
from bot.settings import load
from bot.where import where

DAYS = 365
#: What the citizens call where they live, and how many of a hundred live there.
TOWNS = {
    "Cambridge": 15, "Huntingdon": 10, "Wisbech": 7, "Leeds": 20, "Harrogate": 9, "Cornwall": 12,
    "Camden": 9, "Cardiff": 8, "Norwich": 6, "Buckinghamshire": 4,
}  # fmt: skip
CLOSED_NEED = "meals-at-home"
CLOSED_AREAS = ("Leeds", "Cornwall")
CLOSED_SINCE = 150
#: Parts of all conversations.
MUTTERED, OUT_OF_REMIT, SMALLTALK, PERSON, DANGER = 0.03, 0.025, 0.04, 0.02, 0.003
#: Parts of the turns of which they are told.
MISSED, NAMED_PLACE, UNSURE, GAVE_UP, JUDGED, HELPED, RUNG = (
    0.015,
    0.3,
    0.08,
    0.12,
    0.25,
    0.84,
    0.06,
)
#: Needs whose answer helps less often than others.
DISAPPOINTING = {"council-account-login": 0.45, "noise-nuisance": 0.6, "council-home-repair": 0.65}


class Year:
    """Makes the rows, in no order; `rows` grows as it goes."""

    def __init__(self, catalogue: Catalogue, last: date, seed: int) -> None:
        self.chance = random.Random(seed)
        self.rows = Rows()
        self._catalogue = catalogue
        self._last = last
        first = datetime.combine(last, datetime.min.time()) - timedelta(days=DAYS - 1)
        self._clock = Clock(first, DAYS, self.chance)
        self._closed = first + timedelta(days=DAYS - CLOSED_SINCE)
        self._phrases = phrases()
        self._needs = [need for need in catalogue.needs if self._phrases.get(need)]
        self._popular = [list(accumulate(weight(n, m) for n in self._needs)) for m in range(1, 13)]
        self._places = {town: self._place(town) for town in TOWNS}
        self._towns = list(accumulate(TOWNS.values()))

    def grow(self, size: int) -> None:
        """Adds conversations until there are `size` turns, then cuts the last to fit."""
        planted = [each.share for each in PLANTED]
        while len(self.rows.turns) < size:
            (plant,) = self.chance.choices([*PLANTED, None], weights=[*planted, 1 - sum(planted)])
            if plant:
                self._planted(plant)
            else:
                self._conversation(self._clock.moment())
        del self.rows.turns[size:]

    def _conversation(self, at: datetime) -> None:
        talk = self._talk(at)
        kind = self.chance.random()
        for part, outcome in (
            (MUTTERED, "gap_not_understood"),
            (OUT_OF_REMIT, "gap_out_of_remit"),
            (SMALLTALK, "smalltalk"),
            (PERSON, "person"),
            (DANGER, "emergency"),
        ):
            if kind < part:
                talk.turn(outcome, self._words_of(outcome))
                return
            kind -= part
        (need,) = self.chance.choices(self._needs, cum_weights=self._popular[at.month - 1])
        text = said_anew(self.chance.choice(self._phrases[need]), self.chance)
        if self.chance.random() < MISSED:
            talk.turn("gap_not_understood", text)
            return
        self._ask(talk, need, text)
        if self.chance.random() < 0.1:
            talk.turn("smalltalk", self.chance.choice(("thanks", "ok thank you", "cheers", "ta")))

    def _ask(self, talk: Talk, need: str, text: str) -> None:
        """One need, from the words to the end: which need, where, which fact, the answer."""
        chance, told = self.chance, None
        if chance.random() < UNSURE:
            talk.turn("asked_need", text)
            if chance.random() < GAVE_UP:
                return
            text, told = f"[chose {need}]", text
        where = None
        if chance.random() < NAMED_PLACE:
            where = talk.place
            text = text if told else f"{text} in {talk.town}"
        facts: tuple[tuple[str, str], ...] = ()
        while True:
            found = self._resolve(need, where and talk.town, facts)
            closed = need == CLOSED_NEED and talk.town in CLOSED_AREAS and talk.at >= self._closed
            if isinstance(found, Answer) and closed and where:
                found = Gap("no_provider", need, found.reason)
            if not isinstance(found, Ask):
                break
            talk.turn(f"asked_{found.kind}", text, need=need, told=told, where=where)
            if chance.random() < GAVE_UP:
                return
            told = told or text
            if found.kind == "place":
                where, text = talk.place, talk.town
            else:
                option = chance.choice(found.options).value
                facts, text = (*facts, (str(found.fact), option)), f"[chose {option}]"
        self._end(talk, found, text, told, where)

    def _end(
        self, talk: Talk, found: Any, text: str, told: Optional[str], where: Optional[Place]
    ) -> None:
        outcome = "answered" if isinstance(found, Answer) else f"gap_{found.reason}"
        owner = found.owner.id if found.owner else None
        talk.turn(outcome, text, need=found.need, owner=owner, told=told, where=where)
        if outcome != "answered":
            return
        if self.chance.random() < JUDGED:
            talk.judge(self.chance.random() < DISAPPOINTING.get(found.need, HELPED))
        if talk.channel == "adviser" or self.chance.random() < RUNG / 10:
            talk.ring(found.need, str(owner), self._towns_council(talk.town))

    def _planted(self, plant: Planted) -> None:
        talk = self._talk(self._clock.moment_by_month(plant.months))
        text = said_anew(self.chance.choice(plant.wordings()), self.chance)
        if self.chance.random() < plant.unhelped:
            found = self._resolve(plant.mistaken, talk.town, ())
            owner = found.owner.id if isinstance(found, Answer) else None
            talk.turn("answered", text, need=plant.mistaken, owner=owner, where=talk.place)
            talk.judge(False)
        else:
            talk.turn("gap_not_understood", text)
            if self.chance.random() < 0.2:
                again = said_anew(self.chance.choice(plant.wordings()), self.chance)
                talk.turn("gap_not_understood", again)

    def _words_of(self, outcome: str) -> str:
        if outcome == "gap_not_understood":
            return said_anew(self.chance.choice(MUTTERINGS), self.chance)
        if outcome == "gap_out_of_remit":
            return said_anew(self.chance.choice(self._phrases["out_of_scope"]), self.chance)
        said = {
            "smalltalk": "hello",
            "person": "can i speak to a person",
            "emergency": "smoke in the flat",
        }
        return said[outcome]

    def _talk(self, at: datetime) -> Talk:
        (town,) = self.chance.choices(list(TOWNS), cum_weights=self._towns)
        return Talk(self.rows, self.chance, at, town, self._places[town])

    @cache  # noqa: B019  (one year a process)
    def _resolve(
        self, need: str, town: Optional[str], facts: tuple[tuple[str, str], ...]
    ) -> Resolution:
        place = self._places[town] if town else None
        return resolve(self._catalogue, need, place, dict(facts), self._last, None, None)

    def _towns_council(self, town: str) -> str:
        return self._places[town].authorities[0].gss

    def _place(self, town: str) -> Place:
        return where(town, self._catalogue, None)


def year(catalogue: Catalogue, size: int, last: date, seed: int) -> Rows:
    """The rows of a year that ends with the day `last`, in the order of time."""
    made = Year(catalogue, last, seed)
    made.grow(size)
    made.rows.put_in_order()
    return made.rows


def main(arguments: Optional[list[str]] = None) -> None:
    """The command; prints how many rows were written."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("address", help="SQLAlchemy address of an empty ledger")
    parser.add_argument("--turns", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--until", type=date.fromisoformat, default=date(2026, 11, 25))
    options = parser.parse_args(arguments)
    settings = load()
    ledger = Ledger.open(options.address)
    if ledger.outcomes():
        parser.error("this ledger holds turns already: give an address with none")
    made = year(Catalogue.open(settings.catalogue), options.turns, options.until, options.seed)
    for table, rows in ((turns, made.turns), (verdicts, made.verdicts), (calls, made.calls)):
        ledger.fill(table, rows)
        print(f"{table.name}: {len(rows)}")


if __name__ == "__main__":
    main()
