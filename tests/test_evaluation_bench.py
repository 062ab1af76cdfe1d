"""Facts about the comparisons and measurements in bench/, on data made up here."""

from __future__ import annotations

import json
import types
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from bench import calibrate, compare, linear_svm, public_sets, speed, stock_rasa
from bench.compare import Result
from bot.errors import BadInput
from bot.evaluation.cases import Case
from bot.evaluation.phrases import Phrase, write

PHRASES = [
    *(Phrase(f"bin {word}", "need/bins") for word in ("day", "late", "full", "missed")),
    *(Phrase(f"road {word}", "need/pothole") for word in ("hole", "broken", "bump", "pit")),
    *(Phrase(f"hello {word}", "greet") for word in ("you", "there", "again", "bot")),
    Phrase("parking", "topic/parking"),
]


class Letters:
    """An encoder that counts letters: enough to tell made-up intents apart."""

    def encode(self, texts: Sequence[str]) -> Any:
        """Unit vectors of 26 numbers."""
        found = np.array([[t.lower().count(chr(97 + i)) for i in range(26)] for t in texts])
        return (found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1)).astype("f4")


def test_judging_counts_the_first_and_the_first_three() -> None:
    """Any of several right needs will do; nothing ranked is a miss."""
    cases = [Case("a", "need", ("x", "y")), Case("b", "need", ("x",)), Case("c", "need", ("x",))]
    ranks = {"a": ["y"], "b": ["p", "q", "x"], "c": ["p", "q", "r", "x"]}
    assert compare.judge(cases, ranks.__getitem__) == (pytest.approx(1 / 3), pytest.approx(2 / 3))
    assert compare.judge([], lambda text: []) == (0.0, 0.0)


def test_only_needs_are_compared(tmp_path: Path) -> None:
    """Other kinds in the file are left out, and so are phrases of topics."""
    path = tmp_path / "dev.csv"
    path.write_text("text,kind,gold\nbin,need,bins\nhi,smalltalk,\nhelp,emergency,999\n")
    assert [case.text for case in compare.needs_in(path, PHRASES)] == ["bin"]
    assert len(compare.without_topics(PHRASES)) == len(PHRASES) - 1


def test_results_are_kept_by_system_and_file(tmp_path: Path) -> None:
    """A later run replaces its own row only."""
    path = tmp_path / "new" / "comparison.json"
    old = Result("Signpost", "a.csv", 9, 0.5, 0.6, 10, 50.0, 70.0)
    other = Result("Signpost", "b.csv", 9, 0.5, 0.6, 10, 50.0, 70.0)
    better = Result("Signpost", "a.csv", 9, 0.9, 0.95, 10, 60.0, 80.0, "again")
    compare.keep([old, other], path)
    assert compare.keep([better], path) == [better, other]
    assert list(compare.load(path).values()) == [better, other]
    assert compare.load(tmp_path / "none.json") == {}


def test_the_table_tells_training_times_as_multiples_of_ours() -> None:
    """Without a row of ours there is no multiple."""
    ours = Result("Signpost", "a.csv", 270, 0.9, 0.97, 31000, 60.0, 100.0, "as shipped")
    stock = Result("Rasa stock (DIET)", "a.csv", 270, 0.8, 0.9, 31000, 600.0, 900.0)
    lines = compare.table([ours, stock]).splitlines()
    assert lines[1].split()[1:7] == ["270", "90.0%", "97.0%", "31,000", "60", "100"]
    assert lines[1].endswith("as shipped")
    assert lines[2].split()[-1] == "10.0"
    assert compare.table([stock]).splitlines()[1].split()[-1] == "-"


def test_the_stock_pipeline_is_rasas_recommendation() -> None:
    """Order and options as `rasa init` writes them."""
    config = stock_rasa.stock_config(100)
    assert [part["name"] for part in config["pipeline"]] == [
        "WhitespaceTokenizer",
        "RegexFeaturizer",
        "LexicalSyntacticFeaturizer",
        "CountVectorsFeaturizer",
        "CountVectorsFeaturizer",
        "DIETClassifier",
    ]
    assert config["pipeline"][4]["analyzer"] == "char_wb"
    assert (config["pipeline"][4]["min_ngram"], config["pipeline"][4]["max_ngram"]) == (1, 4)
    assert config["pipeline"][5]["epochs"] == 100
    assert config["pipeline"][5]["constrain_similarities"] is True
    assert config["assistant_id"]


def test_stock_intents_are_flat_and_read_back() -> None:
    """No retrieval intents for stock Rasa; small talk and dangers are no needs."""
    names = {phrase.intent for phrase in stock_rasa.flat(PHRASES)}
    assert names == {"need__bins", "need__pothole", "greet", "topic__parking"}
    ranking = [{"name": name} for name in ("greet", "need__bins", "emergency__gas", "need__x")]
    assert stock_rasa.stock_ranking({"intent_ranking": ranking}) == ["bins", "x"]
    assert stock_rasa.stock_ranking({}) == []
    parsed = {"understanding": {"needs": [["bins", 0.9], ["x", 0.1]]}}
    assert stock_rasa.our_ranking(parsed) == ["bins", "x"]
    assert stock_rasa.our_ranking({}) == []


def test_fewer_phrases_are_spread_over_those_there_are() -> None:
    """As many of each intent, the same each time; None keeps all."""
    found = stock_rasa.at_most(PHRASES, 2)
    assert [phrase.text for phrase in found[:4]] == [
        "bin day",
        "bin full",
        "road hole",
        "road bump",
    ]
    assert stock_rasa.at_most(PHRASES, None) == PHRASES


def test_progress_tells_what_was_trained(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole epochs, and batches of the one in which time ran out."""
    now = [0.0]
    monkeypatch.setattr(stock_rasa.time, "monotonic", lambda: now[0])
    progress = stock_rasa.Progress(1.0)
    assert not progress.batch()
    progress.epoch()
    assert progress.note(3) == "1 of 3 epochs"
    now[0] = 61.0
    assert progress.batch()
    progress.epoch()
    assert progress.note(3) == "1 of 3 epochs and 1 batches: time was up"


def test_linear_svm_ranks_needs(tmp_path: Path) -> None:
    """Small talk is learned but not ranked; the command prints the table and keeps the row."""
    rank = linear_svm.fit(compare.without_topics(PHRASES))
    assert rank("the bin is full") == ["bins", "pothole"]
    write(PHRASES, tmp_path / "nlu.yml")
    cases, kept = tmp_path / "dev.csv", tmp_path / "kept.json"
    cases.write_text("text,kind,gold\nmissed bin,need,bins\nroad pit,need,pothole\n")
    options = [str(cases), "--data", str(tmp_path), "--kept", str(kept)]
    done = CliRunner().invoke(linear_svm.main, options, catch_exceptions=False)
    assert "100.0%" in done.output
    assert json.loads(kept.read_text())[0]["phrases"] == 12


def clinc(path: Path) -> Path:
    """A file of CLINC150's shape with two intents."""
    train = [
        [f"{word} {n}", intent] for n in range(12) for word, intent in (("moon", "a"), ("sky", "b"))
    ]
    test = [["moon x", "a"], ["sky x", "b"]]
    path.write_text(
        json.dumps({"train": train, "test": test, "oos_train": [], "oos_test": [["?", "oos"]]})
    )
    return path


def test_clinc_is_read_without_its_out_of_scope_part(tmp_path: Path) -> None:
    """The published figures are over 150 intents."""
    train, test = public_sets.read_clinc(clinc(tmp_path / "data_full.json"))
    assert (len(train), test) == (24, [("moon x", "a"), ("sky x", "b")])


@pytest.mark.parametrize("content", ["", "[]", '{"train": []}', '{"train": [[1]], "test": []}'])
def test_another_json_is_refused(tmp_path: Path, content: str) -> None:
    """The message names the file."""
    path = tmp_path / "data_full.json"
    path.write_text(content)
    with pytest.raises(BadInput, match=r"data_full\.json"):
        public_sets.read_clinc(path)


@pytest.mark.parametrize(
    "content", [None, "", "text,category\n", "text,label\nx,y\n", "text,category\nx,\n"]
)
def test_another_csv_is_refused(tmp_path: Path, content: str | None) -> None:
    """The message names the file."""
    path = tmp_path / "train.csv"
    if content is not None:
        path.write_text(content)
    with pytest.raises(BadInput, match=r"train\.csv"):
        public_sets.read_csv(path)


def test_a_draw_has_so_many_of_each_intent() -> None:
    """All when there are fewer; the same seed draws alike."""
    examples = [(f"t{n}", "a") for n in range(9)] + [("t", "b")]
    rows = public_sets.draw(examples, 3, seed=1)
    assert [examples[row][1] for row in rows] == ["a", "a", "a", "b"]
    assert rows == public_sets.draw(examples, 3, seed=1)
    assert len(public_sets.draw(examples, public_sets.FULL, 1)) == 10


@pytest.mark.parametrize(("name", "count"), [("clinc150", 1), ("banking77", 2), ("hwu64", 2)])
def test_public_sets_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, count: int
) -> None:
    """Each prints a line for 10 shots and one for all, ours beside published figures."""
    import bot.understanding.encoder

    monkeypatch.setattr(bot.understanding.encoder, "Encoder", lambda folder: Letters())
    files = [str(clinc(tmp_path / "data_full.json"))]
    if count == 2:
        rows = "\n".join(f"{w} {n},{w}" for n in range(12) for w in ("moon", "sky"))
        files = [str(tmp_path / "train.csv"), str(tmp_path / "test.csv")]
        for file in files:
            Path(file).write_text(f"text,category\n{rows}\n")
    done = CliRunner().invoke(public_sets.main, [name, *files, "--seeds", "2"])
    assert done.exit_code == 0, done.output
    few, full = done.output.splitlines()
    assert few.startswith(f"{name} 10-shot")
    assert "ours 100.0 ± 0.0" in few
    assert full.startswith(f"{name} full")
    assert "ours 100.0 " in full
    assert f"USE + ConveRT {public_sets.PUBLISHED[name, 0]['USE + ConveRT']:.1f}" in full


def test_public_sets_say_which_files_they_want(tmp_path: Path) -> None:
    """Too few files, or one of another shape: one line, no trace."""
    one = clinc(tmp_path / "data_full.json")
    assert (
        "train.csv and test.csv" in CliRunner().invoke(public_sets.main, ["hwu64", str(one)]).output
    )
    done = CliRunner().invoke(public_sets.main, ["hwu64", str(one), str(one)])
    assert done.exit_code == 1
    assert "a row lacks its text" in done.output


@pytest.mark.parametrize(("share", "value"), [(0.5, 5), (0.95, 10), (0.0, 1), (1.0, 10), (0.9, 9)])
def test_percentiles_by_nearest_rank(share: float, value: int) -> None:
    """Half of ten values do not exceed the fifth."""
    assert speed.percentile([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], share) == value


def test_there_is_no_percentile_of_nothing() -> None:
    """Rather an error than a nought."""
    with pytest.raises(ValueError, match="nothing"):
        speed.percentile([], 0.5)


def test_times_leave_the_first_calls_out() -> None:
    """Caches are warm when counting begins; each input is timed once."""
    calls: list[int] = []
    taken = speed.times(calls.append, [1, 2, 3], warm=2)
    assert calls == [1, 2, 1, 2, 3]
    assert len(taken.clock) == len(taken.processor) == 3
    assert all(0 <= one < 1000 for one in taken.clock)
    assert speed.table([("encoder", speed.Times([1.0, 2.0], [0.5, 0.7]))]).splitlines()[
        1
    ].split() == [
        "encoder",
        "1.000",
        "2.000",
        "0.500",
    ]


def test_messages_are_the_same_each_time() -> None:
    """Chosen from the training phrases, as many as asked for."""
    assert speed.messages(5) == speed.messages(5)
    assert len(speed.messages(5, seed=2)) == 5


def test_temperature_changes_confidence_not_order() -> None:
    """The same ratio as dividing the scores; one leaves them as they are."""
    p = np.array([[0.7, 0.2, 0.1]], np.float32)
    assert np.allclose(calibrate.retempered(p, 1.0), p, atol=1e-6)
    cooler, warmer = calibrate.retempered(p, 0.5), calibrate.retempered(p, 2.0)
    assert cooler[0, 0] > 0.7 > warmer[0, 0] > 1 / 3
    assert np.allclose(cooler[0], np.square(p[0]) / np.square(p[0]).sum(), atol=1e-6)


def test_what_is_right_for_a_message() -> None:
    """Dangers and topics are decided elsewhere."""
    found = [
        calibrate.of_phrase(Phrase("x", i)) for i in ("need/a", "greet", "topic/t", "emergency/gas")
    ]
    assert found == [calibrate.Message(("a",)), calibrate.Message((), "greet"), None, None]
    assert calibrate.of_case(Case("x", "ambiguous", ("a", "b"))) == calibrate.Message(("a", "b"))
    assert calibrate.of_case(Case("x", "gibberish", ())) == calibrate.Message(())
    assert calibrate.of_case(Case("x", "emergency", ("999",))) is None


COSTS = {"WRONG": 4.0, "MISSED": 2.0, "REFUSED": 3.0, "STRAY": 5.0}


@pytest.mark.parametrize(
    ("needs", "intent", "decision", "offer", "cost"),
    [
        (("a",), "", "answer", (), 0.0),
        (("b",), "", "answer", (), 4.0),
        (("b",), "", "ask", ("a", "b"), 1.0),
        (("c",), "", "ask", ("a", "b"), 3.0),
        (("a",), "", "abstain", (), 3.0),
        ((), "greet", "answer", (), 5.0),
        ((), "greet", "ask", ("a", "b"), 5.0),
        ((), "greet", "abstain", (), 0.0),
        ((), "bye", "abstain", (), 1.0),
        ((), "", "abstain", (), 0.0),
    ],
)
def test_what_a_decision_costs(
    needs: tuple[str, ...], intent: str, decision: str, offer: tuple[str, ...], cost: float
) -> None:
    """In needless questions, once it is known what was meant. It says "greet" and "a" first."""
    made = types.SimpleNamespace(decision=decision, intent="greet", offer=offer)
    assert calibrate.cost(calibrate.Message(needs, intent), (made, "a"), COSTS) == cost


def rule(name: str) -> Any:
    """A decision maker in place of bot.understanding.decide."""
    module = types.ModuleType(name)
    module.__dict__.update(COSTS)

    def decide(ranked: Any, others: Any) -> Any:
        course = "abstain" if others["greet"] > 0.5 else "answer"
        if course == "answer" and ranked[0][1] < 0.2 * module.__dict__["WRONG"]:
            course = "ask"
        offer = tuple(need for need, _ in ranked[:2]) if course == "ask" else ()
        return types.SimpleNamespace(decision=course, intent="greet", offer=offer)

    module.__dict__["decide"] = decide
    return module


def test_courses_and_what_they_cost() -> None:
    """Each message is counted once; a changed cost shifts the courses and is put back."""
    classes = ("emergency/gas", "greet", "need/a", "need/b")
    p = np.array([[0, 0.05, 0.9, 0.05], [0.3, 0.1, 0.2, 0.4], [0, 0.8, 0.1, 0.1]], np.float32)
    messages = [
        calibrate.Message(("a",)),
        calibrate.Message(("a",)),
        calibrate.Message((), "greet"),
    ]
    ranked = calibrate.rank(messages, p, classes, {"gas": "a"})
    assert [needs[0][0] for needs in ranked.ranked] == ["a", "a", "a"]
    assert set(ranked.others[0]) == {"greet"}
    assert ranked.error() == pytest.approx(((1 - 0.9) + (1 - 0.5)) / 2, abs=1e-5)
    module = rule("decide")
    found = calibrate.courses(ranked, module.decide, COSTS)
    third = pytest.approx(1 / 3)
    assert (found.answered, found.asked, found.refused, found.cost) == (third, third, 0.0, third)
    with calibrate.costing(module, WRONG=40.0):
        assert calibrate.courses(ranked, module.decide, COSTS).asked == pytest.approx(2 / 3)
    assert module.WRONG == 4.0
    lines = calibrate.cost_table(ranked, module).splitlines()
    assert lines[1].startswith("in force")
    assert len(lines) == 2 + len(COSTS) * (len(calibrate.FACTORS) - 1)


def test_the_temperature_in_force_is_marked() -> None:
    """Each set has its column; the one in force is in the table though it is not a round one."""
    p = np.array([[0.9, 0.1], [0.8, 0.2]], np.float32)
    messages = [calibrate.Message(("a",)), calibrate.Message(("b",))]
    arguments = (messages, p, ("need/a", "need/b"), {})
    lines = calibrate.temperature_table({"x.csv": arguments}, now=0.83).splitlines()
    assert "x.csv" in lines[0]
    assert next(line for line in lines if "0.83" in line).endswith("in force")
    assert len(lines) == 2 + len(calibrate.TEMPERATURES)


def test_the_decision_record_tells_the_costs_in_force() -> None:
    """Whoever changes a cost derives the thresholds in the record again."""
    from bot.settings import ROOT
    from bot.understanding import decide

    record = ROOT / "docs" / "decisions" / "0006-answer-ask-or-abstain.md"
    text = record.read_text(encoding="utf-8")
    for name in calibrate.COSTS:
        assert f"| `{name}` | {getattr(decide, name):g} |" in text
