"""A choice of filters is hidden whole when it would tell what a table hides."""

from __future__ import annotations

import json
from datetime import date
from types import SimpleNamespace
from typing import Any

import figures_world as ledger
import pytest

from bot.figures.counts import World
from bot.figures.download import to_csv, to_json
from bot.figures.figure import HIDDEN, Cell
from bot.figures.names import Names
from bot.figures.registry import FIGURES
from bot.figures.veil import veil, veiled
from bot.ledger.figures import Filters
from bot.ledger.figures_calls import Assumptions
from bot.ledger.suppress import LEAST

OCTOBER = Filters(date(2026, 10, 1), date(2026, 11, 1))
LEEDS = OCTOBER.but(areas=("E08000035",))
ASSUMED = Assumptions(0.3, 5.0)


CHANNELS = ("signpost", "adviser", "rest")


def world(*times: int, **more: Any) -> World:
    """October in Leeds: so many conversations by each of the channels; and 30 in Cornwall."""
    engine = ledger.engine()
    for channel, count in zip(CHANNELS, times):
        values = {"outcomes": "answered", "area": "E08000035", "channel": channel, **more}
        ledger.conversation(engine, times=count, **values)
    ledger.conversation(engine, "answered", "pothole", times=30, area="E06000052")
    catalogue: Any = SimpleNamespace(needs={}, authorities={}, organizations={})
    return World(ledger.source(engine), Names(catalogue))


def told(world: World, filters: Filters) -> Cell:
    """The number of all requests that a page of this choice shows."""
    made = FIGURES["by-area"](world, filters, ASSUMED)
    made = veil(made) if veiled(world, filters) else made
    return made.total[2] if made.total else HIDDEN


def test_the_one_that_covers_a_small_number_cannot_be_chosen():
    """83 less 60 less 20 would be 3."""
    made = world(60, 20, 3)
    table = {row[1]: row[2] for row in FIGURES["by-channel"](made, LEEDS, ASSUMED).rows}
    assert table == {"signpost": 60, "adviser": HIDDEN, "rest": HIDDEN}
    assert veiled(made, LEEDS.but(channel="adviser"))
    assert not veiled(made, LEEDS.but(channel="signpost"))
    assert not veiled(made, LEEDS)
    assert not veiled(made, OCTOBER)


@pytest.mark.parametrize("times", [(60, 20, 3), (9, 5, 1), (4, 30, 30), (5, 5, 2), (12, 4, 4)])
def test_what_pages_of_choices_tell_leaves_no_single_small_number(times: tuple[int, ...]):
    """The total of Leeds less what each choice of a channel shows."""
    made = world(*times)
    pages = [told(made, LEEDS.but(channel=channel)) for channel in CHANNELS]
    left = [count for count, page in zip(times, pages) if page is HIDDEN]
    assert told(made, LEEDS) == sum(times)
    assert len(left) != 1
    assert sum(left) == 0 or sum(left) >= LEAST


def test_unmet_requests_and_reasons_are_covered_too():
    """By the table of areas, and by that of reasons."""
    made = world(40)
    for area, count in (("E08000035", 9), ("E06000052", 2)):
        ledger.conversation(made.source.engine, "gap_no_provider", times=count, area=area)
    ledger.conversation(made.source.engine, "gap_no_route", times=40, area="E08000035")
    ledger.source(made.source.engine)
    assert veiled(made, OCTOBER.but(areas=("E06000052",))) is False  # small itself: hidden there
    assert veiled(made, OCTOBER.but(reason="no_provider", areas=("E08000035",)))
    assert not veiled(made, OCTOBER.but(reason="any"))
    ledger.conversation(made.source.engine, "gap_not_understood", times=3)
    ledger.source(made.source.engine)
    assert veiled(made, OCTOBER.but(reason="no_provider"))
    assert not veiled(made, OCTOBER.but(reason="no_route"))


def test_a_veiled_figure_says_so_and_has_no_number():
    """In files as on the page."""
    found = veil(FIGURES["by-channel"](world(60, 20, 3), LEEDS, ASSUMED))
    assert found.hides
    assert to_csv(found) == "channel,id,requests,unmet,share\r\n"
    assert json.loads(to_json(found))["veiled"] is True
