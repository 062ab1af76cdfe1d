"""A turn: what is heard, that it happens once, and that there is always an answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from channel_world import FELPERSHAM, SETTINGS, Dialogue, admit

from bot.channel.problems import Problem
from bot.channel.settings import ChannelSettings
from bot.channel.transcripts import MemoryTranscripts, Turn
from bot.channel.turns import Heard, Turns, form_key


class World:
    """Turns with a scripted dialogue and all it was told."""

    def __init__(self, settings: ChannelSettings = SETTINGS) -> None:
        self.dialogue = Dialogue()
        self.failures: list[tuple[str, Turn]] = []
        self.transcripts = MemoryTranscripts(3600, 10, 10)
        self.turns = Turns(
            settings, admit, self.dialogue.talk, self.transcripts,
            lambda conversation, turn: self.failures.append((conversation, turn)),
        )  # fmt: skip

    async def say(self, text: str, key: str = "key-1", choice: str = "") -> Turn:
        """One turn of conversation "c"."""
        turn, _ = await self.turns.take("c", self.turns.hear("c", text, choice), key)
        return turn


Run = Callable[[Coroutine[Any, Any, Any]], Any]
run: Run = asyncio.run


def test_what_the_door_took_out_goes_nowhere():
    """Neither the dialogue nor the transcript sees it."""
    world = World()
    turn = run(world.say("I am Jane Doe and my bin is full"))
    assert "Jane" not in repr(world.dialogue.heard)
    assert turn.said == "I am [name] and my bin is full"
    assert "Jane" not in repr(world.transcripts.get("c"))


def test_the_place_and_the_turn_go_along():
    """Rasa's metadata has what the door found, the language and the number of the turn."""
    world = World()
    run(world.say("hello"))
    run(world.say("FX1 2AB", "key-2"))
    assert [metadata for _, _, metadata in world.dialogue.heard] == [
        {"place": None, "lang": None, "turn": 1, "channel": "signpost"},
        {"place": FELPERSHAM, "lang": None, "turn": 2, "channel": "signpost"},
    ]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("/restart", "restart"),
        (" \t//  /choose{}", "choose{}"),
        ("\x1f/restart", "restart"),  # which str.strip() takes away, as Rasa does
        ("a/b", "a/b"),
    ],
)
def test_typed_words_are_never_a_payload(typed: str, message: str):
    """Rasa reads a slash in front as an intent, so it is not sent on."""
    assert World().turns.type(typed).message == message


def test_an_offered_choice_is_sent_as_a_choice_and_shown_by_its_label():
    """The label is the one the button had."""
    world = World()
    run(world.say("my bin"))
    turn = run(world.say("", "key-2", choice="missed-bin"))
    assert turn.said == "Report a missed bin collection"
    assert world.dialogue.heard[-1][0] == '/choose{"value": "missed-bin"}'


def test_a_choice_never_offered_is_read_as_words():
    """Nobody can put words past the door by calling them a choice."""
    world = World()
    turn = run(world.say("", choice="Jane Doe"))
    assert turn.said == "[name]"
    assert world.dialogue.heard == [
        ("[name]", "c", {"place": None, "lang": None, "turn": 1, "channel": "signpost"})
    ]


@pytest.mark.parametrize("choice", ["a" * 81, "missed-bin\n", '"}', "é", "a/b"])
def test_a_choice_is_bounded(choice: str):
    """Only what a button of ours can hold is taken for a choice."""
    with pytest.raises(Problem, match="bad_request"):
        World().turns.hear("c", "", choice)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        (" \n\t\u2003", "empty"),
        ("x" * 1001, "too_long"),
        ("\x00", "unreadable"),
        ("///", "unreadable"),
    ],
)
def test_what_cannot_be_used_is_named(typed: str, code: str):
    """The citizen is told what to change; the dialogue is not troubled."""
    with pytest.raises(Problem, match=code):
        World().turns.type(typed)


def test_half_a_character_is_replaced():
    """JSON can carry half of a pair, which nothing after the door could store."""
    assert World().turns.type("bin \ud83d").message == "bin ?"


def test_the_same_key_is_answered_once():
    """Sent again, one after the other or both at once, it is the same turn."""
    world = World()

    async def twice() -> list[Turn]:
        both = await asyncio.gather(world.say("hello"), world.say("hello"))
        return [*both, await world.say("hello")]

    turns = run(twice())
    assert {turn.number for turn in turns} == {1}
    assert len(world.dialogue.heard) == 1


def test_messages_of_one_conversation_wait_for_each_other():
    """Rasa sees one at a time, in the order in which they came."""
    world = World()
    world.dialogue.delay = 0.01
    inside = 0

    async def talk(message: str, conversation: str, metadata: dict[str, Any]) -> list[Any]:
        nonlocal inside
        inside += 1
        assert inside == 1
        found = await world.dialogue.talk(message, conversation, metadata)
        inside -= 1
        return found

    world.turns._talk = talk

    async def several() -> list[Turn]:
        return list(await asyncio.gather(*(world.say(f"hello {n}", f"key-{n}") for n in range(5))))

    assert [turn.number for turn in run(several())] == [1, 2, 3, 4, 5]
    assert [heard[0] for heard in world.dialogue.heard] == [f"hello {n}" for n in range(5)]


def test_a_lost_connection_loses_no_turn():
    """A caller that went away finds the turn when it asks again."""
    world = World()
    world.dialogue.delay = 0.02

    async def hang_up_and_ask_again() -> Turn:
        first = asyncio.create_task(world.say("hello"))
        await asyncio.sleep(0.005)
        first.cancel()
        return await world.say("hello")

    assert run(hang_up_and_ask_again()).number == 1
    assert len(world.dialogue.heard) == 1


@pytest.mark.parametrize("text", ["silent", "crash", "slow"])
def test_a_failed_turn_gets_a_sentence(text: str, caplog: pytest.LogCaptureFixture):
    """An empty list, an exception and a time-out all end in words and a way to a person; the log
    has no word of the citizen's.
    """
    world = World(ChannelSettings(council_phone="0300", turn_seconds=0.02))
    with caplog.at_level(logging.DEBUG, logger="bot"):
        turn = run(world.say(f"{text} aardvark"))
    assert turn.reply["outcome"] == "error"
    assert "something went wrong" in turn.reply["say"][0]
    assert turn.reply["contact"]["phone"] == "0300"
    assert world.failures == [("c", turn)]
    assert "aardvark" not in caplog.text


def test_too_many_waiting_are_turned_away():
    """The service says that it is busy instead of piling up work."""
    world = World(ChannelSettings(max_waiting=2))
    world.dialogue.delay = 0.02

    async def crowd() -> list[Any]:
        sent = (world.turns.take(f"c{n}", Heard("hello", "hello"), f"key-{n}") for n in range(3))
        return list(await asyncio.gather(*sent, return_exceptions=True))

    found = run(crowd())
    assert [isinstance(each, Problem) for each in found] == [False, False, True]
    assert found[2].code == "unavailable"


def test_words_without_a_conversation_leave_nothing():
    """The stateless answer is in no transcript."""
    world = World()
    reply = run(world.turns.once("c", world.turns.type("hello")))
    assert reply["outcome"] == "smalltalk"
    assert world.transcripts.get("c") is None


def test_the_same_form_with_other_words_is_another_sending():
    """Someone who went back and changed what they wrote is heard."""
    assert form_key("key", Heard("a", "a")) == form_key("key", Heard("a", "a"))
    assert form_key("key", Heard("a", "a")) != form_key("key", Heard("b", "b"))
