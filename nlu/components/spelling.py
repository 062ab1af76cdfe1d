"""Spelling as a graph component: sets `corrected`, which the encoder reads instead of the text."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding.spelling import Speller
from nlu.components.places import UNPLACED

CORRECTED = "corrected"
FILE = "speller.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class Spelling(GraphComponent):
    """Learns the words that people use, and puts unknown ones right."""

    def __init__(
        self,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        speller: Optional[Speller] = None,
    ) -> None:
        self._storage = model_storage
        self._resource = resource
        self._speller = speller

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Nothing is configurable."""
        return {}

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Spelling:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Spelling:
        with model_storage.read_from(resource) as folder:
            value = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return cls(config, model_storage, resource, Speller(**value))

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the words of all examples and stores them."""
        texts = [e.get(TEXT) for e in training_data.training_examples if e.get(TEXT)]
        self._speller = Speller.fit(texts)
        with self._storage.write_to(self._resource) as folder:
            (folder / FILE).write_text(json.dumps(self._speller.to_dict()), encoding="utf-8")
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """The same messages with `corrected` set."""
        for message in messages:
            text = message.get(UNPLACED) or message.get(TEXT) or ""
            message.set(CORRECTED, self._speller.correct(text) if self._speller else text)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Examples are corrected as messages are, so that both look alike to the classifier."""
        self.process([e for e in training_data.training_examples if e.get(TEXT)])
        return training_data
