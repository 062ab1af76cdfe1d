"""Signpost beside Rasa's recommended pipeline: the same phrases, the same queries, one run.

    python -m bench.stock_rasa FILE.csv --epochs 100 --max-minutes 40
    python -m bench.stock_rasa FILE.csv --epochs 100 --most 10

The stock pipeline is what `rasa init` writes into config.yml in 3.6, without its entity
synonyms, response selector and fallback, which have nothing to do with needs. Phrases of broad
topics are left out for both, because a stock intent can't stand for several needs. On two cores
an epoch over all phrases takes DIET minutes: --max-minutes ends it early, --most gives both systems
fewer phrases of each intent, so that it can finish.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Optional

import click
import yaml

from bench.compare import KEPT, Result, judge, keep, needs_in, table, without_topics
from bot.evaluation.cases import Case
from bot.evaluation.phrases import Phrase, read, write
from bot.quiet import quieten
from bot.settings import ROOT

#: Ranks asked of DIET: enough that three needs are among them whatever else it thought of.
RANKED = 20
#: Stock intents may not hold "/": Rasa would take them for retrieval intents.
FLAT, PREFIX = "__", "need__"


def stock_config(epochs: int) -> dict[str, Any]:
    """Rasa 3.6's recommended pipeline for English without pre-trained vectors."""
    return {
        "recipe": "default.v1",
        "assistant_id": "stock",
        "language": "en",
        "pipeline": [
            {"name": "WhitespaceTokenizer"},
            {"name": "RegexFeaturizer"},
            {"name": "LexicalSyntacticFeaturizer"},
            {"name": "CountVectorsFeaturizer"},
            {
                "name": "CountVectorsFeaturizer",
                "analyzer": "char_wb",
                "min_ngram": 1,
                "max_ngram": 4,
            },
            {
                "name": "DIETClassifier",
                "epochs": epochs,
                "constrain_similarities": True,
                "entity_recognition": False,
                "ranking_length": RANKED,
                "random_seed": 1,
            },
        ],
        "policies": None,
    }


def flat(phrases: Sequence[Phrase]) -> list[Phrase]:
    """The phrases with intents that are ordinary ones: "need/pothole" -> "need__pothole"."""
    return [Phrase(phrase.text, phrase.intent.replace("/", FLAT)) for phrase in phrases]


def at_most(phrases: Sequence[Phrase], most: Optional[int]) -> list[Phrase]:
    """`most` phrases of each intent, spread evenly over those it has; all of them for None."""
    groups: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        groups.setdefault(phrase.intent, []).append(phrase)
    chosen: list[Phrase] = []
    for group in groups.values():
        count = min(most or len(group), len(group))
        chosen += [group[i * len(group) // count] for i in range(count)]
    return chosen


def stock_ranking(parsed: dict[str, Any]) -> list[str]:
    """Need ids of a message that the stock pipeline parsed, best first."""
    names = [found["name"] for found in parsed.get("intent_ranking", ())]
    return [name.removeprefix(PREFIX) for name in names if name.startswith(PREFIX)]


def our_ranking(parsed: dict[str, Any]) -> list[str]:
    """Need ids of a message that our pipeline parsed, best first."""
    return [need for need, _ in (parsed.get("understanding") or {}).get("needs", ())]


class Progress:
    """How far a training came: whole epochs, and batches of the one that was cut short."""

    def __init__(self, minutes: float) -> None:
        self.deadline = time.monotonic() + minutes * 60
        self.epochs = self.batches = 0
        self.cut = False

    def batch(self) -> bool:
        """Counts a batch. RETURNS whether time is up."""
        self.batches += 1
        self.cut = time.monotonic() > self.deadline
        return self.cut

    def epoch(self) -> None:
        """Counts an epoch, unless time ran out in it."""
        if not self.cut:
            self.epochs, self.batches = self.epochs + 1, 0

    def note(self, epochs: int) -> str:
        """What was used of the `epochs` that were wanted."""
        cut = f" and {self.batches} batches: time was up" if self.cut else ""
        return f"{self.epochs} of {epochs} epochs{cut}"


def stop_in_time(progress: Progress) -> None:
    """Makes DIET stop when the time of `progress` is up; Rasa has no setting for that."""
    import tensorflow as tf
    from rasa.utils import train_utils

    made = train_utils.create_common_callbacks

    class Deadline(tf.keras.callbacks.Callback):  # type: ignore[misc]
        """Tells `progress` of batches and epochs, and ends training when time is up."""

        def on_train_batch_end(self, batch: int, logs: Optional[dict[str, Any]] = None) -> None:
            """Called by Keras."""
            if progress.batch():
                self.model.stop_training = True

        def on_epoch_end(self, epoch: int, logs: Optional[dict[str, Any]] = None) -> None:
            """Called by Keras."""
            progress.epoch()
            accuracy = (logs or {}).get("i_acc", float("nan"))
            click.echo(f"  epoch {epoch + 1}: {accuracy:.3f} right of its own phrases", err=True)

    train_utils.create_common_callbacks = lambda *a, **k: [*made(*a, **k), Deadline()]


def train_stock(phrases: Sequence[Phrase], folder: Path, epochs: int, minutes: float) -> str:
    """Trains the stock pipeline into `folder`. RETURNS a note of what was used."""
    from rasa.model_training import train_nlu

    write(flat(phrases), folder / "nlu.yml")
    (folder / "config.yml").write_text(yaml.safe_dump(stock_config(epochs), sort_keys=False))
    progress = Progress(minutes)
    stop_in_time(progress)
    train_nlu(str(folder / "config.yml"), str(folder / "nlu.yml"), str(folder / "models"))
    return progress.note(epochs)


def train_ours(phrases: Sequence[Phrase], folder: Path) -> str:
    """Trains config.yml as it is shipped, whole graph, into `folder`."""
    from bot.commands.train import train

    (folder / "data").mkdir()
    write(phrases, folder / "data" / "nlu.yml")
    train(folder / "data", folder / "models", force=True)
    return "as shipped, topics left out"


def measured(
    name: str,
    file: Path,
    cases: Sequence[Case],
    phrases: Sequence[Phrase],
    train: Callable[[Path], str],
    ranking: Callable[[dict[str, Any]], list[str]],
) -> Result:
    """Trains in a folder of its own outside the repository, then judges what was trained."""
    from bot.engine import Engine

    with tempfile.TemporaryDirectory(prefix="signpost-bench-") as temporary:
        folder = Path(temporary)
        started, processor = time.perf_counter(), time.process_time()
        note = train(folder)
        taken, used = time.perf_counter() - started, time.process_time() - processor
        engine = Engine.load(folder / "models")
        top1, top3 = judge(cases, lambda text: ranking(engine.parse(text)))
    return Result(name, file.name, len(cases), top1, top3, len(phrases), taken, used, note)


@click.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--epochs", type=click.IntRange(1), default=100, show_default=True)
@click.option("--max-minutes", type=float, default=40.0, show_default=True, help="End DIET then.")
@click.option("--only", type=click.Choice(["stock", "ours"]), help="Train one of the two.")
@click.option("--most", type=click.IntRange(1), help="Phrases of each intent; default: all.")
@click.option("--data", type=click.Path(path_type=Path), default=ROOT / "nlu" / "data")
@click.option("--kept", type=click.Path(path_type=Path), default=KEPT, help="Results so far.")
def main(
    file: Path,
    epochs: int,
    max_minutes: float,
    only: Optional[str],
    most: Optional[int],
    data: Path,
    kept: Path,
) -> None:
    """Train both on the phrases in --data, judge both on FILE and print the table."""
    # No cached result may shorten a training that is being timed.
    os.environ.update(RASA_MAX_CACHE_SIZE="0", TQDM_DISABLE="1")
    quieten()
    # Frameworks are imported before the clock starts: both need them.
    import rasa.engine.recipes.default_components
    import rasa.model_training  # noqa: F401

    phrases = at_most(without_topics(read(data)), most)
    cases = needs_in(file, phrases)
    results = []
    if only != "stock":
        results.append(
            measured(
                "Signpost", file, cases, phrases, lambda f: train_ours(phrases, f), our_ranking
            )
        )
        keep(results, kept)
    if only != "ours":
        results.append(
            measured(
                "Rasa stock (DIET)",
                file,
                cases,
                phrases,
                lambda f: train_stock(phrases, f, epochs, max_minutes),
                stock_ranking,
            )
        )
    everything = keep(results, kept)
    click.echo(table([one for one in everything if one.file == file.name]))


if __name__ == "__main__":
    main()
