"""What a text is about: its words without those that only hold a sentence together.

"hi, can i please borrow a drill from the council" -> "borrow drill". Courtesies no longer draw
words together, and two fifths less has to be encoded (docs/decisions). Words that turn a meaning
round ("no", "not", "can't", "without") stay.
"""

from __future__ import annotations

import re

#: Function words, greetings and courtesies of English, in lower case.
EMPTY = frozenset(
    """a about also am an and any anybody anyone are as asap at be been but by can cheers could
    council did do does for from get got had has have hello help hey hi hiya how i i'd i'll i'm
    i've if in into is it it's its just kindly know like may me might morning my of on or our
    ours please pls plz should so some somebody someone tell thank thanks that that's the there
    these they this those to us want was we we'd we'll we're we've were what what's when where
    where's which who who's whom whose why will with would you your yours""".split()
)
_EDGES = ".,;:!?()\"“”‘’'*-–—"
_GAPS = re.compile(r"[\s/]+")


def gist(text: str) -> str:
    """`text` (in lower case) without EMPTY words and the marks around words; the text itself when
    nothing would be left.
    """
    words = (word.strip(_EDGES) for word in _GAPS.split(text.replace("’", "'")))
    return " ".join(word for word in words if word and word not in EMPTY) or text
