"""Figures over a ledger of which every number is known."""

from __future__ import annotations

from datetime import date, datetime

import figures_world as world
import pytest

from bot.ledger import figures_calls, figures_counts, figures_measures, figures_words
from bot.ledger.figures import Filters, weeks
from bot.ledger.figures_calls import Assumptions

OCTOBER = Filters(date(2026, 10, 1), date(2026, 11, 1))


@pytest.fixture
def ledger():
    """October: 20 bins answered, 6 without a provider, 3 not understood; one pothole before."""
    engine = world.engine()
    world.conversation(
        engine, "asked_place answered", times=20, owner="E07000001", area="E07000001", helped=True
    )
    world.conversation(engine, "gap_no_provider", times=6, area="E07000002")
    world.conversation(engine, "gap_not_understood", times=3, words="blorp")
    world.conversation(engine, "answered", "pothole", at=datetime(2026, 9, 30, 23, 59))
    return engine


def test_requests_are_counted_by_need_met_and_unmet(ledger):
    """The largest first; those of which no need was made out have none."""
    found = figures_counts.by(world.source(ledger), OCTOBER, "need")
    assert [(row.key, row.met, row.unmet) for row in found] == [("missed-bin", 20, 6), (None, 0, 3)]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, 29),
        ({"since": date(2026, 9, 30)}, 30),
        ({"reason": "no_provider"}, 6),
        ({"reason": "any"}, 9),
        ({"need": "missed-bin"}, 26),
        ({"areas": ("E07000002",)}, 6),
        ({"owner": "E07000001"}, 20),
        (
            {
                "owner": "E07000001",
                "owner_areas": ("E07000002",),
                "owner_needs": ("missed-bin",),
            },
            26,
        ),
        ({"channel": "api"}, 0),
        ({"language": "en"}, 29),
    ],
)
def test_each_filter_narrows(ledger, change, expected):
    """And all of them together."""
    assert figures_counts.whole(world.source(ledger), OCTOBER.but(**change)) == (expected, expected)


def test_every_request_ends_in_one_way(ledger):
    """The endings add up to the whole."""
    found = figures_counts.endings(world.source(ledger), OCTOBER)[()]
    assert {name: count for name, (count, _) in found.items() if count} == {
        "answered": 20,
        "no_provider": 6,
        "not_understood": 3,
    }


def test_the_measures_of_a_week(ledger):
    """Shares are taken from these sums."""
    source = world.source(ledger)
    (sums,) = figures_measures.by_week(source, OCTOBER).values()
    assert (sums.requests, sums.contained, sums.answered, sums.asked) == (29, 20, 20, 20)
    assert (sums.helped, sums.not_helped, sums.unmet, sums.median) == (20, 0, 9, None)
    assert list(figures_measures.medians(source, OCTOBER).values()) == [30.5]
    assert figures_measures.median(source, OCTOBER) == 30.5
    assert figures_measures.together([sums]) == sums
    assert figures_measures.together([sums, sums]).requests == 2 * sums.requests
    assert figures_measures.together([]) == figures_measures.Sums()


def test_every_measure_has_a_definition():
    """A manager must know what is counted."""
    assert set(figures_measures.DEFINITIONS) == {
        "containment",
        "helped",
        "seconds",
        "asked",
        "unmet",
    }
    assert set(figures_calls.DEFINITIONS) == {"misdirected", "avoided"}


def test_people_are_never_counted_too_many(ledger):
    """A conversation with two needs is one, in whichever group its first request is."""
    world.conversation(ledger, "answered gap_not_understood", "pothole", times=4)
    rows = figures_counts.by(world.source(ledger), OCTOBER, "need")
    assert {row.key: (row.unmet, row.unmet_people) for row in rows}[None] == (7, 3)


def test_misdirected_calls_by_who_is_right_and_who_was_rung():
    """Other marks are not counted."""
    engine = world.engine()
    world.call(engine, 6, mark="misdirected", owner="county", called="district", need="pothole")
    world.call(engine, 5, mark="answered", owner="county", called="county", need="pothole")
    source = world.source(engine)
    (row,) = figures_calls.misdirected(source, OCTOBER, "owner", "called")
    assert (row.owner, row.called, row.conversations) == ("county", "district", 6)
    assert figures_calls.marked(source, OCTOBER) == 11
    narrowed = OCTOBER.but(owner="district")
    assert len(figures_calls.misdirected(source, narrowed, "owner")) == 1
    assert figures_calls.misdirected(source, narrowed, "owner", right_only=True) == []


def test_calls_avoided_by_the_formula():
    """(answered alone - did not help) x share x cost."""
    assert figures_calls.avoided(1000, 100, Assumptions(0.3, 5.5)) == (270, 1485.0)
    assert figures_calls.avoided(1, 100, Assumptions(0.3, 5.5)) == (0, 0.0)


def test_examples_are_not_given_of_small_groups(ledger):
    """Fewer than five conversations have no words; buttons and stories are none."""
    world.conversation(ledger, "answered", "rats", times=5, words="[chose rats]")
    world.conversation(ledger, "answered", "rats", times=1, words="x" * 161)
    source = world.source(ledger)
    bins, blorp = OCTOBER.but(need="missed-bin"), OCTOBER.but(reason="not_understood")
    assert figures_words.examples(source, bins, 26) == ["my bin was not emptied"]
    assert figures_words.examples(source, blorp, 3) == []
    assert figures_words.phrases(source, blorp) == [("blorp", 3)]
    assert figures_words.examples(source, OCTOBER.but(need="rats"), 6) == []


def test_weeks_cover_the_period():
    """From the Monday on or before its first day."""
    assert weeks(OCTOBER) == [date(2026, 9, 28), *(date(2026, 10, day) for day in (5, 12, 19, 26))]


def test_the_period_before_is_as_long():
    """And ends where this one begins."""
    before = OCTOBER.before()
    assert (before.since, before.until) == (date(2026, 8, 31), date(2026, 10, 1))
