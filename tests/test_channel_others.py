"""Rasa's other channels: the same door, the same limits, and never silence."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from channel_visitor import Server, Visitor
from channel_world import FELPERSHAM, SETTINGS, admit
from rasa.core.channels.channel import UserMessage
from sanic import Sanic

from bot.channel.others import others, register

pytestmark = pytest.mark.slow  # Rasa's own channels are imported
_names = count(1)


class Agent:
    """Plays Rasa's agent: keeps what it was told, and says it back."""

    def __init__(self) -> None:
        self.heard: list[UserMessage] = []

    async def handle_message(self, message: UserMessage) -> None:
        """Answers, fails or is silent."""
        self.heard.append(message)
        if "crash" in str(message.text):
            raise RuntimeError("secret words")
        if "silent" not in str(message.text):
            await message.output_channel.send_response(message.sender_id, {"text": "I see."})


@pytest.fixture
def channel(tmp_path: Path) -> Iterator[tuple[Visitor, Agent, list[tuple[str, str]]]]:
    """A sender on Rasa's REST channel: (visitor, agent, silences entered)."""
    (tmp_path / "credentials.yml").write_text(
        "bot.channel.web.SignpostInput: {}\nrest: {}\n", encoding="utf-8"
    )
    app = Sanic(f"others-{next(_names)}", configure_logging=False)
    app.ctx.agent = Agent()
    silences: list[tuple[str, str]] = []
    settings = dataclasses.replace(SETTINGS, rate_conversation="5/hour")
    channels = others(tmp_path / "credentials.yml")
    register(app, channels, settings, admit, lambda *told: silences.append(told))
    server = Server(app)
    yield Visitor(server), app.ctx.agent, silences
    server.stop()


def say(visitor: Visitor, text: Any, **more: Any) -> list[dict[str, Any]]:
    """What comes back for a message."""
    body = {"sender": "+447700900123", "message": text, **more}
    found = visitor.send("POST", "/webhooks/rest/webhook", json=body)
    assert found.status_code == 200
    return list(found.json())


def test_our_own_channel_is_not_made_twice(tmp_path: Path) -> None:
    """It is served anyway; and a file that isn't there lists none."""
    (tmp_path / "credentials.yml").write_text(
        "bot.channel.web.SignpostInput: {}\n", encoding="utf-8"
    )
    assert others(tmp_path / "credentials.yml") == []
    assert others(tmp_path / "none.yml") == []


def test_a_message_passes_the_door(channel: Any) -> None:
    """Names out, the place found; what the sender claims besides is not believed."""
    visitor, agent, _ = channel
    claim = {"metadata": {"place": {"evil": 1}}, "input_channel": "signpost"}
    (reply,) = say(visitor, "I am Jane Doe of FX1", **claim)
    assert reply["text"] == "I see."
    (heard,) = agent.heard
    assert heard.text == "I am [name] of FX1"
    assert heard.metadata == {"place": FELPERSHAM}
    assert heard.input_channel == "rest"


@pytest.mark.parametrize("text", ["/restart", " //choose{}", "\u00a0/restart"])
def test_typed_words_are_never_a_command(channel: Any, text: str) -> None:
    """Rasa reads a slash in front as an intent."""
    visitor, agent, _ = channel
    say(visitor, text)
    assert not agent.heard[0].text.startswith("/")


@pytest.mark.parametrize("text", ["\x00", "/", "//"])
def test_what_cannot_be_read_is_answered(channel: Any, text: str) -> None:
    """With what to do, without troubling the dialogue."""
    visitor, agent, _ = channel
    (reply,) = say(visitor, text)
    assert reply["text"] == "We could not read your message. Type it again in plain words."
    assert agent.heard == []


@pytest.mark.parametrize("text", ["silent", "crash"])
def test_silence_becomes_a_sentence(channel: Any, text: str, caplog: Any) -> None:
    """And is entered; the log holds no words."""
    visitor, _, silences = channel
    (reply,) = say(visitor, text)
    assert reply["text"].startswith("Sorry, something went wrong")
    assert silences == [("+447700900123", "rest")]
    assert "secret words" not in caplog.text


def test_one_sender_cannot_flood(channel: Any) -> None:
    """The sixth message of an hour is answered without the dialogue."""
    visitor, agent, _ = channel
    for _ in range(5):
        say(visitor, "bin")
    (reply,) = say(visitor, "bin")
    assert reply["text"].startswith("You have sent a lot of messages")
    assert len(agent.heard) == 5
