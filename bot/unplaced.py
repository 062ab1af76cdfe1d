"""A message without the place it names: "How do I join a library in Leeds?" asks what it asks
anywhere, and the name of a town must not sway which need is understood.
"""

from __future__ import annotations

import re

_BEFORE = r"(?:\b(?:in|near|at|from|around|within|across|of|for)\s+)?(?:\bthe\s+)?"
#: Words that only say that a place follows.
_ABOUT_PLACE = frozenset(
    """a address am and area at based borough by city council country county district from here
    hi hello im i in is it its it's i'm i'd live lives living located location my near nearby of
    ok okay place please post postcode code resident staying stay sorry thanks that thats the this
    to town village we were we're yes around close uk england scotland wales think would be
    well""".split()
)


def without_place(text: str, named: str) -> str:
    """The message without the place. named (str): what was understood as the place, several parts
    separated by ", " (`Place.input` of bot.where.find_place). The text itself when nothing would
    be left.
    """
    for part in named.split(", "):
        if part:
            pattern = rf"{_BEFORE}\b{re.escape(part)}(?:['’]s)?(?!\w)"
            text = re.sub(pattern, " ", text, count=1, flags=re.IGNORECASE)
    return " ".join(text.split())


def only_place(rest: str) -> bool:
    """Whether `rest`, a message without its place, says nothing more: "I live in"."""
    return all(word in _ABOUT_PLACE for word in re.findall(r"[a-z'’]+", rest.lower()))
