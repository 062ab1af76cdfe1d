"""The words citizens use for a need that its service does not use of itself: pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from threading import Lock
from typing import Any

from bot.catalogue import Catalogue
from bot.catalogue.names import normalise
from bot.catalogue.services_store import Tables
from bot.reports.table import Report

COLUMNS = ("need", "label", "word", "conversations", "share")
#: Fewer conversations than this are not shown: a rare word could tell of one person.
LEAST = 5
#: On the list of small words, but not small where services are asked for ("the bin is full").
_TELLING = frozenset(("bottom", "call", "empty", "front", "full", "move", "side", "top"))
_ONE_AT_A_TIME = Lock()
_WORD = re.compile(r"[a-z]{3,}")

#: One turn: need, redacted words, key of the conversation.
Turn = tuple[str, str, str]


def vocabulary(
    catalogue: Catalogue, tables: Tables, turns: Iterable[Turn], least: int = LEAST
) -> Report:
    """Words of at least `least` conversations about a need that occur neither in its label, its
    service's name, nor the names and descriptions of imported services for it, commonest first.

    Names of places count for nothing. share (float): part of the need's conversations, 0 to 1.
    """
    said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    talks: dict[str, set[str]] = defaultdict(set)
    for need, words, conversation in turns:
        if need not in catalogue.needs:
            continue
        talks[need].add(conversation)
        for word in stems(words):
            said[need][word].add(conversation)
    used = descriptions(catalogue, tables)
    places = _place_words(catalogue)
    rows = [
        {
            "need": need,
            "label": catalogue.needs[need].label,
            "word": word,
            "conversations": len(who),
            "share": round(len(who) / len(talks[need]), 3),
        }
        for need, words_of in said.items()
        for word, who in words_of.items()
        if len(who) >= least and word not in used[need] and word not in places
    ]
    rows.sort(key=lambda row: (str(row["need"]), -int(str(row["conversations"])), str(row["word"])))
    return Report("Citizens' words that services do not use", COLUMNS, rows)


def descriptions(catalogue: Catalogue, tables: Tables) -> Mapping[str, set[str]]:
    """Need -> the stems that its label and its services' names and descriptions hold."""
    found = {need: stems(f"{row.label} {row.service}") for need, row in catalogue.needs.items()}
    for row in tables["service"]:
        for need in row["needs"].split():
            if need in found:
                found[need] |= stems(f"{row['name']} {row['description'] or ''}")
    return found


def stems(text: str) -> set[str]:
    """The words that mean something, each without its ending: "My bins weren't emptied" ->
    {"bin", "empti"}.
    """
    return {_stem(word) for word in _WORD.findall(normalise(text)) if word not in _small()}


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    """A word without its ending. The stemmer keeps what it is at in itself, so one thread at a
    time may use it.
    """
    with _ONE_AT_A_TIME:
        found: str = _stemmer().stemWord(word)
    return found


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=1)
def _small() -> frozenset[str]:
    """Words that say nothing of a need, as spaCy lists them, without their apostrophes."""
    from spacy.lang.en.stop_words import STOP_WORDS

    pieces = (normalise(word).replace(" ", "") for word in STOP_WORDS)
    return (
        frozenset((*pieces, "please", "hello", "hiya", "thanks", "dont", "cant", "ive", "wont"))
        - _TELLING
    )


@lru_cache(maxsize=2)
def _place_words(catalogue: Catalogue) -> frozenset[str]:
    words = {word for name in catalogue.names for word in name.split()}
    words |= {word for town in catalogue.towns for word in town.split()}
    return frozenset(map(_stem, words))
