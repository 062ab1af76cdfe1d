"""Needs that nobody meets in an area, and needs whose owner can only be reached by a front page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Optional

from bot.catalogue import Catalogue
from bot.model import Answer, Authority, Gap, Place
from bot.reports.table import Report
from bot.resolve import resolve
from bot.words import say

COLUMNS = ("need", "label", "area", "area_name", "reason", "why")
#: Reasons besides those of the resolver's gaps.
FRONT_PAGE = "front_page_only"


def gaps(
    catalogue: Catalogue,
    today: date,
    needs: Optional[Iterable[str]] = None,
    areas: Optional[Iterable[str]] = None,
    front_pages: bool = False,
) -> Report:
    """Every need in every area that ends in a gap on `today`: no_provider, or no_route.

    needs, areas: ids and GSS codes to look at; None: all. front_pages (bool): also list answers
    whose only web address is the owner's front page: a citizen has to search again there. Areas
    with a county above them are looked at by district, where citizens live.
    """
    rows = []
    for authority in _areas(catalogue, areas):
        place = Place(authority.name, "found", (authority,), authority.nation, None, authority.name)
        for need in catalogue.needs if needs is None else needs:
            found = resolve(catalogue, need, place, {}, today)
            reason, why = "", ""
            if isinstance(found, Gap):
                reason = found.reason
                why = say(found.trace[-1]) if found.trace else ""
            elif front_pages and isinstance(found, Answer) and _front_page(found):
                reason = FRONT_PAGE
                why = f"{found.owner.name}: {found.service.url or 'no address'}"
            if reason:
                values = (need, catalogue.needs[need].label, authority.gss, authority.name)
                rows.append(dict(zip(COLUMNS, (*values, reason, why))))
    rows.sort(key=lambda row: (row["reason"], row["need"], row["area_name"]))
    return Report("Needs without a way to meet them, by area", COLUMNS, rows)


def _areas(catalogue: Catalogue, wanted: Optional[Iterable[str]]) -> list[Authority]:
    known = catalogue.authorities
    if wanted is not None:
        return [known[gss] for gss in wanted]
    return [one for one in known.values() if one.tier != "county"]


def _front_page(answer: Answer) -> bool:
    return answer.service.url in (None, answer.owner.url)
