"""Facts about the door."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalogue import Catalogue
from bot.catalogue.build import build
from bot.door import admit, clean

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The catalogue of the project's own data."""
    path = tmp_path_factory.mktemp("door") / "catalogue.db"
    build(Path(__file__).parents[1] / "bot" / "data", path)
    return Catalogue.open(path)


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("", "empty"),
        ("   \n\t ", "empty"),
        ("\u200b\u2066\x00", "empty"),
        ("\u2800\u3164\ufe0f", "empty"),
        ("x" * 1001, "too_long"),
        ("word " * 50_000, "too_long"),
        ("😀😀", "no_words"),
        ("?!... --", "no_words"),
        ("bins", None),
        ("x " * 499, None),
    ],
)
def test_what_is_turned_away_and_why(catalogue: Catalogue, raw: str, problem: str | None) -> None:
    """Nothing to read, too much of it, or no word in it."""
    assert admit(raw, catalogue).problem == problem


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("my\u200bbin", "mybin"),
        ("bins\x00 \x1b[31mred", "bins [31mred"),
        ("ｐｏｔｈｏｌｅ", "pothole"),
        ("/restart", "restart"),
        ("// choose", "choose"),
        ("line one\r\nline two", "line one line two"),
        ("\u202egnp.exe", "gnp.exe"),
        ("\ud800lone surrogate", "lone surrogate"),
        ("<b>bin</b>", "<b>bin</b>"),
        ("\ufe0fbin\u3164s", "bins"),
        ("b" + "\u0336" * 40 + "in", "b" + "\u0336" * 3 + "in"),
        ("\\n /intent", "n /intent"),
        ("'; DROP TABLE need; --", "'; DROP TABLE need; --"),
        ("½ a bin", "1⁄2 a bin"),
        ("Tŷ Sīan", "Tŷ Sīan"),
    ],
)
def test_cleaning(raw: str, text: str) -> None:
    """Invisible characters and commands go; tags stay, as text."""
    assert clean(raw) == text


def test_the_place_is_found_before_the_postcode_is_cut(catalogue: Catalogue) -> None:
    """What goes on has the outward code only, and the place is known."""
    entry = admit("there is a pothole outside 14 Acacia Avenue HG1 1AA", catalogue)
    assert entry.place is not None
    assert entry.place.outcode == "HG1"
    assert "1AA" not in entry.text
    assert "Acacia" not in entry.text
    assert {found.kind for found in entry.found} >= {"postcode"}


def test_no_planted_personal_data_passes(catalogue: Catalogue) -> None:
    """Of 300 and more messages with personal data, none comes out with any of it."""
    with (DATA / "planted.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 300
    survivors = [
        (row["text"], secret)
        for row in rows
        for secret in row[next(k for k in row if k != "text")].split("|")
        if secret and secret.lower() in admit(row["text"], catalogue).text.lower()
    ]
    assert survivors == []


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_it_never_raises_and_lets_nothing_invisible_in(raw: str) -> None:
    """Any text at all; checked without the catalogue, which has no part in it."""
    text = clean(raw)
    assert text == " ".join(text.split())
    assert not text.startswith("/")
    assert clean(text) == text
