"""The clusters of words in the console: who may see which, what can be done, and the files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from channel_visitor import Server
from console_world import NOW, PASSWORD, make_review_app, names
from sqlalchemy import delete, insert
from staff_world import Colleague

from bot.figures import clusters as figures
from bot.figures.clusters import usual_of
from bot.figures.figure import HIDDEN
from bot.review.model import Cluster
from bot.review.schema import judgements
from tests import clusters_world


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> clusters_world.World:
    """Three groups that may be seen, one of which begins as a formula, and one of four
    conversations.
    """
    made = clusters_world.World(tmp_path_factory.mktemp("review"))
    made.ask("electric scooter left on pavement", 30, area="E07000008")
    made.ask("electric scooter blocking pavement <b>", 9, days=40)
    made.ask("=cmd() swift nest boxes please", 12, days=20)
    made.ask("secret well of the old mill", 4)
    made.ask("mend a broken kite", 8)  # which a reviewer deals with, test by test
    made.night()
    return made


@pytest.fixture(scope="module")
def server(world: clusters_world.World) -> Iterator[Server]:
    """The console over it."""
    found = Server(make_review_app(world.engine))
    yield found
    found.stop()


@pytest.fixture
def rob(server: Server) -> Colleague:
    """A reviewer, signed in."""
    found = Colleague(server)
    found.sign_in("rob", PASSWORD)
    return found


@pytest.fixture
def read(world: clusters_world.World) -> Iterator[None]:
    """A model that takes scooters for litter, and knows nothing else, has read the groups."""
    rows = {
        "scooter": {"need": "litter-street-cleaning", "likeness": 0.83, "answered": 0.9},
        "swift": {"need": "pothole", "likeness": 0.05, "answered": 0.1},
    }
    fixed = {"model": "m", "at": clusters_world.ASOF, "entries": 1, "months": ""}
    made = [{"cluster": named(world, part).id, **fixed, **row} for part, row in rows.items()]
    with world.engine.begin() as connection:
        connection.execute(insert(judgements), made)
    yield
    with world.engine.begin() as connection:
        connection.execute(delete(judgements))


def test_the_overview_begins_with_what_may_be_missing(rob: Colleague, read: None):
    """Before what grows, and before words of needs that there are."""
    words = rob.get("/review").words
    missing = words.index("Needs that may be missing")
    growing = words.index("New and growing", missing)
    known = words.index("Other words for needs that there are")
    assert missing < words.index("swift nest boxes") < growing < known
    assert words.rindex("electric scooter") > known
    assert "would answer fewer than 6 in 10" in words


def test_teaching_what_words_look_like_is_one_click_away(
    rob: Colleague, world: clusters_world.World, read: None
):
    """The group's page says how sure it is, and leads to the form with that need chosen."""
    scooter = named(world, "scooter")
    label = names().catalogue.needs["litter-street-cleaning"].label
    page = rob.get(f"/review/clusters/{scooter.id}")
    assert f"Looks like: {label} (83% sure). 90% of these words" in page.words
    where = f"/review/clusters/{scooter.id}/teach?need=litter-street-cleaning"
    assert where in page.links
    assert f'<option value="litter-street-cleaning" selected>{label}' in rob.get(where).html
    assert rob.get(f"/review/clusters/{scooter.id}/teach?need=%3Cb%3E").status == 200
    swift = f"/review/clusters/{named(world, 'swift').id}"
    assert 'value="new_need" checked' in rob.get(f"{swift}/teach").html
    page = rob.get(swift)
    assert "Looks like no need that the assistant knows." in page.words


def test_the_list_is_narrowed_by_need_area_and_kind_and_so_is_its_file(rob: Colleague, read: None):
    """What a page shows, its download holds."""
    for query, scooter, swift in (
        ("kind=missing", False, True), ("kind=known", True, False), ("area=E07000008", True, False),
        ("need=litter-street-cleaning", True, False), ("reason=not_understood", True, True),
        ("reason=abandoned", False, False), ("period=13w&area=E06000052", False, False),
        ("kind=x&area=%27&period=2026-10&owner=%3Cb%3E", True, True),
    ):  # fmt: skip
        page = rob.get(f"/review/clusters?{query}")
        assert ("electric scooter" in page.words, "swift" in page.words) == (scooter, swift), query
        said = page.words
        if "=" in query and "kind=" not in query:
            assert ("at least 5 conversations for your choice" in said) == (scooter or swift), query
            assert ("No group has 5 conversations" in said) != (scooter or swift), query
        file = next((one for one in page.links if "clusters.csv" in one), None)
        if file:
            text = rob.send("GET", file).text
            assert ("electric scooter" in text, "swift" in text) == (scooter, swift), query


def test_a_usual_month_of_a_few_is_hidden():
    """An average of 0.7 over 84 days is two people."""
    few = Cluster(1, "grit", (), "new", None, None, NOW, NOW, 69, 69, 6, 0.67)
    assert usual_of(few) is HIDDEN
    listed = figures.listed([few], {"new": "New"}, names())
    row = dict(zip([one.key for one in listed.columns], listed.rows[0]))
    assert (row["recent"], row["usual"], row["surely_more"]) == (6, HIDDEN, HIDDEN)
    assert usual_of(replace(few, before=1.7)) == 1.7
    assert usual_of(replace(few, before=0.0)) == 0.0
    assert usual_of(replace(few, before=2.0, conversations=8)) is HIDDEN


def named(world: clusters_world.World, part: str) -> Cluster:
    """The cluster whose name has this in it."""
    return next(one for one in world.review.clusters() if part in one.name)


def test_groups_of_few_people_are_not_to_be_seen(rob: Colleague, world: clusters_world.World):
    """Neither in the list, nor on a page of their own, nor in a file, nor by a search."""
    page = rob.get("/review/clusters")
    assert "electric scooter" in page.words
    well = named(world, "well")
    assert well.small
    for path in ("/review/clusters", "/review/clusters?search=well", "/review/clusters.csv"):
        assert "secret well" not in rob.send("GET", path).text
    assert rob.get(f"/review/clusters/{well.id}").status == 404
    assert rob.send("GET", f"/review/clusters/{well.id}/data/trend.csv").status_code == 404


def test_a_group_has_words_weeks_areas_and_history(rob: Colleague, world: clusters_world.World):
    """Escaped, with links to what it can be downloaded as."""
    scooter = named(world, "scooter")
    page = rob.get(f"/review/clusters/{scooter.id}")
    assert "electric scooter left on pavement" in page.words
    assert "<b>" not in page.html
    assert "Cambridge City Council" in page.words
    assert "put together for the first time" in page.words
    assert f"/review/clusters/{scooter.id}/data/trend.csv" in page.html
    text = rob.send("GET", f"/review/clusters/{scooter.id}/data/areas.json").json()
    assert text["rows"][0]["conversations"] == 30


def test_the_list_can_be_ordered_and_narrowed(rob: Colleague):
    """By size, by status, by words; odd values are left out."""
    assert "swift" not in rob.get("/review/clusters?search=scooter").words
    assert "There are no groups" in rob.get("/review/clusters?status=ignored").words
    assert rob.get("/review/clusters?order=drop&status=x").status == 200


def test_the_file_of_the_list_runs_no_formula(rob: Colleague):
    """Names are citizens' words."""
    text = rob.send("GET", "/review/clusters.csv").content.decode("utf-8-sig")
    names = [row[0] for row in csv.reader(io.StringIO(text))]
    assert "'=cmd() swift nest boxes please" in names
    assert not any(name.startswith("=") for name in names)


@pytest.mark.parametrize(
    ("what", "value", "shown"),
    [
        ("assigned", "Parks team", "It is saved whose this is."),
        ("status", "done", "The status is saved."),
        ("note", "Ask the county", "The note is saved."),
    ],
)
def test_a_reviewer_decides(
    rob: Colleague, world: clusters_world.World, what: str, value: str, shown: str
):
    """By a form that leads back to the page; it is in the history and in the audit log."""
    number = named(world, "kite").id
    path = f"/review/clusters/{number}"
    form = next(f for f in rob.get(path).forms if f["fields"].get("do") == what)
    answer = rob.straight(form, value=value)
    assert answer.status_code == 303
    page = rob.get(answer.headers["location"])
    assert shown in page.words
    assert "(rob)" in page.words
    assert ("rob", f"cluster {what}", str(number)) in rob.log()
    assert getattr(world.review.cluster(number), {"assigned": "assignee"}.get(what, what)) == value


def test_a_form_that_is_not_ours_changes_nothing(rob: Colleague, world: clusters_world.World):
    """Without the signed field, or signed for somebody else."""
    scooter = named(world, "scooter")
    path = f"/review/clusters/{scooter.id}"
    mo = Colleague(rob.server)
    mo.sign_in("mo", PASSWORD)
    theirs = next(f for f in mo.get(path).forms if f["fields"].get("do") == "status")
    for fields in ({}, theirs["fields"]):
        data = {**fields, "do": "status", "value": "ignored"}
        assert rob.send("POST", path, data=data).status_code == 403
    assert world.review.cluster(scooter.id).status == scooter.status


def test_what_cannot_be_saved_is_told_beside_the_form(rob: Colleague, world: clusters_world.World):
    """A note too long, a status that is none; unknown deeds are refused."""
    path = f"/review/clusters/{named(world, 'scooter').id}"
    form = next(f for f in rob.get(path).forms if f["fields"].get("do") == "note")
    page = rob.submit(form, value="x" * 2001)
    assert page.status == 400
    assert "There is a problem" in page.words
    assert rob.submit(form, do="status", value="nice").status == 400
    assert rob.submit(form, do="delete").status == 400


@pytest.mark.parametrize("number", ["0", "999", "x", "-1", "1e3", "9" * 30, "١"])
def test_a_group_that_is_none_is_not_found(rob: Colleague, number: str):
    """Whatever stands in the address."""
    assert rob.get(f"/review/clusters/{number}").status == 404


def test_an_adviser_sees_no_groups(server: Server, world: clusters_world.World, tmp_path: Path):
    """Neither pages nor files, and changes nothing."""
    ann = Colleague(server)
    ann.sign_in("ann", PASSWORD)
    number = named(world, "scooter").id
    for path in ("/review/clusters", f"/review/clusters/{number}", "/review/clusters.csv",
                 f"/review/clusters/{number}/data/trend.csv"):  # fmt: skip
        assert ann.get(path).status == 403
    assert ann.send("POST", f"/review/clusters/{number}", data={"do": "note"}).status_code == 403


def test_the_overview_begins_with_what_is_new_and_growing(
    rob: Colleague, world: clusters_world.World
):
    """With the way to each group, and none of few people."""
    page = rob.get("/review")
    assert f"/review/clusters/{named(world, 'scooter').id}" in page.links
    assert "secret well" not in page.words
