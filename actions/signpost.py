"""The one action: what was said and what is remembered go in, the reply and the memory come out."""

from __future__ import annotations

import logging
from typing import Any, Dict, List

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.assistant import Assistant, assistant
from bot.channel.plain import plain_text
from bot.channel.sms import cut

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
            for piece in cut(plain_text(reply.to_dict())):
                dispatcher.utter_message(text=piece)
        return [SlotSet("memory", memory.to_dict()), SlotSet("lang", lang)]
