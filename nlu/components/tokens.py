"""Tokens from spaCy's blank English pipeline: no model to download, a few microseconds a word."""

from __future__ import annotations

from typing import Any, Dict, List

import spacy
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from spacy.attrs import IS_SPACE


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class SpacyTokens(Tokenizer):
    """Splits text as spaCy does for English: "can't" is "ca" + "n't", "£20." is "£", "20", "."."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Retrieval intents are split at "/" by Rasa itself; nothing else is configurable."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    def __init__(self, config: Dict[str, Any]) -> None:
        super().__init__(config)
        self._spacy = spacy.blank("en")
        # Of each new word spaCy finds out some twenty things ("like a URL"); one is asked for here.
        getters = self._spacy.vocab.lex_attr_getters
        self._spacy.vocab.lex_attr_getters = {IS_SPACE: getters[IS_SPACE]}

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SpacyTokens:
        return cls(config)

    @staticmethod
    def required_packages() -> List[str]:
        return ["spacy"]

    def tokenize(self, message: Message, attribute: str) -> List[Token]:
        """Tokens of one attribute of a message, with their offsets."""
        words = self._spacy.make_doc(message.get(attribute) or "")
        return [Token(word.text, word.idx) for word in words if not word.is_space]
