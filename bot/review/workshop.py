"""What the review works with, opened from the settings: store, catalogue, vectors, metric."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Optional

import numpy as np

from bot.catalogue import Catalogue
from bot.errors import SignpostError
from bot.evaluation.phrases import read as read_phrases
from bot.ledger.entry import now
from bot.review import nightly
from bot.review.gist import EMPTY, gist
from bot.review.metric import SHRINK, Metric
from bot.review.model import Summary
from bot.review.reader import Reader
from bot.review.store import Review
from bot.review.vectors import FILE, Vectors
from bot.settings import ROOT, Settings
from bot.understanding.encoder import Encoder

#: Phrases of each need that the metric is learned from; more change nothing.
PHRASES_A_NEED = 40


class Busy(SignpostError):
    """Another process is at the same work."""


class Workshop:
    """Opened once by a command; each part is made at first use."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.folder: Path = settings.review
        self.store = Review.open(settings.ledger)
        self.vectors = Vectors(self.folder / FILE, Encoder(settings.encoder, threads=2))

    def catalogue(self) -> Catalogue:
        """The catalogue as it is now."""
        return Catalogue.open(self.settings.catalogue, learned_needs=self.settings.learned_needs)

    def reader(self, model: Path) -> Reader:
        """A trained model, ready to read words."""
        return Reader.open(model, self.catalogue(), self.vectors, self.settings.encoder)

    def cluster(self, asof: Optional[datetime] = None) -> Summary:
        """The nightly run. asof: UTC, default now. RAISES Busy while another run is at it."""
        with only_one(self.folder / "clusters.lock", "Clusters are being made by another run."):
            return nightly.run(
                self.store, self.catalogue(), self.vectors, self.metric(), asof or now()
            )

    def metric(self) -> Metric:
        """The metric learned from the phrases of nlu/data; kept until they, or how it is
        learned, change."""
        folder = ROOT / "nlu" / "data"
        digest = hashlib.sha256(f"{SHRINK} {sorted(EMPTY)}".encode())
        for path in sorted(folder.glob("*.yml")):
            if path == self.settings.learned:
                continue  # Teaching must not move clusters about.
            digest.update(path.read_bytes())
        path = self.folder / "metric.npz"
        key = digest.hexdigest()
        if path.is_file():
            with np.load(path) as kept:
                if str(kept["key"]) == key:
                    return Metric(kept["mean"], kept["projection"])
        metric = self._learn(folder)
        part = path.with_suffix(".part.npz")
        np.savez(part, key=np.array(key), mean=metric.mean, projection=metric.projection)
        part.replace(path)
        return metric

    def _learn(self, folder: Path) -> Metric:
        texts: list[str] = []
        needs: list[str] = []
        counts: dict[str, int] = {}
        for phrase in read_phrases(folder):
            if phrase.need and counts.get(phrase.need, 0) < PHRASES_A_NEED:
                counts[phrase.need] = counts.get(phrase.need, 0) + 1
                texts.append(gist(phrase.text.casefold()))
                needs.append(phrase.need)
        return Metric.fit(self.vectors.of(texts), needs)


@contextmanager
def only_one(path: Path, message: str) -> Iterator[None]:
    """Holds a lock file. RAISES Busy with `message` when another process holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(message) from None
        yield
