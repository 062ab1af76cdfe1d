"""Entities of kind `place`: council names, towns and outward codes named in a message."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.catalogue import Catalogue
from bot.places import to_value
from bot.settings import load
from bot.unplaced import without_place
from bot.where import find_place

#: The message without the place it names; absent when it names none.
UNPLACED = "unplaced"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class Places(GraphComponent):
    """Adds the place that a message names, for channels whose door has not found it already."""

    def __init__(self, config: Dict[str, Any]) -> None:
        self._config = config
        self._catalogue: Optional[Catalogue] = None

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Path of the catalogue; None: as the settings say."""
        return {"catalogue": None}

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Places:
        return cls(config)

    def process(self, messages: List[Message]) -> List[Message]:
        """The same messages with the place as an entity, and the words without it as `unplaced`."""
        for message in messages:
            text = message.get(TEXT) or ""
            value = (message.get("metadata") or {}).get("place")
            if not value:
                value = to_value(find_place(text, self._opened()))
                if value:
                    self._add(message, text, value)
            if value:
                message.set(UNPLACED, without_place(text, str(value.get("input", ""))))
        return messages

    @staticmethod
    def _add(message: Message, text: str, value: Dict[str, Any]) -> None:
        start = max(text.find(value["input"].split(", ")[0]), 0)
        found = {
            "entity": "place",
            "value": value,
            "start": start,
            "end": start + len(value["input"]),
            "extractor": Places.__name__,
        }
        message.set(ENTITIES, [*message.get(ENTITIES, []), found], add_to_output=True)

    def _opened(self) -> Catalogue:
        if self._catalogue is None:
            self._catalogue = Catalogue.open(Path(self._config["catalogue"] or load().catalogue))
        return self._catalogue
