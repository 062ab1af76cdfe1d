"""Welsh is understood by the phrases most like it: measured on queries written before them."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from bot.understanding.language import leans_welsh, plainly
from bot.understanding.welsh import Likeness, likeness, plain

HELD_OUT = Path(__file__).parent / "data" / "welsh.csv"


def test_accents_do_not_matter() -> None:
    """Half of Welsh is typed without them."""
    assert plain("Tŷ, tân a’r dŵr") == "ty, tan a'r dwr"
    found = Likeness(["twll yn y lôn", "bin heb ei gasglu"], ["need/pothole", "need/missed-bin"])
    assert np.allclose(found.probabilities("twll yn y lon"), found.probabilities("twll yn y lôn"))


def test_the_likeliest_class_is_that_of_the_phrases_most_like_it() -> None:
    """Probabilities sum to one, also for words never seen."""
    found = Likeness(["twll yn y lôn", "bin heb ei gasglu"], ["need/pothole", "need/missed-bin"])
    shares = dict(zip(found.classes, found.probabilities("mae twll mawr yn y lôn")))
    assert shares["need/pothole"] > 0.9
    assert found.probabilities("xyzzy").sum() == pytest.approx(1.0)


def test_three_quarters_are_right_and_nine_in_ten_are_among_three() -> None:
    """On 140 queries in another voice, some of needs that no phrase was written for."""
    known = likeness()
    with HELD_OUT.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "need"]
    first = third = 0
    for row in rows:
        order = np.argsort(-known.probabilities(row["text"]))
        needs = [name for name in (known.classes[i] for i in order) if name.startswith("need/")]
        first += needs[0] == f"need/{row['gold']}"
        third += f"need/{row['gold']}" in needs[:3]
    assert len(rows) >= 140
    assert first / len(rows) >= 0.83
    assert third / len(rows) >= 0.9


def test_welsh_is_told_from_english() -> None:
    """No English query leans Welsh; nearly every Welsh one does."""
    with HELD_OUT.open(encoding="utf-8", newline="") as file:
        welsh = [row["text"] for row in csv.DictReader(file)]
    with HELD_OUT.with_name("heldout.csv").open(encoding="utf-8", newline="") as file:
        english = [row["text"] for row in csv.DictReader(file)]
    assert [text for text in english if leans_welsh(text) or plainly(text) == "cy"] == []
    assert sum(map(leans_welsh, welsh)) / len(welsh) > 0.85
