"""Signs what is posted and checks signatures, as Standard Webhooks 1 has it.

webhook-id         the event's id, the same each time that it is sent
webhook-timestamp  when it was sent, seconds since 1970
webhook-signature  "v1," and base64 of HMAC-SHA256 over "id.timestamp.body", one for each key
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Mapping, Sequence
from typing import Optional

PREFIX = "whsec_"
#: Bytes that a key must and may have.
SHORTEST_KEY, LONGEST_KEY = 24, 64
#: Seconds by which the clocks of sender and receiver may differ: an older copy is refused.
TOLERANCE = 300


def read_keys(text: str) -> tuple[bytes, ...]:
    """Keys from a setting: base64 with or without "whsec_", the newest first, with spaces between.

    RAISES ValueError that says what would be right, without the key in it.
    """
    try:
        keys = tuple(
            base64.b64decode(word.removeprefix(PREFIX), validate=True) for word in text.split()
        )
    except (binascii.Error, ValueError):
        keys = (b"",)
    if any(not SHORTEST_KEY <= len(key) <= LONGEST_KEY for key in keys):
        raise ValueError(
            f"use {SHORTEST_KEY} to {LONGEST_KEY} random bytes in base64, as "
            "`openssl rand -base64 32` gives them"
        )
    return keys


def sign(keys: Sequence[bytes], identity: str, at: int, body: bytes) -> str:
    """The signature header: one signature for each key, so that keys can be changed in peace."""
    return " ".join(f"v1,{_signature(key, identity, at, body)}" for key in keys)


def verify(
    keys: Sequence[bytes], headers: Mapping[str, str], body: bytes, now: Optional[float] = None
) -> bool:
    """Whether `body` came, just now, from someone who holds one of `keys`.

    headers: with names in lower case. now (float): seconds since 1970; default: the clock's.
    """
    identity, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not (identity and stamp.isascii() and stamp.isdigit() and len(stamp) < 16):
        return False
    at = int(stamp)
    if abs((time.time() if now is None else now) - at) > TOLERANCE:
        return False
    given = [
        word.removeprefix("v1,").encode()
        for word in headers.get("webhook-signature", "").split()[:8]
        if word.startswith("v1,")
    ]
    wanted = [_signature(key, identity, at, body).encode() for key in keys]
    return any(hmac.compare_digest(one, other) for one in given for other in wanted)


def _signature(key: bytes, identity: str, at: int, body: bytes) -> str:
    content = f"{identity}.{at}.".encode() + body
    return base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
