"""Facts about `python -m bot evaluate`, with an engine and a conversation made up here."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Callable

import pytest
from click.testing import CliRunner

from bot.answers import Voice
from bot.commands import evaluate
from bot.errors import BadInput
from bot.evaluation.crossval import NeedScore
from bot.evaluation.report import CrossValidated
from bot.model import Option
from bot.reply import Contact, Question, Reply

CASES = """text,kind,gold
pothole,need,pothole
my bin was missed,need,missed-bin
road,ambiguous,pothole|missed-bin
hello,smalltalk,
"""


class Engine:
    """Knows the words pothole, bin, road and fire; anything else is no need."""

    def parse(self, text: str) -> dict[str, Any]:
        """As Rasa's pipeline gives it."""
        needs = [[n, 0.8] for n, w in (("pothole", "pothole"), ("missed-bin", "bin")) if w in text]
        asked = [["pothole", 0.4], ["missed-bin", 0.3]] if "road" in text else []
        found = {"needs": needs or asked, "alarm": "life" if "fire" in text else None}
        return {"intent": {"name": "need"}, "text": text, "understanding": found}


def step(said: Any, memory: Any, world: Any) -> tuple[Reply, Any]:
    """Answers, asks, alarms or refuses by what is in hand."""
    question = None
    if said.alarm:
        outcome = "emergency"
    elif len(said.needs) > 1:
        outcome = "asked_need"
        question = Question("need", "Which?", (Option("Pothole", "pothole"),))
    else:
        outcome = "answered" if said.needs else "smalltalk"
    return Reply(outcome, ("",), needs=said.needs, question=question), memory


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Any]:
    """Runs the command on CASES, with `tmp_path` / "out" for its files."""
    world = SimpleNamespace(catalogue=None, postcodes=None, voice=Voice(Contact("", "", "")))
    settings = SimpleNamespace(models=tmp_path, encoder=tmp_path, max_length=20)
    here = SimpleNamespace(
        catalogue=SimpleNamespace(needs={"pothole", "missed-bin"}),
        settings=settings,
        world=lambda: world,
    )
    (tmp_path / "dev.csv").write_text(CASES)
    danger, alike = tmp_path / "emergencies.csv", tmp_path / "lookalikes.csv"
    danger.write_text("kind,style,text\nlife,plain,fire\n")
    alike.write_text("why,text\nthing,fire door\nthing,door\n")
    monkeypatch.setattr(evaluate, "EMERGENCIES", danger)
    monkeypatch.setattr(evaluate, "LOOKALIKES", alike)
    monkeypatch.setattr(evaluate, "load", lambda: settings)
    monkeypatch.setattr(evaluate, "Assistant", lambda given: here)
    monkeypatch.setattr(evaluate.Engine, "load", lambda models: Engine())
    monkeypatch.setattr(evaluate, "step", step)
    monkeypatch.setattr(evaluate, "admit", admit)

    def invoke(*options: str) -> Any:
        arguments = [str(tmp_path / "dev.csv"), "--output", str(tmp_path / "out"), *options]
        return CliRunner().invoke(evaluate.command, arguments, catch_exceptions=False)

    return invoke


def admit(raw: str, catalogue: Any, postcodes: Any, most: int) -> Any:
    """A door that only looks at the length."""
    return SimpleNamespace(text=raw, place=None, problem="too_long" if len(raw) > most else None)


def test_the_table_is_printed_and_everything_is_kept(
    run: Callable[..., Any], tmp_path: Path
) -> None:
    """Table, report, plots, misses and figures; what bench/ kept stands in the report."""
    (tmp_path / "out").mkdir()
    rows = [{"name": "stock", "file": file, "top1": 0.5, "top3": 0.6, "phrases": 9,
             "train_seconds": 9.0, "note": ""} for file in ("dev.csv", "other.csv")]  # fmt: skip
    (tmp_path / "out" / "comparison.json").write_text(json.dumps(rows))
    done = run()
    assert done.exit_code == 0
    assert "need_top1               100.0%" in done.output
    figures = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert figures["emergencies_alarmed"] == 1.0
    assert figures["emergencies_right_kind"] == 1.0
    assert figures["lookalikes_alarmed"] == 0.5
    assert figures["outside_auroc"] == 1.0
    assert 0 < figures["typing_fall"] <= 1
    assert "cross_validated" not in figures
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"report.html", "reliability.png", "misses.csv", "summary.txt"} <= names
    assert (tmp_path / "out" / "report.html").read_text().count(">stock<") == 1


def test_quick_makes_the_table_alone(run: Callable[..., Any], tmp_path: Path) -> None:
    """No report, no typing errors: the same table."""
    done = run("--quick")
    assert "need_top1               100.0%" in done.output
    assert not (tmp_path / "out" / "report.html").exists()
    assert "typing_fall" not in json.loads((tmp_path / "out" / "summary.json").read_text())


def test_cross_validation_is_done_when_asked_for(
    run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its figures stand beside the others."""
    found = CrossValidated(5, [NeedScore("pothole", 4, 3, (("x", 1, "hole"),))], [], 0.02)
    monkeypatch.setattr(evaluate, "cross_validated", lambda encoder: found)
    run("--cross-validate")
    figures = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert figures["cross_validated"] == figures["cross_validated_by_need"] == 0.75
    assert figures["cross_validated_error"] == 0.02


def test_a_message_the_door_turns_away_is_not_understood(run: Callable[..., Any]) -> None:
    """As in service: nothing is ranked, and what was offered is kept when it is asked."""
    world = SimpleNamespace(catalogue=None, postcodes=None, voice=Voice(Contact("", "", "")))
    case = evaluate.Case("x" * 30, "need", ("pothole",))
    found = evaluate.judge(case, Engine(), world, 20)
    assert (found.outcome, found.needs) == ("gap_not_understood", ())
    asked = evaluate.judge(evaluate.Case("road", "ambiguous", ("x",)), Engine(), world, 20)
    assert (asked.outcome, asked.offered) == ("asked_need", ("pothole",))


def test_a_file_that_can_not_be_read_is_told(run: Callable[..., Any], tmp_path: Path) -> None:
    """Before any model is loaded."""
    (tmp_path / "dev.csv").unlink()
    with pytest.raises(BadInput, match="cannot be read"):
        run()
