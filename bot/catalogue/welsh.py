"""The Welsh of the catalogue's labels, names and places, as the data files give it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Optional


@dataclass(frozen=True)
class Welsh:
    """texts: Welsh by English, of labels, services, options and notes. names: Welsh names of
    councils by GSS code and of organizations by id. places: (Welsh name, GSS codes of the councils
    it lies in) by English name.
    """

    texts: Mapping[str, str]
    names: Mapping[str, str]
    places: Mapping[str, tuple[str, frozenset[str]]]

    @classmethod
    def of(cls, tables: Mapping[str, list[Mapping[str, str]]]) -> Welsh:
        """From the catalogue's tables; empty ones for those it lacks."""
        return cls(
            {row["english"]: row["welsh"] for row in tables.get("welsh_text", [])},
            {row["id"]: row["welsh"] for row in tables.get("welsh_name", [])},
            {
                row["english"]: (row["welsh"], frozenset(row["authorities"].split()))
                for row in tables.get("welsh_place", [])
            },
        )

    def place(self, label: str, codes: Collection[str]) -> Optional[str]:
        """The Welsh name of a place known in English, which lies in the councils `codes`."""
        name, around = self.places.get(label, ("", frozenset()))
        return name if name and codes and around.issuperset(codes) else None
