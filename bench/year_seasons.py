"""When citizens of the made-up year ask: seasons of needs, days of the week, hours of the day."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from itertools import accumulate

#: How much more a need is asked for than in a flat year, January first.
SEASONS: dict[str, tuple[float, ...]] = {
    "council-tax-pay": (1, 1, 3, 4, 1.5, 1, 1, 1, 1, 1, 1, 1),
    "council-tax-bill-balance": (1, 1.5, 4, 4, 1.5, 1, 1, 1, 1, 1, 1, 1),
    "council-tax-band": (1, 1, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1),
    "council-tax-discount-exemption": (1, 1, 3, 3, 1, 1, 1, 1, 2, 2, 1, 1),
    "council-tax-reduction": (1, 1, 3, 3, 1.5, 1, 1, 1, 1, 1, 1, 1),
    "school-place-primary": (8, 1, 0.7, 3, 1, 0.6, 0.5, 0.7, 3, 1.5, 2, 2),
    "school-place-secondary": (1, 0.7, 3, 1, 0.6, 0.5, 0.5, 0.7, 5, 9, 1, 0.7),
    "school-admission-appeal": (0.5, 0.5, 4, 4, 3, 1, 0.5, 0.5, 1, 0.5, 0.5, 0.5),
    "school-term-dates": (1, 1, 1.5, 1, 1, 1.5, 2, 3, 2, 1, 1, 1.5),
    "school-transport": (0.7, 0.7, 1, 1, 1, 2, 3, 5, 4, 1, 0.7, 0.7),
    "school-clothing-grant": (0.5, 0.5, 0.5, 0.7, 1, 2, 5, 7, 3, 1, 0.5, 0.5),
    "school-closures": (7, 6, 2, 0.3, 0.2, 0.3, 0.5, 0.2, 0.3, 0.5, 2, 5),
    "garden-waste": (0.4, 1, 3, 4, 4, 3, 2.5, 2, 2, 1.5, 0.6, 0.3),
    "gritting": (8, 6, 2, 0.2, 0, 0, 0, 0, 0, 0.4, 3, 8),
    "pothole": (2, 2.5, 2.5, 2, 1, 1, 0.8, 0.7, 0.8, 0.8, 1, 1.3),
    "grass-verges": (0.2, 0.3, 1, 3, 5, 5, 4, 3, 2, 1, 0.3, 0.2),
    "flooding-river-sea": (4, 3, 1, 0.7, 0.5, 0.5, 0.6, 0.6, 0.8, 1.5, 3, 4),
    "road-flooding-drain": (3, 2.5, 1, 1, 0.7, 0.7, 1, 1, 1, 2, 3, 3),
    "winter-fuel": (4, 2, 0.7, 0.4, 0.3, 0.3, 0.4, 0.7, 2, 4, 6, 5),
    "holiday-activities": (0.3, 1, 1.5, 2, 1.5, 4, 8, 5, 0.5, 1, 0.4, 1),
    "pest-control": (0.5, 0.5, 0.8, 1, 2, 3, 5, 5, 3, 1, 0.6, 0.5),
    "register-to-vote": (0.5, 0.7, 2, 6, 2, 0.5, 0.5, 1, 1.5, 1.5, 1, 0.5),
    "noise-nuisance": (0.8, 0.7, 0.8, 1, 1.5, 2, 3, 3, 1.5, 1, 1.5, 1.2),
    "bin-collection-day": (2, 0.8, 0.8, 1.5, 1.3, 0.8, 0.8, 1.2, 0.8, 0.8, 0.8, 4),
    "allotment": (1, 2, 4, 4, 3, 2, 1, 1, 0.7, 0.5, 0.4, 0.4),
}
#: Needs asked for far more often than others.
FAVOURITES = {
    "bin-collection-day": 40, "missed-bin": 40, "council-tax-pay": 24, "pothole": 22,
    "council-tax-bill-balance": 16, "garden-waste": 16, "tip-recycling-centre": 18, "new-bin": 14,
    "council-home-repair": 16, "fly-tipping": 14, "bulky-waste": 14, "parking-permit": 12,
    "blue-badge-apply": 14, "school-term-dates": 12, "school-place-primary": 12,
    "parking-fine-pay": 10, "council-tax-moving": 14, "housing-benefit-claim": 9,
    "noise-nuisance": 10,
    "register-birth": 8, "register-death": 8, "planning-search-comment": 8, "street-light": 9,
    "council-tax-reduction": 9, "meals-at-home": 16, "apply-council-housing": 12, "gritting": 6,
    "council-account-login": 12, "pest-control": 8, "register-to-vote": 8, "council-jobs": 8,
}  # fmt: skip
#: Monday first.
WEEKDAYS = (1.3, 1.2, 1.1, 1.0, 0.95, 0.5, 0.45)
HOURS = (
    0.2, 0.1, 0.1, 0.1, 0.1, 0.3, 0.8, 2.0, 4.0, 6.5, 7.5, 7.0, 6.2, 6.0, 6.0, 5.6, 5.4, 4.8, 4.2,
    4.0, 3.6, 2.6, 1.4, 0.6,
)  # fmt: skip


def weight(need: str, month: int) -> float:
    """How often a need is asked for in a month (1 to 12), against an ordinary need's 1."""
    season = SEASONS.get(need)
    return FAVOURITES.get(need, 1) * (season[month - 1] if season else 1.0)


class Clock:
    """Draws moments of the year, more of them at busy times."""

    def __init__(self, start: datetime, days: int, chance: random.Random) -> None:
        self._chance = chance
        self._days = [start + timedelta(days=day) for day in range(days)]
        self._totals = list(accumulate(WEEKDAYS[day.weekday()] for day in self._days))
        self._hours = list(accumulate(HOURS))

    def moment(self) -> datetime:
        """Any time of the year, to the second."""
        (day,) = self._chance.choices(self._days, cum_weights=self._totals)
        return self._on(day)

    def moment_by_month(self, months: tuple[float, ...]) -> datetime:
        """As `moment`, but as often in each month as `months` says, January first."""
        while True:
            at = self.moment()
            if self._chance.random() * max(months) < months[at.month - 1]:
                return at

    def _on(self, day: datetime) -> datetime:
        (hour,) = self._chance.choices(range(24), cum_weights=self._hours)
        return day + timedelta(hours=hour, seconds=self._chance.randrange(3600))
