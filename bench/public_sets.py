"""Our encoder and classifier on public intent sets, beside published figures.

    python -m bench.public_sets clinc150 data_full.json
    python -m bench.public_sets banking77 train.csv test.csv --shots 10 --shots 0
    python -m bench.public_sets hwu64 train.csv test.csv --seeds 3

CLINC150 is the file data_full.json of clinc/oos-eval; BANKING77 and HWU64 are CSV files with the
columns text and category, as PolyAI and DialoGLUE publish them. The files are not kept here.
"""

from __future__ import annotations

import csv
import json
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np

from bot.errors import BadInput
from bot.settings import load

#: All examples, as a number of shots.
FULL = 0
#: Accuracy in %, from Casanueva et al. 2020, "Efficient Intent Detection with Dual Sentence
#: Encoders", https://aclanthology.org/2020.nlp4convai-1.5/, table of results: BERT-large
#: fine-tuned, and the best of theirs, a classifier on USE and ConveRT vectors together. Their
#: 10-shot sets are one fixed draw; ours are drawn at random by seed.
PUBLISHED = {
    ("clinc150", 10): {"BERT fine-tuned": 91.93, "USE + ConveRT": 93.26},
    ("clinc150", FULL): {"BERT fine-tuned": 96.93, "USE + ConveRT": 97.16},
    ("banking77", 10): {"BERT fine-tuned": 83.42, "USE + ConveRT": 85.19},
    ("banking77", FULL): {"BERT fine-tuned": 93.66, "USE + ConveRT": 93.36},
    ("hwu64", 10): {"BERT fine-tuned": 84.86, "USE + ConveRT": 85.83},
    ("hwu64", FULL): {"BERT fine-tuned": 92.10, "USE + ConveRT": 92.62},
}

Example = tuple[str, str]


@dataclass(frozen=True)
class Scores:
    """Accuracies over draws, as shares; seconds (float): to train once, without encoding."""

    accuracies: tuple[float, ...]
    seconds: float

    @property
    def mean(self) -> float:
        """Mean over the draws."""
        return sum(self.accuracies) / len(self.accuracies)


def read_clinc(path: Path) -> tuple[list[Example], list[Example]]:
    """Training and test examples of CLINC150's 150 intents. RAISES BadInput for another shape.

    Its out-of-scope examples ("oos_train", "oos_test") are left out, as in the published figures.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return [(t, i) for t, i in content["train"]], [(t, i) for t, i in content["test"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{path}: not CLINC150's data_full.json ({error!r}).") from None


def read_csv(path: Path) -> list[Example]:
    """Examples of a CSV with the columns text and category. RAISES BadInput for another shape."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            found = [(row["text"], row["category"]) for row in csv.DictReader(file)]
    except (OSError, UnicodeDecodeError, csv.Error, KeyError) as error:
        raise BadInput(f"{path}: no CSV with text and category ({error!r}).") from None
    if not found or not all(text and category for text, category in found):
        raise BadInput(f"{path}: a row lacks its text or category, or there is none.")
    return found


def draw(examples: Sequence[Example], shots: int, seed: int) -> list[int]:
    """Rows of a training set with at most `shots` examples of each intent; FULL: all of them."""
    if shots == FULL:
        return list(range(len(examples)))
    by_intent: dict[str, list[int]] = defaultdict(list)
    for row, (_, intent) in enumerate(examples):
        by_intent[intent].append(row)
    chance = random.Random(seed)
    return sorted(
        row for rows in by_intent.values() for row in chance.sample(rows, min(shots, len(rows)))
    )


def score(
    train: Sequence[Example], test: Sequence[Example], encoder: Any, shots: int, seeds: int
) -> Scores:
    """Trains our classifier on draws of `train`, judges each on all of `test`.

    encoder: has encode(texts) -> vectors (n, d). seeds (int): draws; FULL needs only one.
    """
    from bot.understanding.classifier import Classifier

    vectors = encoder.encode([text for text, _ in train])
    asked = encoder.encode([text for text, _ in test])
    accuracies, seconds = [], 0.0
    for seed in range(1 if shots == FULL else seeds):
        rows = draw(train, shots, seed)
        texts, intents = zip(*(train[row] for row in rows), strict=True)
        classes = sorted(set(intents))
        column = {name: i for i, name in enumerate(classes)}
        targets = np.zeros((len(rows), len(classes)), np.float32)
        targets[np.arange(len(rows)), [column[intent] for intent in intents]] = 1.0
        started = time.perf_counter()
        fitted = Classifier.fit(texts, vectors[rows], targets, classes)
        seconds = time.perf_counter() - started
        right = sum(
            classes[int(fitted.probabilities(text, vector).argmax())] == intent
            for (text, intent), vector in zip(test, asked, strict=True)
        )
        accuracies.append(right / len(test))
    return Scores(tuple(accuracies), seconds)


def line(name: str, shots: int, scores: Scores) -> str:
    """One line: ours with its spread over draws, and what others published."""
    spread = (
        f" ± {100 * float(np.std(scores.accuracies)):.1f}" if len(scores.accuracies) > 1 else ""
    )
    ours = f"{100 * scores.mean:.1f}{spread}"
    others = ", ".join(f"{who} {what:.1f}" for who, what in PUBLISHED[name, shots].items())
    set_name = f"{name} {'full' if shots == FULL else f'{shots}-shot'}"
    return f"{set_name:20} ours {ours:12} published: {others}  (trained in {scores.seconds:.0f} s)"


@click.command()
@click.argument("name", type=click.Choice(["clinc150", "banking77", "hwu64"]))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--shots", type=click.Choice(["0", "10"]), multiple=True, default=("10", "0"),
              help="Examples of each intent; 0: all. May be given twice.")  # fmt: skip
@click.option(
    "--seeds", type=click.IntRange(1), default=3, show_default=True, help="10-shot draws."
)
def main(name: str, files: tuple[Path, ...], shots: tuple[str, ...], seeds: int) -> None:
    """Train on a public set and print accuracy beside published figures."""
    from bot.understanding.encoder import Encoder

    if len(files) != (1 if name == "clinc150" else 2):
        raise click.UsageError("Give data_full.json for clinc150, else train.csv and test.csv.")
    try:
        if name == "clinc150":
            train, test = read_clinc(files[0])
        else:
            train, test = read_csv(files[0]), read_csv(files[1])
    except BadInput as error:
        raise click.ClickException(str(error)) from None
    encoder = Encoder(load().encoder)
    for shot in map(int, shots):
        click.echo(line(name, shot, score(train, test, encoder, shot, seeds)))


if __name__ == "__main__":
    main()
