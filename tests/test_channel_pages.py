"""Journeys over HTTP without JavaScript, and what guards them."""

from __future__ import annotations

import asyncio
import dataclasses
import gzip
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from channel_visitor import Page, Server, Visitor
from channel_world import SETTINGS, make_app

from bot.channel.settings import ChannelSettings
from bot.channel.transcripts import Turn

Serve = Callable[..., Server]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts servers and stops them at the end."""
    started: list[Server] = []

    def start(settings: ChannelSettings = SETTINGS, **more: Any) -> Server:
        started.append(Server(make_app(settings, **more)))
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One server for the tests that need nothing special."""
    found = Server(make_app())
    yield found
    found.stop()


@pytest.fixture
def visitor(server: Server) -> Visitor:
    """A new visitor."""
    return Visitor(server)


def test_a_whole_journey(visitor: Visitor):
    """Ask, say where, be told who and why, say that it helped."""
    page = visitor.say("There's a pothole outside my house")
    assert page.status == 200
    assert page.response.url.path == "/ask"
    assert "You said There's a pothole outside my house" in page.words
    assert "Where is the pothole?" in page.words
    page = visitor.say("FX1 2AB", page)
    assert "Report a pothole" in page.words
    assert "https://www.gov.uk/report-pothole" in page.links
    assert page.html.startswith("<!DOCTYPE html>")
    assert "Report a pothole – Who deals with this?" in page.html
    page = visitor.press(page, "yes")
    assert "Thank you." in page.words
    page = visitor.press(page, "blocked-drain")
    assert "You said Report a blocked drain" in page.words


def test_a_choice_may_be_typed_or_pressed(visitor: Visitor):
    """Buttons do what their words do."""
    page = visitor.say("damp in my flat")
    pressed = visitor.press(page, "landlord:council")
    assert "You said The council" in pressed.words
    assert visitor.server.app.ctx.dialogue.heard[-1][0] == '/choose{"value": "landlord:council"}'


def test_a_suggestion_starts_a_conversation(visitor: Visitor):
    """A button of the first page says its words."""
    page = visitor.press(visitor.get(), "There’s a pothole in my road")
    assert "Where is the pothole?" in page.words


def test_a_reload_and_a_second_tab_show_the_same(visitor: Visitor):
    """Every page is the conversation so far."""
    visitor.say("hello")
    assert visitor.get().words.count("You said hello") == 1


def test_pressing_send_twice_sends_once(visitor: Visitor):
    """One after the other, or both at once."""
    form = visitor.get().box()
    visitor.submit(form, text="hello")
    assert visitor.submit(form, text="hello").words.count("You said") == 1
    data = {**visitor.get().box()["fields"], "text": "my pothole"}

    async def both() -> None:
        await asyncio.gather(*(visitor.http.post("/ask", data=data) for _ in range(2)))

    visitor.server.run(both())
    assert visitor.get().words.count("You said") == 2


def test_going_back_and_writing_something_else_is_heard(visitor: Visitor):
    """An old form with new words is a new message."""
    form = visitor.get().box()
    visitor.submit(form, text="hello")
    assert visitor.submit(form, text="my pothole").words.count("You said") == 2


def test_the_address_after_sending_leads_to_the_answer(visitor: Visitor):
    """The browser scrolls to the newest message."""
    data = {**visitor.get().box()["fields"], "text": "hello"}
    response = visitor.send("POST", "/ask", data=data, allow_redirects=False)
    assert response.status_code == 303
    assert response.headers["location"] == "/ask#turn-1"
    assert "turn-1" in visitor.get().ids


def test_starting_again_forgets(visitor: Visitor):
    """The page is empty, says why, and the conversation has another id."""
    page = visitor.say("hello")
    old = visitor.http.cookies["signpost"]
    page = visitor.submit(next(form for form in page.forms if form["action"] == "/ask/again"))
    assert "You said" not in page.words
    assert "We cleared your last conversation" in page.words
    assert visitor.http.cookies["signpost"] != old
    visitor.http.cookies.set("signpost", old)
    assert "You said" not in visitor.get().words


def test_nobody_sees_anothers_conversation(server: Server):
    """Each visitor has their own."""
    Visitor(server).say("hello")
    assert "You said" not in Visitor(server).get().words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Type what you need help with"),
        ("   ", "Type what you need help with"),
        ("é" * 1001, "1000 characters or fewer"),
        ("\x00", "We could not read your message"),
    ],
    ids=["nothing", "spaces", "too much", "a null"],
)
def test_what_cannot_be_used_is_said_beside_the_box(visitor: Visitor, text: str, words: str):
    """With status 400, the words still there, and nothing sent on."""
    page = visitor.say(text)
    assert page.status == 400
    assert words in page.words
    assert "Error:" in page.html.split("</title>")[0]
    assert text.strip() in page.html
    assert visitor.say("hello", page).words.count("You said") == 1


@pytest.mark.parametrize("text", ["crash", "silent"])
def test_a_failure_gets_a_sentence_and_a_person(visitor: Visitor, text: str):
    """Rasa's silence and Rasa's exceptions look the same to the citizen."""
    page = visitor.say(text)
    assert page.status == 200
    assert "something went wrong" in page.words
    assert "tel:03005550100" in page.html.split('id="box"')[0]
    assert "Traceback" not in page.html
    assert "secret words" not in page.html


def test_emergencies_are_loud(visitor: Visitor):
    """The alarm stands before the sentences."""
    page = visitor.say("I smell gas")
    assert 'class="alarm"' in page.html
    assert "tel:08005550111" in page.links


def test_a_verdict_is_told_once(serve: Serve):
    """Pressing the button twice tells the ledger once; other turns cannot be judged."""
    told: list[tuple[str, Turn, bool]] = []

    async def listen(conversation: str, turn: Turn, helped: bool) -> None:
        told.append((conversation, turn, helped))

    visitor = Visitor(serve(on_feedback=listen))
    page = visitor.say("FX1")
    form = page.with_button("no")
    for _ in range(2):
        assert "Sorry this didn’t help" in visitor.submit(form, helped="no").words
    assert [(turn.number, helped) for _, turn, helped in told] == [(1, False)]
    for about in ("7", "x", "²", "9" * 99):
        assert visitor.submit(form, helped="no", about=about).status in (400, 404)
    assert visitor.submit(form, helped="perhaps").status == 400
    assert len(told) == 1


# What guards the forms


def test_a_form_from_elsewhere_is_refused(visitor: Visitor):
    """No token, another's token, no cookie, or a browser that says the form is another site's."""
    form = visitor.get().box()
    other = Visitor(visitor.server).get().box()["fields"]["form"]
    for fields in ({"form": ""}, {"form": other}, {"form": "x.y"}):
        assert visitor.submit(form, text="hello", **fields).status == 403
    data = {**form["fields"], "text": "hello"}
    sent = visitor.send("POST", "/ask", data=data, headers={"Sec-Fetch-Site": "cross-site"})
    assert sent.status_code == 403
    assert Visitor(visitor.server).submit(form, text="hello").status == 403
    again = visitor.submit({"action": "/ask/again", "fields": {"form": ""}})
    assert again.status == 403
    assert "tel:03005550100" in again.links
    assert "You said" not in visitor.get().words


def test_a_form_without_its_key_is_refused(visitor: Visitor):
    """Without a key a message could be sent twice."""
    assert visitor.submit(visitor.get().box(), text="hello", key="").status == 400


def test_every_response_carries_the_headers(visitor: Visitor):
    """Pages, files, API, errors: all of them."""
    for path in ("", "/privacy", "/static/ask.css", "/health", "/api/v1/openapi.json", "/none",
                 "/api/v1/none", "/static/none", "/again"):  # fmt: skip
        response = visitor.send("GET", f"/ask{path}")
        policy = response.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'"), path
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["x-frame-options"] == "DENY"
        assert response.headers["referrer-policy"] == "same-origin"


def test_the_cookie_is_set_once_and_guarded(visitor: Visitor, serve: Serve):
    """HttpOnly, SameSite=Lax, and Secure where served over https."""
    first = visitor.send("GET", "/ask").headers["set-cookie"]
    assert first.endswith("; Path=/; HttpOnly; SameSite=Lax")
    assert "set-cookie" not in visitor.send("GET", "/ask").headers
    safe = Visitor(serve(dataclasses.replace(SETTINGS, secure_cookies=True)))
    response = safe.send("GET", "/ask")
    assert response.headers["set-cookie"].startswith("__Host-signpost=")
    assert response.headers["set-cookie"].endswith("; Secure")
    assert "strict-transport-security" in response.headers


def test_pages_are_never_kept(visitor: Visitor):
    """On a shared computer the next person finds nothing."""
    assert visitor.send("GET", "/ask").headers["cache-control"] == "no-store"


# Limits


def test_an_address_that_sends_too_much_waits(serve: Serve):
    """429 with the time to wait and a person to phone; pages still load."""
    visitor = Visitor(serve(dataclasses.replace(SETTINGS, rate="2/hour")))
    page = visitor.say("hello 1")
    page = visitor.say("hello 2", page)
    refused = visitor.say("hello 3", page)
    assert refused.status == 429
    assert 0 < int(refused.response.headers["retry-after"]) <= 3600
    assert "tel:03005550100" in refused.links
    assert visitor.get().words.count("You said") == 2
    assert Visitor(visitor.server).say("hello").status == 429


def test_one_conversation_that_sends_too_much_waits(serve: Serve):
    """Its limit is its own."""
    server = serve(dataclasses.replace(SETTINGS, rate_conversation="1/hour"))
    visitor = Visitor(server)
    assert visitor.say("hello 1").status == 200
    assert visitor.say("hello 2").status == 429
    assert Visitor(server).say("hello").status == 200


@pytest.mark.parametrize(("trusted", "status"), [((), 429), (("127.0.0.1",), 200)])
def test_proxies_are_believed_only_when_configured(
    serve: Serve, trusted: tuple[str, ...], status: int
):
    """A made-up X-Forwarded-For does not get round the limit."""
    server = serve(dataclasses.replace(SETTINGS, rate="1/hour", trusted_proxies=trusted))
    for number in (1, 2):
        visitor = Visitor(server, **{"X-Forwarded-For": f"198.51.100.{number}"})
        page = visitor.say("hello")
    assert page.status == status


def test_reloading_without_end_is_limited(serve: Serve):
    """Pages have a limit of their own; the style sheet and the health check have none."""
    visitor = Visitor(serve(dataclasses.replace(SETTINGS, rate_pages="3/hour")))
    assert [visitor.get().status for _ in range(4)] == [200, 200, 200, 429]
    assert visitor.send("GET", "/ask/static/ask.css").status_code == 200
    assert visitor.send("GET", "/ask/health").status_code == 200


def test_a_body_too_big_is_refused(visitor: Visitor):
    """By its announced length, and when it only turns out while reading."""
    form = visitor.get().box()
    page = visitor.submit(form, text="x" * 20_000)
    assert page.status == 413
    assert "tel:03005550100" in page.links

    async def drip() -> Any:
        for _ in range(20):
            yield b"x" * 1000

    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert visitor.send("POST", "/ask", data=drip(), headers=kind).status_code == 413
    assert visitor.get().status == 200


# Errors and the rest


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/ask/none", 404),
        ("GET", "/ask/static/none.css", 404),
        ("GET", "/ask/static/..%2Fweb.py", 404),
        ("GET", "/ask/static/%2e%2e/web.py", 404),
        ("GET", "/ask/a/b/c", 404),
        ("GET", "/ask/again", 405),
        ("DELETE", "/ask", 405),
        ("PUT", "/ask/privacy", 405),
        ("POST", "/ask/static/ask.css", 405),
        ("POST", "/ask", 415),
    ],
)
def test_errors_are_pages_with_a_way_on(visitor: Visitor, method: str, path: str, status: int):
    """A sentence, the council's number, and the way back."""
    page = Page(visitor.send(method, path))
    assert page.status == status
    assert "tel:03005550100" in page.links
    assert "/ask" in page.links
    if status == 405:
        assert page.response.headers["allow"] in ("GET", "POST", "GET, POST")


def test_an_error_of_ours_has_a_number_and_no_trace(
    serve: Serve, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
):
    """Even when the door itself breaks; the log has the same number and none of the words."""

    def broken(raw: str) -> Any:
        raise ValueError(f"no door for {raw}")

    visitor = Visitor(serve(door=broken))
    page = visitor.say("aardvark")
    assert page.status == 500
    assert "tel:03005550100" in page.links
    number = page.words.split("it was problem ")[1].split(".")[0]
    written = caplog.text + "".join(capsys.readouterr())
    assert number in written
    assert "aardvark" not in written
    assert "Traceback" not in page.html


def test_switched_off_it_gives_the_reason_and_the_number(serve: Serve):
    """Nothing is answered, but the pages about the service stay."""
    settings = dataclasses.replace(SETTINGS, off_reason="We are moving house today.")
    visitor = Visitor(serve(settings))
    page = visitor.get()
    assert page.status == 503
    assert "We are moving house today." in page.words
    assert "tel:03005550100" in page.links
    assert visitor.get("/ask/privacy").status == 200
    assert visitor.api("POST", "/conversations").json()["error"]["code"] == "off"


@pytest.mark.parametrize("path", ["/ask/accessibility", "/ask/privacy", "/ask/"])
def test_the_documents_are_there(visitor: Visitor, path: str):
    """Linked from every page."""
    assert visitor.get(path).status == 200


def test_health_is_the_models(serve: Serve):
    """A load balancer sends nobody to a process that cannot answer yet."""
    ready = False
    visitor = Visitor(serve(ready=lambda app: ready))
    assert visitor.send("GET", "/ask/health").status_code == 503
    ready = True
    assert visitor.send("GET", "/ask/health").json() == {"status": "ok"}


def test_files_are_kept_by_browsers_and_compressed(visitor: Visitor):
    """Their addresses change with their content."""
    tags = visitor.get().tags
    files = [found.get("href") or found.get("src") or "" for tag, found in tags
             if tag in ("link", "script")]  # fmt: skip
    assert len(files) >= 3
    for path in files:
        response = visitor.send("GET", path, headers={"Accept-Encoding": "identity"})
        assert response.status_code == 200
        assert "max-age=31536000" in response.headers["cache-control"]
        again = visitor.send("GET", path, headers={"If-None-Match": response.headers["etag"]})
        assert again.status_code == 304
        small = visitor.send("GET", path, headers={"Accept-Encoding": "gzip"})
        assert small.headers["content-encoding"] == "gzip"
        assert small.content == response.content


def test_the_script_is_small(visitor: Visitor):
    """Less than 10 kB before compression, less than 4 kB after."""
    script = visitor.send("GET", "/ask/static/ask.js").content
    assert len(script) < 10_000
    assert len(gzip.compress(script)) < 4_000


def test_a_head_request_has_no_body(visitor: Visitor):
    """As HTTP has it."""
    response = visitor.send("HEAD", "/ask")
    assert response.status_code == 200
    assert response.content == b""


def test_the_accent_is_a_style_sheet_of_its_own(serve: Serve):
    """A council's colour needs no inline style."""
    visitor = Visitor(serve(dataclasses.replace(SETTINGS, accent="#5b2d6f")))
    assert "#5b2d6f" in visitor.send("GET", "/ask/static/theme.css").text
