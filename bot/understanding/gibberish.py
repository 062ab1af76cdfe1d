"""Recognises keys hit at random: no known word, and letters that English does not put together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache

from bot.understanding.spelling import english

_WORD = re.compile(r"[a-z]+")
_NO_VOWELS = re.compile(r"[^aeiouy]{4,}$|.*[^aeiouy]{6,}|(.)\1{2,}$|(..+)\2{2,}$")
#: Words of the dictionary that must hold a group of three letters for it to be English, and the
#: share of a word's groups that must be.
_HELD, _SHARE = 40, 0.6


@lru_cache(maxsize=1)
def _groups() -> frozenset[str]:
    counts: Counter[str] = Counter()
    for word in english():
        counts.update({word[i : i + 3] for i in range(len(word) - 2)})
    return frozenset(group for group, n in counts.items() if n >= _HELD)


def gibberish(text: str, known: Callable[[str], bool]) -> bool:
    """Whether the message is keys hit at random.

    known (Callable): whether a lower-case word is English or used in the training phrases.
    """
    words = _WORD.findall(text.lower())
    if not words or any(len(word) > 1 and known(word) for word in words):
        return False
    return any(_mashed(word) for word in words)


def _mashed(word: str) -> bool:
    if len(word) < 4:
        return False
    if _NO_VOWELS.match(word):
        return True
    groups = [word[i : i + 3] for i in range(len(word) - 2)]
    return sum(group in _groups() for group in groups) / len(groups) < _SHARE
