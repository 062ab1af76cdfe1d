"""A request to be phoned: the little that is asked for, checked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Optional

import phonenumbers

#: When people would like to be phoned; all within the hours of the contact centre.
TIMES = ("any", "morning", "afternoon")
#: What can be wrong with a field.
FAULTS = ("name_empty", "name_long", "phone_empty", "phone_wrong", "when_empty", "about_long")
LONGEST_NAME, LONGEST_PHONE, LONGEST_ABOUT = 80, 40, 300
REGION, UK = "GB", 44
#: Numbers that Ofcom keeps free for trials and drama, so that the form can be tried out with them.
TRIAL = re.compile(r"(?:7700900|1632960)\d{3}")


@dataclass(frozen=True)
class Request:
    """What a citizen asks for. phone (str): as it is dialled here, such as "07700 900123".

    when (str): one of TIMES. need (str | None): id of the need last spoken of. area (str): GSS
    codes of the place, space separated. lang (str): language to phone them in.
    """

    name: str
    phone: str
    when: str
    about: str
    need: Optional[str] = None
    area: str = ""
    lang: str = "en"
    reference: str = ""

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Request:
        """The request of `vars`; keys of later versions are left out."""
        known = cls.__dataclass_fields__
        return cls(**{key: each for key, each in value.items() if key in known})


def check(fields: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What was typed, tidied, and what is wrong with it.

    RETURNS (values, faults): both by field; a fault is one of FAULTS.
    """
    values = {
        "name": tidy(fields.get("name", "")),
        "phone": tidy(fields.get("phone", "")),
        "when": fields.get("when", ""),
        "about": tidy(fields.get("about", "")),
    }
    faults = {}
    if not values["name"] or not re.search(r"[^\W\d_]", values["name"]):
        faults["name"] = "name_empty"
    elif len(values["name"]) > LONGEST_NAME:
        faults["name"] = "name_long"
    number = dialled(values["phone"])
    if not values["phone"]:
        faults["phone"] = "phone_empty"
    elif number is None:
        faults["phone"] = "phone_wrong"
    if values["when"] not in TIMES:
        faults["when"] = "when_empty"
        values["when"] = ""
    if len(values["about"]) > LONGEST_ABOUT:
        faults["about"] = "about_long"
    return values, faults


def dialled(text: str) -> Optional[str]:
    """A phone number as it is dialled from here; None for what is no number that can be rung.

    Numbers that cost the council dear to ring are none.
    """
    if len(text) > LONGEST_PHONE:
        return None
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return None
    if TRIAL.fullmatch(str(number.national_number)) and number.country_code == UK:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    costly = (phonenumbers.PhoneNumberType.PREMIUM_RATE, phonenumbers.PhoneNumberType.SHARED_COST)
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) in costly:
        return None
    home = phonenumbers.region_code_for_number(number) in (REGION, "GG", "JE", "IM")
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, style.NATIONAL if home else style.INTERNATIONAL)


def tidy(text: str) -> str:
    """One line without control or invisible characters, spaces single."""
    shown = (
        " " if unicodedata.category(each) in ("Cc", "Zl", "Zp", "Zs") else each
        for each in unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())
        if unicodedata.category(each) not in ("Cf", "Co", "Cn")
    )  # fmt: skip
    return " ".join("".join(shown).split())
