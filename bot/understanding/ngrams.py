"""TF-IDF of character and word n-grams: what the encoder does not see, such as rare names and
misspelt words. Read with plain dictionaries: scikit-learn's vectorizer gives the same figures but
takes ten times as long for one short text.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

_WORD = re.compile(r"[a-z0-9£']+")
#: Lengths of character n-grams, within words.
SHORT, LONG = 2, 5


def grams(text: str) -> Iterator[str]:
    """Character n-grams within padded words, and words and pairs of words (marked by "=")."""
    words = _words(text)
    for word in words:
        yield from _of_word(word)
    for left, right in zip(words, words[1:]):
        yield f"={left} {right}"


def _words(text: str) -> list[str]:
    return _WORD.findall(_plain(text.lower()))


def _plain(text: str) -> str:
    """Latin letters without their marks: Welsh is typed with and without them ("tŷ", "ty")."""
    if text.isascii():
        return text
    marked = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(one for one in marked if not unicodedata.combining(one))


def _of_word(word: str) -> list[str]:
    """The character n-grams of a word, and the word itself."""
    padded = f" {word} "
    found = [
        padded[start : start + length]
        for length in range(SHORT, LONG + 1)
        for start in range(len(padded) - length + 1)
    ]
    return [*found, "=" + word]


class NGrams:
    """A fitted vocabulary with inverse document frequencies."""

    def __init__(self, vocabulary: dict[str, int], idf: NDArray[np.float32]) -> None:
        self.vocabulary = vocabulary
        self.idf = idf
        #: Columns of words that the vocabulary holds, filled as they are met. Others are not kept:
        #: they are without number, and may be somebody's name.
        self._columns: dict[str, list[int]] = {}

    @classmethod
    def fit(cls, texts: Sequence[str], least: int = 2) -> NGrams:
        """Keeps the n-grams that stand in at least `least` of the texts."""
        seen: Counter[str] = Counter()
        for text in texts:
            seen.update(set(grams(text)))
        kept = sorted(gram for gram, count in seen.items() if count >= least)
        idf = [math.log((1 + len(texts)) / (1 + seen[gram])) + 1 for gram in kept]
        return cls({gram: i for i, gram in enumerate(kept)}, np.array(idf, np.float32))

    def weigh(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Columns and weights of one text: sublinear term frequency times idf, of unit length."""
        words = _words(text)
        known = self.vocabulary.get
        each = [self._of_word(word) for word in words]
        pairs = (known(f"={left} {right}") for left, right in zip(words, words[1:]))
        found = Counter(chain.from_iterable(each))
        found.update(column for column in pairs if column is not None)
        columns = np.fromiter(found, np.int64, len(found))
        counts = np.fromiter(found.values(), np.float32, len(found))
        weights = (1 + np.log(counts)) * self.idf[columns]
        norm = np.linalg.norm(weights)
        return columns, (weights / norm if norm else weights).astype(np.float32)

    def _of_word(self, word: str) -> list[int]:
        """The columns of a word's n-grams that the vocabulary holds, with repetitions."""
        kept = self._columns.get(word)
        if kept is None:
            known = (self.vocabulary.get(gram) for gram in _of_word(word))
            kept = [column for column in known if column is not None]
            if "=" + word in self.vocabulary:
                self._columns[word] = kept
        return kept

    def matrix(self, texts: Sequence[str]) -> csr_matrix:
        """Rows for all texts: (len(texts), len(vocabulary))."""
        rows = [self.weigh(text) for text in texts]
        starts = np.cumsum([0, *(len(columns) for columns, _ in rows)])
        columns = np.concatenate([columns for columns, _ in rows])
        weights = np.concatenate([weights for _, weights in rows])
        return csr_matrix((weights, columns, starts), (len(texts), len(self.vocabulary)))
