"""The one action: who needs a person on a channel of others is told to the live chat, once."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import signpost
from actions.signpost import ActionSignpost
from bot.assistant import Assistant
from bot.settings import load

Post = tuple[str, dict[str, Any], Optional[str]]


class Chat:
    """The live chat's webhook: keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[Post] = []

    def post(self, kind: str, data: dict[str, Any], identity: Optional[str] = None) -> bool:
        """Takes everything."""
        self.told.append((kind, data, identity))
        return True


@pytest.fixture(scope="module")
def turn() -> Assistant:
    """An assistant over the built catalogue, without a ledger."""
    return Assistant(load({"SIGNPOST_MODELS": str(Path(__file__).parent / "none")}))


@pytest.fixture
def chat(turn: Assistant, monkeypatch: pytest.MonkeyPatch) -> Chat:
    """A live chat that the action's assistant knows."""
    made = Chat()
    monkeypatch.setattr(turn, "person", made)
    monkeypatch.setattr(signpost, "assistant", lambda: turn)
    return made


PERSON = {"intent": {"name": "person"}}
POTHOLE = {
    "intent": {"name": "need"},
    "understanding": {"decision": "answer", "needs": [["pothole", 0.9]]},
}
LOST = {"intent": {"name": "not_understood"}}


class Conversation:
    """A conversation as Rasa keeps it: events, slots, and the newest message."""

    def __init__(self, channel: str, sender: str = "+447700900123") -> None:
        self.channel, self.sender = channel, sender
        self.events: list[dict[str, Any]] = []
        self.slots: dict[str, Any] = {"memory": None, "lang": None}

    def say(self, text: str, parse: dict[str, Any]) -> list[dict[str, Any]]:
        """What the action says to a message that was understood so."""
        self.events.append({"event": "user", "text": text})
        latest = {"text": text, "entities": [], **parse}
        tracker = Tracker(
            self.sender, self.slots, latest, self.events, False, None, {}, "action_listen"
        )
        tracker.get_latest_input_channel = lambda: self.channel  # type: ignore[method-assign]
        dispatcher = CollectingDispatcher()
        for event in ActionSignpost().run(dispatcher, tracker, {}):
            self.slots[event["name"]] = event["value"]
        for message in dispatcher.messages:
            self.events.append({"event": "bot", "text": message.get("text")})
        said: list[dict[str, Any]] = dispatcher.messages
        return said


def test_asking_for_a_person_by_text_message_tells_the_live_chat(chat: Chat) -> None:
    """Why, about what, on which channel, and what was said; of the reply, too."""
    talk = Conversation("rest")
    talk.say("there is a pothole", POTHOLE)
    assert chat.told == []
    said = talk.say("a person please", PERSON)
    ((kind, data, _),) = chat.told
    assert kind == "handover.requested"
    assert (data["reason"], data["channel"], data["language"]) == ("asked_for_person", "rest", "en")
    assert data["need"]["id"] == "pothole"
    assert "Report a pothole" in data["summary"]
    assert [m["text"] for m in data["messages"] if m["from"] == "citizen"] == [
        "there is a pothole",
        "a person please",
    ]
    answers = [m["text"] for m in data["messages"] if m["from"] == "assistant"]
    assert len(answers) == 2
    assert all(answers)
    first_line = said[0]["text"].splitlines()[0]
    assert answers[-1].replace("’", "'").startswith(first_line)


def test_two_messages_not_understood_need_a_person(chat: Chat) -> None:
    """One does not."""
    talk = Conversation("twilio")
    talk.say("qwrt", LOST)
    assert chat.told == []
    talk.say("zxcv", LOST)
    assert [data["reason"] for _, data, _ in chat.told] == ["not_understood"]


def test_an_answer_needs_nobody(chat: Chat) -> None:
    """Nothing is told."""
    Conversation("rest").say("there is a pothole", POTHOLE)
    assert chat.told == []


def test_words_are_redacted_once_more(chat: Chat) -> None:
    """What a channel of others kept from before the door is not told on."""
    talk = Conversation("rest")
    talk.events.append({"event": "user", "text": "I am on 07700 900456"})
    talk.events.append({"event": "bot", "text": "Hello."})
    talk.say("call jo@example.com, a person please", PERSON)
    told = str(chat.told)
    assert "900456" not in told
    assert "jo@example.com" not in told
    assert "[email]" in told


@pytest.mark.parametrize("channel", ["signpost", "adviser"])
def test_our_own_channels_tell_it_themselves(chat: Chat, channel: str) -> None:
    """There the reply goes on as data, and the action posts nothing."""
    said = Conversation(channel).say("a person please", PERSON)
    assert chat.told == []
    assert [message["custom"]["outcome"] for message in said] == ["person"]


def test_the_same_turn_told_again_is_known_as_a_copy(chat: Chat) -> None:
    """Its identity comes from sender and turn, gives neither away, and the next turn's differs."""
    for _ in range(2):
        Conversation("rest").say("a person please", PERSON)
    talk = Conversation("rest")
    talk.say("a person please", PERSON)
    talk.say("a person please", PERSON)
    Conversation("rest", "another").say("a person please", PERSON)
    identities = [str(identity) for _, _, identity in chat.told]
    assert identities[0] == identities[1] == identities[2]
    assert len(set(identities)) == 3
    assert all(len(one) == 32 and "7700" not in one for one in identities)


def test_without_a_live_chat_the_citizen_is_answered_all_the_same(
    chat: Chat, turn: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a way to reach a person."""
    monkeypatch.setattr(turn, "person", None)
    assert Conversation("rest").say("a person please", PERSON)[0]["text"]
    assert chat.told == []


def test_memory_and_language_are_kept_for_the_next_turn(chat: Chat) -> None:
    """As slots; Welsh words turn the conversation to Welsh, and it is told so."""
    talk = Conversation("rest")
    talk.say("mae twll yn y ffordd y tu allan i fy nhŷ", POTHOLE)
    assert talk.slots["lang"] == "cy"
    assert talk.slots["memory"]["need"] == "pothole"
    talk.say("...", PERSON)
    assert chat.told[-1][1]["language"] == "cy"
    assert talk.slots["memory"]["number"] == 2
