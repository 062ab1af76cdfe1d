"""Rasa's understanding without a server: load the newest model, parse one message at a time."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Optional

from bot.errors import SignpostError
from bot.quiet import quieten


class ModelMissing(SignpostError):
    """No model has been trained yet."""


def newest(models: Path) -> Path:
    """The newest model in the folder `models`. RAISES ModelMissing when there is none."""
    found = sorted(models.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not found:
        raise ModelMissing(f"There is no model in {models}. Train one: python -m bot train")
    return found[-1]


def newest_name(models: Path) -> Optional[str]:
    """Name of the newest model without its ending, None when there is none."""
    try:
        return newest(models).name.removesuffix(".tar.gz")
    except ModelMissing:
        return None


class Engine:
    """Parses messages with the NLU pipeline of a trained model."""

    def __init__(self, agent: Any) -> None:
        self._agent = agent
        self._loop = asyncio.new_event_loop()

    @classmethod
    def load(cls, models: Path) -> Engine:
        """The newest model in the folder `models`. RAISES ModelMissing when there is none."""
        path = newest(models)
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
