"""Tells whether words of danger are about another time, a service or a figure of speech.

The rules of bot.understanding.safety know words of danger wherever they stand. Whether danger is
meant now depends on the whole message: "my son has fits, how do I get him a bus pass". What
bot/data/safety_calm.csv lists are signs of that, never a proof: bot.understanding.pipeline heeds
them only where what was learned from phrases sees hardly any danger either.
"""

from __future__ import annotations

from functools import lru_cache

from bot.understanding.danger import expression, rows
from bot.understanding.safety import KINDS, normalised

#: Said with any of these, danger is meant now whatever else is said.
NOW = "now/right_now/just_now/tonight/help_me/please_help/help/quick/quickly/hurry/happening/999"


@lru_cache(maxsize=1)
def _signs() -> dict[str, str]:
    """For each kind of danger the patterns, in one, that speak against danger now."""
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for row in rows("safety_calm.csv"):
        for kind in row["kinds"].split() or KINDS:
            found[kind].append(row["pattern"])
    return {kind: "; ".join(patterns) for kind, patterns in found.items()}


def calm(text: str, kind: str) -> bool:
    """Whether a message has a sign that its danger of a `kind` is not now, or not meant.

    text (str): as it was typed; kind (str): one of bot.understanding.safety.KINDS.
    """
    said = " " + " ".join(normalised(text)) + " "
    return bool(expression(_signs()[kind]).search(said)) and not expression(NOW).search(said)
