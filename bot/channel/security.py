"""What keeps a conversation its owner's: tokens, the cookie, signed forms, response headers."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from typing import Optional

from bot.channel.embed import ancestors as framed_by
from bot.channel.settings import ChannelSettings

#: What secrets.token_urlsafe(24) gives: 192 bits.
TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
#: Keys that make a message safe to send twice.
KEY = re.compile(r"[A-Za-z0-9_.:-]{8,80}")
#: What a button sends.
CHOICE = re.compile(r"[A-Za-z0-9:._ -]{1,80}")


def new_token() -> str:
    """A token for a new conversation: only the citizen's browser or program holds it."""
    return secrets.token_urlsafe(24)


def new_key() -> str:
    """A key for one form, so that sending the form twice does nothing twice."""
    return secrets.token_urlsafe(12)


def conversation_of(token: str) -> str:
    """The conversation's id, which stores and logs may hold: it does not give the token away."""
    digest = hashlib.sha256(b"signpost conversation " + token.encode()).digest()
    return urlsafe_b64encode(digest[:24]).decode()


def holds(token: Optional[str], conversation: str) -> bool:
    """Whether the token is the one of this conversation (in constant time)."""
    if not token or not TOKEN.fullmatch(token):
        return False
    return hmac.compare_digest(
        conversation_of(token).encode(), conversation.encode("utf-8", "replace")
    )


def sign_form(secret: str, token: str) -> str:
    """A value for a form's hidden field that only a page of ours, for this token, can hold.

    Masked by a nonce, so that compressing the page does not give it away bit by bit.
    """
    nonce = secrets.token_urlsafe(9)
    return f"{nonce}.{_mac(secret, nonce, token)}"


def form_is_ours(secret: str, token: str, value: str) -> bool:
    """Whether `value` is from sign_form for the same token."""
    nonce, _, mac = value.partition(".")
    return hmac.compare_digest(_mac(secret, nonce, token).encode(), mac.encode("utf-8", "replace"))


def _mac(secret: str, nonce: str, token: str) -> str:
    message = f"form {nonce} {token}".encode("utf-8", "replace")
    digest = hmac.new(secret.encode(), message, hashlib.sha256).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def cookie_name(secure: bool, panel: bool = False) -> str:
    """The prefix makes browsers refuse the cookie from any other host or without https.

    panel (bool): of the conversation in the widget's panel, which is another than the page's own.
    """
    name = "signpost-panel" if panel else "signpost"
    return f"__Host-{name}" if secure else name


def cookie(token: str, secure: bool, panel: bool = False) -> str:
    """The Set-Cookie header: for this visit only, out of scripts' reach.

    In a panel on another site the browser sends only cookies that allow it (SameSite=None, and
    Secure with it); Partitioned keeps a jar for each site, so that none can follow anybody.
    """
    flags = "; Secure" if secure else ""
    site = "None; Partitioned" if panel and secure else "Lax"
    return f"{cookie_name(secure, panel)}={token}; Path=/; HttpOnly; SameSite={site}{flags}"


def read_cookie(header: str, secure: bool, panel: bool = False) -> Optional[str]:
    """The token in a Cookie header, when there is one of the right form."""
    for part in header.split(";"):
        name, _, value = part.strip().partition("=")
        if name == cookie_name(secure, panel) and TOKEN.fullmatch(value):
            return value
    return None


def headers(settings: ChannelSettings) -> dict[str, str]:
    """Headers that every response carries: nothing inline, nothing from elsewhere."""
    ancestors = framed_by(settings)
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; "
        f"frame-ancestors {ancestors}"
    )
    found = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
    frames = {"'none'": "DENY", "'self'": "SAMEORIGIN"}.get(ancestors)
    if frames:
        found["X-Frame-Options"] = frames
    if settings.secure_cookies:
        found["Strict-Transport-Security"] = "max-age=31536000"
    return found
