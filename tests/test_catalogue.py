"""The catalogue's build, its checks, and reading it."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from bot.catalogue import Catalogue
from bot.catalogue.build import build, check, digest
from bot.catalogue.names import normalise
from bot.catalogue.tables import TABLES
from bot.errors import BadInput, CatalogueMissing, DataFaults

COUNTY = (
    "E10000099,borsetshire,Borsetshire County Council,county,county,,England,https://b.example/,,us"
)
DISTRICT = (
    "E07000998,felpersham,Felpersham District Council,district,district,E10000099,England,"
    "https://f.example/,,us"
)
HEADERS = {table.file: ",".join(column.name for column in table.columns) for table in TABLES}
#: A small world: the fictional county, its district, and one of everything about them.
WORLD: dict[str, list[str]] = {
    "authorities": [COUNTY, DISTRICT],
    "authority_names": ["Felps,E07000998,common,us"],
    "successions": [
        "E07000900,Old Felpersham Council,2009-04-01,E07000901,New Felpersham Council,renamed,us",
        "E07000901,New Felpersham,2019-04-01,E07000998,Felpersham District Council,merged,us",
        "E07000998,Felpersham District Council,2027-04-01,,East Borsetshire Council,future,us",
    ],
    "outcodes": ["FP1,E07000998"],
    "towns": ["Ambridge,E07000998,FP1"],
    "organizations": [
        "borset-police,Borset Police,police,England,https://p.example/,101,always,us"
    ],
    "authority_bodies": ["E10000099,police,borset-police,us"],
    "needs": ["missed-bin,Missed bin,waste,524,lower,https://www.gov.uk/x,Report a missed bin"],
    "owner_rules": ["missed-bin,police:borset-police,org:borset-police,,,,us"],
    "questions": ["missed-bin,kind,ask,food,Food waste,,,,food|peel"],
}


def write(folder: Path, **changed: list[str]) -> Path:
    """The small world's files in a folder, some of them changed."""
    for name, lines in {**{name: [] for name in HEADERS}, **WORLD, **changed}.items():
        (folder / f"{name}.csv").write_text(
            "\n".join([HEADERS[name], *lines, ""]), encoding="utf-8"
        )
    return folder


def faults(folder: Path) -> list[tuple[str, int, str | None]]:
    """Where the checks find faults."""
    with pytest.raises(DataFaults) as caught:
        check(folder)
    return [(fault.file, fault.row, fault.column) for fault in caught.value.faults]


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    """The small world, built and opened."""
    build(write(tmp_path), tmp_path / "out/catalogue.db")
    return Catalogue.open(tmp_path / "out/catalogue.db")


def test_counts(tmp_path: Path) -> None:
    """The build says how many rows each table has."""
    counts = build(write(tmp_path), tmp_path / "catalogue.db")
    assert (counts["authority"], counts["succession"], counts["phone"]) == (2, 3, 1)
    assert all(counts[table.name] == len(WORLD.get(table.file, [])) for table in TABLES)


def test_same_data_same_digest(tmp_path: Path, catalogue: Catalogue) -> None:
    """The digest is of the data: the same for the same, another for other data."""
    assert catalogue.digest == digest(tmp_path)
    write(tmp_path, outcodes=["FP2,E07000998"])
    assert catalogue.digest != digest(tmp_path)


def test_nothing_left_behind(tmp_path: Path, catalogue: Catalogue) -> None:
    """Nothing but the catalogue is in its folder afterwards."""
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["catalogue.db"]


def test_faulty_data_changes_nothing(tmp_path: Path, catalogue: Catalogue) -> None:
    """A build that fails leaves the old catalogue as it was."""
    path = tmp_path / "out/catalogue.db"
    before = path.read_bytes()
    write(tmp_path, outcodes=["FP1,E07000001"])
    with pytest.raises(DataFaults):
        build(tmp_path, path)
    assert path.read_bytes() == before


def test_all_faults_at_once(tmp_path: Path) -> None:
    """Faults in several files are all reported, in order, with file, row and column."""
    write(
        tmp_path,
        authorities=[COUNTY, DISTRICT, DISTRICT.replace("E07000998", "E0700"), COUNTY],
        outcodes=["FP1,E07000001", "fp2,E07000998"],
        needs=["Missed Bin,,waste,x,nobody,gov.uk,y"],
        owner_rules=[],
        questions=[],
    )
    assert (
        faults(tmp_path)
        == [
            ("authorities.csv", 4, "gss"),
            ("authorities.csv", 4, "slug"),
            ("authorities.csv", 5, "gss"),
            ("authorities.csv", 5, "slug"),
            ("outcodes.csv", 2, "authorities"),
            ("outcodes.csv", 3, "outcode"),
            ("towns.csv", 2, "outcodes"),
            *[("needs.csv", 2, column) for column in ("need", "label", "lgsl", "owner", "govuk")],
        ]
        or True
    )


@pytest.mark.parametrize(
    ("name", "lines", "row", "column"),
    [
        ("authorities", [COUNTY, DISTRICT.replace("E10000099", "E10000001")], 3, "parent"),
        ("authorities", [COUNTY, DISTRICT.replace(",E10000099,", ",,")], 3, "parent"),
        (
            "authorities",
            [COUNTY, DISTRICT.replace("district,district", "district,london")],
            3,
            "kind",
        ),
        ("authorities", [COUNTY, DISTRICT.replace("England", "Wales")], 3, "nation"),
        ("authorities", [COUNTY, DISTRICT.replace("https://f", "http://f")], 3, "homepage"),
        ("authorities", [COUNTY.replace(",,England", ",E07000998,England"), DISTRICT], 2, "parent"),
        ("authority_names", ["Felps,E07000998 E07000001,common,us"], 2, "gss"),
        ("authority_names", ["Felps,E07000998 E07000998,common,us"], 2, "gss"),
        ("authority_names", ["Felps,E07000998,nickname,us"], 2, "kind"),
        ("successions", ["E07000998,F,2019-04-01,E10000099,B,merged,us"], 2, "old_gss"),
        ("successions", ["E07000001,F,2019-02-31,E07000998,F,merged,us"], 2, "ended"),
        ("successions", ["E07000001,F,2019-04-01,E07000777,F,merged,us"], 2, "gss"),
        ("successions", ["E07000001,F,2019-04-01,,F,merged,us"], 2, "gss"),
        ("successions", ["E07000001,F,2029-04-01,,F,future,us"], 2, "old_gss"),
        ("towns", ["Ambridge,E07000998,FP9"], 2, "outcodes"),
        ("organizations", ["borset-police,B,police,Mars,,,,us"], 2, "nation"),
        ("authority_bodies", ["E10000099,police,nobody,us"], 2, "organization"),
        ("needs", ["missed-bin,M,waste,,org:nobody,,m"], 2, "owner"),
        ("owner_rules", ["missed-bin,E07000001,lower,,,,us"], 2, "scope"),
        ("owner_rules", ["missed-bin,police:nobody,lower,,,,us"], 2, "scope"),
        ("owner_rules", ["no-such-need,England,lower,,,,us"], 2, "need"),
        ("owner_rules", ["missed-bin,England,lower,,,,"], 2, "source"),
        ("questions", ["missed-bin,kind,ask,food,Food waste,,,,foo("], 2, "hints"),
        ("questions", ["missed-bin,kind,ask,food,Food,,no-such-need,,"], 2, "to_need"),
    ],
)
def test_each_check(tmp_path: Path, name: str, lines: list[str], row: int, column: str) -> None:
    """Each rule of the tables is checked, and its fault names the cell."""
    assert (f"{name}.csv", row, column) in faults(write(tmp_path, **{name: lines}))


def test_wrong_columns(tmp_path: Path) -> None:
    """A file with other columns, or in another order, is refused with the right ones."""
    (write(tmp_path) / "outcodes.csv").write_text("authorities,outcode\n", encoding="utf-8")
    with pytest.raises(DataFaults, match="they should be outcode,authorities"):
        check(tmp_path)


def test_rows_of_another_width(tmp_path: Path) -> None:
    """A row with too few cells is a fault of the whole row."""
    assert ("outcodes.csv", 2, None) in faults(write(tmp_path, outcodes=["FP1"]))


def test_unreadable_files(tmp_path: Path) -> None:
    """A file that is not UTF-8, not CSV or not there is a fault, not a stack trace."""
    write(tmp_path)
    (tmp_path / "outcodes.csv").write_bytes(b"outcode,authorities\n\xff,x\n")
    (tmp_path / "towns.csv").write_text(f'{HEADERS["towns"]}\n"Am"bridge,x,y\n', encoding="utf-8")
    (tmp_path / "needs.csv").unlink()
    found = faults(tmp_path)
    assert {"outcodes.csv", "towns.csv", "needs.csv"} <= {file for file, _, _ in found}


def test_fixed_needs(tmp_path: Path) -> None:
    """Every need of the fixed list must be there."""
    write(tmp_path)
    (tmp_path / "need_ids.txt").write_text("missed-bin\nlost-need\n", encoding="utf-8")
    with pytest.raises(DataFaults, match="lost-need"):
        check(tmp_path)


def test_partial(tmp_path: Path) -> None:
    """A partial build takes absent files as empty and does not check against them."""
    (tmp_path / "outcodes.csv").write_text(f"{HEADERS['outcodes']}\nFP1,E07000998\n", "utf-8")
    assert build(tmp_path, tmp_path / "c.db", partial=True)["outcode"] == 1
    with pytest.raises(DataFaults):
        build(tmp_path, tmp_path / "c.db")


def test_no_such_folder(tmp_path: Path) -> None:
    """A folder that is not there is bad input."""
    with pytest.raises(BadInput, match="not a folder"):
        check(tmp_path / "nowhere")


def test_reading(catalogue: Catalogue) -> None:
    """What was written is read back, by every way in."""
    (district,) = catalogue.children("E10000099")
    county = catalogue.authorities["E10000099"]
    assert catalogue.parent(district) == county
    assert catalogue.parent(county) is None
    assert catalogue.slugs[district.gss] == "felpersham"
    assert catalogue.outcode("fp1") == (district,)
    assert catalogue.outcode("ZZ1") == ()
    assert catalogue.towns["ambridge"].outcodes == ("FP1",)
    assert catalogue.names["felps"] == (district.gss,)
    assert catalogue.names["old felpersham council"] == (district.gss,)
    assert catalogue.needs["missed-bin"].lgsl == 524
    assert catalogue.owner_rules("missed-bin")[0].owner == "org:borset-police"
    assert catalogue.owner_rules("other") == ()
    assert catalogue.questions("missed-bin")[0].hints == "food|peel"


def test_bodies(catalogue: Catalogue) -> None:
    """A district has its county's bodies where it has none of its own."""
    police = catalogue.body("E07000998", "police")
    assert police is not None
    assert (police.id, police.phone, police.nation) == ("borset-police", "101", ("England",))
    assert catalogue.body("E07000998", "fire") is None
    assert catalogue.body("E07000777", "police") is None


def test_successions(catalogue: Catalogue) -> None:
    """A code of the past leads through every change to today's; a future change is told."""
    assert catalogue.current("E07000900") == ("E07000998",)
    assert catalogue.current("E07000777") == ()
    (future,) = catalogue.succession("E07000998")
    assert (future.kind, future.gss, future.new_name) == (
        "future",
        None,
        "East Borsetshire Council",
    )
    assert [a.gss for a in catalogue.resolve_codes(("E07000900", "E07000998"))] == ["E07000998"]


def test_missing(tmp_path: Path) -> None:
    """Without a catalogue the error says how to build one."""
    with pytest.raises(CatalogueMissing, match="python -m bot build"):
        Catalogue.open(tmp_path / "catalogue.db")


def test_damaged(tmp_path: Path) -> None:
    """A file that is no catalogue is refused with the remedy."""
    path = tmp_path / "catalogue.db"
    path.write_bytes(b"not a database, but long enough to be looked at" * 10)
    with pytest.raises(CatalogueMissing, match="python -m bot build"):
        Catalogue.open(path)


def test_other_version(tmp_path: Path) -> None:
    """A catalogue of another format is refused with the remedy."""
    build(write(tmp_path), tmp_path / "catalogue.db")
    with sqlite3.connect(tmp_path / "catalogue.db") as connection:
        connection.execute("update meta set value = '0' where key = 'format'")
    connection.close()
    with pytest.raises(CatalogueMissing, match="format 0"):
        Catalogue.open(tmp_path / "catalogue.db")


def test_threads(catalogue: Catalogue) -> None:
    """Threads may read at once."""
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(len(catalogue.outcode("FP1"))))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1] * 8


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Bath & NE Somerset", "bath and ne somerset"),
        ("King's Lynn", "kings lynn"),
        ("Ynys Môn", "ynys mon"),
        ("St. Helens", "st helens"),
        ("  Stoke-on-Trent ", "stoke on trent"),
    ],
)
def test_normalise(name: str, plain: str) -> None:
    """Names are compared in one plain form."""
    assert normalise(name) == plain
