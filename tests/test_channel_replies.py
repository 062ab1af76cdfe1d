"""Replies are made whole and safe, whatever the dialogue gave."""

from __future__ import annotations

from typing import Any

import pytest
from channel_world import CONTACT, EMERGENCY, POTHOLE, WHICH

from bot.channel.replies import Named, from_messages, safe_url, tidy

COUNCIL: Named = {"name": "Council", "url": "https://council.example/", "phone": "0300"}


def test_a_whole_reply_passes_unchanged():
    """What the contract says comes through."""
    found = tidy(POTHOLE, "sorry", COUNCIL)
    assert found["outcome"] == "answered"
    assert found["say"] == POTHOLE["say"]
    assert found["service"] == POTHOLE["service"]
    assert found["owner"] == POTHOLE["owner"]
    assert found["contact"] == {**CONTACT, "open": None, "hours": None}
    assert found["trace"] == POTHOLE["trace"]
    assert [other["value"] for other in found["alternatives"]] == [
        "blocked-drain", "pothole-claim", None,
    ]  # fmt: skip


def test_an_emergency_and_a_question_pass():
    """Both keep what they have."""
    emergency = tidy(EMERGENCY, "sorry", COUNCIL)["emergency"]
    assert emergency is not None
    assert emergency["phone_label"] == "Call 0800 555 0111"
    ask = tidy(WHICH, "sorry", COUNCIL)["ask"]
    assert ask is not None
    assert [option["value"] for option in ask["options"]] == [
        "missed-bin", "bin-collection-day", "new-bin",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "messages",
    [
        [],
        [{"recipient_id": "c"}],
        [{"text": ""}],
        [{"custom": None}],
        [{"custom": "words"}],
        [{"custom": []}],
    ],
)
def test_silence_becomes_a_sentence(messages: list[dict[str, Any]]):
    """Rasa's empty list, and whatever else says nothing, is an error with a way to a person."""
    found = from_messages(messages, "Sorry.", COUNCIL)
    assert found["outcome"] == "error"
    assert found["say"] == ["Sorry."]
    assert found["contact"] == COUNCIL


def test_plain_texts_are_said():
    """Texts without a reply are small talk; with one, they are said before it."""
    assert from_messages([{"text": "Hi."}], "Sorry.", COUNCIL)["say"] == ["Hi."]
    found = from_messages([{"text": "Hi."}, {"custom": POTHOLE}], "Sorry.", COUNCIL)
    assert found["say"] == ["Hi.", *POTHOLE["say"]]
    assert found["outcome"] == "answered"


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"outcome": "nonsense"},
        {"outcome": ["answered"], "say": "one"},
        {"say": [None, "", "  ", 3]},
        {"service": "x", "owner": [], "ask": 7, "emergency": "!", "contact": None},
        {"alternatives": "abc", "notes": "abc", "trace": {"a": 1}},
        {"alternatives": [1, None, {"label": ""}, {"label": "nothing to choose"}]},
        {"ask": {"question": "Which?", "options": "ab", "kind": "odd"}},
        {"ask": {"question": "Which?", "options": [1, {"label": "x"}, {"value": "y"}]}},
        {"service": {"name": " "}, "emergency": {"title": " ", "text": ""}},
    ],
)
def test_whatever_is_given_a_whole_reply_comes_out(given: dict[str, Any]):
    """Wrong types count as missing; something is always said, and a person is always reachable."""
    found = tidy(given, "Sorry.", COUNCIL)
    assert found["say"] == ["Sorry."]
    assert found["contact"] == COUNCIL
    assert found["service"] is None
    assert found["emergency"] is None
    assert found["alternatives"] == []
    assert (found["ask"] or {"options": []})["options"] == []
    assert set(found) == set(tidy(POTHOLE, "", COUNCIL))


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://www.gov.uk/report-pothole", True),
        ("http://council.example:8080/a?b=c&d=%20#e", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        (" https://council.example", False),
        ("https://council.example/\nx", False),
        ("https://council.example/\"onclick='x'", False),
        ("data:text/html,x", False),
        ("//council.example", False),
        ("/ask", False),
        ("https://", False),
        ("https://[bad", False),
        ("https://council.example/" + "a" * 3000, False),
        (None, False),
        (7, False),
    ],
)
def test_only_plain_web_addresses_become_links(url: object, safe: bool):
    """A link is never a script, and never leaves its attribute."""
    assert safe_url(url) == (url if safe else None)
