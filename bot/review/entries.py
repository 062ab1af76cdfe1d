"""The unmet needs whose words are put into clusters, read from the ledger and made alike."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.catalogue import Catalogue
from bot.ledger.unmet import unmet
from bot.redact import redact
from bot.unplaced import without_place
from bot.where import find_place

#: Reasons whose words may hide a need that nobody knows yet. Of the others (no provider, no route)
#: the need is known.
REASONS = ("not_understood", "did_not_help", "out_of_remit", "abandoned")
#: How far back words are looked at, and how many at most: the latest.
WINDOW = timedelta(days=365)
MOST = 150_000
#: What redaction left in place of something, and buttons ("[chose missed-bin]").
_TOKEN = re.compile(r"\[[^\]]*\]")
_EDGES = " \t.,;:!?-–—'\"’‘“”*"


@dataclass(frozen=True)
class Unmet:
    """One unmet need. entry (str): of the turn; text (str): its words made alike, see `plain`."""

    entry: str
    at: datetime
    conversation: str
    reason: str
    text: str


def read(
    connection: Connection, asof: datetime, catalogue: Catalogue, reasons: tuple[str, ...] = REASONS
) -> list[Unmet]:
    """Unmet needs of the year before `asof` (UTC) that have words, oldest first."""
    needs = unmet(asof)
    query = (
        select(needs.c.entry, needs.c.at, needs.c.conversation, needs.c.reason, needs.c.words)
        .where(needs.c.at >= asof - WINDOW, needs.c.at <= asof, needs.c.reason.in_(reasons))
        .order_by(needs.c.at.desc(), needs.c.entry)
        .limit(MOST)
    )
    made: dict[str, str] = {}
    found = []
    for entry, at, conversation, reason, words in connection.execute(query):
        if words not in made:
            made[words] = plain(words, catalogue)
        if made[words] and entry:
            found.append(Unmet(entry, at, conversation, reason, made[words]))
    return found[::-1]


def plain(words: str, catalogue: Catalogue) -> str:
    """Words in the form in which they are compared: redacted once more, in lower case, without
    tokens, the place they name and punctuation at the ends; empty when nothing is left.
    """
    text = " ".join(_TOKEN.sub(" ", redact(words).text).split())
    place = find_place(text, catalogue) if text else None
    if place:
        text = without_place(text, place.input) or text
    return text.casefold().strip(_EDGES)
