"""Facts about the sentences: every one used exists, every blank is filled, none is a puzzle."""

from __future__ import annotations

import ast
import csv
import re
from pathlib import Path

import pytest

from bot.model import Words
from bot.words import responses, say

ROOT = Path(__file__).parents[1]


def used_keys() -> set[str]:
    """Whole response keys in the code."""
    keys = set()
    for folder in ("bot", "actions"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Constant)
                    and isinstance(node.value, str)
                    and re.fullmatch(r"utter_[a-z_-]+[a-z]", node.value)
                ):
                    keys.add(node.value)
    return keys


def test_every_sentence_the_code_says_is_in_the_domain() -> None:
    """A key that domain.yml lacks would break a turn."""
    assert used_keys() - set(responses()) == set()


def test_every_fact_that_is_asked_has_its_question() -> None:
    """One sentence for each fact of questions.csv."""
    with (ROOT / "bot/data/questions.csv").open(encoding="utf-8", newline="") as file:
        facts = {row["fact"] for row in csv.DictReader(file)}
    assert {f"utter_ask_fact_{fact}" for fact in facts} - set(responses()) == set()


def test_every_danger_has_its_sentences() -> None:
    """Title and text for each kind that there is a number for."""
    with (ROOT / "bot/data/safety_messages.csv").open(encoding="utf-8", newline="") as file:
        kinds = [row["kind"] for row in csv.DictReader(file)]
    from bot.understanding.safety import KINDS

    assert set(kinds) == set(KINDS)
    for kind in kinds:
        assert say(Words(f"utter_emergency_{kind}_title"))
        assert re.search(r"\d{3}", say(Words(f"utter_emergency_{kind}_text")))


@pytest.mark.parametrize("kind", ["life", "child", "adult", "suicide", "domestic-abuse"])
def test_danger_to_life_always_names_999(kind: str) -> None:
    """Whatever else is said."""
    title = say(Words(f"utter_emergency_{kind}_title"))
    assert "999" in title + say(Words(f"utter_emergency_{kind}_text"))


def test_sentences_are_short_and_plain() -> None:
    """No sentence beyond 30 words, no Latin, no jargon of ours."""
    for key, text in responses().items():
        for sentence in re.split(r"(?<=[.?!])\s", text):
            assert len(sentence.split()) <= 30, (key, sentence)
        assert not re.search(r"\b(e\.g\.|i\.e\.|etc|via|per annum|taxonomy|intent)\b", text), key


def test_blanks_are_filled_and_unknown_ones_left_out() -> None:
    """The name of a blank is never shown."""
    assert say(Words("utter_answer", {"owner": "Leeds City Council"})).startswith("Leeds City")
    assert "{" not in say(Words("utter_answer"))
