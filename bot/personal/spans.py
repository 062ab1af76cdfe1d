"""A stretch of text that is personal data, and small helpers that every detector needs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Callable, Iterator


@dataclass(frozen=True)
class Span:
    """Personal data at text[start:end], of a kind, and the readable words to put in its place."""

    start: int
    end: int
    kind: str
    replacement: str


#: A detector: text in, spans out; never raises, time linear in the length of the text.
Detector = Callable[[str], Iterator[Span]]


def words_of(text: str) -> frozenset[str]:
    """The words of a list written as running text."""
    return frozenset(text.split())


def matches(pattern: re.Pattern[str], text: str, kind: str, group: int = 0) -> Iterator[Span]:
    """Every match of one group of a pattern, replaced by "[kind]"."""
    for match in pattern.finditer(text):
        yield Span(match.start(group), match.end(group), kind, f"[{kind}]")


_WORD = re.compile(r"[^\W\d_]+")


def caseless(text: str) -> bool:
    """Whether capital letters say nothing here: hardly any are there, or all words have them.

    The first word and "I" do not count, and a single postcode does not make a text cased.
    """
    found = list(_WORD.finditer(text[:2000]))
    words = [match.group() for match in found if len(match.group()) > 1]
    if found and words and found[0].group() == words[0]:
        words = words[1:]
    titled = sum(word[0].isupper() and word[1].islower() for word in words)
    return titled == 0 or (titled >= 5 and titled >= 0.8 * len(words))


def shouted(text: str) -> bool:
    """Whether nearly all words of a text are in capitals."""
    words = [match.group() for match in _WORD.finditer(text[:2000]) if len(match.group()) > 1]
    return 3 * sum(word.islower() for word in words) < len(words)


def words_before(text: str, start: int, reach: int = 40) -> str:
    """The small letters of up to `reach` characters before a place in the text."""
    return text[max(0, start - reach) : start].lower()
