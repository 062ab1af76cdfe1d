"""Two hundred hostile inputs through every form and address of the staff's pages, and broken or
forged requests: every one gets an answer, nothing becomes markup, nothing shows the inside.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from channel_visitor import Page, Server
from staff_world import STAFF, Colleague, make_staff_app
from test_channel_hostile import BUILT_WITH, HOSTILE

from bot.channel.turns import Admitted

pytestmark = pytest.mark.slow  # some two thousand requests

OURS = re.compile(r"(/ask|/staff|/adviser|/review|#|https://|tel:)|$")
FOREIGN = {"img", "svg", "iframe", "object", "embed", "style", "base", "video", "math", "audio"}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server whose door keeps nothing out."""
    settings = dataclasses.replace(STAFF, max_turns=2)
    found = Server(make_staff_app(settings, door=lambda raw: Admitted(raw)))
    yield found
    found.stop()


@pytest.fixture(scope="module")
def mo(server: Server) -> Colleague:
    """An admin, who may see every page."""
    found = Colleague(server)
    found.sign_in("mo")
    return found


@pytest.fixture(scope="module")
def forms(mo: Colleague) -> tuple[dict[str, Any], ...]:
    """The desk's forms: to ask, for a code, and for the end of a call."""
    desk = mo.get("/adviser")
    answered = mo.submit(mo.form(desk, "place"), text="FX1")
    return mo.form(desk, "place"), mo.form(desk, "code"), answered.with_button("answered")


def harmless(page: Page, sent: str) -> None:
    """No markup but our own, nothing of the inside."""
    tags = [tag for tag, _ in page.tags]
    assert tags.count("script") <= 1
    assert not FOREIGN & set(tags)
    for tag, found in page.tags:
        assert not [name for name in found if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action"):
            link = found.get(name) or ""
            assert OURS.match(link), link
        assert tag != "meta" or "http-equiv" not in found
    shown = re.sub(r"(?s)<(p|textarea|li|blockquote)\b.*?</\1>|value=\"[^\"]*\"", "", page.html)
    assert not BUILT_WITH.search(shown.replace(sent, ""))
    assert "only-for-tests" not in page.html


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_at_the_door(server: Server, text: str):
    """As a name, a password, a place to go on to, a cookie and a form's signature."""
    stranger = Colleague(server)
    form = stranger.form(stranger.get(f"/staff/sign-in?next={quote(text)[:3000]}"), "password")
    assert form["fields"]["next"] == "/staff"
    for fields in ({"name": text, "password": "x"}, {"name": "ann", "password": text}):
        page = stranger.submit(form, **fields, next=text)
        assert page.status in (401, 413)
        harmless(page, text)
    page = stranger.submit(form, form=text, name="ann")
    assert page.status in (403, 413)
    lockout = server.app.ctx.room.staff.lockout
    for kind, key in (("address", "127.0.0.1"), ("account", "ann"), ("account", "")):
        lockout.forgive(kind, key)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_at_the_desk(mo: Colleague, forms: tuple[dict[str, Any], ...], text: str):
    """As words, place, choice, code, whom they had rung, the address and its parts."""
    ask, code, called = forms
    names = ("call", "area", "opened", "ticket", "said")
    query = "&".join(f"{name}={quote(text)[:700]}" for name in names)
    pages = [
        mo.submit(ask, text=text, place="FX1"),
        mo.submit(ask, text="a", place=text, **dict.fromkeys(names, text)),
        mo.submit(ask, choice=text),
        mo.submit(code, code=text, key=text),
        mo.get(f"/adviser/{quote(text, safe='')[:3000]}?{query}"),
        mo.get(f"/adviser?{query}"),
        mo.submit(called, mark="misdirected", called=text),
    ]
    for page in pages:
        assert page.status in (200, 400, 404, 413)
        harmless(page, text)
    mo.server.app.ctx.room.staff.lockout.forgive("code", "mo")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_at_the_switch(mo: Colleague, text: str):
    """As a reason, which every citizen would read."""
    switch = mo.server.app.ctx.room.staff.switch
    page = mo.submit(mo.form(mo.get("/staff/assistant"), "reason"), reason=text)
    assert page.status in (200, 400, 413)
    harmless(page, text)
    harmless(mo.get("/ask"), text)
    switch.on("test")
    mo.server.app.ctx.parts.off.forget()


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_in_the_log(mo: Colleague, text: str):
    """One line each, whatever name was tried."""
    audit = mo.server.app.ctx.room.staff.audit
    audit.write(text, "sign-in failed", text, text)
    (row,) = audit.rows(1)
    assert all(str(value).isprintable() for value in row.values())
    assert len(row["who"]) <= 64


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"x" * 20_000, FORM, 413),
        (b"a=1&" * 100, FORM, 400),
        (b"name=%ff%fe&password=%80", FORM, 403),
        (b'{"name": "ann"}', {"Content-Type": "application/json"}, 415),
        (b"--x", {"Content-Type": "multipart/form-data; boundary=x"}, 415),
        (b"", FORM, 403),
        (b"form=x", {**FORM, "Cookie": "signpost-staff=" + "A" * 43}, 403),
        (b"form=x", {**FORM, "Cookie": "signpost-staff='; DROP TABLE session; --"}, 403),
        (b"form=x", {**FORM, "X-HTTP-Method-Override": "DELETE"}, 403),
    ],
)
def test_broken_forms_sign_nobody_in(
    server: Server, content: bytes, headers: dict[str, str], status: int
):
    """A sentence in the staff's frame, and nothing in the log."""
    before = len(server.app.ctx.room.staff.audit.rows(100_000))
    stranger = Colleague(server)
    stranger.get("/staff/sign-in")
    page = Page(stranger.send("POST", "/staff/sign-in", content=content, headers=headers))
    assert page.status == status
    harmless(page, "")
    assert len(server.app.ctx.room.staff.audit.rows(100_000)) == before


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Remote-User": "mo"},
        {"Remote-User": "mo"},
        {"X-Forwarded-User": "mo"},
        {"X-Forwarded-For": "127.0.0.1", "X-Remote-User": "mo"},
        {"Authorization": "Basic bW86dGhyZWUgb2RkIGtldHRsZXM="},
        {"Cookie": "signpost=" + "a" * 32},
        {"Cookie": "__Host-signpost-staff=" + "a" * 43},
        {"Cookie": "signpost-staff=" + "0" * 64},
    ],
)
@pytest.mark.parametrize("path", ["/adviser", "/staff/password", "/staff/assistant"])
def test_nothing_but_a_session_lets_anybody_in(server: Server, headers: dict[str, str], path: str):
    """Headers of proxies that are not set up, other cookies, a basic password, a stored hash."""
    page = Colleague(server, **headers).get(path)
    assert page.response.url.path == "/staff/sign-in"


def test_a_copied_database_lets_nobody_in(server: Server, mo: Colleague):
    """Neither the hash of a session nor that of a password is worth anything at the door."""
    room: Any = server.app.ctx.room
    with room.staff.sessions._engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT token FROM session").fetchall()
    assert rows
    for (token,) in rows:
        for cookie in (token, token[:43]):
            thief = Colleague(server, Cookie=f"signpost-staff={cookie}")
            assert thief.get("/adviser").response.url.path == "/staff/sign-in"
    kept = room.staff.accounts.find("mo").password
    assert Colleague(server).sign_in("mo", kept).status == 401
