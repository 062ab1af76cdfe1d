"""Facts about the training phrases: enough for each need, none that fits two."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
#: Words that do not tell one need from another.
EMPTY = frozenset(
    "a an and are as at be by can do does for from get has have how i in is it me my of on or our "
    "please that the their there this to was we what when where which who will with would you your "
    "need want help about im i'm".split()
)


@pytest.fixture(scope="module")
def phrases() -> dict[str, list[str]]:
    """Intent -> phrases, over all files."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "nlu" / "data").glob("*.yml")):
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        assert data["version"] == "3.1", path.name
        for item in data["nlu"]:
            lines = item["examples"].splitlines()
            assert all(line.startswith("- ") for line in lines if line.strip()), item["intent"]
            found[item["intent"]] += [line[2:].strip() for line in lines if line.strip()]
    return found


def normal(phrase: str) -> str:
    """A phrase without case, punctuation and empty words: what is left tells the need."""
    words = re.findall(r"[a-z0-9£']+", phrase.lower())
    kept = [word for word in words if word not in EMPTY]
    return " ".join(kept or words)


def test_every_need_has_at_least_forty_phrases_of_its_own(phrases: dict[str, list[str]]) -> None:
    """All 337, none left thin."""
    with (ROOT / "bot" / "data" / "needs.csv").open(encoding="utf-8", newline="") as file:
        needs = [row["need"] for row in csv.DictReader(file)]
    assert len(needs) == 337
    thin = {need: n for need in needs if (n := len(phrases.get(f"need/{need}", []))) < 40}
    assert thin == {}


def test_no_phrase_stands_twice(phrases: dict[str, list[str]]) -> None:
    """Neither under one intent nor under two."""
    seen = Counter(phrase.lower() for many in phrases.values() for phrase in many)
    assert {phrase: n for phrase, n in seen.items() if n > 1} == {}


def test_hardly_a_phrase_says_the_same_under_two_needs(phrases: dict[str, list[str]]) -> None:
    """But for empty words, case and punctuation; topics share words with their needs on purpose.

    A few remain where word order or a small word is what tells ("bin my", "bins for").
    """
    owners: dict[str, set[str]] = defaultdict(set)
    for intent, many in phrases.items():
        if intent.startswith("need/"):
            for phrase in many:
                owners[normal(phrase)].add(intent)
    twice = {words: sorted(intents) for words, intents in owners.items() if len(intents) > 1}
    assert len(twice) <= 0.004 * len(owners), twice


def test_nothing_rasa_would_read_as_markup(phrases: dict[str, list[str]]) -> None:
    """No brackets, and no phrase that begins like a command."""
    wrong = [p for many in phrases.values() for p in many if re.search(r"[\[\](){}]|^[-/]", p)]
    assert wrong == []


def test_every_topic_has_needs_and_phrases(phrases: dict[str, list[str]]) -> None:
    """The table and the phrases speak of the same topics."""
    with (ROOT / "bot" / "data" / "topics.csv").open(encoding="utf-8", newline="") as file:
        table = {row["topic"] for row in csv.DictReader(file)}
    assert {i.removeprefix("topic/") for i in phrases if i.startswith("topic/")} == table


def test_no_held_out_query_is_trained_on(phrases: dict[str, list[str]]) -> None:
    """Of the held-out stories and questions none is a phrase; short searches may coincide."""
    trained = {normal(phrase) for many in phrases.values() for phrase in many}
    with (ROOT / "tests" / "data" / "heldout.csv").open(encoding="utf-8", newline="") as file:
        long = [row["text"] for row in csv.DictReader(file) if len(row["text"].split()) > 5]
    assert [text for text in long if normal(text) in trained] == []
