"""The switch: off at once for everybody, with the reason and ways to reach people; and on again."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Iterator

import pytest
from channel_visitor import Server, Visitor
from command_line import bot
from staff_world import STAFF, Colleague, make_staff, make_staff_app
from test_channel_api import holds

from bot.channel.off import FRESH, Off
from bot.errors import BadInput

REASON = "We are mending this page. It will be back at 2pm."


@pytest.fixture
def server() -> Iterator[Server]:
    """On at first."""
    found = Server(make_staff_app())
    yield found
    found.stop()


@pytest.fixture
def mo(server: Server) -> Colleague:
    """An admin, signed in."""
    found = Colleague(server)
    found.sign_in("mo")
    return found


def turn_off(mo: Colleague, reason: str = REASON):
    """The page after sending its form."""
    return mo.submit(mo.form(mo.get("/staff/assistant"), "reason"), reason=reason)


def test_off_everybody_reads_the_reason_and_the_numbers(server: Server, mo: Colleague):
    """At the page, the API and the health check; documents, files and the desk stay."""
    citizen = Visitor(server)
    path, token = citizen.start()
    assert f"Citizens read: {REASON}" in turn_off(mo).words
    page = citizen.get()
    assert page.status == 503
    assert REASON in page.words
    assert {"tel:03005550100", "tel:999", "tel:116123"} <= set(page.links)
    assert page.response.headers["retry-after"] == "300"
    error = holds("say", citizen.api("POST", f"{path}/messages", token, json={"text": "a"}))
    assert error["error"]["code"] == "off"
    assert error["error"]["message"] == REASON
    assert error["error"]["contact"]["phone"] == "0300 555 0100"
    health = citizen.send("GET", "/ask/health")
    assert (health.status_code, health.json()) == (200, {"status": "off"})
    assert citizen.get("/ask/privacy").status == 200
    assert citizen.get("/ask/static/ask.css").status == 200
    assert mo.get("/adviser").status == 200


def test_on_again_the_conversation_goes_on(server: Server, mo: Colleague):
    """Nothing was lost; both turns of the switch are in the log."""
    citizen = Visitor(server)
    citizen.say("my bin")
    turn_off(mo)
    mo.submit(next(form for form in mo.get("/staff/assistant").forms if "turn" in form["fields"]))
    assert "Which of these is it?" in citizen.get().words
    assert mo.log()[-2:] == [("mo", "assistant off", REASON), ("mo", "assistant on", "")]


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501, "a\x00b"])
def test_without_a_reason_it_stays_on(server: Server, mo: Colleague, reason: str):
    """Told beside the box."""
    page = turn_off(mo, reason)
    assert page.status == 400
    assert "reason" in page.words
    assert Visitor(server).get().status == 200


def test_a_reason_is_shown_as_text(server: Server, mo: Colleague):
    """Markup in it is none."""
    turn_off(mo, "<script>alert(1)</script> back soon")
    assert "<script>alert" not in Visitor(server).get().html


def test_only_admins_turn_the_switch(server: Server):
    """Others neither see it nor can send its form."""
    ann = Colleague(server)
    ann.sign_in()
    assert ann.get("/staff/assistant").status == 403
    form = ann.form(ann.get("/staff/password"), "old")["fields"]["form"]
    fields = {"form": form, "turn": "off", "reason": "mine"}
    assert ann.send("POST", "/staff/assistant", data=fields).status_code == 403
    assert "/staff/assistant" not in ann.get("/adviser").links
    assert Visitor(server).get().status == 200


def test_what_the_settings_turned_off_stays_off():
    """And the page says why it cannot be turned on."""
    server = Server(make_staff_app(dataclasses.replace(STAFF, off_reason="Closed.")))
    try:
        mo = Colleague(server)
        mo.sign_in("mo")
        page = mo.get("/staff/assistant")
        assert "SIGNPOST_OFF_REASON" in page.words
        assert not [form for form in page.forms if "turn" in form["fields"]]
        assert "Closed." in Visitor(server).get().words
    finally:
        server.stop()


def test_every_worker_sees_it_within_two_seconds():
    """One query each in that time, however many citizens come."""
    asked: list[str] = []
    now = [100.0]

    def ask() -> str:
        asked.append("")
        return "closed" if len(asked) > 1 else ""

    off = Off("", ask, lambda: now[0])

    async def requests() -> list[str]:
        found = [await off.reason() for _ in range(50)]
        now[0] += FRESH
        return [*found, await off.reason()]

    assert asyncio.run(requests()) == [""] * 50 + ["closed"]
    assert len(asked) == 2
    assert FRESH == 2.0


def test_a_switch_that_cannot_be_read_stays_as_it_was(caplog: pytest.LogCaptureFixture):
    """Neither off nor on by a fault of the database."""
    answers = iter(["closed", None])
    now = [0.0]

    def ask() -> str:
        found = next(answers)
        if found is None:
            raise OSError("secret address")
        return found

    off = Off("", ask, lambda: now[0])
    assert asyncio.run(off.reason()) == "closed"
    now[0] += FRESH
    assert asyncio.run(off.reason()) == "closed"
    assert "OSError" in caplog.text
    assert "secret" not in caplog.text


def test_the_newest_turn_holds_and_all_are_kept():
    """Off, off for another reason, on."""
    switch = make_staff().switch
    assert switch.reason() == ""
    switch.off("mo", "one  reason")
    switch.off("mo", "another")
    assert switch.reason() == "another"
    switch.on("mo")
    assert switch.reason() == ""
    with pytest.raises(BadInput):
        switch.off("mo", "\n")


def test_the_command_line_turns_it(tmp_path):
    """Off with a reason, on, and what cannot be done in one line with exit 2."""
    environment = {"SIGNPOST_STAFF": f"sqlite:///{tmp_path / 'staff.db'}"}
    assert bot("off", REASON, environment=environment).returncode == 0
    assert bot("on", environment=environment).returncode == 0
    log = bot("users", "audit", environment=environment).stdout.decode()
    assert f"assistant off\t{REASON}" in log
    assert "assistant on" in log
    for arguments, more in [
        (("off",), {}),
        (("off", " "), {}),
        (("on",), {"SIGNPOST_OFF_REASON": "Closed."}),
    ]:
        done = bot(*arguments, environment={**environment, **more})
        assert done.returncode == 2
        assert b"Error:" in done.stderr
