"""Service notices: when and where they are shown, the file they are kept in, and the command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.answers import Contact
from bot.commands.notice import command
from bot.conversation import World, step
from bot.errors import BadInput
from bot.memory import Memory
from bot.notices import Notice, Notices, for_answer, for_page
from bot.places import to_value
from bot.said import Said
from bot.where import where
from tests.imports_world import LEEDS, TODAY, catalogue, catalogue_path

BINS = Notice("1", "No bin collections on Monday.", needs=("missed-bin",), areas=(LEEDS,))
EVERYBODY = Notice("2", "The phones are closed.", "Mae'r ffonau ar gau.")


@pytest.mark.parametrize(
    ("day", "on"),
    [("2026-12-23", False), ("2026-12-24", True), ("2026-12-27", True), ("2026-12-28", False)],
)
def test_a_notice_holds_from_its_first_to_its_last_day(day: str, on: bool) -> None:
    """Both included."""
    notice = replace(EVERYBODY, starts=date(2026, 12, 24), ends=date(2026, 12, 27))
    assert notice.holds(date.fromisoformat(day)) is on
    assert for_page([notice], date.fromisoformat(day), None) == ((notice,) if on else ())


@pytest.mark.parametrize(
    ("need", "areas", "found"),
    [
        ("missed-bin", [LEEDS], (BINS,)),
        ("missed-bin", ["E07000163", LEEDS], (BINS,)),
        ("missed-bin", ["E07000163"], ()),
        ("missed-bin", [], ()),
        ("pothole", [LEEDS], ()),
        (None, [LEEDS], ()),
    ],
)
def test_an_answer_shows_what_concerns_it(
    need: str | None, areas: list[str], found: tuple[Notice, ...]
) -> None:
    """Need and area both match; what is for everybody stands on top only."""
    assert for_answer([BINS, EVERYBODY], TODAY, need, areas) == found


def test_limits_may_stand_alone() -> None:
    """A need everywhere, or a place for every need."""
    anywhere, anything = replace(BINS, areas=()), replace(BINS, needs=())
    assert for_answer([anywhere], TODAY, "missed-bin", []) == (anywhere,)
    assert for_answer([anything], TODAY, "pothole", [LEEDS]) == (anything,)


def test_the_page_shows_what_is_for_its_council() -> None:
    """A national installation does not tell everybody about Leeds."""
    assert for_page([BINS, EVERYBODY], TODAY, None) == (EVERYBODY,)
    assert for_page([BINS, EVERYBODY], TODAY, LEEDS) == (BINS, EVERYBODY)


def test_it_is_said_in_welsh_where_there_is_welsh() -> None:
    """Else in English, rather than not at all."""
    assert EVERYBODY.said("cy").startswith("Mae")
    assert BINS.said("cy") == BINS.text


def test_a_citizen_is_told_in_the_answer() -> None:
    """Of the need asked about, in the place meant; not about another council's bins."""
    world = World(catalogue(), TODAY, Contact("C", "", ""), notices=(BINS, EVERYBODY))

    def ask(place: str) -> tuple[str, ...]:
        known = Memory(place=to_value(where(place, world.catalogue)))
        said = Said("my bin was missed", "need", "answer", (("missed-bin", 0.9),))
        reply, _ = step(said, known, world)
        assert reply.outcome == "answered"
        assert reply.to_dict()["notices"] == list(reply.notices)
        return reply.notices

    assert ask("Leeds") == (BINS.text,)
    assert ask("Bradford") == ()


def test_a_question_is_not_cluttered_with_notices() -> None:
    """They come with the answer."""
    world = World(catalogue(), TODAY, Contact("C", "", ""), notices=(replace(BINS, areas=()),))
    said = Said("my bin was missed", "need", "answer", (("missed-bin", 0.9),))
    reply, _ = step(said, Memory(), world)
    assert (reply.outcome, reply.notices) == ("asked_place", ())


def test_the_file_gives_back_what_was_kept(tmp_path: Path) -> None:
    """Every value; numbers are never given twice in one file."""
    notices = Notices(tmp_path / "var" / "notices.csv")
    assert notices.current() == ()
    full = replace(BINS, welsh="Dim, biniau", starts=TODAY, ends=TODAY, text='No "bins", today')
    first, second = notices.add(full), notices.add(EVERYBODY)
    assert (first, second.id) == (replace(full, id="1"), "2")
    assert notices.read() == (first, second)
    assert notices.remove("1") == first
    assert notices.current() == (second,)
    with pytest.raises(BadInput, match="no notice 7"):
        notices.remove("7")


def test_a_change_is_seen_without_a_restart(tmp_path: Path) -> None:
    """By another process's eyes, as it were: a second reader of the same file."""
    path = tmp_path / "notices.csv"
    serving, command_line = Notices(path), Notices(path)
    assert serving.current() == ()
    made = command_line.add(BINS)
    assert serving.current() == (made,)
    command_line.remove(made.id)
    assert serving.current() == ()
    path.unlink()
    assert serving.current() == ()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("1,Hello,,Christmas,,,", "row 2, column from: 'Christmas' should be a day"),
        ("x,Hello,,,,,", "row 2: give id"),
        ("1,,,,,,", "row 2: give id"),
        ("1,Hello", "row 2: give id"),
        ("1,Hello,,,,,,,", "row 2: give id"),
    ],
)
def test_a_file_broken_by_hand_never_stops_an_answer(
    tmp_path: Path, row: str, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The last good notices stay, the log says what is wrong, and the command says it too."""
    path = tmp_path / "notices.csv"
    notices = Notices(path)
    kept = notices.add(EVERYBODY)
    assert notices.current() == (kept,)
    path.write_text(f"id,text,welsh,from,until,needs,areas\n{row}\n", encoding="utf-8")
    assert notices.current() == (kept,)
    assert words in caplog.text
    with pytest.raises(BadInput, match=words):
        notices.read()


@pytest.mark.parametrize("content", [b"id;text\n1;a\n", b"\xff\xfe\x00", b""])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    """With the columns that it should have, or what it is not."""
    path = tmp_path / "notices.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=r"notices\.csv"):
        Notices(path).add(BINS)
    assert path.read_bytes() == content


Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`python -m bot notice …` with a file of its own."""
    monkeypatch.setenv("SIGNPOST_NOTICES", str(tmp_path / "notices.csv"))
    monkeypatch.setenv("SIGNPOST_CATALOGUE", str(catalogue_path()))

    def call(*words: str) -> Result:
        return CliRunner().invoke(command, words)

    return call


def test_the_command_puts_up_lists_and_takes_down(run: Run) -> None:
    """A council may be named as people name it."""
    made = run("add", "No bins.", "--from", "2026-12-24", "--until", "2026-12-27",
               "--need", "missed-bin", "--area", "Leeds")  # fmt: skip
    assert made.output == "Notice 1 is up from 2026-12-24, until 2026-12-27.\n"
    listed = run("list").output
    assert f"only missed-bin {LEEDS}" in listed
    assert "No bins." in listed
    assert run("remove", "1").output == "Notice 1 is down: No bins.\n"
    assert run("list").output == ""


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("Hi", "--need", "none"), "no need 'none'"),
        (("Hi", "--area", "Atlantis"), "no council 'Atlantis'"),
        (("Hi", "--from", "2026-12-27", "--until", "2026-12-24"), "is after the last"),
        (("x" * 301,), "at most 300 characters"),
        (("two\nlines",), "one line"),
        (("  ",), "needs a text"),
    ],
)
def test_the_command_refuses_what_cannot_be_meant(
    run: Run, words: tuple[str, ...], fault: str
) -> None:
    """And keeps nothing."""
    found = run("add", *words)
    assert isinstance(found.exception, BadInput)
    assert fault in str(found.exception)
    assert run("list").output == ""
