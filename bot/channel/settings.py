"""What the web channel can be told: every value with its default, checked when it is made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import partial
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Optional

from limits import parse_many

from bot.channel.cors import ORIGIN
from bot.errors import SettingError
from bot.handover.desks import Desks
from bot.settings import welsh
from bot.staff.roles import ROLES

#: Least contrast of white text on the accent colour (WCAG 2.2, success criterion 1.4.3).
LEAST_CONTRAST = 4.5


@dataclass(frozen=True)
class ChannelSettings:
    """Values of the web channel. RAISES SettingError that names the key, the value and the remedy.

    secret (str): signs forms; every process of one installation needs the same. Empty: made anew
        at each start, so that pages open during a restart must be loaded again.
    frame_ancestors (str): Content-Security-Policy source list, e.g. "'self' https://a.example".
    demo (bool): whether the page of a fictional council that shows the widget is there.
    trusted_proxies (tuple[str, ...]): addresses or networks whose X-Forwarded-For is believed.
    handover_told (bool): whether a webhook tells another system when a person is needed.
    desks: contact centres and when their phones are answered; None: not known.
    cors_origins (tuple[str, ...]): origins whose pages may use the JSON API from a browser.
    rate_* (str): limits as the `limits` library writes them, e.g. "30/minute;600/hour".
    notice_from, notice_until (str): first and last day of the notice as 2026-12-24, or empty.
    reference_minutes (int): how long the code for an adviser is good after it was last shown.
    notices (Path | None): the file of further notices.
    off_reason (str): when set, the assistant is off and the page says so, with the phone number.
    sso_header, sso_groups_header (str): where a proxy that signs staff in puts their name, and
        their groups; believed from trusted_proxies only. Empty: staff sign in with a password.
    sso_roles (tuple[str, ...]): which role a group has, as "group=role"; "*=role" is everybody's.
    *_cy (str): the same in Welsh. lang (str): where a request asks for no language, or the one
        these settings are in (see in_language).
    """

    title: str = "Who deals with this?"
    assistant: str = "Signpost"
    council_name: str = "your council"
    council_phone: str = ""
    council_url: str = "https://www.gov.uk/find-local-council"
    title_cy: str = "Pwy sy’n delio â hyn?"
    council_name_cy: str = "eich cyngor"
    council_url_cy: str = ""
    home: str = ""
    path: str = "/ask"
    lang: str = "en"
    accent: str = "#1c4f82"
    secret: str = ""
    secure_cookies: bool = False
    frame_ancestors: str = "'none'"
    trusted_proxies: tuple[str, ...] = ()
    cors_origins: tuple[str, ...] = ()
    callback_days: int = 14
    handover_told: bool = False
    rate_callbacks: str = "3/hour;6/day"
    desks: Optional[Desks] = None
    max_length: int = 1000
    max_body: int = 16_384
    rate: str = "30/minute;600/hour"
    rate_conversation: str = "20/minute;200/hour"
    rate_pages: str = "240/minute"
    rate_staff: str = "240/minute"
    rate_storage: str = "memory://"
    turn_seconds: float = 20.0
    max_waiting: int = 64
    idle_minutes: int = 60
    reference_minutes: int = 60
    max_turns: int = 60
    max_conversations: int = 10_000
    notice: str = ""
    notice_cy: str = ""
    notice_from: str = ""
    notice_until: str = ""
    notices: Optional[Path] = None
    off_reason: str = ""
    demo: bool = False
    sso_header: str = ""
    sso_groups_header: str = ""
    sso_roles: tuple[str, ...] = ()
    off_reason_cy: str = ""

    def __post_init__(self) -> None:
        for key, remedy in _faults(self):
            raise SettingError(f"{key} is {getattr(self, key)!r}: {remedy}.")

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> ChannelSettings:
        """From a mapping such as a channel's part of credentials.yml; lists may be written as
        text with spaces. RAISES SettingError for a key that is none of ours.
        """
        known = {field.name for field in fields(cls)}
        strangers = sorted(set(values) - known)
        if strangers:
            raise SettingError(f"The web channel has no setting {strangers[0]!r}.")
        given = dict(values)
        for key in ("trusted_proxies", "cors_origins"):
            value = given.get(key, ())
            given[key] = tuple(value.split() if isinstance(value, str) else value)
        return cls(**given)

    def in_language(self, lang: str) -> ChannelSettings:
        """With the title, names and notices of that language in the place of the English ones."""
        translated: dict[str, Any] = welsh(partial(getattr, self)) if lang == "cy" else {}
        return replace(self, lang=lang, **translated)

    def lang_of(self, name: str) -> str:
        """The language that a text of `in_language`'s settings is really in: "en" where there is
        no Welsh one.
        """
        translated = self.lang == "cy" and getattr(self, name) == getattr(self, f"{name}_cy")
        return "cy" if translated else "en"

    def notice_on(self, today: date) -> str:
        """The service notice that holds on that day, or ""."""
        early = self.notice_from and today < date.fromisoformat(self.notice_from)
        late = self.notice_until and today > date.fromisoformat(self.notice_until)
        return "" if early or late else self.notice


def contrast_with_white(colour: str) -> float:
    """Contrast of white text on a colour such as "#1c4f82", from 1 to 21 (WCAG's formula)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def _faults(settings: ChannelSettings) -> list[tuple[str, str]]:
    """Every value that cannot be used: (key, what would be right)."""
    found = []
    if not re.fullmatch(r"(/[a-z0-9-]+)+", settings.path):
        found.append(("path", "use a path such as /ask"))
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", settings.accent):
        found.append(("accent", "use a colour such as #1c4f82"))
    elif contrast_with_white(settings.accent) < LEAST_CONTRAST:
        found.append(("accent", "use a darker colour: white text on it cannot be read"))
    if re.search(r"[;,\r\n]", settings.frame_ancestors) or not settings.frame_ancestors.strip():
        found.append(("frame_ancestors", "use sources with spaces between, or 'none'"))
    if settings.council_url and not re.match(r"https?://[^\s/]+", settings.council_url):
        found.append(("council_url", "use a full web address"))
    for key in (
        "max_length", "max_body", "max_waiting", "max_turns", "max_conversations",
        "reference_minutes",
    ):  # fmt: skip
        if getattr(settings, key) < 1:
            found.append((key, "use a whole number above 0"))
    if settings.idle_minutes < 6:
        found.append(("idle_minutes", "use at least 6, so that people can be warned in time"))
    for key in ("rate", "rate_conversation", "rate_pages", "rate_callbacks", "rate_staff"):
        if not _parses(parse_many, getattr(settings, key)):
            found.append((key, "use a limit such as 30/minute"))
    for key in ("notice_from", "notice_until"):
        if getattr(settings, key) and not _parses(date.fromisoformat, getattr(settings, key)):
            found.append((key, "use a day such as 2026-12-24, or leave it empty"))
    if settings.sso_header and not settings.trusted_proxies:
        found.append(("sso_header", "set trusted_proxies too, or anybody could send it"))
    for pair in settings.sso_roles:
        if not re.fullmatch(rf"[^=\s]+=({'|'.join(ROLES)})", pair):
            found.append(("sso_roles", f"use pairs such as contact-centre=adviser, not {pair!r}"))
    if not all(ORIGIN.fullmatch(origin) for origin in settings.cors_origins):
        found.append(("cors_origins", "use origins such as https://www.borsetshire.example"))
    if not all(_parses(ip_network, proxy) for proxy in settings.trusted_proxies):
        found.append(("trusted_proxies", "use addresses or networks such as 10.0.0.0/8"))
    return found


def _parses(parse: Any, value: str) -> bool:
    try:
        parse(value)
    except ValueError:
        return False
    return True
