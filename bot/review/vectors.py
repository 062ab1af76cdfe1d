"""Vectors of texts, each computed once and kept on disk by a digest of the text, not the text."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.understanding.encoder import DIMENSIONS, Encoder
from bot.understanding.weights import SHA256

Array = NDArray[np.float32]

#: Name of the file, in the review's folder.
FILE = "vectors.db"
#: Digests asked for at a time: SQLite takes 999 values a query in its oldest versions.
CHUNK = 900
#: Vectors that no run has asked for so long are dropped.
KEPT = timedelta(days=60)
_SCHEMA = """
create table if not exists vector (
    digest blob primary key, vector blob not null, used text not null
) without rowid;
create index if not exists vector_used on vector (used);
"""


class Vectors:
    """An encoder that remembers. The file can be deleted at any time: it is made again."""

    def __init__(self, path: Path, encoder: Encoder) -> None:
        """path: the file, made at first use; its folder too."""
        self._path = path
        self._encoder = encoder

    def of(self, texts: Sequence[str]) -> Array:
        """Vectors of `texts`, in order: (len(texts), 384), of unit length to half precision."""
        digests = [_digest(text) for text in texts]
        places: dict[bytes, list[int]] = {}
        for i, digest in enumerate(digests):
            places.setdefault(digest, []).append(i)
        found = np.zeros((len(texts), DIMENSIONS), np.float32)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=30)) as connection:
            connection.executescript(_SCHEMA)
            missing = dict(places)
            for digest, blob in self._kept(connection, list(places)):
                found[missing.pop(digest)] = np.frombuffer(blob, np.float16)
            if missing:
                fresh = self._encoder.encode([texts[at[0]] for at in missing.values()])
                halves = fresh.astype(np.float16)
                for vector, at in zip(halves, missing.values()):
                    found[at] = vector
                self._keep(connection, list(missing), halves)
        return found

    @staticmethod
    def _kept(connection: sqlite3.Connection, digests: list[bytes]) -> list[tuple[bytes, bytes]]:
        rows: list[tuple[bytes, bytes]] = []
        today = date.today().isoformat()
        for start in range(0, len(digests), CHUNK):
            part = digests[start : start + CHUNK]
            holes = ",".join("?" * len(part))
            query = f"select digest, vector from vector where digest in ({holes})"  # noqa: S608
            rows += connection.execute(query, part).fetchall()
            query = f"update vector set used = ? where used < ? and digest in ({holes})"  # noqa: S608
            connection.execute(query, [today, today, *part])
        connection.commit()
        return rows

    @staticmethod
    def _keep(
        connection: sqlite3.Connection, digests: list[bytes], vectors: NDArray[np.float16]
    ) -> None:
        today = date.today()
        with connection:
            connection.executemany(
                "insert or ignore into vector values (?, ?, ?)",
                ((d, v.tobytes(), today.isoformat()) for d, v in zip(digests, vectors)),
            )
            connection.execute("delete from vector where used < ?", ((today - KEPT).isoformat(),))


def _digest(text: str) -> bytes:
    """Of the text and the weights: another encoder gives other vectors."""
    return hashlib.sha256(f"{SHA256} {text}".encode()).digest()
