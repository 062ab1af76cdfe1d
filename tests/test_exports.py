"""Exports hold what the standard asks for, and read back as what they were."""

from __future__ import annotations

import json
import uuid
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bot.catalogue.services_store import read
from bot.errors import BadInput
from bot.exports import csv_, jsonld
from bot.exports.directory import directory
from bot.exports.oruk import OpenData
from bot.imports.council_csv import import_csv
from bot.imports.oruk import import_oruk
from tests.imports_world import DATA, LEEDS, TODAY, catalogue, reference, take

LARDER = "11111111-1111-4111-8111-111111111111"


@lru_cache(maxsize=1)
def services() -> tuple[dict[str, Any], ...]:
    """The directory with the fixture imported."""
    import tempfile

    path = Path(tempfile.mkdtemp(prefix="signpost-tests-")) / "services.db"
    take(path, import_oruk(str(DATA / "oruk_services.json"), catalogue()))
    return tuple(directory(catalogue(), read(path), TODAY))


def data() -> OpenData:
    """The directory as it is served."""
    return OpenData(services())


def test_documents_to_bring_are_given_on() -> None:
    """As the source has them; a service without any has no list of them."""
    larder = next(one for one in services() if one["id"] == LARDER)
    assert [one["document"] for one in larder["required_documents"]] == ["A referral from a GP"]
    assert sum("required_documents" in one for one in services()) == 1


def openapi() -> dict[str, Any]:
    """The standard's description of its API."""
    found: dict[str, Any] = json.loads(reference("oruk_examples/openapi.json").read_text("utf-8"))
    return found


def shape(value: Any) -> Any:
    """The kinds of values in a JSON object, by key."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    if isinstance(value, list):
        merged: dict[str, Any] = {}
        for item in value:
            merged.update(shape(item) if isinstance(item, dict) else {})
        return [merged]
    return "number" if isinstance(value, (int, float)) else type(value).__name__


def misfits(ours: Any, theirs: Any, path: str = "") -> list[str]:
    """Keys and kinds of ours that the example does not have."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        found = []
        for key, value in ours.items():
            if key not in theirs:
                found.append(f"{path}/{key}")
            else:
                found += misfits(value, theirs[key], f"{path}/{key}")
        return found
    if isinstance(ours, list) and isinstance(theirs, list):
        return misfits(ours[0], theirs[0], path)
    return [] if ours == theirs else [f"{path}: {ours} for {theirs}"]


def test_services_have_the_standard_s_shape() -> None:
    """Every key of an exported service is one of the published example's, of its kind."""
    example = shape(json.loads(reference("oruk_examples/service_full.json").read_text("utf-8")))
    # Version 3.0 has phones in contacts; the example's contact happens to have none.
    example["contacts"][0]["phones"] = [{"id": "str", "number": "str"}]
    # HSDS 3.0, on which the profile stands, has documents to bring; the example has none.
    example["required_documents"] = [{"id": "str", "document": "str"}]
    assert misfits(shape(list(services())), [example]) == []


def test_required_values_are_there() -> None:
    """Every service has what the profile requires, and every id is a UUID."""
    for service in services():
        assert all(service[key] for key in ("id", "name", "status", "url")), service
        assert all(service["organization"][key] for key in ("id", "name", "description"))
        ids = [service["id"], service["organization"]["id"]]
        for key in ("contacts", "schedules", "service_areas", "cost_options", "attributes"):
            ids += [part["id"] for part in service.get(key, [])]
        for link in service.get("attributes", []):
            assert all(link["taxonomy_term"][key] for key in ("id", "name", "taxonomy", "term"))
            ids.append(link["taxonomy_term"]["id"])
        assert [str(uuid.UUID(value)) for value in ids] == ids
        for key in ("attributes", "service_areas"):
            parts = [part["id"] for part in service.get(key, [])]
            assert len(set(parts)) == len(parts)


def test_pages_are_valid_against_the_standard() -> None:
    """Pages of every list fit the schema of a page in the standard's OpenAPI description."""
    schema = openapi()["components"]["schemas"]["Page"]
    schema = {**schema, "required": list(schema["properties"]), "additionalProperties": True}
    validator = Draft202012Validator(schema)
    for page in (
        data().list_services({"per_page": "10"}),
        data().list_organizations({}),
        data().list_taxonomies({}),
        data().list_terms({"page": "2", "per_page": "5"}),
    ):
        validator.validate(page)
        assert page["size"] == len(page["contents"])


def test_our_export_is_imported_by_ourselves(tmp_path: Path) -> None:
    """What we export is an Open Referral directory that our own importer takes whole."""
    source = tmp_path / "export.json"
    source.write_text(json.dumps({"contents": list(services())}), encoding="utf-8")
    report = take(tmp_path / "services.db", import_oruk(str(source), catalogue()))
    assert (report.added, report.rejected, report.noted) == (len(services()), [], [])


def test_paging() -> None:
    """Pages follow each other without gaps; beyond the last there is an empty one."""
    first = data().list_services({"per_page": "7"})
    assert (first["first_page"], first["last_page"], first["page_number"]) == (True, False, 1)
    ids: list[str] = []
    for number in range(1, first["total_pages"] + 1):
        page = data().list_services({"per_page": "7", "page": str(number)})
        ids += [service["id"] for service in page["contents"]]
    assert ids == [service["id"] for service in services()]
    assert first["total_items"] == len(ids)
    beyond = data().list_services({"page": "9999"})
    assert (beyond["empty"], beyond["last_page"]) == (True, True)


@pytest.mark.parametrize(
    ("parameters", "names"),
    [
        ({"search": "LARDER bank"}, ["Leeds Larder food bank"]),
        ({"text": "larder"}, ["Leeds Larder food bank"]),
        ({"search": "nothing of the kind"}, []),
        ({"taxonomy_term_id": "pothole"}, ["Potholes"]),
        (
            {"organization_id": "22222222-2222-4222-8222-222222222222"},
            ["Leeds Larder food bank"],
        ),
        ({"taxonomy_id": "unknown"}, []),
        ({"modified_after": "2099-01-01"}, []),
        ({"minimum_age": "50"}, []),
        ({"maximum_age": "100"}, []),
    ],
)
def test_parameters(parameters: dict[str, str], names: list[str]) -> None:
    """The standard's parameters choose services."""
    found = data().list_services(parameters)["contents"]
    assert [service["name"] for service in found] == names


def test_lists_are_short_unless_asked() -> None:
    """A list leaves out nested parts, "full" has them, "minimal" has the id only."""
    wanted = {"search": "larder"}
    (plain,) = data().list_services(wanted)["contents"]
    assert "organization" in plain
    assert "attributes" not in plain
    (full,) = data().list_services({**wanted, "full": "true"})["contents"]
    assert full == data().service(LARDER)
    (minimal,) = data().list_services({**wanted, "minimal": "true"})["contents"]
    assert minimal == {"id": LARDER}


def test_organizations_and_terms() -> None:
    """Organizations come with their services; taxonomies with their terms."""
    (body,) = data().list_organizations({"search": "larder"})["contents"]
    assert "services" not in body
    full = data().organization(body["id"])
    assert full is not None
    assert [service["id"] for service in full["services"]] == [LARDER]
    taxonomies = {row["name"]: row["id"] for row in data().list_taxonomies({})["contents"]}
    terms = data().list_terms({"taxonomy_id": taxonomies["LGSL"]})["contents"]
    assert {term["taxonomy"] for term in terms} == {"LGSL"}
    assert data().term(terms[0]["id"]) == terms[0]
    assert data().taxonomy(taxonomies["LGSL"])
    for missing in (data().service, data().organization, data().taxonomy, data().term):
        assert missing("none") is None


@pytest.mark.parametrize("page", ["0", "-1", "x", "1.5", "²", "99999999"])
def test_pages_that_are_no_number(page: str) -> None:
    """A page that is no number is refused by name."""
    with pytest.raises(BadInput, match="page should be a whole number"):
        data().list_services({"page": page})


def test_a_council_s_website_exports_its_own_services() -> None:
    """With a home council its answers are exported too, with its area."""
    found = directory(catalogue(), {name: [] for name in _tables()}, TODAY, LEEDS)
    mine = [service for service in found if service["organization"]["name"] == "Leeds City Council"]
    assert len(mine) > 150
    assert {area["extent"] for service in mine for area in service["service_areas"]} == {LEEDS}


def _tables() -> list[str]:
    from bot.catalogue.services_store import SCHEMA

    return list(SCHEMA)


def test_csv_reads_back(tmp_path: Path) -> None:
    """What `export csv` writes `import csv` takes without a fault, and again without a change."""
    source, path = tmp_path / "services.csv", tmp_path / "services.db"
    active = [service for service in services() if service["service_areas"]]
    source.write_text(csv_.to_csv(active), encoding="utf-8")
    report = take(path, import_csv(source, catalogue()))
    assert (report.added, report.rejected) == (len(active), [])
    stored = {row["id"]: row for row in read(path)["service"]}
    assert stored[LARDER]["needs"] == "food-bank"
    assert take(path, import_csv(source, catalogue())).unchanged == len(active)


def test_no_cell_is_a_formula() -> None:
    """Cells that a spreadsheet would run are written as text."""
    service = {**services()[0], "name": "=HYPERLINK(1)", "description": "@x"}
    assert "'=HYPERLINK(1),'@x" in csv_.to_csv([service])


def test_the_template_is_of_an_invented_council() -> None:
    """The template has every column and one row of a council that does not exist."""
    header, row = csv_.template().splitlines()
    assert header.startswith("id,name,description,organization,need,lgsl,url,phone")
    assert "Borsetshire County Council" in row


def test_json_ld() -> None:
    """A service is a GovernmentService with its provider, phone, area and hours."""
    larder = next(service for service in services() if service["id"] == LARDER)
    found = jsonld.service(larder)
    assert (found["@context"], found["@type"]) == ("https://schema.org", "GovernmentService")
    assert found["provider"]["name"] == "Leeds Larder"
    assert found["availableChannel"]["servicePhone"]["telephone"] == "0113 496 0000"
    assert found["hoursAvailable"][0]["opens"] == "10:00:00"
    assert found["areaServed"][0]["name"]
    aged = jsonld.service({**larder, "minimum_age": 0})
    assert aged["audience"] == {"@type": "PeopleAudience", "suggestedMinAge": 0}
    assert len(jsonld.graph(services())["@graph"]) == len(services())


def test_json_ld_cannot_end_its_script() -> None:
    """A name with a closing tag does not break out of the page's script element."""
    text = jsonld.script({**services()[0], "name": "</script><b>"})
    assert "<" not in text
    assert json.loads(text)["name"] == "</script><b>"
