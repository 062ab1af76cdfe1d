"""Cuts a message into the parts that may each hold a wish of their own."""

from __future__ import annotations

import re

#: More parts than this are a story with many commas: it is cut at its sentences only.
MOST = 8
_SENTENCE = r"(?<=[a-z0-9)])[.!?;:]+\s+|\n+"
_AGAIN = r"also|plus|as well as|while i'm here|by the way|another thing|hefyd"
_STRONG = re.compile(rf"{_SENTENCE}|\b(?:{_AGAIN})\b", re.IGNORECASE)
_CUT = re.compile(rf"{_SENTENCE}|[,;&+]|\b(?:and|then|{_AGAIN})\b", re.IGNORECASE)
#: "A" is Welsh for "and": in English it would cut before every noun.
_WELSH = re.compile(rf"{_SENTENCE}|[,;&+]|\b(?:and|ac?|wedyn|{_AGAIN})\b", re.IGNORECASE)


def clauses(text: str, welsh: bool = False) -> list[str]:
    """Parts in order; just the whole where there is nothing to cut.

    "Birth and death certificates" is cut as well: whoever asks looks at whether each part is sure
    of a wish of its own. welsh (bool): the message is in Welsh.
    """
    parts = _parts(_WELSH if welsh else _CUT, text)
    if len(parts) > MOST:
        parts = _parts(_STRONG, text)
    return parts[:MOST] if len(parts) > 1 else [text]


def _parts(cut: re.Pattern[str], text: str) -> list[str]:
    return [part for part in (part.strip(" ,.;!?") for part in cut.split(text)) if part]
