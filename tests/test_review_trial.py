"""Facts about comparing a new model with the present one, and about switching only when it may."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Optional

import numpy as np
import pytest

from bot.errors import BadInput, SignpostError
from bot.evaluation.cases import Case
from bot.review import retrain as module
from bot.review.reader import Reader
from bot.review.retrain import retrain, status
from bot.review.trial import Change, Part, Trial, compare
from bot.review.workshop import Busy, Workshop, only_one
from bot.served import served_name
from bot.settings import load
from tests.clusters_world import NOWHERE, World

BEST = Trial(100, 0.9, 0.9, 1.0, 1.0, (), ())


class Model:
    """Reads by a table: text -> (need, alarm)."""

    def __init__(self, **table: str) -> None:
        self.table = table

    def read(self, texts: list[str]) -> list[SimpleNamespace]:
        """As Reader.read."""
        return [self._found(self.table.get(text, "")) for text in texts]

    @staticmethod
    def _found(need: str) -> SimpleNamespace:
        alarm: Optional[str] = "life" if need == "danger" else None
        needs = ((need, 1.0),) if need else ()
        return SimpleNamespace(needs=needs, alarm=alarm, intent="need" if need else "out_of_scope")


def _case(text: str, *gold: str, kind: str = "need") -> Case:
    return Case(text, kind, gold)


def test_gains_and_losses_are_told_by_need() -> None:
    """The largest loss first; several needs may be right."""
    old, new = Model(a="x", b="x", c="y", d="z"), Model(a="x", b="q", c="y", d="y", e="z")
    cases = [
        _case("a", "x"),
        _case("b", "x"),
        _case("c", "y"),
        _case("d", "y", "w"),
        _case("e", "z"),
    ]
    trial = compare(old, new, {"a.csv": cases[:3], "b.csv": cases[3:]})  # type: ignore[arg-type]
    assert (trial.rows, trial.before, trial.after) == (5, 0.6, 0.8)
    assert [(one.need, one.gain) for one in trial.changes] == [("x", -1), ("y", 1), ("z", 1)]
    assert trial.files == (Part("a.csv", 3, 1.0, 2 / 3), Part("b.csv", 2, 0.0, 1.0))


def test_what_is_no_need_and_danger_are_looked_at_too() -> None:
    """A danger that was recognised and is missed is named; one that never was is not."""
    old, new = Model(fire="danger", f="danger"), Model(joke="x", f="danger")
    cases = [_case("joke", kind="out_of_scope"), _case("smoke", kind="emergency")]
    trial = compare(old, new, {"a.csv": cases}, ["fire", "f"])  # type: ignore[arg-type]
    assert (trial.outside_before, trial.outside_after) == (1.0, 0.0)
    assert trial.missed == ("fire",)
    first, second = trial.objections()
    assert first == "what is no need is left alone in 0.0% of cases, not 100.0%"
    assert second == "1 messages of danger are no longer recognised"


@pytest.mark.parametrize(
    ("after", "changes", "objects"),
    [
        (0.9, (), False),
        (0.896, (), False),
        (0.894, (), True),
        (0.9, (Change("x", 5, 5, 3),), True),
        (0.9, (Change("x", 4, 4, 1),), False),
        (0.9, (Change("x", 5, 5, 4),), False),
        (0.9, (Change("x", 20, 20, 16),), False),
        (0.9, (Change("x", 20, 20, 15),), True),
    ],
)
def test_the_rule(after: float, changes: tuple[Change, ...], objects: bool) -> None:
    """More than half a point overall; of a need with five rows or more, two and over a fifth."""
    trial = Trial(100, 0.9, after, 1.0, 1.0, changes, ())
    assert bool(trial.objections()) is objects
    assert trial.to_dict()["objections"] == trial.objections()


@pytest.mark.parametrize(
    ("rows", "after", "objects"), [(100, 0.895, False), (100, 0.88, True), (99, 0.5, False)]
)
def test_a_gain_in_one_file_makes_up_for_no_loss_in_another(
    rows: int, after: float, objects: bool
) -> None:
    """More than a point of a file of a hundred rows or more."""
    parts = (Part("ours.csv", 900, 0.9, 0.95), Part("dev.csv", rows, 0.9, after))
    found = Trial(900 + rows, 0.9, 0.94, 1.0, 1.0, (), (), parts).objections()
    assert found == ([f"dev.csv falls from 90.0% to {after:.1%}"] if objects else [])


def test_the_files_of_the_settings_are_looked_at(tmp_path: Path) -> None:
    """Beside our own and those kept out of lessons; two of one name are told apart."""
    paths = [tmp_path / "ours.csv", tmp_path / "more" / "ours.csv"]
    paths[1].parent.mkdir()
    for path in paths:
        path.write_text("text,kind,gold\nfilm night,out_of_scope,\n")
    workshop = Workshop.__new__(Workshop)
    workshop.settings = load(
        {
            "SIGNPOST_RETRAIN_CASES": f"{paths[0]} {paths[1]}",
            "SIGNPOST_LEARNED": str(tmp_path / "learned.yml"),
        }
    )
    files = module.held_out_cases(workshop)
    assert {"heldout.csv", "fresh.csv", "welsh.csv", *map(str, paths)} <= set(files)
    assert [case.text for case in files[str(paths[0])]] == ["film night"]


class Shop:
    """A workshop whose models are scripted."""

    def __init__(self, folder: Path, trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
        self.settings = load(
            {
                "SIGNPOST_MODELS": str(folder / "models"),
                "SIGNPOST_REVIEW": str(folder / "review"),
                "SIGNPOST_LEARNED": str(folder / "learned.yml"),
                "SIGNPOST_KEEP_MODELS": "2",
            }
        )
        self.workshop = Workshop.__new__(Workshop)
        self.workshop.settings, self.workshop.folder = self.settings, self.settings.review
        self.trained: list[tuple[Path, Path]] = []
        monkeypatch.setattr(module, "compare", lambda *_: trial)
        monkeypatch.setattr(Workshop, "reader", lambda _self, model: model)
        self.settings.models.mkdir()
        (self.settings.models / "old.tar.gz").touch()

    def train(self, data: Path, output: Path, learned: Path) -> Path:
        """Makes an empty model."""
        self.trained.append((data, learned))
        output.mkdir(parents=True)
        path = output / f"new{len(self.trained)}.tar.gz"
        path.write_bytes(b"model")
        return path


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Trial], Shop]:
    """Makes a shop whose comparisons come out as given."""
    return lambda trial: Shop(tmp_path, trial, monkeypatch)


def test_a_model_that_is_no_worse_is_served(shop: Callable[[Trial], Shop]) -> None:
    """It trains with what was taught, and the old one can be gone back to."""
    here = shop(BEST)
    done = retrain(here.workshop, here.train)
    assert (done.switched, done.model) == (True, "new1.tar.gz")
    assert served_name(here.settings.models) == "new1"
    assert here.trained[0][1] == here.settings.learned
    found = status(here.settings)
    assert (found["served"], found["before"]) == ("new1.tar.gz", ["old.tar.gz"])
    assert found["retrain"]["state"] == "switched"
    assert not (here.settings.review / "trial").exists()


def test_a_worse_model_is_not_served_unless_insisted_on(shop: Callable[[Trial], Shop]) -> None:
    """And is not kept."""
    here = shop(Trial(100, 0.9, 0.8, 1.0, 1.0, (), ()))
    assert not retrain(here.workshop, here.train).switched
    assert [path.name for path in here.settings.models.iterdir()] == ["old.tar.gz"]
    assert status(here.settings)["retrain"]["state"] == "refused"
    assert retrain(here.workshop, here.train, insist=True).switched


def test_old_models_are_deleted(shop: Callable[[Trial], Shop]) -> None:
    """All but the number in the settings."""
    here = shop(BEST)
    for _ in range(3):
        retrain(here.workshop, here.train)
    assert len(list(here.settings.models.glob("*.tar.gz"))) == 2


def test_a_training_that_fails_changes_nothing(shop: Callable[[Trial], Shop]) -> None:
    """The state says why, and no lock is left."""
    here = shop(BEST)

    def broken(_data: Path, _output: Path, _learned: Path) -> Path:
        raise SignpostError("Out of disk.")

    with pytest.raises(SignpostError):
        retrain(here.workshop, broken)
    assert served_name(here.settings.models) == "old"
    assert status(here.settings)["retrain"]["problem"] == "Out of disk."
    assert retrain(here.workshop, here.train).switched


def test_two_trainings_at_once_are_refused(shop: Callable[[Trial], Shop]) -> None:
    """The second says where to look."""
    here = shop(BEST)
    with only_one(here.settings.review / "retrain.lock", ""), pytest.raises(Busy, match="status"):
        retrain(here.workshop, here.train)


def test_a_training_that_died_is_told_as_failed(shop: Callable[[Trial], Shop]) -> None:
    """Its process is no more."""
    here = shop(BEST)
    here.settings.review.mkdir()
    state = {"state": "training", "pid": 2**22 + 1, "started": "2026-11-26T09:00:00"}
    (here.settings.review / "retrain.json").write_text(json.dumps(state))
    assert status(here.settings)["retrain"]["state"] == "failed"


def test_a_bad_file_of_cases_is_told_before_training(
    shop: Callable[[Trial], Shop], tmp_path: Path
) -> None:
    """Minutes are not spent first."""
    here = shop(BEST)
    wrong = tmp_path / "cases.csv"
    wrong.write_text("words\nx\n")
    with pytest.raises(BadInput, match="column"):
        retrain(here.workshop, here.train, also=[wrong])
    assert here.trained == []


def test_a_model_is_read_without_rasa(tmp_path: Path) -> None:
    """Classifier and speller come out of the archive that Rasa makes of them."""
    from bot.understanding.spelling import Speller
    from bot.understanding.training import fit

    world = World(tmp_path)
    texts = ["drone permit park", "fly a drone", "borrow tools", "lend tools library"] * 4
    intents = ["need/drone", "need/drone", "need/tools", "need/tools"] * 4
    folder = tmp_path / "model"
    folder.mkdir()
    fit(texts, texts, intents, world.vectors.of(texts), {}).save(folder)
    (folder / "speller.json").write_text(json.dumps(Speller.fit(texts).to_dict()))
    path = tmp_path / "m.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        archive.add(folder, "components/train")
    reader = Reader.open(path, NOWHERE, world.vectors, Path("unused"))
    first, second = reader.read(["drone park", "tools library"])
    assert [found.needs[0][0] for found in (first, second)] == ["drone", "tools"]
    assert set(reader.classes) == {"need/drone", "need/tools"}
    assert np.isclose(sum(p for _, p in first.needs), 1.0, atol=1e-3)


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    """In one line, whether it is no archive or an archive of something else."""
    path = tmp_path / "m.tar.gz"
    path.write_bytes(b"no archive")
    world = World(tmp_path)
    for _ in range(2):
        with pytest.raises(SignpostError, match="no model of ours"):
            Reader.open(path, NOWHERE, world.vectors, Path("unused"))
        with tarfile.open(path, "w:gz") as archive:
            archive.addfile(tarfile.TarInfo("x"), io.BytesIO())
