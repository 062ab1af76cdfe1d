"""Which of the options on show a typed answer means: by number, by label, or nearly by label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Optional

from rapidfuzz import fuzz

from bot.model import Option

_ORDINALS = {
    1: r"one|first|1st|top one",
    2: r"two|second|2nd",
    3: r"three|third|3rd",
    4: r"four|fourth|4th",
    5: r"five|fifth|5th",
    6: r"six|sixth|6th",
}
_NUMBERED = {
    number: re.compile(rf"^(?:(?:the|option|number|no\.?)\s+)*(?:{words})(?:\s+one)?[.!)]*$")
    for number, words in _ORDINALS.items()
}
#: A list in a text message may be longer than the words above reach.
_NUMBER = re.compile(r"^(?:(?:the|option|number|no\.?)\s+)*([0-9]{1,2})[.!)]*$")
_LAST = re.compile(r"^(?:the )?last(?: one)?[.!]*$")
_NEITHER = re.compile(
    r"^(?:none(?: of (?:these|those|them))?|neither(?: of (?:these|those|them))?"
    r"|something else|not (?:any of )?(?:these|those))[.!]*$"
)


def chosen(text: str, options: Sequence[Option], strict: bool = False) -> Optional[str]:
    """The value of the option that `text` means, "not-it" for none of them, else None.

    strict (bool): only a number or a whole label counts: set when the text may as well be a
        new question.
    """
    words = " ".join(text.lower().split())
    if _NEITHER.match(words):
        return "not-it"
    if _LAST.match(words) and options:
        return options[-1].value
    digits = _NUMBER.match(words)
    if digits:
        number = int(digits[1])
        return options[number - 1].value if 0 < number <= len(options) else None
    for number, pattern in _NUMBERED.items():
        if pattern.match(words):
            return options[number - 1].value if number <= len(options) else None
    for option in options:
        if words in (option.label.lower(), option.value.lower()):
            return option.value
    if strict or len(words) < 3:
        return None
    scored = sorted(
        ((fuzz.WRatio(words, option.label.lower()), option.value) for option in options),
        reverse=True,
    )
    # A clear winner only: 86 and 6 points ahead admit typing errors and part of a label, and
    # refuse words that two labels share.
    if scored and scored[0][0] >= 86 and (len(scored) < 2 or scored[0][0] - scored[1][0] >= 6):
        return scored[0][1]
    return None
