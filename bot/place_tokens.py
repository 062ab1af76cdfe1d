"""Cuts text into words in the one form in which names of places are compared. Pure.

"Stockton-upon-Tees", "stockton on tees" and "Stockton on-Tees" give the same words; so do "Herts"
and "Hertfordshire", "&" and nothing, "N. Yorks" and "north yorkshire".
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+(?:['’‘`][^\W_]+)*")

#: Words left out of every name.
_DROPPED = frozenset({"and"})
_SAME = {
    "upon": "on",
    "saint": "st",
    "herts": "hertfordshire",
    "yorks": "yorkshire",
    "lincs": "lincolnshire",
    "lancs": "lancashire",
    "leics": "leicestershire",
    "notts": "nottinghamshire",
    "derbys": "derbyshire",
    "northants": "northamptonshire",
    "cambs": "cambridgeshire",
    "beds": "bedfordshire",
    "bucks": "buckinghamshire",
    "berks": "berkshire",
    "oxon": "oxfordshire",
    "wilts": "wiltshire",
    "glos": "gloucestershire",
    "gloucs": "gloucestershire",
    "worcs": "worcestershire",
    "staffs": "staffordshire",
    "warks": "warwickshire",
    "warwicks": "warwickshire",
    "salop": "shropshire",
    "shrops": "shropshire",
    "hants": "hampshire",
    "middx": "middlesex",
    "carms": "carmarthenshire",
    "pembs": "pembrokeshire",
    "mon": "mon",
}
_DIRECTIONS = {"n": ("north",), "s": ("south",), "e": ("east",), "w": ("west",)}
_CORNERS = {
    "ne": ("north", "east"),
    "nw": ("north", "west"),
    "se": ("south", "east"),
    "sw": ("south", "west"),
}
#: Words that are short forms in some other sense, too: only read so inside a longer name.
BRIEF = frozenset({"beds", "bucks", "hants", "mon"})


def word_set(text: str) -> frozenset[str]:
    """The words of a text that lists them with spaces."""
    return frozenset(text.split())


@dataclass(frozen=True)
class Word:
    """One word: `text` in the compared form, `start` and `end` in the original text, `raw` as
    written there."""

    text: str
    start: int
    end: int
    raw: str


def words(text: str) -> list[Word]:
    """The words of a text in the compared form, with their places in the text."""
    found: list[Word] = []
    for match in _WORD.finditer(text):
        plain = plain_word(match.group())
        if plain in _DROPPED:
            continue
        start, end = match.span()
        parts = _CORNERS.get(plain) or _DIRECTIONS.get(plain) or (_SAME.get(plain, plain),)
        found.extend(Word(part, start, end, match.group()) for part in parts)
    return found


def key(name: str) -> tuple[str, ...]:
    """A name in the compared form: "Bath & NE Somerset" -> (bath, north, east, somerset)."""
    return tuple(word.text for word in words(name))


def plain_word(word: str) -> str:
    """Lower case, without accents and apostrophes."""
    if word.isascii() and word.isalnum():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in decomposed if c.isalnum())
