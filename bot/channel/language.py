"""The language of a request: chosen on the page, kept in a cookie, or asked for by the browser."""

from __future__ import annotations

from typing import Optional

from sanic.request import Request

from bot.words import LANGUAGES

#: What the cookies are called; each holds "en" or "cy" and says nothing of who has it.
COOKIE, PANEL_COOKIE = "signpost-lang", "signpost-panel-lang"
#: How long a choice is remembered, in seconds: a year.
KEPT = 365 * 24 * 60 * 60


def known(lang: object) -> Optional[str]:
    """`lang` when it is a language we speak."""
    return str(lang) if lang in LANGUAGES else None


def chosen(request: Request, panel: bool = False) -> Optional[str]:
    """The language the citizen chose: by ?lang= in the address, else earlier, by the cookie.

    panel (bool): in the widget's panel, which has a cookie of its own.
    """
    named = known(request.args.get("lang"))
    return named or _in_cookie(request.headers.get("cookie", ""), panel)


def of(request: Request, default: str, panel: bool = False) -> str:
    """The language to answer a request in."""
    return chosen(request, panel) or accepted(request.headers.get("accept-language", "")) or default


def accepted(header: str) -> Optional[str]:
    """The first of our languages in an Accept-Language header, by its weights."""
    found = []
    for position, part in enumerate(header[:500].split(",")):
        tag, _, rest = part.partition(";")
        lang = known(tag.strip().lower().partition("-")[0])
        weight = _weight(rest)
        if lang and weight:
            found.append((-weight, position, lang))
    return min(found)[2] if found else None


def cookie(lang: str, secure: bool, panel: bool = False) -> str:
    """The Set-Cookie header that keeps the choice; for the panel as bot.channel.security has it."""
    flags = "; Secure" if secure else ""
    site = "None; Partitioned" if panel and secure else "Lax"
    name = PANEL_COOKIE if panel else COOKIE
    return f"{name}={lang}; Path=/; Max-Age={KEPT}; HttpOnly; SameSite={site}{flags}"


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0


def _in_cookie(header: str, panel: bool) -> Optional[str]:
    for part in header.split(";"):
        name, _, value = part.strip().partition("=")
        if name == (PANEL_COOKIE if panel else COOKIE):
            return known(value)
    return None
