"""Whether a scope of owner_rules.csv or questions.csv holds in an area, and how specific it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Optional, Protocol, TypeVar

from bot.catalogue.read import Catalogue
from bot.model import NATIONS
from bot.routing.areas import Area

#: Nations that each word for several nations stands for.
GROUPS = {
    "UK": NATIONS,
    "GB": ("England", "Scotland", "Wales"),
    "England and Wales": ("England", "Wales"),
}
_BROADEST = {"": 1, "UK": 2, "GB": 3, "England and Wales": 4}
_NATION, _KIND, _BODY, _PARENT, _SELF = 5, 6, 7, 8, 9


class Scoped(Protocol):
    """A row that holds only in its scope."""

    @property
    def scope(self) -> str: ...  # noqa: D102


_Row = TypeVar("_Row", bound=Scoped)


def strength(catalogue: Catalogue, scope: str, nation: Optional[str], area: Optional[Area]) -> int:
    """How specifically `scope` names the area: 0 when it does not hold; more is more specific.

    A council by its own code beats its county's, then a body (transport:tfgm), then a kind
    (london), then a nation, then groups of nations, then everywhere.
    """
    if scope in _BROADEST:
        holds = not scope or nation in GROUPS[scope]
        return _BROADEST[scope] if holds else 0
    if scope in NATIONS:
        return _NATION if scope == nation else 0
    if area is None:
        return 0
    if scope in (area.authority.gss, area.origin.gss):
        return _SELF
    if scope == area.authority.kind:
        return _KIND
    if scope == area.authority.parent:
        return _PARENT
    role, _, organization = scope.partition(":")
    if organization:
        body = catalogue.body(area.origin.gss, role)
        return _BODY if body and body.id == organization else 0
    return 0


def best(
    catalogue: Catalogue, rows: Iterable[_Row], nation: Optional[str], area: Optional[Area]
) -> Optional[_Row]:
    """The row whose scope names the area most specifically; None when none holds."""
    chosen: Optional[_Row] = None
    highest = 0
    for row in rows:
        rank = strength(catalogue, row.scope, nation, area)
        if rank > highest:
            chosen, highest = row, rank
    return chosen


def local(scope: str) -> bool:
    """Whether a scope is narrower than a nation, so that a nation alone cannot settle it."""
    return scope not in _BROADEST and scope not in NATIONS
