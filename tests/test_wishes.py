"""Several needs in one message are told from one need in several words."""

from __future__ import annotations

import numpy as np

from bot.understanding.wishes import FURTHER, SURE, TRACE, Array, Wishes, wishes


def chances(**given: float) -> Array:
    """Of the needs a to f; those not given are 0."""
    return np.asarray([given.get(name, 0.0) for name in "abcdef"], np.float32)


HOLE, BIN = ("there is a hole", chances(a=0.99)), ("my bin is full", chances(b=0.98))


def test_two_sure_parts_that_the_whole_sees_are_two_wishes() -> None:
    """However little the whole sees of the second; in the order in which they are told."""
    assert wishes(chances(a=0.99, b=TRACE), [HOLE, BIN]) == Wishes(0, (1,), 0)
    assert wishes(chances(a=0.4, b=0.45), [HOLE, BIN]) == Wishes(0, (1,), 0)


def test_what_the_whole_is_sure_of_comes_first() -> None:
    """Although it is told second; the other is kept."""
    assert wishes(chances(a=0.1, b=0.9), [HOLE, BIN]) == Wishes(1, (0,), 1)


def test_something_by_the_way_is_no_wish() -> None:
    """The whole sees nothing of it, and other parts are about nothing: a story."""
    story = [HOLE, BIN, ("he keeps falling", chances(c=0.5))]
    assert wishes(chances(a=0.99), story) is None
    assert wishes(chances(a=0.99, b=TRACE), story) == Wishes(0, (1,), 0)


def test_where_every_part_is_sure_each_is_a_wish() -> None:
    """However little the whole sees of them; a single word needs a trace as well."""
    plates = ("plates", chances(b=0.99))
    assert wishes(chances(a=0.99), [HOLE, BIN]) == Wishes(0, (1,), 0)
    assert wishes(chances(a=0.99), [HOLE, plates]) is None
    assert wishes(chances(a=0.99, b=TRACE), [HOLE, plates]) == Wishes(0, (1,), 0)
    assert wishes(chances(a=0.99, b=TRACE), [HOLE, plates, ("he", chances(c=0.5))]) is None


def test_a_part_that_is_not_sure_is_no_wish() -> None:
    """Nor one that sees the first need as well: that is told twice."""
    whole = chances(a=0.9, b=0.1)
    assert wishes(whole, [HOLE, ("and bins", chances(b=SURE - 0.01))]) is None
    assert wishes(whole, [HOLE, ("hole in a bin", chances(b=0.96, a=0.04))]) is None


def test_the_first_is_told_by_a_part_of_its_own() -> None:
    """A whole that is about something that no part is about is not cut up."""
    assert wishes(chances(c=0.9, a=0.05, b=0.05), [HOLE, BIN]) is None
    assert wishes(chances(a=0.9), []) is None


def test_only_so_many_further_wishes_are_kept() -> None:
    """More would be a list to read."""
    parts = [(name, chances(**{name: 0.99})) for name in "abcdef"]
    found = wishes(np.full(6, 1 / 6, np.float32), parts)
    assert found == Wishes(0, (1, 2, 3), 0)
    assert len(found.others) == FURTHER
