"""What the review speaks of, as plain values: clusters, their examples and history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Optional

from bot.errors import BadInput
from bot.ledger.suppress import LEAST
from bot.review.outlook import season, surely_more

#: Part of a cluster's words from which the assistant is held to answer them by now, and the mean
#: probability from which a need is suggested for them.
KNOWN, LIKELY = 0.6, 0.25
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
    need (str | None), likeness (float): the need that the words look like, and its mean
    probability. answered (float | None): part of the words that the served model would answer;
    None until it has read them. months (tuple[int, ...]): conversations by calendar month.
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
    successor: Optional[int] = None
    ended: Optional[datetime] = None
    need: Optional[str] = None
    likeness: float = 0.0
    answered: Optional[float] = None
    months: tuple[int, ...] = ()

    @property
    def missing(self) -> bool:
        """Whether the assistant has no answer to most of its words, so that a need may be
        missing; not known of words that it has not read yet.
        """
        return self.answered is not None and self.answered < KNOWN

    @property
    def suggested(self) -> Optional[str]:
        """The need to suggest for its words, None when none is likely enough."""
        return self.need if self.likeness >= LIKELY else None

    @property
    def more(self) -> float:
        """Conversations more than usual, those that are no chance; sorts what grows."""
        return surely_more(self.recent, self.before)

    @property
    def season(self) -> Optional[tuple[int, int]]:
        """First and last month of the quarter in which most of it is asked, if there is one."""
        return season(self.months) if self.months else None

    @property
    def growth(self) -> float:
        """Recent conversations to usual ones, 1.0 for no change; both with FLOOR added."""
        return (self.recent + FLOOR) / (self.before + FLOOR)

    @property
    def fresh(self) -> bool:
        """Whether nobody asked for this in the year before the last 28 days."""
        return 0 < self.recent == self.conversations

    @property
    def small(self) -> bool:
        """Whether so few conversations are in it that service owners must not see it."""
        return self.conversations < LEAST


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
