"""Replies as plain text, for SMS and for a copy."""

from __future__ import annotations

import pytest
from channel_world import EMERGENCY, GAP, LANDLORD, POTHOLE, WHERE

from bot.channel.plain import pieces, plain_text


def test_an_answer_reads_as_text():
    """Service, owner, address, number, reason, notes and other bodies, in that order."""
    assert plain_text(POTHOLE) == (
        "Borsetshire County Council looks after the road outside your house.\n\n"
        "Report a pothole\nBorsetshire County Council\n"
        "https://www.gov.uk/report-pothole\n0300 555 0123\nOpen now until 5pm.\n\n"
        "In Felpersham two councils share the work. The county council looks after roads.\n\n"
        "What you’ll need:\n- Where it is: the road and the nearest house\n"
        "- A photo, if it is safe\n\nCost: Free\n\nIt takes about 5 minutes online.\n\n"
        "If the hole could cause an accident today, phone instead of reporting it online.\n\n"
        "National Highways (motorways and main A roads)\n"
        "https://www.nationalhighways.example/\n0300 555 0199"
    )


def test_a_question_comes_once_with_its_choices():
    """A question that the sentences already ask is not asked twice."""
    assert plain_text(WHERE).count("Where is the pothole?") == 1
    assert plain_text(WHERE).endswith("Where is the pothole?")
    assert plain_text(LANDLORD).endswith(
        "Who do you rent your home from?\n\n1. The council\n2. A housing association\n"
        "3. A private landlord or letting agent\n4. I own my home"
    )


def test_an_emergency_comes_first():
    """The number stands before everything else."""
    assert plain_text(EMERGENCY).startswith("Call 999 now if anyone is in danger\n")
    assert plain_text(EMERGENCY).split("\n\n")[0].endswith("\nCall 0800 555 0111")


@pytest.mark.parametrize(
    ("label", "line"), [("Samaritans", "Samaritans: 116 123"), (None, "116 123")]
)
def test_an_emergency_number_says_whose_it_is(label: str | None, line: str):
    """Where a name is known."""
    alarm = {"title": "Get help now", "text": "", "phone": "116 123", "phone_label": label}
    assert plain_text({**EMERGENCY, "emergency": alarm}).startswith(f"Get help now\n{line}\n")


def test_a_gap_names_who_to_ask():
    """Without a service or a question, the way to a person stands at the end."""
    assert plain_text(GAP).endswith(
        "Borsetshire County Council\nhttps://www.borsetshire.example/contact\n0300 555 0100"
    )


@pytest.mark.parametrize(
    ("text", "size", "found"),
    [
        ("", 10, []),
        ("short", 10, ["short"]),
        ("one two three", 8, ["one two", "three"]),
        ("one\ntwo three", 9, ["one", "two three"]),
        ("aa bb\n\ncc dd", 9, ["aa bb", "cc dd"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
    ],
)
def test_long_texts_are_cut_where_it_hurts_least(text: str, size: int, found: list[str]):
    """Between paragraphs, else lines, else words, else anywhere."""
    assert pieces(text, size) == found
