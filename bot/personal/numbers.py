"""Personal numbers: telephone, National Insurance, NHS, cards, bank accounts, references, birth.

Rules and their sources: NHS number check digit, NHS Data Dictionary (modulus 11); card
numbers, ISO/IEC 7812 (Luhn); National Insurance number, HMRC's manual NIM39110.
"""

from __future__ import annotations

import re
from typing import Iterator, Optional

import phonenumbers

from bot.personal.spans import Span, matches, words_before

_NINO = re.compile(
    r"(?<![a-z\d])[a-z]{2}[\s.-]?\d{2}[\s.-]?\d{2}[\s.-]?\d{2}[\s.-]?[a-d](?![a-z\d])", re.I
)
_NINO_NAMED = re.compile(
    r"\b(?:national\s+insurance|ni|nino|n\.i\.?)\b(?:\s+(?:number|no|num))?\.?\s*(?:is|:|=|-|#)?\s*"
    r"([a-z]{2}[\s.-]?\d{2}[\s.-]?\d{2}[\s.-]?\d{2}(?:[\s.-]?[a-d](?![a-z\d]))?)",
    re.I,
)
_DIGITS = re.compile(r"(?<![\w£$€,])\d(?:[ \-\u2010-\u2013]{0,3}\d){8,22}(?![\w])")
_NHS_NAMED = re.compile(r"\bnhs\b[^\d\n]{0,25}(\d{3}[\s.-]?\d{3}[\s.-]?\d{4})(?!\d)", re.I)
_CARD_NAMED = re.compile(
    r"\b(?:card|debit|credit|visa|mastercard|amex)\b[^\d\n]{0,30}(\d(?:[ -]{0,2}\d){11,18})(?!\d)",
    re.I,
)
_CVV = re.compile(r"\b(?:cvv|cvc|cv2|security\s+code)\b[^\d\n]{0,12}(\d{3,4})(?!\d)", re.I)
_SORT = re.compile(r"(?<![\d/-])\d{2}[\s-]?\d{2}[\s-]?\d{2}(?![\d/-])")
_EIGHT = re.compile(
    r"(?<![\w/£.-])\d{4}\s?\d{4}(?![\w/])|(?<![\w/£.-])\d{2}(?:\s\d{2}){3}(?![\w/])"
)
_IBAN = re.compile(r"\bGB\d{2}\s?[A-Z]{4}(?:\s?\d{2,4}){4,6}\b", re.I)
_LICENCE = re.compile(r"\b[a-z]{2,5}9{0,3}\d{6}[a-z9]{2}\s?\d[a-z]{2}\b", re.I)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATE = (
    r"(?:\d{1,4}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{2,4}|\d{1,2}\s\d{1,2}\s\d{2,4}|\d{8}|\d{6}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?[\s/.-]{{1,2}}(?:of\s)?{_MONTH}[,\s/.-]{{0,2}}(?:\d{{4}}|\d{{2}})?|"
    rf"{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?(?:\s\d{{4}}|\s\d{{2}})?)(?!\d)"
)
_BIRTH = re.compile(
    r"\b(?:d\.?\s?o\.?\s?b|date\s+of\s+birth|birth\s?date|birthday|b[- ]?day|born)\b\.?"
    rf"(?:\s?(?:is|was|are|on|the|:|=|-|,|\(|of|it'?s)){{0,4}}\s{{0,3}}({_DATE})",
    re.I,
)
_CANDIDATE = re.compile(
    r"(?<![\w£$€/])(?:\+|00)?\(?[\doO](?:[\s.\-\u2010-\u2013()]{0,3}\d){7,15}(?![\w/])"
)
_SPELLED = re.compile(
    r"\b(?:(?:double|triple|treble)\s)?(?:zero|oh|o|nought|naught|one|two|three|four|five|six|seven|"
    r"eight|nine)(?:[\s,.-]{1,3}(?:(?:double|triple|treble)\s)?(?:zero|oh|o|nought|naught|one|two|"
    r"three|four|five|six|seven|eight|nine)\b){7,12}",
    re.I,
)
_PHONE_CUE = re.compile(
    r"\b(?:phone|telephone|tel|mobile|mob|cell|ring|rang|call|text|whatsapp|landline|contact(?:\sme)?|"
    r"number\sis|reach\sme|fax)\b"
)
#: Numbers of things, not of people: a bin, a lamp column, a property record, a product.
_THING_CUE = re.compile(
    r"\b(?:serial|asset|column|lamp\s?post|model|product|barcode|isbn|bin\s(?:number|no|id)|item|"
    r"order|invoice|uprn|usrn|grid|easting|northing|pcn|ref|reference|case|ticket|meter|mpan|"
    r"version|batch)\b[^.;!?\n]{0,15}$"
)
#: Labels that may stand right before a reference, and labels that need "number" or "ref" between.
_LABEL = r"ref(?:erence)?|account|acct?|a/c|pcn|utr|crn|case|claim|tenancy|permit|invoice|passport"
_LABEL_WEAK = (
    r"council\s?tax|ctax|rent|customer|client|tenant|claimant|application|app|complaint|enquiry|"
    r"incident|crime|payment|payroll|property|booking|request|report|penalty|charge|notice|ticket|"
    r"fine|member(?:ship)?|library|card|pass|badge|tax|patient|hospital|licence|license|student|"
    r"pupil|person|user|job|housing|benefit|registration|policy|system|id|caller|log"
)
_NUMBER_WORD = r"(?:number|no|num|nr|id|code|ref(?:erence)?)\b\.?"
_CHUNK = r"[a-z]{0,6}\d[a-z\d]{0,20}"
_TOKEN = (
    rf"((?:[a-z]{{1,3}}\s(?=\d{{4}}))?(?:[a-z]{{1,8}}[-/.]){{0,3}}{_CHUNK}"
    rf"(?:(?:[-/.]|\s(?=\d)){_CHUNK}|[-/][a-z]{{1,6}}){{0,5}})(?!\w)"
)
_REFERENCE = re.compile(
    rf"\b(?!tax\scode)(?:(?P<strong>{_LABEL})|(?:{_LABEL_WEAK})\s{_NUMBER_WORD})\b\.?"
    rf"(?:\s(?:{_LABEL}|{_NUMBER_WORD})){{0,3}}(?:\s?(?:is|was|are|[:=#-]|it'?s)){{0,2}}"
    rf"\s{{0,2}}#?\s?{_TOKEN}",
    re.I,
)
#: Ofcom gives numbers beginning so to organisations only: helplines are nobody's personal data.
_ORGANISATIONS = ("0800", "0808", "0300", "0303", "0330", "0333", "0343", "0344", "0345")
_YEAR = re.compile(r"(?:19|20)\d\d(?:[/-]\d{2,4})?$")
_PUNCTUATION = re.compile(r"[^\da-zA-Z+]")


def digits_of(text: str) -> str:
    """The digits of a text, in order."""
    return "".join(character for character in text if character.isdigit())


def luhn(digits: str) -> bool:
    """Whether the check digit of a card number holds (ISO/IEC 7812)."""
    total = 0
    for index, character in enumerate(reversed(digits)):
        value = int(character) * (2 if index % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def nhs_number(digits: str) -> bool:
    """Whether ten digits carry the NHS check digit (modulus 11)."""
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    total = sum(
        int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True)
    )
    check = 11 - total % 11
    return int(digits[9]) == (0 if check == 11 else check)


def national_insurance(text: str) -> Iterator[Span]:
    """National Insurance numbers; without the last letter only when named."""
    yield from matches(_NINO, text, "national insurance number")
    yield from matches(_NINO_NAMED, text, "national insurance number", group=1)


def long_numbers(text: str) -> Iterator[Span]:
    """NHS numbers and payment cards: by check digit, or by name."""
    for match in _DIGITS.finditer(text):
        digits = digits_of(match.group())
        if len(digits) == 10 and nhs_number(digits) and not digits.startswith("0"):
            if not _THING_CUE.search(words_before(text, match.start())):
                yield Span(match.start(), match.end(), "nhs number", "[nhs number]")
        elif 13 <= len(digits) <= 19 and digits[0] in "23456" and luhn(digits):
            yield Span(match.start(), match.end(), "card", "[card]")
    yield from matches(_NHS_NAMED, text, "nhs number", group=1)
    for match in _CARD_NAMED.finditer(text):
        if len(digits_of(match.group(1))) >= 13:
            yield Span(match.start(1), match.end(1), "card", "[card]")
    yield from matches(_CVV, text, "card", group=1)


def bank_details(text: str) -> Iterator[Span]:
    """Sort codes and account numbers, when the words or the pair of them say so; IBANs."""
    yield from matches(_IBAN, text, "bank account")
    lowered = text.lower()
    said = "sort code" in lowered or "sortcode" in lowered or "s/c" in lowered
    if not said and "bank" not in lowered and "account n" not in lowered:
        return
    if said:
        at = max(lowered.find("sort"), lowered.find("s/c"), 0)
        for match in _SORT.finditer(text):
            if abs(match.start() - at) <= 60:
                yield Span(match.start(), match.end(), "bank account", "[bank account]")
    for match in _EIGHT.finditer(text):
        yield Span(match.start(), match.end(), "bank account", "[bank account]")


def births(text: str) -> Iterator[Span]:
    """Dates of birth given as such; other dates stay."""
    yield from matches(_BIRTH, text, "date of birth", group=1)


def _is_phone(shown: str, before: str) -> bool:
    """Whether digits written so, after these words, are a telephone number.

    Numbers that Ofcom keeps for drama are not valid to the library, though people type them
    when they try a service out; so are numbers of ranges opened after its release. What has the
    shape of a British number (leading 0 or +44, ten or eleven digits) is therefore enough.
    """
    if _THING_CUE.search(before):
        return False
    compact = _PUNCTUATION.sub("", shown.replace("(0)", "")).replace("o", "0").replace("O", "0")
    if compact.startswith(("+44", "0044")):
        compact = "0" + compact.split("44", 1)[1].lstrip("0")
    if compact.startswith(_ORGANISATIONS):
        return False
    if compact.startswith("0") and not compact.startswith("00"):
        return compact[1] in "1235789" and len(compact) in (10, 11)
    if compact.startswith(("+", "00")):
        return _valid("+" + compact.lstrip("+0"))
    return len(compact) in (10, 11) and bool(_PHONE_CUE.search(before)) and _valid(compact)


def _valid(number: str) -> bool:
    """Whether the numbering plans of the world know such a number, read from Great Britain."""
    parsed: Optional[phonenumbers.PhoneNumber]
    try:
        parsed = phonenumbers.parse(number, "GB")
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_possible_number(parsed)


def phones(text: str) -> Iterator[Span]:
    """Telephone numbers in digits or in words; not references, serial numbers, dates, amounts."""
    for match in _CANDIDATE.finditer(text):
        shown = match.group()
        if _is_phone(shown, words_before(text, match.start())):
            lead = 1 if shown.startswith("(") and ")" not in shown else 0
            yield Span(match.start() + lead, match.end(), "phone", "[phone]")
    yield from matches(_SPELLED, text, "phone")


def references(text: str) -> Iterator[Span]:
    """Reference and account numbers given as such ("ref 24/01234", "my account number is ...")."""
    yield from matches(_LICENCE, text, "reference")
    for match in _REFERENCE.finditer(text):
        token = match.group(2)
        digits = digits_of(token)
        if len(digits) < (4 if not token.isdigit() or match.group(1) is None else 5):
            continue
        if not _YEAR.fullmatch(token):
            yield Span(match.start(2), match.end(2), "reference", "[reference]")
