"""Services where they can be visited: by day and hour, by a postcode's area, by distance."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from bot.catalogue.services_store import FORMAT, empty, read, write
from bot.errors import BadInput
from bot.exports.near import EARTH, _metres, locator
from bot.exports.oruk import OpenData
from bot.imports import cells
from tests.imports_world import catalogue
from tests.test_exports import LARDER, misfits, reference, services, shape

LARDER_AT = "Old Library"


@lru_cache(maxsize=1)
def data() -> OpenData:
    """The fixture's directory with places."""
    return OpenData(services(), locator(catalogue()))


def names(parameters: dict[str, str]) -> list[str]:
    """Names of the locations that a request finds."""
    found = data().list_at_locations(parameters)["contents"]
    return [row["location"].get("name", "") for row in found]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, ["Hall", LARDER_AT]),
        ({"postcode": "ls1 1aa"}, ["Hall", LARDER_AT]),  # both serve Leeds
        ({"postcode": "HG1 1AA"}, []),
        ({"postcode": "EX1 1AA"}, []),
        ({"postcode": "LS1 1AA", "proximity": "2000"}, [LARDER_AT]),
        ({"postcode": "BD1 1AA", "proximity": "2000"}, []),
        ({"postcode": "BD1 1AA", "proximity": "20000"}, [LARDER_AT]),
        ({"search": "larder"}, [LARDER_AT]),
        ({"day": "MO"}, [LARDER_AT]),
        ({"day": "Tuesday", "start_time": "10:00", "end_time": "16:00:00"}, [LARDER_AT]),
        ({"day": "sun"}, []),
        ({"start_time": "10:01"}, []),
        ({"end_time": "15:59"}, []),
    ],
)
def test_which_are_found(parameters: dict[str, str], expected: list[str]) -> None:
    """By what the service covers, by distance from the outward code, by day and hour, by words."""
    assert sorted(names(parameters)) == expected


def test_services_by_day_and_hour() -> None:
    """The same parameters hold for the list of services."""
    found = data().list_services({"day": "FR", "start_time": "09:00"})["contents"]
    assert [one["id"] for one in found] == [LARDER]


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({"postcode": "Leeds"}, "postcode"),
        ({"postcode": "ZZ99 9ZZ"}, "postcode"),
        ({"proximity": "500"}, "proximity"),
        ({"postcode": "LS1 1AA", "proximity": "near"}, "proximity"),
        ({"day": "someday"}, "day"),
        ({"start_time": "9am"}, "start_time"),
        ({"end_time": "25:00"}, "end_time"),
    ],
)
def test_what_cannot_be_used_is_named(parameters: dict[str, str], named: str) -> None:
    """Nothing that was asked for is left out in silence."""
    with pytest.raises(BadInput, match=named):
        data().list_at_locations(parameters)


def test_shape_of_a_service_at_location() -> None:
    """Every key is one of the published example's, of its kind; lists leave out what is many."""
    (row,) = data().list_at_locations({"search": "larder", "full": "true"})["contents"]
    path = reference("oruk_examples/service_at_location_full.json")
    import json

    example = shape(json.loads(path.read_text("utf-8")))
    example["service"]["contacts"] = [{"id": "str", "phones": [{"id": "str", "number": "str"}]}]
    # HSDS 3.0, on which the profile stands, has documents to bring; the example has none.
    example["service"]["required_documents"] = [{"id": "str", "document": "str"}]
    assert misfits(shape(row), example) == []
    (plain,) = data().list_at_locations({"search": "larder"})["contents"]
    assert "addresses" not in plain["location"]
    required = ("id", "address_1", "city", "state_province", "postal_code", "country")
    assert set(required) <= set(row["location"]["addresses"][0])
    assert set(row["service"]) - set(plain["service"]) >= {"schedules", "contacts", "attributes"}
    assert data().at_location(row["id"]) == row
    assert data().at_location("none") is None


def test_a_bad_coordinate_is_left_out_with_its_pair() -> None:
    """The place stays, by its address; it is then never near anything."""
    asked = {"search": "potholes", "full": "true"}
    (hall,) = data().list_at_locations(asked)["contents"]
    assert "latitude" not in hall["location"]
    assert "longitude" not in hall["location"]
    assert hall["location"]["addresses"][0]["postal_code"] == "LS2 1AA"
    assert names({"postcode": "LS2 1AA", "proximity": "1000000"}) == [LARDER_AT]


def test_distance_over_the_ground() -> None:
    """A degree of latitude is a 360th of the way round; the same point is no way away."""
    here = {"latitude": 53.0, "longitude": -1.5}
    assert _metres((53.0, -1.5), here) == 0
    assert _metres((54.0, -1.5), here) == pytest.approx(EARTH * 3.14159265 / 180, rel=1e-6)


@pytest.mark.parametrize("value", ["north", "91", "nan", "inf"])
def test_what_is_no_latitude(value: str) -> None:
    """Said with the value."""
    with pytest.raises(ValueError, match=value):
        cells.latitude(value)


def test_a_file_of_the_version_before_is_still_read(tmp_path: Path) -> None:
    """It lacks the table of locations, which is empty then."""
    import sqlite3

    path = tmp_path / "services.db"
    tables: dict[str, list[dict[str, Any]]] = empty()
    tables["organization"] = [{"id": "o", "name": "Felpersham Friends"}]
    write(path, tables)
    with sqlite3.connect(path) as connection:
        connection.execute("drop table location")
        connection.execute(f"pragma user_version = {FORMAT - 1}")
    connection.close()
    found = read(path)
    assert found["location"] == []
    assert found["organization"][0]["name"] == "Felpersham Friends"
