"""Trains beside the running model, compares, and switches over only if nothing important is worse.

Where it stands is written to `retrain.json` in the review's folder, for pages and `review status`.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any, Optional

from bot.errors import SignpostError
from bot.evaluation.cases import Case
from bot.evaluation.cases import read as read_cases
from bot.ledger.entry import now
from bot.review import held_out
from bot.review.trial import Trial, compare
from bot.review.workshop import Workshop, only_one
from bot.served import ENDING, ModelMissing, before, pointed, served, switch, trim
from bot.settings import ROOT, Settings

#: Phrases that no model is trained on, and messages of danger; all come with Signpost.
HELD_OUT = ROOT / "tests" / "data" / "heldout.csv"
FURTHER = (ROOT / "tests" / "data" / "fresh.csv", ROOT / "tests" / "data" / "welsh.csv")
#: Real queries for tuning, where they lie beside the project (as for `make evaluate`).
DEVELOPMENT = ROOT.parent / "shared" / "eval" / "dev.csv"
DANGERS = ROOT / "tests" / "data" / "emergencies.csv"
STATE, LOG = "retrain.json", "retrain.log"
#: States in which a training is under way.
BUSY = ("training", "comparing")
#: Lower than everything that answers citizens.
NICENESS = 10

#: Trains from a folder of phrases and a file of taught ones into a folder. RETURNS the model.
Train = Callable[[Path, Path, Path], Path]


@dataclass(frozen=True)
class Outcome:
    """switched (bool): whether the new model is served. model (str): its name, kept only when it
    is. trial (Trial | None): None when there was no model to compare with.
    """

    switched: bool
    model: str
    trial: Optional[Trial]
    seconds: float


def retrain(
    workshop: Workshop,
    train: Train,
    also: Sequence[Path] = (),
    insist: bool = False,
    data: Path = ROOT / "nlu" / "data",
) -> Outcome:
    """Train, compare and, unless something important got worse, switch.

    also: further files of cases (text,kind,gold), e.g. the installation's own. insist: switch all
    the same. RAISES Busy when another training is under way, and what training or reading raises;
    the served model then stays as it is.
    """
    settings, folder = workshop.settings, workshop.folder
    with only_one(folder / "retrain.lock", "A training is under way: see `review status`."):
        started = time.monotonic()
        told = {"pid": os.getpid(), "started": now().isoformat()}
        _tell(folder, state="training", **told)
        trials = folder / "trial"
        try:
            cases = held_out_cases(workshop, also)
            path = train(data, trials, settings.learned)
            _tell(folder, state="comparing", **told)
            trial = _compared(workshop, path, cases)
            objections = trial.objections() if trial else []
            switched = insist or not objections
            if switched:
                _serve(path, settings)
        except BaseException as fault:
            problem = str(fault) if isinstance(fault, SignpostError) else type(fault).__name__
            _tell(folder, state="failed", problem=problem, **told)
            raise
        finally:
            shutil.rmtree(trials, ignore_errors=True)
        seconds = round(time.monotonic() - started, 1)
        _tell(
            folder,
            state="switched" if switched else "refused",
            model=path.name,
            seconds=seconds,
            trial=trial.to_dict() if trial else None,
            **told,
        )
        return Outcome(switched, path.name, trial, seconds)


def held_out_cases(workshop: Workshop, also: Sequence[Path] = ()) -> dict[str, list[Case]]:
    """What models are compared on, by file: our held-out phrases, those kept out of lessons, the
    development queries where they are, those that the settings name, and `also`.
    """
    needs = workshop.catalogue().needs
    settings = workshop.settings
    files = [HELD_OUT, *FURTHER, DEVELOPMENT, held_out.file(settings.learned)]
    present = [path for path in files if path.is_file()]
    every = dict.fromkeys(path.resolve() for path in (*present, *settings.retrain_cases, *also))
    names = Counter(path.name for path in every)
    return {
        path.name if names[path.name] == 1 else str(path): read_cases(path, needs) for path in every
    }


def start(settings: Settings, by: str, insist: bool = False) -> int:
    """Start a training in a process of its own, as a page does. RETURNS its process id.

    `status` tells of it from now on.
    """
    settings.review.mkdir(parents=True, exist_ok=True)
    words = [sys.executable, "-m", "bot", "review", "retrain", "--by", by]
    if insist:
        words.append("--insist")
    with (settings.review / LOG).open("ab") as log:
        process = subprocess.Popen(  # noqa: S603  (our own command)
            words, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
    # A child that nobody waits for stays in the table of processes, and would pass for alive.
    Thread(target=process.wait, daemon=True).start()
    _tell(settings.review, state="training", pid=process.pid, started=now().isoformat())
    return process.pid


def status(settings: Settings) -> dict[str, Any]:
    """Which model is served, which came before, and where the last training stands.

    RETURNS served (str | None), before (list[str]), retrain (dict | None): state is training,
    comparing, switched, refused or failed; also started, and what belongs to the state.
    """
    try:
        name: Optional[str] = served(settings.models).name
    except ModelMissing:
        name = None
    try:
        last = json.loads((settings.review / STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        last = None
    if last and last.get("state") in BUSY and not _alive(last.get("pid")):
        last = {**last, "state": "failed", "problem": "The training ended before its time."}
    return {"served": name, "before": list(before(settings.models)), "retrain": last}


def _compared(
    workshop: Workshop, path: Path, cases: Mapping[str, Sequence[Case]]
) -> Optional[Trial]:
    try:
        present = workshop.reader(served(workshop.settings.models))
    except ModelMissing:
        return None
    dangers: list[str] = []
    if DANGERS.is_file():
        with DANGERS.open(encoding="utf-8", newline="") as file:
            dangers = [row["text"] for row in csv.DictReader(file)]
    return compare(present, workshop.reader(path), cases, dangers)


def _serve(path: Path, settings: Settings) -> None:
    """Move a model to those that may be served, and point at it."""
    models: Path = settings.models
    models.mkdir(parents=True, exist_ok=True)
    home = models / path.name
    if not pointed(models) and list(models.glob(f"*{ENDING}")):
        switch(models, served(models))  # The newest was served; the new file must not be yet.
    part = home.with_suffix(".part")
    shutil.copyfile(path, part)
    part.replace(home)
    switch(models, home)
    trim(models, settings.keep_models)


def _tell(folder: Path, **values: Any) -> None:
    part = folder / f"{STATE}.{os.getpid()}"
    part.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
    part.replace(folder / STATE)


def _alive(pid: Any) -> bool:
    try:
        os.kill(int(pid), 0)
    except PermissionError:  # somebody else's process, but there
        return True
    except (OSError, TypeError, ValueError):
        return False
    return True
