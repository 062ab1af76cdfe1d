"""Names a cluster: its most central phrase, and the terms that tell it from the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

#: Terms shown of a cluster.
TERMS = 6
#: Phrases that a cluster is named after have so many words, where it has any such.
SHORT, LONG = 2, 12
_WORD = r"(?u)\b[^\W\d_][\w'’]+\b"
#: Words that tell nothing, beside scikit-learn's own list.
_EMPTY = frozenset(
    "want need help know like get got can ve ll don doesn isn didn won im ive id council please "
    "hi hello thanks thank does did anybody someone somebody anyone way ask asked tell use".split()
)


def central(texts: Sequence[str], closeness: Sequence[float], weights: Sequence[int]) -> str:
    """The phrase nearest to the centre, the more often said where two are as near; one of a
    readable length, and without words that nobody else uses (slips of the finger), if there is any.
    """
    used = Counter(word for text in texts for word in set(text.split()))

    def rank(i: int) -> tuple[bool, bool, float]:
        words = texts[i].split()
        readable = SHORT <= len(words) <= LONG
        return (
            readable,
            all(used[word] > 1 for word in words),
            closeness[i] + 0.01 * float(np.log(weights[i])),
        )

    return texts[max(range(len(texts)), key=rank)]


def terms(documents: Sequence[str]) -> list[tuple[str, ...]]:
    """Key terms of each cluster, given all its words as one document: words and pairs of words
    that are frequent in it and rare in the others (class-based TF-IDF).
    """
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer

    if not documents:
        return []
    counter = CountVectorizer(
        ngram_range=(1, 2),
        stop_words=sorted(ENGLISH_STOP_WORDS | _EMPTY),
        token_pattern=_WORD,
    )
    try:
        counts = counter.fit_transform(documents).tocsr().astype(np.float64)
    except ValueError:  # Nothing but empty words.
        return [()] * len(documents)
    names = counter.get_feature_names_out()
    sizes = np.asarray(counts.sum(axis=1)).ravel()
    rarity = np.log(1 + sizes.mean() / np.asarray(counts.sum(axis=0)).ravel())
    found = []
    for row in range(len(documents)):
        line = counts.getrow(row)
        order = np.argsort(-line.data * rarity[line.indices], kind="stable")
        found.append(_distinct(names[line.indices[order]]))
    return found


def _distinct(ranked: NDArray[np.str_]) -> tuple[str, ...]:
    """The first TERMS of `ranked` that do not repeat words already told."""
    chosen: list[str] = []
    told: set[str] = set()
    for term in ranked:
        words = set(term.split())
        if not words <= told:
            chosen.append(str(term))
            told |= words
        if len(chosen) == TERMS:
            break
    return tuple(chosen)
