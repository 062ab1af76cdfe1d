"""Facts about the ledger."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from bot.database import migrate
from bot.ledger import Call, Entry, Ledger, Versions
from bot.ledger.entry import now
from bot.ledger.schema import MIGRATIONS, TABLES, calls, turns, verdicts
from bot.memory import Memory
from bot.model import Owner
from bot.reply import Reply
from bot.said import Said

REPLY = Reply("answered", ("x",), need="pothole", owner=Owner("E1", "Leeds", "metropolitan"))
PLACE = Memory(place={"authorities": ["E08000035"], "outcode": "LS1"})


@pytest.fixture
def ledger() -> Ledger:
    """A ledger in memory."""
    return Ledger(create_engine("sqlite://"), b"key")


def entry(text: str = "pothole", reply: Reply = REPLY, conversation: str = "one") -> Entry:
    """An entry of one turn."""
    return Entry.of(reply, Said(text, "need"), PLACE, conversation, "signpost", 0.0123)


def test_a_turn_is_one_row_with_what_service_owners_need(ledger: Ledger) -> None:
    """Outcome, need, owner, area, outward code, words, channel."""
    assert ledger.record(entry())
    (row,) = ledger.rows()
    assert row["outcome"] == "answered"
    assert row["need"] == "pothole"
    assert row["owner"] == "E1"
    assert row["area"] == "E08000035"
    assert row["outcode"] == "LS1"
    assert row["words"] == "pothole"
    assert row["gap"] is None
    assert ledger.outcomes() == {"answered": 1}


def test_a_gap_has_its_reason() -> None:
    """The reason is what stands behind "gap_"."""
    assert entry(reply=Reply("gap_out_of_remit", ("x",))).gap == "out_of_remit"


def test_the_conversation_cannot_be_tied_to_the_channels_id(ledger: Ledger) -> None:
    """Turns of a conversation share a hash that is not its id; another key gives another."""
    for conversation in ("one", "one", "two"):
        ledger.record(entry(conversation=conversation))
    first, second, third = (row["conversation"] for row in ledger.rows())
    assert first == second != third
    assert "one" not in first
    other = Ledger(create_engine("sqlite://"), b"another key")
    other.record(entry(conversation="one"))
    assert other.rows()[0]["conversation"] != first


def test_no_planted_personal_data_is_kept(ledger: Ledger) -> None:
    """Even for a channel that did not pass the door."""
    path = Path(__file__).parent / "data" / "planted.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 300
    for row in rows:
        ledger.record(entry(row["text"]))
    kept = [row["words"].lower() for row in ledger.rows()]
    survivors = [
        secret
        for row, words in zip(rows, kept)
        for secret in row["secrets"].split("|")
        if secret and secret.lower() in words
    ]
    assert survivors == []


def test_a_button_is_kept_by_its_value() -> None:
    """There are no words to keep."""
    chosen = Entry.of(REPLY, Said("", "choose", choice="pothole"), PLACE, "one", "signpost", 0.0)
    assert chosen.words == "[chose pothole]"


def test_a_broken_turn_is_entered_without_words(ledger: Ledger) -> None:
    """Outcome error, and what it would have been answered with."""
    ledger.record(Entry.failed("one", "signpost", 2, Versions("a model")))
    assert ledger.rows()[0]["outcome"] == "error"
    assert (ledger.rows()[0]["number"], ledger.rows()[0]["model"]) == (2, "a model")
    assert ledger.rows()[0]["words"] == ""


def test_a_verdict_joins_its_conversation(ledger: Ledger) -> None:
    """Whether it helped, by turn."""
    ledger.record(entry())
    assert ledger.verdict("one", 1, helped=False)
    (row,) = ledger.rows(verdicts)
    assert row["helped"] is False
    assert row["conversation"] == ledger.rows()[0]["conversation"]


def test_a_database_that_is_away_breaks_no_answer(ledger: Ledger) -> None:
    """A failed write is told by the result, never raised."""
    with ledger._engine.begin() as connection:
        connection.exec_driver_sql("drop table turn")
    assert ledger.record(entry()) is False


def test_migrations_run_once(tmp_path: Path) -> None:
    """Opening again changes nothing and loses nothing."""
    address = f"sqlite:///{tmp_path / 'ledger.db'}"
    Ledger.open(address).record(entry())
    again = Ledger.open(address)
    assert len(again.rows()) == 1
    with again._engine.connect() as connection:
        done = connection.execute(text("select version from ledger_version")).scalars().all()
    assert list(done) == list(range(1, len(MIGRATIONS) + 1))


def test_time_is_utc_without_a_zone() -> None:
    """To the second."""
    assert now().tzinfo is None
    assert now().microsecond == 0


def test_every_entry_has_an_id_of_its_own(ledger: Ledger) -> None:
    """By which it is written once, however often it is sent; the database holds to it."""
    same = entry()
    ledger.record(same)
    ledger.record(entry())
    ids = [row["entry"] for row in ledger.rows()]
    assert len(set(ids)) == 2
    assert ids[0] == same.entry
    assert len(same.entry) == 32


def test_a_turn_tells_its_number_language_and_what_it_was_answered_with() -> None:
    """Model and catalogue, so that an old fault is not looked for in a new model."""
    made = Entry.of(
        REPLY,
        Said("twll yn y ffordd", "need"),
        PLACE.but(number=3),
        "one",
        "signpost",
        0.0,
        "cy",
        Versions("20261126-model", "0123456789ab"),
    )
    assert (made.number, made.language) == (3, "cy")
    assert (made.model, made.catalogue) == ("20261126-model", "0123456789ab")


def test_a_turn_that_carries_on_keeps_the_words_that_told_the_need() -> None:
    """Personal data out of them too."""
    memory = PLACE.but(words="call 07700 900123 about a pothole", need="pothole")
    carried = Entry.of(REPLY, Said("Leeds", "give_place"), memory, "one", "signpost", 0.0)
    assert carried.words == "Leeds"
    assert carried.told is not None
    assert "pothole" in carried.told
    assert "07700" not in carried.told
    alone = Entry.of(
        Reply("gap_not_understood", ("x",)), Said("blah", "not_understood"), memory, "a", "b", 0.0
    )
    assert alone.told is None


def test_an_adviser_marks_a_call(ledger: Ledger) -> None:
    """With whom they had rung first; a mark of no meaning is refused."""
    ledger.record(entry())
    call = Call("one", "misdirected", "pothole", "E1", "leeds-water", "E08000035", 42.0)
    assert ledger.call(call)
    (row,) = ledger.rows(calls)
    assert (row["mark"], row["owner"], row["called"]) == ("misdirected", "E1", "leeds-water")
    assert row["conversation"] == ledger.rows()[0]["conversation"]
    with pytest.raises(ValueError, match="use one of misdirected, answered, transferred"):
        ledger.call(Call("one", "shrug"))


def test_a_verdict_joins_its_turn_on_a_later_day(ledger: Ledger) -> None:
    """By when the answer was given."""
    given = now() - timedelta(days=1)
    ledger.record(replace(entry(), at=given))
    ledger.verdict("one", 1, True, given)
    assert ledger.rows(verdicts)[0]["conversation"] == ledger.rows()[0]["conversation"]


def test_a_ledger_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    """No row is lost, and each gets an id."""
    address = f"sqlite:///{tmp_path / 'ledger.db'}"
    engine = create_engine(address)
    old = (
        "insert into turn (at, conversation, channel, outcome, words, language, seconds) "
        "values ('2026-11-01 10:00:00.000000', 'c', 'signpost', 'answered', 'bin', 'en', 0.1)"
    )
    with engine.begin() as connection:
        migrate(connection, "ledger", MIGRATIONS[:2])
        connection.execute(text(old))
        connection.execute(text(old))
    rows = Ledger.open(address).rows()
    assert [row["words"] for row in rows] == ["bin", "bin"]
    assert len({row["entry"] for row in rows} - {None}) == 2


def test_the_migrations_make_the_tables_that_the_schema_tells(ledger: Ledger) -> None:
    """Columns, in kind and whether they may be empty, and indexes."""
    made = inspect(ledger._engine)
    assert set(made.get_table_names()) == {*TABLES, "ledger_version"}
    for name, table in TABLES.items():
        columns = {(c["name"], str(c["type"]), c["nullable"]) for c in made.get_columns(name)}
        told = {
            (c.name, str(c.type.compile(ledger._engine.dialect)), c.nullable) for c in table.columns
        }
        assert columns == told
        assert {index["name"] for index in made.get_indexes(name)} == {
            index.name for index in table.indexes
        }
    assert turns.name in TABLES
