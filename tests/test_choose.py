"""Which of several services is shown, and the reason given."""

from __future__ import annotations

from datetime import date

import pytest

from bot.routing.choose import Candidate, choose
from bot.words import say

TODAY = date(2026, 11, 23)
PLACES = ("E07000209", "E10000030", "England")
NEAR = frozenset(("E07000209",))
COUNTY = frozenset(("E10000030",))
LINK = "https://felpersham.example/"


def test_nothing_fits() -> None:
    """Services that are closed, elsewhere, for others or out of reach are dropped with a reason."""
    found = choose(
        [
            Candidate("a", "Closed", LINK, status="defunct"),
            Candidate("b", "Far", LINK, areas=frozenset(("E08000035",))),
            Candidate("c", "Young", LINK, oldest=17),
            Candidate("d", "Old", LINK, youngest=65),
            Candidate("e", "Mute"),
        ],
        PLACES,
        TODAY,
        age=40,
    )
    assert found.best is None
    assert tuple(map(say, found.trace)) == (
        "Closed: it is defunct.",
        "Far: it does not serve this area.",
        "Young: it is for people aged 17 and under.",
        "Old: it is for people aged 65 and over.",
        "Mute: it has no link and no phone number.",
    )


@pytest.mark.parametrize(
    ("best", "other", "why"),
    [
        (Candidate("z", "Z", LINK, areas=NEAR), Candidate("a", "A", LINK), "most local"),
        (
            Candidate("z", "Z", LINK, areas=NEAR),
            Candidate("a", "A", LINK, areas=COUNTY),
            "most local",
        ),
        (Candidate("z", "Z", LINK, youngest=18), Candidate("a", "A", LINK), "for this age"),
        (Candidate("z", "Z", LINK), Candidate("a", "A", LINK, purposes=4), "only about this"),
        (
            Candidate("z", "Z", LINK, assured=date(2026, 11, 1)),
            Candidate("a", "A", LINK, assured=date(2025, 11, 1)),
            "checked most recently",
        ),
        (Candidate("z", "Z", LINK, "01632 960000"), Candidate("a", "A", LINK), "phone and online"),
        (Candidate("a", "A", LINK), Candidate("z", "Z", LINK), "first by name"),
    ],
)
def test_what_decides(best: Candidate, other: Candidate, why: str) -> None:
    """Each rule decides when those before it are even, whatever the order given."""
    for order in ([best, other], [other, best]):
        found = choose(order, PLACES, TODAY, age=40)
        assert (found.best, found.others) == (best, (other,))
        assert why in say(found.trace[-1])


def test_one_alone_needs_no_reason() -> None:
    """A single fitting service is chosen without more words."""
    only = Candidate("a", "A", LINK)
    assert choose([only], PLACES, TODAY).trace == ()
