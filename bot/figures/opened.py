"""Opens what figures are made from, out of the settings."""

from __future__ import annotations

from bot.catalogue import Catalogue
from bot.database import open_engine
from bot.figures.counts import World
from bot.figures.names import Names
from bot.ledger.entry import now
from bot.ledger.figures import Source
from bot.ledger.requests_store import prepare, refresh
from bot.settings import Settings


def opened(settings: Settings) -> World:
    """The installation's ledger, its requests brought up to date, and the names of things."""
    engine = open_engine(settings.ledger)
    prepare(engine)
    refresh(engine, now())
    return World(
        Source(engine, now()),
        Names(Catalogue.open(settings.catalogue, settings.services, settings.learned_needs)),
    )
