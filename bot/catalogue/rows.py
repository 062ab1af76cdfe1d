"""One frozen value class for each kind of row in the catalogue, except Authority (bot.model)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class AuthorityName:
    """Another name by which people know one or several authorities.

    gss (tuple[str, ...]): the authorities meant; several for a county that no one council serves.
    kind (str): common, welsh, former, abbreviation or county (a ceremonial or historic county).
    """

    name: str
    gss: tuple[str, ...]
    kind: str


@dataclass(frozen=True)
class Succession:
    """One authority giving way to another on a date; one row for each successor.

    ended (date): the first day on which the successor is in charge.
    gss (str | None): the successor's code; None when a future successor has none yet.
    new_name (str): the successor's name.
    kind (str): merged, split, recoded, renamed or future (not yet happened).
    """

    old_gss: str
    old_name: str
    ended: date
    gss: str | None
    new_name: str
    kind: str


@dataclass(frozen=True)
class Town:
    """A town or village: every authority it may mean, likeliest first, and its outward codes."""

    town: str
    authorities: tuple[str, ...]
    outcodes: tuple[str, ...]


@dataclass(frozen=True)
class Organization:
    """A body that owns needs and is not a council; `nation` says where it works.

    kind (str): one of bot.model.OWNER_KINDS.
    nation (tuple[str, ...]): nations it serves, e.g. ("England", "Wales") or ("UK",).
    hours (str): opening hours of the phone line in words, "" when unknown.
    """

    id: str
    name: str
    kind: str
    nation: tuple[str, ...]
    url: str | None
    phone: str | None
    hours: str


@dataclass(frozen=True)
class Need:
    """Something a citizen wants to do, and the rule that finds its owner.

    owner (str): lower, upper, either, landlord, or org:<organization id or role>.
    govuk (str | None): the national page that serves the need or forwards to the council.
    service (str): plain name of the service shown on the card.
    """

    id: str
    label: str
    group: str
    lgsl: int | None
    owner: str
    govuk: str | None
    service: str


@dataclass(frozen=True)
class OwnerRule:
    """An exception to a need's owner where `scope` holds.

    scope (str): a nation, a kind of authority, role:organization-id, or a GSS code.
    """

    need: str
    scope: str
    owner: str
    url: str | None
    phone: str | None
    note: str


@dataclass(frozen=True)
class QuestionOption:
    """One answer to a question about a fact on which a need's owner depends.

    policy (str): ask (put the question) or default (take this option unless the words say another).
    hints (str): regular expression over the citizen's words that already says this value.
    """

    need: str
    fact: str
    policy: str
    value: str
    label: str
    owner: str
    to_need: str | None
    scope: str
    hints: str


@dataclass(frozen=True)
class NeedDetail:
    """What meeting a need takes, where `scope` holds, as ends of sentences in domain.yml.

    cost, time (str): of utter_cost_… and utter_time_…, "" when nothing is sure everywhere.
    bring (tuple[str, ...]): of utter_bring_…. source (str): the page that says so.
    """

    need: str
    scope: str
    cost: str
    bring: tuple[str, ...]
    time: str
    source: str


@dataclass(frozen=True)
class SafetyMessage:
    """Whom to call in a kind of danger; the sentences are utter_emergency_* in domain.yml.

    need (str | None): the need that the danger belongs to.
    """

    kind: str
    need: str | None
    phone: str
    phone_label: str
    url: str
