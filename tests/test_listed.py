"""Imported services beside the owner: its own link, a local one that fits better, the others."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, Optional

from bot.catalogue.read import Catalogue
from bot.catalogue.services import Services
from bot.catalogue.services_store import Tables, empty
from bot.model import Answer, Opening, Place, Words
from bot.resolve import resolve
from bot.words import say
from tests.imports_world import LEEDS, TODAY, catalogue

MONDAY = datetime(2026, 11, 23, 11, 0)


def with_services(*services: dict[str, Any], links: tuple[dict[str, Any], ...] = ()) -> Catalogue:
    """The project's catalogue with some imported services."""
    tables: Tables = empty()
    for number, values in enumerate(services):
        tables["organization"].append(
            {
                "id": f"o{number}",
                "name": values.get("body", f"Body {number}"),
                "kind": values.get("kind", "charity"),
                "owner": values.get("owner", ""),
            }
        )
        tables["service"].append(
            {
                "id": f"s{number}",
                "organization_id": f"o{number}",
                "name": values["name"],
                "url": values.get("url", f"https://service{number}.example/"),
                "status": values.get("status", "active"),
                "minimum_age": values.get("youngest"),
                "maximum_age": values.get("oldest"),
                "assured_date": values.get("assured", ""),
                "needs": values["needs"],
                "grade": "answerable",
                "fees": values.get("fees", ""),
            }
        )
        for area in values.get("areas", (LEEDS,)):
            tables["service_area"].append({"service_id": f"s{number}", "extent": area})
        tables["cost_option"] += [
            {"service_id": f"s{number}", "amount_description": "", **c}
            for c in values.get("costs", ())
        ]
        tables["required_document"] += [
            {"service_id": f"s{number}", "document": d} for d in values.get("documents", ())
        ]
        if "phone" in values:
            tables["phone"].append({"service_id": f"s{number}", "number": values["phone"]})
        tables["schedule"] += [{"service_id": f"s{number}", **s} for s in values.get("hours", ())]
    tables["link"] = list(links)
    made = Catalogue({})
    made.__dict__.update(catalogue().__dict__)
    made.services = Services(tables)
    return made


def answer(
    made: Catalogue,
    need: str,
    gss: Optional[str] = LEEDS,
    now: Optional[datetime] = None,
    **facts: str,
) -> Answer:
    """What someone in a council's area is told."""
    place = None
    if gss:
        council = made.authorities[gss]
        place = Place(council.name, "found", (council,), council.nation, None, council.name)
    found = resolve(made, need, place, facts, TODAY, now=now)
    assert isinstance(found, Answer)
    return found


LARDER = {
    "name": "Leeds Larder",
    "body": "Leeds Larder",
    "needs": "food-bank",
    "phone": "0113 496 0000",
}


def test_a_local_charity_fits_better() -> None:
    """In its area a local food bank is the answer; the general one stays in sight."""
    general = answer(catalogue(), "food-bank")
    found = answer(with_services(LARDER), "food-bank")
    assert (found.owner.name, found.owner.kind) == ("Leeds Larder", "charity")
    assert found.service.phone == "0113 496 0000"
    assert found.reason.key == "utter_reason_listed"
    assert found.alternatives[0].label == general.owner.name
    assert found.alternatives[0].url == general.service.url
    assert "Leeds Larder serves this area" in " ".join(map(say, found.trace))


def test_elsewhere_it_does_not() -> None:
    """In another area, and where no place is known, the general answer holds, unmentioned."""
    made = with_services(LARDER)
    for gss in ("E09000007", None):
        found = answer(made, "food-bank", gss)
        assert found == answer(catalogue(), "food-bank", gss)


def test_what_may_not_stand_in() -> None:
    """What is closed, for everything, or for another age does not displace the answer."""
    for values in (
        {"status": "inactive"},
        {"needs": "food-bank befriending-loneliness volunteering bereavement-support"},
        {"oldest": 25},
        {"youngest": 60},
        {"areas": ("England",), "name": "zzz"},
    ):
        found = answer(with_services({**LARDER, **values}), "food-bank")
        assert found.owner == answer(catalogue(), "food-bank").owner, values


def test_the_age_decides_when_known() -> None:
    """A service for young people is the answer for a young person and for nobody else."""
    made = with_services({**LARDER, "oldest": 25})
    assert answer(made, "food-bank", age="19").owner.name == "Leeds Larder"
    assert answer(made, "food-bank", age="40").owner.name != "Leeds Larder"


def test_a_council_is_never_displaced() -> None:
    """For a council's own job a feed's service only stands beside the council."""
    made = with_services({"name": "Hole fillers", "needs": "pothole"})
    found = answer(made, "pothole")
    assert found.owner.id == LEEDS
    assert "Hole fillers (Body 0)" in [other.label for other in found.alternatives]


def test_the_council_s_own_service() -> None:
    """The council's own imported service gives link and phone; the better kept of two wins."""
    made = with_services(
        {"name": "Old form", "owner": LEEDS, "needs": "pothole", "assured": "2020-01-01"},
        {
            **{"name": "Potholes", "owner": LEEDS, "needs": "pothole", "phone": "0113 496 0001"},
            **{"assured": "2026-11-01", "url": "https://www.leeds.gov.uk/potholes"},
        },
    )
    found = answer(made, "pothole")
    assert found.owner.id == LEEDS
    assert (found.service.url, found.service.phone) == (
        "https://www.leeds.gov.uk/potholes",
        "0113 496 0001",
    )
    assert any("checked most recently" in line for line in map(say, found.trace))


def test_opening_hours_of_the_number_shown() -> None:
    """When the time is given the answer says whether the phone is answered."""
    weekdays = {
        "byday": "MO,TU,WE,TH,FR",
        "opens_at": "10:00",
        "closes_at": "16:00",
        "valid_from": "",
        "valid_to": "",
    }
    made = with_services({**LARDER, "hours": (weekdays,)})
    now = answer(made, "food-bank", now=MONDAY).hours
    assert now == Opening(True, Words("utter_hours_open", {"until": time(16)}))
    late = answer(made, "food-bank", now=MONDAY.replace(hour=20)).hours
    assert late
    assert (late.open, late.words.key) == (False, "utter_hours_opens")
    assert answer(made, "food-bank").hours is None


def test_opening_hours_of_a_national_body() -> None:
    """Hours in words of organizations.csv are told too, when its number is shown."""
    found = answer(catalogue(), "redundancy-rights", now=MONDAY)
    assert found.service.phone == "0300 123 1100"
    assert found.hours == Opening(True, Words("utter_hours_open", {"until": time(18)}))


def test_a_broken_link_never_changes_the_owner() -> None:
    """Broken deep links give way to the next best address; the owner stays."""
    link = {"gss": LEEDS, "needs": "pothole", "url": "https://old.example/x", "rank": 0}
    made = with_services(links=(link,))
    assert answer(made, "pothole").service.url == "https://old.example/x"
    before = answer(catalogue(), "pothole")
    tables = empty()
    tables["link"] = [link]
    tables["link_check"] = [
        {"url": "https://old.example/x", "status": "broken"},
        {"url": before.service.url, "status": "broken"},
    ]
    made.services = Services(tables)
    found = answer(made, "pothole")
    assert found.owner == before.owner
    assert found.service.url == before.owner.url
    tables["link_check"].append({"url": before.owner.url, "status": "broken"})
    made.services = Services(tables)
    assert answer(made, "pothole").service.url is None
