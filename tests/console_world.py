"""The review console around the scripted channel and a ledger that is given.
`python tests/console_world.py PORT [LEDGER]` serves it for the browser.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any, Optional

from sanic import Sanic
from sqlalchemy.engine import Engine
from staff_world import PASSWORD, make_staff_app

from bot.catalogue import Catalogue
from bot.channel.review import section as review
from bot.channel.review.reading import Reading
from bot.database import open_engine
from bot.figures.names import Names
from bot.ledger.figures_calls import Assumptions

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 11, 26, 9, 0)
__all__ = ["PASSWORD", "make_review_app"]


def names() -> Names:
    """Names out of the built catalogue."""
    return Names(Catalogue.open(ROOT / ".build/catalogue.db"))


def make_review_app(engine: Engine, now: datetime = NOW, **more: Any) -> Sanic:
    """The staff's app with the console over that ledger."""
    app = make_staff_app(**more)
    reading = Reading(lambda: engine, names, Assumptions(0.3, 5.0), lambda: now)
    app.blueprint(app.ctx.room.mount(review.section(app.ctx.room, reading, Path("none"))))
    app.ctx.reading = reading
    return app


def main(port: str, ledger: Optional[str] = None) -> None:
    """Serves a ledger."""
    served = make_review_app(open_engine(ledger or "sqlite://"))
    served.run("127.0.0.1", int(port), access_log=False, motd=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
