"""The cookie of staff: another one than the citizen's, and never sent along from other sites."""

from __future__ import annotations

from typing import Optional

from bot.staff.sessions import TOKEN


def name(secure: bool) -> str:
    """The prefix makes browsers refuse the cookie from any other host or without https."""
    return "__Host-signpost-staff" if secure else "signpost-staff"


def write(token: str, secure: bool) -> str:
    """The Set-Cookie header; an empty token takes the cookie away."""
    flags = "; Secure" if secure else ""
    age = "" if token else "; Max-Age=0"
    return f"{name(secure)}={token}; Path=/; HttpOnly; SameSite=Strict{flags}{age}"


def read(header: str, secure: bool) -> Optional[str]:
    """The token in a Cookie header, when there is one of the right form."""
    for part in header.split(";"):
        found, _, value = part.strip().partition("=")
        if found == name(secure) and TOKEN.fullmatch(value):
            return value
    return None
