"""Recognises a message that is not in English: by its script, or by how few of its words are known.

Coarse on purpose: one word in another language ("treth cyngor", "haram") is no reason to refuse.
What it lets through meets the classifier, which has phrases in other languages among its classes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Optional

#: Share of letters outside the Latin script from which a message counts as foreign.
_FOREIGN_LETTERS = 0.4
#: Words needed to judge by vocabulary, and the share of known ones below which it is not English.
_ENOUGH, _KNOWN = 4, 0.3
_WORD = re.compile(r"[^\W\d_]{2,}")


def foreign(text: str, known: Callable[[str], bool]) -> Optional[str]:
    """Why the message is taken for another language, or None.

    known (Callable): whether a lower-case word is English or used in the training phrases.
    RETURNS "script" (not in Latin letters), "words" (hardly a known word), or None.
    """
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return None
    other = sum(1 for c in letters if not unicodedata.name(c, "LATIN").startswith("LATIN"))
    if other / len(letters) >= _FOREIGN_LETTERS:
        return "script"
    words = _WORD.findall(text.lower())
    if len(words) >= _ENOUGH and sum(map(known, words)) / len(words) < _KNOWN:
        return "words"
    return None
