"""The catalogue as it is read in another language: the same rules, other labels and names.

Whoever decides or says something with such a catalogue needs no word about languages: the names
of councils and needs are simply those of the citizen's language. What has no other name keeps it.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from bot.catalogue.read import Catalogue


def in_language(catalogue: Catalogue, lang: str) -> Catalogue:
    """The catalogue with labels and names in `lang`, "en" or "cy". Ids, rules, addresses and what
    names are understood stay as they are.
    """
    if lang == catalogue.lang:
        return catalogue
    return _welsh(catalogue.base) if lang == "cy" else catalogue.base


def place_label(catalogue: Catalogue, label: str, codes: Sequence[str]) -> str:
    """How a place is called in the catalogue's language.

    label (str): its name as it was found, in either language. codes: GSS codes of its councils.
    """
    for gss in codes:
        known = catalogue.base.authorities.get(gss)
        if known and label in (known.name, catalogue.welsh.names.get(gss)):
            return catalogue.authorities[gss].name
    if catalogue.lang == "cy":
        return catalogue.welsh.place(label, codes) or catalogue.text(label)
    return label


def _welsh(base: Catalogue) -> Catalogue:
    found = copy.copy(base)
    found.lang = "cy"
    text, names = found.text, base.welsh.names
    found.authorities = MappingProxyType(
        {gss: replace(one, name=names.get(gss, one.name)) for gss, one in base.authorities.items()}
    )
    found.organizations = MappingProxyType(
        {
            name: replace(one, name=names.get(name, one.name))
            for name, one in base.organizations.items()
        }
    )
    found.needs = MappingProxyType(
        {
            need: replace(row, label=text(row.label), service=text(row.service))
            for need, row in base.needs.items()
        }
    )
    found.safety_messages = MappingProxyType(
        {
            kind: replace(row, phone_label=text(row.phone_label))
            for kind, row in base.safety_messages.items()
        }
    )
    found.reword(text)
    return found
