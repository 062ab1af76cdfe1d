"""Immediate danger is recognised, in plain and oblique words, and look-alikes are let through."""

from __future__ import annotations

import csv
import time
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from speed import slowness

from bot.understanding.danger import expression, groups, rows, rules
from bot.understanding.safety import KINDS, Alarm, check, lookalike, normalised

DATA = Path(__file__).parent / "data"
PHRASES = Path(__file__).parents[1] / "nlu" / "data"
#: Phrases written first, and five lots written later, each before the rules had seen it.
LOTS = (
    "emergencies",
    "emergencies_fresh",
    "emergencies_fresh2",
    "emergencies_fresh3",
    "emergencies_fresh4",
    "emergencies_fresh5",
)


def table(name: str) -> list[dict[str, str]]:
    """The rows of a list beside these tests."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def blocks() -> list[dict[str, str]]:
    """The training data's blocks. Read once, by libyaml: in Python alone that takes seconds."""
    found: list[dict[str, str]] = []
    for path in sorted(PHRASES.glob("*.yml")):
        found += yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)["nlu"]
    return found


def phrases(intent: str) -> list[str]:
    """The training phrases of every intent that begins so."""
    found = []
    for block in blocks():
        if block.get("intent", "").startswith(intent):
            lines = block["examples"].splitlines()
            found += [line[2:].strip() for line in lines if line.startswith("- ")]
    return found


@pytest.mark.parametrize("name", LOTS)
def test_every_emergency_alarms(name: str) -> None:
    """Not one phrase of danger is missed."""
    missed = [row["text"] for row in table(name) if check(row["text"]) is None]
    assert missed == []


def test_the_kind_is_right_nearly_always() -> None:
    """At least 97 in 100 get the message of their own kind; the others' says 999 as well."""
    judged = [(row["kind"], check(row["text"])) for row in table("emergencies")]
    right = sum(alarm is not None and alarm.kind == kind for kind, alarm in judged)
    assert right / len(judged) >= 0.97


@pytest.mark.parametrize("name", ["lookalikes", "lookalikes_fresh"])
def test_lookalikes_do_not_alarm(name: str) -> None:
    """At most 2 in 100 of phrases that only sound like danger."""
    alarmed = [row["text"] for row in table(name) if check(row["text"])]
    assert len(alarmed) <= 0.02 * len(table(name)), alarmed


@pytest.mark.slow
def test_phrases_for_needs_do_not_alarm() -> None:
    """Of the thousands of training phrases for needs, at most 4 in 1,000, danger needs aside."""
    asked = phrases("need/")
    dangerous = {
        phrase
        for need in ("gas-leak", "power-cut", "domestic-abuse", "adult-safeguarding")
        for phrase in phrases(f"need/{need}")
    }
    plain = [phrase for phrase in asked if phrase not in dangerous]
    alarmed = [phrase for phrase in plain if check(phrase)]
    assert len(plain) > 10_000
    assert len(alarmed) <= 0.004 * len(plain), alarmed


def test_lists_are_long_enough_and_apart_from_training() -> None:
    """At least 250 of each, none twice, and none that the classifier was trained on."""
    trained = {phrase.casefold() for phrase in phrases("")}
    for name in (*LOTS, "lookalikes"):
        texts = [row["text"].casefold() for row in table(name)]
        assert len(set(texts)) == len(texts)
    for name in LOTS:
        assert not trained & {row["text"].casefold() for row in table(name)}
    assert len(table("emergencies")) >= 250
    assert len(table("lookalikes")) >= 250
    assert {row["kind"] for row in table("emergencies")} == set(KINDS)


def test_training_phrases_of_danger_mostly_alarm_by_rule_too() -> None:
    """The two nets overlap: the rules know three in five of what the classifier learns from.

    It was four in five until phrases were added for what the rules have no words for.
    """
    learned = phrases("emergency/")
    caught = sum(check(phrase) is not None for phrase in learned)
    assert caught / len(learned) >= 0.6


def test_second_net_has_enough_phrases() -> None:
    """At least 60 phrases for every kind."""
    for kind in KINDS:
        assert len(phrases(f"emergency/{kind}")) >= 60


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("MAE TÂN YN Y TŶ", "life"),
        ("dwi eisiau marw", "suicide"),
        ("pożar w domu", "life"),
        ("mój mąż mnie bije", "domestic-abuse"),
        ("救命，着火了", "life"),
        ("отруєння, запах газу", "gas"),
        ("he ’ s not breathing", "life"),
        ("CAN’T BREATHE", "life"),
        ("i do not want to live", "suicide"),
        ("1234 fire!!! fire!!!", "life"),
    ],
)
def test_other_spellings_and_languages(text: str, kind: str) -> None:
    """Welsh, the commonest other languages, capitals, odd apostrophes and words apart."""
    alarm = check(text)
    assert alarm is not None
    assert alarm.kind == kind


@pytest.mark.parametrize(
    "text", ["", " ", "?!", "bins", "мені потрібна допомога", "مجھے مدد چاہیے"]
)
def test_nothing_to_be_alarmed_about(text: str) -> None:
    """Nothing, and asking for help in another language, are no danger."""
    assert check(text) is None


def test_alarm_says_what_it_matched() -> None:
    """For the trace: the kind, and the words as they were read."""
    assert check("Help, I can smell gass!") == Alarm("gas", "smell gas")


def test_a_lookalike_is_known_as_one() -> None:
    """Words of danger taken back by others are told apart from having none, and from danger."""
    assert lookalike("suicide prevention strategy")
    assert lookalike("drowning in debt")
    assert not lookalike("bins")
    assert not lookalike("I am drowning in the lake, and in debt")
    assert not any(lookalike(row["text"]) for name in LOTS for row in table(name))


def test_words_are_normalised() -> None:
    """Small letters, no apostrophes, words joined as spoken, danger words spelt right."""
    assert normalised("She is NOT breathin, he's got a nife") == (
        ["shes", "not", "breathing", "hes", "got", "a", "knife"]
    )
    said = ["the", "alarm", "gone", "off", "at", "mum"]
    assert normalised("the alarm's gone off at mum’s") == said


def test_words_near_danger_words_stay() -> None:
    """A real word is not put right: "Stoke" alone is, since a stroke may be meant."""
    for word in ("refuse", "hoarding", "cooking", "boiled", "learning"):
        assert normalised(word) == [word]


def test_rules_are_sound() -> None:
    """Every rule has a kind there is a message for, a pattern that compiles, and known groups."""
    for rule in rules().rules:
        assert rule.kind in KINDS
        assert rule.what
        expression(rule.pattern)
        if rule.unless:
            expression(rule.unless)
    assert len({row["what"] for row in rows("safety.csv")}) == len(rows("safety.csv"))
    assert {"person", "partner", "child", "past", "spelling", "variant"} <= set(groups())


def test_pattern_language() -> None:
    """Either, beginnings, words side by side, gaps, not followed by, the ends, years."""
    assert expression("smell ~2 gas").search(" i smell a lot gas ")
    assert not expression("smell ~1 gas").search(" i smell a lot gas ")
    assert expression("abus*/hit me").search(" he abuses me ")
    assert expression("wake_up $").search(" wont wake up ")
    assert not expression("wake_up $").search(" wont wake up early ")
    assert expression("^ fire").search(" fire help ")
    assert not expression("^ fire").search(" help fire ")
    assert not expression("on fire !door").search(" on fire door ")
    assert expression("in_####").search(" in 2015 ")
    assert expression("leak").search(" it leaks ")
    assert expression("a b; c d").search(" c d ")


def test_it_is_fast() -> None:
    """Less than 0.6 ms of work a message once the rules are warm, whatever is asked."""
    sample = phrases("need/")[::20]
    for text in sample:
        check(text)
    start = time.thread_time()
    for text in sample:
        check(text)
    assert (time.thread_time() - start) / len(sample) < 0.0006 * slowness()


@pytest.mark.parametrize("unit", ["a ", "he will kill ", "my son hits ", "x", "́", "dont want "])
def test_hostile_input_is_fast(unit: str) -> None:
    """Ten thousand characters made to be slow take under half a second."""
    start = time.thread_time()
    check((unit * 10_000)[:10_000])
    assert time.thread_time() - start < 0.5 * slowness()


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_is_accepted(text: str) -> None:
    """Any text gives an alarm of a known kind, or none; never an error."""
    alarm = check(text)
    assert alarm is None or alarm.kind in KINDS
