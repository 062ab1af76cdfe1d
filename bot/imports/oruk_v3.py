"""Reads one service of Open Referral UK 3.0 or HSDS 3.

Persons are left out: a phone number is taken from the service, its organization and its locations,
never from a named contact.
"""

from __future__ import annotations

import re
from typing import Any, Optional

from bot.catalogue import Catalogue
from bot.imports import areas, cells
from bot.imports.draft import Draft
from bot.imports.records import Batch, Record, own_or_stable

_DAYS = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"}
_LGSL_TAXONOMY = re.compile(r"lgsl|esd(?:service)?|local ?government ?service", re.IGNORECASE)
_LGSL_URI = re.compile(r"esd\.org\.uk/(?:id/)?service/(\d{1,4})\b", re.IGNORECASE)


def record(value: dict[str, Any], row: int, catalogue: Catalogue, batch: Batch) -> Optional[Record]:
    """The service, or None when it was refused; faults go to the batch."""
    identity = cells.text(value.get("id"))
    draft = Draft(batch, row, catalogue, own_or_stable(identity, batch.source))
    if not identity:
        draft.reject("id", "the service has no id")
    name = cells.text(value.get("name"))
    status = cells.text(value.get("status")).lower()
    draft.basics(name, status, value.get("minimum_age"), value.get("maximum_age"))
    _organization(draft, value, batch)
    draft.service.update(
        description=cells.text(value.get("description")),
        url=draft.text("url", cells.url, value.get("url")),
        email=draft.text("email", cells.email, value.get("email")),
        assured_date=draft.text("assured_date", cells.day, value.get("assured_date")),
        last_modified=cells.text(value.get("last_modified")),
        fees=cells.text(value.get("fees")),
        alert=cells.text(value.get("alert")),
    )
    _areas(draft, value, catalogue)
    for location in _locations(value):
        _location(draft, location)
    _phones(draft, value)
    _schedules(draft, value)
    _costs(draft, value)
    _terms(draft, value)
    return draft.done()


def objects(value: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """The objects in a list of a JSON object; nothing else that may be there."""
    found = value.get(key)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _organization(draft: Draft, value: dict[str, Any], batch: Batch) -> None:
    body = value.get("organization")
    body = body if isinstance(body, dict) else {}
    name = cells.text(body.get("name"))
    if not name:
        draft.reject("organization", "the service has no organization with a name")
    key = own_or_stable(body.get("id") or value.get("organization_id"), batch.source, "org", name)
    identifiers = objects(body, "organization_identifiers")
    charity = any("CHC" in cells.text(i.get("identifier_scheme")).upper() for i in identifiers)
    website = draft.text("organization.website", cells.url, body.get("website") or body.get("url"))
    email = draft.text("organization.email", cells.email, body.get("email"))
    draft.body(key, name, website, email, charity)
    draft.organization["description"] = cells.text(body.get("description"))


def _areas(draft: Draft, value: dict[str, Any], catalogue: Catalogue) -> None:
    for item in objects(value, "service_areas"):
        texts = [cells.text(item.get(key)) for key in ("name", "extent", "uri", "service_area")]
        draft.area(areas.from_text(catalogue, *texts))
    if draft.parts["service_area"]:
        return
    for location in _locations(value):
        for address in objects(location, "addresses"):
            draft.area(areas.from_postcode(catalogue, cells.text(address.get("postal_code"))))


def _locations(value: dict[str, Any]) -> list[dict[str, Any]]:
    found = objects(value, "locations")
    for item in objects(value, "service_at_locations"):
        place = item.get("location")
        if isinstance(place, dict):
            found.append(place)
    return found


def _location(draft: Draft, value: dict[str, Any]) -> None:
    """Where the service can be visited: a place with coordinates or a postcode."""
    address = next(iter(objects(value, "addresses")), {})
    draft.location(
        own_or_stable(value.get("id"), draft.id, "location", cells.text(value.get("name"))),
        name=cells.text(value.get("name")),
        where=(value.get("latitude"), value.get("longitude")),
        address=cells.text(address.get("address_1")),
        city=cells.text(address.get("city")),
        postcode=cells.text(address.get("postal_code")),
    )


def _phones(draft: Draft, value: dict[str, Any]) -> None:
    body = value.get("organization")
    sources = [value, *objects(value, "service_at_locations"), *_locations(value)]
    if isinstance(body, dict):
        sources.append(body)
    for source in sources:
        for item in objects(source, "phones"):
            if not item.get("contact_id"):
                draft.phone("phones", item.get("number"), cells.text(item.get("description")))
    for contact in objects(value, "contacts"):
        if not cells.text(contact.get("name")):
            for item in objects(contact, "phones"):
                draft.phone("contacts.phones", item.get("number"))


def _schedules(draft: Draft, value: dict[str, Any]) -> None:
    for item in objects(value, "schedules"):
        days = [part.strip().upper() for part in cells.text(item.get("byday")).split(",")]
        known = [part for part in days if part in _DAYS]
        weekly = cells.text(item.get("freq")).upper() in ("", "WEEKLY")
        draft.part(
            "schedule",
            valid_from=draft.text("schedules.valid_from", cells.day, item.get("valid_from")),
            valid_to=draft.text("schedules.valid_to", cells.day, item.get("valid_to")),
            # Only what happens every week can be told as opening hours.
            byday=",".join(known) if weekly and item.get("interval") in (None, 1, "1") else "",
            opens_at=draft.text("schedules.opens_at", cells.clock, item.get("opens_at")),
            closes_at=draft.text("schedules.closes_at", cells.clock, item.get("closes_at")),
            description=cells.text(item.get("description")),
        )


def _costs(draft: Draft, value: dict[str, Any]) -> None:
    for item in objects(value, "cost_options"):
        draft.part(
            "cost_option",
            option=cells.text(item.get("option")),
            amount=draft.cell("cost_options.amount", cells.amount, item.get("amount")),
            amount_description=cells.text(item.get("amount_description")),
        )
    for item in objects(value, "required_documents"):
        said = cells.text(item.get("document"))
        if said:
            draft.part("required_document", document=said)
    for item in objects(value, "eligibilities") + objects(value, "eligibility"):
        said = cells.text(item.get("description") or item.get("eligibility"))
        if said:
            draft.part("eligibility", description=said)
    if isinstance(value.get("eligibility_description"), str):
        draft.part("eligibility", description=cells.text(value["eligibility_description"]))


def _terms(draft: Draft, value: dict[str, Any]) -> None:
    for item in objects(value, "attributes"):
        term = item.get("taxonomy_term")
        if not isinstance(term, dict):
            continue
        detail = term.get("taxonomy_detail")
        taxonomy = cells.text(term.get("taxonomy"))
        if not taxonomy and isinstance(detail, dict):
            taxonomy = cells.text(detail.get("name"))
        code = cells.text(term.get("code")) or cells.text(term.get("id"))
        uri = cells.text(term.get("term_uri"))
        draft.part(
            "taxonomy_term",
            term_id=code,
            name=cells.text(term.get("name")) or cells.text(term.get("term")),
            taxonomy=taxonomy,
            term_uri=uri,
        )
        match = _LGSL_URI.search(uri)
        if match:
            draft.lgsl(int(match[1]))
        elif _LGSL_TAXONOMY.search(taxonomy) and re.fullmatch(r"(?:\D*:)?\d{1,4}", code):
            draft.lgsl(int(code.rpartition(":")[2]))
