"""Facts about the figures of an evaluation."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import BadInput, DataFaults
from bot.evaluation.cases import Case, read
from bot.evaluation.metrics import Judged, bins, by_length, calibration_error, summary

NEEDS = {"pothole", "missed-bin"}


def judged(kind: str, gold: str, outcome: str, *needs: tuple[str, float]) -> Judged:
    """A judged query of three words."""
    return Judged(Case("one two three", kind, tuple(gold.split())), outcome, needs)


def test_summary_counts_each_kind_by_its_own_rule() -> None:
    """Needs by rank, topics by asking, dangers by alarm, strangers by not being answered."""
    figures = summary(
        [
            judged("need", "pothole", "answered", ("pothole", 0.9)),
            judged("need", "pothole", "asked_need", ("missed-bin", 0.5), ("pothole", 0.4)),
            judged("need", "pothole", "gap_not_understood"),
            judged("ambiguous", "pothole missed-bin", "asked_need", ("x", 0.3)),
            judged("ambiguous", "pothole", "answered", ("missed-bin", 0.8)),
            judged("emergency", "999", "emergency"),
            judged("out_of_scope", "", "answered", ("pothole", 0.9)),
            judged("smalltalk", "", "smalltalk"),
        ]
    )
    assert figures["need_top1"] == pytest.approx(1 / 3)
    assert figures["need_top3"] == pytest.approx(2 / 3)
    assert figures["need_refused"] == pytest.approx(1 / 3)
    assert figures["need_asked_which"] == pytest.approx(1 / 3)
    assert figures["ambiguous_right"] == pytest.approx(1 / 2)
    assert figures["emergency_right"] == 1
    assert figures["outside_not_answered"] == pytest.approx(1 / 2)


def test_calibration_error_is_nought_when_confidence_tells_the_truth() -> None:
    """Nine right of ten at 0.9 is calibrated; none right at 0.9 is off by 0.9."""
    good = [judged("need", "pothole", "answered", ("pothole", 0.9))] * 9
    good += [judged("need", "pothole", "answered", ("missed-bin", 0.9))]
    assert calibration_error(good) == pytest.approx(0, abs=1e-9)
    assert calibration_error(good[-1:]) == pytest.approx(0.9)
    assert bins(good) == [(10, pytest.approx(0.9), pytest.approx(0.9))]


@pytest.mark.parametrize(
    ("words", "length"),
    [(0, "1"), (1, "1"), (2, "2"), (3, "3-5"), (5, "3-5"), (6, "6-12"), (12, "6-12"), (13, "13+")],
)
def test_classes_of_length(words: int, length: str) -> None:
    """Their bounds, both ends in."""
    assert Case("x " * words, "need", ("pothole",)).length == length


def test_classes_of_length_are_told_shortest_first() -> None:
    """Not as text sorts: "13+" is last."""
    cases = [Case("x " * words, "need", ("pothole",)) for words in (20, 8, 4, 2, 1)]
    assert list(by_length([Judged(case, "answered", ()) for case in cases])) == [
        "1",
        "2",
        "3-5",
        "6-12",
        "13+",
    ]


def test_length_is_counted_in_words() -> None:
    """Three words fall into 3-5."""
    assert by_length([judged("need", "pothole", "answered", ("pothole", 1.0))]) == {
        "3-5": (1, 1.0, 1.0)
    }


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    """Row and column of each; nothing is judged."""
    path = tmp_path / "cases.csv"
    path.write_text("text,kind,gold\n,need,pothole\nhole,wish,\nbin,need,no-such\nx,need,\n")
    with pytest.raises(DataFaults) as caught:
        read(path, NEEDS)
    where = {(fault.row, fault.column) for fault in caught.value.faults}
    assert where == {(2, "text"), (3, "kind"), (4, "gold"), (5, "gold")}


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "text,kind\nx,need\n"])
def test_a_file_of_another_shape_is_refused(tmp_path: Path, content: str) -> None:
    """The message names the first column that is missing."""
    path = tmp_path / "cases.csv"
    path.write_text(content)
    with pytest.raises(BadInput, match="no column"):
        read(path, NEEDS)


def test_a_missing_file_is_bad_input(tmp_path: Path) -> None:
    """No trace, one line."""
    with pytest.raises(BadInput, match="cannot be read"):
        read(tmp_path / "none.csv", NEEDS)


def test_gold_may_name_several(tmp_path: Path) -> None:
    """A bar stands between needs that are equally right."""
    path = tmp_path / "cases.csv"
    path.write_text("text,kind,gold\nbin,need,missed-bin|pothole\n")
    assert read(path, NEEDS) == [Case("bin", "need", ("missed-bin", "pothole"))]
