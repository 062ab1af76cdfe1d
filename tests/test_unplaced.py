"""Facts about messages without the place they name."""

from __future__ import annotations

import pytest

from bot.unplaced import only_place, without_place


@pytest.mark.parametrize(
    ("text", "place", "rest"),
    [
        ("How do I join a library in Leeds?", "Leeds", "How do I join a library ?"),
        ("What is Bradford's tax rate", "Bradford", "What is tax rate"),
        ("find schools near HG1", "HG1", "find schools"),
        ("bins in York or Leeds", "York, Leeds", "bins or"),
        ("I live in Yorkshire", "York", "I live in Yorkshire"),
        ("no place here", "", "no place here"),
    ],
)
def test_the_place_goes_with_the_word_before_it(text: str, place: str, rest: str) -> None:
    """Names go, with "in" or "near"; longer words that begin alike stay."""
    assert without_place(text, place) == rest


@pytest.mark.parametrize("rest", ["", "I live", "it's my postcode please", "council"])
def test_what_only_announces_a_place_says_nothing_more(rest: str) -> None:
    """ "I live in Leeds" is a place and no more."""
    assert only_place(rest)


@pytest.mark.parametrize("rest", ["my bin", "outside", "council tax"])
def test_what_names_a_wish_says_more(rest: str) -> None:
    """ "Bins in Leeds" is a wish."""
    assert not only_place(rest)
