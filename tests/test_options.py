"""Facts about typed answers to a question with options."""

from __future__ import annotations

import pytest

from bot.model import Option
from bot.options import chosen

OPTIONS = (
    Option("Pay a parking fine (PCN)", "parking-fine-pay"),
    Option("Challenge a parking fine (PCN)", "parking-fine-challenge"),
    Option("Car parks and season tickets", "car-parks"),
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", "parking-fine-pay"),
        ("the second one", "parking-fine-challenge"),
        ("option 3", "car-parks"),
        ("last one", "car-parks"),
        ("Challenge a parking fine (PCN)", "parking-fine-challenge"),
        ("car parks", "car-parks"),
        ("none of these", "not-it"),
        ("something else", "not-it"),
        ("7", None),
        ("parking fine", None),  # fits two labels
        ("my bin was not emptied", None),
        ("", None),
    ],
)
def test_what_was_chosen(text: str, value: str | None) -> None:
    """A number, a label or most of one chooses; what fits two, or none, does not."""
    assert chosen(text, OPTIONS) == value


def test_words_that_may_be_a_new_wish_choose_only_by_a_whole_label() -> None:
    """Strict: nearly a label is not enough."""
    assert chosen("car parks", OPTIONS, strict=True) is None
    assert chosen("Car parks and season tickets", OPTIONS, strict=True) == "car-parks"
