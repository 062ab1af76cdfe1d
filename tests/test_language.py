"""Facts about telling English from other languages and from keys hit at random."""

from __future__ import annotations

import pytest

from bot.understanding.gibberish import gibberish
from bot.understanding.language import foreign
from bot.understanding.spelling import english

DOMAIN = {"ulez", "pcn", "hmo", "ehcp", "treth", "cyngor", "ctax", "keighley"}


def known(word: str) -> bool:
    """English, or a word of the field."""
    return word in english() or word in DOMAIN


@pytest.mark.parametrize(
    "text",
    [
        "Kiedy odbierają śmieci z mojej ulicy",
        "când se ridică gunoiul de pe strada mea",
        "كيف أدفع ضريبة المجلس",
        "কখন আবর্জনা সংগ্রহ করা হয়",
        "коли забирають сміття",
        "mera bin kab uthaya jayega bhai batao",
        "什么时候收垃圾",
    ],
)
def test_other_languages_are_told(text: str) -> None:
    """Another script, or hardly a word that is known."""
    assert foreign(text, known)


@pytest.mark.parametrize(
    "text",
    [
        "when is my bin colected plese i dont no",
        "ulez pcn hmo ehcp",
        "talu treth cyngor",
        "bins",
        "café licence",
        "2 + 2",
    ],
)
def test_english_however_it_is_spelt_is_not_refused(text: str) -> None:
    """Misspelt English, acronyms of the field and single words pass."""
    assert foreign(text, known) is None


@pytest.mark.parametrize(
    "text", ["asdfghjkl", "xzcvb nmzxc", "zzxx 1q2w3e", "hjkl hjkl", "aaaaaaa", "qwrtpsdf", "lkjhg"]
)
def test_keys_hit_at_random_are_told(text: str) -> None:
    """Letters that English does not put together."""
    assert gibberish(text, known)


@pytest.mark.parametrize(
    "text",
    ["recyling", "apprentiseship", "ctax", "PCN", "Keighley", "hi", "bc", "asdf my bin", "ok", "123"],
)
def test_misspelt_words_and_names_are_no_gibberish(text: str) -> None:
    """Nearly a word, a name, an acronym, or any known word in it."""
    assert not gibberish(text, known)
