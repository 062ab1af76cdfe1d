"""Rasa's understanding without a server: load the served model, parse one message at a time."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from bot.quiet import quieten
from bot.served import served


class Engine:
    """Parses messages with the NLU pipeline of a trained model."""

    def __init__(self, agent: Any) -> None:
        self._agent = agent
        self._loop = asyncio.new_event_loop()

    @classmethod
    def load(cls, models: Path) -> Engine:
        """The served model of the folder `models`. RAISES ModelMissing when there is none."""
        path = served(models)
        quieten()
        from rasa.core.agent import Agent

        return cls(Agent.load(str(path)))

    def parse(self, text: str) -> dict[str, Any]:
        """What Rasa made of `text`, which has passed the door."""
        from rasa.core.channels.channel import UserMessage

        message = UserMessage(text)
        parsed: dict[str, Any] = self._loop.run_until_complete(
            self._agent.processor.parse_message(message)
        )
        return parsed
