"""The whole assistant, served as `make serve` does, on loopback, with stores of its own."""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Optional

ROOT = Path(__file__).parents[1]
#: Seconds it may take to start: Rasa alone is imported in ten.
PATIENCE = 300
#: Seconds that one answer may take.
TURN = 120


def free_port() -> int:
    """A port nobody listens on, and none that the system gives to a connection in the meantime."""
    while True:
        port = random.randrange(10_000, 32_000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port


@contextmanager
def running(script: str, *words: str, patience: float = PATIENCE) -> Iterator[str]:
    """Address of `python tests/SCRIPT PORT WORDS` once it listens; ended afterwards."""
    port = free_port()
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}",
        "PYTHONWARNINGS": "ignore",
    }
    command = [sys.executable, str(ROOT / "tests" / script), str(port), *words]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + patience
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, f"{script} did not start"
            assert time.monotonic() < until, f"{script} does not listen"
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(60)


@contextmanager
def served(folder: Path, **settings: str) -> Iterator[str]:
    """Address of a running Signpost whose stores are in `folder`; ended afterwards.

    settings: further variables of its environment.
    """
    port = free_port()
    environment = {
        **os.environ,
        "SIGNPOST_PORT": str(port),
        "SIGNPOST_LEDGER": f"sqlite:///{folder / 'ledger.db'}",
        "SIGNPOST_STAFF": f"sqlite:///{folder / 'staff.db'}",
        "SIGNPOST_LEDGER_SPOOL": str(folder / "spool"),
        "SIGNPOST_CONVERSATIONS": str(folder / "conversations.db"),
        "SIGNPOST_TRANSCRIPTS": str(folder / "transcripts.db"),
        "SIGNPOST_CALLBACKS": f"sqlite:///{folder / 'callbacks.db'}",
        "SIGNPOST_CALLBACK_KEY": str(folder / "callbacks.key"),
        "SIGNPOST_REVIEW": str(folder / "review"),
        "SIGNPOST_WEBHOOK_QUEUE": str(folder / "webhooks"),
        "SIGNPOST_NIGHTLY": "",  # what it does by itself at three would be done to the tests
        "SIGNPOST_COUNCIL_NAME": "Borsetshire County Council",
        "SIGNPOST_COUNCIL_PHONE": "01234 567890",
        "SIGNPOST_RATE": "1000/minute",
        "SIGNPOST_RATE_CONVERSATION": "1000/minute",
        **settings,
    }
    log = (folder / "log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "serve"],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process, folder / "log")
        yield address
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/ask/health", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    raise AssertionError("It did not start:\n" + log.read_text(errors="replace")[-3000:])


class Caller:
    """One conversation through the JSON API."""

    def __init__(self, address: str) -> None:
        self.base = address + "/ask/api/v1"
        self.token: Optional[str] = None
        started = self.call("POST", "/conversations", {})
        self.id, self.token = started["id"], started["token"]

    def call(self, method: str, path: str, value: Optional[dict[str, Any]] = None) -> Any:
        """The parsed answer; an error answer is returned, not raised."""
        request = urllib.request.Request(
            self.base + path,
            method=method,
            data=None if value is None else json.dumps(value).encode(),
            headers={"Content-Type": "application/json"},
        )
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        try:
            with urllib.request.urlopen(request, timeout=TURN) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            return json.load(error)

    def say(self, text: str) -> dict[str, Any]:
        """The reply to a message."""
        answer = self.call("POST", f"/conversations/{self.id}/messages", {"text": text})
        reply: dict[str, Any] = answer["turn"]["reply"] if "turn" in answer else answer
        return reply

    def choose(self, value: str) -> dict[str, Any]:
        """The reply to a button."""
        answer = self.call("POST", f"/conversations/{self.id}/messages", {"choice": value})
        reply: dict[str, Any] = answer["turn"]["reply"]
        return reply
