"""What is said to a message that the door turns away: too long, empty, or without a word in it."""

from __future__ import annotations

from bot import answers
from bot.answers import Voice
from bot.reply import Reply

#: The door's problem to the sentence that tells what to do about it.
KEYS = {"empty": "utter_empty", "too_long": "utter_too_long", "no_words": "utter_no_words"}


def refusal(problem: str, voice: Voice) -> Reply:
    """The reply to a message that the door did not let in. `problem` is bot.door.Entry's."""
    return answers.simple("gap_not_understood", KEYS[problem], voice)
