"""The sentence encoder as a dense featurizer: one vector of 384 numbers a message."""

from __future__ import annotations

import logging
import os
import sqlite3
from typing import Any, Dict, List

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.review.vectors import FILE, Vectors
from bot.settings import load
from bot.understanding.encoder import Encoder
from nlu.components.spelling import CORRECTED

logger = logging.getLogger(__name__)

ALIAS = "sentence_encoder"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(DenseFeaturizer, GraphComponent):
    """Encodes each message with all-MiniLM-L6-v2 (bot.understanding.encoder)."""

    def __init__(self, config: Dict[str, Any]) -> None:
        super().__init__(ALIAS, config)
        self._encoder = Encoder(load().encoder)

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The alias names the features, so that other components can choose them."""
        return {**DenseFeaturizer.get_default_config(), "alias": ALIAS}

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        return cls(config)

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:
        """Nothing in it can be wrong."""

    def process(self, messages: List[Message]) -> List[Message]:
        """The same messages, each with a sentence feature of shape (1, 384)."""
        self._add(messages, self._encoder.encode(_texts(messages)))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Encodes every example that has text, on all cores; each text only once in the life of
        the review's folder, so that training with a few more phrases takes two thirds of the time.
        """
        examples = [example for example in training_data.training_examples if example.get(TEXT)]
        self._add(examples, _remembered(_texts(examples)))
        return training_data

    def _add(self, messages: List[Message], vectors: NDArray[np.float32]) -> None:
        for message, vector in zip(messages, vectors):
            message.add_features(
                Features(
                    vector[np.newaxis, :],
                    FEATURE_TYPE_SENTENCE,
                    TEXT,
                    self._config["alias"],
                )
            )


def _texts(messages: List[Message]) -> List[str]:
    return [message.get(CORRECTED) or message.get(TEXT) or "" for message in messages]


def _remembered(texts: List[str]) -> NDArray[np.float32]:
    settings = load()
    encoder = Encoder(settings.encoder, threads=os.cpu_count() or 1)
    try:
        return Vectors(settings.review / FILE, encoder).of(texts)
    except (OSError, sqlite3.Error) as fault:
        # Remembering saves time; without it the model is the same.
        logger.warning("Vectors are not kept (%s): encoding all.", type(fault).__name__)
        return encoder.encode(texts)
