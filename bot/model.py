"""The words of the domain as plain values: places, owners, services, and the three things
the resolver returns (answer, ask, gap). Imports nothing of ours; holds no behaviour
beyond what a value can say of itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Optional, Union

#: Nations as the catalogue and the command line spell them.
NATIONS = ("England", "Scotland", "Wales", "Northern Ireland")

#: Every outcome a turn can have: the closed list of the ledger.
OUTCOMES = (
    "answered",
    "asked_place",
    "asked_fact",
    "asked_need",
    "emergency",
    "smalltalk",
    "person",
    "gap_not_understood",
    "gap_out_of_remit",
    "gap_no_provider",
    "gap_no_route",
    "error",
)

#: Kinds of owner that the contract of the command line allows.
OWNER_KINDS = (
    "district",
    "county",
    "unitary",
    "london",
    "metropolitan",
    "national",
    "police",
    "fire",
    "nhs",
    "transport",
    "utility",
    "charity",
    "other",
)


@dataclass(frozen=True)
class Authority:
    """A local authority that exists on the day asked about.

    gss (str): nine-character code of the area, e.g. "E06000065".
    name (str): as people know it today, e.g. "North Yorkshire Council".
    tier (str): county, district or unitary; so are London and metropolitan boroughs.
    kind (str): county, district, unitary, london or metropolitan: finer than tier, used for owners.
    parent (str | None): GSS code of the county council, for a district only.
    nation (str): one of NATIONS.
    homepage (str): https address.
    phone (str | None): main public number, where known from a source.
    """

    gss: str
    name: str
    tier: str
    kind: str
    parent: Optional[str]
    nation: str
    homepage: str
    phone: Optional[str] = None


@dataclass(frozen=True)
class Place:
    """Where the citizen means, as far as it is known.

    input (str): what was typed, with any full postcode cut to its outward code.
    status (str): found (one area), split (several candidates), unknown, malformed, outside (of
        the UK).
    authorities (tuple[Authority, ...]): candidates, lowest tier first known; for a county named
        as such, the county itself.
    nation (str | None): when every candidate lies in one nation, or only the nation was named.
    outcode (str | None): outward code, e.g. "HG1", never more of a postcode than that.
    label (str): how to name the place to the citizen.
    """

    input: str
    status: str
    authorities: tuple[Authority, ...] = ()
    nation: Optional[str] = None
    outcode: Optional[str] = None
    label: str = ""


@dataclass(frozen=True)
class Owner:
    """The organisation responsible for a need in a place. `kind` is one of OWNER_KINDS."""

    id: str
    name: str
    kind: str
    url: Optional[str] = None
    phone: Optional[str] = None


@dataclass(frozen=True)
class Service:
    """The one service that meets the need, and how to reach it."""

    name: str
    url: Optional[str]
    phone: Optional[str]


@dataclass(frozen=True)
class Words:
    """A sentence to be said: the key of a response in domain.yml and what fills its blanks.

    values (dict): text; or a date, a time or other Words, which are put into words in the language
    the sentence is said in.
    """

    key: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Option:
    """One choice offered: what the citizen sees, and what comes back when it is chosen."""

    label: str
    value: str


@dataclass(frozen=True)
class Alternative:
    """Another route beside an answer: `value` is a need id, or None for another body's link."""

    label: str
    value: Optional[str] = None
    url: Optional[str] = None
    phone: Optional[str] = None


@dataclass(frozen=True)
class Opening:
    """Whether the phone is answered at this moment, and the sentence about it."""

    open: bool
    words: Words


@dataclass(frozen=True)
class Details:
    """What meeting the need takes: its cost, what to have ready, and how long or until when."""

    cost: tuple[Words, ...] = ()
    bring: tuple[Words, ...] = ()
    time: Optional[Words] = None


@dataclass(frozen=True)
class Answer:
    """The one service for the need in this place, whose it is and why.

    hours (Opening | None): of the phone, when they are known. details: when anything is known.
    """

    need: str
    owner: Owner
    service: Service
    reason: Words
    notes: tuple[Words, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    trace: tuple[Words, ...] = ()
    hours: Optional[Opening] = None
    details: Optional[Details] = None


@dataclass(frozen=True)
class Ask:
    """One question, asked because the answer would change the owner.

    kind (str): place, fact or need.
    fact (str | None): which fact of questions.csv, for kind fact.
    """

    kind: str
    need: Optional[str]
    question: Words
    options: tuple[Option, ...] = ()
    fact: Optional[str] = None
    trace: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Gap:
    """Nothing meets the need here.

    reason (str): not_understood, out_of_remit, no_provider or no_route.
    """

    reason: str
    need: Optional[str]
    message: Words
    owner: Optional[Owner] = None
    trace: tuple[Words, ...] = ()


Resolution = Union[Answer, Ask, Gap]
