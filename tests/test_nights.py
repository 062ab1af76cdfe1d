"""Facts about what the running server does each night."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

import pytest

from bot import nights
from bot.errors import SettingError
from bot.settings import load

MONDAY, TUESDAY = date(2026, 11, 30), date(2026, 12, 1)
MAIL = {"SIGNPOST_MAIL_HOST": "mail.example.org", "SIGNPOST_MAIL_TO": "owners@example.org"}


@pytest.mark.parametrize(
    ("now", "seconds"),
    [
        (datetime(2026, 11, 26, 2, 59), 60),
        (datetime(2026, 11, 26, 3, 0), 86_400),
        (datetime(2026, 11, 26, 4, 0), 82_800),
        (datetime(2026, 12, 31, 23, 59, 30), 10_830),
    ],
)
def test_the_next_night(now: datetime, seconds: float) -> None:
    """The same day while it is still to come, else the next; never at once again."""
    assert nights.seconds_until(time(3), now) == seconds


def test_old_things_go_before_words_are_grouped() -> None:
    """The digest goes out on Mondays, and only where there is a mail server."""
    every = [("purge",), ("review", "clusters", "--limit", "1")]
    assert nights.jobs(load({}), MONDAY) == every
    assert nights.jobs(load(MAIL), TUESDAY) == every
    assert nights.jobs(load(MAIL), MONDAY) == [*every, ("review", "digest", "--send")]


def test_one_of_several_workers_does_a_night(tmp_path: Path) -> None:
    """The files of earlier nights go."""
    folder = tmp_path / "review"
    assert nights.taken(folder, MONDAY)
    assert not nights.taken(folder, MONDAY)
    assert nights.taken(folder, TUESDAY)
    assert [path.name for path in folder.iterdir()] == ["night-2026-12-01"]


def test_a_job_that_fails_does_not_keep_the_rest(caplog: pytest.LogCaptureFixture) -> None:
    """It is told in the log, by name."""
    done: list[Sequence[str]] = []

    def run(job: Sequence[str]) -> int:
        done.append(job)
        if job[0] == "purge":
            raise OSError
        return 2

    with caplog.at_level(logging.INFO):
        nights.work(load(MAIL), MONDAY, run)
    assert len(done) == 3
    assert "Nightly purge failed: OSError." in caplog.text
    assert "Nightly review clusters --limit 1 failed with exit code 2" in caplog.text


def test_the_jobs_are_commands_that_there_are() -> None:
    """Each is taken by the command line as it stands."""
    from bot.__main__ import main

    for job in nights.jobs(load(MAIL), MONDAY):
        command, words = main, list(job)
        while words and not words[0].startswith("-"):
            command = command.get_command(None, words.pop(0))  # type: ignore[attr-defined,assignment]
            assert command is not None, job
        known = {option for one in command.params for option in one.opts}
        assert {word for word in words if word.startswith("-")} <= known


def test_a_job_runs_in_a_process_of_its_own() -> None:
    """Its exit code comes back."""
    assert nights.in_a_process(["redact", "--help"]) == 0
    assert nights.in_a_process(["no-such-command"]) == 2


def test_at_the_hour_the_work_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Night after night; with an empty setting never."""
    done: list[Sequence[str]] = []

    async def soon(_seconds: float) -> None:
        if len(done) >= 2:
            raise asyncio.CancelledError

    def run(job: Sequence[str]) -> int:
        done.append(job)
        return 0

    monkeypatch.setattr(nights.asyncio, "sleep", soon)
    folder = {"SIGNPOST_REVIEW": str(tmp_path)}
    asyncio.run(nights.every_night(load({**folder, "SIGNPOST_NIGHTLY": ""}), run))
    assert done == []
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(nights.every_night(load(folder), run))
    assert done[0] == ("purge",)


@pytest.mark.parametrize("value", ["3", "24:00", "03:60", "3am", "03:00:00"])
def test_a_time_that_is_none_stops_the_start(value: str) -> None:
    """And says what would be right."""
    with pytest.raises(SettingError, match="03:00"):
        load({"SIGNPOST_NIGHTLY": value})
