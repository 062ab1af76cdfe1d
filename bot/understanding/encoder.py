"""Sentence encoder: texts in, unit vectors of 384 numbers out (all-MiniLM-L6-v2, int8, CPU)."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Optional

import numpy as np
from numpy.typing import NDArray

from bot.understanding.weights import converted

#: Length of a vector.
DIMENSIONS = 384
#: Word pieces read of one text. Longer messages are cut: the model was trained on 128.
MAX_TOKENS = 128


class Encoder:
    """Encodes texts. Loads lazily and again after a fork: an encoder made before `fork()` hangs
    in the child, so each process makes its own at first use.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """folder: where the converted model is, or is made at first use; threads: batches encoded
        at the same time, for training.
        """
        self._folder = folder
        self._threads = threads
        self._pid: Optional[int] = None
        self._model: Any = None
        self._tokenizer: Any = None

    def _load(self) -> None:
        import ctranslate2
        from tokenizers import Tokenizer

        folder = converted(self._folder)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()
        self._model = ctranslate2.Encoder(
            str(folder),
            device="cpu",
            inter_threads=self._threads,
            intra_threads=1,
            compute_type="int8",
        )
        self._pid = os.getpid()

    def encode(self, texts: Sequence[str], batch_size: int = 64) -> NDArray[np.float32]:
        """Vectors of `texts`: an array (len(texts), 384) of unit length, in the same order."""
        if self._pid != os.getpid():
            self._load()
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        pieces = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        # Texts of like length go together, so that little is spent on padding.
        order = sorted(range(len(texts)), key=lambda i: len(pieces[i]))
        batches = [order[start : start + batch_size] for start in range(0, len(order), batch_size)]

        def forward(chosen: list[int]) -> None:
            output = self._model.forward_batch([pieces[i] for i in chosen])
            hidden = np.array(output.last_hidden_state)
            for row, i in enumerate(chosen):
                vectors[i] = hidden[row, : len(pieces[i])].mean(axis=0)

        if self._threads > 1 and len(batches) > 1:
            with ThreadPoolExecutor(self._threads) as pool:
                list(pool.map(forward, batches))
        else:
            for batch in batches:
                forward(batch)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: NDArray[np.float32] = vectors / np.maximum(norms, 1e-9)
        return unit
