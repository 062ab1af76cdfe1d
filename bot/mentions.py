"""Which names in running text are places: the evidence for each, and the best of them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.gazetteer import Entry, Gazetteer
from bot.place_tokens import BRIEF, Word, word_set, words
from bot.place_words import (
    COUNCIL_WORDS,
    EVERYDAY,
    LIVING,
    NEVER_PLAIN,
    NOT_BEFORE,
    OTHER_SENSES,
    PERSONAL,
    PREPOSITIONS,
    THING_AFTER,
)
from bot.postcode import Postcode

#: What may stand between a name and "council": "Stratford on Avon District Council".
_KINDS = word_set("city borough district county metropolitan")
#: "Leeds council tax" is a tax, in Leeds perhaps; "Reading council tax" may be just reading.
_NOT_THE_COUNCIL = word_set("tax taxes house houses flat flats housing tenant estate home")
_BEFORE_COUNCIL = word_set("borough city council county district")
#: "Land for sale, council" is not of Sale's council.
_THING_BEFORE = word_set("for the a an my your our to this that can't cannot dog")
#: Ordinary words of which names such as "Park Street" and "Three Bridges" are made.
_PLAIN_PARTS = EVERYDAY | word_set(
    "new old great little upper lower high white black red green brown burnt park gate bridge "
    "bridges broad three four five six seven bells grove camp box house houses manor custom "
    "abbey village the on of st inn hill hands crosses roads bay view side head point stow"
)
#: Outward codes that mean something else more often than a place.
_DOUBTFUL_CODES = re.compile(
    r"[A-Z][0-9]|M[0-9]{1,2}|E10|CO2|SO2|BR1|CH2|CF83|DA1|S21|SA1|SR1|TR1|ME2|PO2|SS1|DD1|HR1"
)
_CODE_BEFORE = re.compile(
    r"(?:\b(?:in|at|near|from|around|is|postcode|code|area|live|of|to)[ :]+|, *)$", re.I
)
_FORM_BEFORE = re.compile(r"\b(?:form|ref|reference|section|class|bus|route)[ :.]+$", re.I)
_ROAD_BEFORE = re.compile(
    r"\b(?:the|on|off|along|road|motorway|junction|bus|route|number|no|form|level)[ .]+$", re.I
)


@dataclass(frozen=True)
class Mention:
    """A name believed to be a place: what it means, how it was written, how strongly it is meant.

    weight (int): 3 where somebody lives or a council is named, 2 "in", "at", "near", 1 the rest.
    """

    entry: Entry
    text: str
    weight: int


@dataclass(frozen=True)
class _Seen:
    """A name with what stands around it, all in the compared form."""

    entry: Entry
    name: Sequence[Word]
    before: str
    before_that: str
    after: str
    capital: bool
    on_a_close: bool
    ends: bool
    council: bool


def all_names(text: str, book: Gazetteer) -> list[Entry]:
    """Every name in a text that is known to speak of a place, as when asked where somebody lives.

    Names of streets and, beside other names, everyday words are left out.
    """
    seen = list(_names(text, book))
    if len(seen) > 1:
        seen = [one for one in seen if not _is_one_of(one.name, NEVER_PLAIN)] or seen
    return [one.entry for one in seen if one.after not in THING_AFTER]


def believed_names(text: str, book: Gazetteer) -> list[Mention]:
    """The names in a message that are places, only those with the strongest evidence."""
    found = [mention for one in _names(text, book) if (mention := _believed(one, text))]
    inland = [mention for mention in found if mention.entry.gss] or found
    closer = [mention for mention in inland if mention.entry.kind != "nation"] or inland
    strongest = max((mention.weight for mention in closer), default=0)
    return [mention for mention in closer if mention.weight == strongest]


def believed_outward(text: str, code: Postcode) -> bool:
    """Whether an outward code in a message is a place and no road, form, level or gas."""
    before = text[: code.start]
    if _FORM_BEFORE.search(before):
        return False
    if not _DOUBTFUL_CODES.fullmatch(code.outward):
        return True
    return bool(_CODE_BEFORE.search(before)) and not _ROAD_BEFORE.search(before)


def _names(text: str, book: Gazetteer) -> Iterator[_Seen]:
    said = words(text)
    names = [word.text for word in said]
    shouted = text.isupper()
    at = 0
    while at < len(said):
        within = book.within(names, at)
        if not within:
            at += 1
            continue
        length, entry = within
        name = said[at : at + length]
        after = at + length
        kinds = after
        while kinds < len(said) and said[kinds].text in _KINDS:
            kinds += 1
        council = _is_council(text, said, at, kinds)
        if council and kinds < len(said):
            entry = book.whole(names[at : kinds + 1]) or entry
        yield _Seen(
            entry,
            name,
            _beside(text, said, at - 1, at),
            _beside(text, said, at - 2, at - 1),
            _beside(text, said, after - 1, after, following=True),
            not shouted and all(w.raw[0].isupper() for w in (name[0], name[-1])),
            after < len(said) and said[after].raw == "Close",
            after == len(said),
            council,
        )
        at = kinds if council else after


def _is_council(text: str, said: Sequence[Word], at: int, kinds: int) -> bool:
    """Whether "council" or "borough" follows the name, or "borough of" goes before it."""
    if kinds < len(said) and said[kinds].text in COUNCIL_WORDS:
        follows = said[kinds + 1].text if kinds + 1 < len(said) else ""
        name = said[at]
        plain = name.text in EVERYDAY | NEVER_PLAIN and not name.raw[0].isupper()
        if plain and _beside(text, said, at - 1, at) in _THING_BEFORE:
            return False
        return not ((plain or name.text == "reading") and follows in _NOT_THE_COUNCIL)
    before = _beside(text, said, at - 1, at)
    if before in ("lb", "cyngor"):
        return True
    return before == "of" and _beside(text, said, at - 2, at - 1) in _BEFORE_COUNCIL


def _beside(
    text: str, said: Sequence[Word], first: int, second: int, following: bool = False
) -> str:
    """The word next to another with nothing but space between them; "" where there is none."""
    if first < 0 or second >= len(said):
        return ""
    between = text[said[first].end : said[second].start]
    if between.strip(" \t\u00a0\"'“‘(&-") not in ("", "and"):
        return ""
    return said[second].text if following else said[first].text


def _believed(one: _Seen, text: str) -> Mention | None:
    """The mention with its weight, or None when the name need not be a place."""
    shown = text[one.name[0].start : one.name[-1].end]
    if (one.after in THING_AFTER or one.on_a_close) and not one.council:
        return None
    if one.after in OTHER_SENSES.get(one.name[0].text, ()) or _is_part_of_another(one):
        return None
    # Abroad may be where somebody comes from or goes to; "the UK" says nothing.
    if one.entry.kind == "abroad" or one.entry.label == "the UK":
        return None
    never = _is_one_of(one.name, NEVER_PLAIN)
    if _is_home(one) and (one.capital or not never):
        return Mention(one.entry, shown, 3)
    if one.council and (one.capital or not never):
        return Mention(one.entry, shown, 3)
    placed = one.before in PREPOSITIONS
    weight = 2 if one.before in ("in", "at", "near") else 1
    if never:
        return None
    if one.entry.kind in ("crown", "nation") or _is_everyday(one.name):
        near = one.before in ("in", "from") if one.entry.kind == "crown" else placed
        enough = near and one.capital
        if len(one.name) > 1 and one.entry.kind == "authority":
            enough = placed or one.capital  # "New Forest", "High Peak"
        return Mention(one.entry, shown, weight) if enough else None
    if placed or _is_plain_enough(one):
        return Mention(one.entry, shown, weight)
    return None


def _is_home(one: _Seen) -> bool:
    """Whether somebody says that they live, or will live, in the place."""
    if one.before == "from":
        return one.before_that in ("am", "im", "we're", "were", "are")
    return one.before in ("in", "at", "near", "outside", "to") and one.before_that in LIVING


def _is_part_of_another(one: _Seen) -> bool:
    if one.before in NOT_BEFORE:
        return True
    return one.before == "of" and one.before_that in NOT_BEFORE


def _is_plain_enough(one: _Seen) -> bool:
    """Whether a name without a preposition is a place by itself: "missed bin harrogate"."""
    if _is_one_of(one.name, PERSONAL):
        return one.ends and not one.capital and one.entry.kind != "town"
    return one.capital or one.ends or one.entry.kind != "town" or len(one.name) > 1


def _is_everyday(name: Sequence[Word]) -> bool:
    if len(name) == 1:
        return name[0].text in EVERYDAY or name[0].raw.lower() in BRIEF
    return all(word.text in _PLAIN_PARTS for word in name)


def _is_one_of(name: Sequence[Word], listed: frozenset[str]) -> bool:
    return len(name) == 1 and name[0].text in listed
