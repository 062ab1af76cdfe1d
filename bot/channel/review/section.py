"""Every address of the review console, and how it comes by the ledger."""

from __future__ import annotations

from bot.channel.review.console import Console
from bot.channel.review.reading import Reading
from bot.channel.review.view import PATH
from bot.channel.routes import Table
from bot.channel.staff.room import Room, Section
from bot.figures.names import Names
from bot.ledger.figures_calls import Assumptions
from bot.settings import Settings


def section(room: Room, reading: Reading) -> Section:
    """The pages under /review."""
    console = Console(room, reading)
    routes: Table = {
        "/": {"GET": console.overview},
        "/unmet": {"GET": console.unmet},
        "/areas": {"GET": console.areas},
        "/measures": {"GET": console.measures},
        "/need/<need:str>": {"GET": console.need},
        "/data/<name:str>": {"GET": console.data},
    }
    title = room.pages.words("review_section")
    return Section("review", PATH, title, "reviewer", routes)


def reading(settings: Settings) -> Reading:
    """The installation's ledger and catalogue, opened at the first page."""
    from bot.catalogue import Catalogue
    from bot.database import open_engine

    return Reading(
        lambda: open_engine(settings.ledger),
        lambda: Names(Catalogue.open(settings.catalogue, settings.services)),
        Assumptions(settings.call_share / 100, settings.call_cost),
    )
