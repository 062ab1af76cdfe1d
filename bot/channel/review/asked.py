"""What a page of the console is asked for: period and filters, read from the address and written
back into it. Anything odd is left out, so that every address shows something.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Optional
from urllib.parse import urlencode

from bot.figures.names import Names
from bot.ledger.figures import Filters
from bot.ledger.figures_calls import Assumptions
from bot.ledger.schema import GAP_REASONS

#: Periods of whole weeks that end with the last Sunday: label by value in the address.
WEEKS = {"4w": "Last 4 weeks", "13w": "Last 3 months", "52w": "Last year"}
DEFAULT_PERIOD = "13w"
#: Whole months to choose from.
MONTHS = 12
#: Filters in the order of the form.
FIELDS = ("period", "reason", "need", "area", "owner", "channel", "language")
VALUE = re.compile(r"[A-Za-z0-9_.:-]{1,64}")


@dataclass(frozen=True)
class Asked:
    """values: what was chosen, by field, e.g. {"period": "4w", "need": "missed-bin"}.
    assumed: the assumptions of calls avoided; own (bool): they are not the installation's.
    """

    values: Mapping[str, str]
    filters: Filters
    assumed: Assumptions
    own: bool = False

    @property
    def period(self) -> str:
        """The period's words, e.g. "Last 4 weeks"."""
        value = self.values["period"]
        return WEEKS.get(value) or month_name(value)

    @property
    def days(self) -> str:
        """The period's first and last day in words."""
        last = self.filters.until - timedelta(days=1)
        first = self.filters.since
        return f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"

    @property
    def narrowed(self) -> bool:
        """Whether anything but the period was chosen."""
        return len(self.values) > 1

    def query(self, **changes: Optional[str]) -> str:
        """The part of an address after its path that asks for the same, with changes; None takes
        a filter out.
        """
        values: dict[str, Any] = {**self.values, **changes}
        if self.own:
            values.update(share=f"{self.assumed.share * 100:g}", cost=f"{self.assumed.cost:g}")
        if values.get("period") == DEFAULT_PERIOD:
            del values["period"]
        kept = {key: value for key, value in values.items() if value}
        return f"?{urlencode(kept)}" if kept else ""


def asked(
    args: Mapping[str, Any], names: Names, today: date, assumed: Assumptions, **fixed: str
) -> Asked:
    """Reads a request's arguments. fixed: filters that the page itself sets."""
    given = {name: str(args.get(name) or "") for name in FIELDS}
    values = {key: value for key, value in given.items() if VALUE.fullmatch(value)}
    if values.get("reason") not in (*GAP_REASONS, "any"):
        values.pop("reason", None)
    values["period"] = values.get("period") or DEFAULT_PERIOD
    days = span(values["period"], today)
    if days is None:
        values["period"] = DEFAULT_PERIOD
        days = span(DEFAULT_PERIOD, today)
    since, until = days or (today, today)
    all_values = {**values, **fixed}
    scope = names.scope(all_values["owner"]) if "owner" in all_values else None
    filters = Filters(
        since,
        until,
        reason=all_values.get("reason"),
        need=all_values.get("need"),
        areas=(all_values["area"],) if "area" in all_values else (),
        owner=all_values.get("owner"),
        owner_areas=scope.areas if scope else (),
        owner_needs=scope.needs if scope else (),
        channel=all_values.get("channel"),
        language=all_values.get("language"),
    )
    share = number(args.get("share"), assumed.share * 100, 100) / 100
    cost = number(args.get("cost"), assumed.cost, 1000)
    own = Assumptions(share, cost)
    return Asked(values, filters, own, own != assumed)


def span(period: str, today: date) -> Optional[tuple[date, date]]:
    """First day, and the day after the last, of a period such as "4w" or "2026-10".

    Only whole weeks and months, and only those that are over: otherwise yesterday's figures could
    be taken from today's, and what is left might be a single person.
    """
    monday = today - timedelta(days=today.weekday())
    if period in WEEKS:
        return monday - timedelta(weeks=int(period[:-1])), monday
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", period):
        return None
    first = date.fromisoformat(f"{period}-01")
    until = (first + timedelta(days=32)).replace(day=1)
    return (first, until) if until <= today else None


def months(today: date, count: int = MONTHS) -> list[str]:
    """The months that are over, as 2026-10, newest first."""
    found, first = [], today.replace(day=1)
    for _ in range(count):
        first = (first - timedelta(days=1)).replace(day=1)
        found.append(f"{first:%Y-%m}")
    return found


def month_name(month: str) -> str:
    """2026-10 as October 2026."""
    return f"{date.fromisoformat(f'{month}-01'):%B %Y}"


def number(value: Any, default: float, most: float) -> float:
    """A number from a form, between 0 and `most`; the default for anything else."""
    try:
        found = float(str(value))
    except ValueError:
        return default
    return found if 0 <= found <= most else default
