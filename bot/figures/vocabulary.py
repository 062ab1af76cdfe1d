"""The words citizens use against the words the service uses, for the needs of some filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from bot.catalogue.names import normalise
from bot.catalogue.services_store import read
from bot.figures.counts import World
from bot.figures.figure import Column, Figure
from bot.ledger import figures_words
from bot.ledger.figures import Filters
from bot.reports.vocabulary import stems, vocabulary

DEFINITION = (
    "Words that at least five conversations used for a need and that neither its name, its label "
    "nor the services listed for it use, most used first. Put them where people look: in titles, "
    "descriptions and search. Names of places are left out."
)


def gap(world: World, filters: Filters, services: Path, most: int = 40) -> Figure:
    """The words that the services lack.

    services (Path): the file of imported services, whose names and descriptions count as theirs.
    """
    said = figures_words.told(world.source, filters)
    catalogue = world.names.catalogue
    report = vocabulary(catalogue, read(services), said)
    forms = whole_words(words for _, words, _ in said)
    rows = sorted(report.rows, key=lambda row: (-int(str(row["conversations"])), str(row["word"])))
    columns = (
        Column("need", "Need", "text"),
        Column("id", "Id", "text"),
        Column("service", "What the service is called", "text"),
        Column("word", "Word people use", "text"),
        Column("conversations", "Conversations"),
    )
    made = tuple(
        (
            str(row["label"]),
            str(row["need"]),
            catalogue.needs[str(row["need"])].service,
            forms.get(str(row["word"]), str(row["word"])),
            int(str(row["conversations"])),
        )
        for row in rows[:most]
    )
    return Figure("vocabulary", "Words people use and services don’t", DEFINITION, columns, made)


def whole_words(texts: Iterable[str]) -> dict[str, str]:
    """The commonest form of each stem, e.g. "empti" -> "emptied"."""
    counts = Counter(word for text in texts for word in set(normalise(text).split()))
    found: dict[str, str] = {}
    for word, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        for stem in stems(word):
            found.setdefault(stem, word)
    return found
