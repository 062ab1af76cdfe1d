"""A service as schema.org JSON-LD (GovernmentService), for search engines and service pages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from bot.exports.directory import clean

_DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}


def service(value: Mapping[str, Any]) -> dict[str, Any]:
    """One service of bot.exports.directory as an object with its own @context."""
    return {"@context": "https://schema.org", **_service(value)}


def graph(values: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Many services as one document."""
    return {"@context": "https://schema.org", "@graph": [_service(value) for value in values]}


def script(value: Mapping[str, Any]) -> str:
    """One service as text that may stand inside a <script> element: no "<" ends it early."""
    return json.dumps(service(value), ensure_ascii=False).replace("<", "\\u003c")


def days(byday: str) -> list[str]:
    """Names of the days in a list of codes: "MO,TU" -> Monday, Tuesday."""
    return [_DAYS[day] for day in byday.split(",") if day in _DAYS]


def _service(value: Mapping[str, Any]) -> dict[str, Any]:
    body = value["organization"]
    phones = [p["number"] for c in value.get("contacts", []) for p in c.get("phones", [])]
    hours = [_hours(one) for one in value.get("schedules", []) if one.get("byday")]
    areas = [
        {"@type": "AdministrativeArea", "name": area["name"]}
        for area in value.get("service_areas", [])
    ]
    provider = clean({"@type": "Organization", "name": body["name"], "url": body.get("website")})
    channel = clean(
        {
            "@type": "ServiceChannel",
            "serviceUrl": value.get("url"),
            "servicePhone": {"@type": "ContactPoint", "telephone": phones[0]} if phones else None,
        }
    )
    return clean(
        {
            "@type": "GovernmentService",
            "@id": f"urn:uuid:{value['id']}",
            "name": value["name"],
            "description": value.get("description"),
            "url": value.get("url"),
            "provider": provider,
            "areaServed": areas,
            "availableChannel": channel,
            "hoursAvailable": hours,
            "audience": _audience(value),
        }
    )


def _hours(one: Mapping[str, Any]) -> dict[str, Any]:
    return clean(
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [f"https://schema.org/{_DAYS[day]}" for day in one["byday"].split(",")],
            "opens": one.get("opens_at"),
            "closes": one.get("closes_at"),
            "validFrom": one.get("valid_from"),
            "validThrough": one.get("valid_to"),
        }
    )


def _audience(value: Mapping[str, Any]) -> dict[str, Any]:
    youngest, oldest = value.get("minimum_age"), value.get("maximum_age")
    if youngest is None and oldest is None:
        return {}
    found = {"suggestedMinAge": youngest, "suggestedMaxAge": oldest}
    return {"@type": "PeopleAudience", **{k: v for k, v in found.items() if v is not None}}
