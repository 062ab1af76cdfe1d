"""Asks one address whether it is there: HEAD, then GET where HEAD is not answered properly.

Statuses: ok, redirected (to another page), broken (404 or 410), timeout, refused (the site turns
programs away or is in trouble: nothing is known, so the link stays), no-host (no site of this
name: broken too, unless it is we who are offline) and unreachable (no connection).
"""

from __future__ import annotations

import http.client
import socket
import ssl
import urllib.error
import urllib.request
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.imports.fetch import opener

SECONDS = 15
AGENT = "Signpost link check (public services directory)"
STATUSES = ("ok", "redirected", "broken", "timeout", "refused", "no-host", "unreachable")
#: What says for certain that a page is gone.
_GONE = (404, 410)


@dataclass(frozen=True)
class Result:
    """What was found at an address.

    status (str): one of STATUSES. code (int): of HTTP, 0 for none. final (str): where it led.
    """

    url: str
    status: str
    code: int
    final: str


def check(url: str, seconds: float = SECONDS) -> Result:
    """Ask an address. Never raises for what the network does."""
    found = _ask(url, "HEAD", seconds)
    # Many sites answer HEAD wrongly; only GET proves a page gone.
    if found.status in ("broken", "refused") and found.code:
        found = _ask(url, "GET", seconds)
    return found


def _ask(url: str, method: str, seconds: float) -> Result:
    request = urllib.request.Request(  # noqa: S310  (the opener knows http and https only)
        url, method=method, headers={"User-Agent": AGENT, "Accept": "text/html,*/*"}
    )
    try:
        with opener().open(request, timeout=seconds) as answer:
            final = answer.geturl()
            return Result(url, "ok" if _same(url, final) else "redirected", answer.status, final)
    except urllib.error.HTTPError as error:
        status = "broken" if error.code in _GONE else "refused"
        return Result(url, status, error.code, error.geturl() or url)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Result(url, _failure(error), 0, url)


def _failure(error: Exception) -> str:
    reason = getattr(error, "reason", error)
    if isinstance(reason, (socket.timeout, TimeoutError)):
        return "timeout"
    if isinstance(reason, socket.gaierror):
        return "no-host" if reason.errno == socket.EAI_NONAME else "unreachable"
    if isinstance(reason, (ssl.SSLError, http.client.HTTPException, ValueError)):
        return "refused"
    return "unreachable"


def _same(url: str, final: str) -> bool:
    """Whether both are the same page: http to https, "www." and a last slash make no difference."""
    one, other = urlsplit(url), urlsplit(final)
    hosts = [(part.hostname or "").removeprefix("www.") for part in (one, other)]
    paths = [part.path.rstrip("/") for part in (one, other)]
    return hosts[0] == hosts[1] and paths[0] == paths[1]
