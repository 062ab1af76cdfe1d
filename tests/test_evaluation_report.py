"""Facts about the report of an evaluation: complete in one file, and readable by everyone."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.evaluation import plots, report, targets
from bot.evaluation.cases import Case
from bot.evaluation.crossval import NeedScore
from bot.evaluation.dangers import Danger
from bot.evaluation.metrics import Judged, summary
from bot.evaluation.robustness import Robustness

PNG = b"\x89PNG\r\n"


def query(text: str, kind: str = "need", first: str = "pothole", p: float = 0.8) -> Judged:
    """A judged query whose right need is pothole."""
    return Judged(Case(text, kind, ("pothole",)), "answered", ((first, p),))


@pytest.fixture
def whole() -> report.Evaluation:
    """An evaluation with every part."""
    judged = [query("hole in road"), query("<b>&", first="kerb"), query("weather", "out_of_scope")]
    return report.Evaluation(
        "dev.csv",
        judged,
        {**summary(judged), "typing_fall": 0.05, "cross_validated": 0.9},
        Robustness(0.5, (0.4, 0.5)),
        [Danger("help fire", "plain", ("life",), None), Danger("gas", "plain", ("gas",), "gas")],
        [Danger("fire door", "thing", (), "life")],
        report.CrossValidated(
            5, [NeedScore("kerb", 4, 1, (("pothole", 3, "kerb hole"),))], [(4, 0.5, 0.25)], 0.25
        ),
        [{"name": "Signpost", "top1": 0.9, "top3": 0.97, "phrases": 9, "train_seconds": 60.4,
          "note": "as shipped"}],
    )  # fmt: skip


class Outline(HTMLParser):
    """Collects what the tests ask about."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called for each element."""
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Attributes of every element of that name."""
        return [attributes for name, attributes in self.tags if name == tag]


def outlined(html: str) -> Outline:
    """The parsed report."""
    found = Outline()
    found.feed(html)
    return found


def test_the_report_needs_nothing_beside_it(whole: report.Evaluation, tmp_path: Path) -> None:
    """Plots are inside it as data; they are also kept as PNG. Nothing is fetched or run."""
    path = report.write(whole, tmp_path / "new")
    html = path.read_text(encoding="utf-8")
    names = sorted(file.name for file in path.parent.iterdir())
    assert names == ["length.png", "reliability.png", "report.html", "typing.png"]
    assert all((path.parent / name).read_bytes().startswith(PNG) for name in names if "png" in name)
    sources = [image["src"] or "" for image in outlined(html).all("img")]
    assert len(sources) == 3
    assert all(source.startswith("data:image/png;base64,") for source in sources)
    assert not re.search(r"https?://|<script|@import|url\(", html)


def test_the_report_is_accessible(whole: report.Evaluation) -> None:
    """Language, one main heading, a caption for each table, a scope for each heading cell, words
    for each image, no id twice, and every label that is referred to.
    """
    found = outlined(report.render(whole, report.drawn(whole)))
    assert found.all("html") == [{"lang": "en-GB"}]
    assert len(found.all("h1")) == len(found.all("main")) == 1
    assert len(found.all("caption")) == len(found.all("table")) >= 7
    assert all(cell.get("scope") in ("row", "col") for cell in found.all("th"))
    assert all(len(image.get("alt") or "") > 20 for image in found.all("img"))
    ids = [attributes["id"] for _, attributes in found.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {a["aria-labelledby"] for _, a in found.tags if "aria-labelledby" in a} <= set(ids)


def test_what_people_wrote_is_escaped(whole: report.Evaluation) -> None:
    """A query can't put markup into the report."""
    html = report.render(whole, report.drawn(whole))
    assert "<b>" not in html
    assert "&lt;b&gt;&amp;" in html


def test_the_report_tells_what_was_measured(whole: report.Evaluation) -> None:
    """Figures with targets, confusions, misses, dangers, cross-validation and other systems."""
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", report.render(whole, report.drawn(whole))))
    for words in (
        "Needs: the right one first 50.0% at least 90.0% No",
        "Fall of first place under typing errors 5.0% at most 4.0% No",
        "Cross-validation: phrases right 90.0% – –",
        "from 0.0 to 10.0 over 2 seeds",
        "pothole kerb 1 0",
        "weather out_of_scope answered pothole (80.0%)",
        "help fire",
        "fire door (alarmed as life)",
        "kerb 4 25.0% pothole (3: kerb hole )",
        "Expected calibration error: 0.250",
        "Signpost 90.0% 97.0% 9 60 as shipped",
    ):
        assert words in text, words


def test_what_was_not_measured_is_left_out() -> None:
    """A file without needs has a report as well, without plots."""
    judged = [query("hello", "smalltalk")]
    bare = report.Evaluation("x.csv", judged, summary(judged))
    assert report.drawn(bare) == {}
    html = report.render(bare, {})
    assert "<img" not in html
    assert "Cross-validation" not in html
    assert "<p>None.</p>" in html


def test_plots_stand_for_any_data() -> None:
    """One bin, no bins, perfect scores: still a PNG."""
    for png in (
        plots.reliability({"a": [(1, 0.5, 0.5)], "b": []}, "t"),
        plots.lengths({"1": (3, 1.0, 1.0)}),
        plots.typing(1.0, (1.0, 0.0), 0.04),
    ):
        assert png.startswith(PNG)


@pytest.mark.parametrize(
    ("key", "value", "met", "wanted"),
    [
        ("need_top1", 0.90, True, "at least 90.0%"),
        ("need_top1", 0.89, False, "at least 90.0%"),
        ("need_ece", 0.05, True, "at most 0.050"),
        ("need_ece", 0.06, False, "at most 0.050"),
        ("outside_auroc", 0.5, None, ""),
    ],
)
def test_targets(key: str, value: float, met: bool | None, wanted: str) -> None:
    """A bound itself is met; figures without a goal are neither met nor missed."""
    ((target, found),) = targets.lines({key: value})
    assert (target.met(found), target.wanted) == (met, wanted)
