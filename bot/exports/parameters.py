"""Query parameters of the open data, and its pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.errors import BadInput
from bot.imports.records import stable_id

Row = dict[str, Any]
Parameters = Mapping[str, str]

PER_PAGE = 50
MOST_PER_PAGE = 500


def page(rows: Sequence[Row], parameters: Parameters, make: Callable[[Row], Row]) -> Row:
    """One page of `rows`. RAISES BadInput for a page that is no number."""
    number = whole(parameters, "page", 1)
    size = min(whole(parameters, "per_page", PER_PAGE), MOST_PER_PAGE)
    pages = max(1, -(-len(rows) // size))
    contents = [make(row) for row in rows[(number - 1) * size : number * size]]
    return {
        "total_items": len(rows),
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not contents,
        "contents": contents,
    }


def whole(parameters: Parameters, name: str, default: int) -> int:
    """A whole number above 0. RAISES BadInput naming the parameter."""
    text = parameters.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 7 and int(text)):
        raise BadInput(f"{name} should be a whole number above 0, not {text[:20]!r}")
    return int(text)


def switch(parameters: Parameters, name: str) -> bool:
    """Whether a parameter says yes."""
    return parameters.get(name, "").lower() in ("true", "1", "yes")


def taxonomy_of(term: Mapping[str, Any]) -> str:
    """The id of the taxonomy that a term belongs to."""
    return stable_id("taxonomy", term["taxonomy"])
