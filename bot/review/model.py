"""What the review speaks of, as plain values: clusters, their examples and history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Optional

from bot.errors import BadInput

#: Fewer conversations than this are not shown to service owners: see Cluster.small.
SMALL = 5
#: Added to both sides of a ratio, so that three after one is no growth of 200 %.
FLOOR = 5
#: Days that are compared with what was usual before them.
RECENT_DAYS = 28


class NoSuchCluster(BadInput):
    """There is no cluster of that number."""


@dataclass(frozen=True)
class Cluster:
    """One group of like words.

    name (str): its most central phrase, personal data out. terms (tuple[str, ...]): key terms.
    status (str): one of schema.STATUSES. entries, conversations (int): in the last year.
    recent (int): conversations in the last 28 days; before (float): in a usual 28 days before.
    rise (float): how surprising `recent` is after `before`; sorts "new and growing" first.
    successor (int | None): the cluster that took it over. ended (datetime | None): since when it
    has no members.
    """

    id: int
    name: str
    terms: tuple[str, ...]
    status: str
    assignee: Optional[str]
    note: Optional[str]
    first_seen: datetime
    last_seen: datetime
    entries: int
    conversations: int
    recent: int
    before: float
    rise: float
    successor: Optional[int] = None
    ended: Optional[datetime] = None

    @property
    def growth(self) -> float:
        """Recent conversations to usual ones, 1.0 for no change; both with FLOOR added."""
        return (self.recent + FLOOR) / (self.before + FLOOR)

    @property
    def fresh(self) -> bool:
        """Whether nobody asked for this before the last 28 days."""
        return not self.before and self.recent > 0

    @property
    def small(self) -> bool:
        """Whether so few conversations are in it that service owners must not see it."""
        return self.conversations < SMALL


@dataclass(frozen=True)
class Example:
    """Words of a cluster. times (int): how often they were said; closeness (float): to the
    centre, 1 at most.
    """

    words: str
    times: int
    closeness: float


@dataclass(frozen=True)
class Event:
    """One line of a cluster's history. kind (str): of schema.EVENTS; by (str | None): who, None
    for the nightly run.
    """

    at: datetime
    kind: str
    by: Optional[str]
    detail: str


@dataclass(frozen=True)
class Summary:
    """What a nightly run did. entries (int): unmet needs looked at; unique (int): different words;
    loose (int): entries in no cluster. The others are numbers of clusters.
    """

    entries: int
    unique: int
    loose: int
    clusters: int
    made: int
    merged: int
    split: int
    gone: int
