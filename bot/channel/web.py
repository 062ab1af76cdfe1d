"""Signpost as a Rasa input channel: the thin end between our routes and Rasa's agent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Optional

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint

from bot.channel.handover import HandOver
from bot.channel.parts import OnFeedback, Parts
from bot.channel.routes import blueprint
from bot.channel.settings import ChannelSettings
from bot.channel.transcripts import Transcripts
from bot.channel.turns import Admit, OnFailure
from bot.channel.wiring import (
    channel_settings,
    door,
    enter_failure,
    enter_verdict,
    hand_over,
    switch,
    transcripts,
)
from bot.settings import Settings, load


class SignpostInput(InputChannel):
    """The web page and JSON API, as a channel of Rasa.

    admit: the door, raw text -> Admitted. The rest as channel.parts.Parts has it. `parts` is there
    once the blueprint is made: the staff's pages share it.
    """

    parts: Parts

    def __init__(
        self,
        settings: ChannelSettings,
        admit: Admit,
        kept: Optional[Transcripts] = None,
        on_feedback: Optional[OnFeedback] = None,
        on_failure: Optional[OnFailure] = None,
        handover: Optional[HandOver] = None,
        off: Optional[Callable[[], str]] = None,
    ) -> None:
        self._off = off
        self.settings = settings
        self._admit = admit
        self._kept = kept
        self._on_feedback = on_feedback
        self._on_failure = on_failure
        self._handover = handover

    @classmethod
    def name(cls) -> str:
        """The channel's name in Rasa's trackers."""
        return "signpost"

    @classmethod
    def from_settings(
        cls,
        settings: Settings,
        on_feedback: Optional[OnFeedback] = None,
        on_failure: Optional[OnFailure] = None,
    ) -> SignpostInput:
        """With the installation's settings, door and stores."""
        ours = channel_settings(settings)
        kept = transcripts(settings.transcripts, ours)
        return cls(
            ours,
            door(),
            kept,
            on_feedback or enter_verdict,
            on_failure or enter_failure,
            hand_over(settings),
            switch(settings),
        )

    @classmethod
    def from_credentials(cls, credentials: Optional[dict[str, Any]]) -> SignpostInput:
        """For `rasa run`: the installation's settings; credentials.yml has nothing to add."""
        return cls.from_settings(load())

    def url_prefix(self) -> str:
        """Absolute, so that Rasa's own prefix "/webhooks/" gives way to it."""
        return self.settings.path

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Every route of the channel; messages go to `on_new_message`."""

        async def talk(text: str, conversation: str, metadata: dict[str, Any]) -> list[Any]:
            output = CollectingOutputChannel()
            channel = metadata.get("channel") or self.name()
            message = UserMessage(
                text, output, conversation, input_channel=channel, metadata=metadata
            )
            await on_new_message(message)
            return list(output.messages)

        self.parts = parts = Parts(
            self.settings,
            self._admit,
            talk,
            self._kept,
            self._on_feedback,
            self._on_failure,
            ready,
            self._handover,
            self._off,
        )
        return blueprint(parts, self.name())


def ready(app: Any) -> bool:
    """Whether Rasa's agent, when this app has one, has loaded its model."""
    agent = getattr(app.ctx, "agent", None)
    return agent is None or bool(agent.is_ready())
