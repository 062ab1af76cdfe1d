"""From the reviewer's click to the new model live: how long, and what a citizen notices of it.

    python -m bench.make_year sqlite:////tmp/year.db
    SIGNPOST_LEDGER=sqlite:////tmp/year.db python -m bench.live [--cases dev.csv] [--keep FOLDER]

In a folder of its own: the year is clustered, the cluster that holds the planted need NEED is
taught as a new need, a server is started, and a training is started as the console's button does.
One citizen talks on all the while. The clock stops when the citizen gets the new need's answer.
The two models, which differ in the lesson alone, are then compared as bench.teaching does.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.teaching import NEED, compare_models
from bench.year_words import PLANTED
from bot.review.retrain import start, status
from bot.review.teaching import Meaning, Teaching
from bot.review.workshop import Workshop
from bot.served import served, switch
from bot.settings import Settings, load
from tests.served import Caller
from tests.served import served as serve

#: Asked again and again. The first is about the taught need, in words that no lesson holds.
ASKED = "is there anywhere round here i am allowed to fly my drone at the weekend"
TALK = ("hello", "my bin was missed", "there is a pothole in my road", "thank you")
#: Phrases of the lesson, as many as the console offers.
PHRASES = 30
#: Seconds after which it has failed.
PATIENCE = 3_600


@dataclass
class Noticed:
    """What the citizen saw: seconds of every turn, and turns without an answer."""

    seconds: list[float]
    failed: int = 0

    def say(self, caller: Caller, text: str) -> dict[str, object]:
        """Say `text` and keep count."""
        began = time.perf_counter()
        reply = caller.say(text)
        self.seconds.append(time.perf_counter() - began)
        self.failed += "outcome" not in reply or reply["outcome"] == "error"
        return reply

    def worst(self) -> str:
        """The usual and the slowest turn, and what failed."""
        ordered = sorted(self.seconds)
        return (
            f"{len(ordered)} turns, p50 {ordered[len(ordered) // 2]:.3f} s, slowest "
            f"{ordered[-1]:.2f} s, {self.failed} without an answer"
        )


def _cluster(workshop: Workshop) -> int:
    """The cluster that holds most of the planted need's wordings."""
    workshop.cluster()
    wordings = set(next(one for one in PLANTED if one.id == NEED).wordings())
    counts: Counter[int] = Counter()
    for one in workshop.store.clusters(order="size", limit=60):
        words = {example.words for example in workshop.store.examples(one.id, 40)}
        counts[one.id] = len(words & wordings)
    return counts.most_common(1)[0][0]


@contextmanager
def _apart(keep: Path | None) -> Iterator[Path]:
    """A folder with stores of its own, named in the environment."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = keep or Path(temporary)
        (folder / "models").mkdir(parents=True, exist_ok=True)
        present = served(load().models)
        shutil.copy(present, folder / "models")
        os.environ |= {
            "SIGNPOST_MODELS": str(folder / "models"),
            "SIGNPOST_LEARNED": str(folder / "learned.yml"),
            "SIGNPOST_LEARNED_NEEDS": str(folder / "learned-needs.csv"),
            "SIGNPOST_REVIEW": str(folder / "review"),
        }
        switch(folder / "models", folder / "models" / present.name)
        yield folder


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=Path, action="append", default=[])
    parser.add_argument("--keep", type=Path, help="an empty folder to keep everything in")
    arguments = parser.parse_args()
    with _apart(arguments.keep) as folder:
        settings = load()
        workshop = Workshop(settings)
        old = served(settings.models)
        cluster = _cluster(workshop)
        teaching = Teaching(workshop)
        meaning = Meaning("new_need", NEED, "Flying a drone", "lower", "")
        plan = teaching.plan(cluster, meaning, teaching.suggest(cluster, PHRASES))
        teaching.save(plan, "bench", insist=True)
        print(f"{NEED} taught from cluster {cluster}: {len(plan.phrases)} phrases")
        (folder / "server").mkdir()
        with serve(folder / "server", SIGNPOST_RATE="100000/minute") as address:
            seconds, noticed = _live(address, settings)
        print(f"from click to live: {seconds:.0f} s; meanwhile {noticed.worst()}")
        compare_models(workshop, old, served(settings.models), arguments.cases)


def _live(address: str, settings: Settings) -> tuple[float, Noticed]:
    caller, before = Caller(address), Noticed([])
    before.say(caller, "I live in Harrogate")
    for text in TALK * 10:
        before.say(caller, text)
    print(f"before: {before.worst()}")
    noticed = Noticed([])
    began = time.monotonic()
    start(settings, "bench")
    shown = ""
    while time.monotonic() - began < PATIENCE:
        reply = noticed.say(caller, ASKED)
        need = reply.get("need")
        if isinstance(need, dict) and need.get("id") == NEED:
            return time.monotonic() - began, noticed
        for text in TALK:
            noticed.say(caller, text)
        state = (status(settings)["retrain"] or {}).get("state", "")
        if state != shown:
            shown = state
            print(f"  {time.monotonic() - began:5.0f} s {state}", flush=True)
        if state in ("refused", "failed"):
            break
        time.sleep(0.5)
    raise SystemExit(f"It never went live: {status(settings)}")


if __name__ == "__main__":
    main()
