"""What a need takes: the table's sentences exist, nations differ, and imported words come first."""

from __future__ import annotations

import csv
from pathlib import Path

from bot.model import Details, Words
from bot.words import responses
from tests.imports_world import LEEDS, catalogue
from tests.test_listed import LARDER, answer, with_services

ROOT = Path(__file__).parents[1]
EDINBURGH, CARDIFF = "S12000036", "W06000015"


def keys(found: Details | None) -> list[str]:
    """The sentences' keys, cost first, time last."""
    assert found is not None
    return [
        words.key for words in (*found.cost, *found.bring, *([found.time] if found.time else []))
    ]


def test_every_end_of_a_sentence_has_its_sentence_and_is_used() -> None:
    """need_details.csv and domain.yml agree, both ways, in both languages."""
    named = set()
    with (ROOT / "bot/data/need_details.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            named |= {f"utter_bring_{item}" for item in row["bring"].split()}
            named |= {f"utter_{kind}_{row[kind]}" for kind in ("cost", "time") if row[kind]}
    said = {
        key for key in responses() if key.startswith(("utter_bring_", "utter_cost_", "utter_time_"))
    }
    assert named == said


def test_the_commonest_needs_say_what_they_take() -> None:
    """A pothole is free to report, and it helps to know where it is."""
    found = answer(catalogue(), "pothole").details
    assert keys(found) == ["utter_cost_free", "utter_bring_place", "utter_bring_photo"]


def test_nations_differ() -> None:
    """A birth has 42 days, in Scotland 21; a Blue Badge is free in Wales."""
    assert keys(answer(catalogue(), "register-birth", LEEDS).details)[-1] == "utter_time_birth-42"
    assert (
        keys(answer(catalogue(), "register-birth", EDINBURGH).details)[-1] == "utter_time_birth-21"
    )
    assert keys(answer(catalogue(), "blue-badge-apply", CARDIFF).details)[0] == "utter_cost_free"
    assert "utter_cost_free" not in keys(answer(catalogue(), "blue-badge-apply", LEEDS).details)


def test_nothing_is_said_where_nothing_is_sure() -> None:
    """Most needs have no row."""
    assert answer(catalogue(), "allotment").details is None


def test_an_imported_service_says_it_in_its_own_words() -> None:
    """Cost options, else fees; documents; each in place of what holds everywhere."""
    own = {"name": "Potholes", "needs": "pothole", "owner": LEEDS, "kind": "metropolitan"}
    made = with_services({**own, "documents": ("A map",), "fees": "No charge"})
    found = answer(made, "pothole").details
    assert found == Details(
        (Words("utter_as_written", {"text": "No charge"}),),
        (Words("utter_as_written", {"text": "A map"}),),
    )
    options = ({"option": "Adults", "amount": 2.5}, {"option": "Children", "amount": 0.0})
    found = answer(with_services({**own, "costs": options, "fees": "See below"}), "pothole").details
    assert found is not None
    assert [words.values["text"] for words in found.cost] == ["Adults, £2.50", "Children"]
    assert [words.key for words in found.bring] == ["utter_bring_place", "utter_bring_photo"]


def test_another_bodys_service_is_described_by_itself_alone() -> None:
    """What holds for the general answer need not hold for a charity's."""
    found = answer(with_services(LARDER), "food-bank")
    assert found.owner.name == LARDER.get("body", "Body 0")
    assert found.details is None
