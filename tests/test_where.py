"""Places as people write them: whole texts, and places inside messages, by lists of examples."""

from __future__ import annotations

import csv
import statistics
import time
from pathlib import Path

import pytest
from speed import slowness

from bot.catalogue.build import build
from bot.catalogue.read import Catalogue
from bot.model import Place
from bot.where import find_place, where

ROOT = Path(__file__).parents[1]


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table of examples."""
    with (ROOT / "tests/data" / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The catalogue of the project's own data."""
    path = tmp_path_factory.mktemp("where") / "catalogue.db"
    build(ROOT / "bot/data", path)
    return Catalogue.open(path)


def slugs(catalogue: Catalogue, place: Place | None) -> str:
    """The authorities of a place by their short ids."""
    found = place.authorities if place else ()
    return " ".join(catalogue.slugs[authority.gss] for authority in found)


@pytest.mark.parametrize("row", rows("where.csv"), ids=lambda row: row["text"][:40] or "nothing")
def test_whole_text(catalogue: Catalogue, row: dict[str, str]) -> None:
    """A text that is a place means what the table says."""
    place = where(row["text"], catalogue)
    assert (place.status, slugs(catalogue, place)) == (row["status"], row["slugs"]), row["note"]


@pytest.mark.parametrize("row", rows("place_accepted.csv"), ids=lambda row: row["text"][:40])
def test_place_in_message(catalogue: Catalogue, row: dict[str, str]) -> None:
    """A place in a message is found."""
    place = find_place(row["text"], catalogue)
    assert place is not None, row["note"]
    if row["slugs"] != "*":
        assert slugs(catalogue, place) == row["slugs"], row["note"]


@pytest.mark.parametrize("row", rows("place_refused.csv"), ids=lambda row: row["text"][:40])
def test_no_place_in_message(catalogue: Catalogue, row: dict[str, str]) -> None:
    """A message that names no place gives none."""
    place = find_place(row["text"], catalogue)
    assert place is None, (row["note"], slugs(catalogue, place))


@pytest.mark.parametrize(
    ("text", "status"),
    [("I live in Jersey", "outside"), ("we live in Guernsey", "outside"), ("JE2 3AB", "outside")],
)
def test_outside_in_message(catalogue: Catalogue, text: str, status: str) -> None:
    """Who says that they live outside the United Kingdom is understood."""
    place = find_place(text, catalogue)
    assert place is not None
    assert place.status == status


@pytest.mark.parametrize("nation", ["England", "Scotland", "Wales", "Northern Ireland"])
def test_nation(catalogue: Catalogue, nation: str) -> None:
    """A nation is split between its councils, without counties, and is named."""
    place = where(nation, catalogue)
    assert (place.status, place.nation, place.label) == ("split", nation, nation)
    assert {authority.nation for authority in place.authorities} == {nation}
    assert "county" not in {authority.tier for authority in place.authorities}


def test_county_is_named_itself(catalogue: Catalogue) -> None:
    """A county named as such is the county council, not its districts."""
    place = where("Surrey", catalogue)
    assert [authority.tier for authority in place.authorities] == ["county"]


def test_district_has_its_parent(catalogue: Catalogue) -> None:
    """A district is given with the code of its county council."""
    (authority,) = where("Guildford", catalogue).authorities
    assert (authority.tier, authority.parent) == ("district", "E10000030")


@pytest.mark.parametrize("text", ["HG1 2AB", "hg12ab", "my postcode is HG1 2AB", "LSI 4AP"])
def test_postcode_goes_no_further(catalogue: Catalogue, text: str) -> None:
    """Nothing of a place holds more of a postcode than its outward code."""
    for place in (where(text, catalogue), find_place(text, catalogue)):
        if place:
            assert "2AB" not in repr(place).upper()
            assert "4AP" not in repr(place).upper()
            assert place.outcode in ("HG1", "LS1")


def test_every_name_finds_its_council(catalogue: Catalogue) -> None:
    """Every council's own name, as written and in small letters, is found as that council."""
    for authority in catalogue.authorities.values():
        for text in (authority.name, authority.name.lower(), authority.name.upper()):
            assert where(text, catalogue).authorities == (authority,), text


def test_every_other_name_is_understood(catalogue: Catalogue) -> None:
    """Every other name and every abolished council lead to authorities of today."""
    for other in catalogue.authority_names:
        place = where(other.name, catalogue)
        assert set(other.gss) <= {a.gss for a in place.authorities}, other.name
    for succession in catalogue.successions:
        live = set(catalogue.current(succession.old_gss))
        assert live <= {a.gss for a in where(succession.old_name, catalogue).authorities}


def test_every_town_is_understood(catalogue: Catalogue) -> None:
    """Every town of the table gives one of its councils, or all of them."""
    for town in catalogue.towns.values():
        found = {authority.gss for authority in where(town.town, catalogue).authorities}
        assert found & set(town.authorities), town.town


def test_every_outward_code_is_understood(catalogue: Catalogue) -> None:
    """Every outward code of the table gives all its councils."""
    for outcode, codes in catalogue.outcodes.items():
        place = where(outcode, catalogue)
        assert tuple(authority.gss for authority in place.authorities) == codes, outcode


@pytest.mark.parametrize(
    "text", ["x" * 10_000, "in " * 3_000, "\x00\x01", "<b>Leeds</b>", "e\u0301" * 99]
)
def test_odd_texts(catalogue: Catalogue, text: str) -> None:
    """Any text gives a place or none, and no error."""
    assert where(text, catalogue).status in ("found", "split", "unknown", "malformed", "outside")
    find_place(text, catalogue)


def test_fast_enough(catalogue: Catalogue) -> None:
    """A message is searched for a place in well under a millisecond."""
    find_place("warm up", catalogue)
    times = []
    for row in rows("place_accepted.csv") + rows("place_refused.csv"):
        started = time.thread_time()
        find_place(row["text"], catalogue)
        times.append(time.thread_time() - started)
    assert statistics.median(times) < 0.0006 * slowness()
