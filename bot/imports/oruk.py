"""Imports an Open Referral directory: a file, or a whole API page by page.

Understands Open Referral UK 3.0 and HSDS 3 (a service, a list, a page with "contents", an
organization with "services") and the pages of Open Referral UK 1.0 feeds ("content").
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Optional
from urllib.parse import quote

from bot.catalogue import Catalogue
from bot.errors import BadInput
from bot.imports import oruk_v1, oruk_v3
from bot.imports.fetch import get_json, is_url, read_json, with_query
from bot.imports.records import Batch, Progress

#: Pages and services that a crawl asks for at most: an API that never ends is broken.
MOST_PAGES = 20_000
#: Keys that only a full service has, so that its own page need not be asked for.
_NESTED = frozenset(
    ("service_areas", "attributes", "service_at_locations", "schedules", "phones", "locations")
)


def import_oruk(source: str, catalogue: Catalogue, progress: Optional[Progress] = None) -> Batch:
    """Read a file or crawl an API (its root or its /services address).

    RAISES BadInput when it cannot be read to the end: half a directory is not imported.
    """
    remote = is_url(source)
    batch = Batch("oruk", source if remote else Path(source).name)
    found = _crawl(source, progress) if remote else _in_file(read_json(Path(source)), batch.source)
    seen: set[str] = set()
    for row, value in enumerate(found, start=1):
        if not isinstance(value, dict):
            batch.reject(row, None, "not a service: an object was expected")
            continue
        reader = oruk_v1 if oruk_v1.fits(value) else oruk_v3
        record = reader.record(value, row, catalogue, batch)
        if record is None:
            continue
        if record.service["id"] in seen:
            batch.reject(row, "id", f'"{value.get("id")}" is already in this source')
            continue
        seen.add(record.service["id"])
        batch.records.append(record)
    return batch


def _in_file(value: Any, name: str) -> Iterator[Any]:
    """The services of whatever a file holds."""
    if isinstance(value, list):
        for item in value:
            yield from _in_file(item, name) if _is_organization(item) else (item,)
        return
    if not isinstance(value, dict):
        raise BadInput(f"{name} holds neither a service nor a list or page of services")
    for key in ("contents", "content"):
        if isinstance(value.get(key), list):
            yield from _in_file(value[key], name)
            return
    if _is_organization(value):
        body = {key: part for key, part in value.items() if key != "services"}
        for service in value["services"]:
            if isinstance(service, dict) and not service.get("organization"):
                service = {**service, "organization": body}
            yield service
        return
    if "id" not in value and "name" not in value:
        keys = ", ".join(list(value)[:6]) or "none"
        raise BadInput(f"The file has no services: its keys are {keys}")
    yield value


def _is_organization(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("services"), list)


def _crawl(address: str, progress: Optional[Progress]) -> Iterator[Any]:
    """Every service of an API, each in full."""
    root = address.split("?")[0].rstrip("/")
    services = root if root.endswith("/services") else f"{root}/services"
    number = 1
    while True:
        page = get_json(with_query(services, page=number))
        items = _items(page, services)
        total = page.get("total_pages", page.get("totalPages"))
        if progress:
            progress(f"page {number} of {total if isinstance(total, int) else '?'}")
        for item in items:
            yield _in_full(item, services)
        last = page.get("last_page", page.get("last"))
        done = number >= total if isinstance(total, int) else last is not False
        if done or not items:
            return
        number += 1
        if number > MOST_PAGES:
            raise BadInput(f"{services} has more than {MOST_PAGES:,} pages; nothing was changed")


def _items(page: Any, address: str) -> list[Any]:
    found = None
    if isinstance(page, dict):
        found = page.get("contents", page.get("content"))
    if not isinstance(found, list):
        raise BadInput(f'{address} answered without a list "contents"; nothing was changed')
    return found


def _in_full(item: Any, services: str) -> Any:
    if not isinstance(item, dict) or not item.get("id") or _NESTED.intersection(item):
        return item
    return get_json(f"{services}/{quote(str(item['id']), safe='')}")
