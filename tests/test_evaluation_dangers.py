"""Facts about judging dangers, telling needs from what is none, and listing confusions."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from bot.errors import BadInput
from bot.evaluation import dangers
from bot.evaluation.cases import Case
from bot.evaluation.confusions import Confusion, confusions
from bot.evaluation.metrics import Judged
from bot.evaluation.scope import auroc


def alarm(text: str) -> str | None:
    """Alarms at fire only."""
    return "life" if "fire" in text else None


def test_dangers_must_alarm(tmp_path: Path) -> None:
    """Whatever the kind; whether the kind is right is a figure of its own."""
    path = tmp_path / "emergencies.csv"
    path.write_text("kind,style,text\nlife|gas,plain,fire\ngas,plain,a fire\ngas,oblique,smell\n")
    judged = dangers.judge(path, alarm)
    assert [one.right for one in judged] == [True, True, False]
    assert dangers.alarmed(judged) == pytest.approx(2 / 3)
    assert dangers.right_kind(judged) == pytest.approx(1 / 2)
    assert dangers.groups(judged) == [("oblique", 1, 0), ("plain", 2, 2)]


def test_lookalikes_must_not(tmp_path: Path) -> None:
    """Groups are the reasons why they look like danger."""
    path = tmp_path / "lookalikes.csv"
    path.write_text("why,text\nthing,fire door\nfigurative,drowning in debt\n")
    judged = dangers.judge(path, alarm)
    assert [one.right for one in judged] == [False, True]
    assert dangers.groups(judged) == [("figurative", 1, 1), ("thing", 1, 0)]
    assert dangers.right_kind(judged) == 0.0
    assert dangers.alarmed([]) == 0.0


@pytest.mark.parametrize("content", [None, "text\nx\n", "kind,text\nlife,x\n"])
def test_another_shape_is_refused(tmp_path: Path, content: str | None) -> None:
    """The message names the file."""
    path = tmp_path / "cases.csv"
    if content:
        path.write_text(content)
    with pytest.raises(BadInput, match=r"cases\.csv"):
        dangers.judge(path, alarm)


def judged(kind: str, *needs: tuple[str, float], gold: str = "a") -> Judged:
    """A judged query."""
    return Judged(Case(f"{kind} text", kind, tuple(gold.split())), "answered", needs)


def test_auroc_is_the_chance_that_a_need_seems_more_of_one() -> None:
    """1 when all are told apart, 0.5 when none is, undefined when there is nothing to compare."""
    sure, unsure = judged("need", ("a", 0.5), ("b", 0.4)), judged("ambiguous", ("a", 0.3))
    assert auroc([sure, judged("gibberish")]) == 1.0
    assert auroc([unsure, judged("smalltalk", ("x", 0.3))]) == 0.5
    assert auroc([sure, unsure, judged("out_of_scope", ("x", 0.6))]) == 0.5
    assert auroc([sure, judged("smalltalk")], kinds=("gibberish",)) != auroc([sure, sure])
    assert math.isnan(auroc([sure]))


def test_confusions_are_counted_by_pair() -> None:
    """Most frequent first, with how often the right one was near, and examples."""
    near, far = judged("need", ("b", 0.6), ("a", 0.3)), judged("need", ("b", 0.9))
    found = confusions([near, far, judged("need", ("a", 0.9)), judged("need"), judged("smalltalk")])
    assert found == [
        Confusion(("a",), "b", 2, 1, ("need text", "need text")),
        Confusion(("a",), "", 1, 0, ("need text",)),
    ]
