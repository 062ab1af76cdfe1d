"""The widget's script, the panel's pages and cookie, who may frame them, and the demonstration."""

from __future__ import annotations

import dataclasses
import gzip
import json
import re
from collections.abc import Iterator

import pytest
from channel_visitor import Server, Visitor
from channel_world import SETTINGS, make_app

from bot.channel.assets import Assets
from bot.channel.embed import ancestors, script
from bot.channel.security import cookie

FRAMED = dataclasses.replace(SETTINGS, frame_ancestors="https://www.borsetshire.example", demo=True)
#: Bytes, compressed, of everything that the widget loads but the page's words.
MOST = 25_000


@pytest.fixture
def server() -> Iterator[Server]:
    """The channel that one site may frame."""
    found = Server(make_app(FRAMED))
    yield found
    found.stop()


def test_the_script_may_be_loaded_by_other_sites_and_is_looked_for_again(server: Server):
    """Unlike everything else; at an address that never changes."""
    found = Visitor(server).send("GET", "/ask/widget.js")
    assert found.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert found.headers["Content-Type"].startswith("text/javascript")
    assert found.headers["Cache-Control"] == "public, max-age=300"
    other = Visitor(server).send("GET", "/ask/static/ask.js")
    assert other.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_script_holds_the_installations_values_safely():
    """Path, title, colour and words of each language, as data that cannot end the script."""
    odd = dataclasses.replace(SETTINGS, title='</script> " \u2028', accent="#5b1f69")
    text = script(odd).decode()
    values = json.loads(re.search(r"var config = (.*);\n", text)[1])  # type: ignore[index]
    assert values["words"]["en"]["title"] == odd.title
    plain = script(SETTINGS).decode()
    assert json.dumps(SETTINGS.title_cy) in plain
    assert (values["path"], values["accent"]) == ("/ask", "#5b1f69")
    assert set(values["words"]["en"]) == {"title", "close", "tab", "waiting", "failed"}
    assert "\u2028" not in text


def test_everything_the_widget_loads_is_small(server: Server):
    """Under 25 kB compressed: the script, and the page in the panel with its styles and scripts."""
    assets = Assets(FRAMED)
    names = ("widget.js", "panel.js", "ask.js", "ask.css", "theme.css")
    found = {name: assets.get(name) for name in names}
    total = sum(len(asset.compressed) for asset in found.values() if asset)
    total += len(gzip.compress(Visitor(server).get("/ask/panel").html.encode()))
    assert all(found.values())
    assert total < MOST, total


def test_a_panel_has_a_conversation_of_its_own(server: Server):
    """Its forms lead back to it, and what is said in it is not on the page, nor the reverse."""
    visitor = Visitor(server)
    panel = visitor.get("/ask/panel")
    assert {form["action"] for form in panel.forms} == {"/ask/panel"}
    said = visitor.submit(panel.box(), text="hello")
    assert "You said hello" in said.words
    assert said.response.url.path == "/ask/panel"
    assert "You said hello" not in visitor.get("/ask").words
    again = next(form for form in said.forms if form["action"].endswith("/again"))
    cleared = visitor.submit(again)
    assert cleared.response.url.path == "/ask/panel"
    assert "You said hello" not in cleared.words


def test_a_browser_that_keeps_no_cookie_in_a_frame_is_told(server: Server):
    """Instead of a form that could not work: a way to a tab of its own."""
    visitor = Visitor(server)
    first = visitor.http.build_request("GET", "/ask/panel?lang=cy")
    answer = server.run(visitor.http.send(first, allow_redirects=False))
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/ask/panel?kept=1&lang=cy"
    visitor.http.cookies.clear()
    page = visitor.get("/ask/panel?kept=1")
    assert "does not let us keep your conversation" in page.words
    assert page.forms == []
    assert "/ask" in page.links


@pytest.mark.parametrize("lang", ["<b>", "english", "c%26y", ""])
def test_only_a_language_is_carried_through(server: Server, lang: str):
    """Whatever else stood in the address is left out."""
    visitor = Visitor(server)
    request = visitor.http.build_request("GET", f"/ask/panel?lang={lang}")
    answer = server.run(visitor.http.send(request, allow_redirects=False))
    assert answer.headers["Location"] == "/ask/panel?kept=1"


def test_links_in_the_panel_open_elsewhere_and_forms_do_not(server: Server):
    """A council's site is not replaced by where an answer leads."""
    page = Visitor(server).get("/ask/panel")
    assert ("base", {"target": "_blank"}) in page.tags
    forms = [found for tag, found in page.tags if tag == "form"]
    assert forms
    assert all(found["target"] == "_self" for found in forms)
    within = [found for tag, found in page.tags if tag == "a" and found["href"][0] == "#"]  # type: ignore[index]
    assert all(found["target"] == "_self" for found in within)
    assert "Links open in a new tab." in page.words
    assert ("base", {"target": "_blank"}) not in Visitor(server).get("/ask").tags


def test_faults_in_the_panel_look_like_the_panel(server: Server):
    """A form that is not ours is refused in it, with the way back to it."""
    visitor = Visitor(server)
    visitor.get("/ask/panel")
    refused = visitor.submit({"action": "/ask/panel", "fields": {}}, text="hello")
    assert refused.status == 403
    assert "/ask/panel" in refused.links
    assert ("base", {"target": "_blank"}) in refused.tags


def test_the_panels_cookie_is_sent_in_a_frame_only_where_it_is_safe():
    """Across sites a cookie must be Secure and, so that it follows nobody, partitioned."""
    assert cookie("t", True, panel=True) == (
        "__Host-signpost-panel=t; Path=/; HttpOnly; SameSite=None; Partitioned; Secure"
    )
    assert cookie("t", False, panel=True) == "signpost-panel=t; Path=/; HttpOnly; SameSite=Lax"
    assert "Partitioned" not in cookie("t", True)


@pytest.mark.parametrize(
    ("given", "demo", "found"),
    [
        ("'none'", False, "'none'"),
        ("'none'", True, "'self'"),
        ("https://a.example", False, "https://a.example"),
        ("https://a.example", True, "'self' https://a.example"),
        ("'self' https://a.example", True, "'self' https://a.example"),
    ],
)
def test_who_may_frame(given: str, demo: bool, found: str):
    """The setting says it; the demonstration adds this site only."""
    settings = dataclasses.replace(SETTINGS, frame_ancestors=given, demo=demo)
    assert ancestors(settings) == found


def test_the_demonstration_is_there_only_when_asked_for(server: Server):
    """With a policy as strict as a council's may be, without anything inline."""
    page = Visitor(server).get("/ask/demo")
    assert page.status == 200
    assert "Borsetshire is fictional" in page.words
    policy = page.response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert not any("style" in found or "onclick" in found for _, found in page.tags)
    other = Server(make_app(SETTINGS))
    try:
        assert Visitor(other).get("/ask/demo").status == 404
    finally:
        other.stop()
