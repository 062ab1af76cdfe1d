"""Cuts a long message into the parts that may each hold a wish of their own."""

from __future__ import annotations

import re

#: Messages with fewer words are one wish.
LONG = 8
_CUT = re.compile(
    r"(?<=[a-z0-9)])[.!?;]+\s+|\n+|,?\s+(?:and\s+)?also\b,?\s*|\s+and\s+another\s+thing\b,?\s*"
    r"|,?\s+(?:plus|while i'm here|as well as that|by the way|on top of that)\b,?\s+"
    r"|,?\s+and\s+(?=(?:i|my|we|our|the|there|can|could|how|where|when|what|who|do|is|are)\b)",
    re.IGNORECASE,
)


def segments(text: str) -> list[str]:
    """Parts of at least three words, in order; just the whole when there is nothing to cut."""
    if len(text.split()) < LONG:
        return [text]
    parts = [part.strip(" ,.;") for part in _CUT.split(text) if part]
    return [part for part in parts if len(part.split()) >= 3] or [text]
