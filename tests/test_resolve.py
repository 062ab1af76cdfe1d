"""The owner of a need in a place on a day: a table of cases from sources, and a full sweep."""

from __future__ import annotations

import csv
import statistics
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Optional

import pytest
from speed import slowness

from bot.catalogue.build import build
from bot.catalogue.read import Catalogue
from bot.catalogue.rows import Succession
from bot.model import Answer, Ask, Authority, Gap, Place, Resolution, Service
from bot.resolve import facts_from_words, resolve
from bot.routing.decide import by_expression
from bot.routing.scopes import GROUPS
from bot.words import say

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 23)
#: What the sweep may find without an owner: nobody does these there, and the reason is said.
NOBODY = {
    ("right-to-buy", "Scotland"),
    ("right-to-buy", "Wales"),
    ("toll-crossing-charge", "Scotland"),
    ("toll-crossing-charge", "Northern Ireland"),
    ("clean-air-charge", "Wales"),
    ("clean-air-charge", "Northern Ireland"),
    ("fishing-licence", "Scotland"),
}


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The catalogue of the project's own data."""
    path = tmp_path_factory.mktemp("resolve") / "catalogue.db"
    build(ROOT / "bot/data", path)
    return Catalogue.open(path)


def at(authority: Authority, label: str = "") -> Place:
    """A place found in one council's area."""
    name = label or authority.name
    return Place(name, "found", (authority,), authority.nation, None, name)


def in_(catalogue: Catalogue, *slugs: str, label: str = "") -> Place:
    """A place in one area, or split between several."""
    gss = {slug: code for code, slug in catalogue.slugs.items()}
    found = tuple(catalogue.authorities[gss[slug]] for slug in slugs)
    status = "found" if len(found) == 1 else "split"
    name = label or found[0].name
    return Place(name, status, found, found[0].nation, None, name)


def ask(
    catalogue: Catalogue,
    need: str,
    place: Optional[Place] = None,
    text: str = "",
    home: Optional[str] = None,
    today: date = TODAY,
) -> Resolution:
    """Resolve with the facts that the words give."""
    facts = facts_from_words(catalogue, need, text)
    return resolve(catalogue, need, place, facts, today, home)


def owner(found: Resolution) -> str:
    """The owner's name. Fails for anything but an answer."""
    assert isinstance(found, Answer), found
    return found.owner.name


def cases() -> Iterator[dict[str, str]]:
    """The rows of the table of cases."""
    with (ROOT / "tests/data/owners.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def test_every_case_of_the_table(catalogue: Catalogue) -> None:
    """Each row of owners.csv, written from sources, gets its owner."""
    rows = list(cases())
    wrong = []
    for row in rows:
        place = at(catalogue.authorities[row["place"]])
        facts = dict(pair.split("=") for pair in row["facts"].split())
        today = date.fromisoformat(row["today"])
        found = resolve(catalogue, row["need"], place, facts, today)
        got = ("", "", "")
        if isinstance(found, Answer):
            got = (found.owner.id if row["owner"] else "", found.owner.name, found.owner.kind)
        if got != (row["owner"], row["name"], row["kind"]):
            wrong.append((row["need"], place.label, facts, row["name"], got))
    assert wrong == []
    assert len(rows) >= 600


@pytest.mark.slow
def test_every_need_in_every_area(catalogue: Catalogue) -> None:
    """All needs in all of today's areas: an answer with a route, a question, or a known gap."""
    gaps = set()
    for authority in catalogue.authorities.values():
        place = at(authority)
        for need in catalogue.needs:
            found = resolve(catalogue, need, place, {}, TODAY)
            if isinstance(found, Answer):
                assert found.service.url or found.service.phone, (need, authority.name)
                assert found.trace, need
                body = catalogue.organizations.get(found.owner.id)
                nations = (
                    {n for word in body.nation for n in GROUPS.get(word, (word,))} if body else ()
                )
                assert not body or authority.nation in nations, (need, authority.name, body)
            elif isinstance(found, Gap):
                gaps.add((need, authority.nation))
            else:
                assert len(found.options) > 1, (need, authority.name)
    assert gaps == NOBODY


def test_every_need_without_a_place(catalogue: Catalogue) -> None:
    """No need fails when nothing is known of the place, or only the nation."""
    for need in catalogue.needs:
        for nation in (None, "England", "Scotland", "Wales", "Northern Ireland"):
            place = Place(nation, "found", (), nation, None, nation) if nation else None
            found = resolve(catalogue, need, place, {}, TODAY)
            assert isinstance(found, Gap) is ((need, nation) in NOBODY), (need, nation)


def test_the_resolver_is_fast(catalogue: Catalogue) -> None:
    """Half of all answers take less than a tenth of a millisecond."""
    places = [at(authority) for authority in list(catalogue.authorities.values())[::40]]
    times = []
    for place in places:
        for need in catalogue.needs:
            start = time.thread_time()
            resolve(catalogue, need, place, {}, TODAY)
            times.append(time.thread_time() - start)
    assert statistics.median(times) < 100e-6 * slowness()


def test_two_tiers(catalogue: Catalogue) -> None:
    """In a two-tier area potholes are the county's and bins the district's."""
    place = in_(catalogue, "guildford", label="GU1")
    assert owner(ask(catalogue, "pothole", place)) == "Surrey County Council"
    assert owner(ask(catalogue, "missed-bin", place)) == "Guildford Borough Council"


def test_a_county_named_for_a_district_need(catalogue: Catalogue) -> None:
    """A county named for bins is asked for the district."""
    found = ask(catalogue, "missed-bin", in_(catalogue, "surrey"))
    assert isinstance(found, Ask)
    assert (found.kind, len(found.options)) == ("place", 11)
    assert found.question.key == "utter_ask_district"


def test_a_split_place_is_asked_only_when_owners_differ(catalogue: Catalogue) -> None:
    """Two districts of one county: no question about a pothole, one about bins."""
    place = in_(catalogue, "guildford", "waverley", label="GU8")
    assert owner(ask(catalogue, "pothole", place)) == "Surrey County Council"
    found = ask(catalogue, "missed-bin", place)
    assert isinstance(found, Ask)
    names = [option.label for option in found.options]
    assert names == ["Guildford Borough Council", "Waverley Borough Council"]
    assert owner(ask(catalogue, "passport", place)) == "HM Passport Office"


def test_a_split_place_whose_owners_all_need_a_fact(catalogue: Catalogue) -> None:
    """The fact is asked before the council when each council would ask it."""
    found = ask(catalogue, "council-rent", in_(catalogue, "guildford", "waverley"))
    assert isinstance(found, Ask)
    assert (found.kind, found.fact) == ("fact", "landlord")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("pothole outside my house", "North Yorkshire Council"),
        ("a 2 inch deep pothole in the road", "North Yorkshire Council"),
        ("huge pothole on the M62", "National Highways"),
        ("hole in the A1(M) near Wetherby", "National Highways"),
    ],
)
def test_the_kind_of_road_in_the_words(catalogue: Catalogue, words: str, name: str) -> None:
    """Nobody who says which road it is, is asked."""
    assert owner(ask(catalogue, "pothole", in_(catalogue, "north-yorkshire"), words)) == name


def test_an_a_road_may_be_either(catalogue: Catalogue) -> None:
    """An A road is asked about; in Northern Ireland it makes no difference."""
    found = ask(catalogue, "pothole", in_(catalogue, "north-yorkshire"), "pothole on the A64")
    assert isinstance(found, Ask)
    assert found.fact == "road"
    ni = ask(catalogue, "pothole", in_(catalogue, "belfast"), "pothole on the A2")
    assert owner(ni) == "Department for Infrastructure Roads"


def test_red_routes_are_offered_in_london_only(catalogue: Catalogue) -> None:
    """Transport for London is a choice in London and nowhere else."""
    values = {}
    for slug in ("camden", "leeds"):
        found = ask(catalogue, "pothole", in_(catalogue, slug), "pothole on the A40")
        assert isinstance(found, Ask)
        values[slug] = [option.value for option in found.options]
    assert values == {
        "camden": ["ordinary", "motorway", "red-route"],
        "leeds": ["ordinary", "motorway"],
    }


def test_the_usual_case_names_the_other(catalogue: Catalogue) -> None:
    """When the usual road is taken, the other owner is offered beside the answer."""
    found = ask(catalogue, "pothole", in_(catalogue, "leeds"))
    assert isinstance(found, Answer)
    assert found.alternatives[0].value == "motorway-trunk-road"
    told = ask(catalogue, "pothole", in_(catalogue, "leeds"), "pothole in my street")
    assert isinstance(told, Answer)
    assert told.alternatives == ()


@pytest.mark.parametrize(
    ("need", "text", "expected"),
    [
        ("council-home-repair", "my council flat has no heating", {"landlord": "council"}),
        (
            "council-home-repair",
            "clarion won't fix the boiler",
            {"landlord": "housing-association"},
        ),
        ("council-home-repair", "my boiler is broken", {}),
        ("council-rent", "council house or housing association rent", {}),
        ("pothole", "pothole in the lane behind M20 2AB", {}),
        ("parking-fine-pay", "I want to pay my PCN", {"ticket": "council"}),
        ("parking-fine-challenge", "parkingeye charge at the supermarket", {"ticket": "private"}),
        ("parking-fine-pay", "I got a ticket", {}),
        ("flooding-river-sea", "flood warnings near me", {"flood": "river-sea"}),
        ("flooding-river-sea", "my house is flooding", {"flood": "unsure"}),
        ("toll-crossing-charge", "pay the dart charge", {"crossing": "dartford"}),
        (
            "missed-bin",
            "my cafe's bins: the business waste was not collected",
            {"rubbish": "business"},
        ),
        ("unknown-need", "anything", {}),
    ],
)
def test_facts_from_words(
    catalogue: Catalogue, need: str, text: str, expected: dict[str, str]
) -> None:
    """Words say a fact, make it doubtful, or say nothing of it."""
    assert facts_from_words(catalogue, need, text) == expected


def test_a_fact_that_needs_no_place(catalogue: Catalogue) -> None:
    """A housing association's tenant is not asked where they live."""
    found = ask(catalogue, "council-home-repair", None, "my housing association ignores me")
    assert owner(found) == "Your housing association"


def test_no_place_no_question_for_national_bodies(catalogue: Catalogue) -> None:
    """The DVLA is named without a place, and Northern Ireland's agency beside it."""
    found = ask(catalogue, "driving-licence")
    assert isinstance(found, Answer)
    assert found.owner.id == "dvla"
    assert [note.key for note in found.notes] == ["utter_note_nation"]
    assert found.alternatives[0].label == "Northern Ireland: Driver & Vehicle Agency"


@pytest.mark.parametrize(
    "need", ["certificate-copy", "pothole", "crime-report", "clean-air-charge"]
)
def test_place_is_asked_when_the_owner_depends_on_it(catalogue: Catalogue, need: str) -> None:
    """Scotland's own registrar, a council, a police force or London: where is asked."""
    found = ask(catalogue, need)
    assert isinstance(found, Ask)
    assert found.kind == "place"


@pytest.mark.parametrize(
    ("need", "phone"),
    [
        ("gas-leak", "0800 111 999"),
        ("power-cut", "105"),
        ("domestic-abuse", "0808 2000 247"),
        ("nhs-urgent-advice", "111"),
    ],
)
def test_urgent_needs_never_ask_where(catalogue: Catalogue, need: str, phone: str) -> None:
    """The main number comes at once, with other nations' numbers beside it."""
    found = ask(catalogue, need)
    assert isinstance(found, Answer)
    assert found.service.phone == phone
    assert found.alternatives[-1].label.startswith("Northern Ireland: ")


def test_the_website_s_own_council(catalogue: Catalogue) -> None:
    """On a council's site its area is taken, and it is preferred for what both councils do."""
    surrey, guildford = "E10000030", "E07000209"
    assert owner(ask(catalogue, "pothole", home=guildford)) == "Surrey County Council"
    place = in_(catalogue, "guildford")
    assert owner(ask(catalogue, "council-complaint", place)) == "Guildford Borough Council"
    found = ask(catalogue, "council-complaint", place, home=surrey)
    assert owner(found) == "Surrey County Council"
    assert isinstance(found, Answer)
    assert found.alternatives[0].label == "Guildford Borough Council"


def test_a_place_that_was_not_understood_is_asked_again(catalogue: Catalogue) -> None:
    """Home is no guess to make when the citizen did say where."""
    found = ask(catalogue, "pothole", Place("xyzzy", "unknown"), home="E08000035")
    assert isinstance(found, Ask)


def test_a_coming_change_is_announced(catalogue: Catalogue) -> None:
    """A council that ends within a year says who comes next; a unitary that stays says nothing."""
    found = ask(catalogue, "missed-bin", in_(catalogue, "guildford"))
    assert isinstance(found, Answer)
    change = "From 1 April 2027 this will be West Surrey Council."
    assert [say(note) for note in found.notes] == [change]
    both = ask(catalogue, "pothole", in_(catalogue, "guildford", "elmbridge"))
    assert isinstance(both, Answer)
    assert "be West Surrey Council or East Surrey Council." in say(both.notes[0])
    stays = ask(catalogue, "missed-bin", in_(catalogue, "leeds"))
    assert isinstance(stays, Answer)
    assert stays.notes == ()


def test_successors_take_over_on_the_day(catalogue: Catalogue) -> None:
    """From the day of the change the successor answers, and a split county is asked about."""
    day = date(2027, 4, 1)
    found = ask(catalogue, "pothole", in_(catalogue, "guildford"), today=day)
    assert owner(found) == "West Surrey Council"
    county = ask(catalogue, "pothole", in_(catalogue, "surrey"), today=day)
    assert isinstance(county, Ask)
    assert sorted(option.label for option in county.options) == [
        "East Surrey Council",
        "West Surrey Council",
    ]


def test_national_parks_are_beside_the_council(catalogue: Catalogue) -> None:
    """Planning in an area with a national park names its authority as another route."""
    found = ask(catalogue, "planning-apply", in_(catalogue, "sheffield"))
    assert isinstance(found, Answer)
    assert [a.label for a in found.alternatives] == ["Peak District National Park Authority"]


@pytest.mark.parametrize(
    ("need", "slug", "key"),
    [
        ("allotment", "cotswold", "utter_note_parish"),
        ("allotment", "leeds", "utter_note_parish"),
        ("burial-cremation", "gwynedd", "utter_note_community"),
        ("allotment", "camden", None),
        ("allotment", "fife", None),
        ("allotment", "belfast", None),
        ("missed-bin", "cotswold", None),
    ],
)
def test_local_councils_may_share_in_it(
    catalogue: Catalogue, need: str, slug: str, key: str | None
) -> None:
    """Said in England and Wales, for what parish and community councils do; the owner stays."""
    found = ask(catalogue, need, in_(catalogue, slug))
    assert isinstance(found, Answer)
    said = {note.key for note in found.notes} & {"utter_note_parish", "utter_note_community"}
    assert said == ({key} if key else set())
    assert found.owner.kind != "other"


def test_link_after_owner(catalogue: Catalogue) -> None:
    """GOV.UK's forwarding page for a council; the exception's page; else the owner's homepage."""
    leeds = ask(catalogue, "pothole", in_(catalogue, "leeds"))
    fife = ask(catalogue, "free-school-meals", in_(catalogue, "fife"))
    belfast = ask(catalogue, "missed-bin", in_(catalogue, "belfast"))
    urls = [found.service.url for found in (leeds, fife, belfast) if isinstance(found, Answer)]
    assert urls == [
        "https://www.gov.uk/report-pothole",
        "https://www.mygov.scot/school-meals",
        "https://www.belfastcity.gov.uk/",
    ]


def test_nonsense_never_raises(catalogue: Catalogue) -> None:
    """Unknown needs, facts and places outside the country are gaps or ignored."""
    assert isinstance(ask(catalogue, "no-such-need"), Gap)
    outside = ask(catalogue, "pothole", Place("Paris", "outside"))
    assert isinstance(outside, Gap)
    assert outside.reason == "out_of_remit"
    facts = {"road": "moon", "colour": "blue"}
    assert owner(resolve(catalogue, "pothole", in_(catalogue, "leeds"), facts, TODAY))
    assert isinstance(resolve(catalogue, "pothole", None, None, TODAY, "E99999999"), Ask)


def test_every_sentence_has_its_words(catalogue: Catalogue) -> None:
    """The question of every fact is in domain.yml."""
    import yaml

    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    facts = {row.fact for need in catalogue.needs for row in catalogue.questions(need)}
    missing = [
        fact for fact in sorted(facts) if f"utter_ask_fact_{fact}" not in domain["responses"]
    ]
    assert missing == []


def test_the_owners_own_deep_link_comes_first(catalogue: Catalogue) -> None:
    """An imported address of the owner for the need beats the national page."""

    class Linked(Catalogue):
        """A catalogue with one imported deep link."""

        def service_for(self, owner: str, need: str) -> Optional[Service]:
            """The address of Leeds's own pothole form."""
            known = (owner, need) == ("E08000035", "pothole")
            return Service("Potholes", "https://www.leeds.gov.uk/potholes", None) if known else None

    linked = Linked({})
    linked.__dict__.update(catalogue.__dict__)
    found = ask(linked, "pothole", in_(catalogue, "leeds"))
    assert isinstance(found, Answer)
    assert found.service.url == "https://www.leeds.gov.uk/potholes"
    other = ask(linked, "street-light", in_(catalogue, "leeds"))
    assert isinstance(other, Answer)
    assert other.service.url == "https://www.gov.uk/report-problem-street-light"


def test_a_successor_that_is_in_the_catalogue(catalogue: Catalogue) -> None:
    """A future successor with a code is that council, with its own homepage and phone."""
    row = Succession("E07000209", "Guildford", date(2027, 4, 1), "E08000035", "Leeds", "future")
    changed = Catalogue({})
    changed.__dict__.update(catalogue.__dict__)
    changed._successors = {"E07000209": (row,)}
    found = ask(changed, "pothole", in_(catalogue, "guildford"), today=date(2027, 4, 1))
    assert owner(found) == "Leeds City Council"


def test_a_role_without_a_general_body(catalogue: Catalogue) -> None:
    """Without a place, a body that only areas have is a reason to ask where."""
    found = ask(catalogue, "bus-pass-older", Place("the north", "found", (), "England"))
    assert isinstance(found, Ask)
    need = catalogue.needs["bus-pass-older"]
    assert by_expression(catalogue, need, "org:transport", None, "England", None).outcome == "place"
    assert by_expression(catalogue, need, "none", None, "England", None).outcome == "none"
