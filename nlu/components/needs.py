"""The need classifier as a graph component: ranks all needs, decides answer, ask or abstain."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.settings import ROOT, load
from bot.understanding import training
from bot.understanding.digest import digest
from bot.understanding.encoder import Encoder
from bot.understanding.pipeline import Understander
from bot.unplaced import only_place
from nlu.components.encoder import ALIAS
from nlu.components.places import UNPLACED
from nlu.components.spelling import CORRECTED

#: Key of our own result in a parsed message; bot.said reads it.
UNDERSTANDING = "understanding"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class NeedClassifier(GraphComponent, IntentClassifier):
    """Sets `intent` and `understanding`; see bot.understanding.pipeline for what they hold."""

    def __init__(
        self,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        understander: Optional[Understander] = None,
    ) -> None:
        self._storage = model_storage
        self._resource = resource
        self._understander = understander

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Nothing is configurable: every figure was chosen by measurement (docs/decisions)."""
        return {}

    @staticmethod
    def required_packages() -> List[str]:
        return ["sklearn"]

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        return digest() + training.topics_digest(ROOT)

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NeedClassifier:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NeedClassifier:
        with model_storage.read_from(resource) as folder:
            understander = Understander.load(folder, Encoder(load().encoder))
        return cls(config, model_storage, resource, understander)

    def train(self, training_data: TrainingData) -> Resource:
        """Fits the classifier to every example that has an intent, and stores it."""
        examples = [e for e in training_data.training_examples if e.get(TEXT) and e.get(INTENT)]
        fitted = training.fit(
            texts=[e.get(CORRECTED) or e.get(TEXT) for e in examples],
            originals=[e.get(TEXT) for e in examples],
            intents=[e.get(INTENT_RESPONSE_KEY) or e.get(INTENT) for e in examples],
            vectors=np.stack([_vector(e) for e in examples]),
            topics=training.topics(ROOT),
        )
        with self._storage.write_to(self._resource) as folder:
            fitted.save(folder)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """The same messages, understood."""
        if self._understander is None:
            return messages
        for message in messages:
            text = message.get(TEXT) or ""
            rest = message.get(UNPLACED)
            found = self._understander.understand(
                text,
                message.get(CORRECTED) or text,
                _vector(message),
                only_place=rest is not None and only_place(rest),
                typed=rest or text,
            )
            intent = {"name": found.intent, "confidence": found.confidence}
            message.set(INTENT, intent, add_to_output=True)
            message.set(UNDERSTANDING, found.to_dict(), add_to_output=True)
        return messages


def _vector(message: Message) -> Any:
    """The sentence vector that the encoder gave the message."""
    _, sentence = message.get_dense_features(TEXT, [ALIAS])
    if sentence is None:
        raise ValueError("NeedClassifier needs SentenceEncoder before it: see config.yml.")
    return sentence.features[0]
