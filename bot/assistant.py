"""The assistant of this process: settings, catalogue and ledger opened once, turns taken with them.

Used by the action (inside Rasa or in an action server of its own) and by the command line.
"""

from __future__ import annotations

import atexit
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any, Optional
from zoneinfo import ZoneInfo

from bot.answers import Voice
from bot.catalogue import Catalogue, in_language
from bot.catalogue.postcodes import Postcodes
from bot.conversation import World, step
from bot.handover.desks import configured
from bot.handover.notice import About, Exchange, notice, reason_of
from bot.ledger import Call, Entry, Ledger, Versions
from bot.ledger.events import teller
from bot.memory import Memory
from bot.notices import Notices
from bot.places import from_value
from bot.reply import Area, Contact, Reply
from bot.said import from_parse
from bot.served import served_name
from bot.settings import Settings, load, welsh
from bot.understanding.language import plainly
from bot.webhook import Webhook
from bot.words import LANGUAGES, say


class Assistant:
    """Everything a turn needs that outlives it."""

    def __init__(self, settings: Settings, ledger: Optional[Ledger] = None) -> None:
        self.settings = settings
        self.reload()
        self.postcodes = Postcodes.open(settings.postcodes) if settings.postcodes.exists() else None
        self._welsh = welsh(partial(getattr, settings))
        self.notices = Notices(settings.notices)
        self.desks = configured(settings)
        self.ledger = ledger
        #: Told when a citizen of another channel needs a person; the page has its own way.
        self.person = Webhook.configured(
            "handover_webhook",
            settings.handover_webhook,
            settings.handover_webhook_key,
            settings.webhook_queue,
        )
        #: Name of the model that parses the messages: who loads another one says so here.
        self.model: Optional[str] = served_name(settings.models)

    def reload(self) -> None:
        """Read the catalogue (again), with the needs that reviewers added."""
        settings = self.settings
        self.catalogue = Catalogue.open(
            settings.catalogue, settings.services, settings.learned_needs
        )
        self.catalogues = {lang: in_language(self.catalogue, lang) for lang in LANGUAGES}

    def voice(self, lang: str = "en") -> Voice:
        """The council's, in a language."""
        own = self._welsh if lang == "cy" else {}
        name = own.get("council_name", self.settings.council_name)
        url = own.get("council_url", self.settings.council_url)
        return Voice(Contact(name, self.settings.council_phone, url), lang)

    def world(self, today: Optional[date] = None, lang: str = "en") -> World:
        """What a turn is decided in, on `today` (default: the day it is in London)."""
        now = datetime.now(ZoneInfo("Europe/London"))
        return World(
            self.catalogues[lang],
            today or now.date(),
            self.voice(lang).contact,
            self.postcodes,
            self.settings.home,
            # On another day than today nobody can ring now.
            now.replace(tzinfo=None) if today in (None, now.date()) else None,
            self.notices.current(),
            lang,
        )

    def turn(
        self,
        parse: Mapping[str, Any],
        memory: Optional[Mapping[str, Any]],
        conversation: str,
        channel: str,
        lang: str = "en",
    ) -> tuple[Reply, Memory]:
        """The reply to a message that Rasa has parsed, and the memory; entered in the ledger.

        lang (str): the language to reply in, one of bot.words.LANGUAGES.
        """
        started = time.perf_counter()
        said = from_parse(parse, self._place(parse))
        before = Memory.from_dict(memory)
        world = self.world(lang=lang)
        reply, after = step(said, before, world)
        reply = self._reachable(reply, after, world)
        metadata = parse.get("metadata") or {}
        number = _number(metadata.get("turn")) or before.number + 1
        after = after.but(number=number, outcome=reply.outcome)
        if self.ledger:
            self.ledger.record(
                Entry.of(
                    reply,
                    said,
                    after,
                    conversation,
                    channel,
                    time.perf_counter() - started,
                    lang,
                    self.versions,
                )
            )
        return reply, after

    def _reachable(self, reply: Reply, memory: Memory, world: World) -> Reply:
        """The reply with the place it is about, and the contact centre of that place as it is
        open now.
        """
        place = memory.place or {}
        codes = tuple(place.get("authorities", ()))
        desk = self.desks.of(codes)
        found = desk.at(world.now) if world.now else None
        own = desk is self.desks.own  # which has its own name in each language
        reach = world.contact if own else Contact(desk.name, desk.phone, desk.url)
        if found:
            reach = replace(reach, open=found[0], hours=say(found[1], world.lang))
        area = Area(str(place.get("label") or ""), codes) if codes else None
        return replace(reply, contact=reach, area=area)

    @property
    def versions(self) -> Versions:
        """What turns are answered with just now."""
        return Versions((self.model or "")[:64] or None, self.catalogue.digest[:12] or None)

    def needs_person(self, turns: Sequence[Exchange], about: About, identity: str) -> None:
        """Tells the live chat or CRM system, when the newest turn needs a person."""
        reason = reason_of(turns)
        if self.person and reason:
            self.person.post("handover.requested", notice(reason, turns, about), identity)

    def verdict(
        self, conversation: str, turn: int, helped: bool, at: Optional[datetime] = None
    ) -> None:
        """Enters in the ledger what the citizen said of an answer given at `at` (UTC)."""
        if self.ledger:
            self.ledger.verdict(conversation, turn, helped, at)

    def call(self, call: Call) -> None:
        """Enters in the ledger what an adviser marked at the end of a call."""
        if self.ledger:
            self.ledger.call(call)

    def close(self) -> None:
        """Writes what is on its way to the ledger; doing so twice does nothing more."""
        if self.ledger:
            self.ledger.close()

    def language(self, parse: Mapping[str, Any], known: Optional[str] = None) -> str:
        """The language to reply in: that of the message's metadata, else the citizen's own when it
        is plain, else the one `known` of the conversation, else the installation's.
        """
        chosen = (parse.get("metadata") or {}).get("lang")
        for lang in (chosen, plainly(parse.get("text") or ""), known):
            if lang in LANGUAGES:
                return str(lang)
        return str(self.settings.lang)

    def failed(self, conversation: str, channel: str, number: Optional[int] = None) -> None:
        """Enters in the ledger that a turn broke."""
        if self.ledger:
            self.ledger.record(Entry.failed(conversation, channel, number, self.versions))

    def _place(self, parse: Mapping[str, Any]) -> Any:
        value = (parse.get("metadata") or {}).get("place")
        if not value:
            entities = parse.get("entities") or ()
            value = next((e["value"] for e in entities if e.get("entity") == "place"), None)
        return from_value(value, self.catalogue) if isinstance(value, dict) else None


def _number(value: Any) -> Optional[int]:
    """A channel's own count of turns, when it gives one that can be used."""
    return value if isinstance(value, int) and 0 < value < 1_000_000 else None


@lru_cache(maxsize=1)
def assistant() -> Assistant:
    """The assistant of this process, made at first use with the settings of the environment."""
    settings = load()
    webhook = Webhook.configured(
        "events_webhook",
        settings.events_webhook,
        settings.events_webhook_key,
        settings.webhook_queue,
    )
    ledger = Ledger.open(
        settings.ledger,
        settings.ledger_spool,
        settings.ledger_key,
        teller(webhook.post) if webhook else None,
    )
    if webhook:
        webhook.start()
    atexit.register(ledger.close)
    return Assistant(settings, ledger)
