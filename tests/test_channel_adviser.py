"""The adviser's desk over HTTP, without JavaScript: ask, mark, open a citizen's conversation."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from channel_visitor import Page, Server, Visitor
from staff_world import STAFF, Clock, Colleague, make_staff_app


@pytest.fixture
def clock() -> Clock:
    """A time of our own."""
    return Clock()


@pytest.fixture
def server(clock: Clock) -> Iterator[Server]:
    """A desk of its own for each test."""
    found = Server(make_staff_app(clock=clock))
    yield found
    found.stop()


@pytest.fixture
def ann(server: Server) -> Colleague:
    """An adviser, signed in."""
    found = Colleague(server)
    found.sign_in()
    return found


@pytest.fixture
def citizen(server: Server) -> Visitor:
    """Somebody at the public page."""
    return Visitor(server)


def ask(colleague: Colleague, text: str, place: str = "", page: Page | None = None) -> Page:
    """The desk after the caller's words."""
    form = colleague.form(page or colleague.get("/adviser"), "place")
    return colleague.submit(form, text=text, place=place)


def mark(colleague: Colleague, page: Page, how: str, called: str | None = None) -> Page:
    """The desk after marking how the call ended."""
    form = page.with_button(how)
    fields = {"mark": how} if called is None else {"mark": how, "called": called}
    return colleague.submit(form, **fields)


def open_code(colleague: Colleague, code: str) -> Page:
    """The desk after typing a code."""
    return colleague.submit(colleague.form(colleague.get("/adviser"), "code"), code=code)


def code_on(page: Page) -> str:
    """The code that the citizen's page shows."""
    found: str = page.html.split('id="reference">')[1].split("<strong>")[1].split("<")[0]
    return found


def test_an_answer_is_all_that_is_needed_on_the_line(ann: Colleague):
    """Owner, reason, what to read out, the number, the link, alternatives."""
    page = ask(ann, "there's a hole in the road", "FX1 2AB")
    page = ask(ann, "FX1", page=page)
    for words in (
        "Who deals with it Borsetshire County Council",
        "In Felpersham two councils share the work",
        "Transfer to 0300 555 0123",
        "https://www.gov.uk/report-pothole",
        "Their number is 0300 555 0123.",
        "You can also do this online at gov.uk.",
        "Report a blocked drain",
        "National Highways",
    ):
        assert words in page.words
    assert "tel:03005550123" in page.links


def test_a_further_wish_stands_apart_from_what_else_may_be_meant(ann: Colleague):
    """Each under its own words, with one key each."""
    page = ask(ann, "there's a hole in the road", "FX1 2AB")
    page = ask(ann, "FX1", page=page)
    assert "The caller also asked about 1 Report a blocked drain" in page.words
    assert "The caller may mean 3 Report a damaged pavement" in page.words
    keys = [found["accesskey"] for tag, found in page.tags if found.get("name") == "choice"]
    assert keys == ["1", "2", "3"]


def test_the_dialogue_hears_it_as_the_channel_adviser(ann: Colleague, server: Server):
    """Through the door, with the place beside the words; the citizen's page stays as it was."""
    ask(ann, "pothole, says Jane Doe", "FX1 2AB")
    message, conversation, metadata = server.app.ctx.dialogue.heard[-1]
    assert message == "pothole, says [name]"
    assert metadata["channel"] == "adviser"
    assert metadata["place"]["authorities"] == ["E07999999"]
    Visitor(server).say("hello")
    heard = server.app.ctx.dialogue.heard[-1]
    assert heard[2]["channel"] == "signpost"
    assert heard[1] != conversation


def test_a_question_is_put_as_buttons_and_answered_by_one(ann: Colleague):
    """Choices have keys; the second turn belongs to the same call."""
    page = ask(ann, "my bin")
    assert "Ask the caller" in page.words
    assert "Which of these is it?" in page.words
    keys = [tag[1].get("accesskey") for tag in page.tags if tag[0] == "button"]
    assert [key for key in keys if key and key.isdigit()] == ["1", "2", "3"]
    page = ann.press(page, "missed-bin")
    assert "So far in this call my bin Report a missed bin collection" in page.words


def test_a_place_alone_answers_the_question_where(ann: Colleague):
    """The cursor stands in its box."""
    page = ask(ann, "pothole")
    focused = [tag[1].get("id") for tag in page.tags if "autofocus" in tag[1]]
    assert focused == ["place"]
    page = ask(ann, "", "FX1 2AB", page)
    assert "Transfer to 0300 555 0123" in page.words


@pytest.mark.parametrize(
    ("text", "place", "said", "box"),
    [
        ("", "", "Type what the caller needs", "text"),
        ("x" * 1001, "", "Use 1000 characters or fewer", "text"),
        ("\x00", "", "We could not read that", "text"),
        ("pothole", "Nowhere-on-Sea", "We do not know this place", "place"),
    ],
)
def test_what_cannot_be_used_is_told_beside_its_box(
    ann: Colleague, text: str, place: str, said: str, box: str
):
    """What was typed stays, and the cursor stands there."""
    page = ask(ann, text, place)
    assert page.status == 400
    assert page.words.count(said) == 2
    assert [tag[1].get("id") for tag in page.tags if "autofocus" in tag[1]] == [box]
    assert ann.form(page, "place")["fields"]["place"] == place


def test_sending_twice_asks_once(ann: Colleague, server: Server):
    """The same form with the same words is one turn."""
    form = ann.form(ann.get("/adviser"), "place")
    for _ in range(2):
        page = ann.submit(form, text="my bin")
    assert len(server.app.ctx.dialogue.heard) == 1
    assert "So far in this call" not in page.words


def test_a_call_is_found_by_its_own_session_only(ann: Colleague, server: Server):
    """A colleague with its address sees an empty desk."""
    address = str(ask(ann, "my bin").response.url)
    assert "Which of these is it?" in ann.get(address).words
    other = Colleague(server)
    other.sign_in("mo")
    assert "Which of these is it?" not in other.get(address).words


@pytest.mark.parametrize("how", ["answered", "transferred", "misdirected"])
def test_how_a_call_ended_goes_to_the_ledger_and_the_log(ann: Colleague, server: Server, how: str):
    """With need, owner, area and time; whom they had rung only when it was the wrong one."""
    page = ask(ann, "FX1 damage", "FX1 2AB")
    page = mark(ann, page, how, "felpersham  city COUNCIL")
    assert f"Marked as {how}." in page.words
    (entry,) = server.app.ctx.marks
    assert (entry.mark, entry.need, entry.owner) == (how, "pothole", "E10999999")
    assert entry.area == "E07999999"
    assert entry.called == ("E07999999" if how == "misdirected" else None)
    assert 0 <= entry.seconds < 60
    assert ann.log()[-1] == ("ann", f"call {how}", "pothole E10999999")


def test_the_same_mark_is_one_entry_and_several_marks_are_several(ann: Colleague, server: Server):
    """A double click counts once; a misdirected call may also be transferred."""
    page = ask(ann, "FX1")
    for how in ("misdirected", "misdirected", "transferred"):
        mark(ann, page, how)
    entries = [entry.entry for entry in server.app.ctx.marks]
    assert len(set(entries)) == 2
    assert server.app.ctx.marks[0].called == "E10999999", "by itself the council's own"


def test_whom_they_had_rung_is_chosen_from_the_list(ann: Colleague, server: Server):
    """Free words could hold anything, so they are refused; empty is allowed."""
    page = ask(ann, "FX1")
    wrong = mark(ann, page, "misdirected", "my neighbour Jane Doe")
    assert wrong.status == 400
    assert "Choose an organisation from the list" in wrong.words
    assert server.app.ctx.marks == []
    assert "Marked as misdirected" in mark(ann, page, "misdirected", "").words
    assert server.app.ctx.marks[0].called is None


def test_a_mark_needs_a_call(ann: Colleague, server: Server):
    """An empty desk has no such form, and a made-up one is refused."""
    form = ann.form(ann.get("/adviser"), "place")
    form["action"] = "/adviser/mark"
    assert ann.submit(form, mark="answered").status == 404
    assert ann.submit(form, mark="bribed").status == 400
    assert server.app.ctx.marks == []


def test_a_code_opens_the_citizens_conversation(ann: Colleague, citizen: Visitor, server: Server):
    """As read out; the answer stands below with its script; marks are of that conversation."""
    code = code_on(citizen.say("FX1 damage"))
    page = open_code(ann, f" {code.lower()} ")
    assert "What the citizen asked on the page" in page.words
    assert "FX1 damage" in page.words
    assert "Their number is 0300 555 0123." in page.words
    mark(ann, page, "answered")
    conversation = server.app.ctx.dialogue.heard[-1][1]
    assert server.app.ctx.marks[0].conversation == conversation
    who, what, about = ann.log()[-2]
    assert (who, what) == ("ann", "conversation opened")
    assert about
    assert about not in conversation


def test_speaking_on_after_opening_begins_the_advisers_own_call(
    ann: Colleague, citizen: Visitor, server: Server
):
    """The citizen's page never shows what the adviser typed."""
    code = code_on(citizen.say("my bin"))
    page = open_code(ann, code)
    ask(ann, "hello", page=page)
    assert "Hello. What do you need" not in citizen.get().words
    assert len({heard[1] for heard in server.app.ctx.dialogue.heard}) == 2


def test_an_opened_conversation_is_bound_to_who_opened_it(
    ann: Colleague, citizen: Visitor, server: Server
):
    """Its address gives nobody else the conversation, nor another one to its opener."""
    address = str(open_code(ann, code_on(citizen.say("my bin"))).response.url)
    other = Colleague(server)
    other.sign_in("mo")
    assert "my bin" not in other.get(address).words
    second = Visitor(server)
    second.say("a secret pothole")
    conversation = server.app.ctx.dialogue.heard[-1][1]
    swapped = (
        address.split("opened=")[0]
        + f"opened={conversation}&ticket="
        + (address.split("ticket=")[1])
    )
    assert "a secret pothole" not in ann.get(swapped).words


def test_unknown_over_and_malformed_codes_get_one_answer(
    ann: Colleague, citizen: Visitor, server: Server
):
    """Nothing tells them apart; each try is in the log, without the code."""
    over = code_on(citizen.say("my bin"))
    citizen.submit(citizen.get().forms[-1])  # start again
    seen = set()
    for code in (over, "K7P-3QX", "", "' OR 1=1 --", "x" * 40):
        page = open_code(ann, code)
        seen.add((page.status, page.words.count("There is no conversation with this code")))
    assert seen == {(400, 2)}
    assert [row[1:] for row in ann.log()[-5:]] == [("code not found", "")] * 5


def test_who_guesses_codes_must_wait(ann: Colleague, citizen: Visitor, clock: Clock):
    """After twenty wrong ones, ever longer; a right one in between frees nobody."""
    code = code_on(citizen.say("my bin"))
    for number in range(20):
        assert "no conversation with this code" in open_code(ann, f"K7P 3Q{number}").words
        if number == 10:
            assert "What the citizen asked" in open_code(ann, code).words
    page = open_code(ann, code)
    assert "Too many codes were wrong. Wait a minute" in page.words
    assert ann.log()[-1][1] == "code refused"
    clock.ahead += 61
    assert "What the citizen asked" in open_code(ann, code).words


def test_the_day_stands_beside(ann: Colleague):
    """Calls, those answered, and whose the misdirected ones were."""
    page = ann.get("/adviser")
    assert "Calls marked 12 Answered without transfer 7 Transferred 4 Misdirected 3" in page.words
    assert "Felpersham City Council: 2 Borset Water: 1" in page.words


def test_without_figures_the_desk_still_works(server: Server):
    """The ledger's database may be away."""
    app = make_staff_app(day=lambda: None)
    own = Server(app)
    try:
        ann = Colleague(own)
        ann.sign_in()
        assert "cannot be counted just now" in ask(ann, "FX1").words
    finally:
        own.stop()


def test_only_advisers_and_admins_sit_at_the_desk(server: Server):
    """A reviewer is told so; nobody else gets past the sign-in page."""
    rob, mo = Colleague(server), Colleague(server)
    rob.sign_in("rob")
    assert rob.get("/adviser").status == 403
    mo.sign_in("mo")
    assert mo.get("/adviser").status == 200
    assert Colleague(server).get("/adviser").response.url.path == "/staff/sign-in"


@pytest.mark.parametrize("path", ["/adviser", "/adviser/mark", "/adviser/open"])
def test_forms_that_are_not_ours_are_refused(ann: Colleague, server: Server, path: str):
    """Without the signed field, by anyone, for anything."""
    fields = {"text": "my bin", "mark": "answered", "code": "K7P-3QX", "key": "a-key-of-mine"}
    assert ann.send("POST", path, data=fields).status_code == 403
    stranger = Colleague(server)
    found = stranger.send("POST", path, data=fields)
    assert found.url.path == "/staff/sign-in"
    assert server.app.ctx.dialogue.heard == []


def test_what_is_too_big_is_refused(ann: Colleague):
    """Like on the citizen's page."""
    page = ask(ann, "x" * 20000)
    assert page.status == 413


def test_nothing_that_is_typed_becomes_markup(ann: Colleague):
    """In the words, the place, the code and whom they had rung."""
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    pages = [ask(ann, evil), ask(ann, "a", evil), open_code(ann, evil)]
    pages.append(mark(ann, ask(ann, "FX1"), "misdirected", evil))
    for page in pages:
        assert "<script>alert" not in page.html
        assert "<img" not in page.html


def test_the_desk_at_home_says_what_is_not_ours():
    """An adviser sees at once that the caller rang the wrong council."""
    settings = dataclasses.replace(STAFF, council_name="Felpersham City Council")
    server = Server(make_staff_app(settings))
    try:
        ann = Colleague(server)
        ann.sign_in()
        assert "This is not Felpersham City Council." in ask(ann, "FX1").words
    finally:
        server.stop()
