"""Cuts a message into the parts that may each hold a wish of their own."""

from __future__ import annotations

import re

#: Messages with fewer words are one wish.
LONG = 8
_CUT = re.compile(
    r"(?<=[a-z0-9)])[.!?;]+\s+|\n+|,?\s+(?:and\s+)?also\b,?\s*|\s+and\s+another\s+thing\b,?\s*"
    r"|,?\s+(?:plus|while i'm here|as well as that|by the way|on top of that)\b,?\s+"
    r"|,?\s+and\s+(?=(?:i|my|we|our|the|there|can|could|how|where|when|what|who|do|is|are)\b)"
    r"|,?\s+(?:ac?\s+)?hefyd\b,?\s*|,?\s+ac?\s+(?=(?:mae|ma|dwi|sut|ble|pryd|rydw|rwy|oes)\b)",
    re.IGNORECASE,
)
#: Where a message that is not sure of itself may be cut in two.
_AND = re.compile(r"\s*(?:,|;|&|\+|\b(?:and|also|plus|ac|a|hefyd)\b)\s*", re.IGNORECASE)


def segments(text: str) -> list[str]:
    """Parts of at least three words, in order; just the whole when there is nothing to cut."""
    if len(text.split()) < LONG:
        return [text]
    parts = [part.strip(" ,.;") for part in _CUT.split(text) if part]
    return [part for part in parts if len(part.split()) >= 3] or [text]


def halves(text: str) -> list[str]:
    """Two parts on either side of the one "and" (in Welsh "a" or "ac") or comma; else the whole.

    "Birth and death certificates" is cut as well: the parts are for whoever asks whether each of
    them is sure of a wish of its own.
    """
    parts = [part.strip(" ,.;") for part in _AND.split(text)]
    return parts if len(parts) == 2 and all(parts) else [text]
