"""The project's own tables of places, checked by themselves and against public references."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from bot.catalogue import Catalogue
from bot.catalogue.build import build
from bot.catalogue.names import normalise

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT.parent / "shared/reference"
reference = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="no reference data beside the project"
)

#: Names that the reference has otherwise, and why ours differ.
RENAMED = {
    "E06000015": "the word council is missing there",
    "E06000065": "a county council there; unitary since 2023",
    "E06000066": "a county council there; unitary since 2023",
    "E07000195": "a borough, not a district",
    "E07000241": "a borough",
    "E07000244": "calls itself East Suffolk Council",
    "E08000017": "a city since 2022",
    "E09000033": "calls itself Westminster City Council",
    "S12000020": "calls itself Moray Council",
    "W06000011": "calls itself Swansea Council",
    "W06000015": "calls itself Cardiff Council",
}
#: Outward codes of Flintshire that the reference puts in England.
WELSH = {"CH5", "CH6", "CH7", "CH8"}
NATIONS = {"ENG": "England", "SCT": "Scotland", "WLS": "Wales", "NIR": "Northern Ireland"}


def read(name: str) -> list[dict[str, str]]:
    """The rows of a reference file."""
    with (REFERENCE / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The catalogue of the project's own data."""
    path = tmp_path_factory.mktemp("data") / "catalogue.db"
    build(ROOT / "bot/data", path)
    return Catalogue.open(path)


def test_how_many_authorities(catalogue: Catalogue) -> None:
    """There are 382 authorities: England's 317 by kind, 32, 22 and 11 in the other nations."""
    kinds = Counter(a.kind for a in catalogue.authorities.values() if a.nation == "England")
    nations = Counter(a.nation for a in catalogue.authorities.values())
    assert kinds == {
        "county": 21,
        "district": 164,
        "unitary": 63,  # with the Isles of Scilly
        "metropolitan": 36,
        "london": 33,  # with the City
    }
    assert nations == {
        "England": 21 + 164 + 63 + 36 + 33,
        "Scotland": 32,
        "Wales": 22,
        "Northern Ireland": 11,
    }


def test_every_authority_can_be_reached(catalogue: Catalogue) -> None:
    """Every council below the counties is a candidate of some outward code and has a town."""
    below = {a.gss for a in catalogue.authorities.values() if a.tier != "county"}
    assert {gss for codes in catalogue.outcodes.values() for gss in codes} == below
    assert {gss for town in catalogue.towns.values() for gss in town.authorities} == below


def test_no_county_among_candidates(catalogue: Catalogue) -> None:
    """Outward codes and towns give districts, whose county is their parent, never a county."""
    given = {gss for codes in catalogue.outcodes.values() for gss in codes}
    given |= {gss for town in catalogue.towns.values() for gss in town.authorities}
    assert "county" not in {catalogue.authorities[gss].tier for gss in given}


def test_towns_lie_in_their_outward_codes(catalogue: Catalogue) -> None:
    """A town's councils are among the candidates of each of its outward codes."""
    for town in catalogue.towns.values():
        for outcode in town.outcodes:
            assert set(catalogue.outcodes[outcode]) & set(town.authorities), (town.town, outcode)


def test_surrey(catalogue: Catalogue) -> None:
    """Surrey's eleven districts and its county council end on 1 April 2027."""
    future = [one for one in catalogue.successions if one.kind == "future"]
    assert {one.ended.isoformat() for one in future} == {"2027-04-01"}
    assert {one.new_name for one in future} == {"East Surrey Council", "West Surrey Council"}
    districts = {a.gss for a in catalogue.children("E10000030")}
    assert {one.old_gss for one in future} == districts | {"E10000030"}
    assert Counter(one.new_name for one in future) == {
        "East Surrey Council": 6,
        "West Surrey Council": 7,
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("E08000016", ["E08000038"]),
        ("E08000019", ["E08000039"]),
        ("S12000043", ["S12000049"]),
        ("E07000165", ["E06000065"]),
        ("E07000190", ["E06000066"]),
        ("E10000006", ["E06000063", "E06000064"]),
        ("E10000021", ["E06000061", "E06000062"]),
        ("E07000028", ["E06000063"]),
        ("95L", ["N09000006"]),
    ],
)
def test_old_codes(catalogue: Catalogue, old: str, new: list[str]) -> None:
    """Codes of the past lead to codes of today, through several changes if need be."""
    assert list(catalogue.current(old)) == new


@reference
def test_against_local_links(catalogue: Catalogue) -> None:
    """Codes, tiers, parents, nations and names are those of GOV.UK's list, brought up to date."""
    rows = read("local_links/local-authorities.csv")
    by_id = {row["id"]: row["gss"] for row in rows}
    tiers = {"1": "county", "2": "district", "3": "unitary"}
    seen = set()
    for row in rows:
        (gss,) = catalogue.current(row["gss"])
        seen.add(gss)
        ours = catalogue.authorities[gss]
        # Counties made unitary keep their old code and tier in the list.
        assert ours.tier == tiers[row["tier_id"]] or row["gss"] in ("E10000023", "E10000027")
        assert ours.parent == (by_id.get(row["parent_local_authority_id"]) or None)
        assert ours.nation == row["country_name"]
        assert catalogue.slugs[gss] == row["slug"]
        assert normalise(ours.name) == normalise(row["name"]) or gss in RENAMED, (
            ours.name,
            row["name"],
        )
    assert seen == set(catalogue.authorities)


@reference
def test_against_names_and_codes(catalogue: Catalogue) -> None:
    """Every authority of the register of names, past or present, leads to the right one today,
    and every name it has in use is understood."""
    rows = [
        row
        for row in read("la_names/uk_local_authorities_future.csv")
        if row["local-authority-type"] not in ("COMB", "SRA")
    ]
    codes = {row["local-authority-code"]: row["gss-code"] for row in rows}
    for row in rows:
        if not row["gss-code"]:
            continue  # Northern Ireland's former districts have none
        follows = row["replaced-by"].split(",") if row["replaced-by"] else []
        expected = {gss for code in follows for gss in catalogue.current(codes[code])}
        now = set(catalogue.current(row["gss-code"]))
        assert now == expected if expected else now, row["official-name"]
        for old in filter(None, row["former-gss-codes"].split(",")):
            assert catalogue.current(old) == catalogue.current(row["gss-code"]), old


@reference
def test_against_districts(catalogue: Catalogue) -> None:
    """Every district and county code of the postcode directory is known."""
    for name in ("districts", "counties"):
        codes = json.loads((REFERENCE / f"postcodes_io/{name}.json").read_text(encoding="utf-8"))
        unknown = [
            (code, said)
            for code, said in codes.items()
            if code[0] in "EWSN" and code[3:] != "999999" and not catalogue.current(code)
        ]
        assert [pair for pair in unknown if "99999999" not in pair[0]] == []


@reference
def test_against_outward_codes(catalogue: Catalogue) -> None:
    """Every outward code in the public list is ours, in the nation it says; those of the Crown
    dependencies are not."""
    for row in read("outcodes/postcodes.csv"):
        code = row["postcode"]
        if row["country"] not in NATIONS:
            assert code not in catalogue.outcodes
            continue
        nations = {authority.nation for authority in catalogue.outcode(code)}
        assert nations, code
        assert NATIONS[row["country"]] in nations or code in WELSH, code


@reference
def test_against_towns(catalogue: Catalogue) -> None:
    """Nine in ten places in the public list of outward codes are in our table of towns."""
    names = {row["town"] for row in read("outcodes/postcodes.csv") if row["town"]}
    known = [name for name in names if normalise(name) in catalogue.towns]
    assert len(known) > 0.9 * len(names)
