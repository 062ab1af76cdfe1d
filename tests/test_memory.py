"""Facts about what a conversation remembers."""

from __future__ import annotations

import json

import pytest

from bot.memory import Asked, Memory
from bot.model import Option


def test_memory_survives_a_slot() -> None:
    """What goes through JSON comes back equal."""
    memory = Memory(
        need="pothole",
        place={"label": "Harrogate", "authorities": ["E06000065"]},
        facts={"road": "ordinary"},
        ranking=("pothole", "highway-claim"),
        rejected=("highway-claim",),
        asked=Asked("fact", (Option("Council", "council"),), "landlord"),
        done=True,
    )
    assert Memory.from_dict(json.loads(json.dumps(memory.to_dict()))) == memory


@pytest.mark.parametrize(
    "value", [None, {}, {"of": "another version"}, {"asked": {"x": 1}}, {"asked": "x"}]
)
def test_what_is_not_a_memory_is_an_empty_one(value: dict[str, object] | None) -> None:
    """A slot of an older version never breaks a turn."""
    assert Memory.from_dict(value) == Memory()
