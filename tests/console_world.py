"""The review console around the scripted channel and a ledger that is given.
`python tests/console_world.py PORT [LEDGER]` serves it for the browser.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Optional

import figures_world as world
from sanic import Sanic
from sqlalchemy.engine import Engine
from staff_world import PASSWORD, make_staff_app

from bot.catalogue import Catalogue
from bot.channel.review import section as review
from bot.channel.review.reading import Reading
from bot.channel.review.training import Models
from bot.database import open_engine
from bot.figures.names import Names
from bot.ledger.figures_calls import Assumptions
from bot.review.store import Review
from bot.review.teaching import Teaching
from bot.review.vectors import Vectors
from bot.review.workshop import Workshop
from bot.settings import load

ROOT = Path(__file__).parents[1]
CAMBRIDGE, COUNTY = "E07000008", "E10000003"
NOW = datetime(2026, 11, 26, 9, 0)
__all__ = ["PASSWORD", "make_review_app"]


def names() -> Names:
    """Names out of the built catalogue."""
    return Names(Catalogue.open(ROOT / ".build/catalogue.db"))


def teaching(engine: Engine) -> Teaching:
    """What saves lessons, to files in a folder of its own; without a trained model."""
    from tests import clusters_world

    folder = Path(tempfile.mkdtemp())
    workshop = Workshop.__new__(Workshop)
    workshop.settings = load({
        "SIGNPOST_LEARNED": str(folder / "learned.yml"),
        "SIGNPOST_LEARNED_NEEDS": str(folder / "learned-needs.csv"),
        "SIGNPOST_REVIEW": str(folder / "review"),
    })  # fmt: skip
    workshop.folder = workshop.settings.review
    workshop.store = Review(engine)
    workshop.vectors = Vectors(folder / "vectors.db", clusters_world.Words())  # type: ignore[arg-type]
    return Teaching(workshop, ask_model=False)


def models() -> Models:
    """A folder with one model and nothing trained."""
    folder = Path(tempfile.mkdtemp())
    (folder / "models").mkdir()
    (folder / "models" / "first.tar.gz").touch()
    settings = load(
        {"SIGNPOST_MODELS": str(folder / "models"), "SIGNPOST_REVIEW": str(folder / "review")}
    )
    settings.review.mkdir()
    return Models(settings, lambda *_: 0)


def make_review_app(
    engine: Engine, now: datetime = NOW, trains: Optional[Models] = None, **more: Any
) -> Sanic:
    """The staff's app with the console over that ledger. trains: else nothing is trained."""
    app = make_staff_app(**more)
    reading = Reading(lambda: engine, names, Assumptions(0.3, 5.0), lambda: now)
    section = review.section(
        app.ctx.room, reading, Path("none"), lambda: Review(engine), lambda: teaching(engine),
        trains or models(),
    )  # fmt: skip
    app.blueprint(app.ctx.room.mount(section))
    app.ctx.reading = reading
    return app


def filled() -> Engine:
    """A ledger with something on every page of the console."""
    from tests import clusters_world

    made = clusters_world.World(Path(tempfile.mkdtemp()))
    engine = made.engine
    for week in range(8):
        at = NOW - timedelta(days=20 + 7 * week)
        world.conversation(engine, "asked_place answered", "missed-bin", 60 + 5 * week, at,
                           CAMBRIDGE, CAMBRIDGE, helped=bool(week % 3))  # fmt: skip
        world.conversation(engine, "gap_no_provider", "meals-at-home", 40 - 4 * week, at,
                           area="E08000035", words="hot dinners for my mum")  # fmt: skip
        world.conversation(engine, "answered person", "pothole", 7, at, COUNTY, CAMBRIDGE)
        world.conversation(engine, "answered", "allotment", 2, at, CAMBRIDGE, CAMBRIDGE)
        world.call(engine, 6, at, mark="misdirected", owner=COUNTY, called=CAMBRIDGE,
                   need="pothole")  # fmt: skip
    made.ask("electric scooter left on pavement", 30, area=CAMBRIDGE)
    made.ask("electric scooter blocking pavement again", 9, days=40)
    made.ask("swift nest boxes please", 12, days=20)
    made.night()
    return engine


def main(port: str, ledger: Optional[str] = None) -> None:
    """Serves a ledger."""
    served = make_review_app(open_engine(ledger) if ledger else filled())
    served.run("127.0.0.1", int(port), access_log=False, motd=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
