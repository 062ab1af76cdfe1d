"""Checks many addresses: several at once, never two of one site together, and again where it
stopped. Results go to a CSV as they come, and into services.db at the end.
"""

from __future__ import annotations

import csv
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Optional, TextIO
from urllib.parse import urlsplit

from bot.catalogue import Catalogue
from bot.catalogue.services_store import Tables, only_one, read, write
from bot.errors import BadInput, SignpostError
from bot.links.check import Result, check

COLUMNS = ("url", "status", "code", "checked", "final")
#: Sites asked at the same time, and seconds between two questions to one site.
WORKERS = 8
PAUSE = 1.0
#: When the first so many addresses cannot be reached at all, we are offline.
OFFLINE_AFTER = 10

Check = Callable[[str], Result]


class Offline(SignpostError):
    """No site can be reached, so nothing can be said about links."""


def addresses(catalogue: Catalogue, tables: Tables) -> list[str]:
    """Every address that a citizen may be shown, each once."""
    found: dict[str, None] = {}
    for council in catalogue.authorities.values():
        found[council.homepage] = None
    for body in catalogue.organizations.values():
        found[body.url or ""] = None
    for need in catalogue.needs.values():
        found[need.govuk or ""] = None
        for rule in catalogue.owner_rules(need.id):
            found[rule.url or ""] = None
    for row in (*tables["link"], *tables["service"]):
        if row.get("needs"):
            found[row["url"]] = None
    return [url for url in found if url]


def recent(path: Path, today: date, days: int) -> dict[str, dict[str, str]]:
    """Results in the CSV less than `days` old. RAISES BadInput for another kind of file."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise BadInput(f"{path} is not a list of checked links; its columns are others")
        rows = {row["url"]: row for row in reader if row["checked"]}
    oldest = (today - timedelta(days=days)).isoformat()
    return {url: row for url, row in rows.items() if row["checked"] > oldest}


def sweep(
    urls: Iterable[str],
    path: Path,
    today: date,
    ask: Check = check,
    workers: int = WORKERS,
    pause: float = PAUSE,
    progress: Optional[Callable[[int, int], None]] = None,
) -> dict[str, int]:
    """Check addresses, adding a row to the CSV for each as it comes.

    RETURNS (dict[str, int]): number of addresses by status.
    RAISES Offline when the first sites cannot be reached at all; what was found till then stays.
    """
    sites = _by_site(urls)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8", newline="") as file:
        run = _Run(file, today, sum(map(len, sites.values())), ask, pause, progress)
        if not file.tell():
            run.writer.writerow(COLUMNS)
        with ThreadPoolExecutor(workers) as pool:
            for future in [pool.submit(run.site, links) for links in sites.values()]:
                future.result()
        run.settle()
    return dict(run.counts)


class _Run:
    """One run: threads take a site each; rows are written one at a time."""

    def __init__(
        self,
        file: TextIO,
        today: date,
        total: int,
        ask: Check,
        pause: float,
        progress: Optional[Callable[[int, int], None]],
    ) -> None:
        self.writer = csv.writer(file, lineterminator="\n")
        self.counts: dict[str, int] = defaultdict(int)
        self._file, self._today, self._total = file, today, total
        self._ask, self._pause, self._progress = ask, pause, progress
        self._lock = threading.Lock()
        self._reached = 0
        self._without_host: list[Result] = []

    def site(self, links: list[str]) -> None:
        """Ask a site for its pages, one after another."""
        for number, url in enumerate(links):
            if self._offline():
                return
            if number:
                time.sleep(self._pause)
            found = self._ask(url)
            with self._lock:
                self._take(found)

    def settle(self) -> None:
        """Once some site was reached, names that lead nowhere are broken links. RAISES Offline."""
        if not self._reached and self.counts:
            raise Offline(
                "No site can be reached: this machine seems to be offline. Nothing was changed."
            )
        for found in self._without_host:
            self._write(replace(found, status="broken"))

    def _take(self, found: Result) -> None:
        self.counts[found.status] += 1
        if found.status == "no-host":
            self._without_host.append(found)
        elif found.status != "unreachable":
            self._reached += 1
            self._write(found)
        done = sum(self.counts.values())
        if self._progress:
            self._progress(done, self._total)

    def _write(self, found: Result) -> None:
        day = self._today.isoformat()
        self.writer.writerow([found.url, found.status, found.code, day, found.final])
        self._file.flush()

    def _offline(self) -> bool:
        with self._lock:
            return not self._reached and sum(self.counts.values()) >= OFFLINE_AFTER


def keep(path: Path, services: Path) -> int:
    """Put the CSV's results into services.db. RETURNS the number of broken addresses."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["url"]: dict(row) for row in csv.DictReader(file)}
    for row in rows.values():
        row["code"] = int(row["code"] or 0)
    with only_one(services):
        tables = read(services)
        tables["link_check"] = list(rows.values())
        write(services, tables)
    return sum(row["status"] == "broken" for row in rows.values())


def _by_site(urls: Iterable[str]) -> dict[str, list[str]]:
    sites: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        sites[urlsplit(url).hostname or ""].append(url)
    return sites
