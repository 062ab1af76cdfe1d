"""Checks of single values from outside. Each returns the plain form or raises ValueError with a
message that says what is wrong: pure.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Optional
from urllib.parse import urlsplit

#: Text longer than this is cut: no directory means to publish a book in one field.
LONGEST = 10_000
LONGEST_URL = 2_000
_SPACES = re.compile(r"[^\S\n]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", re.IGNORECASE)
_PHONE = re.compile(
    r"(\+?[0-9][0-9 ()\-.]{1,19}[0-9])(?:\s*(?:ext(?:ension)?\.?|x)\s*(\d{1,6}))?", re.IGNORECASE
)
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?")


def text(value: Any) -> str:
    """A value as text on as few spaces as it needs; "" for none."""
    if value is None or isinstance(value, (dict, list)):
        return ""
    plain = _CONTROL.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n"))
    return _SPACES.sub(" ", plain).strip()[:LONGEST]


def url(value: Any) -> str:
    """A web address; "www.example.org" gets its scheme. "" for none."""
    plain = text(value)
    if not plain:
        return ""
    if plain.lower().startswith("www."):
        plain = f"http://{plain}"
    message = f'"{plain[:80]}" is not a web address such as https://www.example.org/page'
    if len(plain) > LONGEST_URL or re.search(r'[\s<>"\\^`{}|]', plain):
        raise ValueError(message)
    try:
        parts = urlsplit(plain)
        host = parts.hostname or ""
    except ValueError:
        raise ValueError(message) from None
    if parts.scheme.lower() not in ("http", "https") or not _HOST.fullmatch(host):
        raise ValueError(message)
    if parts.username or parts.password:
        raise ValueError(f'"{host}" is given with a user name or password; leave them out')
    return plain


def phone(value: Any) -> str:
    """A phone number, spaced as it was given; "" for none."""
    plain = text(value)
    if not plain:
        return ""
    match = _PHONE.search(plain)
    digits = re.sub(r"\D", "", match[1]) if match else ""
    if match is None or not (3 <= len(digits) <= 15) or (6 < len(digits) < 9):
        raise ValueError(f'"{plain[:40]}" is not a phone number such as 01632 960000')
    number = re.sub(r"\s+", " ", re.sub(r"[()\-.]", " ", match[1].replace("(0)", ""))).strip()
    return f"{number} ext {match[2]}" if match[2] else number


def age(value: Any) -> Optional[int]:
    """An age in whole years; None for none."""
    plain = text(value)
    if not plain:
        return None
    try:
        years = float(plain)
    except ValueError:
        years = -1
    if not 0 <= years <= 150:
        raise ValueError(f'"{plain[:20]}" is not an age in years')
    return int(years)


def day(value: Any) -> str:
    """A date as 2026-11-23, from that or from a date and time; "" for none."""
    plain = text(value)
    if not plain:
        return ""
    try:
        return date.fromisoformat(plain[:10]).isoformat()
    except ValueError:
        raise ValueError(f'"{plain[:30]}" is not a date such as 2026-11-23') from None


def clock(value: Any) -> str:
    """A time of day as 09:00; "" for none."""
    plain = text(value)
    if not plain:
        return ""
    match = _TIME.fullmatch(plain)
    if match is None:
        raise ValueError(f'"{plain[:20]}" is not a time such as 09:00')
    return f"{int(match[1]):02}:{match[2]}"


def email(value: Any) -> str:
    """An e-mail address; "" for none."""
    plain = text(value)
    if plain and not re.fullmatch(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]+", plain):
        raise ValueError(f'"{plain[:60]}" is not an e-mail address')
    return plain


def amount(value: Any) -> Optional[float]:
    """A price in pounds; None for none."""
    plain = text(value).lstrip("£").replace(",", "")
    if not plain:
        return None
    try:
        pounds = float(plain)
    except ValueError:
        pounds = -1
    if not 0 <= pounds < 1_000_000:
        raise ValueError(f'"{plain[:20]}" is not a price in pounds')
    return pounds


def latitude(value: Any) -> Optional[float]:
    """Degrees north, from -90 to 90; None for none."""
    return _degrees(value, 90, "latitude")


def longitude(value: Any) -> Optional[float]:
    """Degrees east, from -180 to 180; None for none."""
    return _degrees(value, 180, "longitude")


def _degrees(value: Any, most: int, what: str) -> Optional[float]:
    plain = text(value)
    if not plain:
        return None
    try:
        degrees = float(plain)
    except ValueError:
        degrees = most + 1.0
    if not -most <= degrees <= most:
        raise ValueError(f'"{plain[:20]}" is not a {what} in degrees')
    return round(degrees, 6)
