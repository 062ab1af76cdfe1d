"""Whether the assistant is off just now, and why, asked of the switch every other second."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Optional

logger = logging.getLogger(__name__)

#: Seconds for which an answer of the switch holds.
FRESH = 2.0


class Off:
    """always (str): the reason in the settings, which nothing turns on again; "" for none. ask:
    gives the reason at the switch, "" when it is on; None when there is no switch.
    """

    def __init__(
        self,
        always: str = "",
        ask: Optional[Callable[[], str]] = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._always = always
        self._ask = ask
        self._clock = clock
        self._known = ""
        self._until = float("-inf")

    async def reason(self) -> str:
        """Why the assistant is off; "" when it is on. A switch that cannot be read stays as it
        was last seen: no fault of the database turns the assistant off, or on.
        """
        if self._always or self._ask is None:
            return self._always
        if self._clock() >= self._until:
            self._until = self._clock() + FRESH
            try:
                self._known = await asyncio.to_thread(self._ask)
            except Exception as fault:
                logger.error("The switch could not be read: %s", type(fault).__name__)
        return self._known

    def forget(self) -> None:
        """Asks again at the next request: the switch was turned in this process."""
        self._until = float("-inf")
