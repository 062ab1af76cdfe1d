"""What the adviser reads out, the day's figures, and whom a caller had rung."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from channel_world import EMERGENCY, GAP, LANDLORD, POTHOLE, WHERE

from bot.channel.adviser.marks import Directory, mark_of
from bot.channel.adviser.script import script
from bot.channel.adviser.wiring import bounds
from bot.channel.replies import Reply, tidy
from bot.channel.staff.pages import staff_words
from bot.channel.transcripts import Turn
from bot.database import open_engine
from bot.ledger import Ledger
from bot.ledger.day import day
from bot.ledger.entry import Call

LONDON = ZoneInfo("Europe/London")


def reply(given: dict[str, object]) -> Reply:
    """As the channel has it."""
    return tidy(given, "", {"name": "Council", "url": None, "phone": None})


def test_a_notice_that_concerns_the_answer_is_read_out():
    """Before whom to call, which it may be about."""
    said = script(reply({**POTHOLE, "notices": ["No repairs on Monday"]}), staff_words())
    assert "No repairs on Monday." in said
    phone = next(place for place, sentence in enumerate(said) if "0300" in sentence)
    assert said.index("No repairs on Monday.") < phone


def test_what_else_was_asked_is_named_when_all_is_said_of_the_first():
    """The caller hears whom to call before the next thing is taken up."""
    also = "You also asked about something else: Report a blocked drain."
    said = script(reply({**POTHOLE, "say": [*POTHOLE["say"], also]}), staff_words())
    assert said[-1] == also
    assert said[0] == POTHOLE["say"][0]


@pytest.mark.parametrize("given", [EMERGENCY, GAP, LANDLORD, POTHOLE, WHERE])
def test_every_reply_is_read_out_in_whole_sentences(given: dict[str, object]):
    """None twice, none without an end, no address of the web but the site's name."""
    said = script(reply(given), staff_words())
    assert said
    assert len(said) == len(set(said))
    assert all(re.search(r"[.?!:]$", sentence) for sentence in said)
    assert "http" not in " ".join(said)


def test_danger_comes_first_and_its_number_is_said():
    """Before anything else."""
    said = script(reply(EMERGENCY), staff_words())
    assert said[0] == "Call 999 now if anyone is in danger."
    assert "The number to call is 0800 555 0111." in said


def test_a_question_is_read_with_its_choices():
    """Once, with the labels of the buttons."""
    said = script(reply(LANDLORD), staff_words())
    assert said[-2] == "Who do you rent your home from?"
    assert said[-1].startswith("The choices are: The council; A housing association;")


def test_the_owner_is_named_even_when_the_reply_does_not():
    """A caller must hear who deals with it."""
    given = {**POTHOLE, "say": ["Report it online."]}
    said = script(reply(given), staff_words())
    assert "Borsetshire County Council deals with this." in said


def turn(given: dict[str, object], number: int = 1) -> Turn:
    """One turn of long ago."""
    return Turn(number, "key", "words", reply(given), 0.0)


def test_a_mark_is_about_the_last_answer():
    """What was only asked afterwards does not count; a page left open makes no long call."""
    found = mark_of("answered", "c", [turn(POTHOLE), turn(WHERE, 2)], "x", "")
    assert (found.need, found.owner, found.called) == ("pothole", "E10999999", None)
    assert (found.area, found.seconds) == (None, None)
    empty = mark_of("misdirected", "c", [turn(GAP)], "x", "E07999999")
    assert (empty.need, empty.owner, empty.called) == (None, None, "x")


def test_a_council_missing_from_the_directory_is_known_by_its_name():
    """An installation need not say which council it is."""
    found = Directory("Anytown Council", {"Borset Water": "water"})
    assert found.identity(" anytown  council ") == "Anytown Council"
    assert found.identity("BORSET WATER") == "water"
    assert found.identity("someone") is None
    assert (found.name("water"), found.name("gone")) == ("Borset Water", "gone")


def test_a_day_is_the_local_one():
    """In summer it begins at 23:00 UTC; the days when clocks change have 23 and 25 hours."""
    for now, since, until in [
        ("2026-07-01 00:30", "2026-06-30 23:00", "2026-07-01 23:00"),
        ("2026-03-29 12:00", "2026-03-29 00:00", "2026-03-29 23:00"),
        ("2026-10-25 12:00", "2026-10-24 23:00", "2026-10-26 00:00"),
    ]:
        found = bounds(datetime.fromisoformat(now).replace(tzinfo=LONDON))
        assert [f"{time:%Y-%m-%d %H:%M}" for time in found] == [since, until]


def test_the_days_calls_are_counted_by_call(tmp_path: Path):
    """A call may be misdirected and transferred; answered and then transferred is not deflected."""
    address = f"sqlite:///{tmp_path / 'ledger.db'}"
    ledger = Ledger.open(address)
    at = datetime(2026, 11, 26, 12)
    for conversation, mark, owner, when in [
        ("a", "answered", "x", at),
        ("b", "answered", "x", at),
        ("b", "transferred", "x", at),
        ("c", "misdirected", "y", at),
        ("c", "transferred", "y", at),
        ("d", "misdirected", "y", at),
        ("e", "misdirected", "x", at),
        ("f", "misdirected", None, at),
        ("old", "answered", "x", datetime(2026, 11, 25, 12)),
    ]:
        ledger.call(Call(conversation, mark, "need", owner, at=when))
    ledger.flush()
    found = day(open_engine(address), datetime(2026, 11, 26), datetime(2026, 11, 27))
    assert (found.total, found.deflected, found.transferred, found.misdirected) == (6, 1, 2, 4)
    assert found.owners == (("y", 2), ("x", 1))
    ledger.close()
