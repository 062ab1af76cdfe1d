"""A record in the making: takes cells one by one, notes the bad ones, ends as a Record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Optional, TypeVar

from bot.catalogue import Catalogue
from bot.catalogue.services_store import PARTS
from bot.imports import areas, cells
from bot.imports.needs import by_lgsl, by_words
from bot.imports.records import Batch, Record, Row, stable_id

STATUSES = ("active", "inactive", "defunct", "temporarily closed")
_T = TypeVar("_T")


class Draft:
    """Collects one service.

    id (str): of the service; parts get ids made from it, the same at every import.
    """

    def __init__(self, batch: Batch, row: int, catalogue: Catalogue, identity: str) -> None:
        self._batch = batch
        self._row = row
        self._catalogue = catalogue
        self._failed = False
        self.id = identity
        self.parts: dict[str, list[Row]] = {name: [] for name in PARTS}
        self.service: Row = {}
        self.organization: Row = {}
        self._lgsl: list[tuple[int, Optional[int]]] = []

    def reject(self, column: Optional[str], message: str) -> None:
        """Refuse the whole record."""
        self._failed = True
        self._batch.reject(self._row, column, message)

    def cell(self, column: str, check: Callable[[Any], _T], value: Any) -> Optional[_T]:
        """A checked value; None, with a note, when it is bad."""
        try:
            return check(value)
        except ValueError as fault:
            self._batch.note(self._row, column, f"left out: {fault}")
            return None

    def text(self, column: str, check: Callable[[Any], str], value: Any) -> str:
        """A checked value; "" , with a note, when it is bad."""
        return self.cell(column, check, value) or ""

    def basics(self, name: str, status: str, youngest: Any, oldest: Any) -> None:
        """Name, status and ages, without which the record is refused."""
        if not name:
            self.reject("name", "the service has no name")
        if status not in STATUSES:
            self.reject("status", f'"{status[:40]}" should be one of {", ".join(STATUSES)}')
        ages = [
            self.cell("minimum_age", cells.age, youngest),
            self.cell("maximum_age", cells.age, oldest),
        ]
        if ages[0] is not None and ages[1] is not None and ages[0] > ages[1]:
            self.reject("minimum_age", f"{ages[0]} is more than the maximum_age {ages[1]}")
        self.service.update(
            id=self.id, name=name, status=status, minimum_age=ages[0], maximum_age=ages[1]
        )

    def body(self, key: str, name: str, website: str, email: str, charity: bool = False) -> None:
        """The organization that provides the service."""
        owner = areas.owner_of(self._catalogue, name)
        self.organization = {
            "id": key,
            "name": name,
            "description": "",
            "email": email,
            "website": website,
            "kind": areas.kind_of(self._catalogue, owner, name, charity),
            "owner": owner,
        }
        self.service["organization_id"] = key

    def part(self, table: str, **values: Any) -> None:
        """A row of one of the tables of parts."""
        number = len(self.parts[table])
        key = stable_id(self.id, table, number)
        self.parts[table].append({"id": key, "service_id": self.id, **values})

    def phone(self, column: str, value: Any, description: str = "") -> None:
        """A phone number, once."""
        number = self.text(column, cells.phone, value)
        if number and all(row["number"] != number for row in self.parts["phone"]):
            self.part("phone", number=number, description=description)

    def location(
        self,
        key: str,
        name: str,
        where: tuple[Any, Any],
        address: str,
        city: str,
        postcode: str,
    ) -> None:
        """A place where the service can be visited, once.

        where: latitude and longitude in degrees; both, or neither when one of them is bad. Of a
        place that nothing is known of, nothing is kept.
        """
        latitude = self.cell("locations.latitude", cells.latitude, where[0])
        longitude = self.cell("locations.longitude", cells.longitude, where[1])
        if latitude is None or longitude is None:
            latitude = longitude = None
        known = {row["location_id"] for row in self.parts["location"]}
        if key not in known and (latitude is not None or address or postcode):
            self.part(
                "location",
                location_id=key,
                name=name,
                latitude=latitude,
                longitude=longitude,
                address=address,
                city=city,
                postcode=postcode,
            )

    def area(self, names: Iterable[str], label: str = "") -> None:
        """Areas by GSS code or nation, each once."""
        known = {row["extent"] for row in self.parts["service_area"]}
        for extent in names:
            if extent not in known:
                council = self._catalogue.authorities.get(extent)
                name = label or (council.name if council else extent)
                self.part("service_area", name=name, extent=extent)
                known.add(extent)

    def lgsl(self, number: int, interaction: Optional[int] = None) -> None:
        """An LGSL number that the service bears."""
        self._lgsl.append((number, interaction))

    def done(self, needs: Iterable[str] = ()) -> Optional[Record]:
        """The record, or None when it was refused.

        needs (Iterable[str]): when given, they are taken instead of what numbers and words say.
        """
        if self._failed:
            self._batch.refused.add(self.id)
            return None
        found = dict.fromkeys(needs)
        if not found:
            for number, interaction in self._lgsl:
                found.update(dict.fromkeys(by_lgsl(self._catalogue, number, interaction)))
        if not found:
            terms = [row["name"] for row in self.parts["taxonomy_term"]]
            found.update(dict.fromkeys(by_words(self._catalogue, terms, self.service["name"])))
        council = self.organization["owner"]
        if not self.parts["service_area"] and council in self._catalogue.authorities:
            # A council serves its own area; a directory rarely says so.
            self.area((council,))
        self.service["needs"] = " ".join(sorted(found))
        return Record(self.service, self.organization, self.parts, self._row)
