"""Local links, councils' own lists and the LGSL: good rows in, bad rows listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.catalogue import Catalogue
from bot.catalogue.services_store import read
from bot.errors import BadInput, DataFaults
from bot.imports.council_csv import COLUMNS, import_csv
from bot.imports.lgsl import check_lgsl
from bot.imports.local_links import import_local_links
from bot.imports.needs import by_lgsl, by_words
from tests.imports_world import DATA, LEEDS, catalogue, catalogue_path, digest, reference, take


def test_local_links_of_today(tmp_path: Path) -> None:
    """Rows become deep links by code; each bad row is listed with its number and column."""
    path = tmp_path / "services.db"
    report = take(path, import_local_links(DATA / "local_links.csv", catalogue()))
    assert report.added == 3
    assert [(fault.row, fault.column) for fault in report.rejected] == [
        (6, "la"),
        (7, "lgsl"),
        (8, "url"),
        (9, None),
        (10, None),
    ]
    opened = Catalogue.open(catalogue_path(), path)
    pothole = opened.service_for(LEEDS, "pothole")
    assert pothole is not None
    # Of two interactions, reporting suits the need "Report a pothole" best.
    assert pothole.url == "https://www.leeds.gov.uk/potholes/report"
    assert opened.service_for(LEEDS, "bin-collection-day") is not None
    assert opened.service_for(LEEDS, "missed-bin") is None
    assert opened.service_for("E09000001", "pothole") is None


def test_local_links_of_2017(tmp_path: Path) -> None:
    """The malformed file gives its good rows; the rest are of councils that have ended."""
    source = reference("local_links/lgsl_lgil_fallback_links.csv")
    path = tmp_path / "services.db"
    report = take(path, import_local_links(source, catalogue()))
    assert report.added + report.rejected_rows == 7405
    assert report.added > 6700
    odd = [f for f in report.rejected if "ended" not in f.message and "today" not in f.message]
    assert [(fault.column, "not a web address" in fault.message) for fault in odd] == [
        ("url", True),
        ("url", True),
    ]
    again = take(path, import_local_links(source, catalogue()))
    assert (again.added, again.changed, again.removed) == (0, 0, 0)


def test_an_address_with_commas(tmp_path: Path) -> None:
    """In the file of 2017 the last two cells are the codes, whatever the address holds."""
    source = tmp_path / "links.csv"
    source.write_text(
        "la,lgsl,lgil,link\nleeds,x,y,https://a.example/b,c,d.html,557,17\nleeds,short,row\n",
        encoding="utf-8",
    )
    batch = import_local_links(source, catalogue())
    assert [link["url"] for link in batch.links] == ["https://a.example/b,c,d.html"]
    assert [fault.row for fault in batch.rejected] == [3]


def test_links_of_an_abolished_council(tmp_path: Path) -> None:
    """They go to the successor when no other link competes; else they are listed."""
    source = tmp_path / "links.csv"
    source.write_text(
        "Authority Name,GSS,LGSL,LGIL,URL\n"
        "Harrogate Borough Council,E07000165,510,0,https://a.example/1\n"
        "Craven District Council,E07000163,524,8,https://a.example/2\n"
        "Selby District Council,E07000169,524,8,https://a.example/3\n",
        encoding="utf-8",
    )
    batch = import_local_links(source, catalogue())
    assert [(link["gss"], link["url"]) for link in batch.links] == [
        ("E06000065", "https://a.example/1")
    ]
    assert [fault.row for fault in batch.rejected] == [3, 4]
    assert "North Yorkshire Council" in batch.rejected[0].message


def test_a_header_that_is_neither(tmp_path: Path) -> None:
    """Another CSV is refused, naming what was found."""
    source = tmp_path / "links.csv"
    source.write_text("council,page\nLeeds,x\n", encoding="utf-8")
    with pytest.raises(BadInput, match="the header is council,page"):
        import_local_links(source, catalogue())


def test_a_council_s_own_list(tmp_path: Path) -> None:
    """Rows become services with areas, hours and needs; all faults of a row are listed."""
    path = tmp_path / "services.db"
    report = take(path, import_csv(DATA / "council.csv", catalogue()))
    assert report.added == 2
    assert {(fault.row, fault.column) for fault in report.rejected} == {
        (4, "areas"),
        (5, "need"),
        (6, "url"),
        (6, "status"),
    }
    tables = read(path)
    assert {row["name"] for row in tables["service"]} == {"Report a pothole", "=Money advice"}
    assert [row["byday"] for row in tables["schedule"]] == ["MO,TU,WE,TH,FR"]
    assert report.grades["answerable"] == report.grades["answerable without phone"] == 1
    as_dict = report.to_dict()
    assert as_dict["rejected"][0] == {
        "file": "council.csv",
        "row": 4,
        "column": "areas",
        "reason": '"Atlantis" is no council, GSS code or nation that we know',
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "lacks the columns name, organization, areas"),
        ("name,areas\nx,y\n", "lacks the columns organization"),
        ("name,organization,areas,colour\n", "has unknown the columns colour"),
        ("name,name,organization,areas\n", "repeats the columns name"),
        ("name,organization,areas\n", "holds nothing to import"),
        ("name,organization,areas\x00\n", "not text"),
    ],
)
def test_lists_that_cannot_be_read(tmp_path: Path, text: str, message: str) -> None:
    """A list with the wrong columns is refused, and the file stays byte for byte as it was."""
    path, source = tmp_path / "services.db", tmp_path / "list.csv"
    take(path, import_csv(DATA / "council.csv", catalogue()))
    before = digest(path)
    source.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=message):
        take(path, import_csv(source, catalogue()))
    assert digest(path) == before


def test_a_list_of_faults_only(tmp_path: Path) -> None:
    """When no row can be taken, every fault is listed and nothing is written."""
    source = tmp_path / "list.csv"
    source.write_text("name,organization,areas\n,,\n,x,Leeds\n", encoding="utf-8")
    with pytest.raises(DataFaults) as caught:
        take(tmp_path / "services.db", import_csv(source, catalogue()))
    assert len(caught.value.faults) == 1
    assert not (tmp_path / "services.db").exists()


def test_windows_spreadsheets(tmp_path: Path) -> None:
    """A file saved by a Windows spreadsheet is read, pound signs and all."""
    source = tmp_path / "list.csv"
    text = "Name,Organization,Areas,Cost\r\nClub,Leeds Club,Leeds,£2\r\n"
    source.write_bytes(text.encode("cp1252"))
    batch = import_csv(source, catalogue())
    assert batch.records[0].service["fees"] == "£2"
    assert set(COLUMNS) >= {"name", "organization", "areas", "cost"}


def test_needs_that_share_a_number() -> None:
    """The interaction tells needs of one LGSL number apart; without it nothing is guessed."""
    assert by_lgsl(catalogue(), 524, 17) == ("missed-bin",)
    assert by_lgsl(catalogue(), 524, 8) == ("bin-collection-day",)
    assert by_lgsl(catalogue(), 524) == ()
    assert by_lgsl(catalogue(), 557) == ("pothole",)
    assert by_lgsl(catalogue(), 9999) == ()


def test_needs_by_words() -> None:
    """Terms are asked first, then the name; whole words only."""
    assert by_words(catalogue(), ["Food Banks"], "Day centre") == ("food-bank",)
    assert by_words(catalogue(), [], "The Old Pre-school") == ("nursery-childcare-find",)
    assert by_words(catalogue(), ["Things to do"], "Misguided tours") == ()


def test_the_lgsl_list() -> None:
    """All our numbers are in the official list; two of its services were discontinued since."""
    source = reference("lgsl_esd/englishAndWelshServices-all.csv")
    report = check_lgsl(source, catalogue())
    assert report.services > 990
    assert report.unknown == ()
    assert {number for _, number, _ in report.ended} == {3, 273}
    assert report.rejected == ()


def test_a_list_that_lacks_our_numbers(tmp_path: Path) -> None:
    """Numbers that the list does not have, or has ended, are named; bad rows too."""
    source = tmp_path / "lgsl.csv"
    source.write_text(
        "Identifier,Label,Status\n557,Roads,Discontinued\nx,y,Live\n", encoding="utf-8"
    )
    report = check_lgsl(source, catalogue())
    assert ("pothole", 557, "Roads") in report.ended
    assert ("missed-bin", 524) in report.unknown
    assert [fault.row for fault in report.rejected] == [3]
    assert "Ended: pothole has 557" in "\n".join(report.lines())
