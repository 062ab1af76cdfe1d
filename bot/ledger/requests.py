"""Turns grouped into requests: one need in one conversation, and how it ended. Pure.

Figures count requests, not turns: a citizen who is asked where they live and then told the service
has asked for one thing, not two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, Optional

#: Outcomes of a turn that asks the citizen something.
ASKED = ("asked_place", "asked_fact", "asked_need")

Verdicts = Mapping[tuple[str, int], bool]


@dataclass(frozen=True)
class Request:
    """One need in one conversation.

    number (int): 1 for the conversation's first request. at (datetime): its first turn, UTC.
    week (date): its Monday. month (str): as 2026-10. need (str | None): None when none was made
    out. area (str | None): GSS code, when one was known for sure. outcome (str): of its last turn.
    reason (str | None): why it was not met, one of schema.GAP_REASONS but `abandoned`, which only
    time tells. person (bool): a person was asked for. helped (bool | None): what the citizen said
    last. asked (int): questions put. seconds (float | None): from the first turn to the answer.
    """

    conversation: str
    number: int
    at: datetime
    last_at: datetime
    week: date
    month: str
    channel: str
    language: str
    need: Optional[str]
    owner: Optional[str]
    area: Optional[str]
    outcome: str
    reason: Optional[str]
    person: bool
    helped: Optional[bool]
    asked: int
    turns: int
    seconds: Optional[float]


def requests(turns: Iterable[Mapping[str, Any]], verdicts: Verdicts) -> list[Request]:
    """The requests of whole conversations.

    turns: rows of the table `turn`, those of one conversation together and in order.
    verdicts: what was said last of a turn, by (conversation, number of the turn).
    """
    found: list[Request] = []
    for _, rows in groupby(turns, key=lambda row: row["conversation"]):
        conversation = list(rows)
        groups = _groups(conversation)
        found += [_request(group, n, verdicts) for n, group in enumerate(groups, start=1)]
    return found


def _groups(turns: list[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """A conversation's turns by request. Small talk belongs to none, unless there is nothing else;
    asking for a person belongs to what was spoken of. Coming back to a need is the same request,
    and so are several messages of which no need could be made out.
    """
    groups: list[list[Mapping[str, Any]]] = []
    for turn in turns:
        if turn["outcome"] == "smalltalk":
            continue
        if groups and _carries_on(groups[-1], turn):
            groups[-1].append(turn)
        else:
            groups.append([turn])
    by_need: dict[Optional[str], list[Mapping[str, Any]]] = {}
    for group in groups or [turns[:1]]:
        by_need.setdefault(_last(group, "need"), []).extend(group)
    return list(by_need.values())


def _carries_on(group: list[Mapping[str, Any]], turn: Mapping[str, Any]) -> bool:
    if turn["outcome"] == "person":
        return True
    open_question = group[-1]["outcome"] in ASKED
    need = _last(group, "need")
    if turn["need"] is None:
        return open_question
    return bool(turn["need"] == need or (need is None and open_question))


def _request(group: list[Mapping[str, Any]], number: int, verdicts: Verdicts) -> Request:
    first, last = group[0], group[-1]
    person = any(turn["outcome"] == "person" for turn in group)
    decided = [turn for turn in group if turn["outcome"] != "person"] or group
    outcome = str(decided[-1]["outcome"])
    said = [verdicts.get((turn["conversation"], turn["number"])) for turn in group]
    helped = next((one for one in reversed(said) if one is not None), None)
    answer = decided[-1] if outcome == "answered" else None
    gap = decided[-1]["gap"]
    return Request(
        conversation=first["conversation"],
        number=number,
        at=first["at"],
        last_at=last["at"],
        week=monday(first["at"]),
        month=f"{first['at']:%Y-%m}",
        channel=first["channel"],
        language=first["language"],
        need=_last(group, "need"),
        owner=_last(group, "owner"),
        area=_one_area(_last(group, "area")),
        outcome=outcome,
        reason=gap or ("did_not_help" if helped is False else None),
        person=person,
        helped=helped,
        asked=sum(turn["outcome"] in ASKED for turn in group),
        turns=len(group),
        seconds=_lasted(first, answer) if answer else None,
    )


def monday(at: datetime) -> date:
    """The Monday of a moment's week."""
    day = at.date()
    return day - timedelta(days=day.weekday())


def _last(group: list[Mapping[str, Any]], column: str) -> Optional[str]:
    return next((turn[column] for turn in reversed(group) if turn[column] is not None), None)


def _one_area(codes: Optional[str]) -> Optional[str]:
    """The area when the place named one council's; several candidates are no knowledge."""
    return codes if codes and " " not in codes else None


def _lasted(first: Mapping[str, Any], answer: Mapping[str, Any]) -> float:
    """Seconds between the first message coming in and the answer; `at` is when a reply was made."""
    between: float = (answer["at"] - first["at"]).total_seconds()
    return round(max(0.0, between) + float(first["seconds"]), 3)
