"""What the running server does by itself each night: delete what is old, group unmet words anew,
and on Mondays send the digest.

Each job is a command of `python -m bot` in a process of its own, at low priority, so that turns are
answered meanwhile. Several workers or servers that share a folder do it once: whoever first takes
the night's file does it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path

from bot.review.retrain import NICENESS
from bot.settings import ROOT, Settings

logger = logging.getLogger(__name__)

#: Seconds after which a job is ended: something is wrong.
PATIENCE = 3 * 3600
#: Begins the names of the files that say whose night it is.
MARK = "night-"
MONDAY = 0

#: Runs a command of `python -m bot`. RETURNS its exit code.
Run = Callable[[Sequence[str]], int]


def jobs(settings: Settings, day: date) -> list[tuple[str, ...]]:
    """The commands of the night before `day`'s morning, in order."""
    found: list[tuple[str, ...]] = [("purge",), ("review", "clusters", "--limit", "1")]
    if day.weekday() == MONDAY and settings.mail_host and settings.mail_to:
        found.append(("review", "digest", "--send"))
    return found


def seconds_until(at: time, now: datetime) -> float:
    """From `now` to the next `at`, both in the server's time; a whole day when it is now."""
    then = datetime.combine(now.date(), at)
    if then <= now:
        then += timedelta(days=1)
    return (then - now).total_seconds()


def taken(folder: Path, day: date) -> bool:
    """Whether this process is the one to do the night of `day`; nobody else is from then on."""
    folder.mkdir(parents=True, exist_ok=True)
    mark = folder / f"{MARK}{day.isoformat()}"
    try:
        os.close(os.open(mark, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return False
    for old in folder.glob(f"{MARK}*"):
        if old.name < mark.name:
            old.unlink(missing_ok=True)
    return True


def work(settings: Settings, day: date, run: Run) -> None:
    """One night. A job that fails is told in the log, and the next is done all the same."""
    for job in jobs(settings, day):
        try:
            code = run(job)
        except (OSError, subprocess.SubprocessError) as fault:
            logger.error("Nightly %s failed: %s.", " ".join(job), type(fault).__name__)
            continue
        if code:
            logger.error(
                "Nightly %s failed with exit code %s: run it by hand to see why.",
                " ".join(job),
                code,
            )
        else:
            logger.warning("Nightly %s is done.", " ".join(job))


def in_a_process(job: Sequence[str]) -> int:
    """Runs `python -m bot` with these words."""
    process = subprocess.Popen(  # noqa: S603  (our own command)
        [sys.executable, "-m", "bot", *job],
        cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    with suppress(ProcessLookupError):
        os.setpriority(os.PRIO_PROCESS, process.pid, NICENESS)
    try:
        return process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise


async def every_night(settings: Settings, run: Run = in_a_process) -> None:
    """Works each night at the time of the settings, for ever; ends at once when there is none."""
    if settings.nightly is None:
        return
    while True:
        await asyncio.sleep(seconds_until(settings.nightly, datetime.now()))
        day = datetime.now().date()
        try:
            if await asyncio.to_thread(taken, settings.review, day):
                await asyncio.to_thread(work, settings, day, run)
        except OSError as fault:  # the next night is another chance
            logger.error("The night's work could not be begun: %s.", type(fault).__name__)
