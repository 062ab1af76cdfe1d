"""One plain form of a place's name, so that differently written names meet: pure."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = re.compile(r"['’‘`´.]")
_OTHERS = re.compile(r"[^a-z0-9]+")


def normalise(name: str) -> str:
    """Lower case, no accents or punctuation, "&" as "and", single spaces.

    "Bath & NE Somerset" -> "bath and ne somerset"; "King's Lynn" -> "kings lynn".
    """
    decomposed = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _OTHERS.sub(" ", _APOSTROPHES.sub("", letters)).strip()
