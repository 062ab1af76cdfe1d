"""Which services a request for a list asks for: the standard's query parameters, checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Optional

from bot.catalogue.names import normalise
from bot.errors import BadInput
from bot.exports.parameters import Parameters, taxonomy_of, whole
from bot.exports.taxonomies import NEEDS

Row = Mapping[str, Any]
Test = Callable[[Row], bool]

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?")


def tests(parameters: Parameters) -> list[Test]:
    """What a service must pass. RAISES BadInput naming a parameter that cannot be used."""
    found: list[Test] = []
    words = normalise((parameters.get("search") or parameters.get("text") or "")[:200]).split()
    if words:
        found.append(lambda service: all(word in _words(service) for word in words))
    body = parameters.get("organization_id")
    if body:
        found.append(lambda service: service["organization"]["id"] == body)
    term = parameters.get("taxonomy_term_id")
    if term:
        found.append(lambda service: any(term in _ids(one) for one in _terms(service)))
    taxonomy = parameters.get("taxonomy_id")
    if taxonomy:
        found.append(lambda one: any(taxonomy_of(term) == taxonomy for term in _terms(one)))
    if parameters.get("minimum_age"):
        least = whole(parameters, "minimum_age", 1)
        found.append(lambda service: service.get("minimum_age", 0) >= least)
    if parameters.get("maximum_age"):
        most = whole(parameters, "maximum_age", 1)
        found.append(lambda service: service.get("maximum_age", 999) <= most)
    after = parameters.get("modified_after")
    if after:
        found.append(lambda service: service.get("last_modified", "") >= after)
    return [*found, *_times(parameters)]


def _times(parameters: Parameters) -> list[Test]:
    """Day and times must hold of one and the same row of a service's schedule."""
    day = _day(parameters.get("day", ""))
    starts, ends = _clock(parameters, "start_time"), _clock(parameters, "end_time")
    if not (day or starts or ends):
        return []

    def open_then(service: Row) -> bool:
        return any(
            (day is None or day in str(row.get("byday", "")).split(","))
            and (starts is None or str(row.get("opens_at", "")) >= starts)
            and (ends is None or "" < str(row.get("closes_at", "")) <= ends)
            for row in service.get("schedules", ())
        )

    return [open_then]


def _day(text: str) -> Optional[str]:
    """ "MO" from "MO", "mon" or "Monday". RAISES BadInput for what is no day."""
    plain = text.strip().lower()
    if not plain:
        return None
    for code, name in zip(_DAYS, _NAMES):
        if plain in (code.lower(), name[:3], name):
            return code
    raise BadInput(f"day should be a day such as MO or Monday, not {text[:20]!r}")


def _clock(parameters: Parameters, name: str) -> Optional[str]:
    text = parameters.get(name, "").strip()
    if not text:
        return None
    if not _CLOCK.fullmatch(text):
        raise BadInput(f"{name} should be a time such as 09:00, not {text[:20]!r}")
    return text if len(text) == 8 else f"{text}:00"


def _words(service: Row) -> str:
    body = service["organization"]["name"]
    return normalise(f"{service['name']} {service.get('description', '')} {body}")


def _terms(service: Row) -> list[Row]:
    return [link["taxonomy_term"] for link in service.get("attributes", [])]


def _ids(term: Row) -> tuple[str, ...]:
    return (term["id"], term["term"]) if term["taxonomy"] == NEEDS else (term["id"],)
