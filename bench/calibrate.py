"""Figures behind TEMPERATURE and the costs: bot/understanding/classifier.py and decide.py.

    python -m bench.calibrate FILE.csv

Every training phrase is judged by a classifier that did not see it (five folds), and FILE by one
that saw all phrases. Printed: calibration error against temperature, what each course costs, and
how the courses shift when a cost is halved or doubled. What follows from it is written in
docs/decisions/0006-answer-ask-or-abstain.md. Takes some minutes; nothing is changed by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import click
import numpy as np
from numpy.typing import NDArray

from bot.evaluation import crossval
from bot.evaluation.cases import Case, read
from bot.evaluation.metrics import Judged, calibration_error
from bot.evaluation.phrases import Phrase
from bot.evaluation.phrases import read as read_phrases
from bot.settings import ROOT, load

Array = NDArray[np.float32]
TEMPERATURES = (0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.35, 1.5, 1.75, 2.0)
COSTS = ("WRONG", "MISSED", "REFUSED", "STRAY")
FACTORS = (0.5, 0.75, 1.0, 1.5, 2.0)
#: Needs that `decide` is given, as in bot.understanding.pipeline.
RANKED = 12


@dataclass(frozen=True)
class Message:
    """What is right for one message. needs (tuple): ids, none when it is no need; intent (str):
    the intent that is right when it is none.
    """

    needs: tuple[str, ...]
    intent: str = ""


def retempered(probabilities: Array, ratio: float) -> Array:
    """Probabilities as another temperature gives them: (n, classes). ratio (float): the new
    temperature over the one they were made with.
    """
    scores = np.log(np.maximum(probabilities, 1e-20)) / ratio
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    result: Array = (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)
    return result


def of_phrase(phrase: Phrase) -> Optional[Message]:
    """What is right for a phrase; None for dangers and topics, which are decided elsewhere."""
    if phrase.need:
        return Message((phrase.need,))
    return None if "/" in phrase.intent else Message((), phrase.intent)


def of_case(case: Case) -> Optional[Message]:
    """What is right for a query; None for dangers. Which words turn away what is no need counts
    for nothing here, as files don't tell.
    """
    if case.kind == "emergency":
        return None
    return Message(case.gold if case.kind in ("need", "ambiguous") else ())


@dataclass(frozen=True)
class Ranked:
    """Messages with what `decide` is told of each."""

    messages: Sequence[Message]
    ranked: Sequence[tuple[tuple[str, float], ...]]
    others: Sequence[Mapping[str, float]]

    def error(self) -> float:
        """Expected calibration error over the needs that have one right answer."""
        judged = [
            Judged(Case("", "need", message.needs), "answered", ranked)
            for message, ranked in zip(self.messages, self.ranked, strict=True)
            if len(message.needs) == 1
        ]
        return calibration_error(judged)


def rank(
    messages: Sequence[Message],
    probabilities: Array,
    classes: Sequence[str],
    dangers: Mapping[str, str],
) -> Ranked:
    """Needs best first, and the probabilities of everything else."""
    found, needs = crossval.needs_of(probabilities, classes, dangers)
    order = np.argsort(-found, axis=1)[:, :RANKED]
    ranked = [
        tuple((needs[i], float(row[i])) for i in best)
        for row, best in zip(found, order, strict=True)
    ]
    columns = [(i, name) for i, name in enumerate(classes) if "/" not in name]
    others = [{name: float(row[i]) for i, name in columns} for row in probabilities]
    return Ranked(messages, ranked, others)


def cost(message: Message, found: Any, costs: Mapping[str, float]) -> float:
    """What a decision costs once it is known what was meant, in needless questions.

    found: a bot.understanding.decide.Decision, whose `offer` is empty unless it asks; first need
    under `first`. The terms are those that `decide` weighs by probability.
    """
    decision, first = found
    if decision.decision == "abstain":
        if message.needs:
            return costs["REFUSED"]
        return 0.0 if message.intent in ("", decision.intent) else 1.0
    if not message.needs:
        return costs["STRAY"]
    if decision.decision == "answer":
        return 0.0 if first in message.needs else costs["WRONG"]
    return 1.0 if set(decision.offer) & set(message.needs) else 1.0 + costs["MISSED"]


@dataclass(frozen=True)
class Courses:
    """Shares of all messages by course, and what a message costs on average. wrong: answered
    wrongly; missed: asked without the right one on offer; stray: what is no need taken as one;
    refused: needs turned away.
    """

    answered: float
    wrong: float
    asked: float
    missed: float
    refused: float
    stray: float
    cost: float


def courses(ranked: Ranked, decide: Any, costs: Mapping[str, float]) -> Courses:
    """What `decide` does with every message, and what it costs at `costs`."""
    counts = dict.fromkeys(("answered", "wrong", "asked", "missed", "refused", "stray"), 0)
    total = 0.0
    for message, needs, others in zip(ranked.messages, ranked.ranked, ranked.others, strict=True):
        decision, first = decide(needs, others), needs[0][0]
        total += cost(message, (decision, first), costs)
        meant = set(message.needs)
        if decision.decision == "abstain":
            counts["refused"] += bool(meant)
        elif not meant:
            counts["stray"] += 1
        elif decision.decision == "answer":
            counts["answered"] += 1
            counts["wrong"] += first not in meant
        else:
            counts["asked"] += 1
            counts["missed"] += not meant & set(decision.offer)
    size = max(len(ranked.messages), 1)
    return Courses(**{name: n / size for name, n in counts.items()}, cost=total / size)


@contextmanager
def costing(module: Any, **changed: float) -> Iterator[None]:
    """The module `decide` with some costs changed, for as long as the block lasts."""
    before = {name: getattr(module, name) for name in changed}
    try:
        for name, value in changed.items():
            setattr(module, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(module, name, value)


def temperature_table(sets: Mapping[str, tuple[Any, ...]], now: float) -> str:
    """Calibration error by temperature. sets: name -> arguments of `rank`."""
    lines = ["temperature" + "".join(f"{name:>20}" for name in sets)]
    for temperature in sorted({*TEMPERATURES, now}):
        row = f"{temperature:11.2f}"
        for messages, probabilities, classes, dangers in sets.values():
            ranked = rank(messages, retempered(probabilities, temperature / now), classes, dangers)
            row += f"{ranked.error():20.4f}"
        lines.append(row + ("   in force" if temperature == now else ""))
    return "\n".join(lines)


def cost_table(ranked: Ranked, module: Any) -> str:
    """Courses at the costs in force, and when one of them is changed. What it costs is always told
    at the costs in force, so the first row should be the cheapest or nearly so.
    """
    names = list(Courses.__dataclass_fields__)
    lines = [f"{'costs':18}" + "".join(f"{name:>10}" for name in names)]
    now = {name: float(getattr(module, name)) for name in COSTS}
    for name in ("", *COSTS):
        for factor in (1.0,) if not name else [f for f in FACTORS if f != 1.0]:
            changed = {name: now[name] * factor} if name else {}
            with costing(module, **changed):
                found = courses(ranked, module.decide, now)
            label = f"{name} = {now[name] * factor:g}" if name else "in force"
            lines.append(
                f"{label:18}"
                + "".join(
                    f"{getattr(found, n):10.3f}" if n == "cost" else f"{getattr(found, n):10.1%}"
                    for n in names
                )
            )
    return "\n".join(lines)


@click.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--folds", type=click.IntRange(2), default=5, show_default=True)
@click.option("--data", type=click.Path(path_type=Path), default=ROOT / "nlu" / "data")
def main(file: Path, folds: int, data: Path) -> None:
    """Judge all phrases out of fold and FILE, print the tables."""
    from bot.understanding import decide, training
    from bot.understanding.classifier import TEMPERATURE
    from bot.understanding.encoder import Encoder
    from bot.understanding.pipeline import DANGER_NEEDS
    from bot.understanding.spelling import Speller

    phrases = read_phrases(data)
    topics = training.topics(ROOT)
    encoder = Encoder(load().encoder)
    encoded = crossval.encode(phrases, encoder)
    judged = crossval.judge(
        encoded, topics, training.fit, folds, lambda told: click.echo(f"  {told}", err=True)
    )
    told = [of_phrase(phrase) for phrase in phrases]
    kept = [i for i, one in enumerate(told) if one and judged.fold[i] != crossval.NEVER]
    sets: dict[str, tuple[Any, ...]] = {
        "phrases": (
            [told[i] for i in kept], judged.probabilities[kept], judged.classes, DANGER_NEEDS,
        )
    }  # fmt: skip
    cases = read(file, {phrase.need for phrase in phrases if phrase.need})
    cases = [case for case in cases if of_case(case)]
    fitted = training.fit(
        texts=encoded.corrected, originals=[p.text for p in phrases],
        intents=[p.intent for p in phrases], vectors=encoded.vectors, topics=topics,
    ).classifier  # fmt: skip
    speller = Speller.fit(phrase.text for phrase in phrases)
    texts = [speller.correct(case.text) for case in cases]
    asked = [fitted.probabilities(t, v) for t, v in zip(texts, encoder.encode(texts), strict=True)]
    sets[file.name] = ([of_case(c) for c in cases], np.stack(asked), fitted.classes, DANGER_NEEDS)
    click.echo(temperature_table(sets, TEMPERATURE))
    for name, arguments in sets.items():
        click.echo(f"\n{name}: {len(arguments[0]):,} messages")
        click.echo(cost_table(rank(*arguments), decide))


if __name__ == "__main__":
    main()
