"""Sends one signed event to one address: https, or http to this machine.

No redirect is followed, so that an event goes to the address in the settings and nowhere else.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Optional
from urllib.parse import urlsplit

from bot.webhook.signature import sign

#: Seconds to wait for a connection, and for each piece of the answer.
SECONDS = 10
AGENT = "Signpost-Webhook/1"
#: Answers that tell of the receiver, not of this event: later ones would fare no better now.
BUSY = (0, 408, 425, 429)


@dataclass(frozen=True)
class Result:
    """What became of it. code (int): HTTP status; 0 when there was no answer.

    wait (float | None): seconds that the receiver asked us to wait.
    """

    code: int
    wait: Optional[float] = None

    @property
    def taken(self) -> bool:
        """Whether the receiver has the event."""
        return 200 <= self.code < 300

    @property
    def busy(self) -> bool:
        """Whether the receiver is in trouble as a whole."""
        return self.code in BUSY or self.code >= 500


def read_address(text: str) -> Optional[str]:
    """The address to post to, None for none. RAISES ValueError that says what would be right."""
    text = text.strip()
    if not text:
        return None
    fault = "use an https address without a user name (http only on this machine)"
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError(fault) from None
    secure = parts.scheme == "https" or (parts.scheme == "http" and local(host))
    plain = re.fullmatch(r"[!-~]+", text) is not None
    if not (secure and host and plain and parts.username is None):
        raise ValueError(fault)
    return text


def local(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def deliver(url: str, keys: Sequence[bytes], identity: str, body: bytes) -> Result:
    """Post `body` (JSON) once. Never raises for what the network or the receiver does."""
    at = int(time.time())
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": AGENT,
        "Idempotency-Key": identity,
        "Webhook-Id": identity,
        "Webhook-Timestamp": str(at),
        "Webhook-Signature": sign(keys, identity, at, body),
    }
    request = urllib.request.Request(url, body, headers)  # noqa: S310  (see read_address)
    try:
        with _opener(url).open(request, timeout=SECONDS) as answer:
            return Result(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return Result(error.code, _wait(error.headers.get("Retry-After")))
    except (OSError, http.client.HTTPException, ValueError):
        return Result(0)


def _opener(url: str) -> urllib.request.OpenerDirector:
    """Opens http and https. It has no handler for redirects, so that these are plain failures:
    what is posted goes to the address in the settings and to no other.
    """
    director = urllib.request.OpenerDirector()
    handlers: list[urllib.request.BaseHandler] = [
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
    ]
    if not local(urlsplit(url).hostname or ""):
        handlers.append(urllib.request.ProxyHandler())
    for handler in handlers:
        director.add_handler(handler)
    return director


def _wait(value: Optional[str]) -> Optional[float]:
    """Seconds in a Retry-After header: a number or a date; None for anything else."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit() and len(text) < 8:
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None
