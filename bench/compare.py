"""One table for systems that were trained on the same phrases and judged on the same file."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.evaluation.cases import Case, read
from bot.evaluation.phrases import Phrase

#: Where results are kept between runs, beside what `python -m bot evaluate` writes.
KEPT = Path("evaluation") / "comparison.json"


@dataclass(frozen=True)
class Result:
    """How one system did. top1, top3 (float): shares of queries of kind need; train_seconds
    (float): from phrases on disk to a trained model, by the clock; cpu_seconds (float): the same in
    processor time, which a busy machine does not stretch; note (str): what was used.
    """

    name: str
    file: str
    queries: int
    top1: float
    top3: float
    phrases: int
    train_seconds: float
    cpu_seconds: float
    note: str = ""


def without_topics(phrases: Sequence[Phrase]) -> list[Phrase]:
    """The phrases that belong to one class only: other systems can't learn from shared ones."""
    return [phrase for phrase in phrases if not phrase.is_topic]


def needs_in(file: Path, phrases: Sequence[Phrase]) -> list[Case]:
    """The queries of kind need in `file`, whose gold must be among the needs of `phrases`."""
    known = {phrase.need for phrase in phrases if phrase.need}
    # Other kinds name classes of their own ("999"), which `read` does not look at.
    return [case for case in read(file, known) if case.kind == "need"]


def judge(cases: Sequence[Case], rank: Callable[[str], Sequence[str]]) -> tuple[float, float]:
    """Shares of `cases` with a right need first, and among the first three.

    rank: from a text to need ids, best first. What is no need is left out of the ranking, so that
    no system loses for taking a need for small talk.
    """
    ranked = [(case, list(rank(case.text))[:3]) for case in cases]
    if not ranked:
        return 0.0, 0.0
    first = sum(bool(set(needs[:1]) & set(case.gold)) for case, needs in ranked)
    third = sum(bool(set(needs) & set(case.gold)) for case, needs in ranked)
    return first / len(ranked), third / len(ranked)


def keep(results: Sequence[Result], path: Path = KEPT) -> list[Result]:
    """Writes `results` over those of the same name and file in `path`. RETURNS all of them."""
    kept = load(path)
    kept.update({(one.name, one.file): one for one in results})
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(one) for one in kept.values()], indent=1) + "\n")
    return list(kept.values())


def load(path: Path = KEPT) -> dict[tuple[str, str], Result]:
    """The results kept in `path`; none when there is no such file."""
    if not path.is_file():
        return {}
    found = [Result(**value) for value in json.loads(path.read_text(encoding="utf-8"))]
    return {(one.name, one.file): one for one in found}


def table(results: Sequence[Result]) -> str:
    """The results as lines of text, each with its training time as a multiple of ours."""
    ours = next((one for one in results if one.name.startswith("Signpost")), None)
    head = ("queries", "top-1", "top-3", "phrases", "train s", "CPU s", "ratio")
    lines = [f"{'system':24}" + "".join(f"{name:>9}" for name in head)]
    for one in results:
        ratio = f"{one.train_seconds / ours.train_seconds:.1f}" if ours else "-"
        lines.append(
            f"{one.name:24}{one.queries:9}{one.top1:9.1%}{one.top3:9.1%}{one.phrases:9,}"
            f"{one.train_seconds:9.0f}{one.cpu_seconds:9.0f}{ratio:>9}  {one.note}".rstrip()
        )
    return "\n".join(lines)
