"""Reads one service of the Open Referral UK 1.0 style that most live feeds still serve."""

from __future__ import annotations

from typing import Any, Optional

from bot.catalogue import Catalogue
from bot.imports import areas, cells
from bot.imports.draft import Draft
from bot.imports.oruk_v3 import objects
from bot.imports.records import Batch, Record, own_or_stable

_MARKS = frozenset(("organisation", "regular_schedules", "taxonomies", "min_age", "max_age"))
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def fits(value: dict[str, Any]) -> bool:
    """Whether a service is of this style."""
    return bool(_MARKS.intersection(value))


def record(value: dict[str, Any], row: int, catalogue: Catalogue, batch: Batch) -> Optional[Record]:
    """The service, or None when it was refused; faults go to the batch."""
    identity = cells.text(value.get("id"))
    draft = Draft(batch, row, catalogue, own_or_stable(identity, batch.source))
    if not identity:
        draft.reject("id", "the service has no id")
    name = cells.text(value.get("name"))
    # These feeds list active services only; most have no status.
    status = cells.text(value.get("status")).lower() or "active"
    draft.basics(name, status, value.get("min_age"), value.get("max_age"))
    body = value.get("organisation") or value.get("organization")
    body = body if isinstance(body, dict) else {}
    # A group that is its own organization is often left without a name there.
    title = cells.text(body.get("name")) or name
    key = own_or_stable(body.get("id"), batch.source, "org", title)
    website = draft.text("organisation.url", cells.url, body.get("url"))
    email = draft.text("organisation.email", cells.email, body.get("email"))
    draft.body(key, title, website, email, bool(body.get("charity_number")))
    draft.organization["description"] = cells.text(body.get("description"))
    draft.service.update(
        description=cells.text(value.get("description")),
        url=draft.text("url", cells.url, value.get("url")),
        email=draft.text("email", cells.email, value.get("email")),
        assured_date=draft.text("assured_date", cells.day, value.get("assured_date")),
        last_modified=cells.text(value.get("updated_at")),
        fees="",
        alert="",
    )
    for location in objects(value, "locations"):
        postcode = cells.text(location.get("postal_code"))
        draft.area(areas.from_postcode(catalogue, postcode))
        draft.location(
            own_or_stable(location.get("id"), draft.id, "location", postcode),
            name=cells.text(location.get("name")),
            where=(location.get("latitude"), location.get("longitude")),
            address=cells.text(location.get("address_1")),
            city=cells.text(location.get("city")),
            postcode=postcode,
        )
    for contact in objects(value, "contacts"):
        if not cells.text(contact.get("name")):
            draft.phone("contacts.phone", contact.get("phone"))
    _schedules(draft, value)
    for item in objects(value, "cost_options"):
        draft.part(
            "cost_option",
            option=cells.text(item.get("option")),
            amount=draft.cell("cost_options.amount", cells.amount, item.get("amount")),
            amount_description=cells.text(item.get("cost_type")),
        )
    for item in objects(value, "taxonomies"):
        draft.part(
            "taxonomy_term",
            term_id=cells.text(item.get("id")),
            name=cells.text(item.get("name")),
            taxonomy=cells.text(item.get("vocabulary")),
            term_uri="",
        )
    return draft.done()


def _schedules(draft: Draft, value: dict[str, Any]) -> None:
    for item in objects(value, "regular_schedules"):
        day = cells.text(item.get("weekday")).lower()
        if day not in _DAYS:
            continue
        draft.part(
            "schedule",
            valid_from="",
            valid_to="",
            byday=day[:2].upper(),
            opens_at=draft.text("regular_schedules.opens_at", cells.clock, item.get("opens_at")),
            closes_at=draft.text("regular_schedules.closes_at", cells.clock, item.get("closes_at")),
            description="",
        )
