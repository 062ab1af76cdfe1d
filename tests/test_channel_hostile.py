"""More than two hundred hostile inputs through the form and the API, and broken HTTP: every one
gets an answer, nothing becomes markup, and nothing shows how the service is built.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from channel_visitor import Page, Server, Visitor
from channel_world import SETTINGS, make_app
from hostile import HOSTILE

from bot.channel.turns import Admitted
from bot.channel.words import page_words

pytestmark = pytest.mark.slow  # some hundred inputs by every way in

BUILT_WITH = re.compile(
    r"Traceback|File \"|\.py\b|sanic|rasa|jinja|sqlite|UndefinedError|KeyError|/usr/",
    re.I,
)

#: How a reply begins, in the language that the message was taken for.
SAID = [page_words(lang)("bot_said", assistant="Signpost") for lang in ("en", "cy")]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server whose door keeps nothing out, so that the pages themselves must hold."""
    settings = dataclasses.replace(SETTINGS, max_turns=2)
    found = Server(make_app(settings, door=lambda raw: Admitted(raw)))
    yield found
    found.stop()


def test_there_are_two_hundred():
    """Each another one."""
    assert len(HOSTILE) == len(set(HOSTILE)) >= 200


def harmless(page: Page, sent: str) -> None:
    """Holds a page to what pages of ours are: no markup but our own, nothing of the inside."""
    tags = [tag for tag, _ in page.tags]
    assert tags.count("script") == 1
    assert not {"img", "svg", "iframe", "object", "embed", "style", "base", "video", "math",
                "audio", "marquee", "body onload"} & set(tags)  # fmt: skip
    for tag, found in page.tags:
        assert not [name for name in found if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action"):
            link = found.get(name) or ""
            assert re.match(r"(/ask|#|https://|tel:|mailto:\?)|$", link), link
        assert tag != "meta" or "http-equiv" not in found
    without = page.html.replace(sent, "")
    assert not BUILT_WITH.search(
        re.sub(r"(?s)<(p|textarea)\b.*?</\1>|\bvalue=\"[^\"]*\"", "", without)
    )
    assert "only-for-tests" not in page.html
    assert "set-cookie" not in page.response.headers or (
        "signpost=evil" not in page.response.headers["set-cookie"]
    )


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_typed(server: Server, text: str):
    """As a message: a reply, or a sentence about what is wrong; 2xx or 4xx."""
    visitor = Visitor(server)
    page = visitor.say(text)
    assert page.status in (200, 400, 413)
    harmless(page, text)
    if page.status == 200:
        assert any(said in page.words for said in SAID)
        harmless(visitor.get(), text)
    for message, _, _ in server.app.ctx.dialogue.heard[-1:]:
        assert not message.strip().startswith("/")


@pytest.fixture(scope="module")
def regular(server: Server) -> tuple[Visitor, dict[str, Any], str, str]:
    """A visitor with a form and a conversation of the API: (visitor, form, path, token)."""
    visitor = Visitor(server)
    return visitor, visitor.get().box(), *visitor.start()


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_everywhere_else(regular: tuple[Visitor, dict[str, Any], str, str], text: str):
    """As a choice, a form's other fields, a path, a query and JSON."""
    visitor, box, path, token = regular
    for fields in ({"choice": text, "key": text}, {"about": text, "helped": text}):
        page = visitor.submit(box, **fields)
        assert page.status in (200, 400, 404, 413)
        harmless(page, text)
    page = visitor.submit(box, text="a", form=text)
    assert page.status in (403, 413)
    sent = quote(text, safe="")[:3000]
    page = visitor.get(f"/ask/{sent}?cleared={sent}")
    assert page.status in (200, 404)
    harmless(page, text)
    for body in ({"text": text}, {"choice": text, text: text}):
        found = visitor.api("POST", f"{path}/messages", token, json=body)
        assert found.status_code in (200, 400, 413)
        assert found.headers["content-type"] == "application/json"
    found = visitor.api("GET", f"/conversations/{sent}", token)
    assert found.status_code in (400, 401, 404)


@pytest.mark.parametrize(
    "body",
    [
        b"text=%ff%fe%80",
        b"text=\xff\xfe\x80",
        b"text=%",
        b"text=%zz",
        b"&&&&===",
        b"=",
        b"text",
        b"text=a&text=b",
        b"a=1&" * 100,
        b"\x00" * 100,
        b"text=%u0041",
        b"",
    ],
)
def test_broken_forms(server: Server, body: bytes):
    """Bytes that are no form: with a good token they are words or a fault, never a crash."""
    visitor = Visitor(server)
    fields = visitor.get().box()["fields"]
    good = f"&form={quote(fields['form'])}&key={quote(fields['key'])}".encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    for sent in (body, body + good):
        page = Page(visitor.send("POST", "/ask", content=sent, headers=kind))
        assert page.status in (200, 400, 403)
        harmless(page, "")


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /ask HTTP/9.9\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET /ask HTTP/1.1\r\nHost: x\r\nCookie: signpost=\xff\xfe\r\nConnection: close\r\n\r\n",
        b"GET /ask/\xff\xfe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET /ask/%ff%fe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET /ask?%ff=%fe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET /ask HTTP/1.1\r\nHost: " + b"x" * 20_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n\r\n",
        b"POST /ask HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /ask HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
        b"POST /ask HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n",
        b"POST /ask HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST /ask HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n",
        b"POST /ask HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc",
        b"GET http://evil.example/ask HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        b"GET /ask HTTP/1.1\r\nX-Forwarded-For: \xff, '\r\nConnection: close\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    ],
)
def test_broken_http(server: Server, sent: bytes):
    """Bytes that are no request: an answer or a closed door, no trace, and the service goes on."""
    found = server.raw(sent)
    assert not re.search(rb"Traceback|File \"|\.py\b", found)
    assert found == b"" or found.startswith(b"HTTP/1.1 ")
    assert Visitor(server).get().status == 200
