"""The Open Referral UK 3.0 API as plain functions: paged lists, single objects, parameters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Optional

from bot.catalogue.names import normalise
from bot.exports.filters import tests
from bot.exports.near import Locate, around, at_locations
from bot.exports.parameters import Parameters, Row, page, switch, taxonomy_of
from bot.imports.records import stable_id

#: The parts that a list of services leaves out unless they are asked for with full=true.
_MANY = (
    *("schedules", "service_areas", "contacts", "cost_options", "attributes"),
    *("service_at_locations", "required_documents"),
)
PROFILE = "https://docs.openreferraluk.org/"


class OpenData:
    """The directory, held for serving.

    services (Sequence[Row]): full objects, as bot.exports.directory makes them.
    locate: what a postcode means; without it no request by postcode can be answered.
    """

    def __init__(self, services: Sequence[Row], locate: Locate = lambda _: None) -> None:
        self.services = tuple(services)
        self._by_id = {service["id"]: service for service in self.services}
        self._organizations = {s["organization"]["id"]: s["organization"] for s in self.services}
        self._at = at_locations(self.services)
        self._locate = locate
        self._terms: dict[str, Row] = {}
        for service in self.services:
            for link in service.get("attributes", []):
                self._terms.setdefault(link["taxonomy_term"]["id"], link["taxonomy_term"])

    def about(self, openapi_url: str) -> Row:
        """What this API is."""
        return {"version": "3.0", "profile": PROFILE, "openapi_url": openapi_url}

    def list_services(self, parameters: Parameters) -> Row:
        """A page of services. RAISES BadInput naming the parameter that cannot be used."""
        asked = tests(parameters)
        found = [service for service in self.services if all(test(service) for test in asked)]
        make: Callable[[Row], Row] = _plain
        if switch(parameters, "minimal"):
            make = _minimal
        elif switch(parameters, "full"):
            make = dict
        return page(found, parameters, make)

    def service(self, identity: str) -> Optional[Row]:
        """One service in full; None when there is none of this id."""
        return self._by_id.get(identity)

    def list_at_locations(self, parameters: Parameters) -> Row:
        """A page of services where they can be visited; nearest first when asked how near.

        RAISES BadInput naming the parameter that cannot be used.
        """
        asked = tests(parameters)
        found = [row for row in self._at if all(test(row["service"]) for test in asked)]
        make = dict if switch(parameters, "full") else _at_plain
        return page(around(found, parameters, self._locate), parameters, make)

    def at_location(self, identity: str) -> Optional[Row]:
        """One service_at_location in full; None when there is none of this id."""
        return next((row for row in self._at if row["id"] == identity), None)

    def list_organizations(self, parameters: Parameters) -> Row:
        """A page of organizations."""
        words = normalise((parameters.get("search") or parameters.get("text") or "")[:200])
        found = [b for b in self._organizations.values() if words in normalise(b["name"])]
        found.sort(key=lambda body: (body["name"], body["id"]))
        full = switch(parameters, "full") or switch(parameters, "full_service")
        return page(found, parameters, self._with_services if full else dict)

    def organization(self, identity: str) -> Optional[Row]:
        """One organization with its services; None when there is none of this id."""
        body = self._organizations.get(identity)
        return self._with_services(body) if body else None

    def list_taxonomies(self, parameters: Parameters) -> Row:
        """A page of the taxonomies in use."""
        return page(self._taxonomies(), parameters, dict)

    def taxonomy(self, identity: str) -> Optional[Row]:
        """One taxonomy; None when there is none of this id."""
        return next((row for row in self._taxonomies() if row["id"] == identity), None)

    def list_terms(self, parameters: Parameters) -> Row:
        """A page of taxonomy terms."""
        wanted = parameters.get("taxonomy_id", "")
        found = [term for term in self._terms.values() if not wanted or taxonomy_of(term) == wanted]
        found.sort(key=lambda term: (term["taxonomy"], term["name"], term["id"]))
        return page(found, parameters, dict)

    def term(self, identity: str) -> Optional[Row]:
        """One taxonomy term; None when there is none of this id."""
        return self._terms.get(identity)

    def _taxonomies(self) -> list[Row]:
        names = sorted({term["taxonomy"] for term in self._terms.values()})
        return [
            {"id": stable_id("taxonomy", name), "name": name, "description": name, "version": "1"}
            for name in names
        ]

    def _with_services(self, body: Row) -> Row:
        services = [
            {key: value for key, value in service.items() if key != "organization"}
            for service in self.services
            if service["organization"]["id"] == body["id"]
        ]
        return {**body, "services": services}


def _plain(service: Row) -> Row:
    return {key: value for key, value in service.items() if key not in _MANY}


def _at_plain(row: Row) -> Row:
    location = {key: value for key, value in row["location"].items() if key != "addresses"}
    return {**row, "location": location, "service": _plain(row["service"])}


def _minimal(service: Row) -> Row:
    return {key: service[key] for key in ("id", "last_modified") if key in service}
