"""Recognises keys hit at random ("asdf", "kdjfhg skdjfh"): no word in any way of spelling it.

letter_triples.csv holds which letter follows which two in English words and in what people here
type, misspellings included; "_" is the end of a word. A word made of other triples is no word.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Optional

_DATA = Path(__file__).resolve().parents[1] / "data" / "letter_triples.csv"
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
#: Shorter words say too little: they may be anybody's abbreviation.
_SHORTEST = 4
#: Below this share of known triples a word is none.
_PLAUSIBLE = 0.5
#: The same for words of four or five letters, which may be abbreviations.
_HOPELESS = 0.3
#: Rows of a British keyboard, there and back.
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890")
_KEY_TRIPLES = frozenset(
    row[i : i + 3] for line in _ROWS for row in (line, line[::-1]) for i in range(len(row) - 2)
)
_VOWELS = frozenset("aeiouy")
_LONGEST_ABBREVIATION = 5
_LONGEST = 400


def gibberish(text: str, known: Optional[Callable[[str], bool]] = None) -> bool:
    """Whether a text is nothing but keys hit at random.

    text (str): a message. One plausible word is enough to make it none; so is an abbreviation
        ("HMRC"), or a script that is not Latin.
    known (Callable | None): whether a lower-case word is English or of the field. With it, short
        heaps of consonants count as well, since abbreviations of the field are known.
    """
    tokens = [token.lower() for token in _TOKEN.findall(text[:_LONGEST])]
    if known and any(len(token) > 1 and known(token) for token in tokens):
        return False
    found = [token for token in tokens if _mashed(token, bool(known))]
    others = set(tokens) - set(found)
    # "dfg" and "asd" alone are abbreviations of public life.
    if len(found) < 2 and not any(len(token) >= _SHORTEST for token in found):
        return False
    return all(_says_nothing(token) for token in others)


def _says_nothing(token: str) -> bool:
    """Whether a token beside keys hit at random is no word: short without a vowel, or mixed."""
    if not token.isalpha():
        return not token.isdigit()
    return len(token) < _SHORTEST and (not set(token) & _VOWELS or token[:3] in _KEY_TRIPLES)


def _mashed(token: str, short: bool) -> bool:
    """Whether one word is keys hit at random; `short`: judge words of four and five letters."""
    if not token.isascii() or token.isdigit():
        return False
    if _run(token) or _repeats(token):
        return True
    if not token.isalpha() or len(token) < _SHORTEST:
        return False
    # "hhsrs" and "ukspf" are abbreviations, "prkng" is haste: only what has no English counts.
    if len(token) <= _LONGEST_ABBREVIATION:
        return short and _plausible(token) < _HOPELESS
    return _plausible(token) < _PLAUSIBLE


def _run(token: str) -> bool:
    """Whether neighbouring keys were swept: "asdf", "poiuy", "hjklasd"; parts of at least three."""
    if len(token) < 3 or token[:3] not in _KEY_TRIPLES:
        return False
    position = 0
    while position < len(token):
        if token[position : position + 3] not in _KEY_TRIPLES:
            return False
        position += 3
        while position < len(token) and token[position - 2 : position + 1] in _KEY_TRIPLES:
            position += 1
    return True


def _repeats(token: str) -> bool:
    """Whether one to three letters are said again and again: "aaaaa", "jkjkjk", "fghfgh"."""
    if len(token) < _SHORTEST + 1:
        return False
    return any(
        len(token) >= size * (5 if size == 1 else 2 if size == 3 else 3)
        and token == (token[:size] * len(token))[: len(token)]
        and not (size > 1 and set(token[:size]) & set("aeiou"))
        for size in (1, 2, 3)
    )


@lru_cache(maxsize=1)
def _triples() -> dict[str, str]:
    """For each two letters, those that may follow."""
    with _DATA.open(encoding="utf-8", newline="") as file:
        return {row["pair"]: row["next"] for row in csv.DictReader(file)}


def _plausible(token: str) -> float:
    """The share of a word's triples that are known, its end included."""
    triples = _triples()
    marked = f"_{token}_"
    found = [marked[i + 2] in triples.get(marked[i : i + 2], "") for i in range(len(token))]
    return sum(found) / len(found)
