"""How fast this machine is now, for tests of what work may cost: a slow one gets more time."""

from __future__ import annotations

import re
import time

#: Seconds that `_work` takes on an ordinary machine that has nothing else to do.
ORDINARY = 0.012
_PATTERN = re.compile(r"\b(?:my|the)\s+(\w+)\s+(?:is|was)\s+(?:not|never)\b")
_TEXT = "the bin is full and my road was never swept " * 4


def slowness() -> float:
    """Times that work takes here and now of what it takes on an ordinary machine, at least 1."""
    started = time.thread_time()
    _work()
    return max(1.0, (time.thread_time() - started) / ORDINARY)


def _work() -> None:
    for _ in range(1000):
        words = [match.lower() for match in _PATTERN.findall(_TEXT)]
        sorted(set(words + _TEXT.split()))
