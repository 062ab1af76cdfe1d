"""The channel inside Rasa: registered as `rasa run` does it, a form reaches the agent and back."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from channel_visitor import Server, Visitor
from channel_world import FELPERSHAM, POTHOLE, SETTINGS, admit
from sanic import Sanic

pytestmark = pytest.mark.slow


def test_rasa_registers_it_and_is_heard():
    """Its path stands beside Rasa's /webhooks/, and the agent gets text, id, channel and metadata;
    an agent that says nothing is answered for.
    """
    from rasa.core.channels.channel import UserMessage, register

    from bot.channel.web import SignpostInput

    heard: list[UserMessage] = []

    async def handle(message: UserMessage) -> None:
        heard.append(message)
        if "pothole" in message.text:
            reply: Any = message.output_channel
            await reply.send_response(message.sender_id, {"custom": POTHOLE})

    app = Sanic("channel-in-rasa", configure_logging=False)
    loaded = False
    app.ctx.agent = SimpleNamespace(handle_message=handle, is_ready=lambda: loaded)
    channel = SignpostInput(SETTINGS, admit)
    register([channel], app, route="/webhooks/")
    server = Server(app)
    try:
        visitor = Visitor(server)
        assert visitor.send("GET", "/ask/health").status_code == 503
        loaded = True
        assert visitor.send("GET", "/ask/health").status_code == 200
        page = visitor.say("pothole in FX1")
        assert "https://www.gov.uk/report-pothole" in page.links
        assert "something went wrong" in visitor.say("nothing", page).words
        desk = channel.parts.turns_as("adviser")
        server.run(desk.once("call", desk.type("pothole")))
    finally:
        server.stop()
    assert heard[0].text == "pothole in FX1"
    assert heard[0].input_channel == "signpost"
    assert heard[0].metadata == {
        "place": FELPERSHAM,
        "lang": "en",
        "turn": 1,
        "channel": "signpost",
    }
    assert (heard[2].input_channel, heard[2].sender_id) == ("adviser", "call")
    assert heard[0].sender_id == heard[1].sender_id
    assert heard[0].sender_id != visitor.http.cookies["signpost"]


def test_rasa_can_make_it_from_its_credentials():
    """`rasa run` gives it what credentials.yml says: nothing."""
    from bot.channel.web import SignpostInput

    found = SignpostInput.from_credentials({})
    assert found.name() == "signpost"
    assert found.url_prefix() == "/ask"
