"""Figures of clusters of words: the list of them, and one cluster's weeks and areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Optional

from bot.charts import Series
from bot.figures.counts import drawable, week_names
from bot.figures.figure import HIDDEN, NONE, Cell, Column, Figure, Lines, cell
from bot.figures.names import Names
from bot.ledger.suppress import parts, shown, small
from bot.review.model import Cluster
from bot.review.outlook import SPANS

LIST = (
    "Words that got no answer or the wrong one, put together by meaning. Each group is named by "
    "the phrase at its heart. “In a usual 28 days” is the average of the 84 days before. “Surely "
    "more” is by how many conversations the last 28 days exceed that for sure: with less, growth "
    "may be chance (1 in 100). “Looks like” is the need that the assistant takes the words for "
    "today, with its probability (1 is certain, below 0.25 none is named); “answered by now” the "
    "part that it would answer outright."
)
WEEKS = "Conversations with words of this group, by week."
AREAS = "Conversations with words of this group, by the council area asked about."
NEEDS = "What the assistant took these words for, where it took them for anything."


def listed(clusters: Sequence[Cluster], statuses: Mapping[str, str], names: Names) -> Figure:
    """The clusters, as they are ordered. statuses: what each is called."""
    rows = []
    for one in clusters:
        recent, usual = recent_of(one)[0], usual_of(one)
        rows.append((
            one.name, str(one.id), ", ".join(one.terms), statuses[one.status], one.assignee or "",
            cell(shown(one.conversations)), recent,
            usual, HIDDEN if usual is HIDDEN else one.more, one.first_seen.date(),
            names("need", one.suggested) if one.suggested else "", one.suggested or "",
            round(one.likeness, 2) if one.suggested else NONE,
            NONE if one.answered is None else one.answered,
        ))  # fmt: skip
    columns = (
        Column("words", "Words", "text"), Column("id", "Id", "text"),
        Column("terms", "Key words", "text"), Column("status", "Status", "text"),
        Column("assigned", "Assigned to", "text"), Column("conversations", "In the last year"),
        Column("recent", "In the last 28 days"), Column("usual", "In a usual 28 days", "ratio"),
        Column("surely_more", "Surely more", "ratio"), Column("first_seen", "First seen", "week"),
        Column("looks_like", "Looks like", "text"), Column("need", "Its id", "text"),
        Column("probability", "Probability", "ratio"),
        Column("answered_now", "Answered by now", "share"),
    )  # fmt: skip
    return Figure("clusters", "Words that are new or growing", LIST, columns, tuple(rows))


def recent_of(cluster: Cluster) -> tuple[Cell, Cell]:
    """(conversations of the last 28 days, those before), hidden when either is small."""
    recent, before = parts([cluster.recent, max(0, cluster.conversations - cluster.recent)])
    return cell(recent), cell(before)


def usual_of(cluster: Cluster) -> Cell:
    """Conversations of a usual 28 days before the last, hidden where it is an average of a few: 0.7
    would be 2 of 84 days.
    """
    few = small(round(cluster.before * SPANS))
    return HIDDEN if few or recent_of(cluster)[0] is HIDDEN else round(cluster.before, 1)


def weekly(counts: Mapping[date, int], last: date) -> Figure:
    """Conversations by week up to the last week that is over, gaps filled.

    last (date): the day it is.
    """
    monday = last - timedelta(days=last.weekday())
    first = min(counts, default=monday)
    weeks = [first + timedelta(days=7 * n) for n in range(max(0, (monday - first).days // 7))]
    numbers = parts([counts.get(week, 0) for week in weeks])
    rows = tuple((week, cell(number)) for week, number in zip(weeks, numbers))
    line = Lines(week_names(weeks), (Series("Conversations", tuple(numbers)),))
    columns = (Column("week", "Week from", "week"), Column("conversations", "Conversations"))
    charts = (line,) if any(number is not None for number in numbers) else ()
    return Figure("trend", "By week", WEEKS, columns, rows, charts=charts)


def by_area(counts: Mapping[Optional[str], int], names: Names) -> Figure:
    """Conversations by area; a place that may be several councils' is not known for sure."""
    sure: dict[Optional[str], int] = {}
    for area, count in counts.items():
        key = area if area and " " not in area else None
        sure[key] = sure.get(key, 0) + count
    return _by("areas", "By area", AREAS, "area", sure, names)


def by_need(counts: Mapping[Optional[str], int], names: Names) -> Figure:
    """Conversations by the need that the words were taken for."""
    return _by("needs", "What it was taken for", NEEDS, "need", counts, names)


def _by(
    identity: str,
    title: str,
    definition: str,
    column: str,
    counts: Mapping[Optional[str], int],
    names: Names,
) -> Figure:
    keys = list(counts)
    numbers = parts([counts[key] for key in keys])
    rows = [(names(column, k), str(k or ""), cell(n)) for k, n in zip(keys, numbers)]
    rows.sort(key=lambda row: (row[2] is HIDDEN, -row[2] if isinstance(row[2], int) else 0, row[0]))
    columns = (
        Column(column, title, "text"), Column("id", "Id", "text"),
        Column("conversations", "Conversations"),
    )  # fmt: skip
    total = shown(sum(counts.values()))
    links = tuple((column, row[1]) if row[1] else None for row in rows)
    return Figure(
        identity, title, definition, columns, tuple(rows), ("All", "", cell(total)),
        drawable([row[0] for row in rows], [row[2] for row in rows]), links, "conversations",
    )  # fmt: skip
