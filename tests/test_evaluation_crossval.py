"""Facts about training phrases read for measurement, and about cross-validation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from bot.errors import BadInput
from bot.evaluation import crossval
from bot.evaluation.crossval import NEVER, Encoded, assign, by_need, needs_of
from bot.evaluation.phrases import Phrase, read, write


def test_phrases_are_read_once_each(tmp_path: Path) -> None:
    """As Rasa does it: a repeated example of one intent counts once, in two intents twice."""
    (tmp_path / "a.yml").write_text(
        'version: "3.1"\nnlu:\n- intent: need/pothole\n  examples: |\n    - hole - in road\n'
        "    - hole - in road\n\n- lookup: town\n  examples: |\n    - Felpersham\n"
    )
    (tmp_path / "b.yml").write_text("nlu:\n- intent: greet\n  examples: |\n    - hole - in road\n")
    assert read(tmp_path) == [
        Phrase("hole - in road", "need/pothole"),
        Phrase("hole - in road", "greet"),
    ]


def test_phrases_written_are_read_back(tmp_path: Path) -> None:
    """Colons, quotes and hashes need no care in a block of text."""
    phrases = [Phrase("bins: when? # 'x'", "need/bins"), Phrase("bin", "topic/bins")]
    write(phrases, tmp_path / "nlu.yml")
    assert read(tmp_path) == phrases
    assert [(phrase.need, phrase.is_topic) for phrase in phrases] == [("bins", False), ("", True)]


@pytest.mark.parametrize("content", ["- a list", "nlu:\n- intent: x", "nlu: [", "nlu: []"])
def test_a_file_without_phrases_is_refused(tmp_path: Path, content: str) -> None:
    """The message names the file or the folder."""
    (tmp_path / "bad.yml").write_text(content)
    with pytest.raises(BadInput, match=str(tmp_path)):
        read(tmp_path)


def test_folds_are_even_and_keep_copies_together() -> None:
    """Each intent is spread over all folds; phrases alike but for capitals stay in one."""
    phrases = [Phrase(f"bin {n}", "need/bins") for n in range(10)]
    phrases += [Phrase("Bin, 3!", "need/bins"), Phrase("parking", "topic/parking")]
    folds = assign(phrases, 5)
    assert folds[10] == folds[3]
    assert folds[11] == NEVER
    assert sorted(np.bincount(folds[:10])) == [2, 2, 2, 2, 2]


class Nearest:
    """A classifier that gives every class the share of its phrases that are this very text."""

    def __init__(self, texts: Sequence[str], intents: Sequence[str]) -> None:
        self.classes = tuple(
            sorted({i for i in intents if not i.startswith("topic/")}, reverse=True)
        )
        self.letters = {
            i: {t[0] for t, j in zip(texts, intents, strict=True) if i == j} for i in self.classes
        }

    def probabilities(self, text: str, vector: Any) -> Any:
        """Surest of the class whose phrases begin with the same letter."""
        found = np.array([0.9 if text[0] in self.letters[i] else 0.1 for i in self.classes])
        return (found / found.sum()).astype(np.float32)


def fit(texts: Any, originals: Any, intents: Any, vectors: Any, topics: Any) -> Any:
    """As bot.understanding.training.fit, without learning much."""
    assert len(texts) == len(originals) == len(intents) == len(vectors)
    assert "topic/t" in intents
    assert topics == {"t": ("a",)}
    return SimpleNamespace(classifier=Nearest(texts, intents))


@pytest.fixture
def encoded() -> Encoded:
    """Two needs, a danger, small talk and a topic."""
    phrases = [Phrase(f"a{n}", "need/a") for n in range(4)]
    phrases += [Phrase(f"b{n}", "need/b") for n in range(3)] + [Phrase("a9", "need/b")]
    phrases += [Phrase(f"g{n}", "emergency/gas") for n in range(2)]
    phrases += [Phrase(f"h{n}", "greet") for n in range(2)] + [Phrase("t", "topic/t")]
    texts = [phrase.text for phrase in phrases]
    return Encoded(phrases, texts, np.zeros((len(texts), 2), np.float32))


def test_each_phrase_is_judged_by_a_classifier_that_lacks_it(encoded: Encoded) -> None:
    """All but topics have probabilities; a need's worst mistake is named with an example."""
    found = crossval.judge(encoded, {"t": ("a",)}, fit, count=2)
    assert found.classes == ("emergency/gas", "greet", "need/a", "need/b")
    assert np.isnan(found.probabilities).all(axis=1).tolist() == [False] * 12 + [True]
    worst, best = by_need(found, {})
    assert (worst.need, worst.phrases, worst.right) == ("b", 4, 3)
    assert worst.mistaken == (("a", 1, "a9"),)
    assert (best.need, best.accuracy) == ("a", 1.0)
    assert crossval.accuracy([worst, best]) == (7 / 8, 7 / 8)
    assert crossval.accuracy([]) == (0.0, 0.0)
    ranked = crossval.ranked(found, {}, most=1)
    assert len(ranked) == 8
    assert ranked[0].needs[0][0] == "a"


def test_an_intent_with_one_phrase_can_not_be_left_out(encoded: Encoded) -> None:
    """The error names it."""
    lonely = [*encoded.phrases, Phrase("x", "need/lonely")]
    more = Encoded(lonely, [p.text for p in lonely], np.zeros((len(lonely), 2), np.float32))
    with pytest.raises(ValueError, match="need/lonely"):
        crossval.judge(more, {"t": ("a",)}, fit, count=2)


def test_danger_counts_for_its_need() -> None:
    """As in service: smelling gas is a gas leak, also when it does not alarm."""
    p = np.array([[0.5, 0.2, 0.3]], np.float32)
    found, needs = needs_of(p, ("emergency/gas", "greet", "need/gas-leak"), {"gas": "gas-leak"})
    assert needs == ("gas-leak",)
    assert found[0, 0] == pytest.approx(0.8)
    assert p[0, 2] == pytest.approx(0.3)


def test_phrases_are_corrected_before_they_are_encoded() -> None:
    """As in training: the encoder reads what the speller makes of a text."""
    seen: list[str] = []

    class Encoder:
        """Keeps what it is given."""

        def encode(self, texts: Sequence[str]) -> Any:
            """Empty vectors."""
            seen.extend(texts)
            return np.zeros((len(texts), 2), np.float32)

    phrases = [Phrase(f"council tax {n}", "need/tax") for n in range(4)]
    found = crossval.encode([*phrases, Phrase("concil tax", "need/tax")], Encoder())
    assert seen[-1] == found.corrected[-1] == "council tax"
