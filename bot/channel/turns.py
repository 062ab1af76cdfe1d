"""One turn: through the door, to the dialogue, and into the transcript, once and never silent."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional
from weakref import WeakValueDictionary

from bot.channel.problems import Problem
from bot.channel.replies import Contact, Reply, failed, from_messages
from bot.channel.security import CHOICE
from bot.channel.settings import ChannelSettings
from bot.channel.transcripts import Transcripts, Turn
from bot.channel.words import page_words
from bot.handover.desks import here_and_now
from bot.words import say

logger = logging.getLogger(__name__)

#: The choice that is always there: to speak to a person.
PERSON = "person"
#: (message, conversation id, metadata) -> what Rasa's output channel collected.
Talk = Callable[[str, str, dict[str, Any]], Awaitable[Sequence[Mapping[str, Any]]]]
#: Told of a turn that the dialogue failed to answer: (conversation id, turn).
OnFailure = Callable[[str, Turn], None]
#: Told of every turn taken: (conversation id, the turns, this one last).
OnTurn = Callable[[str, Sequence[Turn]], None]


@dataclass(frozen=True)
class Admitted:
    """What the door lets through.

    text (str): the words, personal data out. place (dict | None): the place found in them, as
    bot.places writes it. problem (str | None): why they cannot be used: empty, too_long, or else.
    """

    text: str
    place: Optional[dict[str, Any]] = None
    problem: Optional[str] = None


#: The door: raw text -> what it lets through.
Admit = Callable[[str], Admitted]


@dataclass(frozen=True)
class Heard:
    """What the citizen sent, ready for the dialogue.

    shown (str): for the transcript. message (str): for Rasa. place (dict | None): what the door
    found, as bot.places writes it. lang (str | None): the language to answer in; None leaves that
    to the dialogue, which goes by the words.
    """

    shown: str
    message: str
    place: Optional[dict[str, Any]] = None
    lang: Optional[str] = None


class Turns:
    """Takes turns, one at a time in each conversation.

    channel: the one that Rasa and the ledger take them to be of.
    """

    def __init__(
        self,
        settings: ChannelSettings,
        admit: Admit,
        talk: Talk,
        transcripts: Transcripts,
        on_failure: Optional[OnFailure] = None,
        channel: str = "signpost",
        on_turn: Optional[OnTurn] = None,
    ) -> None:
        self._channel = channel
        self._settings = settings
        self._admit = admit
        self._talk = talk
        self._transcripts = transcripts
        self._on_failure = on_failure
        self._on_turn = on_turn
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._running: dict[tuple[str, str], asyncio.Task[tuple[Turn, bool]]] = {}

    def hear(self, conversation: str, text: str, choice: str, lang: Optional[str] = None) -> Heard:
        """What was typed, or chosen with a button. RAISES Problem when it cannot be used.

        A choice that this conversation never offered is read as if it had been typed.
        """
        if choice:
            label = self._offered(conversation, choice, lang)
            if label is not None:
                return Heard(label, "/choose" + json.dumps({"value": choice}), lang=lang)
        return self.type(text or choice, lang)

    def type(self, raw: str, lang: Optional[str] = None) -> Heard:
        """What was typed, through the door. RAISES Problem when it cannot be used."""
        # Lone surrogates, which JSON can carry, cannot be stored or sent on.
        raw = raw.encode("utf-8", "replace").decode()
        if not raw.strip():
            raise Problem("empty")
        if len(raw) > self._settings.max_length:
            raise Problem("too_long")
        entry = self._admit(raw)
        if entry.problem:
            raise Problem(entry.problem if entry.problem in ("empty", "too_long") else "unreadable")
        # Rasa reads text with a slash in front as an intent; typed words never are one.
        message = re.sub(r"^[\s/]+", "", entry.text)
        if not message:
            raise Problem("unreadable")
        return Heard(entry.text, message, entry.place, lang)

    async def take(self, conversation: str, heard: Heard, key: str) -> tuple[Turn, bool]:
        """Takes the turn, or finds the one already taken with this key.

        RETURNS the turn, and whether it had been taken before. RAISES Problem when too many
        wait. The turn is finished and kept even when the caller is cancelled: a browser that
        lost its connection finds it there when it asks again.
        """
        running = self._running.get((conversation, key))
        if running is None:
            if len(self._running) >= self._settings.max_waiting:
                raise Problem("unavailable", {"Retry-After": "10"})
            running = asyncio.create_task(self._take(conversation, heard, key))
            self._running[conversation, key] = running
            running.add_done_callback(lambda _: self._running.pop((conversation, key), None))
        return await asyncio.shield(running)

    async def once(self, conversation: str, heard: Heard) -> Reply:
        """The reply to words that belong to no conversation: nothing is kept."""
        return await self._reply(conversation, heard, 1)

    async def _take(self, conversation: str, heard: Heard, key: str) -> tuple[Turn, bool]:
        lock = self._locks.setdefault(conversation, asyncio.Lock())
        async with lock:
            turns = self._transcripts.get(conversation) or []
            for turn in turns:
                if turn.key == key:
                    return turn, True
            number = turns[-1].number + 1 if turns else 1
            reply = await self._reply(conversation, heard, number)
            turn = self._transcripts.add(conversation, key, heard.shown, reply)
        if reply["outcome"] == "error" and self._on_failure:
            self._on_failure(conversation, turn)
        if self._on_turn:
            self._on_turn(conversation, [*turns, turn])
        return turn, False

    async def _reply(self, conversation: str, heard: Heard, number: int) -> Reply:
        lang = heard.lang or self._settings.lang
        sentence = page_words(lang)("said_nothing")
        person = contact(self._settings.in_language(lang))
        metadata = {
            "place": heard.place, "lang": heard.lang, "turn": number, "channel": self._channel,
        }  # fmt: skip
        try:
            messages = await asyncio.wait_for(
                self._talk(heard.message, conversation, metadata), self._settings.turn_seconds
            )
            return from_messages(messages, sentence, person, lang)
        except Exception as fault:
            # The fault's own words may hold the citizen's, so only its kind is logged.
            logger.error("A turn failed: %s in conversation %s.", type(fault).__name__, number)
            return failed(sentence, person, lang)

    def _offered(self, conversation: str, choice: str, lang: Optional[str]) -> Optional[str]:
        """The label of the newest button in this conversation that sends `choice`."""
        if not CHOICE.fullmatch(choice):
            raise Problem("bad_request")
        if choice == PERSON:
            return page_words(lang or self._settings.lang)("person_title")
        for turn in reversed(self._transcripts.get(conversation) or []):
            ask = turn.reply["ask"]
            offers = [(other["label"], other["value"]) for other in turn.reply["alternatives"]]
            buttons = [*turn.reply["others"], *(ask["options"] if ask else ())]
            offers += [(button["label"], button["value"]) for button in buttons]
            for label, value in offers:
                if value == choice:
                    return label
        return None


def form_key(key: str, heard: Heard) -> str:
    """The key of a form's sending: the same form with other words is another sending, as when
    someone goes back and changes what they wrote.
    """
    return f"{key}:{hashlib.sha256(heard.message.encode()).hexdigest()[:12]}"


def contact(settings: ChannelSettings) -> Contact:
    """The council's own way to reach a person, as its phone is answered now."""
    return open_now(
        {
            "name": settings.council_name,
            "url": settings.council_url or None,
            "phone": settings.council_phone or None,
            "open": None,
            "hours": None,
        },
        settings,
    )


def open_now(found: Contact, settings: ChannelSettings) -> Contact:
    """A way to reach a person as its phone is answered now: a reply tells how it was then."""
    desks = settings.desks
    own = found["name"] == settings.council_name
    desk = (desks.own if own else desks.named(found["name"])) if desks else None
    at = desk.at(here_and_now()) if desk else None
    hours = say(at[1], settings.lang) if at else None
    return {**found, "open": at[0] if at else None, "hours": hours}
