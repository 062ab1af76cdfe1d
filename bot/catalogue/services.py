"""Reads services.db, what was imported from councils and directories, into memory at open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bot.catalogue.services_store import read

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Listed:
    """An imported service that says it meets some of our needs.

    owner (str | None): our id of the organization (a GSS code or an id of organizations.csv), when
        it is one of ours. kind (str): one of bot.model.OWNER_KINDS.
    areas (frozenset[str]): GSS codes and nations it serves; never empty.
    purposes (int): number of needs it meets. assured (date | None): when it was last checked.
    schedules (tuple[Row, ...]): rows of the table `schedule`. costs, documents (tuple[str, ...]):
        what it costs and what to bring, as the organization words it.
    """

    id: str
    name: str
    url: str | None
    phone: str | None
    status: str
    areas: frozenset[str]
    youngest: int | None
    oldest: int | None
    purposes: int
    assured: date | None
    organization_id: str
    organization: str
    kind: str
    owner: str | None
    schedules: tuple[Row, ...] = ()
    costs: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Route:
    """An owner's own way in for a need."""

    url: str
    phone: str | None = None


class Services:
    """Imported services and deep links. Never changes after `open`, so threads may share it.

    broken (frozenset[str]): addresses that the last link check found dead: not to be shown.
    """

    def __init__(self, tables: Mapping[str, list[dict[str, Any]]] | None = None) -> None:
        """tables: rows by table name; `Services.open` is the usual way in."""
        tables = tables or {}
        self.broken = frozenset(
            row["url"] for row in tables.get("link_check", []) if row["status"] == "broken"
        )
        self._listed = _listed(tables)
        self._links: Mapping[tuple[str, str], str] = MappingProxyType(
            {
                (row["gss"], need): row["url"]
                # The best-fitting interaction comes last and so wins.
                for row in sorted(tables.get("link", []), key=lambda row: -int(row["rank"]))
                for need in row["needs"].split()
                if row["url"] not in self.broken
            }
        )

    @classmethod
    def open(cls, path: Path) -> Services:
        """Load `path`; empty when there is no such file. RAISES CatalogueMissing when damaged."""
        return cls(read(path))

    def listed(self, need: str, places: Iterable[str]) -> tuple[Listed, ...]:
        """Services that say they meet the need in any of `places` (GSS codes, nations)."""
        by_area = self._listed.get(need)
        if not by_area:
            return ()
        found = {one.id: one for place in places for one in by_area.get(place, ())}
        return tuple(found.values())

    def by_need_and_area(self) -> Iterator[tuple[str, str, tuple[Listed, ...]]]:
        """Each need and area (GSS code or nation) with the services that say they meet it there."""
        for need, areas in self._listed.items():
            for area, services in areas.items():
                yield need, area, tuple(services)

    def route(self, owner: str, need: str) -> Route | None:
        """The owner's deep link for a need; None when none is known or it is broken."""
        url = self._links.get((owner, need))
        return Route(url) if url else None


def _listed(tables: Mapping[str, list[dict[str, Any]]]) -> dict[str, dict[str, list[Listed]]]:
    """Services by need and area, so that a place costs no look at those of all others."""
    organizations = {row["id"]: row for row in tables.get("organization", [])}
    areas = _grouped(tables, "service_area")
    phones = _grouped(tables, "phone")
    schedules = _grouped(tables, "schedule")
    costs = _grouped(tables, "cost_option")
    documents = _grouped(tables, "required_document")
    found: dict[str, dict[str, list[Listed]]] = defaultdict(lambda: defaultdict(list))
    broken = {row["url"] for row in tables.get("link_check", []) if row["status"] == "broken"}
    for row in tables.get("service", []):
        if row["grade"] == "not answerable":
            continue
        needs = row["needs"].split()
        body = organizations[row["organization_id"]]
        numbers = phones.get(row["id"], [])
        service = Listed(
            id=row["id"],
            name=row["name"],
            url=row["url"] if row["url"] and row["url"] not in broken else None,
            phone=numbers[0]["number"] if numbers else None,
            status=row["status"],
            areas=frozenset(area["extent"] for area in areas.get(row["id"], [])),
            youngest=row["minimum_age"],
            oldest=row["maximum_age"],
            purposes=len(needs),
            assured=date.fromisoformat(row["assured_date"]) if row["assured_date"] else None,
            organization_id=body["id"],
            organization=body["name"],
            kind=body["kind"],
            owner=body["owner"] or None,
            schedules=tuple(schedules.get(row["id"], [])),
            costs=_costs(row, costs.get(row["id"], [])),
            documents=tuple(part["document"] for part in documents.get(row["id"], [])),
        )
        for need in needs:
            for area in service.areas:
                found[need][area].append(service)
    return {need: dict(by_area) for need, by_area in found.items()}


def _costs(service: Row, options: Iterable[Row]) -> tuple[str, ...]:
    """What it costs, in the organization's words: its options, else its text on fees."""
    said = []
    for option in options:
        words, amount = [option["option"], option["amount_description"]], option["amount"]
        if amount and not any("£" in text for text in words if text):
            words.insert(1, f"£{amount:.2f}".removesuffix(".00"))
        said.append(", ".join(word for word in words if word))
    return tuple(dict.fromkeys(words for words in said or [service["fees"]] if words))


def _grouped(
    tables: Mapping[str, list[dict[str, Any]]], name: str
) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in tables.get(name, []):
        groups[row["service_id"]].append(row)
    return groups
