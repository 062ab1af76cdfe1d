"""The lists of the console's filter form: only values that occur in the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.channel.review.asked import WEEKS, Asked, month_name, months
from bot.figures.counts import World
from bot.ledger import figures_counts
from bot.ledger.schema import GAP_REASONS

Options = tuple[tuple[str, str], ...]


#: Key of each field's label.
WORDS = {
    "period": "review_filter_period",
    "reason": "review_filter_reason",
    "need": "review_filter_need",
    "area": "review_filter_area",
    "owner": "review_filter_owner",
    "channel": "review_filter_channel",
    "language": "review_filter_language",
}


@dataclass(frozen=True)
class Field:
    """One list to choose from: (value, label) pairs; `chosen` is the value in force."""

    name: str
    options: Options
    chosen: str

    @property
    def word(self) -> str:
        """Key of its label."""
        return WORDS[self.name]


def lists(world: World) -> dict[str, Options]:
    """Every value of needs, areas, organisations, channels and languages that occurs, by name.
    What every filter leaves in it, so that nothing can be told from a list.
    """
    found = {}
    for column in ("need", "area", "owner", "channel", "language"):
        pairs = [
            (value, world.names(column, value))
            for value in figures_counts.values(world.source, column)
        ]
        found[column] = tuple(sorted(pairs, key=lambda pair: pair[1].lower()))
    return found


def fields(options: dict[str, Options], asked: Asked, world: World, today: date) -> list[Field]:
    """The fields of the form. An empty value stands for all."""
    periods = (*WEEKS.items(), *((month, month_name(month)) for month in months(today)))
    reasons = tuple((reason, world.names("reason", reason)) for reason in GAP_REASONS)
    found = [
        Field("period", periods, asked.values["period"]),
        Field("reason", (("", ""), ("any", "any"), *reasons), asked.values.get("reason", "")),
    ]
    for name in ("need", "area", "owner", "channel", "language"):
        found.append(Field(name, (("", ""), *options[name]), asked.values.get(name, "")))
    return found
