"""Understands a Welsh message by the Welsh phrases most like it, letter for letter.

The encoder knows little Welsh and what it makes of it is noise beside 36,000 English phrases; the
n-grams alone say more. Phrases are those of nlu/data/welsh.yml and the Welsh labels of needs.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_union

_ROOT = Path(__file__).resolve().parents[2]
_WORD = r"[a-z']{2,}"
#: How many phrases of a class speak for it, and how much beside the nearest one.
_NEAREST, _BESIDE = 3, 0.3
#: How sharply likeness becomes probability.
_WARMTH = 0.15


class Likeness:
    """Phrases with their classes, ready to be compared with a message."""

    def __init__(self, phrases: Sequence[str], classes: Sequence[str]) -> None:
        """classes: of each phrase, such as "need/pothole" or "greet"."""
        self.classes = tuple(sorted(set(classes)))
        self._grams = make_union(
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
            TfidfVectorizer(ngram_range=(1, 2), token_pattern=_WORD, sublinear_tf=True),
        )
        self._rows = self._grams.fit_transform([plain(phrase) for phrase in phrases]).T.tocsr()
        kinds = np.asarray(classes)
        self._members = [np.flatnonzero(kinds == one) for one in self.classes]

    def probabilities(self, text: str) -> NDArray[np.float32]:
        """Of each of `classes`, in their order; they sum to 1."""
        like: Any = (self._grams.transform([plain(text)]) @ self._rows).toarray()[0]
        scores = []
        for members in self._members:
            best = np.sort(like[members])[-_NEAREST:]
            scores.append(best[-1] + _BESIDE * best.sum())
        raised = np.exp((np.asarray(scores) - max(scores)) / _WARMTH)
        return np.asarray(raised / raised.sum(), np.float32)


def plain(text: str) -> str:
    """Small letters without accents, as half of Welsh is typed."""
    marked = unicodedata.normalize("NFKD", text.lower().replace("’", "'"))
    return "".join(one for one in marked if not unicodedata.combining(one))


@lru_cache(maxsize=1)
def likeness(root: Path = _ROOT) -> Likeness:
    """That of the project's own Welsh, read once in a process."""
    phrases: list[str] = []
    classes: list[str] = []
    text = (root / "nlu" / "data" / "welsh.yml").read_text(encoding="utf-8")
    for item in yaml.load(text, Loader=yaml.CSafeLoader)["nlu"]:
        lines = [line[2:] for line in item["examples"].splitlines()]
        phrases += lines
        classes += [item["intent"]] * len(lines)
    data = root / "bot" / "data"
    welsh = {row["english"]: row["welsh"] for row in _rows(data / "welsh_texts.csv")}
    for row in _rows(data / "needs.csv"):
        for label in {welsh.get(row["label"], ""), welsh.get(row["service"], "")} - {""}:
            phrases.append(label)
            classes.append(f"need/{row['need']}")
    return Likeness(phrases, classes)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
