"""What citizens ask for, month by month, as open data that a council could publish: CSV with small
numbers out, and its description as CSV on the Web (W3C) metadata.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Optional

from bot.figures.counts import World
from bot.figures.download import table
from bot.figures.figure import Cell, cell
from bot.ledger import figures_counts
from bot.ledger.figures import Filters
from bot.ledger.suppress import hide

#: Columns with what they hold, in order; docs/open-demand.md has the same.
COLUMNS = {
    "month": "Calendar month in which people asked, as YYYY-MM.",
    "area_code": "GSS code of the council area asked about; empty when it was not known for sure.",
    "area_name": "Name of the council whose area it is; All areas when they are put together.",
    "need_id": "Id of the need in Signpost's table of needs; empty when none was made out.",
    "need_name": "Name of the need in plain words.",
    "lgsl_id": "Number of the service in the Local Government Service List, where it has one.",
    "outcome": "How requests ended; one of the values in the description.",
    "requests": "Number of requests: one need in one conversation. [c] when it is hidden.",
}
OUTCOMES = {
    "answered": "the service and its owner were named",
    "person": "the citizen asked for a person",
    "did_not_help": "answered, but the citizen said it did not help",
    "no_provider": "nobody provides it in this area",
    "no_route": "there is a provider, but no working way to reach it",
    "out_of_remit": "no public body does this",
    "not_understood": "it was not understood what was wanted",
    "abandoned": "a question to the citizen stayed unanswered",
    "open": "a question was still open when the file was made",
}
ALL = "all"
_Counts = dict[Any, dict[str, tuple[int, int]]]


def to_csv(world: World, filters: Filters, by_area: bool = True) -> str:
    """The file. Rows of nought are left out."""
    return table(list(COLUMNS), rows(world, filters, by_area))


def rows(world: World, filters: Filters, by_area: bool = True) -> Iterator[tuple[Cell, ...]]:
    """Month by month, area by area, or all areas together. Within both, needs by outcomes are a
    table whose totals count as known, so that none of them gives a small number away.
    """
    found: dict[tuple[str, Optional[str]], _Counts] = defaultdict(dict)
    columns = ("month", "area", "need") if by_area else ("month", "need")
    for key, counts in figures_counts.endings(world.source, filters, columns).items():
        found[key[0], key[1] if by_area else ALL][key[-1]] = counts
    for month, area in sorted(found, key=lambda key: (key[0], key[1] or "")):
        for need, outcome, count in _shown(found[month, area]):
            row = world.names.catalogue.needs.get(need) if need else None
            yield (
                month,
                area if area and area is not ALL else "",
                "All areas" if area is ALL else world.names("area", area) if area else "",
                need or "",
                row.label if row else "",
                str(row.lgsl or "") if row else "",
                outcome,
                cell(count),
            )


def _shown(counts: _Counts) -> Iterator[tuple[Optional[str], str, Optional[int]]]:
    """Needs and outcomes of one month and area with what may be shown."""
    needs = sorted(counts, key=lambda need: need or "")
    numbers = [[counts[need][outcome][0] for outcome in OUTCOMES] for need in needs]
    people = [[counts[need][outcome][1] for outcome in OUTCOMES] for need in needs]
    for need, line, seen in zip(needs, numbers, hide(numbers, people).cells):
        for outcome, count, number in zip(OUTCOMES, line, seen):
            if count:
                yield need, outcome, number


def metadata(file: str, publisher: str) -> str:
    """CSV on the Web metadata of a file of that name."""
    outcomes = "; ".join(f"{name}: {what}" for name, what in OUTCOMES.items())
    kinds = {"month": "gYearMonth", "requests": {"base": "integer", "minimum": 0}}
    columns = [
        {
            "name": name,
            "titles": name,
            "dc:description": f"{what} Values: {outcomes}." if name == "outcome" else what,
            "datatype": kinds.get(name, "string"),
            **({"null": "[c]"} if name == "requests" else {}),
        }
        for name, what in COLUMNS.items()
    ]
    found = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": file,
        "dc:title": "What people asked for, by month, area, need and outcome",
        "dc:publisher": publisher,
        "dc:license": {
            "@id": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
        },
        "tableSchema": {"columns": columns},
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"
