"""The console's page of training over HTTP: what waits, starting, watching, going back."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Optional

import figures_world as ledger
import pytest
from channel_visitor import Server
from console_world import PASSWORD, make_review_app
from staff_world import Colleague

from bot.channel.review.training import Models
from bot.served import served_name, switch
from bot.settings import Settings, load

PAGE = "/review/training"
TRIAL = {
    "rows": 300, "before": 0.9, "after": 0.91, "outside_before": 1.0, "outside_after": 0.95,
    "files": [{"name": "heldout.csv", "rows": 300, "before": 0.9, "after": 0.91}],
    "changes": [{"need": "pothole", "rows": 10, "before": 9, "after": 6}],
    "missed": 0, "objections": ["pothole falls from 9 to 6 of 10"],
}  # fmt: skip


class Yard:
    """A folder of models, and the trainings that were asked for."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[tuple[str, bool]] = []
        names = {"SIGNPOST_MODELS": folder / "models", "SIGNPOST_REVIEW": folder / "review"}
        self.settings = load({name: str(path) for name, path in names.items()})
        self.settings.review.mkdir()
        self.settings.models.mkdir()
        (self.settings.models / "first.tar.gz").touch()
        self.models = Models(self.settings, self.start)

    def start(self, settings: Settings, by: str, insist: bool) -> int:
        """Notes who asked."""
        assert settings is self.settings
        self.asked.append((by, insist))
        return 0

    def last(self, state: Optional[str], **more: Any) -> None:
        """The last training stands like this."""
        path = self.settings.review / "retrain.json"
        path.unlink(missing_ok=True)
        if state:
            told = {"state": state, "started": "2026-11-26T09:00:00", **more}
            path.write_text(json.dumps(told))


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Yard:
    """Models for all tests."""
    return Yard(tmp_path_factory.mktemp("yard"))


@pytest.fixture(scope="module")
def server(yard: Yard) -> Iterator[Server]:
    """The console over an empty ledger."""
    found = Server(make_review_app(ledger.engine(), trains=yard.models))
    yield found
    found.stop()


@pytest.fixture
def rob(server: Server, yard: Yard) -> Colleague:
    """A reviewer, signed in; nothing has been trained."""
    yard.asked.clear()
    yard.last(None)
    found = Colleague(server)
    found.sign_in("rob", PASSWORD)
    return found


def signed(member: Colleague) -> str:
    """What every form of the member's pages holds."""
    value: str = Colleague.form(member.get(PAGE), "form")["fields"]["form"]
    return value


def send(member: Colleague, **fields: str) -> int:
    """The status of the answer to that form."""
    sent = member.send("POST", PAGE, data={"form": signed(member), **fields})
    return int(sent.status_code)


def test_a_reviewer_starts_a_training(rob: Colleague, yard: Yard):
    """Once; the page says it has begun."""
    page = rob.get(PAGE)
    assert "There has been none since" in page.words
    assert "Model “first” answers." in page.words
    page = rob.press(page, "train")
    assert yard.asked == [("rob", False)]
    assert "Training has begun." in page.words


@pytest.mark.parametrize("state", ["training", "comparing"])
def test_a_second_training_is_not_started(rob: Colleague, yard: Yard, state: str):
    """While one is under way the page has no button, and a form sent all the same is refused."""
    yard.last(state, pid=os.getpid())
    page = rob.get(PAGE)
    assert "Train the assistant" not in page.words
    assert f'data-state="{state}"' in page.html
    assert send(rob, do="train") == 400
    assert yard.asked == []
    assert rob.send("GET", f"{PAGE}/state").json() == {
        "state": state, "started": "2026-11-26T09:00:00"
    }  # fmt: skip


def test_only_an_administrator_insists(rob: Colleague, yard: Yard, server: Server):
    """A reviewer has no such box, and may not send it."""
    assert "insist" not in rob.get(PAGE).html
    assert send(rob, do="train", insist="yes") == 403
    assert yard.asked == []
    mo = Colleague(server)
    mo.sign_in("mo", PASSWORD)
    assert "insist" in mo.get(PAGE).html
    assert send(mo, do="train", insist="yes") == 200
    assert yard.asked == [("mo", True)]


def test_what_a_training_brought_is_shown_and_downloaded(rob: Colleague, yard: Yard):
    """By file and by need, with what speaks against the new model."""
    yard.last("refused", model="second.tar.gz", seconds=234.0, trial=TRIAL)
    page = rob.get(PAGE)
    assert "was not taken" in page.words
    assert "It took 3.9 minutes." in page.words
    assert "pothole falls from 9 to 6 of 10" in page.words
    assert "91.0%" in page.words
    answer = rob.send("GET", f"{PAGE}/data/training-needs.csv")
    found = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["id"], row["before"], row["after"], row["gain"]) for row in found] == [
        ("pothole", "9", "6", "-3")
    ]
    assert rob.send("GET", f"{PAGE}/data/training-files.json").status_code == 200
    for odd in ("training-files.xml", "trend.csv", "..%2Fx.csv"):
        assert rob.send("GET", f"{PAGE}/data/{odd}").status_code == 404


def test_going_back_serves_the_model_before(rob: Colleague, yard: Yard):
    """And says so when there is none."""
    models = yard.settings.models
    assert "Go back to that model" not in rob.get(PAGE).words
    assert send(rob, do="back") == 400
    (models / "second.tar.gz").touch()
    switch(models, models / "first.tar.gz")
    switch(models, models / "second.tar.gz")
    page = rob.press(rob.get(PAGE), "back")
    assert "goes back to the model before" in page.words
    assert served_name(models) == "first"


def test_only_reviewers_train(server: Server, yard: Yard):
    """Neither an adviser nor a form that is not ours."""
    yard.asked.clear()
    ann = Colleague(server)
    ann.sign_in("ann", PASSWORD)
    assert ann.get(PAGE).status == 403
    assert ann.send("POST", PAGE, data={"do": "train"}).status_code == 403
    rob = Colleague(server)
    rob.sign_in("rob", PASSWORD)
    assert rob.send("POST", PAGE, data={"do": "train"}).status_code == 403
    assert yard.asked == []
