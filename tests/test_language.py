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
    [
        "recyling",
        "apprentiseship",
        "ctax",
        "PCN",
        "Keighley",
        "hi",
        "bc",
        "asdf my bin",
        "ok",
        "123",
    ],
)
def test_misspelt_words_and_names_are_no_gibberish(text: str) -> None:
    """Nearly a word, a name, an acronym, or any known word in it."""
    assert not gibberish(text, known)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("mam pytanie o rachunek", "pl"),
        ("quiero inscribir a mi niño en la escuela", "es"),
        ("où puis-je garer ma voiture", "fr"),
        ("çocuğumu okula yazdırmak istiyorum", "tr"),
        ("waxaan u baahanahay guri", "so"),
        ("mujhe doctor ki zaroorat hai", "ur"),
        ("ami baccha ke school e dite chai", "bn"),
        ("wo ist das rathaus", "de"),
        ("kas taiso gatvę", "lt"),
        ("مجھے مدد چاہیے", "ur"),
        ("أحتاج إلى مساعدة", "ar"),
        ("من کمک می‌خواهم چه کنم", "fa"),
        ("ਮੈਨੂੰ ਮਦਦ ਚਾਹੀਦੀ ਹੈ", "pa"),
        ("মেয়ের জন্য স্কুল", "bn"),
        ("мені потрібна допомога", "uk"),
        ("помогите найти школу", "ru"),
        ("孩子上学怎么报名", "zh"),
        ("χρειάζομαι βοήθεια", "el"),
    ],
)
def test_a_language_is_named(text: str, language: str) -> None:
    """By its script, by letters of its own, or by its small words; no dictionary is needed."""
    assert foreign(text) == language


def test_words_that_nobody_knows_are_some_language() -> None:
    """Which one is not said."""
    assert foreign("lorem zorem quorem vlorem", known) == "und"
    assert foreign("lorem zorem quorem vlorem") is None


@pytest.mark.parametrize(
    "text",
    [
        "bore da, mae fy miniau heb eu casglu",
        "sut ydw i'n talu treth y cyngor",
        "pryd mae'r casgliad gwastraff",
        "non emergency police number",
        "no electricity",
        "band a housing",
        "hire a hall",
        "I was in Łódź last week and lost my bus pass",
        "El Paso cafe food hygiene",
        "bonjour",
        "",
        "123 ?!",
        "my street is called 人民 road and the bins were missed",
    ],
)
def test_welsh_and_borrowed_words_are_not_foreign(text: str) -> None:
    """Welsh is answered; French articles in English phrases mean nothing."""
    assert foreign(text) is None


@pytest.mark.parametrize(
    "text", ["kdjfhg skdjfh", "asjdhaksjd", "dsfkjhsdkf", "fdsa jkl fdsa", "qwertyuiop", "jkjkjkjk"]
)
def test_random_keys_are_told_without_a_dictionary(text: str) -> None:
    """Long enough heaps of keys need none."""
    assert gibberish(text)


@pytest.mark.parametrize(
    "text",
    [
        "dfg",
        "asd",
        "hhsrs",
        "nspcc",
        "ukspf",
        "hmcts",
        "prkng prmt",
        "recyclng",
        "rubbsh",
        "Llanrwst",
        "Pwllheli",
        "llyfrgell",
        "Ng",
        "brrr",
        "assessed",
        "property",
        "were",
        "tree",
        "12345",
        "救命",
        "qwerty keyboard",
        "Wrzesniewski",
        "",
    ],
)
def test_abbreviations_haste_and_names_are_no_gibberish(text: str) -> None:
    """Nor are Welsh words, numbers and nothing at all."""
    assert not gibberish(text)
