"""Postcodes by their form: accepted, mended and refused."""

from __future__ import annotations

import pytest

from bot.postcode import cut, find, find_outward, is_attempt, is_broken, is_elsewhere, parse


@pytest.mark.parametrize(
    ("text", "full", "oddity"),
    [
        ("M1 1AE", "M1 1AE", "A9 9AA"),
        ("B33 8TH", "B33 8TH", "A99 9AA"),
        ("CR2 6XH", "CR2 6XH", "AA9 9AA"),
        ("DN55 1PT", "DN55 1PT", "AA99 9AA"),
        ("W1A 1HQ", "W1A 1HQ", "A9A 9AA"),
        ("EC1A 1BB", "EC1A 1BB", "AA9A 9AA"),
        ("ec1a1bb", "EC1A 1BB", "small letters, no space"),
        (" ec1a - 1bb. ", "EC1A 1BB", "other signs"),
        ("0X1 1AA", "OX1 1AA", "nought for the letter O"),
        ("SW1A OAA", "SW1A 0AA", "letter O for nought"),
        ("LSI 4AP", "LS1 4AP", "letter I for one"),
        ("Ll 8JQ", "L1 8JQ", "letter l for one"),
        ("1P1 1AA", "IP1 1AA", "one for letter I"),
        ("IM1 1AG", "IM1 1AG", "the Isle of Man"),
        ("HG1", "HG1", "an outward code alone"),
    ],
)
def test_accepted(text: str, full: str, oddity: str) -> None:
    """A postcode is read whatever its case, spacing and common slips."""
    postcode = parse(text)
    assert postcode is not None, oddity
    assert postcode.full == full, oddity


@pytest.mark.parametrize(
    ("text", "oddity"),
    [
        ("", "nothing"),
        ("HG1 2A", "a letter short"),
        ("HG1 2ABC", "a letter too many"),
        ("HG 2AB", "no digit in the outward code"),
        ("QG1 2AB", "Q does not begin one"),
        ("HG1 2AC", "C is not in an inward code"),
        ("HI1 2AB", "I is not second"),
        ("123 456", "no letters"),
        ("Bisley", "a village that looks like B1S 1EY"),
        ("LS 1AA", "not L5 1AA"),
    ],
)
def test_refused(text: str, oddity: str) -> None:
    """What has not the form of a postcode is none."""
    postcode = parse(text)
    assert postcode is None or not postcode.inward, oddity


def test_area() -> None:
    """The area is the letters that a postcode begins with."""
    assert [parse(text).area for text in ("M1 1AE", "EC1A 1BB", "W1A")] == ["M", "EC", "W"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bin at hg12ab please, or LS1 4AP.", ["HG1 2AB", "LS1 4AP"]),
        ("call 01423 500600 at 10 am", []),
        ("so let me be", []),
        ("go to 2be", []),
        ("ref AB1234567C", []),
        ("my car is AB12 CDE", []),
        ("£10 0AA", []),
        ("(SW1A 1AA)", ["SW1A 1AA"]),
        ("HG1\u00a02AB", ["HG1 2AB"]),
    ],
)
def test_in_text(text: str, found: list[str]) -> None:
    """Full postcodes are found in running text and other things are not."""
    assert [postcode.full for postcode in find(text)] == found


def test_places_in_text() -> None:
    """A postcode found tells where it stands."""
    text = "at hg12ab please"
    (postcode,) = find(text)
    assert text[postcode.start : postcode.end] == "hg12ab"


def test_outward_in_text() -> None:
    """Everything with the form of an outward code is offered; others judge it."""
    assert [code.outward for code in find_outward("on the M6 near HG1, not A1(M)/B2")] == [
        "M6",
        "HG1",
        "A1",
    ]


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("HG1 2AB", "HG1"),
        ("bin at hg12ab please", "bin at HG1 please"),
        ("LSI 4AP", "LS1"),
        ("nothing here", "nothing here"),
        ("HG1", "HG1"),
    ],
)
def test_cut(text: str, short: str) -> None:
    """Full postcodes are cut to their outward codes, mended ones too."""
    assert cut(text) == short


@pytest.mark.parametrize("text", ["LS1 1A", "12345", "AB12 3C", "HG1 22S"])
def test_attempts(text: str) -> None:
    """A short text with a digit and no words was meant as a postcode."""
    assert is_attempt(text)


@pytest.mark.parametrize("text", ["Leeds", "12 High Street", "Ely", "🙂1", "1" * 20])
def test_no_attempts(text: str) -> None:
    """Words, sentences and long numbers were not."""
    assert not is_attempt(text)


def test_broken() -> None:
    """An outward code with the wreck of an inward one is broken; one with a word is not."""
    assert is_broken("LS1 1A")
    assert not is_broken("W1 bus")
    assert not is_broken("LS1")
    assert not is_broken("nothing")


@pytest.mark.parametrize("text", ["BFPO 57", "FIQQ 1ZZ", "D02 X285", "AI-2640"])
def test_elsewhere(text: str) -> None:
    """Postcodes of territories, forces and Ireland are known as such."""
    assert is_elsewhere(text)
    assert not is_elsewhere("HG1 2AB")
