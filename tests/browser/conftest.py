"""Real Chromium against the bare channel in a process of its own; nothing else is reached."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
#: Milliseconds to wait for what must come: a busy machine may take long.
PATIENCE = 60_000
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
sys.path.insert(0, str(ROOT / "tests"))
from served import running  # noqa: E402  (found only now)


def scripted(*words: str) -> Iterator[str]:
    """Address of a scripted channel, in a process of its own."""
    with running("channel_world.py", *words) as found:
        yield f"{found}/ask"


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the page is."""
    yield from scripted()


@pytest.fixture(scope="session")
def framed() -> Iterator[str]:
    """Where the page is that other sites may frame, with the demonstration."""
    yield from scripted("framed")


@pytest.fixture(scope="session")
def switched_off() -> Iterator[str]:
    """Where the page is of a service that is switched off."""
    yield from scripted("off")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """The browser, ended with the module's last test: no other loop can run while it does."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not Path(CHROMIUM).exists():
        assert not os.environ.get("CI"), "CI must have Chromium"
        pytest.skip("Chromium is not installed: apt-get install chromium, or set CHROMIUM")
    playwright.expect.set_options(timeout=PATIENCE)
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Opens the page as a new visitor. Afterwards: no request left this origin, no script failed
    and no policy was broken.
    """
    contexts: list[Any] = []
    elsewhere: list[str] = []
    faults: list[str] = []

    def watch(page: Any) -> None:
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console",
            lambda message: (
                faults.append(message.text)
                if message.type == "error" and "Failed to load resource" not in message.text
                else None
            ),
        )

    def note(route: Any) -> None:
        if not route.request.url.startswith(address.removesuffix("/ask")):
            elsewhere.append(route.request.url)
        route.fallback()

    def start(path: str = "", width: int = 1280, height: int = 900, **options: Any) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(PATIENCE)
        context.route("**/*", note)
        contexts.append(context)
        page = context.new_page()
        watch(page)
        page.goto(address + path)
        return page

    yield start
    for context in contexts:
        context.close()
    assert elsewhere == []
    assert faults == []
