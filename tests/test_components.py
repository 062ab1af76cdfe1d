"""Facts about the parts of Rasa's graph: what each has learned is in the model, whole, so that one
read from a model does to a message what the one that was trained does.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from imports_world import catalogue_path

from bot.settings import ROOT
from bot.understanding import training
from bot.understanding.encoder import Encoder

pytestmark = pytest.mark.slow

#: Enough for a classifier to learn from: phrase -> intent.
EXAMPLES = {
    "there is a pothole in my road": "need/pothole",
    "report a pothole": "need/pothole",
    "a hole in the road outside my house": "need/pothole",
    "my bin was not emptied": "need/missed-bin",
    "they missed my bin today": "need/missed-bin",
    "report a missed bin": "need/missed-bin",
    "hello there": "greet",
    "good morning": "greet",
}
#: What is asked of the one read from the model: known, misspelt, nothing of the kind.
ASKED = ("there's a potthole in our road", "my bin was mised", "hello", "colourless green ideas")


@pytest.fixture
def storage(tmp_path: Path) -> Any:
    """A model that is being made."""
    from rasa.engine.storage.local_model_storage import LocalModelStorage

    return LocalModelStorage(tmp_path)


def _around(storage: Any) -> tuple[Any, Any, Any]:
    """What Rasa gives each part: the model, its own place in it, and where it stands."""
    from rasa.engine.graph import ExecutionContext, GraphSchema
    from rasa.engine.storage.resource import Resource

    return storage, Resource("part"), ExecutionContext(GraphSchema({}))


def _messages(texts: Any, **more: Any) -> list[Any]:
    from rasa.shared.nlu.training_data.message import Message

    return [Message({"text": text, **more}) for text in texts]


def _examples() -> Any:
    """Training data, as Rasa reads it from YAML: a need is a retrieval intent."""
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

    return TrainingData(
        [
            Message({"text": text, "intent": name.split("/")[0], "intent_response_key": name})
            for text, name in EXAMPLES.items()
        ]
    )


def test_a_speller_read_from_a_model_corrects_as_the_trained_one(storage: Any) -> None:
    """The words of the phrases, and how often each was seen."""
    from nlu.components.spelling import CORRECTED, Spelling

    around = _around(storage)
    trained = Spelling.create(Spelling.get_default_config(), *around)
    trained.train(_examples())
    loaded = Spelling.load(Spelling.get_default_config(), *around)
    first, second = (
        [message.get(CORRECTED) for message in part.process(_messages(ASKED))]
        for part in (trained, loaded)
    )
    assert first == second
    assert "pothole" in second[0]
    assert "missed" in second[1]


def test_a_classifier_read_from_a_model_understands_as_the_fitted_one(storage: Any) -> None:
    """Each figure of its ranking, and the intent."""
    from nlu.components.encoder import SentenceEncoder
    from nlu.components.needs import UNDERSTANDING, NeedClassifier

    encodes = SentenceEncoder.create(SentenceEncoder.get_default_config(), *_around(storage))
    examples = _examples()
    encodes.process(examples.training_examples)
    around = _around(storage)
    NeedClassifier.create({}, *around).train(examples)
    loaded = NeedClassifier.load({}, *around)
    found = loaded.process(encodes.process(_messages(ASKED)))

    encoder = Encoder(ROOT / ".build" / "encoder")
    texts, intents = list(EXAMPLES), list(EXAMPLES.values())
    fitted = training.fit(texts, texts, intents, encoder.encode(texts), {})
    fitted.encoder = encoder
    for message, vector in zip(found, encoder.encode(ASKED)):
        text = message.get("text")
        wanted = fitted.understand(text, text, vector, typed=text)
        assert message.get("intent")["name"] == wanted.intent
        given = message.get(UNDERSTANDING)
        assert [need for need, _ in given["needs"]] == [need for need, _ in wanted.needs]
        chances = [chance for _, chance in given["needs"]]
        assert np.allclose(chances, [chance for _, chance in wanted.needs], atol=1e-4)
    assert found[0].get(UNDERSTANDING)["needs"][0][0] == "pothole"
    assert found[1].get(UNDERSTANDING)["needs"][0][0] == "missed-bin"


def test_a_classifier_that_has_learned_nothing_leaves_messages_alone(storage: Any) -> None:
    """As it stands while a model is made."""
    from nlu.components.needs import NeedClassifier

    (message,) = NeedClassifier.create({}, *_around(storage)).process(_messages(["hello"]))
    assert message.data == {"text": "hello"}


def test_places_and_tokens_need_nothing_from_a_model(storage: Any) -> None:
    """Made twice of the same configuration they do the same; nothing is stored."""
    from nlu.components.places import UNPLACED, Places
    from nlu.components.tokens import SpacyTokens

    text = "can't pay my council tax in Leeds, it's £20."
    config = {"catalogue": str(catalogue_path())}
    seen = []
    for _ in range(2):
        (message,) = Places.create(config, *_around(storage)).process(_messages([text]))
        tokens = SpacyTokens.create(SpacyTokens.get_default_config(), *_around(storage))
        tokens.process([message])
        (place,) = message.get("entities")
        words = [(token.text, token.start) for token in message.get("text_tokens")]
        seen.append((place, message.get(UNPLACED), words))
    assert seen[0] == seen[1]
    place, rest, words = seen[0]
    assert (place["value"]["authorities"], text[place["start"] : place["end"]]) == (
        ["E08000035"],
        "Leeds",
    )
    assert "Leeds" not in rest
    assert words[:2] == [("ca", 0), ("n't", 2)]
    assert words[-3:] == [("£", 40), ("20", 41), (".", 43)]


def test_the_encoder_made_twice_gives_the_same_vectors(storage: Any) -> None:
    """Its weights are the build's, not the model's."""
    from nlu.components.encoder import ALIAS, SentenceEncoder

    config = SentenceEncoder.get_default_config()
    first, second = (
        [
            message.get_dense_features("text", [ALIAS])[1].features
            for message in SentenceEncoder.create(config, *_around(storage)).process(
                _messages(ASKED)
            )
        ]
        for _ in range(2)
    )
    assert [vector.shape for vector in first] == [(1, 384)] * len(ASKED)
    assert np.array_equal(first, second)
