"""Every name of a place that the catalogue knows, ready to be looked up whole, found inside text
or found in spite of a slip. Built once for each catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein

from bot.catalogue.read import Catalogue
from bot.model import NATIONS, Authority
from bot.place_tokens import key, word_set
from bot.place_words import ABROAD, CROWN

Key = tuple[str, ...]

#: Words that only say what sort of council it is, before and after its name.
_BEFORE: tuple[Key, ...] = tuple(
    tuple(words.split())
    for words in (
        "london borough of",
        "royal borough of",
        "metropolitan borough of",
        "county borough of",
        "borough council of",
        "city council of",
        "council of the",
        "council of",
        "corporation of",
        "borough of",
        "district of",
        "county of",
        "city of",
        "lb of",
        "lb",
        "rb of",
        "the",
        "cyngor bwrdeistref sirol",
        "cyngor dinas",
        "cyngor sir",
        "cyngor",
    )
)
_AFTER = word_set(
    "council councils authority corporation borough city district county metropolitan unitary "
    "mbc mdc bc dc cc cbc lbc area local islands royal burgh"
)
_COUNTY_SAID = frozenset({"county", "cc"})
_LOWER_SAID = frozenset({"city", "borough", "district", "mbc", "mdc", "bc", "dc", "cbc", "lbc"})
_COUNCIL_SAID = _COUNTY_SAID | _LOWER_SAID | frozenset({"council", "councils", "cyngor", "lb"})


@dataclass(frozen=True)
class Entry:
    """What a name means.

    kind (str): authority, former (an abolished council), county (several authorities, or one that
        took the name over), town, nation, crown or abroad (outside the United Kingdom).
    gss (tuple[str, ...]): authorities, likeliest first; empty for crown and abroad.
    label (str): the name as it is written properly.
    """

    kind: str
    gss: tuple[str, ...]
    label: str


class Gazetteer:
    """Names by their compared words; see bot.place_tokens.key."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.councils: dict[Key, Entry] = {}
        self.towns: dict[Key, Entry] = {}
        self.others: dict[Key, Entry] = {}
        self._add_councils(catalogue)
        for town in catalogue.towns.values():
            self.towns[key(town.town)] = Entry("town", town.authorities, town.town)
        self._add_others(catalogue)
        self._starts: dict[str, tuple[int, ...]] = {}
        lengths: dict[str, set[int]] = {}
        for table in (self.councils, self.towns, self.others):
            for words in table:
                lengths.setdefault(words[0], set()).add(len(words))
        self._starts = {
            first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()
        }
        self._by_spelling: dict[str, Key] = {
            " ".join(words): words
            for table in (self.towns, self.councils)
            for words in table
            if len("".join(words)) >= 5 and words[-1] not in _AFTER
        }
        self._spellings = list(self._by_spelling)

    def whole(self, words: Sequence[str]) -> Entry | None:
        """What these words, and only these, mean: the name of a council, county, town or nation,
        with or without words such as "council" and "borough of"."""
        said = frozenset(words)
        as_council = bool(said & _COUNCIL_SAID)
        for shorter in _stripped(tuple(words)):
            entry = self._said(shorter, said) if as_council else self._bare(shorter)
            if entry:
                return entry
        return None

    def within(self, words: Sequence[str], at: int) -> tuple[int, Entry] | None:
        """The longest name that begins at word `at`, and how many words it has."""
        for length in self._starts.get(words[at], ()):
            candidate = tuple(words[at : at + length])
            if len(candidate) == length:
                entry = self._bare(candidate)
                if entry:
                    return length, entry
        return None

    def similar(self, words: Sequence[str]) -> Entry | None:
        """The one name that a misspelt one must mean; None when none or several come close."""
        for shorter in _stripped(tuple(words)):
            typed = " ".join(shorter)
            if len(typed) < 5:
                continue
            close = process.extract(
                typed, self._spellings, scorer=fuzz.ratio, limit=6, score_cutoff=78
            )
            best: dict[tuple[str, ...], tuple[float, Entry]] = {}
            for spelling, _, _ in close:
                slips = _slips(typed, spelling)
                entry = self._bare(self._by_spelling[spelling])
                if entry and slips <= max(1, len(typed) // 4):
                    known = best.get(entry.gss)
                    if known is None or slips < known[0]:
                        best[entry.gss] = (slips, entry)
            ranked = sorted(best.values(), key=lambda pair: pair[0])
            if ranked and (len(ranked) == 1 or ranked[0][0] < ranked[1][0]):
                return ranked[0][1]
        return None

    def _bare(self, words: Key) -> Entry | None:
        council, town = self.councils.get(words), self.towns.get(words)
        if council and town:
            # "Newport" alone may be any of several; "Leeds" is the city and its council alike.
            if council.kind == "county" or len(town.gss) == 1:
                return council
            return town
        return council or town or self.others.get(words)

    def _said(self, words: Key, said: frozenset[str]) -> Entry | None:
        """A name beside "council" or the like: of the tier that was said, where there are two."""
        if said & _COUNTY_SAID and len(words) == 1:
            # "Nottingham County Council" is Nottinghamshire's; Durham's is really called so.
            shire = self.councils.get((words[0] + "shire",))
            if shire:
                return shire
        return self.councils.get(words) or self.towns.get(words) or self.others.get(words)

    def _add_councils(self, catalogue: Catalogue) -> None:
        """Weakest first, so that a council of today keeps its name."""
        for succession in catalogue.successions:
            live = catalogue.current(succession.old_gss)
            if succession.kind in ("merged", "split", "renamed") and live:
                self._name(succession.old_name, Entry("former", live, succession.old_name))
        for other in catalogue.authority_names:
            kind = "county" if other.kind == "county" else "authority"
            label = catalogue.authorities[other.gss[0]].name if kind == "authority" else other.name
            self._name(other.name, Entry(kind, other.gss, label))
        # Counties last: "Essex" is the county council, "Lancaster" the city's.
        for authority in sorted(catalogue.authorities.values(), key=_districts_first):
            entry = Entry("authority", (authority.gss,), authority.name)
            self._name(catalogue.slugs[authority.gss].replace("-", " "), entry)
            self._name(authority.name, entry)

    def _name(self, name: str, entry: Entry) -> None:
        for words in _stripped(key(name)):
            exact = words == key(name)
            known = self.councils.get(words)
            # A shortened name never takes another's: "Northampton" (former) stays behind.
            if exact or known is None or (known.kind == "former" and entry.kind != "former"):
                self.councils[words] = entry

    def _add_others(self, catalogue: Catalogue) -> None:
        below = [a for a in catalogue.authorities.values() if a.tier != "county"]
        for nation in NATIONS:
            gss = tuple(a.gss for a in below if a.nation == nation)
            self.others[key(nation)] = Entry("nation", gss, nation)
        everywhere = Entry("nation", tuple(a.gss for a in below), "the UK")
        for name in ("UK", "United Kingdom", "Great Britain", "Britain"):
            self.others[key(name)] = everywhere
        self.others[key("Cymru")] = self.others[key("Wales")]
        self.others[key("Ulster")] = self.others[key("Northern Ireland")]
        for name in CROWN:
            self.others[key(name)] = Entry("crown", (), name.title())
        for name in ABROAD:
            self.others.setdefault(key(name), Entry("abroad", (), name.title()))


@lru_cache(maxsize=4)
def gazetteer(catalogue: Catalogue) -> Gazetteer:
    """The gazetteer of a catalogue, built at first use and kept: one for all its languages."""
    return Gazetteer(catalogue) if catalogue.base is catalogue else gazetteer(catalogue.base)


def _slips(typed: str, spelling: str) -> float:
    """How far a spelling is from what was typed; doubled letters and -borough count as half."""
    if _sounded(typed) == _sounded(spelling):
        return 0.5
    return DamerauLevenshtein.distance(typed, spelling)


def _sounded(spelling: str) -> str:
    return re.sub(r"(.)\1", r"\1", re.sub(r"(?:borough|brough|burgh)$", "bro", spelling))


def _districts_first(authority: Authority) -> int:
    return {"district": 0, "unitary": 1, "county": 2}[authority.tier]


def _stripped(words: Key) -> Iterable[Key]:
    """The words, then without ever more of what only says the sort of council; never empty."""
    seen: list[Key] = []
    queue = [words]
    while queue:
        current = queue.pop(0)
        if not current or current in seen:
            continue
        seen.append(current)
        for before in _BEFORE:
            if current[: len(before)] == before:
                queue.append(current[len(before) :])
        if current[-1] in _AFTER:
            queue.append(current[:-1])
    return seen
