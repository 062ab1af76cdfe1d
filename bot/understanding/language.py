"""Recognises, cheaply, that a text is not in English: by its script, else by its small words.

Welsh is answered, not turned away, and so is never reported.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Optional

_DATA = Path(__file__).resolve().parents[1] / "data" / "small_words.csv"
_WELSH = _DATA.with_name("welsh_words.txt")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
#: A text is as good as named by its first words.
_LONGEST = 600
#: Share of a text's letters that a script must have to be its script.
_MOST = 0.4
#: Words needed to judge by what is known, and the share below which a text is not English.
_ENOUGH, _KNOWN = 4, 0.3
#: Small words that make a text plainly of a language: one may be a name, or another's.
_PLAINLY = 2
#: The first word of a letter's Unicode name, and the language it most often means here.
_SCRIPTS = {
    "ARABIC": "ar",
    "CYRILLIC": "ru",
    "GREEK": "el",
    "HEBREW": "he",
    "DEVANAGARI": "hi",
    "GURMUKHI": "pa",
    "BENGALI": "bn",
    "GUJARATI": "gu",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "SINHALA": "si",
    "THAI": "th",
    "ETHIOPIC": "am",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
    "CJK": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
}
#: Letters that tell languages of one script apart.
_LETTERS = (
    ("ar", "ur", "ٹڈڑںہےھ"),
    ("ar", "fa", "پچژگ"),
    ("ru", "uk", "іїєґІЇЄҐ"),
)
#: Letters that English does not have.
_MARKED = re.compile(r"[\u00c0-\u024f\u1e00-\u1eff]")


def foreign(text: str, known: Optional[Callable[[str], bool]] = None) -> Optional[str]:
    """The language of a text that is not English (nor Welsh), as an ISO 639-1 code, else None.

    text (str): a message; a few English words in it are enough to leave it alone.
    known (Callable | None): whether a lower-case word is English or of the field. With it, a text
        of several words of which hardly one is known is "und": some other language.
    """
    text = text[:_LONGEST]
    return (
        (None if text.isascii() else _by_script(text))
        or _by_words(text)
        or (_by_strangeness(text, known) if known else None)
    )


def plainly(text: str) -> Optional[str]:
    """The language of a text that is plainly Welsh ("cy") or English ("en"), None for others.

    At least two of its small words must be of that language, and more than of any other; for
    Welsh, half its words and at least two being Welsh and not English will do as well.
    """
    words = [word.replace("’", "'") for word in _WORD.findall(text[:_LONGEST].lower())]
    welsh = sum(map(is_welsh_word, words))
    if welsh >= _PLAINLY and welsh >= sum(len(word) > 1 for word in words) / 2:
        return "cy"
    counts = Counter(
        {
            language: sum(word in small for word in words)
            for language, small in _small_words().items()
        }
    )
    (first, most), (_, second) = counts.most_common(2)
    return first if first in ("cy", "en") and most >= _PLAINLY and most > second else None


def leans_welsh(text: str) -> bool:
    """Whether a third of a text's words, and at least two, are Welsh and not English: enough to
    read it as Welsh, as nobody mixes Welsh words into English by chance.
    """
    words = [word.replace("’", "'") for word in _WORD.findall(text[:_LONGEST].lower())]
    welsh = sum(map(is_welsh_word, words))
    return welsh >= _PLAINLY and welsh >= sum(len(word) > 1 for word in words) / 3


def is_welsh_word(word: str) -> bool:
    """Whether a lower-case word is a common Welsh one, with or without its accents, that English
    does not have.
    """
    return (word if word.isascii() else _bare(word)) in _welsh_words()


def _bare(word: str) -> str:
    """The letters without accents."""
    marked = unicodedata.normalize("NFKD", word)
    return "".join(one for one in marked if not unicodedata.combining(one))


@lru_cache(maxsize=1)
def _welsh_words() -> frozenset[str]:
    return frozenset(_WELSH.read_text(encoding="utf-8").split())


def _by_strangeness(text: str, known: Callable[[str], bool]) -> Optional[str]:
    """ "und" for words that nobody here knows; Welsh ones are known."""
    words = [word for word in _WORD.findall(text.lower()) if len(word) > 1]
    if len(words) < _ENOUGH:
        return None
    welsh = _small_words()["cy"]
    ours = (known(word) or word in welsh or is_welsh_word(word) for word in words)
    share = sum(ours) / len(words)
    return "und" if share < _KNOWN else None


def _by_script(text: str) -> Optional[str]:
    """The language of a text in a script that is not Latin."""
    letters = [one for one in text if one.isalpha()]
    counts = Counter(
        _SCRIPTS.get(unicodedata.name(one, "").split(" ")[0].split("-")[0]) for one in letters
    )
    counts.pop(None, None)
    if not counts:
        return None
    found, number = counts.most_common(1)[0]
    if found is None or number < _MOST * len(letters):
        return None
    for general, special, signs in _LETTERS:
        if found == general and any(sign in text for sign in signs):
            return special
    return found


@lru_cache(maxsize=1)
def _small_words() -> dict[str, frozenset[str]]:
    """The small words of each language; "en" and "cy" among them."""
    with _DATA.open(encoding="utf-8", newline="") as file:
        return {row["language"]: frozenset(row["words"].split()) for row in csv.DictReader(file)}


@lru_cache(maxsize=1)
def _languages() -> dict[str, list[str]]:
    """The languages of each small word."""
    found: dict[str, list[str]] = {}
    for language, words in _small_words().items():
        for word in words:
            found.setdefault(word, []).append(language)
    return found


def _by_words(text: str) -> Optional[str]:
    """The language whose small words a Latin text has, when it has more of them than of English."""
    words = [word.replace("’", "'") for word in _WORD.findall(text.lower())]
    if not words:
        return None
    counts = dict.fromkeys(_small_words(), 0)
    for word in words:
        for language in _languages().get(word, ()):
            counts[language] += 1
    english, welsh = counts.pop("en"), counts.pop("cy")
    best = max(counts, key=lambda language: counts[language])
    hits = counts[best]
    if welsh >= max(1, hits) or hits <= english:
        return None
    # One small word is enough where a marked letter or the lack of any English word bears it out.
    enough = 1 if (_MARKED.search(text.lower()) or len(words) <= 4) and not english else 2
    return best if hits >= max(enough, 0.25 * len(words)) else None
