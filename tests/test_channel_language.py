"""The language of a page: chosen by address, cookie, browser or the citizen's own words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from channel_visitor import Page, Server, Visitor
from channel_world import SETTINGS, make_app

from bot.channel.language import accepted
from bot.channel.settings import ChannelSettings


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One server for all."""
    found = Server(make_app())
    yield found
    found.stop()


def lang(page: Page) -> str | None:
    """The language that the page says it is in."""
    return next(attributes for tag, attributes in page.tags if tag == "html").get("lang")


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("cy", "cy"),
        ("cy-GB,cy;q=0.9,en;q=0.8", "cy"),
        ("en-GB,en;q=0.9,cy;q=0.8", "en"),
        ("fr, cy;q=0.1", "cy"),
        ("cy;q=0, en;q=0.1", "en"),
        ("cy;q=x", None),
        ("fr,de", None),
        ("*", None),
        ("", None),
        ("," * 10_000, None),
    ],
)
def test_accept_language(header: str, wanted: str | None) -> None:
    """The heaviest of our languages counts; nonsense is passed over."""
    assert accepted(header) == wanted


def test_the_order_in_which_a_language_is_chosen(server: Server) -> None:
    """The address before the cookie before the browser before the setting."""
    visitor = Visitor(server, **{"Accept-Language": "cy"})
    assert lang(visitor.get()) == "cy"
    assert lang(visitor.get("/ask?lang=en")) == "en"
    assert lang(visitor.get()) == "en"
    assert lang(visitor.get("/ask?lang=cy")) == "cy"
    assert lang(visitor.get("/ask?lang=xx")) == "cy"
    assert lang(Visitor(server, **{"Accept-Language": "de"}).get()) == "en"


def test_the_setting_counts_last() -> None:
    """A council whose first language is Welsh says so in its settings."""
    settings = ChannelSettings(lang="cy", secret="only-for-tests")
    server = Server(make_app(settings))
    assert lang(Visitor(server, **{"Accept-Language": ""}).get()) == "cy"
    server.stop()


def test_the_choice_is_kept_in_a_plain_cookie(server: Server) -> None:
    """HttpOnly, SameSite, for the whole site, for a year; the API sets none."""
    found = Visitor(server).send("GET", "/ask/privacy?lang=cy")
    (cookie,) = found.headers.get_list("set-cookie")
    flags = "Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax"
    assert cookie == f"signpost-lang=cy; {flags}"
    assert found.headers["content-language"] == "cy"
    assert found.headers["vary"] == "Accept-Language, Cookie"
    assert (
        "set-cookie" not in Visitor(server).send("GET", "/ask/api/v1/openapi.json?lang=cy").headers
    )


@pytest.mark.parametrize("path", ["/ask", "/ask/privacy", "/ask/accessibility", "/ask/none"])
def test_every_page_offers_the_other_language(server: Server, path: str) -> None:
    """The switch names each language in itself, and leads to the same page."""
    page = Visitor(server).get(f"{path}?lang=cy")
    links = [a for tag, a in page.tags if tag == "a" and a.get("hreflang")]
    here = "/ask" if path == "/ask/none" else path
    assert [(a["href"], a["lang"]) for a in links] == [(f"{here}?lang=en", "en")]
    assert "English Cymraeg" in page.words


def test_a_conversation_goes_on_in_another_language(server: Server) -> None:
    """What was said in English stays, and is marked as English on the Welsh page."""
    visitor = Visitor(server)
    visitor.say("there is a pothole outside my house")
    page = visitor.get("/ask?lang=cy")
    marked = {a.get("class", tag) for tag, a in page.tags if a.get("lang") == "en"}
    assert {"p", "question"} <= marked
    assert "Dywedoch chi" in page.words
    told = server.app.ctx.dialogue.heard
    visitor.say("twll yn y ffordd")
    assert told[-1][2]["lang"] == "cy"


def test_who_writes_welsh_is_answered_in_welsh(server: Server) -> None:
    """Unless they chose English on the page."""
    visitor = Visitor(server)
    assert lang(visitor.say("mae twll yn y ffordd ac dwi eisiau help")) == "cy"
    assert lang(visitor.get()) == "cy"
    chose = Visitor(server)
    chose.get("/ask?lang=en")
    assert lang(chose.say("mae twll yn y ffordd ac dwi eisiau help")) == "en"


def test_texts_of_the_council_s_own(server: Server) -> None:
    """A title and notice without Welsh are shown in English and marked so."""
    only = Server(make_app(ChannelSettings(
        title="Ask Borsetshire", notice="No bins.", secret="only-for-tests",
    )))  # fmt: skip
    page = Visitor(only).get("/ask?lang=cy")
    assert ("h1", {"lang": "en"}) in page.tags
    assert '<p lang="en">No bins.</p>' in page.html
    assert "eich cyngor" in page.words
    only.stop()
    both = SETTINGS.in_language("cy")
    assert (both.title, both.council_name) == (
        "Pwy sy’n delio â hyn?",
        "Borsetshire County Council",
    )


def test_the_api_speaks_the_language_asked_for(server: Server) -> None:
    """By the field, else the header, else what the conversation was started in."""
    visitor = Visitor(server)
    heard = server.app.ctx.dialogue.heard
    started = visitor.api("POST", "/conversations", json={"lang": "cy"}).json()
    path, token = f"/conversations/{started['id']}/messages", started["token"]
    visitor.api("POST", path, token, json={"text": "hello"})
    assert heard[-1][2]["lang"] == "cy"
    visitor.api("POST", path, token, json={"text": "hello", "lang": "en"})
    assert heard[-1][2]["lang"] == "en"
    headers = {"Accept-Language": "en"}
    visitor.api("POST", path, token, json={"text": "hello"}, headers=headers)
    assert heard[-1][2]["lang"] == "en"
    visitor.api("POST", "/answer", json={"text": "hello"}, headers={"Accept-Language": "cy"})
    assert heard[-1][2]["lang"] == "cy"
    visitor.api("POST", "/answer", json={"text": "hello"})
    assert heard[-1][2]["lang"] is None
    refused = visitor.api("POST", "/answer", json={"text": "hello", "lang": "fr"})
    assert refused.status_code == 400
    welsh = visitor.api("POST", "/answer", json={"text": " ", "lang": "cy"}).json()
    assert welsh["error"]["message"] == "Teipiwch beth sydd ei angen arnoch"
