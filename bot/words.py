"""Every sentence said to a citizen, rendered from the responses in domain.yml."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

from bot.model import Words
from bot.settings import ROOT


class _Blanks(dict[str, str]):
    """Leaves a blank that nothing fills empty, rather than showing the citizen its name."""

    def __missing__(self, key: str) -> str:
        return ""


@lru_cache(maxsize=4)
def responses(path: Path = ROOT / "domain.yml") -> dict[str, str]:
    """Response key to its text, from a Rasa domain file."""
    domain = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {key: variants[0]["text"].strip() for key, variants in domain["responses"].items()}


def say(words: Words) -> str:
    """The sentence with its blanks filled. RAISES KeyError for a key that domain.yml lacks:
    a test holds every key used in the code to it.
    """
    return responses()[words.key].format_map(_Blanks(words.values))
