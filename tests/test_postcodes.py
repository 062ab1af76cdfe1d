"""Importing postcode releases, and looking postcodes up in the table."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from speed import slowness

from bot.catalogue import Catalogue
from bot.catalogue.build import build
from bot.catalogue.import_codepoint import import_codepoint
from bot.catalogue.import_onspd import import_onspd
from bot.catalogue.import_report import ImportReport
from bot.catalogue.postcodes import MAGIC, PostcodeRecord, Postcodes
from bot.errors import BadInput, CatalogueMissing, DataFaults
from bot.where import find_place, where

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT.parent / "shared/reference"
reference = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="no reference data beside the project"
)

HEADER = "pcd7,pcd8,pcds,dointr,doterm,lad25cd,usrtypind,pfa23cd,icb23cd"
NONE = "E99999999"


def row(
    postcode: str,
    area: str,
    ended: str = "",
    user: str = "0",
    police: str = "E23000010",
    icb: str = "E54000054",
) -> str:
    """A row of a made-up release."""
    return f"{postcode},{postcode},{postcode},198001,{ended},{area},{user},{police},{icb}"


ROWS = (
    row("LS6 3AB", "E08000035"),
    row("HG1 2AB", "E06000065", user="1"),
    row("HG1 1AA", "E07000165", ended="201001"),
    row("BT1 5GS", "N09000003", police="N99999999", icb=""),
    row("JE2 3AB", "L99999999"),
    row("IM1 1AA", "M99999999"),
    row("LS1 9ZZ", ""),
)


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A small release as CSV."""
    path = tmp_path / "ONSPD_TEST_UK.csv"
    path.write_text("\n".join([HEADER, *ROWS, ""]), encoding="utf-8")
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Where the table goes."""
    return tmp_path / "var/postcodes.db"


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The catalogue of the project's own data."""
    path = tmp_path_factory.mktemp("postcodes") / "catalogue.db"
    build(ROOT / "bot/data", path)
    return Catalogue.open(path)


def test_counts(release: Path, table: Path, catalogue: Catalogue) -> None:
    """An import counts what it stored, what it left out and why."""
    report = import_onspd(release, table, catalogue)
    assert (report.rows, report.stored, report.terminated, report.large_users) == (7, 4, 1, 1)
    assert (report.northern_ireland, report.outside, report.without_authority) == (1, 2, 1)
    assert (report.added, report.removed, report.changed, report.bad) == (4, 0, 0, 0)
    assert report.unknown == {}
    assert any("4 postcodes stored" in line for line in report.lines())


def test_lookup(release: Path, table: Path) -> None:
    """A postcode gives its authority, police force and NHS board, in any case and spacing."""
    import_onspd(release, table)
    postcodes = Postcodes.open(table)
    expected = PostcodeRecord("E08000035", False, "E23000010", "E54000054")
    assert [postcodes.lookup(text) for text in ("LS6 3AB", "ls63ab", " Ls6  3aB")] == [expected] * 3
    assert len(postcodes) == 4
    assert postcodes.about["source"] == "ONSPD_TEST_UK.csv"


@pytest.mark.parametrize("text", ["LS6 3AC", "LS6 3AD", "ZZ1 1AA", "LS6", "", "JE2 3AB", "LS1 9ZZ"])
def test_not_there(release: Path, table: Path, text: str) -> None:
    """What is not in the table, or not whole, gives nothing."""
    import_onspd(release, table)
    assert Postcodes.open(table).lookup(text) is None


def test_terminated_and_pseudo_codes(release: Path, table: Path) -> None:
    """A terminated postcode is kept and marked; codes that stand for none are None."""
    import_onspd(release, table)
    postcodes = Postcodes.open(table)
    ended = postcodes.lookup("HG1 1AA")
    belfast = postcodes.lookup("BT1 5GS")
    assert ended is not None
    assert ended.terminated
    assert belfast == PostcodeRecord("N09000003", False, None, None)


def test_where_uses_the_table(release: Path, table: Path, catalogue: Catalogue) -> None:
    """A postcode of the table is found where its outward code alone is split, and codes of the
    past lead to authorities of today; one that is not there is known by its outward code."""
    release.write_text("\n".join([HEADER, row("CB3 9DT", "E07000012"), ROWS[2], ""]), "utf-8")
    import_onspd(release, table)
    postcodes = Postcodes.open(table)
    assert where("CB3 9DT", catalogue).status == "split"
    assert [a.gss for a in where("cb39dt", catalogue, postcodes).authorities] == ["E07000012"]
    assert [a.gss for a in where("HG1 1AA", catalogue, postcodes).authorities] == ["E06000065"]
    assert where("CB3 9DU", catalogue, postcodes).status == "split"
    place = find_place("bins at CB3 9DT", catalogue, postcodes)
    assert place is not None
    assert (place.status, place.outcode) == ("found", "CB3")


def test_without_northern_ireland(release: Path, table: Path) -> None:
    """Northern Ireland can be left out by who does not hold its licence."""
    report = import_onspd(release, table, northern_ireland=False)
    assert (report.left_out, report.stored) == (1, 3)
    assert Postcodes.open(table).lookup("BT1 5GS") is None


def test_second_import(release: Path, table: Path) -> None:
    """A second import says what was added, changed and removed."""
    import_onspd(release, table)
    lines = [HEADER, row("LS6 3AB", "E08000032"), ROWS[1], row("LS6 3AD", "E08000035"), ""]
    release.write_text("\n".join(lines), encoding="utf-8")
    report = import_onspd(release, table)
    assert (report.added, report.changed, report.removed) == (1, 1, 2)


def test_twice_in_one_release(release: Path, table: Path) -> None:
    """Of two rows for one postcode the living one counts."""
    lines = [HEADER, row("LS6 3AB", "E08000035"), row("LS6 3AB", "E08000032", ended="199001")]
    lines += [row("LS6 3AD", "E08000032", ended="199001"), row("LS6 3AD", "E08000035")]
    release.write_text("\n".join(lines), encoding="utf-8")
    assert import_onspd(release, table).duplicates == 2
    for postcode in ("LS6 3AB", "LS6 3AD"):
        record = Postcodes.open(table).lookup(postcode)
        assert record is not None
        assert record.authority == "E08000035"


def test_unknown_authority(release: Path, table: Path, catalogue: Catalogue) -> None:
    """An authority that the catalogue does not know is reported, not lost."""
    release.write_text(f"{HEADER}\n{row('LS6 3AB', 'E06009999')}\n", encoding="utf-8")
    report = import_onspd(release, table, catalogue)
    assert report.unknown == {"E06009999": 1}
    assert any("E06009999" in line for line in report.lines())
    assert where("LS6 3AB", catalogue, Postcodes.open(table)).label == "LS6"


@pytest.mark.parametrize(
    ("bad", "column"),
    [
        (row("LS6 3A", "E08000035"), "pcds"),
        (row("LS6 3AC", "E08000035"), "pcds"),
        (row("LS6 3AB", "E0800003"), "lad25cd"),
        (row("LS6 3AB", "E08000035", ended="AAAAAA"), "doterm"),
        ("LS6 3AB,only", None),
    ],
)
def test_bad_rows(release: Path, table: Path, bad: str, column: str | None) -> None:
    """Bad rows are named with line and column, and the old table stays as it was."""
    import_onspd(release, table)
    before = table.read_bytes()
    release.write_text("\n".join([HEADER, ROWS[0], bad, ""]), encoding="utf-8")
    with pytest.raises(DataFaults) as caught:
        import_onspd(release, table)
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [(3, column)]
    assert table.read_bytes() == before


def test_many_bad_rows() -> None:
    """No more than a hundred bad rows are listed; the rest are counted."""
    report = ImportReport("x.csv")
    for line in range(150):
        report.refuse("x.csv", line, None, "bad")
    assert (report.bad, len(report.faults)) == (150, 100)
    assert report.lines()[-1] == "... and 50 more bad rows"


def test_few_bad_rows(release: Path, table: Path) -> None:
    """A few bad rows among thousands are listed and the rest is imported."""
    letters = "ABDEFGHJLN"
    good = [row(f"LS{a} {b}{c}{d}", "E08000035") for a in range(1, 10) for b in range(10)
            for c in letters for d in letters]  # fmt: skip
    release.write_text("\n".join([HEADER, *good, row("LS1 1A", "E08000035"), ""]), "utf-8")
    report = import_onspd(release, table)
    assert (report.bad, report.stored, len(report.faults)) == (1, 9000, 1)
    assert any("is not a postcode" in line for line in report.lines())


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (HEADER.replace("lad25cd", "council"), "authority: no column fits"),
        (HEADER.replace("doterm", "ended"), "ended: no column fits"),
        (HEADER.replace("dointr", "oslaua"), "authority: several columns fit"),
        ("", "postcode: no column fits"),
    ],
)
def test_drifted_header(release: Path, table: Path, header: str, said: str) -> None:
    """A release whose columns fit no pattern is refused, with what was found."""
    release.write_text(f"{header}\n{ROWS[0]}\n", encoding="utf-8")
    with pytest.raises(BadInput, match=said):
        import_onspd(release, table)
    assert not table.exists()


def test_broken_files(tmp_path: Path, table: Path) -> None:
    """A file that is not there, not text or without a postcode is refused."""
    with pytest.raises(BadInput, match="no file"):
        import_onspd(tmp_path / "nowhere.csv", table)
    (tmp_path / "a.csv").write_bytes(f"{HEADER}\n".encode() + b"\xff\xfe\n")
    with pytest.raises(BadInput, match="cannot be read"):
        import_onspd(tmp_path / "a.csv", table)
    (tmp_path / "b.csv").write_text(f"{HEADER}\n{ROWS[4]}\n", encoding="utf-8")
    with pytest.raises(BadInput, match="no postcode"):
        import_onspd(tmp_path / "b.csv", table)


def test_smaller_table(release: Path, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table is not replaced by one of less than half its size unless that is allowed."""
    monkeypatch.setattr("bot.catalogue.import_report._SMALL", 3)
    import_onspd(release, table)
    release.write_text(f"{HEADER}\n{ROWS[0]}\n", encoding="utf-8")
    with pytest.raises(BadInput, match="part of a release"):
        import_onspd(release, table)
    assert len(Postcodes.open(table)) == 4
    import_onspd(release, table, allow_smaller=True)
    assert len(Postcodes.open(table)) == 1


def test_zip(release: Path, table: Path, tmp_path: Path) -> None:
    """From a zip the whole release is read, not its parts and documents."""
    path = tmp_path / "ONSPD.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(release, "Data/ONSPD_TEST_UK.csv")
        archive.writestr("Data/multi_csv/ONSPD_TEST_UK_LS.csv", "rubbish")
        archive.writestr("Documents/names and codes.csv", "rubbish")
    assert import_onspd(path, table).stored == 4


def test_zip_of_parts(table: Path, tmp_path: Path) -> None:
    """Parts are read one after another where there is nothing else."""
    path = tmp_path / "ONSPD.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for area, line in (("LS", ROWS[0]), ("HG", ROWS[1])):
            archive.writestr(f"Data/multi_csv/ONSPD_TEST_UK_{area}.csv", f"{HEADER}\n{line}\n")
    assert import_onspd(path, table).stored == 2


def test_zip_of_something_else(table: Path, tmp_path: Path) -> None:
    """A zip without the data of a release is refused."""
    path = tmp_path / "photos.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("cat.jpg", "x")
    with pytest.raises(BadInput, match="no file like"):
        import_onspd(path, table)


def test_progress(release: Path, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress is told in rows and in the share of the whole, which ends at one."""
    monkeypatch.setattr("bot.catalogue.import_source._EVERY", 2)
    told: list[tuple[int, float]] = []
    import_onspd(release, table, progress=lambda rows, share: told.append((rows, share)))
    assert [rows for rows, _ in told] == [2, 4, 6, 7]
    assert told[-1][1] == 1.0
    assert all(0 <= share <= 1 for _, share in told)


def test_kill(tmp_path: Path, table: Path) -> None:
    """An import that is killed leaves the old table whole, and the next one clears up."""
    old = tmp_path / "old.csv"
    old.write_text("\n".join([HEADER, *ROWS, ""]), encoding="utf-8")
    import_onspd(old, table)
    before = table.read_bytes()
    code = (
        "import os, sys, time\nfrom pathlib import Path\n"
        "from bot.catalogue import import_report\n"
        "from bot.catalogue.import_onspd import import_onspd\n"
        "os.fsync = lambda handle: (print('writing', flush=True), time.sleep(60))\n"
        "import_onspd(Path(sys.argv[1]), Path(sys.argv[2]))\n"
    )
    command = [sys.executable, "-c", code, str(old), str(table)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"writing\n"
        os.kill(child.pid, signal.SIGKILL)
    assert table.read_bytes() == before
    assert len(list(table.parent.iterdir())) == 2
    import_onspd(old, table)
    assert list(table.parent.iterdir()) == [table]


@pytest.mark.parametrize("damage", [b"", b"something else", MAGIC, MAGIC + b"\xff" * 9])
def test_damaged_table(table: Path, damage: bytes) -> None:
    """A damaged or missing table is refused with what to do."""
    with pytest.raises(CatalogueMissing, match="import onspd"):
        Postcodes.open(table)
    table.parent.mkdir()
    table.write_bytes(damage)
    with pytest.raises(CatalogueMissing, match="import onspd"):
        Postcodes.open(table)


def test_table_cut_short(release: Path, table: Path) -> None:
    """A table cut short is refused."""
    import_onspd(release, table)
    table.write_bytes(table.read_bytes()[:-4])
    with pytest.raises(CatalogueMissing, match="cut short"):
        Postcodes.open(table)


CODEPOINT = (
    '"LS6 3AB",10,427000,435000,"E92000001","E19000001","E18000002","","E08000035","E05001420"',
    '"LS289AB",10,422000,435000,"E92000001","E19000001","E18000002","","E08000035","E05001420"',
    '"LS6 3AD",90,0,0,"","","","","",""',
)


def codepoint(folder: Path, *lines: str, columns: str | None = None) -> Path:
    """A zip as Ordnance Survey makes it."""
    path = folder / "codepo_gb.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Data/CSV/ls.csv", "\n".join([*lines, ""]))
        if columns is not None:
            archive.writestr("Doc/Code-Point_Open_Column_Headers.csv", columns)
    return path


def test_codepoint(tmp_path: Path, table: Path, catalogue: Catalogue) -> None:
    """Code-Point Open gives the authority of postcodes written with or without a space."""
    report = import_codepoint(codepoint(tmp_path, *CODEPOINT), table, catalogue)
    assert (report.rows, report.stored, report.without_authority) == (3, 2, 1)
    postcodes = Postcodes.open(table)
    assert postcodes.lookup("LS28 9AB") == PostcodeRecord("E08000035", False, None, None)


def test_codepoint_columns(tmp_path: Path, table: Path) -> None:
    """The zip's own list of columns tells where the district is, and drift is refused."""
    columns = "PC,PQ,DC\nPostcode,Positional_quality_indicator,Admin_district_code\n"
    path = codepoint(tmp_path, '"LS6 3AB",10,"E08000035"', columns=columns)
    assert import_codepoint(path, table).stored == 1
    drifted = codepoint(tmp_path, *CODEPOINT, columns="PC,PQ\nPostcode,Quality\n")
    with pytest.raises(BadInput, match="authority: no column fits"):
        import_codepoint(drifted, table)
    with pytest.raises(BadInput, match="empty"):
        import_codepoint(codepoint(tmp_path, *CODEPOINT, columns=""), table)


def test_codepoint_csv(tmp_path: Path, table: Path) -> None:
    """One of its files alone is read, with or without a header."""
    path = tmp_path / "ls.csv"
    path.write_text("\n".join(CODEPOINT), encoding="utf-8")
    assert import_codepoint(path, table).stored == 2
    header = "Postcode,PQ,E,N,CY,RH,LH,CC,Admin_district_code,WC"
    path.write_text("\n".join([header, *CODEPOINT]), encoding="utf-8")
    told: list[int] = []
    assert import_codepoint(path, table, progress=lambda rows, share: told.append(rows)).stored == 2
    assert told == [3]


@pytest.mark.parametrize(
    "bad", ['"LS6 3A",10', CODEPOINT[0].replace("3AB", "3AC"), CODEPOINT[0].replace("E08", "EO8")]
)
def test_codepoint_bad_rows(tmp_path: Path, table: Path, bad: str) -> None:
    """Bad rows are refused and nothing is written."""
    with pytest.raises(DataFaults):
        import_codepoint(codepoint(tmp_path, CODEPOINT[0], bad), table)
    assert not table.exists()


def test_codepoint_odd_postcode(tmp_path: Path, table: Path) -> None:
    """What is no postcode at all is refused by its column."""
    with pytest.raises(DataFaults, match="column postcode"):
        import_codepoint(
            codepoint(tmp_path, CODEPOINT[0], CODEPOINT[0].replace("LS6", "leeds")), table
        )


@reference
@pytest.mark.parametrize(
    ("file", "stored", "outside", "icb"),
    [
        ("onspd_headers/onspd_may2018.csv", 2, 2, None),
        ("onspd_headers/onspd_aug2024.csv", 2, 2, "E54000025"),
        ("onspd_headers/onspd_nov2025.csv", 3, 1, None),
        ("onspd_sample/ONSPD_JUN_2023_UK_AB.csv", 5, 0, None),
    ],
)
def test_real_releases(
    table: Path, catalogue: Catalogue, file: str, stored: int, outside: int, icb: str | None
) -> None:
    """Four generations of the real header are understood."""
    report = import_onspd(REFERENCE / file, table, catalogue)
    assert (report.stored, report.outside, report.bad, report.unknown) == (stored, outside, 0, {})
    record = Postcodes.open(table).lookup("AL1 1AB")
    assert record is None or record.icb == icb


@reference
def test_broken_release(table: Path) -> None:
    """The deliberately broken release is refused by line and column; nothing changes."""
    import_onspd(REFERENCE / "onspd_sample/ONSPD_JUN_2023_UK_AB.csv", table)
    before = table.read_bytes()
    with pytest.raises(DataFaults, match="row 2, column doterm"):
        import_onspd(REFERENCE / "onspd_sample/ONSPD_JUN_2023_UK_AB_broken.csv", table)
    assert table.read_bytes() == before


def test_fast_enough(release: Path, table: Path) -> None:
    """A look-up takes microseconds."""
    import_onspd(release, table)
    postcodes = Postcodes.open(table)
    started = time.thread_time()
    for _ in range(1000):
        postcodes.lookup("LS6 3AB")
    assert (time.thread_time() - started) / 1000 < 50e-6 * slowness()
