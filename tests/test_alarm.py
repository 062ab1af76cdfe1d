"""Facts about what is made of danger: an alarm, a line about 999 before the answer, or neither."""

from __future__ import annotations

import pytest

from bot.understanding.alarm import ALARM, ALARM_LOOKALIKE, HELD, LINE, judge

RULE = "the house is on fire"
PLAIN = "the swans sleep beside the hedge"
CALM = "can I have a key"
LOOKALIKE = "suicide prevention strategy"
PAST = "there was a fire in our kitchen two years ago"


def judged(text: str, danger: float, welsh: bool = False) -> tuple[object, bool]:
    """What is made of `text` where the learned net sees so much danger to life."""
    return judge(text, text, {"life": danger, "gas": 0.0}, welsh)


def test_a_rule_alarms_whatever_the_net_sees() -> None:
    """Words of danger with no sign of calm need no second opinion."""
    assert judged(RULE, 0.0) == ("life", False)


def test_a_typing_error_put_right_alarms_by_rule() -> None:
    """Either form of the message is enough."""
    assert judge("hows on fyr", RULE, {"life": 0.0}, False) == ("life", False)


@pytest.mark.parametrize(
    ("danger", "found"),
    [
        (0.0, (None, False)),
        (LINE - 0.01, (None, False)),
        (LINE, (None, True)),
        (ALARM - 0.01, (None, True)),
        (ALARM, ("life", False)),
    ],
)
def test_the_net_alone_says_nothing_a_line_or_alarms(
    danger: float, found: tuple[object, bool]
) -> None:
    """In two steps, by how much danger it sees."""
    assert judged(PLAIN, danger) == found


@pytest.mark.parametrize("text", [CALM, LOOKALIKE])
def test_the_net_must_be_surer_where_there_is_a_sign_of_calm(text: str) -> None:
    """What would alarm gets the line, and what would get the line gets none."""
    assert judged(text, ALARM - 0.01) == (None, False)
    assert judged(text, ALARM) == (None, True)
    assert judged(text, ALARM_LOOKALIKE) == ("life", False)


def test_a_sign_of_calm_holds_a_rule_back_unless_the_net_sees_danger() -> None:
    """The line stays."""
    assert judged(PAST, 0.0) == (None, True)
    assert judged(PAST, HELD) == ("life", False)


def test_no_signs_of_calm_are_looked_for_in_welsh_against_a_rule() -> None:
    """The signs are English: a Welsh message may have one by chance."""
    assert judged(PAST, 0.0, welsh=True) == ("life", False)


def test_the_likeliest_kind_is_told() -> None:
    """Of those that together make the alarm."""
    assert judge(PLAIN, PLAIN, {"gas": 0.3, "power": 0.2}, False) == ("gas", False)
