"""The rules of bot/data/safety.csv, read once and made ready for matching.

A pattern is a row of words as a person would write them down: `a/b` is either, `word*` any word
that begins so, `two_words` words side by side, `<group>` any word of a group in
safety_words.csv, `~` up to five other words (`~2` up to two), `!a/b` not followed by, `^` and `$`
the ends of the message. `unless` lists patterns, separated by "; ", that take the meaning away
when they stand within a few words of the match; `most` is the longest message, in words, that
the rule is for.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Optional

_DATA = Path(__file__).resolve().parents[1] / "data"
_GAP = 5
#: How many letters of the beginning of a word the index of rules goes by.
_SHORTEST, _LONGEST = 3, 5
#: From how many letters on a word may also stand with an "s".
_TAKES_S = 4
_NEGATED = "!"


@dataclass(frozen=True)
class Rule:
    """One way danger is put into words.

    needs (tuple): for each part of the pattern, the keys of which a message must hold one; a
        message that doesn't is not tried.
    """

    kind: str
    what: str
    pattern: str
    unless: str
    most: Optional[int]
    needs: tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Rules:
    """Every rule in order of the file, and which to try for a word's beginning."""

    rules: tuple[Rule, ...]
    index: dict[str, tuple[int, ...]]


def keys(words: list[str]) -> set[str]:
    """What the index of rules goes by: whole words, marked by a space, and their beginnings."""
    found = {word + " " for word in words}
    for length in range(_SHORTEST, _LONGEST + 1):
        found.update(word[:length] for word in words)
    return found


def _keys_of(choice: str) -> tuple[str, ...]:
    """The keys of an alternative: its first word, or what a word must begin with."""
    first = choice.split("_")[0]
    if first.endswith("*"):
        return (first[:-1][:_LONGEST],)
    return (first + " ", first + "s ") if _takes_s(first) else (first + " ",)


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a data file."""
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=1)
def groups() -> dict[str, tuple[str, ...]]:
    """The word groups of safety_words.csv."""
    return {row["group"]: tuple(row["words"].split()) for row in rows("safety_words.csv")}


@cache
def scripts(kind: str) -> tuple[str, ...]:
    """Words of danger of a kind in other scripts, each to be found anywhere in a text."""
    found = (row["words"] for row in rows("safety_words.csv") if row["group"] == f"script {kind}")
    return tuple(words for cell in found for words in cell.split("|"))


def _choices(part: str) -> list[str]:
    """The alternatives of one part of a pattern, groups unfolded."""
    found: list[str] = []
    for choice in part.split("/"):
        if choice.startswith("<") and choice.endswith(">"):
            found.extend(groups()[choice[1:-1]])
        else:
            found.append(choice)
    return found


def _word(choice: str) -> str:
    """The expression for one alternative; every word carries the space after it."""
    if choice == "$":
        return r"(?=$)"
    words = []
    for word in choice.split("_"):
        if word == "####":
            words.append(r"(?:19|20)\d\d ")
        elif word.endswith("*"):
            words.append(re.escape(word[:-1]) + r"\S* ")
        else:
            words.append(re.escape(word) + ("s? " if _takes_s(word) else " "))
    return "".join(words)


def _takes_s(word: str) -> bool:
    """Whether a word may also stand with an "s": "leak" and "leaks", "throat" and "throat's"."""
    return len(word) >= _TAKES_S and word.isalpha() and not word.endswith("s")


def _alternatives(part: str) -> str:
    return "(?:" + "|".join(_word(choice) for choice in _choices(part)) + ")"


@cache
def expression(pattern: str) -> re.Pattern[str]:
    """The regular expression of a pattern, for texts in which a space stands around each word.

    Several patterns separated by "; " make one expression that any of them matches.
    """
    return re.compile("(?<= )(?:" + "|".join(_one(one) for one in pattern.split("; ")) + ")")


def _one(pattern: str) -> str:
    parts = []
    for part in pattern.split():
        if part.startswith("~"):
            parts.append(rf"(?:\S+ ){{0,{int(part[1:] or _GAP)}}}?")
        elif part == "^":
            parts.append(r"(?<=\A )")
        elif part.startswith(_NEGATED):
            parts.append(f"(?!{_alternatives(part[1:])})")
        else:
            parts.append(_alternatives(part))
    return "".join(parts)


def _needs(pattern: str) -> tuple[frozenset[str], ...]:
    """What each part asks of a message, as keys; parts that ask nothing left out."""
    needs = []
    for part in pattern.split():
        if part in ("^", "$") or part[0] in ("~", _NEGATED):
            continue
        choices = _choices(part)
        if "$" not in choices:
            needs.append(frozenset(one for choice in choices for one in _keys_of(choice)))
    return tuple(needs)


@lru_cache(maxsize=1)
def rules() -> Rules:
    """All rules, read once in a process; each is compiled when a message first needs it."""
    compiled: list[Rule] = []
    index: dict[str, list[int]] = {}
    for row in rows("safety.csv"):
        needs = _needs(row["pattern"])
        most = int(row["most"]) if row["most"] else None
        rule = Rule(row["kind"], row["what"], row["pattern"], row["unless"], most, needs)
        for beginning in min(needs, key=len):
            index.setdefault(beginning, []).append(len(compiled))
        compiled.append(rule)
    return Rules(tuple(compiled), {word: tuple(found) for word, found in index.items()})
