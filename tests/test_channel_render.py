"""Pages: what they show, that they escape everything, and that their words exist."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import pytest
from channel_visitor import Page
from channel_world import EMERGENCY, GAP, LANDLORD, POTHOLE, SCRIPT, SETTINGS, WHERE

from bot.channel.assets import Assets
from bot.channel.problems import STATUS, Problem
from bot.channel.render import DOCUMENTS, Conversation, Pages, host, tel
from bot.channel.replies import tidy
from bot.channel.settings import ChannelSettings
from bot.channel.transcripts import Turn
from bot.channel.words import FOLDER, page_words
from bot.handover.request import FAULTS, TIMES
from bot.notices import Notice, Notices

PACKAGE = Path(__file__).parent.parent / "bot" / "channel"
NOBODY: Any = {"name": "Council", "url": None, "phone": None}


def pages(settings: ChannelSettings = SETTINGS) -> Pages:
    """Pages on a day in November."""
    return Pages(settings, Assets(settings), lambda: date(2026, 11, 23))


def parse(html: str) -> Page:
    """The page as a visitor reads it."""
    return Page(SimpleNamespace(status_code=200, text=html))  # type: ignore[arg-type]


def talk(*replies: dict[str, Any], said: str = "hello", helped: Any = None, **more: Any) -> Page:
    """The page of a conversation with these replies."""
    turns = [
        Turn(n, f"key-{n}", said, tidy(reply, "", NOBODY), 0.0, helped)
        for n, reply in enumerate(replies, start=1)
    ]
    return parse(pages().conversation(Conversation(turns, "signed", "key-0", **more), "en"))


def test_the_first_page_says_what_it_is():
    """Before the first message: not a person, what not to type, and what to start with."""
    page = talk()
    assert "not a person" in page.words
    assert "Don’t type your name" in page.words
    assert len(page.forms[1]["buttons"]) >= 3
    assert "tel:999" in page.links
    assert "tel:03005550100" in page.links


def test_an_answer_is_a_card():
    """Service, owner, reason, link, number, trace, other bodies and other services."""
    page = talk(POTHOLE)
    for words in (
        "Report a pothole",
        "Borsetshire County Council",
        "two councils share the work",
        "Continue on gov.uk",
        "Why this organisation?",
        "You asked about a hole",
    ):
        assert words in page.words
    for link in (
        "https://www.gov.uk/report-pothole",
        "tel:03005550123",
        "https://www.nationalhighways.example/",
        "tel:03005550199",
    ):
        assert link in page.links
    assert ("choice", "blocked-drain") in page.with_button("blocked-drain")["buttons"]
    assert "Open now until 5pm." in page.words
    assert "What you’ll need Where it is" in page.words
    assert "Cost Free" in page.words
    assert page.with_button("yes")["fields"]["about"] == "1"


def test_a_notice_that_concerns_an_answer_is_in_its_card():
    """Escaped, and before the link that it warns about."""
    page = talk({**POTHOLE, "notices": ["No <repairs> on Monday."]})
    assert "Important: No <repairs> on Monday." in page.words
    assert page.html.index("No &lt;repairs&gt;") < page.html.index("Continue on")
    assert "No repairs." in talk({**GAP, "notices": ["No repairs."]}).words


def test_an_answer_that_did_not_help_leads_on():
    """To the needs that fitted next best, to a person, or to other words."""
    page = talk(POTHOLE, helped=False)
    assert ("choice", "pavement-problem") in page.with_button("pavement-problem")["buttons"]
    assert ("choice", "person") in page.with_button("person")["buttons"]
    assert "Say it in other words" in page.words
    assert not any(("helped", "no") in form["buttons"] for form in page.forms)
    helped = talk(POTHOLE, helped=True)
    assert not any(("choice", "person") in form["buttons"] for form in helped.forms)
    alone = talk({**POTHOLE, "others": []}, helped=False)
    assert "Did you mean" not in alone.words
    assert "What you can do next" in alone.words


def test_a_further_wish_is_offered_with_a_gap_as_well():
    """Under words that say it was asked for."""
    other = {"label": "Buy a rod licence", "value": "fishing-licence"}
    page = talk({**GAP, "alternatives": [other]})
    assert ("choice", "fishing-licence") in page.with_button("fishing-licence")["buttons"]
    assert "Do you need one of these too?" in page.words


def test_only_the_latest_turn_asks():
    """One question at a time: what was asked before has no buttons any more."""
    page = talk(LANDLORD, POTHOLE, WHERE)
    values = [value for form in page.forms for _, value in form["buttons"]]
    assert values == []
    assert "Who do you rent your home from?" in page.words
    assert "https://www.gov.uk/report-pothole" in page.links


def test_a_question_about_a_place_can_be_filled_in_by_the_browser():
    """The box then is one line, for a postcode."""
    box = next(found for tag, found in talk(WHERE).tags if found.get("id") == "text")
    assert box["autocomplete"] == "postal-code"


def test_a_question_is_not_asked_twice():
    """When the sentences end in the question, it is shown once."""
    assert talk(WHERE).words.count("Where is the pothole?") == 1


def test_an_emergency_stands_first():
    """Before what is said, with the number as a link."""
    page = talk(EMERGENCY)
    assert page.words.index("Call 999 now") < page.words.index("If someone is in danger")
    assert "tel:08005550111" in page.links


def test_an_alarm_is_not_said_twice():
    """Its title and text stand in the alarm only; the number says whose it is."""
    alarm = {"title": "Get help now", "text": "You are not alone.", "phone": "116 123"}
    said = ["Get help now", "You are not alone."]
    reply = {**EMERGENCY, "say": said, "emergency": {**alarm, "phone_label": "Samaritans"}}
    page = talk(reply)
    assert page.words.count("You are not alone.") == 1
    assert "Call 116 123 (Samaritans)" in page.words
    unlabelled = {**reply, "emergency": {**alarm, "phone_label": None}}
    assert "Call 116 123 " in talk(unlabelled).words


def test_a_person_is_named_once_in_a_reply_and_once_below():
    """The same number twice in one box would only be a puzzle."""
    page = talk(GAP)
    reply = page.html[page.html.index('id="turn-1"') : page.html.index('id="box"')]
    assert reply.count("tel:03005550100") == 1
    assert page.links.count("tel:03005550100") == 2


def test_a_gap_leads_to_a_person():
    """No answer is no dead end."""
    assert page_has_contact(talk(GAP))


def test_a_gap_can_offer_services():
    """Needs that come near are buttons, even without an answer."""
    near = {**GAP, "alternatives": [{"label": "Report a pothole", "value": "pothole"}]}
    assert talk(near).with_button("pothole")


def page_has_contact(page: Page) -> bool:
    """Whether the reply itself (before the box) gives the council's number."""
    before_the_box = page.html.split('id="box"')[0]
    return "tel:03005550100" in before_the_box


@pytest.mark.parametrize(("helped", "words"), [(True, "Thank you"), (False, "Sorry this didn’t")])
def test_a_verdict_is_acknowledged_and_leads_on(helped: bool, words: str):
    """The question is not asked again."""
    page = talk(POTHOLE, helped=helped)
    assert words in page.words
    assert "Did this help?" not in [button for form in page.forms for button in form["buttons"]]
    assert page.with_button("blocked-drain")


def test_what_is_wrong_stands_beside_the_box_with_the_words_kept():
    """Nothing typed is lost, and the title says that there is an error."""
    page = talk(problem=Problem("too_long"), typed="<b>long</b>")
    assert "Error: Who deals with this?" in page.html
    assert page.words.count("1000 characters or fewer") == 2
    assert "&lt;b&gt;long&lt;/b&gt;</textarea>" in page.html


EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}"


def test_nothing_from_outside_is_markup():
    """Every string of a reply, and what was said, arrives as text."""
    evil: dict[str, Any] = {
        "outcome": "answered",
        "say": [EVIL],
        "need": {"id": EVIL, "label": EVIL},
        "owner": {"id": EVIL, "name": EVIL, "kind": EVIL},
        "service": {"name": EVIL, "url": "https://x.example/" + "'", "phone": EVIL},
        "reason": EVIL,
        "notes": [EVIL, EVIL],
        "ask": {"kind": EVIL, "question": EVIL, "options": [{"label": EVIL, "value": EVIL}]},
        "alternatives": [
            {"label": EVIL, "value": EVIL},
            {"label": EVIL, "url": "javascript:alert(1)", "phone": EVIL},
        ],
        "emergency": {"title": EVIL, "text": EVIL, "phone": EVIL, "phone_label": EVIL},
        "contact": {"name": EVIL, "url": "javascript:alert(1)", "phone": EVIL},
        "trace": [EVIL],
    }
    page = talk(evil, said=EVIL, typed=EVIL, problem=Problem("empty"))
    tags = [tag for tag, _ in page.tags]
    assert tags.count("script") == 1  # our own file
    assert "img" not in tags
    assert not [name for _, found in page.tags for name in found if name.startswith("on")]
    assert not [link for link in page.links if link.startswith("javascript")]
    assert "49" not in page.words


@pytest.mark.parametrize("reply", [None, *SCRIPT.values()])
def test_every_state_is_well_formed(reply: Any):
    """No id twice, no label without its box, no inline style, script or handler."""
    page = talk(*([reply] if reply else []))
    assert len(page.ids) == len(set(page.ids))
    for _, found in page.tags:
        for name in ("aria-labelledby", "aria-describedby", "for"):
            for wanted in (found.get(name) or "").split():
                assert wanted in page.ids, f"{name}={wanted}"
        assert "style" not in found
    assert not re.search(r"<script(?![^>]*\bsrc=)", page.html)
    assert "<style" not in page.html


def test_notices_of_the_file_are_shown_without_a_restart(tmp_path: Path):
    """Beside the one of the settings; those of another council's area are not."""
    path = tmp_path / "notices.csv"
    made = pages(ChannelSettings(notice="Phones are closed.", notices=path, home="E07000163"))
    view = Conversation((), "signed", "key-0")
    assert "Phones are closed." in parse(made.conversation(view, "en")).words
    Notices(path).add(Notice("", "No <bins> today."))
    Notices(path).add(Notice("", "Elsewhere.", areas=("E08000035",)))
    words = parse(made.conversation(view, "en")).words
    assert "Phones are closed." in words
    assert "No <bins> today." in words
    assert "Elsewhere." not in words


def test_a_notice_is_shown_on_its_days():
    """On top of every page."""
    settings = ChannelSettings(notice="No <bins> on Monday.", notice_until="2026-11-23")
    assert "No &lt;bins&gt; on Monday." in pages(settings).document("privacy", "en")
    late = ChannelSettings(notice="No bins.", notice_until="2026-11-22")
    assert "No bins" not in pages(late).document("privacy", "en")


@pytest.mark.parametrize("code", STATUS)
def test_every_problem_has_a_sentence_and_a_person(code: str):
    """Whatever goes wrong, the page says what, and how to reach the council."""
    page = parse(pages().problem(Problem(code, reference="abc"), "en"))
    assert "tel:03005550100" in page.links
    assert "abc" in page.words
    assert "{" not in page.words


def test_switching_off_gives_the_reason():
    """The reason of whoever switched it off."""
    settings = ChannelSettings(council_phone="0300 1")
    page = parse(pages(settings).problem(Problem("off", said="We are moving house."), "en"))
    assert "We are moving house." in page.words
    assert {"tel:999", "tel:0800111999", "tel:105", "tel:116123"} <= set(page.links)
    assert "tel:03001" in page.links


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_need_no_phone(name: str):
    """A council without a number set still gets true pages."""
    page = parse(pages(ChannelSettings()).document(name, "en"))
    assert not [link for link in page.links if link.startswith("tel:")]


def test_a_copy_goes_into_an_e_mail():
    """The link writes the answer as text, to nobody, and is short enough for mail programs."""
    link = next(link for link in talk(POTHOLE).links if link.startswith("mailto:"))
    assert link.startswith("mailto:?subject=Report%20a%20pothole")
    assert "https://www.gov.uk/report-pothole\r\n" in unquote(link)
    long = {**POTHOLE, "notes": ["é" * 1000] * 9}
    link = next(link for link in talk(long).links if link.startswith("mailto:"))
    assert len(unquote(link)) < 1700


@pytest.mark.parametrize(
    ("phone", "link"),
    [
        ("0300 123 4567", "tel:03001234567"),
        ("+44 300 123 4567", "tel:+443001234567"),
        ("0300 123 4567 (option 2)", "tel:03001234567"),
        ("0300 123 4567 option 2", "tel:03001234567"),
        ("0300 123 4567 or 0300 123 4568", "tel:03001234567"),
        ("999", "tel:999"),
        ("105", "tel:105"),
        ("<script>", "tel:"),
    ],
)
def test_numbers_become_links(phone: str, link: str):
    """However people write them."""
    assert tel(phone) == link


def test_a_link_says_where_it_goes():
    """By the site's name."""
    assert host("https://www.gov.uk/report-pothole") == "gov.uk"
    assert host("nonsense") == ""


def test_every_word_of_the_pages_exists_and_is_used():
    """No key is missing from the words, and none is left over."""
    sources = [*(PACKAGE / "pages").glob("*.html"), *PACKAGE.glob("*.py")]
    text = "\n".join(file.read_text(encoding="utf-8") for file in sources)
    keys = page_words("en").keys()
    used = set(re.findall(r"""(?:\bt|words|several)\(\s*['"](\w+)['"]""", text))
    used |= {key for key in keys if f'"{key}"' in text}
    used |= {f"problem_{code}" for code in STATUS}
    used |= {f"title_{status}" for status in STATUS.values()}
    used |= {f"label_{stage}" for stage in ("first", "answer", "next", "other")}
    used |= {f"hint_{kind}" for kind in ("first", "place", "fact", "need", "other", "next")} | {
        "none"
    }
    used |= {f"callback_{fault}" for fault in FAULTS}
    used |= {f"callback_{end}_title" for end in ("gone", "withdrawn")}
    used |= {f"callback_{kind}_{time}" for kind in ("when", "kept") for time in TIMES}
    used |= {f"service_{fact}" for fact in ("areas", "cost", "hours", "places")}
    used.discard("service_")
    used -= {"callback_", "callback_when_", "callback_kept_"}
    used.discard("problem_")
    used.discard("label_")
    assert used - keys == set()
    assert keys - used == set()


def test_every_language_has_every_word():
    """A language is whole or absent."""
    files = list(FOLDER.glob("*.yml"))
    assert files
    for file in files:
        assert page_words(file.stem).keys() == page_words("en").keys()
        for name in DOCUMENTS:
            assert (PACKAGE / "pages" / f"{name}.{file.stem}.html").exists()
