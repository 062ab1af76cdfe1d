"""The facts on which an owner depends: which options hold in an area, and what words say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Optional

from bot.catalogue.read import Catalogue
from bot.catalogue.rows import QuestionOption
from bot.routing.areas import Area
from bot.routing.scopes import strength

#: The value of words that make the usual option doubtful: the question is put then.
UNSURE = "unsure"


@dataclass(frozen=True)
class Choice:
    """One question as it stands in an area.

    policy (str): ask or default. options: those that may be offered, the usual one first.
    given (QuestionOption | None): the option that the known facts say.
    doubtful (bool): the words make the usual option doubtful.
    """

    fact: str
    policy: str
    options: tuple[QuestionOption, ...]
    given: Optional[QuestionOption]
    doubtful: bool

    @property
    def usual(self) -> QuestionOption:
        """What holds unless something else is said."""
        return self.options[0]


def choices(
    catalogue: Catalogue,
    need: str,
    facts: Mapping[str, str],
    nation: Optional[str],
    area: Optional[Area],
) -> tuple[Choice, ...]:
    """The questions about `need` in this area, each with its options, in the file's order.

    Of two rows for the same value the more specific scope wins, and the most specific row of a
    fact settles its policy.
    """
    ranked: dict[str, dict[str, tuple[int, QuestionOption]]] = {}
    for row in catalogue.questions(need):
        rank = strength(catalogue, row.scope, nation, area)
        values = ranked.setdefault(row.fact, {})
        if rank and rank > values.get(row.value, (0, row))[0]:
            values[row.value] = (rank, row)
    found = []
    for fact, values in ranked.items():
        if not values:
            continue
        policy = max(values.values(), key=lambda pair: pair[0])[1].policy
        options = tuple(row for _, row in values.values() if row.value != UNSURE)
        said = facts.get(fact)
        given = next((row for row in options if row.value == said), None)
        found.append(Choice(fact, policy, options, given, said == UNSURE))
    return tuple(found)


def facts_from_words(catalogue: Catalogue, need: str, text: str) -> dict[str, str]:
    """What the citizen's words already say of the facts on which the need's owner depends.

    RETURNS (dict[str, str]): fact -> value; "unsure" where the words make the usual value
    doubtful. A fact on which the words contradict themselves is left out.
    """
    matched: dict[str, dict[str, QuestionOption]] = {}
    usual: dict[str, str] = {}
    for row in catalogue.questions(need):
        usual.setdefault(row.fact, row.value)
        if row.hints and _pattern(row.hints).search(text):
            matched.setdefault(row.fact, {}).setdefault(row.value, row)
    facts: dict[str, str] = {}
    for fact, rows in matched.items():
        other = [value for value in rows if value not in (usual[fact], UNSURE)]
        if other and next(iter(rows.values())).policy == "ask" and len(rows) > 1:
            continue
        if other:
            facts[fact] = other[0]
        else:
            facts[fact] = UNSURE if UNSURE in rows else usual[fact]
    return facts


@lru_cache(maxsize=1024)
def _pattern(hints: str) -> re.Pattern[str]:
    return re.compile(hints, re.IGNORECASE)
