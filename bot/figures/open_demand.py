"""What citizens ask for, month by month, as open data that a council could publish: CSV with small
numbers out, and its description as CSV on the Web (W3C) metadata.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from bot.figures.counts import World
from bot.figures.demand_levels import ALL, levels
from bot.figures.download import table
from bot.figures.figure import Cell, cell
from bot.ledger.figures import Filters

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
QUARTER = "Quarter of the calendar year in which people asked, as 2026-Q4."
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


def to_csv(world: World, filters: Filters, by_area: bool = True, quarters: bool = False) -> str:
    """The file. Rows of nought are left out."""
    columns = ["quarter" if quarters and name == "month" else name for name in COLUMNS]
    return table(columns, rows(world, filters, by_area, quarters))


def rows(
    world: World, filters: Filters, by_area: bool = True, quarters: bool = False
) -> Iterator[tuple[Cell, ...]]:
    """Period by period, area by area, or all areas together; neither of the two gives away what
    the other hides, see bot.figures.demand_levels.
    """
    found = levels(world, filters, quarters, by_area)
    order = {outcome: place for place, outcome in enumerate(OUTCOMES)}
    for period, area in sorted(found, key=lambda place: (place[0], place[1] or "")):
        seen = found[period, area]
        for need, outcome in sorted(seen, key=lambda what: (what[0] or "", order[what[1]])):
            row = world.names.catalogue.needs.get(need) if need else None
            yield (
                period,
                area if area and area != ALL else "",
                "All areas" if area == ALL else world.names("area", area) if area else "",
                need or "",
                row.label if row else "",
                str(row.lgsl or "") if row else "",
                outcome,
                cell(seen[need, outcome]),
            )


def metadata(file: str, publisher: str, quarters: bool = False) -> str:
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
    if quarters:
        told = {"name": "quarter", "titles": "quarter", "dc:description": QUARTER}
        columns[0] = {**told, "datatype": "string"}
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
