"""Charts are SVG that can be read without seeing it, without colour and without a style sheet."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from bot.charts import Part, Row, Series, bars, lines
from bot.charts.scale import ticks, written
from bot.charts.svg import shortened


def parsed(markup: str) -> ElementTree.Element:
    """The chart as XML; it must be well formed."""
    return ElementTree.fromstring(markup)


ROWS = [Row("Bins & <boxes>", (30, 10), "40"), Row("Potholes", (None, 8), "hidden")]
CHARTS = [
    lines("a", "Requests", "By week", ["1 Oct", "8 Oct"], [Series("All", (5, None))]),
    bars("b", "Needs", "By need", ROWS, [Part("Met"), Part("Not met")]),
    lines("c", "Nothing", "Empty", [], []),
    bars("d", "Nothing", "Empty", []),
]


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_has_a_name_and_a_description(chart: str):
    """A picture to who can't see it, with words for what it shows."""
    root = parsed(chart)
    assert root.get("role") == "img"
    named = root.get("aria-labelledby", "").split()
    assert [element.get("id") for element in (root.find("title"), root.find("desc"))] == named
    assert root.find("title").text


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_has_nothing_inline(chart: str):
    """The policy of the pages forbids style and script."""
    assert "style" not in chart
    assert "script" not in chart
    assert " on" not in chart.replace(" on ", "")


def test_labels_are_escaped():
    """What is shown may be anything."""
    assert "Bins &amp; &lt;boxes&gt;" in CHARTS[1]


def test_a_hidden_value_leaves_a_gap():
    """The line is broken and nothing is drawn in its place."""
    gap = lines("a", "t", "d", ["1", "2", "3"], [Series("All", (5, None, 7))])
    (path,) = [one for one in parsed(gap).iter("path") if "line0" in one.get("class", "")]
    assert path.get("d", "").count("M") == 2
    assert len(list(parsed(gap).iter("circle"))) == 2


def test_parts_of_bars_differ_by_pattern_and_are_named():
    """Not by colour alone."""
    chart = parsed(CHARTS[1])
    assert [one.get("id") for one in chart.iter("pattern")] == ["b-p1"]
    assert {"Met", "Not met"} <= {one.text for one in chart.iter("text")}


def test_lines_differ_by_mark():
    """Six kinds, each of another shape."""
    chart = lines("a", "t", "d", ["1"], [Series(f"s{n}", (n,)) for n in range(6)])
    marks = [one for one in parsed(chart).iter() if "mark " in one.get("class", "")]
    shapes = {(one.tag, (one.get("d") or "").split(" ", 1)[-1][-6:]) for one in marks}
    assert len(shapes) >= 5


@pytest.mark.parametrize(
    ("most", "expected"),
    [(0, [0, 1]), (1, [0, 0.5, 1]), (97, [0, 50, 100]), (3500, [0, 1000, 2000, 3000, 4000])],
)
def test_an_axis_has_round_numbers(most: float, expected: list[float]):
    """At most six of them, the last at or above the highest value."""
    found = ticks(most)
    assert found[0] == 0
    assert found[-1] >= most
    assert len(found) <= 6
    assert set(expected) <= set(found)


def test_numbers_are_written_as_people_do():
    """Thousands apart, units where they belong."""
    assert [written(12500), written(0.4), written(85, "%"), written(3, "£")] == [
        "12,500", "0.4", "85%", "£3",
    ]  # fmt: skip


def test_long_labels_are_cut_at_a_word():
    """The whole label stands in the table beside the chart."""
    assert shortened("Order a new or replacement bin", 20) == "Order a new or…"
