"""Rasa's other channels (text messages, WhatsApp and so on), from credentials.yml: each message
passes the same door and limits as on the page, and none is left without an answer.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage

from bot.channel.limits import Limiter
from bot.channel.settings import ChannelSettings
from bot.channel.sms import plainer
from bot.channel.turns import Admit
from bot.channel.words import page_words
from bot.understanding.language import plainly

logger = logging.getLogger(__name__)

Handle = Callable[[UserMessage], Awaitable[Any]]
#: What credentials.yml calls our own channel, which is served anyway.
OWN = "bot.channel.web.SignpostInput"
#: The door's problems to the words that tell what to do about them.
_REFUSED = {"empty": "problem_empty", "too_long": "problem_too_long"}


def others(credentials: Path) -> list[InputChannel]:
    """The channels that a Rasa credentials file lists beside our own; none when it isn't there."""
    if not credentials.exists():
        return []
    import rasa.shared.utils.io as files
    from rasa.core.run import _create_single_channel

    listed = files.read_config_file(credentials)
    return [_create_single_channel(name, given) for name, given in listed.items() if name != OWN]


def register(
    app: Any,
    channels: list[InputChannel],
    settings: ChannelSettings,
    admit: Admit,
    on_silence: Callable[[str, str], None],
) -> None:
    """Serves each below /webhooks/, as Rasa does.

    on_silence: told of a message that the dialogue failed to answer: (conversation, channel).
    """
    gate = Gate(settings, admit, on_silence)
    for channel in channels:
        prefix = urljoin("/webhooks/", channel.url_prefix())
        app.blueprint(channel.blueprint(gate.over(app, channel.name())), url_prefix=prefix)


class Gate:
    """What every message of another channel passes."""

    def __init__(
        self, settings: ChannelSettings, admit: Admit, on_silence: Callable[[str, str], None]
    ) -> None:
        self._settings = settings
        self._admit = admit
        self._on_silence = on_silence
        self._limiter = Limiter(settings)

    def over(self, app: Any, channel: str) -> Handle:
        """A handler of messages for one channel."""

        async def handle(message: UserMessage) -> None:
            refused = self._refused(message, channel)
            if refused:
                await self._tell(message, message.output_channel, refused)
                return
            output = message.output_channel = Watched(message.output_channel)
            try:
                await app.ctx.agent.handle_message(message)
            except Exception as fault:
                # The fault's own words may hold the citizen's, so only its kind is logged.
                logger.error("A turn on %s failed: %s.", channel, type(fault).__name__)
            if not output.said:
                self._on_silence(message.sender_id, channel)
                await self._tell(message, output, "said_nothing")

        return handle

    def _refused(self, message: UserMessage, channel: str) -> str:
        """Takes the message through the door, in place. RETURNS the key of what is wrong, or ""."""
        if self._limiter.hit("conversation", f"{channel} {message.sender_id}") is not None:
            return "problem_too_many_requests"
        raw = (message.text or "").encode("utf-8", "replace").decode()
        entry = self._admit(raw)
        # Rasa reads text with a slash in front as an intent; typed words never are one.
        message.text = re.sub(r"^[\s/]+", "", entry.text)
        # What the sender says of the message besides its words is not believed.
        message.metadata = {"place": entry.place}
        message.input_channel = channel
        if entry.problem or not message.text:
            return _REFUSED.get(entry.problem or "", "problem_unreadable")
        return ""

    async def _tell(self, message: UserMessage, output: OutputChannel, key: str) -> None:
        words = page_words(plainly(message.text or "") or self._settings.lang)
        text = words(key, max=self._settings.max_length)
        ended = text if text.endswith(".") else f"{text}."
        await output.send_response(message.sender_id, {"text": plainer(ended)})


class Watched(OutputChannel):
    """An output channel that knows whether anything was said through it."""

    def __init__(self, inner: OutputChannel) -> None:
        self._inner = inner
        self.said = False

    def name(self) -> str:
        """The name of the channel behind."""
        return str(self._inner.name())

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Passes a message on."""
        self.said = True
        await self._inner.send_response(recipient_id, message)
