"""The door: what a citizen typed is checked, cleaned and freed of personal data before anything
else sees it. The privacy boundary of the whole project: Rasa, its stores, the logs and the ledger
get what comes out here and nothing more.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Optional

from bot.catalogue import Catalogue
from bot.catalogue.postcodes import Postcodes
from bot.model import Place
from bot.redact import Found, redact
from bot.where import find_place

#: Characters a message may have, unless the settings say otherwise.
MAX_LENGTH = 1000
#: Of anything longer, this much is looked at to tell whether there are words at all.
_HOPELESS = 20_000
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]")
#: Characters that show nothing though Unicode does not class them as control: fillers, the empty
#: braille cell, variation selectors.
_BLANK = re.compile(r"[\u034f\u115f\u1160\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
#: No script that people here write puts more marks on one letter; heaps of them hide a text.
_MARKS = re.compile(
    r"([\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff]{3})[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff]+"
)


@dataclass(frozen=True)
class Entry:
    """A message after the door.

    text (str): what may be seen by all that follows; empty when `problem` is set.
    place (Place | None): the place it names, found before the postcode was cut.
    found (tuple[Found, ...]): personal data taken out, by kind and position in the cleaned text.
    problem (str | None): empty, too_long or no_words (only emoji or punctuation).
    """

    text: str
    place: Optional[Place] = None
    found: tuple[Found, ...] = ()
    problem: Optional[str] = None


def admit(
    raw: str,
    catalogue: Catalogue,
    postcodes: Optional[Postcodes] = None,
    max_length: int = MAX_LENGTH,
) -> Entry:
    """Let a message in, or say why not. Never raises, whatever the text."""
    text = clean(raw[:_HOPELESS])
    if not text:
        return Entry("", problem="empty")
    if len(text) > max_length or len(raw) > _HOPELESS:
        return Entry("", problem="too_long")
    if not _WORD.search(text):
        return Entry("", problem="no_words")
    place = find_place(text, catalogue, postcodes)
    redacted = redact(text)
    return Entry(redacted.text, place, redacted.found)


def clean(raw: str) -> str:
    """One line of visible text: compatibility forms unified (full-width letters, ligatures),
    control, zero-width and direction-changing characters, fillers, heaped marks and lone surrogates
    out, white space folded, and no leading "/", which Rasa would read as a command.
    """
    text = unicodedata.normalize("NFKC", raw.encode("utf-8", "ignore").decode("utf-8"))
    kept = "".join(" " if c.isspace() else c for c in text if c.isspace() or _visible(c))
    bare = _MARKS.sub(r"\1", _BLANK.sub("", kept))
    return _SPACE.sub(" ", bare).strip().lstrip("/\\ ")


def _visible(character: str) -> bool:
    # Cc control, Cf format (zero width, direction, tags), Cs surrogates, Co private, Cn unassigned.
    return not unicodedata.category(character).startswith("C")
