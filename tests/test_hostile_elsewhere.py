"""The same hostile inputs by every other way in: the call-back form, open data, cookies and other
headers, JSON that is none, and the command line. Each is answered in time, with no trace of the
inside and nothing carried out.
"""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from channel_visitor import Page, Server, Visitor
from channel_world import SETTINGS, make_app
from command_line import bot
from hostile import HOSTILE
from sanic import Sanic
from test_channel_hostile import BUILT_WITH, harmless
from test_exports import data

from bot.channel.handover import HandOver
from bot.channel.open_data import open_data
from bot.handover.callbacks import Callbacks
from bot.model import OUTCOMES

ROOT = Path(__file__).parents[1]
#: Seconds of work that an answer may take: a pattern run wild takes minutes.
PATIENCE = 30.0
_names = count(1)

pytestmark = pytest.mark.slow  # some hundred inputs by many ways in


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Callbacks:
    """Where call-back requests go."""
    folder = tmp_path_factory.mktemp("hostile")
    return Callbacks.open(f"sqlite:///{folder / 'c.db'}", folder / "c.key", 14)


@pytest.fixture(scope="module")
def server(store: Callbacks) -> Iterator[Server]:
    """The channel with call-backs."""
    settings = dataclasses.replace(SETTINGS, rate_callbacks="100000/minute", max_turns=2)
    found = Server(make_app(settings, handover=HandOver(store)))
    yield found
    found.stop()


@pytest.fixture(scope="module")
def form(server: Server) -> tuple[Visitor, dict[str, Any]]:
    """A visitor and the form to ask for a call."""
    visitor = Visitor(server)
    page = visitor.get("/ask/call-back")
    return visitor, next(found for found in page.forms if found["action"] == "/ask/call-back")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_the_call_back_form(form: tuple[Visitor, dict[str, Any]], store: Callbacks, text: str):
    """In each field: kept as words or refused beside the field, never markup."""
    visitor, sent = form
    started = time.process_time()
    for fields in (
        {"name": text, "phone": text, "when": text, "about": text},
        {"name": f"A {text}", "phone": "07700 900123", "when": "any", "about": text},
        {"form": text},
        {"key": text},
    ):
        page = visitor.submit(sent, **fields)
        assert page.status in (200, 400, 403, 413)
        harmless(page, text)
    page = visitor.get(f"/ask/call-back/{quote(text, safe='')[:2000]}")
    assert page.status in (200, 404)
    harmless(page, text)
    assert time.process_time() - started < PATIENCE
    assert len(store.waiting()) <= 1  # one form, sent again and again, asks once


@pytest.mark.parametrize("where", ["Cookie", "X-Forwarded-For", "Accept-Language", "Referer",
                                   "Authorization", "Idempotency-Key", "User-Agent", "Origin",
                                   "X-Forwarded-Host", "Sec-Fetch-Site"])  # fmt: skip
def test_headers(server: Server, where: str):
    """What HTTP lets through of each, in every header that is read: a page or JSON, no trace."""
    paths = (b"/ask", b"/ask/api/v1/conversations/x", b"/ask/call-back")
    for number, text in enumerate(HOSTILE):
        value = re.sub(r"[^\t\x20-\x7e\x80-\xff]", "", text)[:2000].encode("latin-1", "ignore")
        head = b"signpost=" if where == "Cookie" else b""
        found = server.raw(
            b"GET " + paths[number % 3] + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            + where.encode() + b": " + head + value.strip() + b"\r\n\r\n"
        )  # fmt: skip
        assert re.match(rb"HTTP/1\.1 (200|303|400|401|404|431) ", found), (where, text)
        assert not re.search(rb"Traceback|File \"|\.py\b", found)


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80@x", "x\x00", "[::1", "", "a" * 999]
)
def test_host_headers(server: Server, host: str):
    """No page repeats the host it was asked for: links and forms are paths."""
    found = server.raw(
        b"GET /ask HTTP/1.1\r\nHost: " + host.encode() + b"\r\nConnection: close\r\n\r\n"
    )
    assert re.match(rb"HTTP/1\.1 (200|400) ", found)
    assert not host or b"evil.example" not in found


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 8000,
        b'{"text":' * 1500,
        b'{"text":' + b"[" * 3000 + b"]" * 3000 + b"}",
        b'{"text": 1e99999}',
        b'{"text": ' + b"9" * 9000 + b"}",
        b'{"text": NaN}',
        b'{"text": "\\ud800"}',
        b'{"text": "\xff\xfe"}',
        b'{"text": "a", "text": ["b"]}',
        b'\xef\xbb\xbf{"text": "a"}',
        b'{"text": "a"}' * 2,
        b'{"text": "a\x00b"}',
        b"null",
        b'"text"',
        b"{'text': 'a'}",
        b'{"text": {"$gt": ""}}',
        b'{"place": {"authorities": ["E07000163"]}, "text": "a"}',
        b"\x00" * 1000,
        b"a" * 16_385,
    ],
    ids=range(19),
)
def test_json_that_is_none(server: Server, body: bytes):
    """Deep, huge, of the wrong type or no UTF-8: a clear fault, and the next request is served."""
    visitor = Visitor(server)
    kind = {"Content-Type": "application/json"}
    started = time.process_time()
    for path in ("/answer", "/conversations"):
        found = visitor.send("POST", f"/ask/api/v1{path}", content=body, headers=kind)
        assert found.status_code in (200, 400, 413)
        assert found.headers["content-type"] == "application/json"
        if found.status_code != 200:
            assert set(found.json()["error"]) == {"code", "message"}
        assert not BUILT_WITH.search(found.text)
    assert time.process_time() - started < PATIENCE


@pytest.fixture(scope="module")
def directory() -> Sanic:
    """The open data."""
    app = Sanic(f"hostile-data-{next(_names)}", configure_logging=False)
    app.config.FALLBACK_ERROR_FORMAT = "text"
    app.blueprint(open_data(data))
    return app


@pytest.fixture(scope="module")
def reader(directory: Sanic) -> Iterator[Visitor]:
    """A program that reads the open data."""
    server = Server(directory)
    yield Visitor(server)
    server.stop()


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_open_data(reader: Visitor, text: str):
    """As a path and as every parameter: JSON, or not found; never a crash."""
    sent = quote(text, safe="")[:2000]
    started = time.process_time()
    for path in (
        f"/oruk/services/{sent}",
        f"/oruk/{sent}",
        f"/oruk/services?search={sent}&page={sent}",
        f"/oruk/services?postcode={sent}&proximity={sent}&taxonomy_term_id={sent}",
        f"/oruk/taxonomy_terms?per_page={sent}&modified_after={sent}&{sent}={sent}",
    ):
        found = reader.send("GET", path)
        assert found.status_code in (200, 400, 404, 413)  # 413: an address of many thousand signs
        shown = found.text.replace(text, "")
        assert not re.search(r"Traceback|File \"|sqlite3|/usr/", shown)
    assert time.process_time() - started < PATIENCE


def test_the_command_line():
    """`ask --jsonl` answers every one, in order, with an outcome of the list, in time."""
    lines = [json.dumps({"id": n, "text": text}) for n, text in enumerate(HOSTILE)]
    places = [json.dumps({"id": n, "text": "my bin", "place": text[:200]})
              for n, text in enumerate(HOSTILE)]  # fmt: skip
    found = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bot", "ask", "--jsonl"],
        cwd=ROOT, input="\n".join([*lines, *places]) + "\n", capture_output=True, text=True,
        timeout=600, check=True,
    )  # fmt: skip
    # Not splitlines(): it would also cut at U+2028, which a line of JSON may hold.
    answers = [json.loads(line) for line in found.stdout.split("\n") if line]
    assert [answer["id"] for answer in answers] == [*range(len(HOSTILE))] * 2
    assert {answer["outcome"] for answer in answers} <= set(OUTCOMES) - {"error"}
    assert max(answer["ms"] for answer in answers) < PATIENCE * 1000
    assert "Traceback" not in found.stderr


@pytest.mark.parametrize("line", ["[" * 5000, '{"text": ', "\x00", '{"text": 5}', "null", '"a"'],
                         ids=range(6))  # fmt: skip
def test_lines_that_are_no_json(line: str):
    """One clear line, status 2, no trace: before the model is loaded, so at once."""
    found = bot("ask", "--jsonl", stdin=line + "\n")
    assert (found.returncode, found.stdout) == (2, b"")
    assert found.stderr.startswith(b"Error: stdin line 1")
    assert found.stderr.count(b"\n") == 1


def test_nothing_was_carried_out(server: Server, store: Callbacks):
    """After all that the page is as it was and the tables are there."""
    assert Page(Visitor(server).send("GET", "/ask")).status == 200
    assert store.purge(dry_run=True) == 0
