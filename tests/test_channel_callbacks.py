"""Pages to ask for a call, as a browser without JavaScript meets them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from channel_visitor import Page, Server, Visitor
from channel_world import SETTINGS, make_app

from bot import hours
from bot.channel.handover import HandOver
from bot.channel.plain import NOBODY
from bot.channel.replies import tidy
from bot.channel.transcripts import Turn
from bot.handover.callbacks import Callbacks
from bot.handover.desks import Desk, Desks

GOOD = {"name": "Jo Bloggs", "phone": "07700 900123", "when": "morning", "about": "A bin"}
_numbers = count(100)


@pytest.fixture(scope="module")
def posted() -> list[tuple[str, dict[str, Any], str]]:
    """Events that a webhook would have posted."""
    return []


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Callbacks:
    """Where requests go."""
    folder = tmp_path_factory.mktemp("callbacks")
    return Callbacks.open(f"sqlite:///{folder / 'c.db'}", folder / "c.key", 14)


@pytest.fixture(scope="module")
def server(store: Callbacks, posted: list[Any]) -> Iterator[Server]:
    """One server for all."""
    settings = dataclasses.replace(SETTINGS, rate_callbacks="1000/minute")
    handover = HandOver(store, lambda *event: posted.append(event))
    found = Server(make_app(settings, handover=handover))
    yield found
    found.stop()


@pytest.fixture
def visitor(server: Server, store: Callbacks, posted: list[Any]) -> Visitor:
    """Somebody new; nothing waits yet."""
    for kept in store.waiting():
        store.done(kept.id)
    posted.clear()
    return Visitor(server)


def form(page: Page) -> dict[str, Any]:
    """The form to ask for a call."""
    return next(found for found in page.forms if found["action"] == "/ask/call-back")


def good(**changes: str) -> dict[str, str]:
    """A form without fault, with a phone number nobody else gave."""
    return {**GOOD, "phone": f"07700 900{next(_numbers)}", **changes}


def test_the_page_leads_to_it(visitor: Visitor) -> None:
    """From the section that is always there, and from a reply that offers a person."""
    assert "/ask/call-back" in visitor.get().links
    assert visitor.say("a person please").links.count("/ask/call-back") == 2


def test_in_the_widgets_panel_it_stays_in_the_panel(visitor: Visitor, store: Callbacks) -> None:
    """With what was talked about there, from the form to taking the request back."""
    panel = visitor.submit(visitor.get("/ask/panel").box(), text="pothole FX1")
    assert "/ask/panel/call-back" in panel.links
    assert "/ask/call-back" not in panel.links
    page = visitor.get("/ask/panel/call-back")
    asking = next(found for found in page.forms if found["action"] == "/ask/panel/call-back")
    kept = visitor.submit(asking, **good())
    assert kept.response.url.path.startswith("/ask/panel/call-back/")
    assert [one.request.need for one in store.waiting()] == ["pothole"]
    for shown in (page, kept):
        assert ("base", {"target": "_blank"}) in shown.tags
        forms = [found for tag, found in shown.tags if tag == "form"]
        assert all(found["target"] == "_self" for found in forms)
        assert "/ask/panel" in shown.links
    gone = visitor.submit(kept.forms[-1])
    assert gone.response.url.path == "/ask/panel/call-back/withdrawn"
    assert list(store.waiting()) == []


def test_what_was_talked_about_is_filled_in(visitor: Visitor) -> None:
    """The need's label, to be changed or taken out."""
    visitor.say("pothole FX1")
    page = visitor.get("/ask/call-back")
    assert "Report a pothole" in page.html
    assert form(page)["fields"]["name"] == ""


def test_a_request_is_kept_and_told(visitor: Visitor, store: Callbacks, posted: Any) -> None:
    """The citizen sees what becomes of it; the advisers' store and the webhook have it."""
    visitor.say("pothole FX1")
    page = visitor.submit(form(visitor.get("/ask/call-back")), **good(phone="07700900999"))
    assert page.status == 200
    assert "We will phone you" in page.words
    assert "Thank you, Jo Bloggs. We will phone the number that ends in 999." in page.words
    assert "07700" not in page.html
    (kept,) = store.waiting()
    assert kept.request.phone == "07700 900999"
    assert kept.request.need == "pothole"
    ((kind, told, identity),) = posted
    assert kind == "callback.requested"
    assert (told["name"], told["phone"], told["when"]) == ("Jo Bloggs", "07700 900999", "morning")
    assert told["need"]["id"] == "pothole"
    assert len(identity) == 32


def test_sending_the_form_twice_asks_once(visitor: Visitor, store: Callbacks, posted: Any) -> None:
    """A double click or a reload."""
    sent, fields = form(visitor.get("/ask/call-back")), good()
    first, second = visitor.submit(sent, **fields), visitor.submit(sent, **fields)
    assert first.response.url == second.response.url
    assert len(store.waiting()) == len(posted) == 1


def test_it_can_be_taken_back(visitor: Visitor, store: Callbacks) -> None:
    """And is deleted at once; its page then knows nothing of it."""
    page = visitor.submit(form(visitor.get("/ask/call-back")), **good())
    address = str(page.response.url.path)
    gone = visitor.submit(page.forms[0])
    assert "We won’t phone you" in gone.words
    assert store.waiting() == []
    again = visitor.get(address)
    assert again.status == 404
    assert "Bloggs" not in again.html


def test_only_a_page_of_ours_can_take_it_back(visitor: Visitor, store: Callbacks) -> None:
    """Who knows the address alone may not; nor may any other form."""
    page = visitor.submit(form(visitor.get("/ask/call-back")), **good())
    stranger = Visitor(visitor.server)
    sent = {"action": page.response.url.path, "fields": {"form": "forged"}}
    assert stranger.submit(sent).status == 403
    assert len(store.waiting()) == 1


@pytest.mark.parametrize(
    ("change", "message", "field"),
    [
        ({"name": ""}, "Enter your name", "name"),
        ({"phone": "123"}, "Enter a phone number we can ring", "phone"),
        ({"phone": ""}, "Enter your phone number", "phone"),
        ({"when": ""}, "Choose when we should phone", "when-any"),
        ({"about": "x" * 301}, "must be 300 characters or fewer", "about"),
    ],
)
def test_a_fault_is_told_beside_its_field(
    visitor: Visitor, store: Callbacks, change: dict[str, str], message: str, field: str
) -> None:
    """With a list on top that leads there; what was typed stays; nothing is kept."""
    page = visitor.submit(form(visitor.get("/ask/call-back")), **good(**change))
    assert page.status == 400
    assert page.words.count(message) == 2
    assert f"#{field}" in page.links
    assert field in page.ids
    assert page.html.startswith("<!DOCTYPE html>")
    assert "<title>Error: " in page.html
    assert form(page)["fields"]["name"] == change.get("name", "Jo Bloggs")
    assert store.waiting() == []


def test_a_form_of_elsewhere_is_refused(visitor: Visitor, store: Callbacks) -> None:
    """No signature, another visitor's, or another site's."""
    sent = form(visitor.get("/ask/call-back"))
    other = form(Visitor(visitor.server).get("/ask/call-back"))
    assert visitor.submit(sent, **good(form="")).status == 403
    assert visitor.submit(sent, **good(form=other["fields"]["form"])).status == 403
    headers = {"Sec-Fetch-Site": "cross-site"}
    found = visitor.send(
        "POST", "/ask/call-back", data={**sent["fields"], **good()}, headers=headers
    )
    assert found.status_code == 403
    assert store.waiting() == []


def test_one_phone_is_not_asked_for_again_and_again(tmp_path: Path) -> None:
    """Whoever sends it; and one address asks a few times only."""
    kept = Callbacks.open(f"sqlite:///{tmp_path / 'c.db'}", tmp_path / "c.key", 14)
    settings = dataclasses.replace(
        SETTINGS, rate_callbacks="2/hour", trusted_proxies=("127.0.0.1",)
    )
    server = Server(make_app(settings, handover=HandOver(kept)))
    statuses = []
    for number in range(3):
        visitor = Visitor(server, **{"X-Forwarded-For": f"192.0.2.{number}"})
        sent = form(visitor.get("/ask/call-back"))
        statuses.append(visitor.submit(sent, **GOOD).status)
    assert statuses == [200, 200, 429]
    visitor = Visitor(server, **{"X-Forwarded-For": "192.0.2.77"})
    sent = [form(visitor.get("/ask/call-back")) for _ in range(3)]
    assert [visitor.submit(each, **good()).status for each in sent] == [200, 200, 429]
    server.stop()


def test_it_is_there_while_the_assistant_is_off(tmp_path: Path) -> None:
    """Then more than ever."""
    kept = Callbacks.open(f"sqlite:///{tmp_path / 'c.db'}", tmp_path / "c.key", 14)
    settings = dataclasses.replace(SETTINGS, off_reason="Being mended.")
    server = Server(make_app(settings, handover=HandOver(kept)))
    visitor = Visitor(server)
    off = visitor.get()
    assert off.status == 503
    assert "/ask/call-back" in off.links
    page = visitor.submit(form(visitor.get("/ask/call-back")), **good())
    assert "We will phone you" in page.words
    server.stop()


def test_without_the_switch_there_is_nothing() -> None:
    """No link, no page, no word of it in the privacy text."""
    server = Server(make_app())
    visitor = Visitor(server)
    assert "/ask/call-back" not in visitor.get().links
    assert visitor.get("/ask/call-back").status == 404
    assert "phone you" not in visitor.get("/ask/privacy").words
    server.stop()


def test_the_privacy_page_tells_of_it(visitor: Visitor) -> None:
    """What is asked for, who sees it, when it goes."""
    words = visitor.get("/ask/privacy").words
    assert "If you ask us to phone you" in words
    assert "after 14 days" in words


@pytest.mark.parametrize(
    ("text", "is_open"),
    [("Monday to Sunday 12am to 11:59pm", None), ("Open 24 hours a day", True)],
)
def test_hours_are_told_beside_the_phone(text: str, is_open: bool | None) -> None:
    """As they are at that moment."""
    desk = Desk(SETTINGS.council_name, SETTINGS.council_phone, "", hours.read(text))
    server = Server(make_app(dataclasses.replace(SETTINGS, desks=Desks(desk))))
    words = Visitor(server).get().words
    assert ("Open all day and night." in words) if is_open else ("Open now" in words)
    server.stop()


def test_a_closed_desk_puts_the_call_first(store: Callbacks) -> None:
    """What is possible now stands first."""
    closed = hours.Session(frozenset(), hours.time(9), hours.time(17))
    desk = Desk(SETTINGS.council_name, SETTINGS.council_phone, "", (closed,))
    settings = dataclasses.replace(SETTINGS, desks=Desks(desk))
    server = Server(make_app(settings, handover=HandOver(store)))
    page = Visitor(server).get()
    assert page.links.index("/ask/call-back") < page.links.index("tel:03005550100")
    assert "Closed now." in page.words
    server.stop()


def test_other_systems_are_told_when_a_person_is_needed(visitor: Visitor, posted: Any) -> None:
    """Asked for, or an answer that did not help; an answer alone tells nobody."""
    page = visitor.say("FX1")
    assert posted == []
    visitor.press(page, "no")
    page = visitor.say("a person please")
    assert [(kind, told["reason"]) for kind, told, _ in posted] == [
        ("handover.requested", "did_not_help"),
        ("handover.requested", "asked_for_person"),
    ]
    told = posted[1][1]
    assert told["messages"][0] == {"from": "citizen", "text": "FX1"}
    assert told["need"]["id"] == "pothole"
    assert told["reference"] in page.words
    assert told["language"] == "en"
    assert len({identity for _, _, identity in posted}) == 2


def test_the_notice_tells_the_language_of_the_conversation() -> None:
    """The one it was answered in last, since a citizen may change it."""
    told: list[Any] = []
    said = (("answered", "en"), ("person", "cy"))
    replies = [tidy({"text": "x", "outcome": end, "lang": lang}, "", NOBODY) for end, lang in said]
    turns = [Turn(number, str(number), "x", reply, 0.0) for number, reply in enumerate(replies)]
    HandOver(None, lambda *sent: told.append(sent)).taken("c", turns, lambda _: None)
    assert told[0][1]["language"] == "cy"
