"""Pages of other origins: kept out of the API by default, let in exactly as listed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from channel_visitor import Server, Visitor
from channel_world import SETTINGS, make_app

ORIGIN = "https://www.borsetshire.example"
PREFLIGHT = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST"}


@pytest.fixture(scope="module")
def listed() -> Iterator[Visitor]:
    """A server that lists one origin."""
    server = Server(make_app(dataclasses.replace(SETTINGS, cors_origins=(ORIGIN,))))
    yield Visitor(server)
    server.stop()


@pytest.fixture(scope="module")
def closed() -> Iterator[Visitor]:
    """A server that lists none."""
    server = Server(make_app())
    yield Visitor(server)
    server.stop()


def test_none_may_by_default(closed: Visitor) -> None:
    """No header lets a foreign page read an answer."""
    for method, headers in (("POST", {"Origin": ORIGIN}), ("OPTIONS", PREFLIGHT)):
        found = closed.api(method, "/conversations", headers=headers)
        assert not [name for name in found.headers if name.startswith("access-control")]
    assert found.status_code == 405


def test_a_listed_origin_may(listed: Visitor) -> None:
    """It may ask first, and read answers and faults; no cookie is ever let through."""
    asked = listed.api("OPTIONS", "/conversations", headers=PREFLIGHT)
    assert asked.status_code == 204
    assert asked.headers["access-control-allow-origin"] == ORIGIN
    assert "Authorization" in asked.headers["access-control-allow-headers"]
    for path, status in (("/conversations", 201), ("/nothing", 404)):
        found = listed.api("POST", path, headers={"Origin": ORIGIN})
        assert found.status_code == status
        assert found.headers["access-control-allow-origin"] == ORIGIN
        assert found.headers["vary"] == "Origin"
        assert "access-control-allow-credentials" not in found.headers


@pytest.mark.parametrize(
    "origin",
    ["https://www.borsetshire.example.evil.example", "http://www.borsetshire.example",
     "https://borsetshire.example", "null", "*", ORIGIN.upper(), f"{ORIGIN}:8443"],
)  # fmt: skip
def test_any_other_may_not(listed: Visitor, origin: str) -> None:
    """However near the listed one."""
    found = listed.api("POST", "/conversations", headers={"Origin": origin})
    assert "access-control-allow-origin" not in found.headers
    asked = listed.api("OPTIONS", "/conversations", headers={**PREFLIGHT, "Origin": origin})
    assert asked.status_code == 405


def test_pages_are_never_shared(listed: Visitor) -> None:
    """Only the API is: the page and its forms are for its own origin."""
    found = listed.send("GET", "/ask", headers={"Origin": ORIGIN})
    assert "access-control-allow-origin" not in found.headers
    assert listed.send("OPTIONS", "/ask", headers=PREFLIGHT).status_code == 405
