"""Facts about how words are grouped, named and told apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.review.gist import gist
from bot.review.grouping import group
from bot.review.metric import Metric
from bot.review.naming import central, terms
from bot.review.vectors import Vectors
from tests.clusters_world import Words


def _clouds(count: int, each: int, width: int = 40) -> tuple[np.ndarray, np.ndarray]:
    """Unit vectors around `count` directions at right angles, and which is of which."""
    random = np.random.default_rng(0)
    truth = np.repeat(np.arange(count), each)
    made = np.eye(width)[truth] * 4 + random.standard_normal((count * each, width)) * 0.3
    made = made.astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True), truth


def _same(labels: np.ndarray, truth: np.ndarray) -> bool:
    return len(set(zip(labels, truth))) == len(set(labels)) == len(set(truth))


def test_what_lies_together_is_one_group() -> None:
    """Five clouds, five groups."""
    vectors, truth = _clouds(5, 20)
    assert _same(group(vectors, 0.5), truth)


@pytest.mark.parametrize("most", [50, 120])
def test_many_texts_are_parted_and_joined_again(most: int) -> None:
    """However small the parts, what the parting cut is one again, and twice the same comes out."""
    vectors, truth = _clouds(12, 60)
    labels = group(vectors, 0.5, most=most)
    assert _same(labels, truth)
    assert (labels == group(vectors, 0.5, most=most)).all()


def test_equal_vectors_in_great_number_end() -> None:
    """K-means can't part them, but they are parted."""
    vectors = np.tile(np.eye(8, dtype=np.float32)[:1], (300, 1))
    assert set(group(vectors, 0.5, most=40)) == {0}


def test_nothing_and_one_are_no_trouble() -> None:
    """No vectors, no labels; one vector, one group."""
    assert group(np.zeros((0, 4), np.float32)).tolist() == []
    assert group(np.ones((1, 4), np.float32)).tolist() == [0]


def test_the_metric_forgets_how_things_are_said() -> None:
    """A direction in which phrases of one need differ counts less than one that tells needs."""
    random = np.random.default_rng(1)
    needs = np.repeat(["a", "b", "c"], 50)
    vectors = random.standard_normal((150, 40)) * np.array([3] * 3 + [0.05] * 37)
    vectors[:, 3:6] += np.eye(3)[np.unique(needs, return_inverse=True)[1]]
    vectors = vectors.astype(np.float32)
    raw = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    assert _neighbours_agree(Metric.fit(vectors, needs.tolist()).apply(vectors), needs) > 0.95
    assert _neighbours_agree(raw, needs) < 0.9


def _neighbours_agree(vectors: np.ndarray, needs: np.ndarray) -> float:
    """How often the nearest other vector is of the same need."""
    near = vectors @ vectors.T - 2 * np.eye(len(vectors))
    return float((needs[near.argmax(axis=1)] == needs).mean())


def test_a_cluster_is_named_after_its_most_central_readable_phrase() -> None:
    """One word is no name while there are phrases; what is said more often wins among equals."""
    assert central(["drone", "fly a drone", "drone permit"], [0.9, 0.8, 0.8], [1, 1, 9]) == (
        "drone permit"
    )
    assert central(["drone"], [0.9], [1]) == "drone"


def test_key_terms_tell_a_cluster_from_the_others() -> None:
    """Frequent here and rare elsewhere; empty words and repetitions are left out."""
    first, second, third = terms(
        [
            "fly a drone\ndrone permit\ncan i fly my drone please",
            "borrow a drill\nborrow a saw",
            "i",
        ]
    )
    assert first[0] == "drone"
    assert "permit" in " ".join(first)
    assert "borrow" in " ".join(second)
    assert "please" not in first
    assert third == ()
    assert terms([]) == []
    assert terms(["the", "a"]) == [(), ()]


def test_a_gist_holds_what_a_text_is_about() -> None:
    """Courtesies and function words go, what turns a meaning round stays; never is nothing left."""
    assert gist("hi, can i please borrow a drill from the council?") == "borrow drill"
    assert gist("i can’t get to the park/common") == "can't park common"
    assert gist("bin not emptied - with no reason") == "bin not emptied no reason"
    assert gist("what is it") == "what is it"
    assert gist("...") == "..."


def test_vectors_are_computed_once(tmp_path: Path) -> None:
    """Also by another process, and twice the same text in one go; the file holds no text."""
    path = tmp_path / "new" / "vectors.db"
    encoder = Words()
    first = Vectors(path, encoder).of(["a b", "c", "a b"])  # type: ignore[arg-type]
    again = Words()
    second = Vectors(path, again).of(["c", "a b", "d secret"])  # type: ignore[arg-type]
    assert encoder.asked == ["a b", "c"]
    assert again.asked == ["d secret"]
    assert np.allclose(first[[1, 0]], second[:2])
    assert np.allclose(first, Words().encode(["a b", "c", "a b"]), atol=1e-3)
    assert b"secret" not in path.read_bytes()
