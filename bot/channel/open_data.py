"""Serves the directory read-only as Open Referral UK 3.0, at /oruk: anyone may read it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Optional

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.catalogue import Catalogue
from bot.catalogue.postcodes import Postcodes
from bot.catalogue.services_store import read
from bot.errors import BadInput
from bot.exports import jsonld
from bot.exports.directory import directory
from bot.exports.near import locator
from bot.exports.oruk import OpenData
from bot.settings import Settings

#: Open data: any page may read it, and caches may keep it.
_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cache-Control": "public, max-age=3600",
    "X-Content-Type-Options": "nosniff",
}
_JSON_LD = "application/ld+json"
STANDARD = "https://raw.githubusercontent.com/OpenReferralUK/uk-profile/main/schema/openapi.json"


def open_data(source: Callable[[], OpenData], path: str = "/oruk") -> Blueprint:
    """The routes below `path`.

    source (Callable[[], OpenData]): gives the directory; called at the first request, not before.
    """
    blueprint = Blueprint("open_data", url_prefix=path)
    lists = {
        "services": (OpenData.list_services, OpenData.service),
        "service_at_locations": (OpenData.list_at_locations, OpenData.at_location),
        "organizations": (OpenData.list_organizations, OpenData.organization),
        "taxonomies": (OpenData.list_taxonomies, OpenData.taxonomy),
        "taxonomy_terms": (OpenData.list_terms, OpenData.term),
    }
    kept: list[OpenData] = []

    def data() -> OpenData:
        if not kept:
            kept.append(source())
        return kept[0]

    @blueprint.get("/", strict_slashes=False)
    async def about(_: Request) -> HTTPResponse:
        return _answer(data().about(STANDARD))

    @blueprint.get("/<kind:str>", strict_slashes=False)
    async def many(request: Request, kind: str) -> HTTPResponse:
        if kind not in lists:
            return _missing()
        values = {name: found[0] for name, found in request.args.items()}
        try:
            return _answer(lists[kind][0](data(), values))
        except BadInput as error:
            return json({"message": str(error)}, status=400, headers=_HEADERS)

    @blueprint.get("/<kind:str>/<identity:str>", strict_slashes=False)
    async def one(request: Request, kind: str, identity: str) -> HTTPResponse:
        found = lists[kind][1](data(), identity) if kind in lists else None
        if found is not None and kind == "services" and _wants_json_ld(request):
            return json(jsonld.service(found), headers=_HEADERS, content_type=_JSON_LD)
        return _answer(found)

    return blueprint


def from_settings(settings: Settings) -> Callable[[], OpenData]:
    """The directory of the installation, read when first asked for."""

    def source() -> OpenData:
        services: Path = settings.services
        catalogue = Catalogue.open(settings.catalogue, services)
        postcodes = Postcodes.open(settings.postcodes) if settings.postcodes.exists() else None
        found = directory(catalogue, read(services), date.today(), settings.home)
        return OpenData(found, locator(catalogue, postcodes))

    return source


def _wants_json_ld(request: Request) -> bool:
    return request.args.get("format") == "jsonld" or _JSON_LD in request.headers.get("accept", "")


def _answer(value: Optional[dict[str, Any]]) -> HTTPResponse:
    return _missing() if value is None else json(value, headers=_HEADERS)


def _missing() -> HTTPResponse:
    return json({"message": "There is nothing of this id here."}, status=404, headers=_HEADERS)
