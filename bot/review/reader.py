"""What a trained model makes of words, without Rasa: its classifier and speller out of its archive.

Goes the way of config.yml: the place out, typing errors put right, encoded, understood. Some two
seconds to open, against twelve for Rasa, and texts are encoded together.
"""

from __future__ import annotations

import json
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from bot.catalogue import Catalogue
from bot.errors import SignpostError
from bot.places import to_value
from bot.review.vectors import Vectors
from bot.understanding.encoder import Encoder
from bot.understanding.pipeline import Found, Understander
from bot.understanding.spelling import Speller
from bot.unplaced import only_place, without_place
from bot.where import find_place

#: Files of a model that are taken out, by name.
_FILES = ("classifier.json", "classifier.npz", "speller.json")


class Reader:
    """A model, ready to read. `classes` are all the intents it knows."""

    def __init__(
        self, understander: Understander, speller: Speller, catalogue: Catalogue, vectors: Vectors
    ) -> None:
        self._understander = understander
        self._speller = speller
        self._catalogue = catalogue
        self._vectors = vectors
        self.classes = understander.classifier.classes

    @classmethod
    def open(cls, model: Path, catalogue: Catalogue, vectors: Vectors, encoder: Path) -> Reader:
        """The model in the archive `model`. RAISES SignpostError for what is none of ours."""
        try:
            with tempfile.TemporaryDirectory() as name, tarfile.open(model) as archive:
                folder = Path(name)
                for member in archive:
                    short = PurePosixPath(member.name).name
                    file = archive.extractfile(member) if short in _FILES else None
                    if file:
                        (folder / short).write_bytes(file.read())
                speller = Speller(**json.loads((folder / "speller.json").read_text("utf-8")))
                understander = Understander.load(folder, Encoder(encoder))
        except (OSError, tarfile.TarError, ValueError, KeyError, TypeError) as error:
            raise SignpostError(f"{model} is no model of ours ({type(error).__name__}).") from None
        return cls(understander, speller, catalogue, vectors)

    def read(self, texts: Sequence[str]) -> list[Found]:
        """What each text means, in order; as the first message of a conversation."""
        rests: list[str] = []
        alone: list[bool] = []
        for text in texts:
            place = to_value(find_place(text, self._catalogue))
            rest = without_place(text, str(place.get("input", ""))) if place else text
            rests.append(self._speller.correct(rest or text))
            alone.append(bool(place) and only_place(rest))
        vectors = self._vectors.of(rests)
        return [
            self._understander.understand(text, rest, vector, only_place=single)
            for text, rest, vector, single in zip(texts, rests, vectors, alone)
        ]
