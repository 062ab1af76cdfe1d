"""Every sentence said to a citizen, in their language, rendered from the responses in domain.yml.

A response has one text in English and, as Rasa's conditional variations have it, one for the slot
`lang` being "cy": the Welsh.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.model import Words
from bot.settings import ROOT
from bot.spoken import Day, clock

#: Languages that everything is said in; the first is what the data is written in.
LANGUAGES = ("en", "cy")


class _Blank:
    """What nothing fills is left empty, rather than showing the citizen its name."""

    def __format__(self, pattern: str) -> str:
        return ""


class _Blanks(dict[str, Any]):
    def __missing__(self, key: str) -> _Blank:
        return _Blank()


@lru_cache(maxsize=8)
def responses(lang: str = "en", path: Path = ROOT / "domain.yml") -> dict[str, str]:
    """Response key to its text in a language, from a Rasa domain file; a response that has none
    in that language is left out.
    """
    return {
        key: variant["text"].strip()
        for key, variants in _domain(path)["responses"].items()
        for variant in variants
        if _language(variant) == lang
    }


def say(words: Words, lang: str = "en") -> str:
    """The sentence with its blanks filled, in English where it has no other text. RAISES KeyError
    for a key that domain.yml lacks: a test holds every key used in the code to it.
    """
    text = responses(lang).get(words.key) or responses()[words.key]
    values = {name: _spoken(value, lang) for name, value in words.values.items()}
    return text.format_map(_Blanks(values))


def _spoken(value: Any, lang: str) -> Any:
    if isinstance(value, Words):
        return say(value, lang)
    if isinstance(value, time):
        return clock(value, lang)
    return Day(value, lang) if isinstance(value, date) else value


def _language(variant: Mapping[str, Any]) -> str:
    """The language of a response's variation: English unless it is conditional on another."""
    for condition in variant.get("condition", ()):
        if condition["name"] == "lang":
            return str(condition["value"])
    return "en"


@lru_cache(maxsize=4)
def _domain(path: Path) -> dict[str, Any]:
    domain: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return domain
