"""Where a name begins and ends, word by word, once something has announced one."""

from __future__ import annotations

import re
from typing import Optional

from bot.personal.given_names import AMBIGUOUS_NAMES, GIVEN_NAMES
from bot.personal.name_words import DESCRIPTIONS, NOT_SURNAMES, PARTICLES, STOP

TOKEN = re.compile(r"[ \t]{0,2}([^\W\d_][^\W\d_]{0,24}(?:['’-][^\W\d_]{1,20}){0,3})(\.)?")
#: What may follow a single unknown name: "I'm Zofia, ...", and what may follow "call Zofia".
AFTER_NAME = r"\s?(?:[,.]|and\si\b|from\b)"
AFTER_REACHED = r"\s(?:on|at)\s"


def given(word: str, cased: bool) -> bool:
    """Whether a word is a given name, as far as its first letter allows."""
    small = word.lower().split("-")[0].split("'")[0].split("’")[0]
    if small in AMBIGUOUS_NAMES:
        return cased and word[0].isupper()
    return small in GIVEN_NAMES


def _takes(word: str) -> bool:
    """Whether a word may belong to a name at all."""
    small = word.lower().replace("’", "'")
    return small not in STOP and small.replace("'", "") not in STOP


def _first_ok(word: str, cased: bool) -> bool:
    """Whether a word may begin a name after words that announce one."""
    if given(word, True):
        return True
    if len(word) == 1 and word.isupper() and word != "I":
        return True
    if not _takes(word) or word.lower() in DESCRIPTIONS:
        return False
    return (cased and word[0].isupper()) or not word.lower().endswith(("ing", "ed", "ly"))


def name_end(text: str, start: int, cased: bool, known_first: bool = False) -> Optional[int]:
    """Where a name that begins at `start` ends; None when no name begins there.

    text (str): the whole text.
    cased (bool): whether capital letters mean something in it.
    known_first (bool): accept only a known given name as the first word.
    """
    end: Optional[int] = None
    position, strangers = start, 0
    for index in range(5):
        match = TOKEN.match(text, position)
        if match is None:
            break
        word = match.group(1)
        if index == 0:
            good = given(word, cased) if known_first else _first_ok(word, cased)
            cased = cased and word[0].isupper()
            strangers = 0 if given(word, True) else 1
        else:
            good, stranger = _goes_on(word, cased, strangers)
            strangers += stranger
        if not good:
            break
        position = match.end()
        if match.group(2) and len(word) > 2:
            end = match.end(1)
            break
        if word.lower() not in PARTICLES or index == 0:
            end = position
    return end


def _goes_on(word: str, cased: bool, strangers: int) -> tuple[bool, int]:
    """Whether a later word still belongs to the name, and whether it is an unknown one.

    Without capital letters to go by, only two unknown words are believed to be names.
    """
    if not _takes(word):
        return False, 0
    if cased:
        return word[0].isupper() or word.lower() in PARTICLES or len(word) == 1, 0
    if len(word) == 1 or word.lower() in PARTICLES or given(word, True):
        return True, 0
    return strangers < 2, 1


def body(text: str, end: int) -> bool:
    """Whether what seems a name is, or goes on as, a place, a shop or a body."""
    last = text[:end].rsplit(None, 1)[-1].lower()
    following = TOKEN.match(text, end)
    after = following.group(1).lower() if following else ""
    places = NOT_SURNAMES - {"and", "is", "was", "has", "in", "on", "at", "of", "the", "for"}
    return last in places or after in places


def capitalised(text: str, start: int, follow: str = AFTER_NAME) -> Optional[int]:
    """The end of two capitalised words that describe nobody, or of one before `follow`, or None."""
    first = TOKEN.match(text, start)
    if first is None or not first.group(1)[0].isupper() or first.group(1).isupper():
        return None
    word = first.group(1).lower()
    if word in DESCRIPTIONS or (
        not given(first.group(1), True)
        and word.endswith(("ish", "ese", "ic", "less", "ful", "able", "ist", "ing", "ed"))
    ):
        return None
    end = name_end(text, start, True)
    if end is None:
        return None
    second = text[first.end(1) : end].strip().lower()
    if second and second.split()[0] in DESCRIPTIONS:
        return None
    if second or re.match(follow, text[end : end + 8], re.I):
        return end
    return None
