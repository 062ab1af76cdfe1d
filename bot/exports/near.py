"""Where services can be visited, and which of them are near a postcode."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Any, Optional

from bot import postcode as codes
from bot.catalogue import Catalogue
from bot.catalogue.postcodes import Postcodes
from bot.errors import BadInput
from bot.exports.parameters import Parameters, whole
from bot.where import where

Row = dict[str, Any]
#: Mean radius of the Earth in metres (IUGG).
EARTH = 6_371_009
#: Metres that a request may ask around a postcode at most: no service is that far.
FARTHEST = 1_000_000


@dataclass(frozen=True)
class Point:
    """A postcode as far as we keep one: its areas (GSS codes, counties and nations), and the
    latitude and longitude of its outward code, where known.
    """

    areas: frozenset[str]
    middle: Optional[tuple[float, float]]


#: A postcode -> what is known of it; None when it is no postcode that we know.
Locate = Callable[[str], Optional[Point]]


def locator(catalogue: Catalogue, postcodes: Optional[Postcodes] = None) -> Locate:
    """Looks postcodes up in the catalogue and, for the council, in the imported table."""

    def locate(text: str) -> Optional[Point]:
        code = codes.parse(text[:20])
        place = where(text[:20], catalogue, postcodes) if code else None
        if code is None or place is None or not place.authorities:
            return None
        names = [name for a in place.authorities for name in (a.gss, a.parent, a.nation) if name]
        return Point(frozenset(names), catalogue.centres.get(code.outward))

    return locate


def at_locations(services: Iterable[Row]) -> list[Row]:
    """Every service_at_location in full: its location, and its service without locations."""
    found = []
    for service in services:
        alone = {key: value for key, value in service.items() if key != "service_at_locations"}
        for one in service.get("service_at_locations", ()):
            found.append({**one, "service": alone})
    return found


def around(rows: Sequence[Row], parameters: Parameters, locate: Locate) -> list[Row]:
    """Those whose service covers the `postcode`, or, with `proximity` (metres), that lie so near
    the middle of its outward code: more of a postcode is not kept.

    RAISES BadInput naming the parameter that cannot be used.
    """
    text = parameters.get("postcode", "")
    if not text:
        if parameters.get("proximity"):
            raise BadInput("proximity needs a postcode beside it")
        return list(rows)
    point = locate(text)
    if point is None:
        raise BadInput(f"postcode should be one in the United Kingdom, not {text[:10]!r}")
    if not parameters.get("proximity"):
        return [row for row in rows if _covers(row["service"], point.areas)]
    reach = min(whole(parameters, "proximity", 1), FARTHEST)
    if point.middle is None:
        raise BadInput("proximity: it is not known where this postcode lies; leave proximity out")
    middle = point.middle
    away = ((_metres(middle, row["location"]), row) for row in rows)
    near = [(metres, row) for metres, row in away if metres is not None and metres <= reach]
    return [row for _, row in sorted(near, key=lambda pair: (pair[0], pair[1]["id"]))]


def _covers(service: Mapping[str, Any], areas: frozenset[str]) -> bool:
    extents = {area.get("extent") for area in service.get("service_areas", ())}
    return not extents or bool(extents & areas)


def _metres(middle: tuple[float, float], location: Mapping[str, Any]) -> Optional[float]:
    """Distance over the ground (haversine formula); None where a location has no coordinates."""
    if "latitude" not in location or "longitude" not in location:
        return None
    lat1, lon1 = map(radians, middle)
    lat2, lon2 = radians(location["latitude"]), radians(location["longitude"])
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH * asin(sqrt(half))
