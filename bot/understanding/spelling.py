"""Puts typing errors right before a message is encoded: "concil tax" -> "council tax".

The encoder reads misspelt words badly (it falls back to pieces of words). A word that the
training phrases do not hold is replaced by the likeliest that they do, or by two ("binday" ->
"bin day"): by how near it is, how often it is used and above all by the words beside it ("council
Ta change" -> "council tax change"). A word that English knows is replaced only when its
neighbours speak strongly for another. SymSpell finds the candidates.
"""

from __future__ import annotations

import importlib.util
import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, Optional

from rapidfuzz import process
from rapidfuzz.distance import OSA
from symspellpy import SymSpell, Verbosity

from bot.errors import SignpostError
from bot.understanding.language import leans_welsh

WORD = re.compile(r"[a-zA-Z][a-zA-Z'’]*")
#: A word of the phrases that English does not know counts as rightly spelt, and is offered as a
#: correction, when it stands in this many of them: fewer may be errors made on purpose.
COMMON = 3
#: Pairs of words are kept when they stand in this many phrases; seen this often beside each other
#: they outweigh a word that English knows.
PAIR, STRONG = 2, 4
#: How much less likely a word becomes with each further typing error, and when its first letter
#: is another: people seldom get that wrong.
PER_ERROR, FIRST_LETTER = 0.05, 0.15
#: Words beside which any other may stand: they say nothing for one.
_STOP = frozenset(
    """a an and are as at be but by can do does for from get has have how i if in is it me my no not
    of on one or our so that the their there they this to up was we what when where who why will
    with you your""".split()
)
_DICTIONARY = "frequency_dictionary_en_82_765.txt"


@lru_cache(maxsize=1)
def english() -> frozenset[str]:
    """82,765 English words, British and American, from symspellpy's package."""
    spec = importlib.util.find_spec("symspellpy")
    if spec is None or spec.origin is None:
        raise SignpostError("The package symspellpy is not installed: run `make build`.")
    text = (Path(spec.origin).parent / _DICTIONARY).read_text(encoding="utf-8-sig")
    return frozenset(line.split(" ", 1)[0] for line in text.splitlines())


class Speller:
    """Corrects single words. Built from word counts; holds no personal data."""

    def __init__(self, counts: dict[str, int], pairs: dict[str, int]) -> None:
        """counts: words of the training phrases and how often they stand there; pairs: likewise
        two words side by side, with a space between.
        """
        self.counts = counts
        self.pairs = pairs
        known = english()
        self._common = {
            word: n
            for word, n in counts.items()
            if len(word) >= 2 and (n >= COMMON or word in known)
        }
        self._index = SymSpell(max_dictionary_edit_distance=3, prefix_length=7)
        for word, n in self._common.items():
            self._index.create_dictionary_entry(word, n)
        self._long = [word for word, n in counts.items() if n >= 8 and len(word) >= 8]

    @classmethod
    def fit(cls, texts: Iterable[str]) -> Speller:
        """A speller that knows the words of `texts`, but for Welsh ones: a slip of an English word
        must not pass for one of them.
        """
        counts: Counter[str] = Counter()
        pairs: Counter[str] = Counter()
        for text in texts:
            if leans_welsh(text):
                continue
            words = [_plain(word) for word in WORD.findall(text)]
            counts.update(words)
            pairs.update(f"{left} {right}" for left, right in zip(words, words[1:]))
        return cls(dict(counts), {pair: n for pair, n in pairs.items() if n >= PAIR})

    def correct(self, text: str) -> str:
        """The text with unknown words replaced by what was probably meant. Keeps the rest, and all
        of a Welsh text: its words would be taken for English ones spelt wrongly.
        """
        if leans_welsh(text):
            return text
        found = list(WORD.finditer(text))
        plain = [_plain(match.group()) for match in found]
        parts: list[str] = []
        end = 0
        before = ""
        for i, match in enumerate(found):
            after = plain[i + 1] if i + 1 < len(plain) else ""
            right = self._correct_word(plain[i], before, after)
            parts += [text[end : match.start()], match.group() if right == plain[i] else right]
            end = match.end()
            before = right.rsplit(" ", 1)[-1]
        return "".join(parts) + text[end:]

    def _correct_word(self, word: str, before: str, after: str) -> str:
        if "'" in word or len(word) < 2 or word in self._common:
            return word
        beside = self._beside(word, before, after)
        if beside:
            return beside
        if len(word) < 4 or word in english():
            return word
        return (
            self._nearest(word, 1)
            or self._split(word)
            or self._nearest(word, 0 if len(word) < 6 else 2 if len(word) < 9 else 3)
            or self._split(word, errors=1)
            or self._alike(word)
            or word
        )

    def _beside(self, word: str, before: str, after: str) -> Optional[str]:
        """A word within one typing error (two for long ones) that people write next to its
        neighbours; for a word that English knows, only when they do so often.
        """
        needed = PAIR
        if word in english():
            needed = STRONG
            before = "" if before in _STOP else before
            after = "" if after in _STOP else after
        best: Optional[tuple[float, str]] = None
        for hit in self._index.lookup(word, Verbosity.ALL, 1 if len(word) < 7 else 2):
            support = self.pairs.get(f"{before} {hit.term}", 0)
            support += self.pairs.get(f"{hit.term} {after}", 0)
            if support < needed:
                continue
            score = support * self._likelihood(word, hit)
            if best is None or score > best[0]:
                best = (score, hit.term)
        return best[1] if best else None

    def _nearest(self, word: str, limit: int) -> Optional[str]:
        """The likeliest common word within `limit` typing errors."""
        if not limit:
            return None
        found = self._index.lookup(word, Verbosity.ALL, max_edit_distance=limit)
        return max(found, key=lambda hit: self._likelihood(word, hit)).term if found else None

    @staticmethod
    def _likelihood(word: str, hit: Any) -> float:
        first = 1.0 if hit.term[0] == word[0] else FIRST_LETTER
        return float(math.log1p(hit.count) * first * PER_ERROR**hit.distance)

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
        return {"counts": self.counts, "pairs": self.pairs}


def _plain(word: str) -> str:
    return word.lower().replace("’", "'")
