"""Facts about typing errors put in on purpose, and how the fall is counted."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.evaluation import typing_errors
from bot.evaluation.cases import Case
from bot.evaluation.metrics import Judged
from bot.evaluation.robustness import Robustness, measure
from bot.evaluation.typing_errors import BESIDE, spoil, spoilt

TEXT = "report a pothole in my street please today now"


def test_the_same_seed_spoils_alike() -> None:
    """A measurement can be repeated, and another seed spoils in another way."""
    assert spoil(TEXT, 1) == spoil(TEXT, 1)
    assert len({spoil(TEXT, seed) for seed in range(8)}) > 4


@pytest.mark.parametrize(
    ("text", "errors"), [("bins", 1), ("a hole in the road", 1), (TEXT, 2), ("one two " * 10, 4)]
)
def test_there_is_one_error_for_five_words(text: str, errors: int) -> None:
    """At least one; each changes the text by at most one edit."""
    for seed in range(30):
        assert 1 <= OSA.distance(text, spoil(text, seed)) <= errors


@given(st.text(max_size=60), st.integers(0, 5))
def test_any_text_can_be_spoilt(text: str, seed: int) -> None:
    """Texts without letters stay as they are; none becomes empty."""
    found = spoil(text, seed)
    assert found.strip() or not text.strip()
    if not any(
        letter in found for letter in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    ):
        assert len(found) <= len(text)


@pytest.mark.parametrize(
    ("error", "at", "wanted"),
    [
        (typing_errors.drop, 1, "bn day"),
        (typing_errors.swap, 1, "bni day"),
        (typing_errors.double, 0, "bbin day"),
        (typing_errors.join, 0, "binday"),
        (typing_errors.join, 5, "bin dy"),  # no space follows
    ],
)
def test_each_kind_of_error(error: typing_errors.Callable, at: int, wanted: str) -> None:
    """A letter left out, swapped or doubled, or a space left out."""
    assert error("bin day", at, random.Random(1)) == wanted


@pytest.mark.parametrize("error", [typing_errors.insert, typing_errors.substitute])
def test_a_slip_hits_a_key_beside(error: typing_errors.Callable) -> None:
    """Capitals stay capitals."""
    for seed in range(20):
        found = error("Bin", 0, random.Random(seed))
        slipped = found[1] if error is typing_errors.insert else found[0]
        assert slipped.lower() in BESIDE["b"]
        assert slipped.isupper()


def test_keys_beside_each_other_on_a_british_keyboard() -> None:
    """Every letter has neighbours, and they are mutual."""
    assert set(BESIDE["q"]) == set("was")
    assert len(BESIDE) == 26
    assert all(key in BESIDE[other] for key, others in BESIDE.items() for other in others)


def test_cases_keep_their_kind_and_gold() -> None:
    """Only the text is spoilt."""
    (found,) = spoilt([Case("pothole", "need", ("pothole",))], 1)
    assert (found.kind, found.gold) == ("need", ("pothole",))
    assert found.text != "pothole"


def test_the_fall_is_counted_over_needs_alone() -> None:
    """A judge that only knows the right spelling loses everything; other kinds don't count."""

    def judge(case: Case) -> Judged:
        needs = (("pothole", 0.9),) if case.text == "pothole" else ()
        return Judged(case, "answered", needs)

    judged = [judge(Case("pothole", "need", ("pothole",))), judge(Case("hi", "smalltalk", ()))]
    found = measure(judged, judge, seeds=(1, 2))
    assert found == Robustness(1.0, (0.0, 0.0))
    assert found.fall == 1.0


def test_falls_are_told_with_their_range() -> None:
    """Smallest first; a rise is a fall below nought."""
    assert Robustness(0.9, (0.8, 0.95)).falls == (pytest.approx(-0.05), pytest.approx(0.1))
    assert Robustness(0.9, (0.8, 0.95)).fall == pytest.approx(0.025)
