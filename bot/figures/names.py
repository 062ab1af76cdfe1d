"""Names for the ids that figures count by, and what an organisation is responsible for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Optional

from bot.catalogue import Catalogue
from bot.errors import BadInput
from bot.model import Authority

REASONS = {
    "not_understood": "Not understood",
    "out_of_remit": "No public body’s task",
    "no_provider": "No provider here",
    "no_route": "No working way to reach it",
    "did_not_help": "Answered, but did not help",
    "abandoned": "Given up before an answer",
}
ENDINGS = {
    **REASONS,
    "answered": "Answered",
    "person": "Asked for a person",
    "open": "Still open",
}
CHANNELS = {
    "signpost": "Web page",
    "web": "Web page",
    "api": "Other programs (API)",
    "widget": "Box on other pages",
    "adviser": "Contact centre",
    "rest": "Rasa’s own channel",
}
LANGUAGES = {"en": "English", "cy": "Welsh"}


@dataclass(frozen=True)
class Scope:
    """What concerns an organisation beside what it answers for: areas (GSS codes) and needs that
    would be its own there.
    """

    areas: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


class Names:
    """Looks ids up in the catalogue; an id it does not know is its own name."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def __call__(self, column: str, key: Optional[Any]) -> str:
        """The name of a value of need, area, owner, reason, channel, language or month."""
        if key is None:
            return _NOTHING.get(column, "Not known")
        return str(self._known(column, str(key)) or key)

    def _known(self, column: str, key: str) -> Optional[str]:
        if column == "need":
            need = self.catalogue.needs.get(key)
            return need.label if need else None
        if column in ("owner", "area", "called"):
            found = self.catalogue.authorities.get(key) or self.catalogue.organizations.get(key)
            return found.name if found else None
        words = {"reason": REASONS, "channel": CHANNELS, "language": LANGUAGES}.get(column, {})
        return words.get(key)

    def organisation(self, owner: str) -> str:
        """The name of an organisation. RAISES BadInput for an id that the catalogue hasn't."""
        found = self._known("owner", owner)
        if found is None:
            raise BadInput(
                f"There is no organisation {owner!r}: use a GSS code such as E10000023 or an id "
                "of bot/data/organizations.csv."
            )
        return found

    def scope(self, owner: str) -> Scope:
        """What would be an organisation's own in its areas. Only for councils: the areas of other
        bodies are told by the owners of answers alone.
        """
        council = self.catalogue.authorities.get(owner)
        return _scope(self.catalogue, council) if council else Scope()


_NOTHING = {
    "need": "Need not made out",
    "area": "Place not known for sure",
    "owner": "Nobody named",
    "called": "Not known",
}


@lru_cache(maxsize=64)
def _scope(catalogue: Catalogue, council: Authority) -> Scope:
    """A county's are its own areas and its districts'; unitary councils do both tiers' work."""
    below = tuple(child.gss for child in catalogue.children(council.gss))
    rules = {"county": ("upper",), "district": ("lower",)}.get(council.tier, ("upper", "lower"))
    needs = (need.id for need in catalogue.needs.values() if need.owner in (*rules, "either"))
    return Scope((council.gss, *below), tuple(needs))
