"""A whole conversation by text message: Rasa's REST channel stands for any without cards."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator

import pytest
from served import TURN, served

from bot.channel.sms import SEGMENTS, segments

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running assistant with Rasa's REST channel beside the page."""
    folder = tmp_path_factory.mktemp("served")
    credentials = folder / "credentials.yml"
    credentials.write_text("rest: {}\n", encoding="utf-8")
    with served(folder, SIGNPOST_CREDENTIALS=str(credentials)) as found:
        yield found


def say(address: str, sender: str, text: str) -> str:
    """The reply, its pieces joined."""
    request = urllib.request.Request(
        f"{address}/webhooks/rest/webhook",
        data=json.dumps({"sender": sender, "message": text}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=TURN) as answer:
        found = json.load(answer)
    assert found
    assert all(set(piece) == {"recipient_id", "text"} for piece in found)
    assert all(segments(piece["text"]) <= SEGMENTS for piece in found)
    return "\n\n".join(piece["text"] for piece in found)


def test_a_choice_by_number_then_a_place(address: str) -> None:
    """Numbered options; the number chooses; the place answers; owner, link and reason come."""
    asked = say(address, "one", "parking fine")
    assert "\n1. " in asked
    line = next(line for line in asked.splitlines() if "Pay a parking fine" in line)
    where = say(address, "one", line.split(".")[0])
    assert "1." in where or "?" in where
    answer = say(address, "one", "Leeds")
    if "1. " in answer:
        answer = say(address, "one", "1")
    assert "Leeds City Council" in answer
    assert "https://" in answer


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I can smell gas", "0800 111 999"),
        ("I want to speak to a person", "01234 567890"),
        ("qwrt zxcv", "did not understand"),
        ("hello", "Tell me what you need"),
        ("my bin was not emptied in York", "City of York Council"),
    ],
)
def test_every_kind_of_reply_is_whole(address: str, text: str, wanted: str) -> None:
    """Danger, a person, a gap, a greeting, an answer."""
    assert wanted in say(address, f"sender {text}", text)


def test_two_senders_are_two_conversations(address: str) -> None:
    """What one said is not known to the other."""
    assert "1. " in say(address, "first", "parking fine")
    assert "Leeds City Council" not in say(address, "second", "1")
