"""Lets pages of other origins use the JSON API: none unless listed, and each exactly as listed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sanic.request import Request

#: An origin as browsers send it: no path, no last slash, no star.
ORIGIN = re.compile(
    r"https://[a-z0-9.-]+(:\d{1,5})?|http://(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?"
)


def is_preflight(request: Request, allowed: Sequence[str]) -> bool:
    """Whether a browser asks, for a page that may, if it may send a request."""
    return (
        request.method == "OPTIONS"
        and "access-control-request-method" in request.headers
        and request.headers.get("origin") in allowed
    )


def cors_headers(request: Request, allowed: Sequence[str]) -> dict[str, str]:
    """Headers for a response of the API: what a listed page's browser wants to hear.

    Cookies are never part of it: the API knows tokens only.
    """
    if not allowed:
        return {}
    found = {"Vary": "Origin"}
    origin = request.headers.get("origin", "")
    if origin in allowed:
        found["Access-Control-Allow-Origin"] = origin
        found["Access-Control-Expose-Headers"] = "Allow, Retry-After, WWW-Authenticate"
        if request.method == "OPTIONS":
            found["Access-Control-Allow-Methods"] = "GET, POST, DELETE"
            found["Access-Control-Allow-Headers"] = "Authorization, Content-Type, Idempotency-Key"
            found["Access-Control-Max-Age"] = "600"
    return found
