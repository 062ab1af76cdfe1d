"""A running server takes up another model without losing a turn or a conversation."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from bot.served import roll_back, served, switch
from bot.settings import load
from tests.served import Caller
from tests.served import served as serve

pytestmark = pytest.mark.slow

#: Seconds within which a server must have taken a model up, on a busy machine.
PATIENCE = 300


def _wait_for(log: Path, text: str) -> None:
    until = time.monotonic() + PATIENCE
    while text not in log.read_text(errors="replace"):
        assert time.monotonic() < until, log.read_text(errors="replace")[-2000:]
        time.sleep(0.2)


def test_a_conversation_goes_on_across_the_switch(tmp_path: Path) -> None:
    """Turns are answered before, while and after it; a model that can't be loaded changes nothing;
    what was said is remembered; rolling back works in the same way.
    """
    models, log = tmp_path / "models", tmp_path / "log"
    models.mkdir()
    shutil.copy(served(load().models), models / "first.tar.gz")
    with serve(tmp_path, SIGNPOST_MODELS=str(models)) as address:
        caller = Caller(address)
        assert caller.say("there is a pothole")["outcome"] == "asked_place"

        switch(models, models / "first.tar.gz")
        (models / "broken.tar.gz").write_bytes(b"no model")
        switch(models, models / "broken.tar.gz")
        _wait_for(log, "broken.tar.gz could not be loaded")
        assert caller.say("hello")["outcome"] == "smalltalk"

        shutil.copy(models / "first.tar.gz", models / "second.tar.gz")
        switch(models, models / "second.tar.gz")
        until, changed = time.monotonic() + PATIENCE, False
        while not changed:
            changed = "Answering with second.tar.gz" in log.read_text(errors="replace")
            assert changed or time.monotonic() < until, log.read_text(errors="replace")[-2000:]
            assert Caller(address).say("my bin was missed in Leeds")["outcome"] == "answered"

        found = caller.say("Harrogate")
        assert found["outcome"] == "answered"
        assert found["owner"]["name"] == "North Yorkshire Council"
        (models / "broken.tar.gz").unlink()
        roll_back(models)
        _wait_for(log, "Answering with first.tar.gz")
        assert caller.say("and when is bin day")["need"]["id"] == "bin-collection-day"
