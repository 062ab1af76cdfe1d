"""The Open Referral UK 3.0 API as plain functions: paged lists, single objects, parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Optional

from bot.catalogue.names import normalise
from bot.errors import BadInput
from bot.exports.directory import NEEDS
from bot.imports.records import stable_id

Row = dict[str, Any]
Parameters = Mapping[str, str]

PER_PAGE = 50
MOST_PER_PAGE = 500
#: The parts that a list of services leaves out unless they are asked for with full=true.
_MANY = ("schedules", "service_areas", "contacts", "cost_options", "attributes")
PROFILE = "https://docs.openreferraluk.org/"


class OpenData:
    """The directory, held for serving.

    services (Sequence[Row]): full objects, as bot.exports.directory makes them.
    """

    def __init__(self, services: Sequence[Row]) -> None:
        self.services = tuple(services)
        self._by_id = {service["id"]: service for service in self.services}
        self._words = {
            one["id"]: normalise(
                f"{one['name']} {one.get('description', '')} {one['organization']['name']}"
            )
            for one in self.services
        }
        self._organizations = {s["organization"]["id"]: s["organization"] for s in self.services}
        self._terms: dict[str, Row] = {}
        for service in self.services:
            for link in service.get("attributes", []):
                self._terms.setdefault(link["taxonomy_term"]["id"], link["taxonomy_term"])

    def about(self, openapi_url: str) -> Row:
        """What this API is."""
        return {"version": "3.0", "profile": PROFILE, "openapi_url": openapi_url}

    def list_services(self, parameters: Parameters) -> Row:
        """A page of services. RAISES BadInput naming the parameter that cannot be used."""
        found = [service for service in self.services if self._fits(service, parameters)]
        make: Callable[[Row], Row] = _plain
        if _switch(parameters, "minimal"):
            make = _minimal
        elif _switch(parameters, "full"):
            make = dict
        return page(found, parameters, make)

    def service(self, identity: str) -> Optional[Row]:
        """One service in full; None when there is none of this id."""
        return self._by_id.get(identity)

    def list_organizations(self, parameters: Parameters) -> Row:
        """A page of organizations."""
        words = normalise(_search(parameters))
        found = [b for b in self._organizations.values() if words in normalise(b["name"])]
        found.sort(key=lambda body: (body["name"], body["id"]))
        full = _switch(parameters, "full") or _switch(parameters, "full_service")
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
        found = [term for term in self._terms.values() if not wanted or _taxonomy(term) == wanted]
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

    def _fits(self, service: Row, parameters: Parameters) -> bool:
        words = normalise(_search(parameters)).split()
        if any(word not in self._words[service["id"]] for word in words):
            return False
        wanted = parameters.get("organization_id")
        if wanted and service["organization"]["id"] != wanted:
            return False
        terms = [link["taxonomy_term"] for link in service.get("attributes", [])]
        term = parameters.get("taxonomy_term_id")
        if term and all(term not in (one["id"], _need_id(one)) for one in terms):
            return False
        taxonomy = parameters.get("taxonomy_id")
        if taxonomy and all(_taxonomy(one) != taxonomy for one in terms):
            return False
        return _of_age(service, parameters) and _since(service, parameters)


def page(rows: Sequence[Row], parameters: Parameters, make: Callable[[Row], Row]) -> Row:
    """One page of `rows`. RAISES BadInput for a page that is no number."""
    number = whole(parameters, "page", 1)
    size = min(whole(parameters, "per_page", PER_PAGE), MOST_PER_PAGE)
    pages = max(1, -(-len(rows) // size))
    contents = [make(row) for row in rows[(number - 1) * size : number * size]]
    return {
        "total_items": len(rows),
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not contents,
        "contents": contents,
    }


def whole(parameters: Parameters, name: str, default: int) -> int:
    """A whole number above 0. RAISES BadInput naming the parameter."""
    text = parameters.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 7 and int(text)):
        raise BadInput(f"{name} should be a whole number above 0, not {text[:20]!r}")
    return int(text)


def _switch(parameters: Parameters, name: str) -> bool:
    return parameters.get(name, "").lower() in ("true", "1", "yes")


def _search(parameters: Parameters) -> str:
    return (parameters.get("search") or parameters.get("text") or "")[:200]


def _plain(service: Row) -> Row:
    return {key: value for key, value in service.items() if key not in _MANY}


def _minimal(service: Row) -> Row:
    return {key: service[key] for key in ("id", "last_modified") if key in service}


def _taxonomy(term: Row) -> str:
    return stable_id("taxonomy", term["taxonomy"])


def _need_id(term: Row) -> str:
    return str(term["term"]) if term["taxonomy"] == NEEDS else ""


def _of_age(service: Row, parameters: Parameters) -> bool:
    least = parameters.get("minimum_age")
    most = parameters.get("maximum_age")
    if least and service.get("minimum_age", 0) < whole(parameters, "minimum_age", 1):
        return False
    return not most or service.get("maximum_age", 999) <= whole(parameters, "maximum_age", 1)


def _since(service: Row, parameters: Parameters) -> bool:
    after = parameters.get("modified_after", "")
    return not after or service.get("last_modified", "") >= after
