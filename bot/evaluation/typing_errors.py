"""Typing errors put into text on purpose, to measure how well understanding bears them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.evaluation.cases import Case

#: One error for so many words, and at least one a query.
WORDS_PER_ERROR = 5
#: Keys beside each other on a British keyboard: a slip hits one of these.
BESIDE = {
    key: "".join(
        rows[r][c]
        for r in range(max(0, row - 1), min(3, row + 2))
        for c in range(max(0, column - 1), min(len(rows[r]), column + 2))
        if rows[r][c] != key
    )
    for rows in [("qwertyuiop", "asdfghjkl", "zxcvbnm")]
    for row, keys in enumerate(rows)
    for column, key in enumerate(keys)
}
_LETTER = re.compile(r"[a-zA-Z]")


def spoil(text: str, seed: int) -> str:
    """The text with one random error per five words, at least one. The same seed spoils alike."""
    chance = random.Random(f"{seed}:{text}")  # noqa: S311 - not for secrets
    for _ in range(max(1, round(len(text.split()) / WORDS_PER_ERROR))):
        text = _one_error(text, chance)
    return text


def spoilt(cases: Sequence[Case], seed: int) -> list[Case]:
    """The cases with their texts spoilt; kinds and golds stay."""
    return [replace(case, text=spoil(case.text, seed)) for case in cases]


def drop(text: str, at: int, chance: random.Random) -> str:
    """A letter left out."""
    return text[:at] + text[at + 1 :]


def swap(text: str, at: int, chance: random.Random) -> str:
    """A letter and the next in the wrong order."""
    return text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]


def insert(text: str, at: int, chance: random.Random) -> str:
    """The key beside it hit as well."""
    return text[: at + 1] + _slip(text[at], chance) + text[at + 1 :]


def substitute(text: str, at: int, chance: random.Random) -> str:
    """The key beside it hit instead."""
    return text[:at] + _slip(text[at], chance) + text[at + 1 :]


def double(text: str, at: int, chance: random.Random) -> str:
    """A letter typed twice."""
    return text[:at] + text[at] + text[at:]


def join(text: str, at: int, chance: random.Random) -> str:
    """The next space left out; a letter, when no space follows."""
    space = text.find(" ", at)
    return drop(text, at if space < 0 else space, chance)


ERRORS: tuple[Callable[[str, int, random.Random], str], ...] = (
    drop, swap, insert, substitute, double, join,
)  # fmt: skip


def _one_error(text: str, chance: random.Random) -> str:
    """One error at a random letter. A few tries, as swapping two like letters changes nothing."""
    letters = [match.start() for match in _LETTER.finditer(text)]
    if not letters:
        return text
    changed = text
    for _ in range(8):
        error = chance.choice(ERRORS)
        changed = error(text, chance.choice(letters), chance)
        if changed != text and changed.strip():
            return changed
    return text


def _slip(letter: str, chance: random.Random) -> str:
    near = chance.choice(BESIDE[letter.lower()])
    return near.upper() if letter.isupper() else near
