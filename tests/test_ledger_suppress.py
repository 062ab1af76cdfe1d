"""Small numbers are hidden, and can't be worked out from what is shown."""

from __future__ import annotations

import numpy
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.ledger.suppress import LEAST, Shown, hide, parts, rate, shown, small

COUNTS = st.integers(0, 12)
TABLES = st.integers(1, 5).flatmap(
    lambda wide: st.lists(st.lists(COUNTS, min_size=wide, max_size=wide), min_size=1, max_size=6)
)


def test_one_to_four_are_small():
    """Nought is nobody, five is shown."""
    assert [count for count in range(8) if small(count)] == [1, 2, 3, 4]
    assert [shown(count) for count in (0, 4, 5)] == [0, None, 5]


def test_a_count_is_judged_by_the_conversations_behind_it():
    """Nine requests of two conversations are hidden."""
    assert shown(9, people=2) is None
    assert parts([9, 20, 30], people=[2, 18, 25]) == [None, None, 30]


def test_who_went_on_to_ask_is_somebody():
    """Conversations are counted by their first request: two that came later have none behind them,
    and are hidden all the same.
    """
    assert shown(2, people=0) is None
    assert parts([2, 9, 20], people=[0, 9, 20]) == [None, None, 20]
    assert hide([[30, 2], [40, 12]], [[30, 0], [40, 12]]).cells == ((None, None), (None, None))
    assert rate(2, 40, people=(0, 38)) is None
    assert shown(0, people=0) == 0


def test_a_total_does_not_give_a_single_number_away():
    """The next smallest is hidden too."""
    assert parts([3, 40, 20]) == [None, 40, None]


def test_two_hidden_ones_do_not_add_up_to_a_single_person_each():
    """1 and 1 would follow from a rest of 2."""
    assert parts([1, 1, 20, 9]) == [None, None, 20, None]


def test_nothing_is_hidden_without_need():
    """Tables of large numbers and noughts stay whole."""
    table = hide([[5, 0], [70, 12]])
    assert table == Shown(((5, 0), (70, 12)), (5, 82), (75, 12), 87)


def test_a_lonely_small_number_takes_its_total_along():
    """A row of 3 met and none unmet, alone in its table, shows nothing."""
    assert hide([[3, 0]]).rows == (None,)
    assert hide([[3, 0]]).total is None


def _unknown(counts: list[list[int]], found: Shown) -> list[bool]:
    """Of every hidden number of the table with its totals: whether it can NOT be worked out."""
    seen = [[*row, total] for row, total in zip(found.cells, found.rows)]
    seen.append([*found.columns, found.total])
    places = [(r, c) for r, row in enumerate(seen) for c, one in enumerate(row) if one is None]
    equations = []
    for r in range(len(seen)):
        equations.append([(1 if c < len(seen[0]) - 1 else -1) * (row == r) for row, c in places])
    for c in range(len(seen[0])):
        equations.append([(1 if r < len(seen) - 1 else -1) * (col == c) for r, col in places])
    if not places:
        return []
    matrix = numpy.array(equations, dtype=float)
    _, values, vectors = numpy.linalg.svd(matrix)
    rank = int((values > 1e-9).sum())
    free = vectors[rank:]
    return [bool((abs(free[:, number]) > 1e-9).any()) for number in range(len(places))]


@settings(max_examples=400, deadline=None)
@example([[0, 0, 0, 3], [0, 0, 1, 2], [0, 2, 3, 0]])
@given(TABLES)
def test_no_small_number_is_shown_and_none_follows_from_the_rest(counts: list[list[int]]):
    """However the shown numbers and totals are added and taken away."""
    found = hide(counts)
    for row in (*found.cells, found.rows, found.columns, (found.total,)):
        assert not any(one is not None and small(one) for one in row)
    seen = [one for row in (*found.cells, found.rows, found.columns) for one in row]
    if any(one is not None for one in (*seen, found.total) if one):
        assert all(_unknown(counts, found))


@settings(max_examples=200, deadline=None)
@given(st.lists(COUNTS, min_size=1, max_size=8))
def test_what_a_list_hides_comes_to_five_or_more(counts: list[int]):
    """Unless the whole list is fewer than that, and then its total is hidden."""
    rest = sum(count for count, seen in zip(counts, parts(counts)) if seen is None)
    assert rest == 0 or rest >= LEAST or shown(sum(counts)) is None


def test_a_rate_tells_no_small_number():
    """Neither the part nor the rest nor the base may be small."""
    assert rate(50, 100) == 0.5
    assert rate(98, 100) is None
    assert rate(2, 100) is None
    assert rate(0, 4) is None
    assert rate(100, 100) == 1.0
    assert rate(50, 100, people=(3, 50)) is None
