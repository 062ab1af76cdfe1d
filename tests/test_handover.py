"""Hand-over without HTTP: desks and hours, call-back requests, what other systems are told."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from channel_world import GAP, PERSON, POTHOLE
from cryptography.fernet import Fernet

from bot import hours
from bot.database import open_engine
from bot.errors import BadInput, DataFaults
from bot.handover import desks
from bot.handover.callbacks import Callbacks
from bot.handover.desks import Desk, Desks, nation_of, read_desks
from bot.handover.notice import About, Exchange, call_back, notice, reason_of
from bot.handover.request import Request, check, dialled, tidy
from bot.words import say

OFFICE = hours.read("Monday to Friday 9am to 5pm")
DESK = Desk("Borsetshire County Council", "0300 555 0100", "https://b.example", OFFICE)
ASKED = Request("Jo Bloggs", "07700 900123", "morning", "Report a pothole", "pothole", "E07000163")


# Desks


@pytest.mark.parametrize(
    ("nation", "at", "is_open", "sentence"),
    [
        ("England", "2026-11-26 10:00", True, "Open now until 5pm."),
        ("England", "2026-11-26 18:00", False, "Closed now. Opens at 9am tomorrow."),
        ("England", "2026-11-28 10:00", False, "Closed now. Opens at 9am on Monday."),
        ("England", "2026-12-25 10:00", False, "Closed today because it is a bank holiday: "
         "Christmas Day. Opens at 9am on Tuesday."),
        # Good Friday is no bank holiday of everybody's; St Andrew's Day is Scotland's alone.
        ("Scotland", "2026-11-30 10:00", False, "Closed today because it is a bank holiday: "
         "Saint Andrew's Day. Opens at 9am tomorrow."),
        ("England", "2026-11-30 10:00", True, "Open now until 5pm."),
    ],
)  # fmt: skip
def test_a_desk_is_open_by_its_hours_and_its_nations_holidays(
    nation: str, at: str, is_open: bool, sentence: str
) -> None:
    """And it says so in a sentence."""
    desk = Desk("X", "0300 555 0100", "", OFFICE, nation)
    found = desk.at(datetime.fromisoformat(at))
    assert found is not None
    assert found[0] is is_open
    assert say(found[1]) == sentence


def test_unknown_hours_are_not_made_up() -> None:
    """Without hours, or without a phone, nothing is said."""
    now = datetime(2026, 11, 26, 10)
    assert Desk("X", "0300 555 0100", "").at(now) is None
    assert Desk("X", "", "https://x.example", OFFICE).at(now) is None


def test_the_place_decides_which_desk() -> None:
    """The first of its councils that has one; else our own."""
    other = Desk("Felpersham City Council", "0300 555 0111", "")
    found = Desks(DESK, {"E07999999": other})
    assert found.of(["E10999999", "E07999999"]) is other
    assert found.of(["E10999999"]) is DESK
    assert found.of([]) is DESK
    assert found.named("Felpersham City Council") is other
    assert found.named("Nobody") is None


@pytest.mark.parametrize(
    ("gss", "nation"),
    [("E07000163", "England"), ("W06000001", "Wales"), ("S12000033", "Scotland"),
     ("N09000003", "Northern Ireland"), (None, "England")],
)  # fmt: skip
def test_a_code_tells_its_nation(gss: str | None, nation: str) -> None:
    """By its letter."""
    assert nation_of(gss) == nation


def write(path: Path, *rows: str) -> Path:
    """A file of contact centres."""
    path.write_text("\n".join(("gss,name,phone,url,hours", *rows)) + "\n", encoding="utf-8")
    return path


def test_contact_centres_come_from_a_file(tmp_path: Path) -> None:
    """One row a council."""
    row = "W06000001,Isle of Anglesey County Council,0300 555 0123,,Monday to Friday 9am to 5pm"
    found = read_desks(write(tmp_path / "desks.csv", row))
    assert found["W06000001"].nation == "Wales"
    assert found["W06000001"].sessions == OFFICE


def test_every_fault_of_the_file_is_told_at_once(tmp_path: Path) -> None:
    """Row, column and remedy; a file of another kind in one line."""
    path = write(tmp_path / "desks.csv", "X1,,,javascript:x,always", "E07000163,A,1,,")
    with pytest.raises(DataFaults) as found:
        read_desks(path)
    assert {fault.column for fault in found.value.faults} == {"gss", "name", "url", "hours"}
    assert all(fault.row == 2 for fault in found.value.faults)
    (tmp_path / "other.csv").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"other\.csv must have the columns gss,name"):
        read_desks(tmp_path / "other.csv")
    with pytest.raises(BadInput, match="could not be read"):
        read_desks(tmp_path / "none.csv")


def test_now_is_the_time_in_london() -> None:
    """Without a zone, as hours are written."""
    assert desks.here_and_now().tzinfo is None


# Requests


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("07700900123", "07700 900123"),
        ("+44 7700 900123", "07700 900123"),
        ("01632 960 001", "01632 960001"),  # kept for trials
        ("020 7946 0018", "020 7946 0018"),
        ("(020) 7946-0018", "020 7946 0018"),
        ("+353 1 234 5678", "+353 1 234 5678"),
        ("999", None),
        ("0900 123 456", None),
        ("0909 879 0001", None),  # premium rate
        ("0843 555 1234", None),  # shared cost
        ("1234", None),
        ("not a number", None),
        ("", None),
        ("0" * 500, None),
        ("07700 900123; DROP TABLE callback", None),
    ],
)  # fmt: skip
def test_only_numbers_that_can_be_rung_are_taken(typed: str, found: str | None) -> None:
    """From here, and not at a cost."""
    assert dialled(typed) == found


def fields(**changes: str) -> dict[str, str]:
    """A form without fault, but for some changes."""
    good = {"name": "Jo", "phone": "07400 123456", "when": "any", "about": ""}
    return {**good, **changes}


def test_a_good_form_has_no_fault() -> None:
    """Values come out tidied."""
    values, faults = check(fields(name="  Jo \u200b\n Bloggs "))
    assert faults == {}
    assert values["name"] == "Jo Bloggs"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"name": ""}, {"name": "name_empty"}),
        ({"name": "123"}, {"name": "name_empty"}),
        ({"name": "\u200b"}, {"name": "name_empty"}),
        ({"name": "a" * 81}, {"name": "name_long"}),
        ({"phone": ""}, {"phone": "phone_empty"}),
        ({"phone": "12"}, {"phone": "phone_wrong"}),
        ({"when": ""}, {"when": "when_empty"}),
        ({"when": "at midnight"}, {"when": "when_empty"}),
        ({"about": "a" * 301}, {"about": "about_long"}),
        ({"name": "", "phone": "", "when": ""},
         {"name": "name_empty", "phone": "phone_empty", "when": "when_empty"}),
    ],
)  # fmt: skip
def test_each_fault_is_told_by_its_field(change: dict[str, str], fault: dict[str, str]) -> None:
    """All at once."""
    assert check(fields(**change))[1] == fault
    assert set(check({})[1]) == {"name", "phone", "when"}


def test_tidying_takes_out_what_cannot_be_seen() -> None:
    """Controls, directions, halves of surrogates."""
    assert tidy("a\x00b\u202ec\r\nd\ud800") == "a bc d?"


# The store


@pytest.fixture
def store(tmp_path: Path) -> Callbacks:
    """A store of its own."""
    return Callbacks.open(f"sqlite:///{tmp_path / 'c.db'}", tmp_path / "c.key", 14)


def test_a_request_is_kept_once_and_found_by_its_receipt(store: Callbacks) -> None:
    """The same receipt twice is one request."""
    assert store.add(ASKED, "receipt")
    assert not store.add(ASKED, "receipt")
    (kept,) = store.waiting()
    assert kept.request == ASKED
    assert kept.until - kept.at == timedelta(days=14)
    found = store.find("receipt")
    assert found is not None
    assert found.id == kept.id
    assert store.find("another") is None


def test_done_and_taken_back_mean_deleted(store: Callbacks) -> None:
    """Once; the second time there is nothing."""
    store.add(ASKED, "one")
    store.add(ASKED, "two")
    assert store.done(store.waiting()[0].id)
    assert store.withdraw("two")
    assert not store.withdraw("two")
    assert not store.done(1)
    assert store.waiting() == []


def test_old_requests_go_by_themselves(store: Callbacks) -> None:
    """At the next request, at a purge; and until then nobody is shown them."""
    now = datetime.utcnow()
    store.add(ASKED, "old", now - timedelta(days=15))
    assert store.waiting() == []
    assert store.purge(dry_run=True) == 1
    assert store.purge() == 1
    store.add(ASKED, "older", now - timedelta(days=16))
    store.add(ASKED, "new")
    assert store.purge(dry_run=True) == 0
    assert len(store.waiting()) == 1


def test_the_database_alone_tells_nothing(store: Callbacks, tmp_path: Path) -> None:
    """Name, number and words are sealed; what was deleted is overwritten; the key is private."""
    store.add(ASKED, "receipt")
    with sqlite3.connect(tmp_path / "c.db") as db:
        db.execute("pragma wal_checkpoint(truncate)")
        (sealed,) = db.execute("select sealed from callback").fetchone()
    content = (tmp_path / "c.db").read_bytes()
    assert sealed.encode() in content
    for secret in (b"Bloggs", b"900123", b"pothole", b"receipt\x00"):
        assert secret not in content
    assert (tmp_path / "c.key").stat().st_mode & 0o077 == 0
    store.done(1)
    with sqlite3.connect(tmp_path / "c.db") as db:
        db.execute("pragma wal_checkpoint(truncate)")
    assert sealed.encode() not in (tmp_path / "c.db").read_bytes()


def test_another_key_loses_the_request_but_not_the_page(tmp_path: Path, caplog: Any) -> None:
    """What can't be opened is left out and told in the log."""
    address = f"sqlite:///{tmp_path / 'c.db'}"
    Callbacks(open_engine(address), Fernet.generate_key(), 14).add(ASKED, "receipt")
    assert Callbacks(open_engine(address), Fernet.generate_key(), 14).waiting() == []
    assert "another key" in caplog.text


# What other systems are told


AREA = {"name": "Felpersham", "codes": ["E07999999"]}


def turn(said: str, reply: dict[str, Any]) -> Exchange:
    """One exchange."""
    return Exchange(said, reply["say"][0], {"need": None, "area": None, **reply})


def test_why_a_person_is_needed() -> None:
    """Asked for, failed, or not understood twice; an answer needs nobody."""
    lost = {"outcome": "gap_not_understood", "say": ["Sorry."]}
    broken = {"outcome": "error", "say": ["Sorry."]}
    assert reason_of([turn("a", PERSON)]) == "asked_for_person"
    assert reason_of([turn("a", broken)]) == "failed"
    assert reason_of([turn("a", lost)]) is None
    assert reason_of([turn("a", lost), turn("b", lost)]) == "not_understood"
    assert reason_of([turn("a", lost), turn("b", GAP)]) is None
    assert reason_of([turn("a", POTHOLE)]) is None
    assert reason_of([]) is None


def test_a_notice_holds_what_a_person_needs_to_go_on() -> None:
    """Reason, summary, need, place, the newest messages, the code to find the conversation."""
    turns = [turn(f"message {n}", {**POTHOLE, "area": AREA}) for n in range(8)]
    turns.append(turn("a person please", PERSON))
    found = notice("asked_for_person", turns, About("signpost", reference="K7P-3QX"))
    assert found["summary"] == (
        f"Asked to speak to a person about: {POTHOLE['need']['label']} (Felpersham)."
    )
    assert found["need"] == POTHOLE["need"]
    assert found["area"] == AREA
    assert found["reference"] == "K7P-3QX"
    assert len(found["messages"]) == 10
    assert found["messages"][-2] == {"from": "citizen", "text": "a person please"}


def test_long_messages_are_cut() -> None:
    """A receiver's fields have an end."""
    found = notice("failed", [Exchange("x" * 2000, "y" * 2000, {})], About("sms"))
    assert [len(message["text"]) for message in found["messages"]] == [600, 600]
    assert found["summary"] == "Got no answer because of a fault."


def test_a_call_back_tells_whom_to_ring() -> None:
    """And no message of the conversation."""
    found = call_back(ASKED, POTHOLE["need"], AREA)
    assert (found["name"], found["phone"]) == ("Jo Bloggs", "07700 900123")
    assert "messages" not in found
