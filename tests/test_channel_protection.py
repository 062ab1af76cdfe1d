"""The whole channel under one look: headers, sign-in, forms, bodies and limits at every address."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from channel_visitor import Server, Visitor
from sanic import Sanic
from sanic.response import json
from staff_world import STAFF, Colleague, make_staff_app

from bot.channel.outer import protect
from bot.channel.routes import table

Serve = Callable[..., Server]
#: Addresses that only staff may see, and those that take their forms.
STAFFS = ("/staff", "/staff/password", "/staff/assistant", "/adviser")
FORMS = ("/staff/password", "/staff/sign-out", "/staff/assistant", "/adviser", "/adviser/mark",
         "/adviser/open")  # fmt: skip
OPEN = ("/ask", "/ask/none", "/ask/privacy", "/ask/health", "/ask/static/ask.css",
        "/ask/static/none", "/ask/api/v1/openapi.json", "/ask/api/v1/none", "/staff/sign-in",
        "/staff/none")  # fmt: skip


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts a channel with settings changed."""
    started: list[Server] = []

    def start(**changes: Any) -> Server:
        started.append(Server(make_staff_app(dataclasses.replace(STAFF, **changes))))
        return started[-1]

    yield start
    for server in started:
        server.stop()


def test_every_answer_carries_the_headers(serve: Serve):
    """Pages, files, faults, the API, staff's pages: no inline code, nothing from elsewhere."""
    visitor = Visitor(serve(secure_cookies=True))
    for path in (*OPEN, *STAFFS, *FORMS):
        for method in ("GET", "POST", "DELETE"):
            found = visitor.send(method, path, allow_redirects=False).headers
            policy = found["content-security-policy"]
            assert policy.startswith("default-src 'none'; script-src 'self';"), path
            assert "unsafe" not in policy
            assert "frame-ancestors 'none'" in policy
            assert found["x-content-type-options"] == "nosniff"
            assert found["x-frame-options"] == "DENY"
            assert found["referrer-policy"] == "same-origin"
            assert "max-age" in found["strict-transport-security"]
            cookies = found.get("set-cookie", "")
            assert not cookies or ("HttpOnly" in cookies and "__Host-" in cookies), path
            assert not cookies or "Secure" in cookies


def test_who_may_frame_the_page_is_a_setting_for_citizens_only(serve: Serve):
    """A council's own sites may; nobody frames a page of staff."""
    visitor = Visitor(serve(frame_ancestors="'self' https://www.borsetshire.example"))
    policy = visitor.send("GET", "/ask").headers["content-security-policy"]
    assert policy.endswith("frame-ancestors 'self' https://www.borsetshire.example")
    for path in ("/staff/sign-in", "/adviser", "/staff/none"):
        policy = visitor.send("GET", path).headers["content-security-policy"]
        assert policy.endswith("frame-ancestors 'none'")


def test_nothing_of_staff_is_shown_without_signing_in(serve: Serve):
    """Every address leads to the sign-in page, with any method."""
    visitor = Visitor(serve())
    for path in (*STAFFS, *FORMS):
        for method in ("GET", "POST"):
            found = visitor.send(method, path, data={"form": "x"} if method == "POST" else None,
                                 allow_redirects=False)  # fmt: skip
            assert found.status_code in (303, 405), path
            if found.status_code == 303:
                assert found.headers["location"].startswith("/staff/sign-in?next=")
                assert found.content == b""


def test_no_form_of_staff_works_without_its_signature(serve: Serve):
    """Signed in, by another site's page: nothing is done."""
    server = serve()
    mo = Colleague(server)
    mo.sign_in("mo")
    before = len(mo.log())
    for path in FORMS:
        assert mo.send("POST", path, data={"turn": "off", "reason": "x"}).status_code == 403, path
    assert len(mo.log()) == before


def test_every_route_that_takes_a_body_refuses_a_big_one(serve: Serve):
    """Announced or not, before it is read to the end."""
    server = serve()
    mo = Colleague(server)
    mo.sign_in("mo")
    posts = [
        "/ask" + path.rstrip("/").replace("<conversation:str>", "x").replace("<name:str>", "x")
        for path, handlers in table(server.app.ctx.parts).items()
        if "POST" in handlers
    ]
    assert len(posts) > 5
    for path in (*posts, *FORMS, "/staff/sign-in"):
        assert mo.send("POST", path, content=b"x" * 20_000).status_code == 413, path


def test_a_forged_address_evades_no_limit(serve: Serve):
    """Without proxies in the settings, X-Forwarded-For counts for nothing."""
    server = serve(rate_pages="5/hour")
    statuses = [
        Visitor(server, **{"X-Forwarded-For": f"192.0.2.{number}"}).send("GET", path).status_code
        for number, path in enumerate(["/ask", "/staff/sign-in", "/ask/none", "/adviser/x"] * 2)
    ]
    assert statuses == [200, 200, 404, 404, 200, 429, 429, 429]


def test_behind_a_proxy_each_client_has_its_own_limit(serve: Serve):
    """And the nearest hop is believed, not what the client itself wrote before it."""
    server = serve(rate_pages="2/hour", trusted_proxies=("127.0.0.1",))

    def get(forwarded: str) -> int:
        visitor = Visitor(server, **{"X-Forwarded-For": forwarded})
        return visitor.send("GET", "/staff/sign-in").status_code

    assert [get("192.0.2.1"), get("192.0.2.1"), get("192.0.2.1")] == [200, 200, 429]
    assert get("192.0.2.2") == 200
    assert get("192.0.2.9, 192.0.2.1") == 429


def test_lock_out_goes_by_the_clients_address(serve: Serve):
    """Behind a proxy one guesser does not lock out a whole city."""
    server = serve(trusted_proxies=("127.0.0.1",))
    guesser = Colleague(server, **{"X-Forwarded-For": "192.0.2.1"})
    for number in range(20):
        assert guesser.sign_in(f"name{number}", "x").status == 401
    assert guesser.sign_in("ann").status == 429
    assert Colleague(server, **{"X-Forwarded-For": "192.0.2.2"}).sign_in("ann").status == 200
    addresses = {row["address"] for row in server.app.ctx.room.staff.audit.rows()}
    assert addresses == {"192.0.2.1", "192.0.2.2"}


def test_a_conversation_is_bound_to_its_cookie(serve: Serve):
    """Neither its id nor its code, read by somebody else, opens it at the citizen's page."""
    server = serve()
    owner = Visitor(server)
    page = owner.say("my bin")
    conversation = server.app.ctx.dialogue.heard[-1][1]
    code = page.html.split('id="reference">')[1].split("<strong>")[1].split("<")[0]
    for stolen in (conversation, code, code.replace("-", "")):
        thief = Visitor(server, Cookie=f"signpost={stolen}")
        assert "You said" not in thief.get().words
        found = thief.api("GET", f"/conversations/{conversation}", stolen)
        assert found.status_code in (401, 404)
    assert code not in conversation


def test_what_stands_outside_the_guard_is_limited_and_covered(serve: Serve):
    """The open data, say: other sites may read it, but not without end."""
    parts = serve(rate_pages="3/hour").app.ctx.parts
    app = Sanic("outside", configure_logging=False)

    @app.get("/data")
    async def data(_request: Any) -> Any:
        return json({"data": 1}, headers={"Referrer-Policy": "no-referrer"})

    protect(app, parts)
    server = Server(app)
    try:
        visitor = Visitor(server)
        found = [visitor.send("GET", path) for path in ("/data", "/data", "/none", "/data")]
        assert [response.status_code for response in found] == [200, 200, 404, 429]
        assert int(found[3].headers["retry-after"]) > 0
        assert "wait a minute" in found[3].json()["message"]
        for response in found:
            assert response.headers["x-content-type-options"] == "nosniff"
            assert "default-src 'none'" in response.headers["content-security-policy"]
        assert found[0].headers["referrer-policy"] == "no-referrer"
        assert "cross-origin-resource-policy" not in found[0].headers
    finally:
        server.stop()
