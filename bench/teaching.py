"""Does teaching teach, and does it cost anything? A need nobody knows, before and after.

    python -m bench.teaching BEFORE.tar.gz AFTER.tar.gz [--cases dev.csv]

BEFORE and AFTER are models around `review teach` with words of the planted need NEED (of
bench/year_words.py) as a new need, and `review retrain`. Judged are all wordings of that need that
the lesson does not hold, word for word; and that other queries are read no worse.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from bench.year_words import PLANTED
from bot.evaluation.cases import read
from bot.review import learned
from bot.review.conflicts import normal
from bot.review.retrain import HELD_OUT
from bot.review.trial import compare
from bot.review.workshop import Workshop
from bot.settings import load

NEED = "fly-a-drone"


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--cases", type=Path, action="append", default=[])
    arguments = parser.parse_args()
    workshop = Workshop(load())
    compare_models(workshop, arguments.before, arguments.after, arguments.cases)


def compare_models(workshop: Workshop, before: Path, after: Path, cases: Sequence[Path]) -> None:
    """Prints how the taught need and other queries fare with both models."""
    old, new = workshop.reader(before), workshop.reader(after)
    taught = [p for block in learned.read(workshop.settings.learned) for p in block.phrases]
    seen = {normal(text) for text in taught}
    planted = next(one for one in PLANTED if one.id == NEED)
    unseen = [text for text in planted.wordings() if normal(text) not in seen]
    print(f"{NEED}: {len(taught)} phrases taught, {len(unseen)} wordings never seen")
    for name, model in (("before", old), ("after", new)):
        found = model.read(unseen)
        first = sum(one.needs[0][0] == NEED for one in found)
        answered = sum(
            one.needs[0][0] == NEED and one.intent == "need" and one.decision == "answer"
            for one in found
        )
        print(
            f"  {name:6} first {first / len(unseen):6.1%}  answered {answered / len(unseen):6.1%}"
        )
    needs = workshop.catalogue().needs
    for path in (HELD_OUT, *cases):
        trial = compare(old, new, {path.name: read(path, needs)})
        print(
            f"{path.name}: {trial.rows} queries, right first {trial.before:.1%} -> "
            f"{trial.after:.1%}; no needs left alone {trial.outside_before:.1%} -> "
            f"{trial.outside_after:.1%}; dangers missed that were not: {len(trial.missed)}"
        )


if __name__ == "__main__":
    main()
