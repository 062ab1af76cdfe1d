"""What speaks against teaching a phrase: it is known already, or belongs to something else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Optional

from bot.evaluation.phrases import Phrase
from bot.review.reader import Reader

#: Likeness of two phrases' words, of 100, from which they are nearly the same.
NEAR = 92
#: Probability from which the served model is sure that another need is meant.
SURE = 0.7
#: Words that do not tell one need from another.
_EMPTY = frozenset(
    "a an and are as at be by can do does for from get has have how i in is it me my of on or our "
    "please that the their there this to was we what when where which who will with would you your "
    "need want help about im i'm".split()
)


@dataclass(frozen=True)
class Conflict:
    """One phrase and what speaks against it.

    kind (str): known (taught already for the same), same (another's phrase), near (nearly so) or
        sure (the model takes it for another need). intent (str): whose it is, e.g. need/pothole.
    other (str): the other phrase; for `sure` the probability.
    """

    phrase: str
    kind: str
    intent: str
    other: str


def normal(text: str) -> str:
    """A phrase without case, punctuation and empty words: what is left tells the need."""
    words = re.findall(r"[a-z0-9£']+", text.lower())
    return " ".join([word for word in words if word not in _EMPTY] or words)


def find(
    phrases: Sequence[str], intent: str, known: Iterable[Phrase], reader: Optional[Reader] = None
) -> list[Conflict]:
    """Conflicts of `phrases` that are to mean `intent`, at most one of each kind a phrase.

    known: all training phrases; topics, which share words with their needs on purpose, don't count.
    reader: the served model; without it nothing is said of what the model thinks.
    """
    from rapidfuzz import fuzz, process

    others = [one for one in known if not one.is_topic]
    exact = {normal(one.text): one for one in others if one.intent == intent}
    foreign = {normal(one.text): one for one in others if one.intent != intent}
    choices = list(foreign)
    found: list[Conflict] = []
    for text in phrases:
        plain = normal(text)
        if plain in foreign:
            found.append(Conflict(text, "same", foreign[plain].intent, foreign[plain].text))
        elif plain in exact:
            found.append(Conflict(text, "known", intent, exact[plain].text))
        else:
            best = process.extractOne(
                plain, choices, scorer=fuzz.token_sort_ratio, score_cutoff=NEAR
            )
            if best:
                one = foreign[best[0]]
                found.append(Conflict(text, "near", one.intent, one.text))
    if reader:
        for text, read in zip(phrases, reader.read(phrases)):
            need, p = read.needs[0]
            if read.intent == "need" and p >= SURE and f"need/{need}" != intent:
                found.append(Conflict(text, "sure", f"need/{need}", f"{p:.0%}"))
    return found
