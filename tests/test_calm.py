"""Signs that words of danger are about another time, a service or a figure of speech."""

from __future__ import annotations

import pytest

from bot.understanding.calm import NOW, calm
from bot.understanding.danger import expression, rows
from bot.understanding.safety import KINDS


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("she fell off a ladder two years ago", "life"),
        ("the leak of gas was mended on Monday", "gas"),
        ("Dad keeps getting lost, he has dementia", "adult"),
        ("nobody was hurt in the crash", "life"),
        ("can I have a carbon monoxide alarm?", "gas"),
        ("training about child abuse", "child"),
        ("this bill is strangling me", "life"),
        ("what if the gas leaks one day", "gas"),
        ("I overdosed when I was 15", "suicide"),
        ("the caller asks about a smoke alarm", "life"),
        ("making a poster about choking", "life"),
        ("join the power cut register", "power"),
    ],
)
def test_another_time_a_service_and_a_figure_are_signs(text: str, kind: str) -> None:
    """Time, habit, denial, asking, what if, services and everyday trouble each are one."""
    assert calm(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("my mum has collapsed", "life"),
        ("he keeps hitting me", "domestic-abuse"),  # habit makes abuse no less
        ("I keep smelling gas", "gas"),
        ("assaulted an hour ago", "life"),
        ("she fell last week and now she cannot breathe", "life"),
        ("how do I stop the bleeding, please help", "life"),
    ],
)
def test_danger_now_has_no_sign_or_outweighs_it(text: str, kind: str) -> None:
    """What goes on is no sign in violence or gas, minutes are not long, and "now" decides."""
    assert not calm(text, kind)


def test_the_table_is_sound() -> None:
    """Kinds are known, patterns compile, and no pattern stands twice for a kind."""
    seen = set()
    for row in rows("safety_calm.csv"):
        assert row["why"]
        assert set(row["kinds"].split()) <= set(KINDS)
        expression(row["pattern"])
        seen.add((row["kinds"], row["pattern"]))
    assert len(seen) == len(rows("safety_calm.csv"))
    expression(NOW)
