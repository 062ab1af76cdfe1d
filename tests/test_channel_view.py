"""A figure as pages show it: what says nothing is told in one row."""

from __future__ import annotations

from datetime import date

from bot.channel.review.view import view
from bot.figures.figure import HIDDEN, Cell, Column, Figure

COLUMNS = (Column("need", "Need", "text"), Column("all", "All"), Column("unmet", "Unmet"))


def shown(rows: list[tuple[Cell, ...]], columns: tuple[Column, ...] = COLUMNS) -> list[list[str]]:
    """The texts of the rows of such a figure."""
    found = view(Figure("some", "Some", "", columns, tuple(rows)))
    return [[one.text for one in row] for row in found.rows]


def test_rows_that_say_nothing_stand_in_one_at_the_end():
    """Those with nothing but hidden numbers and noughts, wherever they are."""
    silent: list[tuple[Cell, ...]] = [(f"need {n}", HIDDEN, 0) for n in range(5)]
    rows: list[tuple[Cell, ...]] = [("bins", 80, 20), *silent, ("roads", 60, HIDDEN), ("ash", 9, 0)]
    assert shown(rows) == [
        ["bins", "80", "20"], ["roads", "60", "hidden"], ["ash", "9", "0"],
        ["5 more", "hidden", "0"],
    ]  # fmt: skip
    mixed: tuple[Cell, ...] = ("need 6", HIDDEN, HIDDEN)
    assert shown([*silent, mixed]) == [["Each of 6", "hidden", "hidden"]]


def test_a_few_of_them_stay_and_so_do_weeks():
    """A gap in a list of weeks would be missed."""
    silent: list[tuple[Cell, ...]] = [(f"need {n}", HIDDEN, 0) for n in range(4)]
    assert len(shown(silent)) == 4
    weeks: list[tuple[Cell, ...]] = [(date(2026, 10, 5), HIDDEN, HIDDEN)] * 9
    assert len(shown(weeks, (Column("week", "Week", "week"), *COLUMNS[1:]))) == 9
