"""Alarm, a line about 999 before the answer, or neither: rules, learned net and signs together.

Where the figures come from is told in docs/decisions/0019-a-line-where-danger-is-in-doubt.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Optional

from bot.understanding import safety
from bot.understanding.calm import calm

#: The kinds of danger learned from phrases alarm from this probability on, all together. The
#: rules of bot.understanding.safety stand before it; this net catches what they have no words for.
ALARM = 0.45
#: The same where the rules know the words of danger and that others take them back ("suicide
#: prevention strategy"), or the message speaks of another time or of a service.
ALARM_LOOKALIKE = 0.9
#: From here on, short of an alarm, the answer begins with a line about 999: it costs a citizen
#: in no danger one sentence to read, and an alarm costs them the answer.
LINE = 0.15
#: Below this an alarm of the rules is held back where the message has a sign that danger is not
#: meant now; the answer then begins with the line.
HELD = 0.6


def judge(
    text: str, corrected: str, dangers: Mapping[str, float], welsh: bool
) -> tuple[Optional[str], bool]:
    """What a message's danger calls for.

    text: after the door; corrected: with typing errors put right; dangers: probability by kind,
    as learned from phrases; welsh: it is read as Welsh, in which no signs of calm are known.
    RETURNS (str | None, bool): the kind that alarms, and whether the answer needs the line.
    """
    rule = safety.check(text) or (safety.check(corrected) if corrected != text else None)
    danger = sum(dangers.values())
    if rule:
        held = not welsh and danger < HELD and calm(text, rule.kind)
        return (None, True) if held else (rule.kind, False)
    if danger < LINE:
        return None, False
    kind = max(dangers, key=dangers.__getitem__)
    doubtful = safety.lookalike(corrected) or calm(text, kind)
    if danger >= (ALARM_LOOKALIKE if doubtful else ALARM):
        return kind, False
    return None, not doubtful or danger >= ALARM
