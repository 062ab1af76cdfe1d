"""Everything we can say of services, as full Open Referral UK 3.0 objects: what was imported, and
the catalogue's own answers that need no place (or, on a council's website, its own area).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Optional

from bot.catalogue import Catalogue
from bot.catalogue.services_store import Tables
from bot.exports.taxonomies import LGSL, LGSL_URI, NEEDS
from bot.imports.records import stable_id
from bot.model import Answer
from bot.resolve import resolve

Row = dict[str, Any]


def directory(
    catalogue: Catalogue, tables: Tables, today: date, home: Optional[str] = None
) -> list[Row]:
    """Every service in full, sorted by name. Those without any address are left out: the standard
    wants one.
    """
    found = [*imported(tables, catalogue), *answers(catalogue, today, home)]
    return sorted(
        (service for service in found if service.get("url")),
        key=lambda service: (service["name"], service["id"]),
    )


def imported(tables: Tables, catalogue: Catalogue) -> list[Row]:
    """The imported services; an organization's website stands in for an address they lack."""
    bodies = {row["id"]: row for row in tables["organization"]}
    parts = {name: _grouped(tables, name) for name in tables if name not in ("link", "service")}
    return [
        _service(row, bodies[row["organization_id"]], parts, catalogue) for row in tables["service"]
    ]


def answers(catalogue: Catalogue, today: date, home: Optional[str] = None) -> list[Row]:
    """A service for every need whose owner is known without asking where."""
    found = []
    for need in catalogue.needs.values():
        answer = resolve(catalogue, need.id, None, {}, today, home)
        if not isinstance(answer, Answer) or answer.need != need.id:
            continue
        owner = answer.owner
        identity = stable_id("answer", owner.id, need.id)
        body = clean(
            {
                "id": stable_id("owner", owner.id),
                "name": owner.name,
                "description": owner.name,
                "website": owner.url,
            }
        )
        extents = _extents(catalogue, owner.id)
        service = {
            "id": identity,
            "name": answer.service.name,
            "description": need.label,
            "url": answer.service.url,
            "status": "active",
            "organization": body,
            "contacts": _contacts(identity, [answer.service.phone]),
            "service_areas": [_area(identity, name, extent) for name, extent in extents],
            "attributes": _needs(identity, (need.id,), catalogue),
        }
        found.append(clean(service))
    return found


def clean(row: Mapping[str, Any]) -> Row:
    """A row without its empty values: the standard leaves out what is not known."""
    return {key: value for key, value in row.items() if value not in (None, "", [], {})}


def _service(
    row: Row, body: Row, parts: Mapping[str, Mapping[str, list[Row]]], catalogue: Catalogue
) -> Row:
    key = row["id"]

    def rows(name: str) -> list[Row]:
        return parts[name].get(key, [])

    organization = clean({name: body[name] for name in ("id", "name", "email", "website")})
    organization["description"] = body["description"] or body["name"]
    own = {name: row[name] for name in ("id", "name", "description", "email", "status")}
    return clean(
        {
            **own,
            "url": row["url"] or body["website"],
            "minimum_age": row["minimum_age"],
            "maximum_age": row["maximum_age"],
            "assured_date": row["assured_date"],
            "last_modified": _moment(row["last_modified"]),
            "fees": row["fees"],
            "alert": row["alert"],
            "organization": organization,
            "contacts": _contacts(key, [phone["number"] for phone in rows("phone")]),
            "schedules": [_schedule(part) for part in rows("schedule")],
            "service_areas": [_area(key, a["name"], a["extent"]) for a in rows("service_area")],
            "service_at_locations": [_at_location(key, part) for part in rows("location")],
            "cost_options": [
                clean({name: value for name, value in part.items() if name != "service_id"})
                for part in rows("cost_option")
            ],
            "required_documents": [
                {"id": part["id"], "document": part["document"]}
                for part in rows("required_document")
            ],
            "attributes": [
                *(_term(key, part) for part in rows("taxonomy_term") if part["name"]),
                *_needs(key, row["needs"].split(), catalogue),
            ],
        }
    )


def _extents(catalogue: Catalogue, owner: str) -> list[tuple[str, str]]:
    if owner in catalogue.authorities:
        return [(catalogue.authorities[owner].name, owner)]
    body = catalogue.organizations.get(owner)
    return [(nation, nation) for nation in (body.nation if body else ())]


def _area(service: str, name: str, extent: str) -> Row:
    """An area with its code; the statistics' address of the code where there is one."""
    code = extent[:1] in "ESWN" and extent[1:].isdigit()
    uri = f"http://statistics.data.gov.uk/id/statistical-geography/{extent}" if code else ""
    kind = "gss" if code else "nation"
    key = stable_id(service, "area", extent)
    return clean({"id": key, "name": name, "extent": extent, "extent_type": kind, "uri": uri})


def _contacts(service: str, numbers: list[Optional[str]]) -> list[Row]:
    """Phones: version 3.0 of the UK profile has them in contacts. Ours name no person."""
    known = [number for number in numbers if number]
    phones = [{"id": stable_id(service, "phone", n), "number": n} for n in known]
    return [{"id": stable_id(service, "contact"), "phones": phones}] if phones else []


def _at_location(service: str, part: Row) -> Row:
    """A place where the service can be visited. Its address has every part that the standard asks
    for; what is not known of it is empty.
    """
    address = {
        "id": stable_id(part["location_id"], "address"),
        "address_1": part["address"],
        "city": part["city"],
        "state_province": "",
        "postal_code": part["postcode"],
        "country": "GB",
        "address_type": "physical",
    }
    location = clean(
        {
            "id": part["location_id"],
            "location_type": "physical",
            "name": part["name"],
            "latitude": part["latitude"],
            "longitude": part["longitude"],
        }
    )
    if part["address"] or part["postcode"]:
        location["addresses"] = [address]
    return {"id": stable_id(service, "at", part["location_id"]), "location": location}


def _schedule(part: Row) -> Row:
    named = {key: part[key] for key in ("id", "valid_from", "valid_to", "byday", "description")}
    times = {key: f"{part[key]}:00" if part[key] else "" for key in ("opens_at", "closes_at")}
    return clean({**named, **times, "freq": "WEEKLY" if part["byday"] else ""})


def _term(service: str, part: Row) -> Row:
    taxonomy = part["taxonomy"] or "taxonomy of the source"
    code = part["term_id"] or part["name"]
    return attribute(service, code, part["name"], taxonomy, part["term_uri"])


def _needs(service: str, needs: Any, catalogue: Catalogue) -> list[Row]:
    found = []
    for need in needs:
        known = catalogue.needs.get(need)
        if known is None:
            continue
        found.append(attribute(service, need, known.label, NEEDS))
        if known.lgsl is not None:
            uri = f"{LGSL_URI}{known.lgsl}"
            found.append(attribute(service, str(known.lgsl), known.label, LGSL, uri))
    return found


def attribute(service: str, code: str, name: str, taxonomy: str, uri: str = "") -> Row:
    """A link between a service and a term of a taxonomy."""
    term = {
        "id": stable_id("term", taxonomy, code),
        "name": name,
        "description": name,
        "taxonomy": taxonomy,
        "term": code,
        "term_uri": uri,
    }
    key = stable_id(service, "attribute", taxonomy, code)
    return {"id": key, "link_type": "service", "taxonomy_term": clean(term)}


def _moment(text: str) -> str:
    try:
        datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return ""
    return text if "T" in text else f"{text[:10]}T00:00:00Z"


def _grouped(tables: Tables, name: str) -> Mapping[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in tables[name]:
        if "service_id" in row:
            groups[row["service_id"]].append(row)
    return groups
