"""Decides the owner of a need in one area, from rules and facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Optional

from bot.catalogue.read import Catalogue
from bot.catalogue.rows import Need, Organization, OwnerRule, QuestionOption
from bot.model import Authority, Owner
from bot.routing.areas import Area
from bot.routing.facts import Choice, choices
from bot.routing.scopes import best

#: General bodies and the role by which an area's own body is found.
ROLES = {
    "police": "police",
    "fire-service": "fire",
    "water-company": "water",
    "sewerage-company": "sewerage",
    "electricity-network": "electricity",
    "hsc-trust": "health",
    "transport": "transport",
}
#: One need leads to another at most this often (a flooded road -> a sewer).
DEPTH = 3


@dataclass(frozen=True)
class Decision:
    """What was decided for one area.

    outcome (str): owner; none (nobody does this here); ask (a fact); district (which one?);
        place (the owner depends on a place that is not known).
    how (str): lower, upper, either, body (the area's own) or national: why this owner.
    rule, option: the exception and the fact that settled it, where one did.
    via (QuestionOption | None): the fact that led to this need from the one asked about.
    council (Authority | None): the owner, when it is a council.
    stated (bool): the option was said, not assumed.
    """

    need: Need
    outcome: str
    area: Optional[Area]
    nation: Optional[str]
    how: str = ""
    owner: Optional[Owner] = None
    council: Optional[Authority] = None
    rule: Optional[OwnerRule] = None
    option: Optional[QuestionOption] = None
    stated: bool = False
    choice: Optional[Choice] = None
    usual: tuple[Choice, ...] = ()
    via: Optional[QuestionOption] = None

    @property
    def key(self) -> tuple[str, str]:
        """Equal for two areas when the citizen would be told the same."""
        if self.owner and self.outcome == "owner":
            return ("owner", self.owner.id)
        if self.choice and self.outcome == "ask":
            return ("ask", self.choice.fact)
        if self.outcome == "district" and self.area:
            return ("district", self.area.authority.gss)
        return (self.outcome, "")


def decide(
    catalogue: Catalogue,
    need: Need,
    area: Optional[Area],
    nation: Optional[str],
    facts: Mapping[str, str],
    home: Optional[str],
    depth: int = 0,
) -> Decision:
    """The owner of `need` in `area`, or what is missing to find it.

    area (Area | None): None when only the nation is known, or not even that.
    """
    rules = catalogue.owner_rules(need.id)
    rule = best(catalogue, rules, nation, area) if rules else None
    usual: list[Choice] = []
    known = choices(catalogue, need.id, facts, nation, area)
    if rule and rule.owner == "none" and not any(choice.given for choice in known):
        return Decision(need, "none", area, nation, rule=rule)
    for choice in known:
        option = choice.given
        open_ = option is None and (choice.policy == "ask" or choice.doubtful)
        if open_ and differs(catalogue, need, area, nation, home, choice, depth):
            return Decision(need, "ask", area, nation, rule=rule, choice=choice)
        if option is None:
            option = choice.usual
            usual.append(choice)
        if option.to_need and depth < DEPTH:
            target = catalogue.needs[option.to_need]
            found = decide(catalogue, target, area, nation, facts, home, depth + 1)
            return replace(found, via=option)
        if option.owner:
            stated = choice.given is not None
            found = by_expression(catalogue, need, option.owner, area, nation, home)
            return replace(found, option=option, stated=stated, usual=tuple(usual))
    found = by_expression(catalogue, need, rule.owner if rule else need.owner, area, nation, home)
    return replace(found, rule=rule, usual=tuple(usual))


def differs(
    catalogue: Catalogue,
    need: Need,
    area: Optional[Area],
    nation: Optional[str],
    home: Optional[str],
    choice: Choice,
    depth: int = 0,
) -> bool:
    """Whether the options of a question lead to different owners here."""
    keys = {
        decide(catalogue, need, area, nation, {choice.fact: row.value}, home, depth + 1).key
        for row in choice.options
        if depth < DEPTH
    }
    return len(keys) > 1


def by_expression(
    catalogue: Catalogue,
    need: Need,
    expression: str,
    area: Optional[Area],
    nation: Optional[str],
    home: Optional[str],
) -> Decision:
    """The owner that an owner rule (lower, upper, either, landlord, none, org:...) names here."""
    if expression == "none":
        return Decision(need, "none", area, nation)
    if expression.startswith("org:"):
        return _organization(catalogue, need, expression[4:], area, nation)
    if area is None:
        return Decision(need, "place", None, nation, how=expression)
    council = area.authority
    parent = catalogue.parent(council)
    if parent and (expression == "upper" or (expression == "either" and parent.gss == home)):
        council = parent
    elif expression in ("lower", "landlord") and council.tier == "county":
        return Decision(need, "district", area, nation, how="lower")
    how = "lower" if expression == "landlord" else expression
    return Decision(need, "owner", area, nation, how, council_owner(council), council)


def council_owner(council: Authority) -> Owner:
    """A council as an owner, known by its GSS code."""
    return Owner(council.gss, council.name, council.kind, council.homepage, council.phone)


def body_owner(body: Organization) -> Owner:
    """An organization as an owner."""
    return Owner(body.id, body.name, body.kind, body.url, body.phone)


def _organization(
    catalogue: Catalogue, need: Need, name: str, area: Optional[Area], nation: Optional[str]
) -> Decision:
    role = ROLES.get(name)
    if role and area:
        body = catalogue.body(area.origin.gss, role)
        if body:
            return Decision(need, "owner", area, nation, "body", body_owner(body))
    general = catalogue.organizations.get(name)
    if general is None or (role and area is None):
        owner = body_owner(general) if general else None
        return Decision(need, "place", area, nation, "body", owner)
    how = "body" if role else "national"
    return Decision(need, "owner", area, nation, how, body_owner(general))
