"""Says when a parish, town or community council may look after something instead. There is no list
of what each of some 10,000 does, so the district or unitary council stays the owner.
"""

from __future__ import annotations

from typing import Optional

from bot.catalogue.read import Catalogue
from bot.model import Authority, Words

#: Where there are local councils below the district (Local Government Act 1972; in Scotland
#: community councils own no services, in Northern Ireland there are none).
_WORDS = {"England": "utter_note_parish", "Wales": "utter_note_community"}


def parish_note(catalogue: Catalogue, need: str, council: Authority) -> Optional[Words]:
    """The sentence for a need that local councils share in; None for others and elsewhere.

    London has one parish council (Queen's Park), so Londoners are not told.
    """
    key = _WORDS.get(council.nation)
    if key is None or council.kind == "london" or need not in catalogue.parish_needs:
        return None
    return Words(key, {"owner": council.name})
