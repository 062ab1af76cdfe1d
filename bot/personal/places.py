"""Personal data that says where someone lives or what they drive: addresses, postcodes, plates."""

from __future__ import annotations

import re
from typing import Iterator

from bot.personal.spans import Span, caseless, matches, words_before, words_of

#: Words that end the name of a street and hardly anything else.
_SURE = (
    r"street|str|road|rd|avenue|ave|lane|ln|crescent|cres|terrace|terr|gardens|gdns|grove|mews|"
    r"wynd|brae|parade|esplanade|promenade|villas|cottages|boulevard|blvd|drive|close|heol|ffordd|"
    r"stryd|rhodfa|lôn|raod|stret|steet|avenu|av"
)
#: Words that end the name of a street, but mean other things too.
_UNSURE = (
    r"st|dr|cl|ct|pl|ter|sq|gr|way|court|place|square|hill|row|walk|park|rise|view|green|vale|"
    r"heights|quay|wharf|gate|croft|meadows?|bank|mount|path|circus|fold|garth|end|common|chase|"
    r"dene|yard|fields?|gdn|loan|broadway|drift|ride|edge|buildings|mansions|estate|approach|"
    r"crossway|link|nook|spinney|strand|wood|woods|brow|cross|leys?|lea|orchard|paddock"
)
_NUMBER = r"(?:\d{1,4}(?:/\d{1,3})?\s?[a-h]?(?:\s?-\s?\d{1,4}[a-h]?)?)"
_FLAT = (
    r"(?:(?:flat|apartment|apt|unit|room|studio|fflat)\.?\s{1,2}"
    r"(?:\d{1,4}\s?[a-h]?|[a-h])\b(?:/\d{1,3})?)"
)
_WORD = r"[^\W\d_][\w'’.-]{0,24}"
_STREET = re.compile(
    rf"(?<![\w£$€/.,-])(?:{_FLAT}\s?[,/]?\s{{0,2}}(?:(?:{_WORD}\s){{1,3}}(?:house|court|tower|lodge|point)\s?,?\s)?)?"
    rf"(?:(?:number|no\.?|house)\s{{1,2}})?{_NUMBER}(?:\s?,\s?|\s{{1,2}})"
    rf"(?P<name>(?:(?:{_WORD})\s{{1,2}}){{1,4}}?)(?:(?P<sure>{_SURE})|(?P<unsure>{_UNSURE}))\b\.?"
    r"(?:\s(?:north|south|east|west)\b)?"
    r"(?!\s(?:lights?|lamps?|lighting|names?|part(?:y|ies)|parking|clean\w*|works?|signs?|markings?|"
    r"sweep\w*|trad\w*|closures?|users?|furniture|trees?|food|preacher|drains?)\b)",
    re.I,
)
_FLAT_FIRST = re.compile(_FLAT, re.I)
#: A building's name and the number in it: "Flat 12, Mandela House".
_BLOCK = re.compile(
    rf"\b{_FLAT}\s?,?\s{{1,2}}(?P<name>(?:{_WORD}\s{{1,2}}){{1,3}})"
    r"(?:house|court|tower|towers|heights|lodge|point|mansions|buildings|block|place|gardens|view)\b",
    re.I,
)
#: The other way round: "Willow Court flat 9".
_BLOCK_FIRST = re.compile(
    r"(?:[A-Z][\w'’-]{1,20}\s){1,3}(?:House|Court|Tower|Towers|Heights|Lodge|Point|Mansions|Buildings|"
    rf"Gardens|Place|View),?\s(?i:{_FLAT})"
)
#: A house with a name: "Rose Cottage, Mill Lane". Capital letters are required.
_NAMED_HOUSE = re.compile(
    r"\b(?:The\s)?(?:[A-Z][\w'’-]{1,20}\s){0,2}(?:Cottage|House|Lodge|Farm|Farmhouse|Barn|Villa|Bungalow|"
    r"Rectory|Vicarage|Manor)\s?,\s?(?:[A-Z][\w'’-]{1,20}\s){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|"
    r"Close|Drive|Way|Crescent|Terrace|Hill|Green|Row)\b"
)
#: A number and anything, after words that say it is an address: "I live at 14 Broadmead".
_SAID = re.compile(
    rf"\b(?:live|living|lives|living|resident|stay|staying|address(?:\s?(?:is|:))?|moved?|moving)"
    rf"(?:\s(?:at|to|from|in)){{0,2}}\s{{1,2}}(?P<all>(?:{_FLAT}\s?,?\s)?(?:(?:number|no\.?)\s)?{_NUMBER}"
    rf"\s?,?\s{{1,2}}(?P<name>{_WORD}(?:\s{_WORD}){{0,2}}))",
    re.I,
)
#: "number 14 on Acacia Avenue", "house number 3 in Mill Lane".
_NUMBER_ON = re.compile(
    rf"\b(?:number|no\.?)\s{_NUMBER}\s(?:on|in|of|at|down|along)\s(?P<name>(?:{_WORD}\s){{1,3}}?)"
    rf"(?:{_SURE}|{_UNSURE})\b",
    re.I,
)
#: Things that have numbers and stand in streets.
_THING = re.compile(
    r"\b(?:lights?|lamp\s?posts?|columns?|bus|bin|sign|room|plot|gully|cabinet)\s{1,2}$"
)
_NOT_NAME = words_of(
    """
    a an and are as at away because been behind below beside between but by came can cannot car
    cars bin bins box boxes day days down dumped during each entire every feet foot for from
    full got had has have he her here his hole holes hour hours house houses how i if in inch
    inches into is it its just kids kid last left like lorries lorry m men metre metres mile
    miles min mins minute minutes missed missing month months more mph my near next no not of
    off on only opposite or other our out outside over own parked parking past people per pm am
    potholes pothole pounds quid she since so some still streets than that their them then
    there these they this those through til till times to too tonnes towards under until up us
    van vans was way ways we week weeks were what when where which while who will with within
    without women year years yesterday you your yr yrs bed bedroom bedrooms storey people's
    residents families neighbours children child kilos bags bag mattress mattresses sofas sofa
    trolley trolleys lost stolen seconds acre acres ltd percent k guys broken faulty dead
    separate different live lives living report
    """
)
#: Sure ends of a street's name that are verbs after a plural: "4 lads drive".
_VERBS = frozenset(("drive", "close"))
_MONTHS = words_of(
    """
    january february march april june july august september october november december
    """
)
_POSTCODE = re.compile(
    r"(?<![\w£])(?P<outward>[a-z]{1,2}[\do][a-z\d]?)[\s.\-]{0,3}"
    r"(?P<inward>(?:[\do][abd-hjlnp-uw-z]{2}(?![\w])[\s.\-]{0,2}){1,9})",
    re.I,
)
#: Road numbers and ordinals: "m6 1st exit"; and words that look like an inward code with O for 0.
_ROAD = re.compile(r"[abm]\d{1,2}$", re.I)
_ORDINAL = re.compile(r"(?:\dst|\dnd|\drd|\dth)$")
_O_WORDS = words_of(
    """
    one old off out our own odd oil ore oar oat oak ode orb ops opt owe org oft ohh
    """
)
_PLATE_NEW = re.compile(
    r"(?<![\w-])[a-hj-y][a-z](?:[02]\d|[1357]\d|6\d)(\s?)([a-z]{3})(?![\w'’])", re.I
)
#: Any plate, of whatever age or fancy, after "reg" or "number plate".
_PLATE_SAID = re.compile(
    r"\b(?:reg|regs|registration|number\s?plate|plate|vrm|vrn|regd)\b\.?(?:\s(?:number|no|plate|mark))?\.?"
    r"(?:\s?(?:is|was|of|[:=-]|it'?s)){0,2}\s{0,2}"
    r"(?P<plate>(?=[a-z]{0,6}\s?\d)[a-z\d]{1,7}(?:\s(?P<rest>[a-z]{1,3}|\d{1,4}[a-z]?))?)(?!\w)",
    re.I,
)
_TINY_WORDS = words_of("is in on at a to by")
_SHORT_WORDS = words_of(
    """
    and the for but not was are had has can who why how yes you our his her its out off all any
    now new old bin bus car dog tax day let may say see get got did due end far few use way two
    one ten six man men mum dad kid son bed big bad red ask ago age aid air via per put pay own
    pls plz thx ive ill too try van war wet yet him she them ran run sat set sir sit tip tap
    top tea job just key law lot low mad met mix nor odd oil pet pub raw rat rid row sad sea
    sky soz sum sun til tbh rent cos coz need near from area road
    """
)


def _street_name(words: str, cased: bool, sure: bool, kind: str = "") -> bool:
    """Whether the words between a number and "Street" can be a street's name."""
    names = words.lower().replace(",", " ").split()
    if any(name.strip(".'’-") in _NOT_NAME for name in names):
        return False
    if names[0] in _MONTHS:
        return False
    if sure:
        return words[:4] != "the " and (cased or kind not in _VERBS or not names[-1].endswith("s"))
    return not cased or all(word[0].isupper() for word in words.split() if word != "of")


def addresses(text: str) -> Iterator[Span]:
    """House number and street, flat and block, named house and street."""
    if not any(character.isdigit() for character in text) and "," not in text:
        return
    cased = not caseless(text)
    for match in _STREET.finditer(text):
        sure = match.group("sure") is not None
        kind = (match.group("sure") or "").lower()
        if _street_name(match.group("name"), cased, sure, kind) and (
            sure
            or cased
            or _FLAT_FIRST.match(match.group())
            or _ends_in_st(text, match)
            or _cue(words_before(text, match.start()))
        ):
            yield Span(match.start(), match.end(), "address", "[address]")
    for match in _BLOCK.finditer(text):
        if _street_name(match.group("name"), cased, True):
            yield Span(match.start(), match.end(), "address", "[address]")
    yield from matches(_BLOCK_FIRST, text, "address")
    yield from matches(_NAMED_HOUSE, text, "address")
    for match in _NUMBER_ON.finditer(text):
        if _street_name(match.group("name"), cased, True) and not _THING.search(
            words_before(text, match.start())
        ):
            yield Span(match.start(), match.end(), "address", "[address]")
    yield from _said(text)


def _ends_in_st(text: str, match: re.Match[str]) -> bool:
    """Whether a street ends in "st" where no saint can follow: "22 high st", "22 high st bins"."""
    after = re.match(r"\s*([a-z][\w'’-]*)", text[match.end() :])
    ends = (match.group("unsure") or "").lower() == "st"
    return ends and (after is None or after.group(1) in _NOT_NAME)


def _cue(before: str) -> bool:
    """Whether the words before say that an address follows."""
    return bool(
        re.search(r"\b(?:at|address|number|no|live|outside|house)\s?(?:is|:)?\s{0,2}$", before)
    )


def _said(text: str) -> Iterator[Span]:
    """A number and a name after "I live at": the name goes on while it can be one."""
    for match in _SAID.finditer(text):
        end = match.start("name")
        for word in re.finditer(r"\S+", match.group("name")):
            bare = word.group().strip(".'’-,").lower()
            if bare in _NOT_NAME or bare in _MONTHS:
                break
            end = match.start("name") + word.end()
            if re.fullmatch(rf"{_SURE}|{_UNSURE}", bare) or word.group().endswith((",", ".")):
                break
        if end > match.start("name"):
            yield Span(match.start("all"), end, "address", "[address]")


def postcodes(text: str) -> Iterator[Span]:
    """Full postcodes, also run together or with the letter O for nought: cut to the outward code.

    Wider than bot/postcode.py on purpose: what only might be a postcode is cut as well.
    """
    for match in _POSTCODE.finditer(text):
        outward, inward = match.group("outward"), match.group("inward").rstrip(" .-\n\t")
        if not any(character.isdigit() for character in outward):
            continue
        if _ROAD.match(outward) and _ORDINAL.search(inward[:3]):
            continue
        if inward.lower()[:3] in _O_WORDS or (
            inward[0] == "o" and match.start("inward") == match.end("outward")
        ):
            continue
        end = match.start("inward") + len(inward)
        yield Span(match.start(), end, "postcode", outward)


def plates(text: str) -> Iterator[Span]:
    """Vehicle registrations: the present pattern anywhere, any pattern after "reg"."""
    for match in _PLATE_NEW.finditer(text):
        shown, space, letters = match.group(), match.group(1), match.group(2)
        if letters.lower() in _SHORT_WORDS:
            continue
        if not space or shown.replace(" ", "").isupper() or _vehicle_said(text):
            yield Span(match.start(), match.end(), "registration", "[registration]")
    for match in _PLATE_SAID.finditer(text):
        plate, rest = match.group("plate"), match.group("rest") or ""
        end = match.end()
        if rest.lower() in _SHORT_WORDS or rest.lower() in _TINY_WORDS:
            end -= len(rest) + 1
            plate = plate[: -len(rest) - 1]
        # "plate 212 cut me up" is a taxi's number and a verb.
        if plate.split()[0].isdigit() and not plate.isupper():
            continue
        yield Span(match.start("plate"), end, "registration", "[registration]")


def _vehicle_said(text: str) -> bool:
    """Whether a text speaks of a vehicle, so that small letters may be a plate."""
    return bool(
        re.search(r"\b(?:car|van|vehicle|lorry|motorbike|reg|plate|truck|abandoned)\b", text, re.I)
    )
