"""Recognises immediate danger in what somebody writes, before anything else is done with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Optional

from rapidfuzz.distance import OSA

from bot.understanding.danger import Rule, expression, groups, keys, rules, scripts

#: Every kind of danger there is a message for.
KINDS = (
    "life",
    "suicide",
    "mental-health",
    "gas",
    "power",
    "domestic-abuse",
    "child",
    "adult",
)
#: Within how many words of a match the words that take its meaning away must stand.
_WINDOW = 3
#: Nobody tells of danger at greater length; longer texts are looked at only so far.
_LONGEST = 2_000
#: Latin letters that have no mark to take away.
_PLAIN = {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"}
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile(r"(?<=\w)['’‘`´](?=\w)")
#: The "s" of "the alarm's gone off" and "mum's friend" says nothing here; that of "he's" does.
_POSSESSIVE = re.compile(
    r"(?<![\w'’])(?!(?:he|she|it|there|what|who|where|that|here|how|let)['’´`‘]s\b)(\w{2,})['’‘`´]s(?!\w)"
)
#: Pairs that are one word when an apostrophe is used, so that "do not" reads as "dont".
_JOINED = {
    ("i", "am"): "im",
    ("i", "have"): "ive",
    ("i", "will"): "ill",
    ("he", "is"): "hes",
    ("he", "has"): "hes",
    ("she", "is"): "shes",
    ("she", "has"): "shes",
    ("they", "are"): "theyre",
    ("they", "have"): "theyve",
    ("we", "have"): "weve",
    ("there", "is"): "theres",
    ("there", "are"): "theres",
    ("what", "is"): "whats",
    ("is", "not"): "isnt",
    ("are", "not"): "arent",
    ("was", "not"): "wasnt",
    ("has", "not"): "hasnt",
    ("have", "not"): "havent",
    ("had", "not"): "hadnt",
    ("do", "not"): "dont",
    ("does", "not"): "doesnt",
    ("did", "not"): "didnt",
    ("can", "not"): "cant",
    ("can", "t"): "cant",
    ("won", "t"): "wont",
    ("don", "t"): "dont",
    ("isn", "t"): "isnt",
    ("i", "m"): "im",
    ("he", "s"): "hes",
    ("she", "s"): "shes",
    ("will", "not"): "wont",
    ("would", "not"): "wouldnt",
    ("could", "not"): "couldnt",
    ("any", "more"): "anymore",
    ("some", "one"): "someone",
    ("some", "body"): "someone",
}


@dataclass(frozen=True)
class Alarm:
    """Danger recognised: its kind (one of KINDS) and the words that say so, as normalised."""

    kind: str
    matched: str


def check(text: str) -> Optional[Alarm]:
    """The danger that a message tells of, or None.

    text (str): anything; only the first 2,000 characters are looked at.
    RETURNS (Alarm | None): the first that matches, in the order of bot/data/safety.csv.
    """
    for rule, matched, calmed in _matches(text):
        if not calmed:
            return Alarm(rule.kind, matched)
    return None if text.isascii() else _in_script(text[:_LONGEST])


def lookalike(text: str) -> bool:
    """Whether a message has words of danger that other words beside them take back.

    "Suicide prevention strategy" is one. What has learned danger from phrases should believe
    itself less there: the rules know these words, and know that they mean something else.
    """
    calm = False
    for _, _, calmed in _matches(text):
        if not calmed:
            return False
        calm = True
    return calm


def _matches(text: str) -> Iterator[tuple[Rule, str, bool]]:
    """Each rule whose pattern a message has, the words, and whether others take them back."""
    words = normalised(text[:_LONGEST])
    said = " " + " ".join(words) + " "
    held = keys(words)
    table = rules()
    for number in sorted({number for one in held for number in table.index.get(one, ())}):
        rule = table.rules[number]
        if rule.most is not None and len(words) > rule.most:
            continue
        if any(held.isdisjoint(need) for need in rule.needs):
            continue
        for match in expression(rule.pattern).finditer(said):
            yield rule, match.group().strip(), _calmed(rule, said, match)


def _calmed(rule: Rule, said: str, match: re.Match[str]) -> bool:
    """Whether words near a match, or in it, take its meaning away."""
    if not rule.unless:
        return False
    before = said[: match.start()].split()[-_WINDOW:]
    after = said[match.end() :].split()[:_WINDOW]
    near = " " + " ".join([*before, match.group().strip(), *after]) + " "
    return bool(expression(rule.unless).search(near))


def _in_script(text: str) -> Optional[Alarm]:
    """Danger in words of a script that is not Latin, where words need not stand apart."""
    for kind in KINDS:
        for words in scripts(kind):
            if words in text:
                return Alarm(kind, words)
    return None


def normalised(text: str) -> list[str]:
    """The words of a text in small letters, joined as they are spoken, danger words spelt right."""
    plain = unicodedata.normalize("NFKC", text).lower()
    plain = _APOSTROPHE.sub("", _POSSESSIVE.sub(r"\1", plain))
    if not plain.isascii():
        plain = _without_accents(plain)
    words: list[str] = []
    for word in _WORD.findall(plain):
        for right in _spelt(word):
            if words and (words[-1], right) in _JOINED:
                words[-1] = _JOINED[words[-1], right]
            else:
                words.append(right)
    return words


def _without_accents(text: str) -> str:
    """Latin letters without their marks; other scripts as they are."""
    return "".join(
        _PLAIN.get(one) or unicodedata.normalize("NFKD", one)[0]
        if "\u00c0" <= one <= "\u024f"
        else one
        for one in text
    )


@lru_cache(maxsize=1)
def _variants() -> dict[str, tuple[str, ...]]:
    pairs = (pair.split("=", 1) for pair in groups()["variant"])
    return {wrong: tuple(right.split("_")) if right else () for wrong, right in pairs}


@lru_cache(maxsize=1)
def _targets() -> dict[int, tuple[str, ...]]:
    """Danger words by length."""
    found: dict[int, tuple[str, ...]] = {}
    for word in groups()["spelling"]:
        found[len(word)] = (*found.get(len(word), ()), word)
    return found


@lru_cache(maxsize=20_000)
def _spelt(word: str) -> tuple[str, ...]:
    """The word, or the danger word that it is a typing error of, as one or more words."""
    if word in _variants():
        return _variants()[word]
    if len(word) < 5 or word in _known() or not word.isascii():
        return (word,)
    limit = 1 if len(word) < 10 else 2
    best: Optional[str] = None
    for length in range(len(word) - limit, len(word) + limit + 1):
        for target in _targets().get(length, ()):
            if len(target) < 5 or not _same_start(word, target):
                continue
            if OSA.distance(word, target, score_cutoff=limit) > limit:
                continue
            if best is None or OSA.distance(word, target) < OSA.distance(word, best):
                best = target
    return (best or word,)


def _same_start(word: str, target: str) -> bool:
    """Whether two words begin alike: hardly anybody gets the first letter wrong, but for a swap."""
    return word[0] == target[0] or (word[0] == target[1] and word[1] == target[0])


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """Words that are right as they stand though they are near a danger word."""
    return frozenset(groups()["spelling"]) | frozenset(groups().get("neighbours", ()))
