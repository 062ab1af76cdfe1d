"""Every setting, declared once: its name, default and what it is for. Only this module reads
the environment. A wrong value stops start-up, naming the key, the value and what would be right.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any, Optional

from bot import hours
from bot.errors import SettingError
from bot.webhook.delivery import read_address
from bot.webhook.signature import read_keys

#: The folder that holds bot/, nlu/ and the rest: relative paths in settings start here.
ROOT = Path(__file__).resolve().parent.parent
PREFIX = "SIGNPOST_"


def _text(value: str) -> str:
    return value.strip()


def _path(value: str) -> Path:
    return ROOT / value.strip()


def _gss(value: str) -> Optional[str]:
    value = value.strip().upper()
    if value and not re.fullmatch(r"[EWSN]\d{8}", value):
        raise ValueError("use a nine-character GSS code such as E07000163, or leave it empty")
    return value or None


def _file(value: str) -> Optional[Path]:
    return _path(value) if value.strip() else None


def _files(value: str) -> tuple[Path, ...]:
    return tuple(ROOT / word for word in value.split())


def _port(value: str) -> int:
    if not value.strip().isdigit() or not 0 < int(value) < 65536:
        raise ValueError("use a number from 1 to 65535")
    return int(value)


def _count(value: str) -> int:
    if not value.strip().isdigit() or not int(value):
        raise ValueError("use a whole number above 0")
    return int(value)


def _time(value: str) -> Optional[time]:
    value = value.strip()
    if value and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        raise ValueError("use a time of day such as 03:00, or nothing")
    return time.fromisoformat(value) if value else None


def _amount(value: str) -> float:
    try:
        found = float(value)
    except ValueError:
        found = -1
    if not 0 <= found <= 1_000_000:
        raise ValueError("use a number of 0 or more, such as 4.5")
    return found


def _share(value: str) -> float:
    found = _amount(value)
    if found > 100:
        raise ValueError("use a number from 0 to 100")
    return found


def _switch(value: str) -> bool:
    value = value.strip().lower()
    if value not in ("yes", "no"):
        raise ValueError("use yes or no")
    return value == "yes"


def _key(value: str) -> bytes:
    value = value.strip()
    if value and len(value) < 32:
        raise ValueError("use 32 characters or more, as `openssl rand -hex 32` gives, or nothing")
    return value.encode()


def _security(value: str) -> str:
    value = value.strip().lower()
    if value not in ("starttls", "tls", "none"):
        raise ValueError("use starttls, tls or none")
    return value


def _lang(value: str) -> str:
    if value.strip() not in ("en", "cy"):
        raise ValueError("use en or cy")
    return value.strip()


def _words(value: str) -> tuple[str, ...]:
    return tuple(value.split())


@dataclass(frozen=True)
class Setting:
    """One setting. `parse` turns the text of the environment into the value, or says what is
    wrong with it by ValueError. The value of a `secret` one is never shown.
    """

    name: str
    default: str
    parse: Callable[[str], Any]
    help: str
    secret: bool = False


SETTINGS = (
    Setting("title", "Who deals with this?", _text, "Name of the service, shown at the top"),
    Setting("council_name", "your council", _text, "Council whose website this is"),
    Setting("council_phone", "", _text, "Number for speaking to a person; empty: none is shown"),
    Setting(
        "council_url",
        "https://www.gov.uk/find-local-council",
        _text,
        "Where a person can be reached on the web",
    ),
    Setting(
        "lang", "en", _lang, "Language, en or cy, where the visitor's browser asks for neither"
    ),
    Setting("title_cy", "Pwy sy’n delio â hyn?", _text, "The title in Welsh"),
    Setting("council_name_cy", "eich cyngor", _text, "The council's name in Welsh"),
    Setting("council_url_cy", "", _text, "Where a person can be reached on the web in Welsh"),
    Setting(
        "council_hours", "", hours.read, "When its phone is answered: Monday to Friday 9am to 5pm"
    ),
    Setting("contact_centres", "", _file, "CSV of other councils' phones and hours"),
    Setting("home", "", _gss, "GSS code of that council: used when no place is known"),
    Setting("host", "127.0.0.1", _text, "Address to listen on"),
    Setting("port", "5005", _port, "Port to listen on"),
    Setting("catalogue", ".build/catalogue.db", _path, "The built catalogue"),
    Setting("postcodes", "var/postcodes.db", _path, "Postcode table, once one is imported"),
    Setting(
        "services", "var/services.db", _path, "Imported services and links, once there are any"
    ),
    Setting("encoder", ".build/encoder", _path, "The sentence encoder, made at build"),
    Setting("models", "models", _path, "Folder of trained models; the newest is served"),
    Setting("ledger", "sqlite:///var/ledger.db", _text, "SQLAlchemy address of the ledger"),
    Setting("staff", "sqlite:///var/staff.db", _text, "SQLAlchemy address of the staff's accounts"),
    Setting("staff_idle_minutes", "60", _count, "Minutes without use that sign staff out"),
    Setting("staff_hours", "12", _count, "Hours after which staff must sign in again"),
    Setting(
        "nightly", "03:00", _time, "When the server deletes and groups by itself; empty: use cron"
    ),
    Setting(
        "keep_days", "400", _count, "Days that the ledger keeps an entry; see the command purge"
    ),
    Setting("ledger_spool", "var/ledger-spool", _path, "Folder of rows on their way to the ledger"),
    Setting(
        "ledger_key",
        "",
        _key,
        "Key shared by servers with one ledger; empty: a new one each day, then forgotten",
        True,
    ),
    Setting("learned", "nlu/data/learned.yml", _path, "Phrases that reviewers taught"),
    Setting("learned_needs", "nlu/data/learned-needs.csv", _path, "Needs that reviewers added"),
    Setting("keep_models", "5", _count, "Trained models kept on disk after one is taught"),
    Setting(
        "retrain_cases",
        "",
        _files,
        "CSV files (text,kind,gold) that a taught model must not read worse",
    ),
    Setting(
        "review",
        "var/review",
        _path,
        "Folder the review works in: vectors of phrases, trials of models",
    ),
    Setting("conversations", "var/conversations.db", _path, "Conversations in progress"),
    Setting("transcripts", "var/transcripts.db", _path, "What the page shows again after a reload"),
    Setting("secret", "", _text, "Key that signs cookies; empty: made once in var/secret", True),
    Setting("credentials", "credentials.yml", _path, "Rasa's file of further channels, e.g. SMS"),
    Setting("callback", "no", _switch, "yes to let citizens ask to be phoned"),
    Setting("callbacks", "sqlite:///var/callbacks.db", _text, "SQLAlchemy address of call-backs"),
    Setting("callback_key", "var/callbacks.key", _path, "File of the key that seals them"),
    Setting("callback_days", "14", _count, "Days after which a call-back request is deleted"),
    Setting("rate_callbacks", "3/hour;6/day", _text, "Call-backs one address may ask for"),
    Setting("handover_webhook", "", read_address, "https address told of hand-overs to a person"),
    Setting("handover_webhook_key", "", read_keys, "Keys that sign what is posted there", True),
    Setting("events_webhook", "", read_address, "https address told of what enters the ledger"),
    Setting("events_webhook_key", "", read_keys, "Keys that sign what is posted there", True),
    Setting("webhook_queue", "var/webhooks", _path, "Folder of events that wait to be posted"),
    Setting("secure_cookies", "no", _switch, "yes when served over https"),
    Setting("frame_ancestors", "'none'", _text, "Sites that may show the page in a frame (CSP)"),
    Setting("demo", "no", _switch, "yes to show the widget on a made-up council's page, /ask/demo"),
    Setting("trusted_proxies", "", _words, "Addresses of proxies whose X-Forwarded-For counts"),
    Setting("sso_header", "", _text, "Header in which a trusted proxy names who it has signed in"),
    Setting("sso_groups_header", "", _text, "Header in which it lists the groups of that person"),
    Setting("sso_roles", "", _words, "Roles of those groups, as group=role; *=role: everybody's"),
    Setting(
        "reference_minutes", "60", _count, "Minutes for which the code to quote to an adviser holds"
    ),
    Setting("cors_origins", "", _words, "Origins whose pages may use the JSON API, with spaces"),
    Setting("max_length", "1000", _count, "Characters that one message may have"),
    Setting("rate", "60/minute;900/hour", _text, "Messages one address may send"),
    Setting("rate_conversation", "20/minute;200/hour", _text, "Messages in one conversation"),
    Setting("rate_pages", "240/minute", _text, "Pages one address may load"),
    Setting("rate_staff", "240/minute", _text, "Pages one member of staff may load"),
    Setting("rate_storage", "memory://", _text, "Where rates are counted, e.g. a Redis address"),
    Setting("call_share", "30", _share, "People in 100 who would phone if nothing answered them"),
    Setting("call_cost", "5", _amount, "What a phone call costs the council, in pounds"),
    Setting("public_url", "", _text, "Address of this site, for links in e-mail; empty: none"),
    Setting("mail_host", "", _text, "Mail server (SMTP) for the digest; empty: none is sent"),
    Setting("mail_port", "587", _port, "Port of the mail server"),
    Setting("mail_security", "starttls", _security, "starttls, tls, or none on this machine"),
    Setting("mail_user", "", _text, "Name to log in to the mail server with; empty: no login"),
    Setting("mail_password", "", _text, "Password for that", secret=True),
    Setting("mail_from", "", _text, "Address that the digest comes from"),
    Setting("mail_to", "", _words, "Addresses that the digest goes to"),
    Setting("accent", "#1c4f82", _text, "Colour of the page's head and buttons"),
    Setting("off_reason", "", _text, "Turns the assistant off and tells citizens why"),
    Setting("notice", "", _text, "Service notice shown on top of the page"),
    Setting("notices", "var/notices.csv", _path, "Further notices: see python -m bot notice"),
    Setting("notice_cy", "", _text, "The notice in Welsh"),
    Setting("off_reason_cy", "", _text, "Tells citizens in Welsh why the assistant is off"),
    Setting("notice_from", "", _text, "First day of the notice, as 2026-12-24; empty: at once"),
    Setting("notice_until", "", _text, "Last day of the notice, as 2026-12-27; empty: no end"),
)


class Settings:
    """The values in force, one attribute a setting, e.g. `settings.max_length`."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = dict(values)

    def __getattr__(self, name: str) -> Any:
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(f"There is no setting {name!r}.") from None


def welsh(value: Callable[[str], Any]) -> dict[str, str]:
    """The settings that have a Welsh text, and that text: {"title": "Pwy sy’n delio â hyn?"}.

    value (Callable): a setting's name to its value. The Welsh we supply goes with the English we
    supply: beside a title of the council's own it would say something else.
    """
    ours = {setting.name: setting.default for setting in SETTINGS}
    found = {}
    for name in ours:
        text = value(f"{name}_cy") if f"{name}_cy" in ours else ""
        if text and (text != ours[f"{name}_cy"] or value(name) == ours[name]):
            found[name] = text
    return found


def load(environ: Optional[Mapping[str, str]] = None) -> Settings:
    """The settings from `environ` (default: the process's), each checked.

    RAISES SettingError that names the variable, its value and what would be right; also for a
    SIGNPOST_ variable that is none of ours, as a misspelt setting would be ignored in silence.
    """
    environ = os.environ if environ is None else environ
    known = {PREFIX + setting.name.upper() for setting in SETTINGS}
    strangers = sorted(key for key in environ if key.startswith(PREFIX) and key not in known)
    if strangers:
        raise SettingError(f"There is no setting {strangers[0]}: see `python -m bot settings`.")
    values = {}
    for setting in SETTINGS:
        key = PREFIX + setting.name.upper()
        text = environ.get(key, setting.default)
        try:
            values[setting.name] = setting.parse(text)
        except ValueError as fault:
            shown = "not usable" if setting.secret else repr(text)
            raise SettingError(f"{key} is {shown}: {fault}.") from None
    return Settings(values)
