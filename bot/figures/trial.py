"""Figures of a training: how a taught model fared beside the served one, by file and by need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.figures.figure import NONE, Column, Figure
from bot.figures.names import Names

FILES = (
    "Phrases that neither model was trained on: the part whose need comes first, with the model "
    "that was served and with the new one."
)
NEEDS = "Needs of which more or fewer of these phrases come out right."


def by_file(trial: Mapping[str, Any]) -> Figure:
    """Accuracy by file of cases. trial: as bot.review.trial.Trial.to_dict gives it."""
    rows = [(f["name"], f["rows"], f["before"], f["after"]) for f in trial.get("files", ())]
    columns = (
        Column("file", "File", "text"), Column("rows", "Phrases"),
        Column("before", "Served model", "share"), Column("after", "New model", "share"),
    )  # fmt: skip
    total = ("All with a need", trial["rows"], trial["before"], trial["after"]) if rows else ()
    outside = ("No need at all, left alone", NONE, trial["outside_before"], trial["outside_after"])
    return Figure(
        "training-files", "Right first", FILES, columns, (*rows, outside), total
    )  # fmt: skip


def by_need(trial: Mapping[str, Any], names: Names) -> Figure:
    """Needs with gains or losses, the largest loss first."""
    rows = [
        (names("need", one["need"]), one["need"], one["rows"], one["before"], one["after"],
         one["after"] - one["before"])
        for one in trial.get("changes", ())
    ]  # fmt: skip
    columns = (
        Column("need", "Need", "text"), Column("id", "Id", "text"), Column("rows", "Phrases"),
        Column("before", "Right before"), Column("after", "Right now"),
        Column("gain", "More or fewer", "change"),
    )  # fmt: skip
    links = tuple(("need", row[1]) for row in rows)
    return Figure("training-needs", "Gains and losses", NEEDS, columns, tuple(rows), links=links)
