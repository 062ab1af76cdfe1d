"""Where a service from elsewhere works: its words, codes or postcodes -> GSS codes and nations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from bot.catalogue import Catalogue
from bot.catalogue.names import normalise
from bot.model import NATIONS

_GSS = re.compile(r"\b(?:E0[6-9]|E10|N09|S12|W06)\d{6}\b")
_NATION_CODES = {
    "E92000001": ("England",),
    "S92000003": ("Scotland",),
    "W92000004": ("Wales",),
    "N92000002": ("Northern Ireland",),
    "K02000001": NATIONS,
    "K03000001": NATIONS[:3],
    "K04000001": ("England", "Wales"),
}
_NATION_NAMES = {
    **{normalise(nation): (nation,) for nation in NATIONS},
    "uk": NATIONS,
    "united kingdom": NATIONS,
    "great britain": NATIONS[:3],
    "gb": NATIONS[:3],
    "england and wales": ("England", "Wales"),
    "national": NATIONS,
    "nationwide": NATIONS,
}
_OUTCODE = re.compile(r"\s*([A-Z]{1,2}[0-9][0-9A-Z]?)\s*[0-9][A-Z]{2}\s*", re.IGNORECASE)


def from_text(catalogue: Catalogue, *texts: str) -> tuple[str, ...]:
    """Areas named by any of `texts`: a code in them, or a whole name of a council or nation.

    Codes and names of abolished councils give their successors. Empty when nothing is known.
    """
    found: list[str] = []
    for text in texts:
        for code, nations in _NATION_CODES.items():
            if code in text:
                found.extend(nations)
        for code in _GSS.findall(text):
            found.extend(catalogue.current(code))
        name = normalise(text)
        found.extend(_NATION_NAMES.get(name, ()))
        found.extend(catalogue.names.get(name, ()))
    return tuple(dict.fromkeys(found))


def from_postcode(catalogue: Catalogue, postcode: str) -> tuple[str, ...]:
    """The council of a postcode by its outward code: the likeliest of those that share it."""
    match = _OUTCODE.fullmatch(postcode)
    found = catalogue.outcode(match[1]) if match else ()
    return (found[0].gss,) if found else ()


def owner_of(catalogue: Catalogue, name: str) -> str:
    """Our id of the organization of this name: a council's GSS code or an id of ours, else ""."""
    codes = catalogue.names.get(normalise(name), ())
    if len(codes) == 1:
        return codes[0]
    return _bodies(catalogue).get(normalise(name), "")


@lru_cache(maxsize=1)
def _bodies(catalogue: Catalogue) -> Mapping[str, str]:
    """Ids of our organizations by plain name: a feed asks thousands of times."""
    return {normalise(body.name): body.id for body in catalogue.organizations.values()}


def kind_of(catalogue: Catalogue, owner: str, name: str, charity: bool = False) -> str:
    """The kind of organization (one of bot.model.OWNER_KINDS) by what is known of it."""
    if owner in catalogue.authorities:
        return catalogue.authorities[owner].kind
    if owner in catalogue.organizations:
        return catalogue.organizations[owner].kind
    words = f" {normalise(name)} "
    if " nhs " in words or " integrated care board " in words:
        return "nhs"
    said = (" charity ", " charitable ", " age uk ", " citizens advice ", " mind ", " hospice ")
    return "charity" if charity or any(word in words for word in said) else "other"
