"""Whether conversations grow, and in which months they come: what can be said for sure of small
numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

from scipy.special import betaincinv

#: Chance at most that growth is told of words that are asked for as often as ever.
CHANCE = 0.01
#: Spans of usual days to one of recent days.
SPANS = 3
#: Conversations in a year from which seasons are told, months of a season, and the part of the
#: year's conversations that must fall into it. In a flat year a quarter does.
SEASON_LEAST, SEASON_MONTHS, SEASON_PART = 60, 3, 0.5


def surely_more(recent: int, before: float) -> float:
    """How many conversations more than usual there were for sure; 0.0 where it may be chance.

    recent (int): of the recent days. before (float): of as many usual days. Both are counts of
    independent events (Poisson), so, given their sum, `recent` is binomial; the least growth that
    is likelier than CHANCE is the lower end of its Clopper-Pearson interval.
    """
    usual = round(before * SPANS)
    if not recent:
        return 0.0
    part = float(betaincinv(recent, usual + 1, CHANCE))
    times = SPANS * part / (1 - part)
    return round(recent * (1 - 1 / times), 2) if times > 1 else 0.0


def season(months: Sequence[int]) -> tuple[int, int] | None:
    """First and last month (1 to 12) of the quarter of the year in which most is asked, None when
    no quarter has SEASON_PART of it. months: conversations by calendar month, January first.
    """
    whole = sum(months)
    if whole < SEASON_LEAST:
        return None
    sums = [sum(months[(m + k) % 12] for k in range(SEASON_MONTHS)) for m in range(12)]
    most = max(range(12), key=lambda month: sums[month])
    if sums[most] < SEASON_PART * whole:
        return None
    return most + 1, (most + SEASON_MONTHS - 1) % 12 + 1
