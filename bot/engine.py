"""Rasa's understanding without a server: load the served model, parse one message at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.errors import SignpostError
from bot.quiet import quieten
from bot.served import served


class Engine:
    """Parses messages with the NLU pipeline of a trained model."""

    def __init__(self, agent: Any) -> None:
        self._agent = agent

    @classmethod
    def load(cls, models: Path) -> Engine:
        """The served model of the folder `models`. RAISES ModelMissing when there is none."""
        path = served(models)
        quieten()
        from rasa.core.agent import Agent

        from bot.runner import quicken

        quicken()
        return cls(Agent.load(str(path)))

    def parse(self, text: str) -> dict[str, Any]:
        """What Rasa made of `text`, which has passed the door."""
        from rasa.core.channels.channel import UserMessage

        parsing = self._agent.processor.parse_message(UserMessage(text))
        try:
            parsing.send(None)
        except StopIteration as done:
            parsed: dict[str, Any] = done.value
            return parsed
        # Only a model that asks a server over HTTP would wait for anything; ours are graphs.
        raise SignpostError("The model waits for something while it parses a message.")
