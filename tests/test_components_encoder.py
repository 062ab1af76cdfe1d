"""Facts about the encoder as a part of Rasa's graph: what it remembers between two trainings."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

pytestmark = pytest.mark.slow
TEXTS = ("my bin was missed", "report a pothole")


class Counting:
    """An encoder that tells what it was asked, by the length of the text."""

    asked: list[str] = []

    def __init__(self, *_: Any, **__: Any) -> None:
        """Nothing is loaded."""

    def encode(self, texts: Sequence[str], batch_size: int = 32) -> NDArray[np.float32]:
        """A vector of 384 equal numbers for each text."""
        self.asked.extend(texts)
        return np.array([[len(text)] * 384 for text in texts], np.float32)


def _trained(texts: Sequence[str]) -> list[Any]:
    """Vectors of examples, as the next part of the graph gets them."""
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

    from nlu.components.encoder import ALIAS, SentenceEncoder

    data = TrainingData([Message({"text": text}) for text in texts])
    component = SentenceEncoder(SentenceEncoder.get_default_config())
    found = component.process_training_data(data).training_examples
    return [one.get_dense_features("text", [ALIAS])[1].features for one in found]


@pytest.fixture
def counting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The component with that encoder. RETURNS the folder in which it remembers."""
    from nlu.components import encoder as module

    monkeypatch.setattr(module, "Encoder", Counting)
    monkeypatch.setenv("SIGNPOST_REVIEW", str(tmp_path / "review"))
    Counting.asked.clear()
    return tmp_path / "review"


def test_a_second_training_encodes_only_what_is_new(counting: Path) -> None:
    """The vectors of the rest are those of the first."""
    first = _trained(TEXTS)
    assert Counting.asked == list(TEXTS)
    Counting.asked.clear()
    second = _trained([*TEXTS, "a new phrase"])
    assert Counting.asked == ["a new phrase"]
    assert [vector.shape for vector in second] == [(1, 384)] * 3
    assert np.array_equal(first, second[:2])
    assert second[0][0, 0] == len(TEXTS[0])


def test_where_nothing_can_be_kept_training_goes_on(
    counting: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """With a word in the log."""
    counting.mkdir()
    (counting / "vectors.db").write_bytes(b"this is no database" * 100)
    with caplog.at_level(logging.WARNING):
        found = _trained(TEXTS)
    assert [vector[0, 0] for vector in found] == [len(text) for text in TEXTS]
    assert "Vectors are not kept" in caplog.text
