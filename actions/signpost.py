"""The one action: what was said and what is remembered go in, the reply and the memory come out."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace
from typing import Any, Dict, List

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.assistant import Assistant, assistant
from bot.channel.plain import plain_text
from bot.channel.sms import cut
from bot.handover.notice import About, Exchange
from bot.memory import Memory
from bot.redact import redact
from bot.reply import Reply

logger = logging.getLogger(__name__)

#: Our own channels, which draw the reply themselves; all others get plain text.
OWN_CHANNELS = ("signpost", "adviser")


class ActionSignpost(Action):
    """Decides and says the next step of every conversation."""

    def name(self) -> str:
        return "action_signpost"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]
    ) -> List[Dict[str, Any]]:
        """One turn. The ledger gets its entry here, after the reply is decided."""
        turn: Assistant = assistant()
        lang = turn.language(tracker.latest_message, tracker.get_slot("lang"))
        reply, memory = turn.turn(
            tracker.latest_message,
            tracker.get_slot("memory"),
            conversation=tracker.sender_id,
            channel=tracker.get_latest_input_channel() or "unknown",
            lang=lang,
        )
        if tracker.get_latest_input_channel() in OWN_CHANNELS:
            dispatcher.utter_message(json_message=reply.to_dict())
        else:
            self._hand_over(turn, tracker, reply, memory, lang)
            for piece in cut(plain_text(reply.to_dict())):
                dispatcher.utter_message(text=piece)
        return [SlotSet("memory", memory.to_dict()), SlotSet("lang", lang)]

    def _hand_over(
        self, turn: Assistant, tracker: Tracker, reply: Reply, memory: Memory, lang: str
    ) -> None:
        """Tells the live chat when a person is needed; our own channel does so itself."""
        if turn.person:
            about = About(tracker.get_latest_input_channel() or "unknown", lang)
            identity = hashlib.sha256(f"{tracker.sender_id} {memory.number}".encode()).hexdigest()
            turns = _exchanges(tracker, reply, turn, memory)
            if len(turns) > 1:  # two turns in a row may be what needs a person
                before = Memory.from_dict(tracker.get_slot("memory")).outcome
                turns[-2] = replace(turns[-2], reply={**turns[-2].reply, "outcome": before})
            turn.needs_person(turns, about, identity[:32])


def _exchanges(tracker: Tracker, reply: Reply, turn: Assistant, memory: Memory) -> List[Exchange]:
    """What was said so far on a channel of others, the words redacted once more."""
    label = turn.catalogue.needs[memory.need].label if memory.need else None
    known = {"need": {"id": memory.need, "label": label}} if label else {}
    found: List[Exchange] = []
    for event in tracker.events:
        text = event.get("text") or ""
        if event.get("event") == "user":
            found.append(Exchange(redact(text).text, "", known))
        elif event.get("event") == "bot" and found:
            answer = "\n\n".join(filter(None, (found[-1].answer, text)))
            found[-1] = replace(found[-1], answer=answer)
    if not found:
        return []
    given = reply.to_dict()
    said = {key: value for key, value in given.items() if value}
    return [*found[:-1], replace(found[-1], answer=plain_text(given), reply={**known, **said})]
