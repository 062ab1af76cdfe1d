"""Call-backs as advisers see them: listed for them alone, done means deleted, all in the log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from channel_visitor import Server, Visitor
from staff_world import Colleague, make_staff_app

from bot.channel.adviser.callbacks import local
from bot.channel.handover import HandOver
from bot.handover.callbacks import Callbacks
from bot.handover.request import Request

PATH = "/adviser/call-backs"
FIRST = Request("Jo <b>Bloggs</b>", "07700 900123", "morning", "A pothole", lang="cy")
SECOND = Request("Sam Smith", "07700 900456", "any", "", reference="K7P-3QX")


@pytest.fixture
def store(tmp_path: Path) -> Callbacks:
    """Two requests that wait."""
    found = Callbacks.open(f"sqlite:///{tmp_path / 'c.db'}", tmp_path / "c.key", 14)
    found.add(FIRST, "first")
    found.add(SECOND, "second")
    return found


@pytest.fixture
def server(store: Callbacks) -> Iterator[Server]:
    """A desk of its own for each test."""
    found = Server(make_staff_app(handover=HandOver(store)))
    yield found
    found.stop()


@pytest.fixture
def ann(server: Server) -> Colleague:
    """An adviser, signed in."""
    found = Colleague(server)
    found.sign_in()
    return found


def test_an_adviser_sees_whom_to_phone(ann: Colleague) -> None:
    """Oldest first, escaped, the number to press; seeing them is in the log."""
    page = ann.get(PATH)
    assert page.status == 200
    assert page.words.index("Jo <b>Bloggs</b>") < page.words.index("Sam Smith")
    assert "<b>" not in page.html
    assert "tel:07700900123" in page.links
    assert "Language Welsh" in page.words
    assert "K7P-3QX" in page.words
    assert ("ann", "saw call-backs", "2") in ann.log()
    assert PATH in page.links


def test_done_deletes(ann: Colleague, store: Callbacks) -> None:
    """One request, once; the log tells who, not whose."""
    page = ann.get(PATH)
    after = ann.submit(next(form for form in page.forms if form["fields"].get("number") == "1"))
    assert "Done. Their details are deleted." in after.words
    assert [kept.request.name for kept in store.waiting()] == ["Sam Smith"]
    assert ("ann", "closed a call-back", "1") in ann.log()
    assert not any("Bloggs" in about for _, _, about in ann.log())


def test_nobody_else_sees_them(server: Server, store: Callbacks) -> None:
    """A stranger is sent to sign in, and a reviewer is told that it is not theirs."""
    stranger = Visitor(server).get(PATH)
    assert "Bloggs" not in stranger.html
    assert str(stranger.response.url.path) == "/staff/sign-in"
    rob = Colleague(server)
    rob.sign_in("rob")
    page = rob.get(PATH)
    assert page.status == 403
    assert "Bloggs" not in page.html
    assert "07700900123" not in page.html
    form = {"action": PATH, "fields": {"form": "x", "number": "1"}}
    assert rob.submit(form).status == 403
    assert len(store.waiting()) == 2
    assert not any(what == "saw call-backs" for _, what, _ in rob.log())


def test_a_forged_form_closes_nothing(ann: Colleague, store: Callbacks) -> None:
    """Without our signature, or with a number that is none."""
    assert ann.submit({"action": PATH, "fields": {"form": "x", "number": "1"}}).status == 403
    form = next(form for form in ann.get(PATH).forms if "number" in form["fields"])
    for number in ("", "-1", "1 or 1=1", "９", "9" * 40):
        assert ann.submit(form, number=number).status == 400
    assert len(store.waiting()) == 2


def test_an_empty_list_says_so(ann: Colleague, store: Callbacks) -> None:
    """And nothing is logged: nothing was seen."""
    for kept in store.waiting():
        store.done(kept.id)
    assert "Nobody waits for a call." in ann.get(PATH).words
    assert not any(what == "saw call-backs" for _, what, _ in ann.log())


def test_times_are_told_as_they_are_in_london(store: Callbacks) -> None:
    """Summer time too."""
    kept = store.waiting()[0]
    assert re.fullmatch(r"\w{3} \d{1,2} \w{3}, \d\d:\d\d", local(kept.at))
    assert local(kept.at.replace(month=7, day=1, hour=9, minute=5)).endswith("1 Jul, 10:05")
