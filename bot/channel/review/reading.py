"""Reads figures for the pages: off the event loop, side by side, and each only once in a while."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, Optional, TypeVar, cast

from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.figures.counts import World
from bot.figures.figure import Figure
from bot.figures.names import Names
from bot.figures.registry import FIGURES, FURTHER
from bot.figures.veil import veil, veiled
from bot.ledger.entry import now
from bot.ledger.figures import Filters, Source
from bot.ledger.figures_calls import Assumptions
from bot.ledger.requests_store import prepare, refresh

logger = logging.getLogger(__name__)

_T = TypeVar("_T")
#: Seconds for which a figure is kept. Periods are whole weeks that are over, so nothing changes
#: but what somebody says of an old answer.
KEPT = 3600
MOST_KEPT = 500
#: Seconds between two looks at what is new in the ledger.
PAUSE = 20


class Reading:
    """The ledger as the console sees it. Threads may share it.

    engine, names: called once, at the first page, so that nothing is opened at start.
    clock: now, UTC without a zone.
    """

    def __init__(
        self,
        engine: Callable[[], Engine],
        names: Callable[[], Names],
        assumed: Assumptions,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self.assumed = assumed
        self._engine = engine
        self._names = names
        self._clock = clock
        self._lock = threading.Lock()
        self._world: list[World] = []
        self._looked = float("-inf")
        self._makers = threading.Lock()
        self._making: dict[Any, threading.Lock] = {}
        self._kept: OrderedDict[Any, tuple[float, Any]] = OrderedDict()

    def today(self) -> date:
        """The day it is."""
        return self._clock().date()

    @property
    def world(self) -> World:
        """The ledger's requests, brought up to date now and then, and the names of things."""
        with self._lock:
            if not self._world:
                engine = self._engine()
                prepare(engine)
                self._world.append(World(Source(engine, self._clock()), self._names(), self.kept))
            world = self._world[0]
            if time.monotonic() - self._looked > PAUSE:
                self._look(world)
                self._looked = time.monotonic()
            return world

    def _look(self, world: World) -> None:
        try:
            refresh(world.source.engine, self._clock())
        except SQLAlchemyError as error:
            # Another process is at it, or the ledger is busy: what is there is a little older.
            logger.warning("Requests were not brought up to date: %s", type(error).__name__)

    def figure(self, name: str, filters: Filters, assumed: Assumptions) -> Figure:
        """One of registry.FIGURES; without its numbers where the choice itself must be hidden.
        RAISES KeyError for another name.
        """
        make = FIGURES[name]
        made = self.kept((name, filters, assumed), lambda: make(self.world, filters, assumed))
        return veil(made) if self._veiled(name, filters) else made

    def _veiled(self, name: str, filters: Filters) -> bool:
        """Whether the choice must be hidden, or another that the figure makes of it."""
        choices = (filters, *(FURTHER[name](filters) if name in FURTHER else ()))
        return any(self.kept(("veiled", one), partial(veiled, self.world, one)) for one in choices)

    def kept(self, key: Any, make: Callable[[], _T]) -> _T:
        """What `make` gives, from memory when it was asked for within KEPT seconds. Threads that
        ask for the same wait for the first of them. `make` may ask for other keys, not for its own.
        """
        if (found := self._fresh(key)) is not None:
            return cast(_T, found[1])
        with self._makers:
            making = self._making.setdefault(key, threading.Lock())
        with making:
            try:
                found = self._fresh(key) or (time.monotonic(), make())
                with self._makers:
                    self._kept[key] = found
                    while len(self._kept) > MOST_KEPT:
                        self._kept.popitem(last=False)
            finally:
                with self._makers:
                    self._making.pop(key, None)
        return cast(_T, found[1])

    def _fresh(self, key: Any) -> Optional[tuple[float, Any]]:
        found = self._kept.get(key)
        return found if found and time.monotonic() - found[0] < KEPT else None

    async def figures(
        self, names: Sequence[str], filters: Filters, assumed: Assumptions
    ) -> list[Figure]:
        """Several figures, made side by side."""
        await asyncio.to_thread(lambda: self.world)
        makers = [asyncio.to_thread(self.figure, name, filters, assumed) for name in names]
        return list(await asyncio.gather(*makers))
