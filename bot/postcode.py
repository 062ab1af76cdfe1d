"""Postcodes as written: finds them, mends common slips, splits outward from inward code. Pure.

Whether a well-formed code exists is for the tables to say; whether it can exist is said here, by
the formats that Royal Mail publishes (BS 7666) and the letters of postcode areas in use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from bot.place_tokens import word_set

#: Postcode areas of the United Kingdom.
AREAS = word_set(
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E "
    "EC EH EN EX FK FY G GL GU HA HD HG HP HR HS HU HX IG IP IV KA KT KW KY L LA LD LE LL LN LS LU "
    "M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP "
    "SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
#: Areas of the Crown dependencies, overseas territories and the forces: not the United Kingdom.
OUTSIDE_AREAS = word_set("JE GY IM GX BF")

_OUTWARD = (
    r"[A-PR-UWYZ](?:[0-9]{1,2}|[0-9][A-HJKMPSTUW]|[A-HK-Y][0-9]{1,2}|[A-HK-Y][0-9][ABEHMNPRVWXY])"
)
_INWARD = r"[0-9][ABD-HJLNP-UW-Z]{2}"
_FULL = re.compile(f"({_OUTWARD})({_INWARD})")
_ONLY_OUTWARD = re.compile(_OUTWARD)
#: Postcodes of territories that do not follow the pattern, and Eircodes of Ireland.
_ELSEWHERE = re.compile(
    r"(?:FIQQ|ASCN|STHL|TDCU|PCRN|SIQQ|BBND|BIQQ|TKCA)1ZZ|AI-?2640|BFPO[0-9]{1,4}"
    r"|[AC-FHKNPRTV-Y][0-9][0-9W][0-9AC-FHKNPRTV-Y]{4}"
)
#: What a key beside the right one, or a letter like the digit, gives.
_AS_LETTER = {"0": "O", "1": "IL"}
_AS_DIGIT = {"O": "0", "I": "1", "L": "1"}
#: In running text: letters and digits in the shape of a postcode, with slips of O and I.
_IN_TEXT = re.compile(
    r"(?<![A-Za-z0-9£$€-])"
    r"([A-Za-z0]{1,2}[0-9OoIl][0-9A-Za-z]?)[ \t\u00a0.-]{0,2}([0-9OoIl][A-Za-z]{2})"
    r"(?![A-Za-z0-9])"
)
_OUTWARD_IN_TEXT = re.compile(
    r"(?<![A-Za-z0-9£$€/-])([A-Za-z]{1,2}[0-9][0-9A-Za-z]?)(?![A-Za-z0-9/]|[-.][0-9])"
)


@dataclass(frozen=True)
class Postcode:
    """A postcode as found: `inward` is "" for an outward code alone; start and end in the text."""

    outward: str
    inward: str
    start: int
    end: int

    @property
    def full(self) -> str:
        """The postcode with its one space; the outward code alone when that is all there is."""
        return f"{self.outward} {self.inward}".strip()

    @property
    def area(self) -> str:
        """The letters it begins with."""
        return self.outward[:2] if self.outward[1].isalpha() else self.outward[0]


def parse(text: str) -> Postcode | None:
    """Read a whole text as one postcode or outward code, mending slips ("LSI 4AP", "SW1A0AA").

    RETURNS the postcode, or None when the text cannot be one.
    """
    compact = _compact(text)
    if not 2 <= len(compact) <= 7 or not any(character.isdigit() for character in compact):
        return None
    for mended in _mended(compact):
        match = _FULL.fullmatch(mended)
        if match:
            return Postcode(match.group(1), match.group(2), 0, len(text))
    if _ONLY_OUTWARD.fullmatch(compact):
        return Postcode(compact, "", 0, len(text))
    return None


def find(text: str) -> list[Postcode]:
    """Full postcodes in running text, in order; outward codes alone are left to `find_outward`."""
    found = []
    for match in _IN_TEXT.finditer(text):
        both_have_digits = all(any(c.isdigit() for c in part) for part in match.groups())
        if not (both_have_digits or (match.group().isupper() and not match.group().isalpha())):
            continue
        postcode = parse(match.group())
        if postcode and postcode.inward and postcode.area in AREAS | OUTSIDE_AREAS:
            found.append(Postcode(postcode.outward, postcode.inward, *match.span()))
    return found


def find_outward(text: str) -> Iterator[Postcode]:
    """What has the form of an outward code in running text; "M6" and "CO2" have it, too."""
    for match in _OUTWARD_IN_TEXT.finditer(text):
        outward = match.group().upper()
        if _ONLY_OUTWARD.fullmatch(outward):
            yield Postcode(outward, "", *match.span())


def is_attempt(text: str) -> bool:
    """Whether a whole text was meant as a postcode: short, without real words, with a digit."""
    compact = _compact(text)
    if not 3 <= len(compact) <= 9 or not any(character.isdigit() for character in compact):
        return False
    words = re.findall(r"[A-Za-z]+", text)
    return compact.isascii() and all(len(word) <= 4 for word in words) and len(text.split()) <= 3


def is_broken(text: str) -> bool:
    """Whether a whole text is an outward code with the wreck of an inward one, such as "LS1 4A"."""
    outward = next(find_outward(text), None)
    if outward is None or not is_attempt(text):
        return False
    rest = _compact(text[: outward.start] + text[outward.end :])
    return len(rest) <= 4 and any(character.isdigit() for character in rest)


def is_elsewhere(text: str) -> bool:
    """Whether a whole text is a postcode of a territory overseas, the forces or Ireland."""
    return bool(_ELSEWHERE.fullmatch(_compact(text)))


def cut(text: str) -> str:
    """The text with every full postcode cut to its outward code."""
    whole = parse(text)
    if whole and whole.inward:
        return whole.outward
    for postcode in reversed(find(text)):
        text = text[: postcode.start] + postcode.outward + text[postcode.end :]
    return text


def _compact(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).upper()


def _mended(compact: str) -> Iterator[str]:
    """Readings of a compact text as a full postcode: as it is, then with slips put right, but
    only to a postcode area in use."""
    yield compact
    outward, inward = compact[:-3], compact[-3:]
    if not 2 <= len(outward) <= 4:
        return
    inward = _AS_DIGIT.get(inward[0], inward[0]) + "".join(
        _AS_LETTER.get(character, character)[0] for character in inward[1:]
    )
    choices = [
        character + _AS_LETTER.get(character, "") + _AS_DIGIT.get(character, "")
        for character in outward
    ]
    for reading in product(*choices):
        mended = "".join(reading)
        match = re.match(r"[A-Z]{1,2}(?=[0-9])", mended)
        if match and match.group() in AREAS:
            yield mended + inward
