"""Public pages of the services we know: a list to search, and a page for each with its facts as
schema.org JSON-LD, for citizens without the conversation and for search engines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, html

from bot.channel.parts import Parts
from bot.channel.problems import Problem
from bot.channel.replies import safe_url
from bot.channel.routes import Guard, Table, mounted
from bot.errors import BadInput
from bot.exports import jsonld
from bot.exports.oruk import OpenData

#: Services on one page of the list, and characters of a search.
ON_A_PAGE, LONGEST_SEARCH = 25, 100


def service_pages(parts: Parts, source: Callable[[], OpenData]) -> Blueprint:
    """The pages under the channel's path, at /services. source: called at the first request."""
    pages = ServicePages(parts, source)
    routes: Table = {"/": {"GET": pages.index}, "/<identity:str>": {"GET": pages.show}}
    return mounted(Guard(parts), routes, "services", f"{parts.settings.path}/services")


class ServicePages:
    """Handlers of /services."""

    def __init__(self, parts: Parts, source: Callable[[], OpenData]) -> None:
        self._parts = parts
        self._source = source

    async def index(self, request: Request, body: bytes) -> HTTPResponse:
        """GET: services by name, those with the words that were searched for."""
        sought = " ".join(str(request.args.get("q", "")).split())[:LONGEST_SEARCH]
        asked = {"search": sought, "per_page": str(ON_A_PAGE), "full": "true"}
        try:
            found = self._source().list_services(
                {**asked, "page": str(request.args.get("page", ""))}
            )
        except BadInput:
            raise Problem("not_found") from None
        if found["empty"] and found["page_number"] > 1:
            raise Problem("not_found")
        return self._page(request, "services.html", "services_title", found=found, sought=sought)

    async def show(self, request: Request, body: bytes, identity: str) -> HTTPResponse:
        """GET: one service."""
        found = self._source().service(identity)
        if found is None:
            raise Problem("not_found")
        return self._page(
            request,
            "service.html",
            "services_title",
            here=f"/{identity}",
            service=shown(found),
            data=Markup(jsonld.script(found)),  # noqa: S704  (no "<" in it: see jsonld.script)
        )

    def _page(
        self, request: Request, template: str, title: str, here: str = "", **values: Any
    ) -> HTTPResponse:
        page = self._parts.pages.page(
            request.ctx.lang, template, title, here=f"/services{here}", **values
        )
        return html(page)


def shown(service: Mapping[str, Any]) -> dict[str, Any]:
    """What a page shows of a service: name, description, provider, areas, address on the web,
    phones, cost, hours, places and the day it was last checked; links only when they are safe.
    """
    locations = [one["location"] for one in service.get("service_at_locations", ())]
    return {
        "name": service["name"],
        "description": service.get("description", ""),
        "provider": service["organization"]["name"],
        "url": safe_url(service.get("url")),
        "phones": [p["number"] for c in service.get("contacts", ()) for p in c.get("phones", ())],
        "areas": [area["name"] for area in service.get("service_areas", ())],
        "cost": [one["option"] for one in service.get("cost_options", ()) if one.get("option")],
        "hours": [
            text
            for one in service.get("schedules", ())
            if (text := one.get("description") or _hours(one))
        ],
        "places": [text for one in locations if (text := _place(one))],
        "assured": service.get("assured_date", ""),
    }


def _hours(row: Mapping[str, Any]) -> str:
    opens, closes = row.get("opens_at", "")[:5], row.get("closes_at", "")[:5]
    days = jsonld.days(row.get("byday", ""))
    return f"{', '.join(days)} {opens}–{closes}" if days and opens and closes else ""


def _place(location: Mapping[str, Any]) -> str:
    address: Mapping[str, str] = next(iter(location.get("addresses", ())), {})
    keys = ("address_1", "city", "postal_code")
    pieces = [location.get("name", ""), *(address.get(key, "") for key in keys)]
    return ", ".join(dict.fromkeys(piece for piece in pieces if piece))
