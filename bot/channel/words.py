"""The words of the page itself, by language, from bot/channel/text/."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "text"


class PageWords:
    """Looks words up by key and fills their blanks."""

    def __init__(self, words: dict[str, Any], lang: str) -> None:
        self.lang = lang
        self._words = words

    def __call__(self, key: str, **blanks: object) -> str:
        """The words under `key`. RAISES KeyError for a key or blank that is missing."""
        return str(self._words[key]).format(**blanks)

    def several(self, key: str) -> list[str]:
        """The list of words under `key`."""
        return [str(item) for item in self._words[key]]

    def keys(self) -> set[str]:
        """Every key there is."""
        return set(self._words)


@lru_cache(maxsize=8)
def page_words(lang: str) -> PageWords:
    """The words of a language, e.g. "en". RAISES FileNotFoundError for one we have not."""
    text = (FOLDER / f"{lang}.yml").read_text(encoding="utf-8")
    return PageWords(yaml.load(text, Loader=yaml.CSafeLoader), lang)
