"""A place as plain data: for slots and messages, and as the contract of the command line has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

from bot.catalogue import Catalogue, place_label
from bot.model import Place


def to_value(place: Optional[Place]) -> Optional[dict[str, Any]]:
    """A value for JSON; `from_value` reads it back with the same catalogue."""
    if place is None:
        return None
    return {
        "input": place.input,
        "status": place.status,
        "authorities": [authority.gss for authority in place.authorities],
        "nation": place.nation,
        "outcode": place.outcode,
        "label": place.label,
    }


def from_value(value: Optional[Mapping[str, Any]], catalogue: Catalogue) -> Optional[Place]:
    """The place of `to_value`, named in the catalogue's language; authorities that the catalogue no
    longer has are left out.
    """
    if not value:
        return None
    codes = tuple(value.get("authorities", ()))
    found = (catalogue.authorities.get(gss) for gss in codes)
    return Place(
        str(value.get("input", "")),
        str(value.get("status", "unknown")),
        tuple(authority for authority in found if authority),
        value.get("nation"),
        value.get("outcode"),
        place_label(catalogue, str(value.get("label", "")), codes),
    )


def to_contract(place: Place) -> dict[str, Any]:
    """The object that `python -m bot where` prints."""
    return {
        "input": place.input,
        "status": place.status,
        "authorities": [
            {"gss": a.gss, "name": a.name, "tier": a.tier, "parent": a.parent}
            for a in place.authorities
        ],
        "nation": place.nation,
    }
