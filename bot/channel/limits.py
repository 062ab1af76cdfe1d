"""How much one address, and one conversation, may send."""

from __future__ import annotations

import math
import time
from typing import Optional

from limits import parse_many
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from bot.channel.settings import ChannelSettings


class Limiter:
    """Counts hits by kind and key, in moving windows."""

    def __init__(self, settings: ChannelSettings) -> None:
        # Kept here, as the limiter itself holds only a weak reference to it.
        self._storage = storage_from_string(settings.rate_storage)
        self._limiter = MovingWindowRateLimiter(self._storage)
        self._limits = {
            "page": parse_many(settings.rate_pages),
            "message": parse_many(settings.rate),
            "callback": parse_many(settings.rate_callbacks),
            "staff": parse_many(settings.rate_staff),
            "conversation": parse_many(settings.rate_conversation),
        }

    def hit(self, kind: str, key: str) -> Optional[int]:
        """Counts one. RETURNS None when allowed, else the seconds to wait."""
        for limit in self._limits[kind]:
            if not self._limiter.hit(limit, kind, key):
                reset, _ = self._limiter.get_window_stats(limit, kind, key)
                return max(1, math.ceil(reset - time.time()))
        return None
