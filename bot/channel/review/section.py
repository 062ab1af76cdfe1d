"""Every address of the review console, and how it comes by the ledger."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from bot.channel.review.console import Console
from bot.channel.review.group_list import GroupList
from bot.channel.review.groups import Groups
from bot.channel.review.reading import Reading
from bot.channel.review.report_pages import ReportPages
from bot.channel.review.teach import Teach
from bot.channel.review.training import Models, Training
from bot.channel.review.view import PATH
from bot.channel.routes import Table
from bot.channel.staff.room import Room, Section
from bot.figures.names import Names
from bot.ledger.figures_calls import Assumptions
from bot.review.store import Review
from bot.review.teaching import Teaching
from bot.review.workshop import Workshop
from bot.settings import Settings


def section(
    room: Room,
    reading: Reading,
    services: Path,
    store: Callable[[], Review],
    teaching: Callable[[], Teaching],
    models: Models,
) -> Section:
    """The pages under /review. services: the file of imported services; store, teaching: open the
    clusters, and what saves lessons, at the first page that needs them; models: what trains.
    """
    clusters = lru_cache(maxsize=1)(store)
    listed = GroupList(room, reading, clusters)
    reports = ReportPages(room, reading, services)
    groups = Groups(room, reading, clusters, lambda number: teach.lessons(number), listed.line)
    console = Console(room, reading, listed.first)
    teach = Teach(room, reading, groups, teaching)
    training = Training(room, reading, teach.teaching, models)
    routes: Table = {
        "/": {"GET": console.overview},
        "/unmet": {"GET": console.unmet},
        "/areas": {"GET": console.areas},
        "/measures": {"GET": console.measures},
        "/need/<need:str>": {"GET": console.need},
        "/clusters": {"GET": listed.show},
        "/clusters.csv": {"GET": listed.csv},
        "/clusters.json": {"GET": listed.json},
        "/clusters/<number:str>": {"GET": groups.one, "POST": groups.change},
        "/clusters/<number:str>/data/<name:str>": {"GET": groups.data},
        "/clusters/<number:str>/teach": {"GET": teach.show, "POST": teach.send},
        "/clusters/<number:str>/undo": {"POST": teach.undo},
        "/training": {"GET": training.show, "POST": training.send},
        "/training/state": {"GET": training.state},
        "/training/data/<name:str>": {"GET": training.data},
        "/report": {"GET": reports.show},
        "/data/<name:str>": {"GET": console.data},
    }
    title = room.pages.words("review_section")
    return Section("review", PATH, title, "reviewer", routes)


def opened(room: Room, settings: Settings) -> Section:
    """The section over the installation's ledger."""
    return section(
        room,
        reading(settings),
        settings.services,
        lambda: Review.open(settings.ledger),
        lambda: Teaching(Workshop(settings)),
        Models(settings),
    )


def reading(settings: Settings) -> Reading:
    """The installation's ledger and catalogue, opened at the first page."""
    from bot.catalogue import Catalogue
    from bot.database import open_engine

    return Reading(
        lambda: open_engine(settings.ledger),
        lambda: Names(
            Catalogue.open(settings.catalogue, settings.services, settings.learned_needs)
        ),
        Assumptions(settings.call_share / 100, settings.call_cost),
    )
