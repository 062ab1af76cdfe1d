"""Sentence encoder: texts in, unit vectors of 384 numbers out (all-MiniLM-L6-v2, int8, CPU)."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Optional

import numpy as np
from numpy.typing import NDArray

from bot.understanding.bert import POSITIONS
from bot.understanding.weights import MODEL, TOKENIZER, converted

#: Length of a vector.
DIMENSIONS = 384
#: Word pieces read of one text. Longer messages are cut: the model was trained on 128.
MAX_TOKENS = POSITIONS


class Encoder:
    """Encodes texts. Loads lazily and again after a fork: native code made before `fork()` may
    hang in the child, so each process makes its own at first use.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """folder: where the converted model is, or is made at first use; threads: batches encoded
        at the same time, for training.
        """
        self._folder = folder
        self._threads = threads
        self._pid: Optional[int] = None
        self._session: Any = None
        self._tokenizer: Any = None

    def _load(self) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        folder = converted(self._folder)
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / MODEL), options, providers=["CPUExecutionProvider"]
        )
        self._pid = os.getpid()

    def encode(self, texts: Sequence[str], batch_size: int = 32) -> NDArray[np.float32]:
        """Vectors of `texts`: an array (len(texts), 384) of unit length, in the same order."""
        if self._pid != os.getpid():
            self._load()
        pieces = self._pieces(texts)
        if len(texts) == 1:
            vector: NDArray[np.float32] = self._means(pieces)[0][np.newaxis]
            return vector / max(math.sqrt(float(vector @ vector.T)), 1e-9)
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        # Texts of like length go together, so that little is spent on padding.
        order = sorted(range(len(texts)), key=lambda i: len(pieces[i]))
        batches = [order[start : start + batch_size] for start in range(0, len(order), batch_size)]

        def forward(chosen: list[int]) -> None:
            for i, vector in zip(chosen, self._means([pieces[i] for i in chosen])):
                vectors[i] = vector

        if self._threads > 1 and len(batches) > 1:
            with ThreadPoolExecutor(self._threads) as pool:
                list(pool.map(forward, batches))
        else:
            for batch in batches:
                forward(batch)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: NDArray[np.float32] = vectors / np.maximum(norms, 1e-9)
        return unit

    def _pieces(self, texts: Sequence[str]) -> list[list[int]]:
        """The numbers of each text's word pieces; a batch is cut up on all cores."""
        if len(texts) <= _FEW:
            return [self._tokenizer.encode(text).ids for text in texts]
        return [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]

    def _means(self, pieces: Sequence[Sequence[int]]) -> list[NDArray[np.float32]]:
        """The mean over each text's own pieces of what the model makes of them."""
        lengths = np.array([len(one) for one in pieces], np.int32)
        width = int(lengths.max())
        ids = np.zeros((len(pieces), width), np.int32)
        for row, one in enumerate(pieces):
            ids[row, : len(one)] = one
        given = {"ids": ids, "positions": np.arange(width, dtype=np.int32), "lengths": lengths}
        (hidden,) = self._session.run(None, given)
        return [hidden[row, :length].mean(axis=0) for row, length in enumerate(lengths)]


#: Texts up to which threads for cutting them into pieces cost more than they save.
_FEW = 8
