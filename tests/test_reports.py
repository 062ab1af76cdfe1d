"""Reports for service owners from the catalogue and the ledger's words."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from pathlib import Path

import pytest

from bot.catalogue.services_store import empty, write
from bot.database import open_engine
from bot.ledger.said import said_about_needs
from bot.ledger.schema import turns
from bot.ledger.store import Ledger
from bot.reports.duplication import duplication
from bot.reports.gaps import FRONT_PAGE, gaps
from bot.reports.records import records
from bot.reports.table import Report
from bot.reports.vocabulary import stems, vocabulary
from tests.command_line import bot
from tests.imports_world import LEEDS, TODAY, catalogue
from tests.test_listed import with_services


def test_a_gap_is_listed_for_each_area_with_its_reason() -> None:
    """Clean air charges: nobody in Wales, somebody in England."""
    found = gaps(catalogue(), TODAY, ["clean-air-charge"])
    cardiff = [row for row in found.rows if row["area_name"] == "Cardiff Council"]
    assert [(row["reason"], row["why"]) for row in cardiff] == [
        ("no_provider", "There are no clean air charges in Wales.")
    ]
    assert not [row for row in found.rows if row["area"] == LEEDS]


def test_front_pages_are_listed_when_asked_for() -> None:
    """An answer that leads to the owner's front page only is a weak one, and names it."""
    plain = gaps(catalogue(), TODAY, areas=[LEEDS])
    more = gaps(catalogue(), TODAY, areas=[LEEDS], front_pages=True)
    extra = [row for row in more.rows if row["reason"] == FRONT_PAGE]
    assert len(more.rows) == len(plain.rows) + len(extra)
    assert extra
    assert all("https://" in str(row["why"]) or "no address" in str(row["why"]) for row in extra)


def test_two_organisations_for_one_need_in_one_area_are_duplication() -> None:
    """One organisation with two services is none; nor are two areas."""
    made = with_services(
        {"name": "Parcels of food", "needs": "food-bank", "body": "A"},
        {"name": "Food on Fridays", "needs": "food-bank", "body": "B"},
        {"name": "Debt line", "needs": "budgeting-debt-advice", "body": "A"},
        {"name": "Debt desk", "needs": "budgeting-debt-advice", "body": "A"},
        {"name": "Friends", "needs": "befriending-loneliness", "areas": ("E08000032",)},
        {"name": "Callers", "needs": "befriending-loneliness"},
    )
    (row,) = duplication(made).rows
    assert (row["need"], row["area_name"], row["names"]) == (
        "food-bank",
        "Leeds City Council",
        "A; B",
    )
    assert row["services"] == "Food on Fridays; Parcels of food"


def service(**values: object) -> dict[str, object]:
    """A row of the table of services."""
    return {
        "id": "s", "organization_id": "o", "name": "Lunch club", "url": "https://club.example/",
        "grade": "answerable", "why": "", "assured_date": "", "needs": "", "source": "feed",
        "description": "", **values,
    }  # fmt: skip


def test_records_say_what_is_wrong_with_them() -> None:
    """Every reason in one line; a good record is not listed."""
    tables = empty()
    tables["organization"] = [{"id": "o", "name": "Felpersham Friends"}]
    tables["link_check"] = [{"url": "https://gone.example/", "status": "broken"}]
    tables["service"] = [
        service(id="1"),
        service(id="2", grade="not answerable", why="it is defunct"),
        service(id="3", grade="answerable without phone", url="https://gone.example/"),
        service(id="4", assured_date="2020-01-01"),
    ]
    found = {row["id"]: row["why"] for row in records(tables, TODAY).rows}
    assert found == {
        "2": "it is defunct",
        "3": "it has no phone number; its link no longer works",
        "4": "nobody has checked it since 2020-01-01",
    }


def test_words_that_no_description_uses() -> None:
    """Of five conversations or more, whatever the form; places and small words do not count."""
    said = [
        ("missed-bin", f"they have not emptied my wheelies in Leeds {n}", f"c{n}") for n in "abcde"
    ]
    said += [("missed-bin", "the dustmen forgot us", f"c{n}") for n in "abcd"]
    said += [("missed-bin", "my bin was missed", "cf"), ("nonsense", "wheelie", "x")]
    found = vocabulary(catalogue(), empty(), said)
    assert [(row["word"], row["conversations"]) for row in found.rows] == [
        ("empti", 5),
        ("wheeli", 5),
    ]
    assert found.rows[0]["share"] == round(5 / 6, 3)


def test_a_description_that_uses_the_word_takes_it_off_the_list() -> None:
    """Imported services count with their descriptions."""
    tables = empty()
    tables["service"] = [service(needs="missed-bin", description="We empty wheelie bins.")]
    said = [("missed-bin", "wheelies not emptied", f"c{n}") for n in "abcde"]
    assert vocabulary(catalogue(), tables, said).rows == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [("My bins weren't emptied", {"bin", "empti"}), ("please I can't", set()), ("", set())],
)
def test_stems(text: str, expected: set[str]) -> None:
    """Forms of one word meet; words that say nothing go."""
    assert stems(text) - {"werent"} == expected


def test_words_come_from_the_ledger(tmp_path: Path) -> None:
    """Of turns whose need is known; pressed buttons are not words."""
    address = f"sqlite:///{tmp_path / 'ledger.db'}"
    Ledger.open(address)
    engine = open_engine(address)
    common = {"channel": "x", "outcome": "answered", "language": "en", "seconds": 0.1}
    with engine.begin() as connection:
        for number, (need, words, day) in enumerate(
            [
                ("pothole", "hole", 1),
                ("pothole", "[chose a]", 2),
                (None, "hm", 3),
                ("ctax", "tax", 4),
            ]
        ):
            row = {"need": need, "words": words, "conversation": str(number), **common}
            if "entry" in turns.c:
                row["entry"] = f"e{number}"
            connection.execute(turns.insert().values(at=datetime(2026, 11, day), **row))
    assert list(said_about_needs(engine)) == [("pothole", "hole", "0"), ("ctax", "tax", "3")]
    assert list(said_about_needs(engine, since=datetime(2026, 11, 2))) == [("ctax", "tax", "3")]
    assert list(said_about_needs(engine, need="pothole")) == [("pothole", "hole", "0")]


def test_forms_of_a_report() -> None:
    """CSV never holds a formula; a long report is cut on a terminal and says so; JSON is whole."""
    report = Report("Things", ("a", "b"), [{"a": "=1+1", "b": number} for number in range(50)])
    assert list(csv.reader(io.StringIO(report.csv())))[1] == ["'=1+1", "0"]
    assert "… and 47 more" in report.text(3)
    assert len(json.loads(report.json())["rows"]) == 50


def test_the_command(tmp_path: Path) -> None:
    """Every report runs where nothing was imported or said; unknown names are told in one line."""
    places = {
        "SIGNPOST_SERVICES": str(tmp_path / "services.db"),
        "SIGNPOST_LEDGER": f"sqlite:///{tmp_path / 'ledger.db'}",
    }
    for kind in ("duplication", "records", "vocabulary"):
        done = bot("report", kind, "--format", "json", environment=places)
        assert json.loads(done.stdout)["rows"] == [], done.stderr
    wrong = bot("report", "gaps", "--need", "no-such-need")
    assert (wrong.returncode, wrong.stdout) == (2, b"")
    assert wrong.stderr.count(b"\n") == 1
    file = tmp_path / "gaps.csv"
    # Craven went into North Yorkshire: an old code stands for the new council.
    done = bot("report", "gaps", "--area", "E07000163", "--format", "csv", "--output", str(file))
    assert done.returncode == 0, done.stderr
    assert file.read_text().startswith("need,label,area,area_name,reason,why")


def test_records_of_a_written_file(tmp_path: Path) -> None:
    """The report reads what an import wrote."""
    tables = empty()
    tables["organization"] = [{"id": "o", "name": "Felpersham Friends"}]
    tables["service"] = [service(grade="not answerable", why="it fits none of our needs")]
    write(tmp_path / "services.db", tables)
    done = bot(
        "report", "records", environment={"SIGNPOST_SERVICES": str(tmp_path / "services.db")}
    )
    assert "Felpersham Friends\tLunch club\tnot answerable\tit fits none of our needs" in (
        done.stdout.decode()
    )
