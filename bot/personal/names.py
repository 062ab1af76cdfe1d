"""Names of people, when they are given as names: "my name is ...", "Mr J Patel", "regards, Tom".

"I'm homeless" and "I am disabled" are not names: after "I'm" only a known given name counts, or
capitalised words that describe nobody.
"""

from __future__ import annotations

import re
from typing import Iterator

from bot.personal.given_names import AMBIGUOUS_NAMES
from bot.personal.name_shape import AFTER_REACHED, body, capitalised, given, name_end
from bot.personal.name_words import NOT_SURNAMES, THINGS_NAMED
from bot.personal.spans import Span, caseless, shouted

_FILLER = r"(?:\s?(?:(?:is|was|are)\b|[:=]|\s[–-]\s)){1,2}(?!n?['’])\s{0,3}"
_MY_NAME = re.compile(
    r"(?:(?P<before>[\w'’]{1,20})[ \t]{1,2})?\b(?:full\s|first\s|last\s|middle\s|maiden\s|real\s|"
    r"legal\s|other\s|married\s|sur|fore)?names?(?:['’]?s\s{1,2}|" + _FILLER + r")(?=[^\W\d_])",
    re.I,
)
_CALLED = re.compile(
    r"\b(?:i\s?['’]?a?m|he\s?i?['’]?s|she\s?i?['’]?s|(?:my|our|the)\s(?:"
    r"son|daughter|baby|child|wife|husband|partner|mum|mother|dad|father|neighbour|landlord|friend|"
    r"boy|girl)(?:\sis|['’]s)?)\s(?:called|named)\s{1,2}",
    re.I,
)
_SPEAKING = re.compile(
    r"\b(?:this\sis|it\s?['’]?i?s|its)\s{1,2}(?P<name>[^\W\d_][\w'’. -]{1,50}?)\s{1,2}"
    r"(?:speaking|calling|here)\b",
    re.I,
)
_THIS_IS = re.compile(r"\b(?:this\sis|it\s?['’]s)\s{1,2}", re.I)
_I_AM = re.compile(r"\bi(?:\s?['’]\s?m|\sam|m)\s{1,2}(?=[^\W\d_])", re.I)
_TITLE = re.compile(
    r"\b(?P<title>mr|mrs|ms|miss|mx|dr|prof|professor|rev|reverend|mister|messrs|cllr|councillor)\b\.?"
    r"(?:\s?(?:&|and)\s?(?:mr|mrs|ms|miss|mx|dr)\b\.?)?(?=[ \t]{0,2}(?P<word>[^\W\d_]+))",
    re.I,
)
_SIGN_OFF = re.compile(
    r"\b(?:(?:(?:kind|best|warm|many|kindest|warmest|with)\s)?(?:regards|wishes)|sincerely|faithfully|"
    r"truly|(?:many\s|kind\s)?thanks|thank\syou|thx|cheers|signed|from|rgds|yours|love|diolch|cofion)"
    r"[ \t]{0,2}[,.!:;\n-]{0,3}\s{0,3}(?=[^\W\d_])",
    re.I,
)
_RELATION = re.compile(
    r"\b(?:my|our|his|her|their|the)\s(?:(?:late|elderly|disabled|little|older|younger|eldest|youngest|"
    r"autistic|oldest|ex)[\s-]){0,2}(?:son|daughter|baby|child|wife|husband|partner|mum|mam|mom|mother|"
    r"dad|father|nan|nana|gran|grandma|grandad|grandson|granddaughter|auntie|aunt|uncle|brother|"
    r"sister|cousin|niece|nephew|neighbour|neighbor|friend|mate|boyfriend|girlfriend|carer|"
    r"landlord|landlady|tenant|lodger|ex|client|patient|social\sworker|twins|boys|girls|kids)s?"
    r"(?:\s?,|\sis|['’]s)?\s{1,2}\(?(?=[^\W\d_])",
    re.I,
)
_ADDRESSED = re.compile(
    r"\b(?i:dear|hi|hello|sp[eo]a?ke?n?\s(?:to|with)|ask(?:ed)?\sfor|contact|c/o|told\sby|and|with|for|"
    r"of|about|regarding|re:?)\s{1,2}(?=[A-Z])"
)
_REACHED = re.compile(
    r"\b(?i:(?:facebook|instagram|snapchat|tiktok|linkedin)\s(?:as|under)|call|ring|phone|text|contact|email|e-mail|name)\s{1,2}(?=[A-Z][^\W\d_])"
)
_ANYWHERE = re.compile(r"(?<![\w'’-])([A-Z][^\W\d_]{1,20})(?=[ \t][A-Z])")
#: "the name on the account is ...".
_NAME_ON = re.compile(
    r"\bnames?\son\s(?:the|my|our|her|his|this|that)\s(?:\w{2,20}\s){1,3}(?:is|was|are|should\sbe)\s{1,2}"
    r"(?=[^\W\d_])",
    re.I,
)


def _name(start: int, end: int) -> Span:
    return Span(start, end, "name", "[name]")


def announced(text: str, cased: bool) -> Iterator[Span]:
    """Takes "my name is ...", "I'm called ...", "this is ... speaking"."""
    for match in _MY_NAME.finditer(text):
        if (match.group("before") or "").lower() in THINGS_NAMED:
            continue
        end = name_end(text, match.end(), cased)
        if end:
            yield _name(match.end(), end)
    for pattern in (_CALLED, _NAME_ON):
        for match in pattern.finditer(text):
            end = name_end(text, match.end(), cased)
            if end:
                yield _name(match.end(), end)
    for match in _SPEAKING.finditer(text):
        end = name_end(text, match.start("name"), cased)
        if end and end >= match.end("name"):
            yield _name(match.start("name"), end)
    for match in _THIS_IS.finditer(text):
        end = name_end(text, match.end(), cased, known_first=True)
        if end and not body(text, end):
            yield _name(match.end(), end)


def _myself(text: str, cased: bool) -> Iterator[Span]:
    """Takes "I'm Sarah", "I am John Smith", "I'm Zofia and ..."; not "I'm Deaf and ..."."""
    for match in _I_AM.finditer(text):
        start = match.end()
        end = name_end(text, start, cased, known_first=True)
        if end is None and cased:
            end = capitalised(text, start)
        if end and not body(text, end):
            yield _name(start, end)


def _titled(text: str, cased: bool) -> Iterator[Span]:
    """Takes "Mr J Patel", "mrs o'brien"; not "I miss my bus", "Dr appointment", "MS Society"."""
    for match in _TITLE.finditer(text):
        title = match.group("title")
        word = match.group("word")
        small_title = title.lower()
        weak = small_title in ("miss", "ms")
        if weak or (small_title in ("dr", "cllr", "councillor") and not word[0].isupper()):
            sure = cased and title.istitle() and word[0].isupper()
            if not sure and not given(word, cased):
                continue
        if word.lower() in NOT_SURNAMES or (
            cased and not word[0].isupper() and not title.islower()
        ):
            continue
        end = name_end(text, match.end(), cased or word[0].isupper())
        if end:
            start = match.start() if small_title not in ("cllr", "councillor") else match.end() + 1
            yield _name(min(start, end - 1), end)


def _signed(text: str, cased: bool) -> Iterator[Span]:
    """Takes "Kind regards, Tom Brown" at the end of a text or a line."""
    for match in _SIGN_OFF.finditer(text):
        plain = match.group().strip(" ,.!:;-\n").lower()
        weak = (
            plain in ("from", "yours", "love", "signed", "diolch", "cofion", "cheers", "thx")
            or "thank" in plain
        )
        parted = (cased and "," in match.group()) or "\n" in match.group()
        end = name_end(text, match.end(), cased, known_first=weak and not parted)
        if end is None or body(text, end):
            continue
        if plain == "from" and text[match.end() : end].split()[0].lower() in AMBIGUOUS_NAMES:
            continue
        rest = text[end : end + 3]
        if re.match(r"\s*[.!x]*\s*(?:$|\n)", rest) or (
            plain == "from" and given(text[match.end() : end].split()[0], cased)
        ):
            yield _name(match.end(), end)


def _related(text: str, cased: bool) -> Iterator[Span]:
    """Takes "my son Jamie", "spoke to Sarah", "Dear Aisha": a known given name after such words."""
    for pattern in (_RELATION, _ADDRESSED):
        for match in pattern.finditer(text):
            end = name_end(text, match.end(), cased, known_first=True)
            weak = match.group().split()[0] in (
                "and",
                "with",
                "for",
                "of",
                "about",
                "regarding",
                "re",
                "re:",
            )
            if (
                end
                and not body(text, end)
                and not (weak and " " not in text[match.end() : end].strip())
            ):
                yield _name(match.end(), end)


def _stranger(text: str, cased: bool) -> Iterator[Span]:
    """Two capitalised words after "my neighbour"; one in "call Precious on ..."."""
    if not cased:
        return
    for pattern, follow in ((_RELATION, r"(?!)"), (_REACHED, AFTER_REACHED)):
        for match in pattern.finditer(text):
            # "the Child Maintenance Service" is a body, "my child Zofia Nowak" is not.
            if match.group().split()[-1][0].isupper():
                continue
            end = capitalised(text, match.end(), follow)
            if end is not None and not body(text, end):
                yield _name(match.end(), end)


def _full(text: str) -> Iterator[Span]:
    """A known given name and a surname, both with capital letters, anywhere."""
    for match in _ANYWHERE.finditer(text):
        if not given(match.group(1), False):
            continue
        end = name_end(text, match.start(), True, known_first=True)
        if end and " " in text[match.start() : end].strip() and not body(text, end):
            yield _name(match.start(), end)


def names(text: str) -> Iterator[Span]:
    """Every name given as such."""
    cased = not caseless(text)
    yield from announced(text, cased)
    yield from _myself(text, cased)
    yield from _titled(text, cased)
    yield from _signed(text, cased)
    yield from _related(text, cased)
    yield from _stranger(text, cased)
    if cased or not shouted(text):
        yield from _full(text)
