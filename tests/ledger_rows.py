"""Rows and ledgers that several tests of the ledger share."""

from __future__ import annotations

from bot.ledger import Entry
from bot.ledger.entry import now


def entry(words: str = "pothole", conversation: str = "one", **more: object) -> Entry:
    """An entry of one answered turn, to be changed at will."""
    values = {
        "at": now(),
        "conversation": conversation,
        "channel": "signpost",
        "outcome": "answered",
        "gap": None,
        "need": "pothole",
        "owner": "E10000011",
        "area": "E07000084",
        "outcode": "FP1",
        "words": words,
        "language": "en",
        "seconds": 0.01,
        "number": 1,
    }
    return Entry(**{**values, **more})  # type: ignore[arg-type]
