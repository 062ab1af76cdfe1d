"""Makes the channel's parts from the installation's settings: its door, stores and secret."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from bot.channel.handover import HandOver
from bot.channel.settings import ChannelSettings
from bot.channel.transcripts import Turn
from bot.channel.transcripts_sqlite import SqliteTranscripts
from bot.channel.turns import Admit, Admitted
from bot.handover.callbacks import Callbacks
from bot.handover.desks import configured
from bot.private_file import made_once
from bot.settings import ROOT, Settings
from bot.staff import Staff

SECRET = ROOT / "var" / "secret"


def channel_settings(settings: Settings, secret_file: Path = SECRET) -> ChannelSettings:
    """The installation's settings that concern the channel; those it lacks keep their defaults."""
    values = {}
    for field in fields(ChannelSettings):
        value = getattr(settings, field.name, None)
        if value is not None:
            values[field.name] = value
    values["handover_told"] = settings.handover_webhook is not None
    values["desks"] = configured(settings)
    values["secret"] = values.get("secret") or kept_secret(secret_file)
    return ChannelSettings.of(values)


def kept_secret(path: Path) -> str:
    """The key that signs forms, made once; only this user can read it."""
    return made_once(path, lambda: secrets.token_urlsafe(32).encode("ascii")).decode("ascii")


def door() -> Admit:
    """The door with this process's catalogue and postcodes, opened at the first message."""

    def admit(raw: str) -> Admitted:
        from bot.assistant import assistant
        from bot.door import admit as through
        from bot.places import to_value

        entry = through(raw, assistant().catalogue, assistant().postcodes)
        return Admitted(entry.text, to_value(entry.place), entry.problem)

    return admit


def transcripts(path: Path, settings: ChannelSettings) -> SqliteTranscripts:
    """The store that survives a restart."""
    return SqliteTranscripts(path, settings.idle_minutes * 60, settings.max_turns)


def hand_over(settings: Settings) -> HandOver:
    """The store of call-backs, when citizens may ask for them, and the webhook, when one is set."""
    return HandOver(
        call_backs(settings) if settings.callback else None,
        tell if settings.handover_webhook else None,
    )


def call_backs(settings: Settings) -> Callbacks:
    """The store of call-back requests."""
    return Callbacks.open(settings.callbacks, settings.callback_key, settings.callback_days)


def tell(kind: str, payload: Mapping[str, Any], identity: str) -> None:
    """Posts an event to the live chat or CRM system."""
    from bot.assistant import assistant

    if webhook := assistant().person:
        webhook.post(kind, payload, identity)


def switch(settings: Settings) -> Callable[[], str]:
    """Why the assistant is off at the staff's switch, "" when it is on."""
    opened: list[Staff] = []

    def reason() -> str:
        if not opened:
            opened.append(Staff.open(settings.staff))
        return opened[0].switch.reason()

    return reason


def enter_verdict(conversation: str, turn: Turn, helped: bool) -> None:
    """Enters in the ledger whether an answer helped."""
    from bot.assistant import assistant

    given = datetime.fromtimestamp(turn.at, timezone.utc).replace(tzinfo=None)
    assistant().verdict(conversation, turn.number, helped, given)


def enter_failure(conversation: str, turn: Turn) -> None:
    """Enters in the ledger that a turn broke; the action had no chance to."""
    from bot.assistant import assistant

    assistant().failed(conversation, "signpost", turn.number)


def enter_silence(conversation: str, channel: str) -> None:
    """Enters in the ledger that a turn of another channel broke."""
    from bot.assistant import assistant

    assistant().failed(conversation, channel)
