"""Which councils a place means on a given day: candidates, successions and notes of change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Optional, Union

from bot.catalogue.read import Catalogue
from bot.catalogue.rows import Succession
from bot.model import Authority, Place, Words

#: A change is announced to the citizen when it comes within this time.
SOON = timedelta(days=366)


@dataclass(frozen=True)
class Area:
    """One council area a citizen may mean.

    authority (Authority): the council there on the day asked about.
    origin (Authority): the council of the catalogue it grew from: the same but for a successor
        that has not begun when the catalogue was written. Bodies and scopes are looked up with it.
    """

    authority: Authority
    origin: Authority


def areas(
    catalogue: Catalogue, place: Optional[Place], today: date, home: Optional[str]
) -> tuple[Area, ...]:
    """The council areas that `place` may mean on `today`; the council whose website it is
    (`home`, a GSS code) when no place is known; empty when neither is known.
    """
    named: tuple[Authority, ...] = ()
    if place and place.status in ("found", "split"):
        named = place.authorities
    if not named and (place is None or not place.nation) and home:
        named = catalogue.resolve_codes((home,))
    found: dict[str, Area] = {}
    for authority in named:
        for area in successors(catalogue, authority, today):
            found.setdefault(area.authority.gss, area)
    return tuple(found.values())


def successors(catalogue: Catalogue, authority: Authority, today: date) -> tuple[Area, ...]:
    """The councils in charge of an authority's area on `today`: mostly itself."""
    begun = [row for row in future(catalogue, authority) if row.ended <= today]
    if not begun:
        return (Area(authority, authority),)
    return tuple(Area(_begun(catalogue, authority, row), authority) for row in begun)


def future(catalogue: Catalogue, authority: Authority) -> tuple[Succession, ...]:
    """What is known to take the authority's place one day."""
    return tuple(row for row in catalogue.succession(authority.gss) if row.kind == "future")


def change_note(
    catalogue: Catalogue, owner: Authority, found: Iterable[Area], today: date
) -> Optional[Words]:
    """The sentence that says who will do this instead, when that comes within a year.

    found (Iterable[Area]): the areas the citizen may live in: of a county that is split they say
        which of its successors are meant.
    """
    of_owner = _soon(catalogue, owner, today)
    if not of_owner:
        return None
    of_areas = [row for area in found for row in _soon(catalogue, area.origin, today)]
    rows = of_areas or list(of_owner)
    day = min(row.ended for row in rows)
    names = dict.fromkeys(row.new_name for row in rows if row.ended == day)
    return Words("utter_note_change", {"date": day, "owner": _either(list(names))})


def _either(names: list[str]) -> Union[str, Words]:
    """The names with "or" between them."""
    found: Union[str, Words] = names[0]
    for name in names[1:]:
        found = Words("utter_either", {"first": found, "second": name})
    return found


def _soon(catalogue: Catalogue, authority: Authority, today: date) -> tuple[Succession, ...]:
    rows = future(catalogue, authority)
    return tuple(row for row in rows if today < row.ended <= today + SOON)


def _begun(catalogue: Catalogue, old: Authority, row: Succession) -> Authority:
    known = catalogue.authorities.get(row.gss) if row.gss else None
    if known:
        return known
    # A council that had no code yet when the catalogue was written is known by its name.
    slug = row.new_name.lower().replace(" ", "-")
    gss = row.gss or slug
    return Authority(gss, row.new_name, "unitary", "unitary", None, old.nation, old.homepage)
