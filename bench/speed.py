"""How long each layer of a turn takes, in one process and one thread.

    OMP_NUM_THREADS=1 python -m bench.speed

Prints the median and the 95th percentile in milliseconds by the clock, the median in processor
time (which other programs on the machine do not stretch), and what 2,000 lines of
`python -m bot ask --jsonl` take, loading included.
"""

from __future__ import annotations

import json
import math
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from bot.settings import ROOT

#: One thread for every native library. They read it when they are loaded, so it is set first.
ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "TF_NUM_INTRAOP_THREADS",
        "TF_NUM_INTEROP_THREADS",
    ),
    "1",
)
#: Messages put to each layer, after some that are not counted, and lines put to `ask`.
MESSAGES, WARM, LINES = 400, 40, 2000

T = TypeVar("T")


class Times(NamedTuple):
    """Milliseconds of each call: by the clock, and of the processor."""

    clock: list[float]
    processor: list[float]


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of `values` do not exceed (nearest rank). RAISES ValueError of no
    values.
    """
    ordered = sorted(values)
    if not ordered:
        raise ValueError("There is no percentile of nothing.")
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def times(work: Callable[[T], Any], inputs: Sequence[T], warm: int = WARM) -> Times:
    """What `work` takes for each of `inputs`; the first `warm` of them run once before."""
    for one in inputs[:warm]:
        work(one)
    taken = Times([], [])
    for one in inputs:
        started, processor = time.perf_counter_ns(), time.process_time_ns()
        work(one)
        taken.clock.append((time.perf_counter_ns() - started) / 1e6)
        taken.processor.append((time.process_time_ns() - processor) / 1e6)
    return taken


def messages(count: int, seed: int = 1) -> list[str]:
    """Training phrases of every kind, chosen at random: the same for each run of the same data."""
    from bot.evaluation.phrases import read

    texts = [phrase.text for phrase in read(ROOT / "nlu" / "data")]
    return random.Random(seed).choices(texts, k=count)


def table(rows: Sequence[tuple[str, Times]]) -> str:
    """Layer, median and 95th percentile, and median of processor time, as lines of text."""
    lines = [f"{'layer':44}{'p50 ms':>9}{'p95 ms':>9}{'CPU p50':>9}"]
    lines += [
        f"{name:44}{percentile(taken.clock, 0.5):9.3f}{percentile(taken.clock, 0.95):9.3f}"
        f"{percentile(taken.processor, 0.5):9.3f}"
        for name, taken in rows
    ]
    return "\n".join(lines)


def layers(texts: Sequence[str]) -> list[tuple[str, Times]]:
    """Times of every layer for `texts`, from the door to the whole turn. Needs a trained model."""
    from bot.assistant import Assistant
    from bot.conversation import step
    from bot.door import admit
    from bot.engine import Engine
    from bot.memory import Memory
    from bot.resolve import resolve
    from bot.said import from_parse
    from bot.settings import load
    from bot.understanding import safety
    from bot.understanding.encoder import Encoder
    from bot.where import where

    here = Assistant(load())
    world, limit = here.world(), here.settings.max_length
    engine = Engine.load(here.settings.models)
    encoder = Encoder(here.settings.encoder)
    vectors = dict(zip(texts, encoder.encode(texts), strict=True))
    classifier = newest_classifier(here.settings.models)
    needs = random.Random(1).choices(sorted(here.catalogue.needs), k=len(texts))
    place = where("Guildford", here.catalogue, here.postcodes)

    def entered(text: str) -> Any:
        return admit(text, here.catalogue, here.postcodes, limit)

    def turn(text: str) -> Any:
        entry = entered(text)
        if not entry.problem:
            step(from_parse(engine.parse(entry.text), entry.place), Memory(), world)

    parsed = [from_parse(engine.parse(text), None) for text in texts]
    return [
        ("door (personal data out, place found)", times(entered, texts)),
        ("encoder", times(lambda text: encoder.encode([text]), texts)),
        ("classifier", times(lambda t: classifier.probabilities(t, vectors[t]), texts)),
        ("safety", times(safety.check, texts)),
        ("understanding in all, through Rasa's graph", times(engine.parse, texts)),
        (
            "resolve",
            times(lambda n: resolve(world.catalogue, n, place, {}, world.today), needs),
        ),
        ("step (understood -> reply)", times(lambda said: step(said, Memory(), world), parsed)),
        ("a whole turn (door, understanding, step)", times(turn, texts)),
    ]


def newest_classifier(models: Path) -> Any:
    """The classifier inside the newest model, taken out of its archive."""
    import tarfile
    import tempfile

    from bot.served import newest
    from bot.understanding.classifier import Classifier

    with tempfile.TemporaryDirectory(prefix="signpost-bench-") as temporary:
        folder = Path(temporary)
        with tarfile.open(newest(models)) as archive:
            for member in archive.getmembers():
                if "NeedClassifier" in member.name and member.isfile():
                    member.name = Path(member.name).name
                    archive.extract(member, folder)
        return Classifier.load(folder)


def ask(texts: Sequence[str]) -> float:
    """Seconds that `python -m bot ask --jsonl` takes for `texts`, loading included.

    RAISES ClickException when it fails.
    """
    lines = "".join(json.dumps({"text": text, "place": "Guildford"}) + "\n" for text in texts)
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "--jsonl"],
        input=lines, capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    taken = time.perf_counter() - started
    answers = done.stdout.count("\n")
    if done.returncode or answers != len(texts):
        last = (done.stderr.strip().splitlines() or ["nothing"])[-1]
        raise click.ClickException(f"ask wrote {answers} lines for {len(texts)}, then: {last}")
    return taken


@click.command()
@click.option("--messages", "count", type=click.IntRange(1), default=MESSAGES, show_default=True)
@click.option("--lines", type=click.IntRange(0), default=LINES, show_default=True, help="For ask.")
def main(count: int, lines: int) -> None:
    """Measure the layers and print the table."""
    os.environ.update(ONE_THREAD)
    click.echo(table(layers(messages(count))))
    if lines:
        taken = ask(messages(lines, seed=2))
        click.echo(f"ask --jsonl: {lines:,} lines in {taken:.1f} s, loading included (limit 60 s)")


if __name__ == "__main__":
    main()
