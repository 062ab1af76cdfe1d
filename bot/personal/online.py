"""Personal data of the internet: e-mail and IP addresses, telling links, handles."""

from __future__ import annotations

import re
from typing import Iterator

from bot.personal.spans import Span, matches, words_of

_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"'|=/\\]{1,64}@[^\s@<>()\[\],;:\"'|/\\]{2,120}[^\W_]", re.I)
_EMAIL_SPACED = re.compile(
    r"[\w.+-]{1,64}\s?@\s?(?:gmail|googlemail|hotmail|yahoo|outlook|live|icloud|aol|btinternet|sky|"
    r"talktalk|virginmedia|protonmail)\b(?:\s?(?:\.|dot)\s?(?:com|co|net|org|me)\b)?"
    r"(?:\s?(?:\.|dot)\s?uk\b)?",
    re.I,
)
_EMAIL_SPELLED = re.compile(
    r"\b[\w.+-]{1,64}(?:\s(?:dot|underscore)\s[\w+-]{1,40}){0,3}\s?[(\[]?\bat\b[)\]]?\s?"
    r"(?:gmail|googlemail|hotmail|yahoo|outlook|live|icloud|aol|btinternet|sky|protonmail)"
    r"\s?(?:\.|[(\[]?dot[)\]]?)\s?(?:com|co|net|org)\b(?:\s?(?:\.|dot)\s?uk\b)?",
    re.I,
)
_URL = re.compile(r"(?:\bhttps?://|\bwww\.)[^\s<>\[\]\"]{1,2000}", re.I)
_SOCIAL = re.compile(
    r"\b(?:facebook|fb|instagram|twitter|x|tiktok|linkedin|snapchat|t|wa)\.(?:com|me)/[\w@./-]{2,80}",
    re.I,
)
_SECRET_SEGMENT = re.compile(r"(?=[\w-]{16,}$)(?=[^/]{0,60}\d)(?=[^/]{0,60}[a-z])", re.I)
_HANDLE = re.compile(r"(?<![\w@./])@([a-z_][\w.]{1,29})", re.I)
_HANDLE_NAMED = re.compile(
    r"\b(?:insta|instagram|snapchat|snap|twitter|tiktok|facebook|discord|telegram|skype|kik)"
    r"(?:\s(?:name|handle|username|user|account|id|profile|page)){0,2}(?:\s?(?:is|:|=)|\s[–-])\s?@?"
    r"([\w.]{3,30})",
    re.I,
)
#: "@home" and the like: where, not who.
_NOT_HANDLES = words_of(
    """
    home work school the my a an your our this that about all least
    """
)
_NOT_NAMED = words_of(
    """
    down not the full broken private public working hacked being a my
    """
)
_IPV4 = re.compile(r"(?<![\w.])(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?![\w]|\.\d)")
_IPV6 = re.compile(r"(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{1,4}(?![\w:])", re.I)


def _telling(url: str) -> bool:
    """Whether a link carries data of its user: a query, a login or a long key."""
    rest = url.split("//", 1)[-1]
    host, _, path = rest.partition("/")
    if "@" in host or "?" in rest or "=" in rest or ";" in rest:
        return True
    return any(_SECRET_SEGMENT.match(part) for part in re.split(r"[/#]", path[:400]))


def links(text: str) -> Iterator[Span]:
    """Links that carry a person's data, and addresses of social profiles; plain pages stay."""
    if "/" not in text and "www" not in text.lower():
        return
    for match in _URL.finditer(text):
        url = match.group().rstrip(".,;:!?)'")
        if _telling(url):
            yield Span(match.start(), match.start() + len(url), "link", "[link]")
    yield from matches(_SOCIAL, text, "handle")


def emails(text: str) -> Iterator[Span]:
    """E-mail addresses, also with spaces about the sign or spelled out ("jo at gmail dot com")."""
    if "@" in text:
        yield from matches(_EMAIL, text, "email")
        yield from matches(_EMAIL_SPACED, text, "email")
    if " at" in text.lower() or "(at" in text.lower():
        yield from matches(_EMAIL_SPELLED, text, "email")


def handles(text: str) -> Iterator[Span]:
    """Names on social media: "@jo_smith", "my insta is jo.smith"."""
    if "@" in text:
        for match in _HANDLE.finditer(text):
            if match.group(1).lower() not in _NOT_HANDLES:
                yield Span(match.start(), match.end(), "handle", "[handle]")
    for match in _HANDLE_NAMED.finditer(text):
        if match.group(1).lower() not in _NOT_NAMED:
            yield Span(match.start(1), match.end(1), "handle", "[handle]")


def ip_addresses(text: str) -> Iterator[Span]:
    """IP addresses, versions 4 and 6; "version 10.2.1" is none."""
    if "." in text:
        for match in _IPV4.finditer(text):
            if all(int(part) <= 255 for part in match.groups()):
                yield Span(match.start(), match.end(), "ip", "[ip]")
    if text.count(":") >= 2:
        for match in _IPV6.finditer(text):
            if match.group().count(":") >= 4 or "::" in match.group():
                yield Span(match.start(), match.end(), "ip", "[ip]")
