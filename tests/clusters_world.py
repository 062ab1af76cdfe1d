"""A small review for tests: a ledger in memory, unless one is given; an encoder that knows words by
sight.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any, Optional

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import MetaData, Table, insert, select
from sqlalchemy.engine import Engine

from bot.catalogue import Catalogue
from bot.database import migrate
from bot.evaluation import phrases
from bot.ledger.schema import turns
from bot.review import nightly
from bot.review.metric import Metric
from bot.review.migrations import MIGRATIONS
from bot.review.model import Summary
from bot.review.schema import members
from bot.review.store import Review
from bot.review.vectors import Vectors
from bot.settings import ROOT
from bot.understanding.encoder import DIMENSIONS
from tests import figures_world

ASOF = datetime(2026, 11, 1)
#: No place is known, so none is taken out of the words.
NOWHERE = Catalogue({})
PLAIN = Metric(np.zeros(DIMENSIONS, np.float32), np.eye(DIMENSIONS, dtype=np.float32))
_numbers = count(1)


@lru_cache(maxsize=1)
def _shipped() -> tuple[phrases.Phrase, ...]:
    return tuple(phrases.read(ROOT / "nlu" / "data"))


def read_phrases(folder: Path) -> list[phrases.Phrase]:
    """As bot.evaluation.phrases.read; what is shipped is read once, which takes half a second."""
    return list(_shipped()) if folder == ROOT / "nlu" / "data" else phrases.read(folder)


class Words:
    """An encoder: texts that share words lie near each other. `asked` is all it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str], batch_size: int = 64) -> NDArray[np.float32]:
        """Unit vectors: the mean of one fixed direction a word."""
        self.asked += texts
        found = np.zeros((len(texts), DIMENSIONS), np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
                found[row] += np.random.default_rng(seed).standard_normal(DIMENSIONS)
        norms = np.linalg.norm(found, axis=1, keepdims=True)
        unit: NDArray[np.float32] = found / np.maximum(norms, 1e-9)
        return unit


class World:
    """A review and its ledger; `ask` puts unmet needs in, `night` runs the nightly run."""

    def __init__(self, folder: Path, engine: Optional[Engine] = None) -> None:
        self.engine = engine or figures_world.engine()
        self.review = Review(self.engine)
        self.encoder = Words()
        self.vectors = Vectors(folder / "vectors.db", self.encoder)  # type: ignore[arg-type]

    def ask(self, words: str, times: int = 1, days: int = 1, **more: Any) -> list[str]:
        """Adds conversations of one turn that was not understood, `days` before ASOF.

        RETURNS their entries.
        """
        rows = []
        for _ in range(times):
            key = f"{next(_numbers):032x}"
            rows.append({
                "at": ASOF - timedelta(days=days), "conversation": key, "channel": "signpost",
                "outcome": "gap_not_understood", "gap": "not_understood", "words": words,
                "language": "en", "seconds": 0.1, "entry": key, "number": 1, **more,
            })  # fmt: skip
        with self.engine.begin() as connection:
            connection.execute(insert(turns), rows)
        return [row["entry"] for row in rows]

    def night(self, asof: datetime = ASOF) -> Summary:
        """Clusters anew."""
        return nightly.run(self.review, NOWHERE, self.vectors, PLAIN, asof)

    def entries(self, number: int) -> list[str]:
        """Entries that are in a cluster, in order."""
        query = select(members.c.entry).where(members.c.cluster == number)
        with self.engine.connect() as connection:
            return sorted(connection.execute(query).scalars())


def of_old(engine: Engine) -> dict[str, Any]:
    """Makes the review's tables as they were when clusters had a rise, with one cluster in them.
    RETURNS what must be there of it afterwards.
    """
    values = {
        "id": 7, "name": "fly a drone", "terms": "drone, fly", "status": "assigned",
        "assignee": "Parks", "note": "ask again", "first_seen": ASOF - timedelta(days=9),
        "last_seen": ASOF, "entries": 12, "conversations": 11, "recent": 9, "before": 2.5,
        "centre": b"abc", "successor": None, "ended": None,
    }  # fmt: skip
    with engine.begin() as connection:
        migrate(connection, "review", MIGRATIONS[:3])
        old = Table("cluster", MetaData(), autoload_with=connection)
        connection.execute(insert(old).values(**values, rise=3.1))
    return values
