"""Facts about the parts of understanding that need no trained model."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from bot.settings import ROOT
from bot.understanding import linear, weights
from bot.understanding.decide import decide, offer
from bot.understanding.encoder import DIMENSIONS, Encoder
from bot.understanding.ngrams import NGrams, grams
from bot.understanding.pipeline import Understander
from bot.understanding.segments import MOST, clauses
from bot.understanding.spelling import Speller
from bot.understanding.training import soft_targets


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """The real encoder; converted at most once."""
    return Encoder(ROOT / ".build" / "encoder")


def test_encoder_gives_the_published_vector_within_what_int8_costs(encoder: Encoder) -> None:
    """Its vector of the model card's sentence begins as published (0.0677, 0.0635, 0.0487)."""
    vector = encoder.encode(["This is an example sentence"])[0]
    assert np.allclose(vector[:3], [0.0677, 0.0635, 0.0487], atol=0.03)


def test_encoder_gives_unit_vectors_in_the_order_asked(encoder: Encoder) -> None:
    """A batch of texts of mixed length gives what each gives alone, of length one."""
    texts = ["bins", "There is a very large hole in the road outside my house", "rent"]
    together = encoder.encode(texts)
    assert together.shape == (3, DIMENSIONS)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    for text, vector in zip(texts, together):
        assert float(encoder.encode([text])[0] @ vector) > 0.98


def test_encoder_puts_like_meanings_nearer_than_unlike_ones(encoder: Encoder) -> None:
    """A story without the official word is nearer to its need than to another."""
    story, pothole, library = encoder.encode(
        ["there's a massive hole in the road", "report a pothole", "renew a library book"]
    )
    assert story @ pothole > story @ library + 0.2


def test_a_model_file_of_another_kind_gives_way(tmp_path: Path, encoder: Encoder) -> None:
    """A folder left by another version is put aside, and the model made anew in its place."""
    folder = tmp_path / "encoder"
    folder.mkdir()
    (folder / "model.bin").write_bytes(b"of another runtime")
    assert weights.converted(folder) == folder
    assert not (folder / "model.bin").exists()
    text = ["renew a library book"]
    assert np.allclose(Encoder(folder).encode(text), encoder.encode(text), atol=1e-6)


def test_changed_weights_are_refused(tmp_path: Path) -> None:
    """A model file with another checksum stops the build and says what to do."""
    (tmp_path / "model.safetensors").write_bytes(b"not the weights")
    with pytest.raises(weights.WeightsError, match="install the pinned"):
        weights.checked_weights(tmp_path)


@pytest.fixture(scope="module")
def speller() -> Speller:
    """A speller that knows a few phrases, and English."""
    known = ["council tax", "blue badge", "bin day", "recycling", "housing benefit"]
    return Speller.fit(known * 4)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("concil tax", "council tax"),  # a letter left out
        ("blue bagde", "blue badge"),  # two letters swapped
        ("recyclling", "recycling"),  # a letter doubled
        ("binday", "bin day"),  # no space
        ("my house", "my house"),  # nothing wrong
        ("tyres by the kerb", "tyres by the kerb"),  # British English no phrase holds
        ("PR1 2AB", "PR1 2AB"),  # not words
        ("Keighley", "Keighley"),  # unknown and like nothing known
        ("council tac", "council tax"),  # too short to tell but for the word beside it
        ("bin ady", "bin day"),
        ("council ox", "council ox"),  # English, and two errors off
    ],
)
def test_spelling(speller: Speller, typed: str, meant: str) -> None:
    """Typing errors are put right; what is right or unknown stays."""
    assert speller.correct(typed) == meant


def test_speller_survives_storage(speller: Speller) -> None:
    """What is stored and read back corrects the same."""
    again = Speller(**speller.to_dict())
    assert again.correct("concil tax") == "council tax"


def test_ngrams_are_found_again_without_scikit_learn() -> None:
    """A text's row has unit length, and only n-grams seen twice are kept."""
    fitted = NGrams.fit(["bin day", "bin lorry", "pothole"])
    assert "=bin" in fitted.vocabulary
    assert "=pothole" not in fitted.vocabulary
    _, values = fitted.weigh("bin")
    assert np.linalg.norm(values) == pytest.approx(1, abs=1e-5)
    assert fitted.matrix(["bin", "xyz"]).shape == (2, len(fitted.vocabulary))
    assert "=bin day" in set(grams("Bin, day!"))


def test_soft_targets_share_a_topic_among_its_needs() -> None:
    """A topic's phrase counts for several needs, most for the likeliest, one in all."""
    targets, classes = soft_targets(["need/a", "need/b", "topic/t"], {"t": ("b", "a")})
    assert classes == ["need/a", "need/b"]
    assert targets[2].sum() == pytest.approx(1)
    assert targets[2, 1] > targets[2, 0] > 0


def test_linear_fit_learns_soft_targets() -> None:
    """Two clear classes are told apart, and an example of both is left in the middle."""
    features = np.array([[1, 0], [0, 1], [1, 1]], np.float32).repeat(20, axis=0)
    targets = np.array([[1, 0], [0, 1], [0.5, 0.5]], np.float32).repeat(20, axis=0)
    weight, bias = linear.fit(features, targets, strength=10, passes=200)
    p = linear.softmax(features[[0, 20, 40]] @ weight + bias)
    assert p[0, 0] > 0.9
    assert p[1, 1] > 0.9
    assert p[2, 0] == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize(
    ("ranked", "others", "decision", "intent"),
    [
        ((("a", 0.95), ("b", 0.03)), {"greet": 0.01}, "answer", "need"),
        ((("a", 0.40), ("b", 0.38)), {"greet": 0.01}, "ask", "need"),
        ((("a", 0.10), ("b", 0.05)), {"greet": 0.80}, "abstain", "greet"),
        (
            (("a", 0.02), ("b", 0.02)),
            {"out_of_scope": 0.90, "greet": 0.01},
            "abstain",
            "out_of_scope",
        ),
    ],
)
def test_the_cheapest_course_is_taken(
    ranked: tuple[tuple[str, float], ...], others: dict[str, float], decision: str, intent: str
) -> None:
    """Sure: answer. Torn between two: ask. Nothing of ours: abstain."""
    found = decide(ranked, others)
    assert (found.decision, found.intent) == (decision, intent)


def test_an_offer_holds_two_to_four_needs() -> None:
    """Unlikely needs are not shown beside likely ones, but there are always two to choose from."""
    assert offer((("a", 0.9), ("b", 0.01), ("c", 0.01))) == ("a", "b")
    assert offer(tuple((n, 0.2) for n in "abcde")) == ("a", "b", "c", "d")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("missed bin and pothole", ["missed bin", "pothole"]),
        ("renew my passport and report a pothole", ["renew my passport", "report a pothole"]),
        ("bin, pothole & tip", ["bin", "pothole", "tip"]),
        ("The light is out. Also there is a sofa", ["The light is out", "there is a sofa"]),
        ("births, deaths and marriages", ["births", "deaths", "marriages"]),
        ("when does garden waste start again", ["when does garden waste start again"]),
        ("and bins", ["and bins"]),
    ],
)
def test_a_message_is_cut_where_another_wish_may_begin(text: str, parts: list[str]) -> None:
    """At ends of sentences, commas and words such as "and"; one part is the whole message."""
    assert clauses(text) == parts


def test_a_is_and_in_welsh_only() -> None:
    """In English it stands before nouns."""
    text = "twll yn y ffordd a bin heb ei wagio"
    assert clauses(text, welsh=True) == ["twll yn y ffordd", "bin heb ei wagio"]
    assert clauses(text) == [text]


def test_a_story_with_many_commas_is_cut_at_its_sentences() -> None:
    """And never into more parts than are worth looking at."""
    story = "well, you see, it was, as ever, so cold, so wet, so dark, so late. The bin is full."
    assert clauses(story) == [story.split(". ")[0], "The bin is full"]
    assert len(clauses("Bin. " * 50)) == MOST


class _Answers:
    """A classifier that knows each text's probabilities, and an encoder beside it."""

    classes = ("need/a", "need/b", "greet")
    ngrams = SimpleNamespace(vocabulary={"=stattlement": 0})

    def __init__(self, **known: tuple[float, float, float]) -> None:
        self.known = known

    def probabilities(self, text: str, vector: Any) -> Any:
        """Of the classes, for a text that it knows."""
        return np.asarray(self.known[text], np.float32)

    def encode(self, texts: Any) -> Any:
        """A vector for each text."""
        return np.zeros((len(texts), 384), np.float32)


def test_a_word_put_right_wrongly_is_not_all_there_is() -> None:
    """What was typed counts beside it, a fifth; where nothing was put right it is not asked."""
    known: Any = _Answers(statement=(0.8, 0.1, 0.1), stattlement=(0.1, 0.8, 0.1))
    understander = Understander(known, known)
    vector = np.zeros(384, np.float32)
    found = understander.understand("stattlement", "statement", vector, typed="stattlement")
    assert [(need, round(p, 2)) for need, p in found.needs] == [("a", 0.66), ("b", 0.24)]
    same = understander.understand("Statement", "statement", vector, typed="Statement")
    assert round(same.needs[0][1], 2) == 0.8


def test_two_parts_that_are_sure_are_two_wishes() -> None:
    """The first is answered and the second goes along; a sure whole or part is left alone."""
    known: Any = _Answers(
        **{
            "hole and bin": (0.5, 0.4, 0.1),
            "Hello, hole and bin": (0.5, 0.4, 0.1),
            "Hello": (0.0, 0.0, 1.0),
            "hole": (0.96, 0.0, 0.04),
            "bin": (0.0, 0.98, 0.02),
            "birth and death": (0.6, 0.3, 0.1),
            "birth": (0.5, 0.4, 0.1),
            "death": (0.1, 0.9, 0.0),
            "hole and hole": (0.9, 0.05, 0.05),
        }
    )
    understander = Understander(known, known)
    vector = np.zeros(384, np.float32)
    for text in ("hole and bin", "Hello, hole and bin"):
        two = understander.understand(text, text, vector)
        assert (two.needs[0][0], two.decision, two.also) == ("a", "answer", ("b",))
    for text in ("birth and death", "hole and hole"):
        one = understander.understand(text, text, vector)
        assert (round(one.needs[0][1], 2), one.also) == (round(known.known[text][0], 2), ())


def test_the_server_warms_the_welsh_up_as_well() -> None:
    """Understanding what it says to itself fits the likeness of Welsh, and tries the rules."""
    from bot.serve import WARMING
    from bot.understanding.safety import check
    from bot.understanding.welsh import likeness

    known: Any = _Answers(**dict.fromkeys(WARMING, (0.8, 0.1, 0.1)))
    likeness.cache_clear()
    for text in WARMING:
        Understander(known).understand(text, text, np.zeros(384, np.float32))
    assert likeness.cache_info().currsize == 1
    assert any(check(text) for text in WARMING)
