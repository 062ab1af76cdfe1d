"""Facts about changing a running server over to another model."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot import assistant as assistant_module
from bot import switching
from bot.served import served, switch


class Worker:
    """A worker whose models are names; `reloaded` counts readings of the catalogue."""

    def __init__(self, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("old", "new", "broken"):
            (models / f"{name}.tar.gz").touch()
        switch(models, models / "old.tar.gz")
        self.models = models
        self.reloaded = 0
        self.tried: list[str] = []
        self.looks = 0
        monkeypatch.setattr(switching, "served", self._served)
        self.app = SimpleNamespace(
            ctx=SimpleNamespace(
                agent=SimpleNamespace(
                    processor=self._processor(models / "old.tar.gz"),
                    domain="domain of old.tar.gz",
                    tracker_store=SimpleNamespace(domain="domain of old.tar.gz"),
                    nlg=SimpleNamespace(responses={}),
                )
            )
        )
        here = SimpleNamespace(reload=self._reload, model="old")
        monkeypatch.setattr(assistant_module, "assistant", lambda: here)
        monkeypatch.setattr(switching, "_loaded", self._load)
        self.here = here

    def _reload(self) -> None:
        self.reloaded += 1

    def _served(self, models: Path) -> Path:
        self.looks += 1
        return served(models)

    def _load(self, _agent: Any, model: Path) -> Any:
        self.tried.append(model.name)
        if model.name.startswith("broken"):
            raise ValueError("no such words of anybody")
        return self._processor(model)

    @staticmethod
    def _processor(model: Path) -> Any:
        domain = SimpleNamespace(responses={"of": model.name})
        return SimpleNamespace(model_filename=str(model), domain=domain)

    def watch(self, pointer: str = "") -> None:
        """Switches, and watches for three looks at the pointer: what one finds to do is done before
        the next.
        """

        async def run() -> None:
            task = asyncio.ensure_future(switching.watch(self.models, self.app, every=0.001))
            if pointer:
                switch(self.models, self.models / pointer)
            before = self.looks
            while self.looks < before + 3 and not task.done():
                await asyncio.sleep(0.001)
            assert not task.done()
            task.cancel()

        asyncio.run(run())


@pytest.fixture
def worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Worker:
    """Serving old.tar.gz."""
    return Worker(tmp_path, monkeypatch)


def test_nothing_happens_while_the_pointer_stays(worker: Worker) -> None:
    """No model is loaded."""
    worker.watch()
    assert worker.tried == []


def test_a_new_pointer_is_followed_once(worker: Worker) -> None:
    """Model, domain and responses are exchanged, needs read anew, and entries say which model."""
    worker.watch("new.tar.gz")
    agent = worker.app.ctx.agent
    assert worker.tried == ["new.tar.gz"]
    assert switching.present(worker.app) == "new.tar.gz"
    assert agent.tracker_store.domain is agent.domain is agent.processor.domain
    assert agent.nlg.responses == {"of": "new.tar.gz"}
    assert worker.reloaded == 1
    assert worker.here.model == "new"


def test_a_broken_model_leaves_the_old_one_and_is_tried_once(
    worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    """The log names it without what the fault says, and the next pointer is followed."""
    with caplog.at_level(logging.ERROR):
        worker.watch("broken.tar.gz")
    assert worker.tried == ["broken.tar.gz"]
    assert switching.present(worker.app) == "old.tar.gz"
    assert "broken.tar.gz could not be loaded: ValueError." in caplog.text
    assert "words of anybody" not in caplog.text
    worker.watch("new.tar.gz")
    assert switching.present(worker.app) == "new.tar.gz"
