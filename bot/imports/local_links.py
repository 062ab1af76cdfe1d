"""Imports GOV.UK's local links: councils' own pages by service (LGSL) and interaction (LGIL).

Two forms: the export of today, with a named header (Authority Name, GSS, …, LGSL, LGIL, URL), and
the file of 2017, whose header names four columns over rows of six and whose addresses may hold
commas: slug, service, interaction, address …, LGSL, LGIL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Optional

from bot.catalogue import Catalogue
from bot.catalogue.names import normalise
from bot.errors import BadInput
from bot.imports import cells
from bot.imports.needs import by_lgsl, interaction_rank
from bot.imports.records import Batch, Row, stable_id
from bot.imports.table import header_key, read_rows

_OLD_HEADER = ["la", "lgsl", "lgil", "link"]
_WHO = ("gss", "slug", "authority_slug", "authority_name")
_ABSENT = "not_provided_by_authority"
_Rows = Iterator[tuple[int, list[str]]]
_Raw = tuple[int, str, str, str, str]


def import_local_links(path: Path, catalogue: Catalogue) -> Batch:
    """Read the file: good rows become links, bad ones are listed with their row numbers.

    RAISES BadInput when its header is neither of the two forms.
    """
    batch = Batch("local-links", path.name)
    rows = read_rows(path)
    header = next(rows, (1, []))[1]
    names = [header_key(name) for name in header]
    raw = _old(rows, batch) if names == _OLD_HEADER else _modern(rows, names, batch)
    find = _finder(catalogue)
    # Of a council that has ended, a link is only sure when no other council's competes with it.
    inherited: dict[str, list[tuple[int, Row]]] = {}
    seen: dict[str, int] = {}
    for row, council, lgsl, lgil, address in raw:
        link = _link(row, council, (lgsl, lgil), address, catalogue, batch, find)
        if link is None:
            continue
        if not link.pop("own"):
            inherited.setdefault(link["id"], []).append((row, link))
        elif link["id"] in seen:
            batch.reject(row, None, f"the same council and service as row {seen[link['id']]}")
        else:
            seen[link["id"]] = row
            batch.links.append(link)
    _inherit(inherited, seen, batch, catalogue)
    batch.rejected.sort(key=lambda fault: fault.row)
    return batch


def _modern(rows: _Rows, names: list[str], batch: Batch) -> Iterator[_Raw]:
    who = next((name for name in _WHO if name in names), None)
    missing = [name for name in ("lgsl", "lgil", "url") if name not in names]
    if who is None or missing:
        header = ",".join(names) or "empty"
        raise BadInput(
            f"{batch.source}: the header is {header}; it needs GSS (or Authority Name), LGSL, LGIL "
            "and URL. Nothing was changed"
        )
    places = [names.index(name) for name in (who, "lgsl", "lgil", "url")]
    absent = names.index(_ABSENT) if _ABSENT in names else None
    for row, found in rows:
        if len(found) != len(names):
            batch.reject(row, None, f"{len(found)} cells; there should be {len(names)}")
            continue
        if not found[places[3]] or (absent is not None and found[absent].lower() == "true"):
            continue  # The export has a row for every service; this council gave no link.
        council, lgsl, lgil, url = (found[place] for place in places)
        yield row, council, lgsl, lgil, url


def _old(rows: _Rows, batch: Batch) -> Iterator[_Raw]:
    for row, found in rows:
        if len(found) < 6:
            batch.reject(row, None, f"{len(found)} cells; there should be 6 or more")
            continue
        yield row, found[0], found[-2], found[-1], ",".join(found[3:-2])


def _link(
    row: int,
    who: str,
    codes: tuple[str, str],
    address: str,
    catalogue: Catalogue,
    batch: Batch,
    find: Callable[[str], tuple[tuple[str, ...], bool]],
) -> Optional[Row]:
    for column, code in zip(("lgsl", "lgil"), codes, strict=True):
        if not (code.isdigit() and len(code) <= 4):
            batch.reject(row, column, f'"{code[:20]}" is not a number of the list')
            return None
    lgsl, lgil = map(int, codes)
    try:
        url = cells.url(address)
        if not url:
            raise ValueError("empty; it should be a web address")
    except ValueError as fault:
        batch.reject(row, "url", str(fault))
        return None
    councils, own = find(who)
    if len(councils) != 1:
        known = "is several councils today" if councils else "is no council that we know"
        batch.reject(row, "la", f'"{who[:60]}" {known}')
        return None
    needs = by_lgsl(catalogue, lgsl, lgil)
    return {
        "id": stable_id("link", councils[0], lgsl, lgil),
        "gss": councils[0],
        "lgsl": lgsl,
        "lgil": lgil,
        "url": url,
        "needs": " ".join(needs),
        "rank": max((interaction_rank(catalogue, need, lgil) for need in needs), default=9),
        "own": own,
    }


def _finder(catalogue: Catalogue) -> Callable[[str], tuple[tuple[str, ...], bool]]:
    """Finds today's councils by slug, code or name, and whether it is the council itself."""
    slugs = {slug: gss for gss, slug in catalogue.slugs.items()}
    ended: dict[str, set[str]] = {}
    for row in catalogue.successions:
        if row.kind != "future":
            for name in _short_forms(normalise(row.old_name)):
                ended.setdefault(name, set()).add(row.old_gss)

    def find(who: str) -> tuple[tuple[str, ...], bool]:
        if who in catalogue.authorities:
            return (who,), True
        if who in slugs:
            return (slugs[who],), True
        codes = {who} if catalogue.current(who) else ended.get(normalise(who), set())
        current = [gss for code in sorted(codes) for gss in catalogue.current(code)]
        if current:
            names = {normalise(row.old_name) for c in codes for row in catalogue.succession(c)}
            alive = {normalise(catalogue.authorities[gss].name) for gss in current}
            return tuple(dict.fromkeys(current)), bool(names & alive)
        return catalogue.names.get(normalise(who), ()), True

    return find


def _short_forms(name: str) -> tuple[str, ...]:
    """ "harrogate borough council" -> also "harrogate"."""
    short = name
    for beginning in ("borough council of ", "borough of ", "city of "):
        short = short.removeprefix(beginning)
    for ending in (" council", " district", " borough", " county", " city", " metropolitan"):
        short = short.removesuffix(ending)
    return (name, short)


def _inherit(
    inherited: dict[str, list[tuple[int, Row]]],
    seen: dict[str, int],
    batch: Batch,
    catalogue: Catalogue,
) -> None:
    for key, found in inherited.items():
        link = found[0][1]
        name = catalogue.authorities[link["gss"]].name
        if key not in seen and len(found) == 1:
            batch.links.append(link)
            batch.note(found[0][0], "la", f"the council has ended; taken for {name}")
            continue
        for row, _ in found:
            message = f"the council has ended; {name} has another link for this service"
            batch.reject(row, "la", message)
