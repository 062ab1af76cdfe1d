"""Where a person can be reached and when: the council's contact centre, or that of the place."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Optional
from zoneinfo import ZoneInfo

from bot import hours
from bot.errors import BadInput, DataFaults, Fault
from bot.model import Words
from bot.settings import Settings

COLUMNS = ("gss", "name", "phone", "url", "hours")


@dataclass(frozen=True)
class Desk:
    """A contact centre. sessions: when its phone is answered, empty when that is not known.

    nation (str): one of NATIONS, for its bank holidays.
    """

    name: str
    phone: str
    url: str
    sessions: tuple[hours.Session, ...] = ()
    nation: str = "England"

    def at(self, now: datetime) -> Optional[tuple[bool, Words]]:
        """Whether the phone is answered at `now` (local time), and a sentence about it; None when
        the hours, or a phone, are not known.
        """
        if not self.sessions or not self.phone:
            return None
        found = hours.state(self.sessions, now, self.nation)
        return found.open, hours.words(found, now)


@dataclass(frozen=True)
class Desks:
    """The installation's own desk, and those of other councils by GSS code."""

    own: Desk
    by_area: Mapping[str, Desk] = field(default_factory=dict)

    def of(self, areas: Sequence[str]) -> Desk:
        """The desk for a place: the first of its councils that has one, else our own."""
        return next((self.by_area[area] for area in areas if area in self.by_area), self.own)

    def named(self, name: str) -> Optional[Desk]:
        """The desk of that name."""
        known = (self.own, *self.by_area.values())
        return next((desk for desk in known if desk.name == name), None)


def configured(settings: Settings) -> Desks:
    """The contact centres of an installation. RAISES BadInput for a file of them with faults."""
    own = Desk(
        settings.council_name,
        settings.council_phone,
        settings.council_url,
        settings.council_hours,
        nation_of(settings.home),
    )
    listed = settings.contact_centres
    return Desks(own, read_desks(listed) if listed else {})


def here_and_now() -> datetime:
    """The time by which phones are answered, without a zone."""
    return datetime.now(ZoneInfo("Europe/London")).replace(tzinfo=None)


def nation_of(gss: Optional[str]) -> str:
    """The nation that a GSS code lies in; England when there is none."""
    letters = {"E": "England", "W": "Wales", "S": "Scotland", "N": "Northern Ireland"}
    return letters.get((gss or "E")[:1], "England")


def read_desks(path: Path) -> dict[str, Desk]:
    """Desks by GSS code from a CSV file with COLUMNS. RAISES DataFaults that lists every fault, or
    BadInput when the file can't be read.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(enumerate(reader, 2))
            header = tuple(reader.fieldnames or ())
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        fault_name = type(fault).__name__
        raise BadInput(f"{path} could not be read ({fault_name}): see docs/handover.md") from None
    if header != COLUMNS:
        raise BadInput(f"{path.name} must have the columns {','.join(COLUMNS)}, in this order")
    faults: list[Fault] = []
    found: dict[str, Desk] = {}
    for number, row in rows:
        wrong = _faults(row, found)
        faults += [Fault(path.name, number, column, what) for column, what in wrong]
        if not wrong:
            found[row["gss"]] = Desk(
                row["name"].strip(),
                row["phone"].strip(),
                row["url"].strip(),
                hours.read(row["hours"]),
                nation_of(row["gss"]),
            )
    if faults:
        raise DataFaults(faults)
    return found


def _faults(row: Mapping[str, str], known: Mapping[str, Desk]) -> list[tuple[str, str]]:
    """What is wrong in a row: (column, what and what would be right)."""
    if any(row.get(column) is None for column in COLUMNS):
        return [("gss", "has too few cells")]
    found = []
    if not re.fullmatch(r"[EWSN]\d{8}", row["gss"]):
        found.append(("gss", "use a GSS code such as E07000163"))
    elif row["gss"] in known:
        found.append(("gss", "stands twice"))
    if not row["name"].strip():
        found.append(("name", "say whose contact centre it is"))
    if not row["phone"].strip() and not row["url"].strip():
        found.append(("phone", "give a phone number or a web address"))
    if row["url"].strip() and not re.fullmatch(r"https?://[^\s\"<>]+", row["url"].strip()):
        found.append(("url", "use a full web address"))
    try:
        hours.read(row["hours"])
    except ValueError as fault:
        found.append(("hours", str(fault)))
    return found
