"""Facts about `python -m bot review`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine

from bot.__main__ import main
from bot.errors import BadInput, SignpostError
from bot.review.store import Review
from bot.review.workshop import Workshop
from tests.clusters_world import NOWHERE, PLAIN, World

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on a ledger in a file, with an encoder that knows words by sight."""
    address = f"sqlite:///{tmp_path / 'ledger.db'}"
    for name, value in {
        "LEDGER": address,
        "REVIEW": str(tmp_path / "review"),
        "MODELS": str(tmp_path / "models"),
        "LEARNED": str(tmp_path / "learned.yml"),
        "LEARNED_NEEDS": str(tmp_path / "learned-needs.csv"),
    }.items():
        monkeypatch.setenv(f"SIGNPOST_{name}", value)
    world = World(tmp_path)
    Review.open(address)
    world.engine = create_engine(address)
    world.ask("fly a drone over the park", 6)
    monkeypatch.setattr(Workshop, "metric", lambda _self: PLAIN)
    monkeypatch.setattr(Workshop, "catalogue", lambda _self: NOWHERE)
    monkeypatch.setattr("bot.review.workshop.Encoder", lambda *_a, **_k: world.encoder)

    def command(*words: str) -> Result:
        return CliRunner().invoke(main, ["review", *words])

    return command


def test_clusters_are_made_listed_and_shown(run: Run) -> None:
    """A summary, the list, and one cluster with its words and history."""
    made = run("clusters", "--asof", "2026-11-01")
    assert made.exit_code == 0, made.output
    assert "fly a drone over the park" in made.output
    assert "1 clusters (1 new" in made.output
    assert "6 conversations counted anew" in made.output
    shown = run("show", "1").output
    assert "6 conversations" in shown
    assert "6 × fly a drone over the park" in shown
    assert "made: fly a drone over the park (nightly)" in shown


def test_a_reviewer_marks_and_assigns(run: Run) -> None:
    """The list tells it, and another run leaves it."""
    run("clusters", "--asof", "2026-11-01")
    assert run("assign", "1", "Parks", "--by", "ann").exit_code == 0
    assert "assigned, Parks" in run("show", "1").output
    run("mark", "1", "ignored", "--by", "ann")
    run("clusters", "--asof", "2026-11-01")
    assert "ignored" in run("clusters", "--stored").output


def test_an_empty_review_says_so(run: Run) -> None:
    """Before the first run."""
    assert "no clusters yet" in run("clusters", "--stored").output


def test_bad_input_is_a_sentence(run: Run) -> None:
    """No such cluster, two meanings at once, nothing to roll back to."""
    assert isinstance(run("show", "7").exception, BadInput)
    assert isinstance(run("teach", "7", "--outside", "--ignore").exception, BadInput)
    assert isinstance(run("teach", "7").exception, BadInput)
    assert isinstance(run("undo", "7").exception, BadInput)
    assert isinstance(run("rollback").exception, SignpostError)
    assert run("mark", "7", "shut").exit_code == 2
    assert run("clusters", "--asof", "yesterday").exit_code == 2


def test_status_without_a_model(run: Run) -> None:
    """Says that there is none."""
    assert run("status").output == "served: no model yet\n"


def test_every_subcommand_explains_itself(run: Run) -> None:
    """With --help."""
    listed = run("--help").output
    for name in ("clusters", "show", "teach", "undo", "retrain", "rollback", "status"):
        assert name in listed
        assert run(name, "--help").exit_code == 0
