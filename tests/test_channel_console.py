"""The review console over HTTP: who may see it, its pages, filters and downloads."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import figures_world as ledger
import pytest
from channel_visitor import Server
from console_world import PASSWORD, make_review_app
from staff_world import Colleague

PAGES = ("/review", "/review/unmet", "/review/areas", "/review/measures",
         "/review/need/missed-bin")  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A ledger with a busy need, a small one and words that would be a formula."""
    engine = ledger.engine()
    at = datetime(2026, 11, 3, 10)
    ledger.conversation(engine, "asked_place answered", "missed-bin", 60, at, area="E07000008",
                        owner="E07000008", helped=True)  # fmt: skip
    ledger.conversation(engine, "gap_no_provider", "missed-bin", 20, at, area="E07000008")
    ledger.conversation(engine, "answered", "pothole", 3, at, words="my secret pothole")
    ledger.conversation(engine, "gap_not_understood", None, 9, at, words="=1+1<script>")
    found = Server(make_review_app(engine))
    yield found
    found.stop()


@pytest.fixture
def rob(server: Server) -> Colleague:
    """A reviewer, signed in."""
    found = Colleague(server)
    found.sign_in("rob", PASSWORD)
    return found


@pytest.mark.parametrize("path", [*PAGES, "/review/data/trend.csv"])
def test_nobody_sees_it_without_signing_in(server: Server, path: str):
    """They are led to the sign-in page."""
    assert Colleague(server).get(path).response.url.path == "/staff/sign-in"


@pytest.mark.parametrize("path", [*PAGES, "/review/data/trend.csv"])
def test_an_adviser_may_not_see_it(server: Server, path: str):
    """Their role is for the desk."""
    ann = Colleague(server)
    ann.sign_in("ann", PASSWORD)
    assert ann.get(path).status == 403


@pytest.mark.parametrize("path", PAGES)
def test_each_page_has_one_heading_and_a_place_in_the_menu(rob: Colleague, path: str):
    """And loads nothing from elsewhere, with nothing inline."""
    page = rob.get(path)
    assert page.status == 200
    assert page.html.count("<h1>") == 1
    assert " style=" not in page.html
    assert "<script>" not in page.html
    assert "default-src 'none'" in page.response.headers["content-security-policy"]
    assert page.response.headers["cache-control"] == "no-store"


def test_a_period_and_filters_narrow_what_is_counted(rob: Colleague):
    """They stay in the addresses of downloads and needs."""
    page = rob.get("/review/unmet?period=4w&reason=no_provider&channel=signpost")
    assert "20" in page.words
    assert "Not understood" not in page.words.split("Requests by need")[1]
    assert (
        "/review/data/by-need.csv?period=4w&amp;reason=no_provider&amp;channel=signpost"
        in page.html
    )
    assert "/review/need/missed-bin?period=4w&amp;reason=no_provider" in page.html


def test_a_choice_that_would_tell_a_small_number_is_hidden():
    """On the page, in its files and in what stands at a glance."""
    engine, at = ledger.engine(), datetime(2026, 11, 3, 10)
    for channel, times in (("signpost", 30), ("adviser", 8), ("rest", 2)):
        ledger.conversation(engine, "answered", "allotment", times, at, channel=channel)
    server = Server(make_review_app(engine))
    try:
        rob = Colleague(server)
        rob.sign_in("rob", PASSWORD)
        page = rob.get("/review/unmet?period=4w&channel=adviser")
        assert "Take out one of the choices above" in page.words
        assert len(rows(rob, "/review/data/by-need.csv?period=4w&channel=adviser")) == 1
        for path in ("/review", "/review/measures", "/review/need/allotment"):
            words = rob.get(f"{path}?period=4w&channel=adviser").words
            assert "Take out one of the choices above" in words, path
        found = rows(rob, "/review/data/by-need.csv?period=4w&channel=signpost")
        assert found[1][2] == "30"
    finally:
        server.stop()


def test_unmet_requests_alone_are_not_told_twice(rob: Colleague):
    """Where a reason is chosen, all requests are unmet ones, and their share is everything."""
    found = rows(rob, "/review/data/by-need.csv?period=4w&reason=no_provider")
    assert found[:2] == [
        ["need", "id", "unmet"],
        ["Report a missed bin collection", "missed-bin", "20"],
    ]
    assert rows(rob, "/review/data/trend.csv?reason=any")[0] == ["week", "unmet"]
    assert "Share unmet" not in rob.get("/review/unmet?period=4w&reason=no_provider").words


@pytest.mark.parametrize(
    "query",
    ["period=99w", "period=2026-13", "period=2031-01", "reason=x", "need=%00", "area='%20or%201=1",
     "owner=" + "x" * 500, "channel=<b>", "share=-1&cost=nan", "share=inf", "period=0w"],
)  # fmt: skip
def test_an_odd_address_shows_something(rob: Colleague, query: str):
    """What makes no sense is left out, and nothing of it comes back unescaped."""
    page = rob.get(f"/review/measures?{query}")
    assert page.status == 200
    assert "<b>" not in page.html


def test_a_need_has_peoples_own_words(rob: Colleague):
    """Only when at least five asked."""
    assert "my bin was not emptied" in rob.get("/review/need/missed-bin").words
    page = rob.get("/review/need/pothole")
    assert "my secret pothole" not in page.words
    assert "Fewer than 5 people asked" in page.words
    assert rob.get("/review/need/no-such-need").status == 404


def rows(rob: Colleague, path: str) -> list[list[str]]:
    """A CSV download, read."""
    response = rob.send("GET", path)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/csv")
    assert "attachment" in response.headers["content-disposition"]
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_a_download_has_the_pages_numbers(rob: Colleague):
    """The same filters, the same numbers hidden."""
    found = rows(rob, "/review/data/by-need.csv?period=4w")
    assert found[0] == ["need", "id", "requests", "unmet", "share"]
    numbers = {row[1]: row[2:] for row in found[1:]}
    assert numbers["missed-bin"][0] == "80"
    assert numbers["pothole"] == ["[c]", "0", "[c]"]
    assert rob.send("GET", "/review/data/by-need.json").json()["id"] == "by-need"


@pytest.mark.parametrize("name", ["none.csv", "trend.xml", "trend", "..%2f..%2fetc.csv"])
def test_an_unknown_download_is_not_found(rob: Colleague, name: str):
    """There is nothing but the figures."""
    assert rob.send("GET", f"/review/data/{name}").status_code == 404


def test_own_assumptions_change_the_calls_avoided(rob: Colleague):
    """And stay in the address of the download."""
    page = rob.get("/review/measures?share=100&cost=10")
    assert "× 100% × £10.00" in page.words
    found = rows(rob, "/review/data/calls-avoided.csv?share=100&cost=10")
    week: Any = next(row for row in found if row[0] == "2026-11-02")
    assert week == ["2026-11-02", "63", "63", "630.0"]


def test_reviewers_and_admins_see_the_same_small_numbers_hidden(server: Server, rob: Colleague):
    """Pages are printed and sent on: no role sees more."""
    mo = Colleague(server)
    mo.sign_in("mo", PASSWORD)
    path = "/review/data/by-need.csv"
    assert rows(mo, path) == rows(rob, path)
