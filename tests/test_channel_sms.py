"""Text messages: how many a text takes, and every kind of reply as one reads it on a telephone."""

from __future__ import annotations

import pytest
from channel_world import EMERGENCY, GAP, HELLO, LANDLORD, PERSON, POTHOLE, WHERE, WHICH
from hypothesis import given
from hypothesis import strategies as st

from bot.channel.plain import plain_text
from bot.channel.sms import SEGMENTS, cut, plainer, segments
from bot.model import Option
from bot.options import chosen

KINDS = [POTHOLE, WHERE, LANDLORD, WHICH, EMERGENCY, PERSON, GAP, HELLO]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("’" * 70, 1),
        ("’" * 71, 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("ŵ" + "a" * 70, 2),
    ],
)
def test_how_many_messages_a_text_takes(text: str, count: int) -> None:
    """160 letters of the telephone alphabet, 70 when any other is among them; less when joined."""
    assert segments(text) == count


def test_typographic_signs_cost_nothing() -> None:
    """Quotes and dashes become those of the telephone alphabet."""
    assert plainer("I don’t “know” – sorry…") == 'I don\'t "know" - sorry...'
    assert segments(plainer("’" * 160)) == 1


@pytest.mark.parametrize("reply", KINDS, ids=lambda reply: reply["outcome"])
def test_every_kind_of_reply_fits_and_says_the_same(reply: dict) -> None:
    """No piece is too long, and together they hold every word."""
    text = plainer(plain_text(reply))
    assert not any("\n\n" in piece for piece in cut(plain_text(reply)))
    found = cut(plain_text(reply))
    assert all(segments(piece) <= SEGMENTS for piece in found)
    assert " ".join(found).split() == text.split()


@given(st.text(st.characters(blacklist_categories=("Cs",)), max_size=1500))
def test_any_text_is_cut_to_fit_and_loses_nothing(text: str) -> None:
    """Whatever the letters."""
    found = cut(text)
    assert all(segments(piece) <= SEGMENTS for piece in found)
    assert "".join("".join(found).split()) == "".join(plainer(text).split())


@pytest.mark.parametrize("reply", [LANDLORD, WHICH], ids=lambda reply: reply["outcome"])
def test_the_numbers_shown_are_the_numbers_understood(reply: dict) -> None:
    """Each numbered line, typed as its number, chooses that line's option."""
    options = [Option(**option) for option in reply["ask"]["options"]]
    shown = [line for line in plain_text(reply).splitlines() if line[:1].isdigit()]
    assert len(shown) == len(options)
    for line, option in zip(shown, options):
        number, label = line.split(". ", 1)
        assert label == option.label
        assert chosen(number, options) == chosen(f"{number}.", options) == option.value


def test_a_long_list_is_answered_by_number_too() -> None:
    """Such as the districts of a county; a number too high chooses nothing."""
    options = [Option(f"Council {n}", f"council-{n}") for n in range(1, 16)]
    assert chosen("14", options) == "council-14"
    assert chosen("option 7", options) == "council-7"
    assert chosen("16", options) is None
    assert chosen("0", options) is None


def test_no_piece_takes_more_than_three_text_messages() -> None:
    """Whatever the alphabet: 459 basic letters, or 201 others."""
    for letters, most in (("a" * 2000, 459), ("ŵ" * 2000, 201)):
        assert max(len(piece) for piece in cut(letters)) == most
