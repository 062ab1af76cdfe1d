"""Every address of the console, as its own table of routes tells them: who may not see it, odd
values in its path and after it, forms that are not one's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from channel_visitor import Server
from console_world import PASSWORD, filled, make_review_app
from staff_world import Colleague

#: What stands in a path where a number, a need or a file is expected.
ODD = ("0", "-1", "7.5", "999999999", "9" * 30, "abc", "\0", "٣", "'; drop table turn; --",
       "<script>", "..%2f..%2fetc", "trend.xml", ".csv", "x" * 3000)  # fmt: skip
#: What stands after it.
QUERIES = (
    "period=9999-12", "period=0000-01", "period=2000-01", "period=-4w", "period=4w&period=52w",
    "since=2026-11-01&until=2026-01-01", "page=-1&offset=-5&limit=99999999999", "order=x&status=x",
    "need=%00&area=%27&owner=%3Cb%3E&channel=*&language=xx", "reason=any&area=E99999999&owner=none",
    "search=%25_%27%22%3Cb%3E", "share=1e308&cost=-0", "share=nan&cost=%C2%B2", "done=%3Cb%3E",
    "need[]=1&need[a]=2", "%ff=%fe", "search=" + "a" * 6000, "kind=missing&kind=known",
)  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """The console over a ledger with something in it."""
    found = Server(make_review_app(filled()))
    yield found
    found.stop()


def colleague(server: Server, name: str) -> Colleague:
    """Somebody, signed in."""
    found = Colleague(server)
    found.sign_in(name, PASSWORD)
    return found


@pytest.fixture(scope="module")
def rob(server: Server) -> Colleague:
    """A reviewer."""
    return colleague(server, "rob")


def paths(server: Server, value: str = "1") -> list[str]:
    """Every address of the console, with `value` where a path has something to fill in."""
    found = [f"/{one.path}" for one in server.app.router.routes]
    ours = [one for one in found if one.startswith("/review") and ":path>" not in one]
    assert len(ours) > 15
    return [re.sub(r"<\w+:\w+>", quote(value, safe=""), one) for one in ours]


def test_nobody_is_let_in_without_signing_in(server: Server):
    """To read or to change: they are led to the sign-in page."""
    stranger = Colleague(server)
    for path in paths(server):
        for method in ("GET", "POST"):
            answer = stranger.send(method, path, allow_redirects=False)
            assert answer.status_code in (303, 405), (method, path)
            if answer.status_code == 303:
                assert answer.headers["location"].startswith("/staff/sign-in"), path


def test_an_adviser_is_refused_everywhere(server: Server):
    """With a page that says so."""
    ann = colleague(server, "ann")
    for path in paths(server):
        for method in ("GET", "POST"):
            answer = ann.send(method, path)
            assert answer.status_code in (403, 405), (method, path)
            assert "<h1" in answer.text


def test_a_form_of_somebody_else_changes_nothing(server: Server, rob: Colleague):
    """Nor one without a token, nor with one that is no token."""
    page = colleague(server, "mo").get("/review/clusters/1")
    theirs = next(one for one in page.forms if "form" in one["fields"])["fields"]["form"]
    assert rob.get("/review/clusters/1").status == 200
    data = {"do": "status", "value": "done", "kind": "ignore", "lesson": "1"}
    for token in (theirs, "", "x" * 5000, "\0"):
        for path in paths(server):
            answer = rob.send("POST", path, data={**data, "form": token})
            assert answer.status_code in (403, 405), path
    assert "Dealt with" not in rob.get("/review/clusters/1").html.split("<form")[0]


@pytest.mark.parametrize("value", ODD, ids=range(len(ODD)))
def test_what_is_not_there_is_not_found(server: Server, rob: Colleague, value: str):
    """In a page of ours, which shows nothing of what was asked for."""
    filled_in = set(paths(server, value)) - set(paths(server))
    assert filled_in
    for path in filled_in:
        answer = rob.send("GET", path)
        assert answer.status_code in (404, 405), path
        assert "<h1" in answer.text
        assert "drop table" not in answer.text
        assert "<script>" not in answer.text


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_an_odd_choice_shows_something_or_is_not_found(server: Server, rob: Colleague, query: str):
    """Nothing of it comes back as markup."""
    for path in paths(server, "trend.csv"):
        answer = rob.send("GET", f"{path}?{query}")
        assert answer.status_code in (200, 404, 405), path
        assert "<b>" not in answer.text
    for name in ("by-need.json", "growing.csv", "measures-weekly.csv", "calls-avoided.json"):
        assert rob.send("GET", f"/review/data/{name}?{query}").status_code == 200, name
    answer = rob.send("GET", f"/review/report?owner=E07000008&month=2026-10&{query}")
    assert answer.status_code == 200
