"""Needs that several organisations say they meet in one area."""

from __future__ import annotations

from bot.catalogue import Catalogue
from bot.catalogue.services import Listed
from bot.reports.table import Report

COLUMNS = ("need", "label", "area", "area_name", "organisations", "names", "services")


def duplication(catalogue: Catalogue) -> Report:
    """Imported services that meet the same need in the same area, of two organisations or more.

    What a nation-wide service meets counts for its nation, not again for every council in it.
    """
    rows = []
    for need, area, services in catalogue.services.by_need_and_area():
        bodies = sorted({one.organization for one in services})
        if len(bodies) < 2:
            continue
        rows.append(
            {
                "need": need,
                "label": catalogue.needs[need].label if need in catalogue.needs else need,
                "area": area,
                "area_name": area_name(catalogue, area),
                "organisations": len(bodies),
                "names": "; ".join(bodies),
                "services": "; ".join(_names(services)),
            }
        )
    rows.sort(key=lambda row: (-int(str(row["organisations"])), str(row["need"]), str(row["area"])))
    return Report("Needs met by several organisations in one area", COLUMNS, rows)


def area_name(catalogue: Catalogue, area: str) -> str:
    """The name of a council for its GSS code; a nation is its own name."""
    found = catalogue.authorities.get(area)
    return found.name if found else area


def _names(services: tuple[Listed, ...]) -> list[str]:
    return sorted({one.name for one in services})
