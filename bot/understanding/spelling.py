"""Puts typing errors right before a message is encoded: "concil tax" -> "council tax".

The encoder reads misspelt words badly (it falls back to pieces of words). A word that neither
English nor the training phrases know is replaced by the likeliest word that people use here, or
by two ("binday" -> "bin day"). Only words of the training phrases are put in: a word outside
them could not help the classifier. SymSpell finds the candidates.
"""

from __future__ import annotations

import importlib.util
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, Optional

from rapidfuzz import process
from rapidfuzz.distance import OSA
from symspellpy import SymSpell, Verbosity

WORD = re.compile(r"[a-zA-Z][a-zA-Z'’]*")
#: Shorter words are left alone: too many words are one letter from another.
SHORTEST = 4
#: A word of the phrases is offered as a correction when it stands in this many of them, and
#: counts as rightly spelt from KNOWN on: fewer may be typing errors written on purpose.
COMMON, KNOWN = 3, 2
#: How much less likely a word becomes with each further typing error, and when its first letter
#: is another: people seldom get that wrong.
PER_ERROR, FIRST_LETTER = 0.05, 0.15
_DICTIONARY = "frequency_dictionary_en_82_765.txt"


@lru_cache(maxsize=1)
def english() -> frozenset[str]:
    """82,765 English words, British and American, from symspellpy's package."""
    spec = importlib.util.find_spec("symspellpy")
    assert spec is not None
    assert spec.origin is not None
    text = (Path(spec.origin).parent / _DICTIONARY).read_text(encoding="utf-8-sig")
    return frozenset(line.split(" ", 1)[0] for line in text.splitlines())


class Speller:
    """Corrects single words. Built from word counts; holds no personal data."""

    def __init__(self, counts: dict[str, int]) -> None:
        """counts (dict[str, int]): words of the training phrases and how often they stand there."""
        self.counts = counts
        self._common = {word: n for word, n in counts.items() if n >= COMMON and len(word) >= 3}
        self._index = SymSpell(max_dictionary_edit_distance=3, prefix_length=7)
        for word, n in self._common.items():
            self._index.create_dictionary_entry(word, n)
        self._long = [word for word, n in counts.items() if n >= 8 and len(word) >= 8]
        self._corrected: Callable[[str], str] = lru_cache(maxsize=20_000)(self._correct_word)

    @classmethod
    def fit(cls, texts: Iterable[str]) -> Speller:
        """A speller that knows the words of `texts`."""
        return cls(dict(Counter(_plain(w) for text in texts for w in WORD.findall(text))))

    def correct(self, text: str) -> str:
        """The text with unknown words replaced by what was probably meant. Keeps the rest."""
        return WORD.sub(lambda match: self._corrected(match.group()), text)

    def _correct_word(self, word: str) -> str:
        plain = _plain(word)
        base = plain[:-2] if plain.endswith("'s") else plain
        if len(base) < SHORTEST or "'" in base or self._known(base):
            return word
        return (
            self._nearest(base, 1)
            or self._split(base)
            or self._nearest(base, 0 if len(base) < 6 else 2 if len(base) < 9 else 3)
            or self._split(base, errors=1)
            or self._alike(base)
            or word
        )

    def _known(self, word: str) -> bool:
        return self.counts.get(word, 0) >= KNOWN or word in english()

    def _nearest(self, word: str, limit: int) -> Optional[str]:
        """The likeliest common word within `limit` typing errors."""
        if not limit:
            return None
        found = self._index.lookup(word, Verbosity.ALL, max_edit_distance=limit)

        def likelihood(hit: Any) -> float:
            first = 1.0 if hit.term[0] == word[0] else FIRST_LETTER
            return float(math.log1p(hit.count) * first * PER_ERROR**hit.distance)

        return max(found, key=likelihood).term if found else None

    def _split(self, word: str, errors: int = 0) -> Optional[str]:
        """Two words run together that people use here; the second with up to `errors` errors."""
        best: Optional[tuple[float, str]] = None
        for cut in range(2 if errors else 3, len(word) - 2):
            left, right = word[:cut], word[cut:]
            if errors and len(right) >= 6:
                right = self._nearest(right, errors) or right
            if left in self.counts and right in self.counts:
                first, second = self.counts[left], self.counts[right]
                score = math.log(first) + math.log(second)
                if min(first, second) >= COMMON and (best is None or score > best[0]):
                    best = (score, f"{left} {right}")
        return best[1] if best else None

    def _alike(self, word: str) -> Optional[str]:
        """A long word much used here that begins the same and is mostly the same."""
        if len(word) < 8:
            return None
        candidates = [other for other in self._long if other[:4] == word[:4]]
        found = process.extractOne(
            word, candidates, scorer=OSA.normalized_similarity, score_cutoff=0.68
        )
        return found[0] if found else None

    def to_dict(self) -> dict[str, Any]:
        """A value for JSON; `Speller(**value)` reads it back."""
        return {"counts": self.counts}


def _plain(word: str) -> str:
    return word.lower().replace("’", "'")
