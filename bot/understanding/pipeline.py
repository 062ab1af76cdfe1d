"""From one message to what it means: danger first, then the classes, then what to do about them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import numpy as np
from numpy.typing import NDArray

from bot.understanding import gibberish, language
from bot.understanding.alarm import judge
from bot.understanding.classifier import Classifier
from bot.understanding.decide import Decision, decide
from bot.understanding.encoder import Encoder
from bot.understanding.segments import clauses
from bot.understanding.spelling import english
from bot.understanding.welsh import likeness
from bot.understanding.wishes import wishes

Array = NDArray[np.float32]
#: Parts of a message, each with its probabilities.
Parts = list[tuple[str, Array]]

NEED, DANGER = "need/", "emergency/"
#: Dangers that are needs as well: when they do not alarm they count for the need.
DANGER_NEEDS = {
    "gas": "gas-leak",
    "power": "power-cut",
    "domestic-abuse": "domestic-abuse",
    "child": "child-safeguarding",
    "adult": "adult-safeguarding",
    "mental-health": "mental-health-nhs",
    "suicide": "mental-health-nhs",
}
#: Needs that are ranked: enough to offer from and to look at.
RANKED = 12
#: Weight of a message as it was typed beside what its typing errors were put right to: a word put
#: right wrongly is not all there is then. On dev 0.2 more of a point is lost to errors without it.
TYPED = 0.2
#: A part of a message is a greeting or thanks from this probability on.
POLITE = 0.9


@dataclass(frozen=True)
class Found:
    """What a message means; the fields are those of bot.said.Said."""

    intent: str
    confidence: float
    decision: str
    needs: tuple[tuple[str, float], ...]
    offer: tuple[str, ...]
    also: tuple[str, ...]
    alarm: Optional[str]
    caution: bool = False

    def to_dict(self) -> dict[str, Any]:
        """A value for JSON, as bot.said.from_parse reads it."""
        return {
            "decision": self.decision,
            "needs": [[need, round(p, 5)] for need, p in self.needs],
            "offer": list(self.offer),
            "also": list(self.also),
            "alarm": self.alarm,
            "caution": self.caution,
        }


class Understander:
    """A fitted classifier with what stands before and after it."""

    def __init__(self, classifier: Classifier, encoder: Optional[Encoder] = None) -> None:
        """encoder: for the parts of long messages; without it those are not looked at."""
        self.classifier = classifier
        self.encoder = encoder
        self._columns = {name: i for i, name in enumerate(classifier.classes)}
        self._needs = [
            (i, name.removeprefix(NEED))
            for i, name in enumerate(classifier.classes)
            if name.startswith(NEED)
        ]
        self._dangers = [
            (i, name.removeprefix(DANGER))
            for i, name in enumerate(classifier.classes)
            if name.startswith(DANGER)
        ]
        self._need_columns = np.array([i for i, _ in self._needs])
        self._need_names = [name for _, name in self._needs]
        place = {name: row for row, name in enumerate(self._need_names)}
        #: Column of a danger and row of the need it counts for.
        self._danger_needs = [
            (i, place[DANGER_NEEDS[kind]])
            for i, kind in self._dangers
            if DANGER_NEEDS.get(kind) in place
        ]
        self._others = [
            (i, name)
            for i, name in enumerate(classifier.classes)
            if not name.startswith((NEED, DANGER))
        ]

    def understand(
        self,
        text: str,
        corrected: str,
        vector: Array,
        only_place: bool = False,
        typed: str = "",
    ) -> Found:
        """text: after the door; corrected: without the place and with typing errors put right;
        vector: of `corrected`; only_place: the message names a place and says nothing more; typed:
        as `corrected`, but with the typing errors ("": none were put right).
        """
        welsh = language.leans_welsh(text)
        whole, parts = self._welsh(text) if welsh else self._english(corrected, vector, typed)
        dangers = {kind: float(whole[i]) for i, kind in self._dangers}
        alarm, caution = judge(text, corrected, dangers, welsh)
        p, also = self._wishes(whole, parts)
        ranked = self._ranked(p)
        others = {name: float(p[i]) for i, name in self._others}
        if only_place:
            found = Decision("give_place", 1.0, "answer", ())
        else:
            found = (None if welsh else self._foreign(text)) or decide(ranked, others)
        return Found(
            found.intent,
            found.confidence,
            found.decision,
            ranked[:5],
            found.offer,
            also,
            alarm,
            caution,
        )

    def _english(self, corrected: str, vector: Array, typed: str) -> tuple[Array, Parts]:
        """Probabilities of the classes, by the message and by each of its parts; what is encoded
        besides the message goes through the encoder as one batch.
        """
        p = self.classifier.probabilities(corrected, vector)
        if not self.encoder:
            return p, []
        parts = clauses(corrected)
        cut = parts if len(parts) > 1 else []
        other = [typed] if typed and typed.lower() != corrected.lower() else []
        each = self._each([*other, *cut])
        if other:
            p = (1 - TYPED) * p + TYPED * each.pop(0)
        return p, list(zip(cut, each))

    def _each(self, texts: list[str]) -> list[Array]:
        """The probabilities of each of some texts."""
        if not self.encoder or not texts:
            return []
        vectors = self.encoder.encode(texts)
        return [self.classifier.probabilities(text, v) for text, v in zip(texts, vectors)]

    def _welsh(self, text: str) -> tuple[Array, Parts]:
        """As `_english`, by the Welsh phrases most like it."""
        parts = clauses(text, welsh=True)
        each = [(part, self._in_welsh(part)) for part in parts] if len(parts) > 1 else []
        return self._in_welsh(text), each

    def _wishes(self, whole: Array, parts: Parts) -> tuple[Array, tuple[str, ...]]:
        """Probabilities by the part that tells the first wish if it is surer of it than the whole,
        and the needs of further wishes.
        """
        parts = [(text, p) for text, p in parts if not self._polite(p)]
        found = wishes(self._scores(whole), [(text, self._scores(p)) for text, p in parts])
        if not found:
            return whole, ()
        further = tuple(self._need_names[row] for row in found.others)
        told = parts[found.part][1]
        surer = max(whole, told, key=lambda p: float(self._scores(p)[found.first]))
        return surer, further

    def _polite(self, p: Array) -> bool:
        """Whether a part is a greeting or thanks, and so no part of what is asked."""
        return any(p[i] >= POLITE for i, name in self._others if name in ("greet", "thanks", "bye"))

    def _in_welsh(self, text: str) -> Array:
        """Probabilities by the Welsh phrases most like it, in the classifier's order."""
        known = likeness()
        found = np.zeros(len(self.classifier.classes), np.float32)
        for name, share in zip(known.classes, known.probabilities(text)):
            if name in self._columns:
                found[self._columns[name]] = share
        return found

    def _ranked(self, p: Array) -> tuple[tuple[str, float], ...]:
        """Needs with their probabilities, best first."""
        scores = self._scores(p)
        best = np.argsort(-scores, kind="stable")[:RANKED]
        return tuple((self._need_names[row], float(scores[row])) for row in best)

    def _scores(self, p: Array) -> Array:
        """The probability of each need; danger counts for the need it belongs to."""
        scores: Array = p[self._need_columns]
        for i, row in self._danger_needs:
            scores[row] += p[i]
        return scores

    def _foreign(self, text: str) -> Optional[Decision]:
        """Another language or keys hit at random: said so, rather than guessed at."""
        if language.foreign(text, self._known):
            return Decision("other_language", 1.0, "abstain", ())
        if gibberish.gibberish(text, self._known):
            return Decision("not_understood", 1.0, "abstain", ())
        return None

    def _known(self, word: str) -> bool:
        return word in english() or f"={word}" in self.classifier.ngrams.vocabulary

    def save(self, folder: Path) -> None:
        """Write to `folder`."""
        self.classifier.save(folder)

    @classmethod
    def load(cls, folder: Path, encoder: Optional[Encoder] = None) -> Understander:
        """What `save` wrote."""
        return cls(Classifier.load(folder), encoder)
