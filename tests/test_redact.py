"""Personal data is taken out at the door, and nothing else is."""

from __future__ import annotations

import csv
import string
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from speed import slowness

from bot.personal.numbers import luhn, nhs_number
from bot.redact import redact

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one of the lists beside these tests."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


TAKEN_OUT = rows("redact_taken_out.csv")
LEFT_ALONE = rows("redact_left_alone.csv")
PLANTED = rows("planted.csv")


@pytest.mark.parametrize("row", TAKEN_OUT, ids=lambda row: row["label"])
def test_taken_out(row: dict[str, str]) -> None:
    """Personal data of every kind is taken out, said what it was, and stays out."""
    result = redact(row["text"])
    left = [gone for gone in row["gone"].split("|") if gone in result.text]
    assert left == []
    assert row["kind"] in {found.kind for found in result.found}


@pytest.mark.parametrize("row", LEFT_ALONE, ids=lambda row: row["label"])
def test_left_alone(row: dict[str, str]) -> None:
    """What only looks like personal data is left as it is."""
    result = redact(row["text"])
    assert result.text == row["text"]
    assert result.found == ()


@pytest.mark.parametrize("row", PLANTED, ids=range(len(PLANTED)))
def test_nothing_planted_survives(row: dict[str, str]) -> None:
    """No planted secret survives in any spelling of its letters, and once is enough."""
    result = redact(row["text"])
    survivors = [one for one in row["secrets"].split("|") if one.lower() in result.text.lower()]
    assert survivors == []
    assert redact(result.text).text == result.text


def test_lists_are_long_enough() -> None:
    """The two lists hold at least 150 rows each and the planted set at least 300, none twice."""
    assert len(TAKEN_OUT) >= 150
    assert len(LEFT_ALONE) >= 150
    assert len(PLANTED) >= 300
    for table in (TAKEN_OUT, LEFT_ALONE, PLANTED):
        assert len({row["text"] for row in table}) == len(table)


def test_offsets_are_those_of_the_original() -> None:
    """Each find says where in the original text it was."""
    text = "I'm at 14 Acacia Avenue, FX1 4AB, ring 07700 900123"
    found = [(one.kind, text[one.start : one.end]) for one in redact(text).found]
    assert found == [
        ("address", "14 Acacia Avenue"),
        ("postcode", "FX1 4AB"),
        ("phone", "07700 900123"),
    ]


def test_replacements_can_be_read() -> None:
    """A readable word stands where data was, and a postcode keeps its area."""
    text = "my name is Tom Brown, 9 Mill Lane, fx1 4ab, tom@example.com"
    assert redact(text).text == "my name is [name], [address], fx1, [email]"


def test_idempotent_on_the_lists() -> None:
    """Redacting what was redacted changes nothing."""
    for row in TAKEN_OUT:
        once = redact(row["text"]).text
        assert redact(once).text == once, row["label"]


HOSTILE = {
    "one letter": "a",
    "one digit": "1",
    "digits and spaces": "1 ",
    "signs": "@",
    "letters and signs": "a@",
    "dots": "a.",
    "names announced": "my name is ",
    "names": "I am John ",
    "numbers and letters": "1 a ",
    "half addresses": "1 mill aa aa ",
    "links": "http://",
    "dashes": "-",
    "spaces": " ",
    "references": "ref a-a-a-a-",
    "digit words": "one ",
    "postcodes": "sw1a 1aa ",
    "inward codes": "1aa ",
    "flats": "flat 1 ",
    "colons": "0:",
    "brackets": "(",
    "apostrophes": "John O'",
    "titles": "Mr ",
    "births": "born on the is ",
    "cards": "card number ",
    "health": "nhs ",
    "phones": "07700 900123 ",
    "noughts": "0 ",
    "capitals": "Aa",
    "new lines": "\n",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_input_takes_linear_time(unit: str) -> None:
    """Ten thousand characters made to be slow are done in under a second."""
    text = (unit * 10_000)[:10_000]
    start = time.thread_time()
    redact(text)
    assert time.thread_time() - start < 1.0 * slowness()


PIECES = (
    "my name is|John|smith|14|Acacia|avenue|07700|900123|FX1|4AB|1AA|ref|12345678|"
    "jo@example.com\n|dob|12/03/1965|Mr|regards,|@jo|at|I'm|flat 2,|[name]|AB12|CDE|\n|.|"
    "943 476 5919|sort code|12-34-56|the"
)
WORDS = st.sampled_from(PIECES.split("|"))


@given(st.lists(WORDS, max_size=14).map(" ".join))
@settings(max_examples=200, deadline=None)
def test_any_mixture_is_stable(text: str) -> None:
    """Whatever way pieces are mixed, a second pass finds nothing more, and finds never overlap."""
    result = redact(text)
    assert redact(result.text).text == result.text
    ends = [0] + [one.end for one in result.found]
    for end, one in zip(ends, result.found, strict=False):
        assert end <= one.start < one.end <= len(text)


@given(st.text(alphabet=string.printable + "é£€’ –０１", max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_is_accepted(text: str) -> None:
    """Any text at all is redacted without an error, and stably."""
    once = redact(text).text
    assert redact(once).text == once


@given(
    st.integers(0, 999), st.sampled_from(["07700 900{:03}", "07700900{:03}", "+44 7700 900{:03}"])
)
@settings(max_examples=60, deadline=None)
def test_every_drama_number_goes(number: int, shape: str) -> None:
    """Every mobile number in every usual shape is taken out."""
    phone = shape.format(number)
    assert redact(f"ring {phone} please").text == "ring [phone] please"


def test_check_digits() -> None:
    """The check digits of NHS and card numbers are computed as their owners say."""
    assert nhs_number("9434765919")
    assert not nhs_number("9434765918")
    assert not nhs_number("1111111111")
    assert luhn("4111111111111111")
    assert not luhn("4111111111111112")
