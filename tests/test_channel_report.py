"""The monthly report and the digest: what is in them, and what must not be."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from datetime import date, datetime
from email.policy import default
from pathlib import Path
from typing import Any

import console_world
import figures_world as ledger
import pytest
from channel_visitor import Server
from console_world import PASSWORD, make_review_app
from staff_world import Colleague

from bot.channel.review.digest import Group, digest
from bot.channel.review.reading import Reading
from bot.channel.review.report import latest, report, standalone
from bot.errors import BadInput
from bot.figures.figure import HIDDEN
from bot.ledger.figures_calls import Assumptions

CAMBRIDGE, COUNTY = "E07000008", "E10000003"
NOWHERE = Path("none")


@pytest.fixture(scope="module")
def engine() -> Any:
    """October in Cambridge: bins, mostly met; calls that should have gone to the county."""
    made = ledger.engine()
    at = datetime(2026, 10, 6, 10)
    ledger.conversation(made, "asked_place answered", "missed-bin", 40, at, CAMBRIDGE, CAMBRIDGE,
                        helped=True, words="the wheelie was not emptied")  # fmt: skip
    ledger.conversation(made, "gap_no_provider", "missed-bin", 12, at, area=CAMBRIDGE,
                        words="wheelie again <b>forgotten</b>")  # fmt: skip
    ledger.conversation(made, "answered", "pothole", 30, at, COUNTY, CAMBRIDGE)
    ledger.conversation(made, "gap_no_provider", "allotment", 2, at, area=CAMBRIDGE,
                        words="an allotment for Blodwen")  # fmt: skip
    ledger.conversation(made, "answered", "new-bin", 20, at, CAMBRIDGE, CAMBRIDGE)
    ledger.call(made, 9, at, mark="misdirected", owner=COUNTY, called=CAMBRIDGE, need="pothole")
    return made


@pytest.fixture
def reading(engine: Any) -> Reading:
    """The ledger as the console reads it."""
    return Reading(
        lambda: engine, console_world.names, Assumptions(0.3, 5), lambda: console_world.NOW
    )


@pytest.fixture(scope="module")
def server(engine: Any) -> Iterator[Server]:
    """The console over that ledger."""
    found = Server(make_review_app(engine))
    yield found
    found.stop()


def test_a_report_is_of_what_concerns_the_organisation(reading: Reading):
    """Its own answers, and what nobody met in its area and would be its own; not the county's."""
    made = report(reading, CAMBRIDGE, "2026-10", NOWHERE)
    rows = {row[1]: row[2] for row in made.figures["by-need"].rows}
    assert rows["missed-bin"] == 52
    assert rows["allotment"] is HIDDEN
    assert "pothole" not in rows
    assert report(reading, COUNTY, "2026-10", NOWHERE).figures["by-need"].rows[0][1] == "pothole"


def test_words_that_people_use_and_the_service_does_not(reading: Reading):
    """As they write them, not as stems."""
    made = report(reading, CAMBRIDGE, "2026-10", NOWHERE)
    words = {row[3]: row[4] for row in made.figures["vocabulary"].rows}
    assert words["wheelie"] == 52
    assert "emptied" in words
    assert "missed" not in words


def test_misdirected_calls_are_in_the_report(reading: Reading):
    """Who was rung, for the one who is right; and for the one who was rung."""
    made = report(reading, COUNTY, "2026-10", NOWHERE)
    assert made.figures["misdirected-by-called"].rows == (("Cambridge City Council", CAMBRIDGE, 9),)


def test_few_peoples_words_are_not_in_the_report(reading: Reading):
    """Two asked for an allotment."""
    text = standalone(report(reading, CAMBRIDGE, "2026-10", NOWHERE))
    assert "the wheelie" not in text.split("What people said")[0]
    assert "wheelie again &lt;b&gt;forgotten&lt;/b&gt;" in text
    assert "Blodwen" not in text


def test_the_file_needs_nothing_beside_it(reading: Reading):
    """No script, no picture, no style and no link from elsewhere."""
    text = standalone(report(reading, CAMBRIDGE, "2026-10", NOWHERE))
    assert "<script" not in text
    assert not re.search(r"(src|href)=\"(?!#)", text)
    assert "@page" in text
    assert "<h1>Cambridge City Council: October 2026</h1>" in text


@pytest.mark.parametrize(
    ("owner", "month"),
    [("nobody", "2026-10"), (CAMBRIDGE, "2026-11"), (CAMBRIDGE, "13w"), (CAMBRIDGE, "x")],
)
def test_a_report_that_cannot_be_is_told(reading: Reading, owner: str, month: str):
    """In one sentence with the remedy."""
    with pytest.raises(BadInput, match="such as"):
        report(reading, owner, month, NOWHERE)


def test_the_latest_month_is_one_that_is_over_and_has_requests(reading: Reading):
    """October, seen from November."""
    assert latest(reading) == "2026-10"
    empty = ledger.engine()
    nothing = Reading(lambda: empty, console_world.names, Assumptions(0.3, 5))
    assert latest(nothing) is None


def test_the_page_of_a_report(server: Server):
    """Chosen by a form; addresses that make no sense are not found."""
    rob = Colleague(server)
    rob.sign_in("rob", PASSWORD)
    page = rob.get("/review/report")
    form = next(form for form in page.forms if form["action"] == "/review/report")
    assert form is not None
    page = rob.get(f"/review/report?owner={CAMBRIDGE}&month=2026-10")
    assert "Cambridge City Council: October 2026" in page.words
    assert page.html.count("<h1>") == 1
    for query in ("owner=nobody&month=2026-10", f"owner={CAMBRIDGE}&month=2031-01", "owner=%00"):
        assert rob.get(f"/review/report?{query}").status == 404


GROUPS = [Group("e-scooters on the <pavement>", 31, True), Group("swift boxes", 12, False),
          Group("skate park", 40, False, usual=9)]  # fmt: skip
MISSING = [Group("borrow a drill", 3, False, year=1200)]


def parts(message: Any) -> tuple[str, str]:
    """(plain text, HTML) of a message as it would arrive."""
    found = email.message_from_bytes(message.as_bytes(), policy=default)
    return tuple(found.get_body(preferencelist=(kind,)).get_content() for kind in ("plain", "html"))  # type: ignore[return-value]


def test_the_digest_tells_what_is_new_and_what_grows(reading: Reading):
    """In text and in HTML, with the way to the console."""
    message = digest(
        reading, "signpost@x.example", ["a@x.example", "b@x.example"], GROUPS,
        site="https://x.example/", missing=MISSING,
    )  # fmt: skip
    text, html = parts(message)
    assert message["To"] == "a@x.example, b@x.example"
    assert "all organisations" in message["Subject"]
    assert "“e-scooters on the <pavement>”: new, 31 conversations" in text
    assert "“skate park”: 40 conversations in the last 28 days, 9 in a usual 28 days" in text
    assert "“borrow a drill”: 1,200 conversations in the last year" in text
    assert "e-scooters on the &lt;pavement&gt;" in html
    assert html.index("Needs that may be missing") < html.index("borrow a drill")
    assert "https://x.example/review?period=4w" in text
    assert "Why requests were not met" in html


def test_the_digest_of_one_organisation(reading: Reading):
    """Named in the subject; an unknown one is told."""
    message = digest(reading, "s@x.example", ["a@x.example"], owner=CAMBRIDGE)
    assert "Cambridge City Council" in message["Subject"]
    assert "Words that are new or growing" not in parts(message)[0]
    with pytest.raises(BadInput):
        digest(reading, "s@x.example", ["a@x.example"], owner="nobody")


@pytest.mark.parametrize("address", ["", "a", "a@b\nBcc: c@d.example", "a@b, c@d", "<a@b>", "a@"])
def test_an_address_that_is_none_is_told(reading: Reading, address: str):
    """And no header is smuggled in."""
    with pytest.raises(BadInput, match="SIGNPOST_MAIL_TO"):
        digest(reading, "s@x.example", [address])


def test_few_peoples_words_are_not_in_the_digest(reading: Reading):
    """It has no free words but the names of clusters, which are given."""
    text, html = parts(digest(reading, "s@x.example", ["a@x.example"]))
    assert "Blodwen" not in text + html
    assert "wheelie" not in text + html


def test_weeks_and_months_end_before_today():
    """What is counted is over, so nothing can be had by subtraction from day to day."""
    from bot.channel.review.asked import months, span

    today = date(2026, 11, 26)
    assert span("4w", today) == (date(2026, 10, 26), date(2026, 11, 23))
    assert span("2026-10", today) == (date(2026, 10, 1), date(2026, 11, 1))
    assert span("2026-11", today) is None
    assert months(today, 3) == ["2026-10", "2026-09", "2026-08"]
