"""Waits for what happens in the background."""

from __future__ import annotations

import time
from collections.abc import Callable


def becomes(
    true: Callable[[], bool], not_yet: tuple[type[Exception], ...] = (), seconds: float = 120.0
) -> bool:
    """Whether `true()` becomes so in time. not_yet: what it may raise until then."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if true():
                return True
        except not_yet:
            pass
        time.sleep(0.01)
    return False
