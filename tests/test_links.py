"""Links are checked politely, results kept as they come, and being offline is not "broken"."""

from __future__ import annotations

import csv
import socket
import ssl
import threading
import urllib.error
from collections.abc import Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from bot.catalogue.services_store import empty, read
from bot.errors import BadInput
from bot.links.check import Result, _failure, check
from bot.links.sweep import Offline, addresses, keep, recent, sweep
from tests.imports_world import TODAY, catalogue

#: Until then the slow page keeps everybody waiting.
_given_up = threading.Event()


class _Site(BaseHTTPRequestHandler):
    """Answers by path; HEAD is refused where the path says so."""

    def do_HEAD(self) -> None:
        """Answer a HEAD request."""
        self._answer(head=True)

    def do_GET(self) -> None:
        """Answer a GET request."""
        self._answer(head=False)

    def _answer(self, head: bool) -> None:
        code = {"/gone": 404, "/busy": 503, "/closed": 403}.get(self.path, 200)
        if self.path == "/no-head" and head:
            code = 404
        if self.path == "/slow":
            _given_up.wait(60)
        if self.path == "/moved":
            self.send_response(301)
            self.send_header("Location", "/new")
        else:
            self.send_response(code)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """A site on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/", "ok", 200),
        ("/no-head", "ok", 200),
        ("/moved", "redirected", 200),
        ("/gone", "broken", 404),
        ("/busy", "refused", 503),
        ("/closed", "refused", 403),
    ],
)
def test_what_a_site_answers(site: str, path: str, status: str, code: int) -> None:
    """A page is broken only when GET says it is gone; a site that turns us away is not."""
    found = check(site + path)
    assert (found.status, found.code) == (status, code)


def test_a_slow_site(site: str) -> None:
    """A site that takes too long is a time-out."""
    try:
        assert check(f"{site}/slow", seconds=0.1).status == "timeout"
    finally:
        _given_up.set()


def test_no_connection() -> None:
    """A closed port is unreachable, which says nothing about the page."""
    assert check("http://127.0.0.1:9/").status == "unreachable"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (urllib.error.URLError(socket.gaierror(socket.EAI_NONAME, "no")), "no-host"),
        (urllib.error.URLError(socket.gaierror(socket.EAI_AGAIN, "later")), "unreachable"),
        (urllib.error.URLError(ssl.SSLError("certificate")), "refused"),
        (TimeoutError(), "timeout"),
        (ValueError("odd"), "refused"),
    ],
)
def test_what_failures_mean(error: Exception, status: str) -> None:
    """Every failure of the network has a status."""
    assert _failure(error) == status


def _rows(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["url"]: row["status"] for row in csv.DictReader(file)}


def test_results_are_kept_and_resumed(tmp_path: Path) -> None:
    """Each result is a row; a name without a host is broken once some site was reached."""
    path = tmp_path / "links.csv"
    answers = {
        "https://a.example/1": "ok",
        "https://a.example/2": "broken",
        "https://b.example/": "no-host",
        "https://c.example/": "unreachable",
    }
    counts = sweep(answers, path, TODAY, lambda url: Result(url, answers[url], 0, url), pause=0.0)
    assert counts == {"ok": 1, "broken": 1, "no-host": 1, "unreachable": 1}
    assert _rows(path) == {
        "https://a.example/1": "ok",
        "https://a.example/2": "broken",
        "https://b.example/": "broken",
    }
    assert set(recent(path, TODAY, 7)) == set(_rows(path))
    assert recent(path, TODAY + timedelta(days=8), 7) == {}
    services = tmp_path / "services.db"
    assert keep(path, services) == 2
    assert len(read(services)["link_check"]) == 3


def test_offline_says_so(tmp_path: Path) -> None:
    """When no site can be reached it stops early, says so and calls nothing broken."""
    path = tmp_path / "links.csv"
    asked: list[str] = []

    def nobody(url: str) -> Result:
        asked.append(url)
        return Result(url, "no-host", 0, url)

    urls = [f"https://site{number}.example/" for number in range(500)]
    with pytest.raises(Offline, match="offline"):
        sweep(urls, path, TODAY, nobody, pause=0.0)
    assert len(asked) < 50
    assert _rows(path) == {}


def test_never_two_of_one_site_together(tmp_path: Path) -> None:
    """Addresses of one site are asked one after another."""
    busy = threading.Lock()

    def slowly(url: str) -> Result:
        assert busy.acquire(blocking=False)
        threading.Event().wait(0.01)
        busy.release()
        return Result(url, "ok", 200, url)

    urls = [f"https://one.example/{number}" for number in range(5)]
    assert sweep(urls, tmp_path / "l.csv", TODAY, slowly, pause=0.0) == {"ok": 5}


def test_another_file_is_not_overwritten(tmp_path: Path) -> None:
    """A file that is no list of checked links is refused."""
    path = tmp_path / "mine.csv"
    path.write_text("name,age\n", encoding="utf-8")
    with pytest.raises(BadInput, match="not a list of checked links"):
        recent(path, date(2026, 1, 1), 7)


def test_every_shown_address_is_checked() -> None:
    """Homepages, national pages and deep links are all in the list, each once."""
    tables = empty()
    tables["link"] = [
        {"url": "https://x.example/", "needs": "pothole"},
        {"url": "https://unused.example/", "needs": ""},
    ]
    found = addresses(catalogue(), tables)
    assert "https://x.example/" in found
    assert "https://unused.example/" not in found
    assert len(found) == len(set(found)) > 900
