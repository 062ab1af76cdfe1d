"""TF-IDF of words and character n-grams with a linear SVM: the plain yardstick, in seconds.

python -m bench.linear_svm FILE.csv
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click
import numpy as np

from bench.compare import KEPT, Result, judge, keep, needs_in, table, without_topics
from bot.evaluation.phrases import NEED, Phrase, read
from bot.settings import ROOT


def fit(phrases: Sequence[Phrase]) -> Callable[[str], list[str]]:
    """Trains on `phrases`. RETURNS a function from a text to need ids, best first."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import FeatureUnion, make_pipeline
    from sklearn.svm import LinearSVC

    features = FeatureUnion(
        [
            ("words", TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)),
            ("characters", TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), min_df=2)),
        ]
    )
    model = make_pipeline(features, LinearSVC(C=1.0, random_state=1))
    model.fit([phrase.text for phrase in phrases], [phrase.intent for phrase in phrases])
    names = [str(name) for name in model.classes_]

    def rank(text: str) -> list[str]:
        scores = np.atleast_1d(model.decision_function([text])[0])
        order = [names[i] for i in np.argsort(-scores)]
        return [name.removeprefix(NEED) for name in order if name.startswith(NEED)]

    return rank


@click.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--data", type=click.Path(path_type=Path), default=ROOT / "nlu" / "data")
@click.option("--kept", type=click.Path(path_type=Path), default=KEPT, help="Results so far.")
def main(file: Path, data: Path, kept: Path) -> None:
    """Train on the phrases in --data, judge on FILE, print the table with earlier results."""
    phrases = without_topics(read(data))
    cases = needs_in(file, phrases)
    started, processor = time.perf_counter(), time.process_time()
    rank = fit(phrases)
    taken, used = time.perf_counter() - started, time.process_time() - processor
    top1, top3 = judge(cases, rank)
    result = Result(
        "TF-IDF + linear SVM", file.name, len(cases), top1, top3, len(phrases), taken, used
    )
    everything = keep([result], kept)
    click.echo(table([one for one in everything if one.file == file.name]))


if __name__ == "__main__":
    main()
