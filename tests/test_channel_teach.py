"""Teaching in the console: nothing is saved that was not shown with what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from channel_visitor import Page, Server
from console_world import PASSWORD, make_review_app
from staff_world import Colleague

from bot.channel.review.teach import meaning
from bot.errors import BadInput
from tests import clusters_world

WORDS = ("borrow a drill", "borrow a ladder please", "can i borrow a drill", "borrow a tent today")


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped phrases are read once for all tests."""
    monkeypatch.setattr("bot.review.teaching.read_phrases", clusters_world.read_phrases)


@pytest.fixture
def world(tmp_path_factory: pytest.TempPathFactory) -> clusters_world.World:
    """A group of words about borrowing."""
    made = clusters_world.World(tmp_path_factory.mktemp("teach"))
    for words in WORDS:
        made.ask(words, 6)
    made.night()
    return made


@pytest.fixture
def rob(world: clusters_world.World) -> Iterator[Colleague]:
    """A reviewer, signed in."""
    server = Server(make_review_app(world.engine))
    found = Colleague(server)
    found.sign_in("rob", PASSWORD)
    yield found
    server.stop()


def path(world: clusters_world.World) -> str:
    """The group's page."""
    (group,) = world.review.clusters(at_least=5)
    return f"/review/clusters/{group.id}"


def form(page: Page) -> dict[str, Any]:
    """The form to teach, with the phrases that stand in it."""
    found = next(one for one in page.forms if "seen" in one["fields"])
    text = page.html.split('name="phrases"')[1].split(">", 1)[1].split("</textarea>")[0]
    found["fields"].update(phrases=text, kind="need", need="", owner="none", do="check")
    found["fields"].pop("insist", None)
    return found


def test_words_are_suggested_checked_and_saved(rob: Colleague, world: clusters_world.World):
    """Check, then save: the group is dealt with, the lesson can be taken back."""
    start = rob.get(f"{path(world)}/teach")
    assert "borrow a drill" in start.html
    assert 'value="save"' not in start.html
    sent = form(start)
    checked = rob.submit(sent, kind="new_need", label="Borrow tools", owner="none")
    assert "What would be taught" in checked.words
    assert world.review.clusters()[0].status == "new"
    sent = form(checked)
    saved = rob.submit(sent, kind="new_need", label="Borrow tools", owner="none", do="save")
    assert "What it means is saved." in saved.words
    assert world.review.clusters()[0].status == "done"
    assert any(what == "teach" for _, what, _ in rob.log())
    undo = next(one for one in saved.forms if "lesson" in one["fields"])
    assert "It is taken back." in rob.submit(undo).words
    assert world.review.clusters()[0].status == "open"


def test_nothing_is_saved_unchecked_or_changed_after_the_check(
    rob: Colleague, world: clusters_world.World
):
    """A save of something else is a check of it."""
    sent = form(rob.get(f"{path(world)}/teach"))
    page = rob.submit(sent, kind="outside", do="save")
    assert "What would be taught" in page.words
    page = rob.submit(
        form(page), kind="outside", do="save", phrases="borrow a hammer at the library"
    )
    assert "What would be taught" in page.words
    assert world.review.clusters()[0].status == "new"


def test_conflicts_are_shown_and_saved_only_on_purpose(rob: Colleague, world: clusters_world.World):
    """A phrase that is taught for another need already."""
    sent = form(rob.get(f"{path(world)}/teach"))
    words = "borrow a drill\nmissed bin"
    page = rob.submit(sent, kind="need", need="allotment", phrases=words)
    assert "Something speaks against 1 of them" in page.words
    assert "Report a missed bin collection" in page.words
    again = rob.submit(form(page), kind="need", need="allotment", do="save")
    assert "Something speaks against 1 of them" in again.words
    assert world.review.clusters()[0].status == "new"
    done = rob.submit(form(again), kind="need", need="allotment", do="save", insist="yes")
    assert "What it means is saved." in done.words


def test_what_is_spoken_against_is_left_out_by_a_button(
    rob: Colleague, world: clusters_world.World
):
    """The rest is checked anew; where nothing is left, that is told."""
    words = "borrow a drill\nmissed bin"
    sent = form(rob.get(f"{path(world)}/teach"))
    page = rob.submit(sent, kind="need", need="allotment", phrases=words)
    assert "is taught already for Report a missed bin collection" in page.words
    cleared = rob.submit(form(page), kind="need", need="allotment", do="clear")
    assert "Nothing speaks against it" in cleared.words
    assert form(cleared)["fields"]["phrases"] == "borrow a drill"
    none = rob.submit(
        form(cleared), kind="need", need="allotment", do="clear", phrases="missed bin"
    )
    assert none.status == 400
    assert "Something speaks against every phrase" in none.words


def test_ignoring_says_what_it_does(rob: Colleague, world: clusters_world.World):
    """Nothing is taught; saved, the group is ignored."""
    page = rob.submit(form(rob.get(f"{path(world)}/teach")), kind="ignore")
    assert "Nothing would be taught" in page.words
    rob.submit(form(page), kind="ignore", do="save")
    assert world.review.clusters()[0].status == "ignored"


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"kind": "drop"}, "Choose what the words mean"),
        ({"kind": "need", "need": ""}, "Choose which need"),
        ({"kind": "need", "need": "nothing"}, "There is no need"),
        ({"kind": "new_need", "label": "!!"}, "Write what people want"),
        ({"kind": "new_need", "label": "X", "owner": "org:nobody"}, "no organisation"),
        ({"kind": "outside", "phrases": ""}, "No phrase is left"),
    ],
)
def test_what_cannot_be_taught_is_told(
    rob: Colleague, world: clusters_world.World, fields: dict[str, str], fault: str
):
    """On the same page, with what was typed still in it."""
    page = rob.submit(form(rob.get(f"{path(world)}/teach")), **fields)
    assert page.status == 400
    assert fault in page.words


def test_a_form_that_is_not_ours_teaches_nothing(rob: Colleague, world: clusters_world.World):
    """Nor does it take anything back."""
    for end in ("teach", "undo"):
        data = {"do": "save", "kind": "outside", "phrases": "x", "lesson": "1"}
        assert rob.send("POST", f"{path(world)}/{end}", data=data).status_code == 403
    assert world.review.clusters()[0].status == "new"


def test_the_id_of_a_new_need_is_made_of_its_label():
    """In small letters, joined by hyphens."""
    made = meaning({"kind": "new_need", "label": "Borrow tools & things!", "owner": "none",
                    "page": "", "need": "", "welsh": "Benthyg offer"})  # fmt: skip
    assert (made.need, made.welsh) == ("borrow-tools-things", "Benthyg offer")
    with pytest.raises(BadInput):
        meaning({"kind": "new_need", "label": "£££", "owner": "none", "page": "", "need": ""})
