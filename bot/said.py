"""What one message says, once understood: the hand-over from understanding to conversation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping, Optional

from bot.model import Place


@dataclass(frozen=True)
class Said:
    """One understood message.

    text (str): the words after the door, without personal data.
    intent (str): need, give_place, choose, affirm, deny, person, greet, thanks, bye, bot_challenge,
        start_again, out_of_scope, other_language, emergency or not_understood.
    decision (str): for intent need: answer (one clearly fits) or ask (several may).
    needs (tuple): (need id, probability), best first, at most five.
    offer (tuple): need ids to put to the citizen when decision is ask.
    also (tuple): need ids of further wishes in the same message.
    alarm (str | None): kind of immediate danger, see bot.understanding.safety.
    caution (bool): words of danger that are hardly meant now; a line about 999 goes with the reply.
    place (Place | None): a place named in the message.
    choice (str | None): value of a button.
    """

    text: str
    intent: str
    decision: str = "answer"
    needs: tuple[tuple[str, float], ...] = ()
    offer: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    alarm: Optional[str] = None
    caution: bool = False
    place: Optional[Place] = None
    choice: Optional[str] = None


def from_parse(parse: Mapping[str, Any], place: Optional[Place]) -> Said:
    """The message that Rasa's pipeline understood.

    parse (Mapping): `tracker.latest_message` or the result of `agent.parse_message`; our
        classifier adds the key `understanding`.
    """
    intent = (parse.get("intent") or {}).get("name") or "not_understood"
    found = parse.get("understanding") or {}
    choice = next(
        (e.get("value") for e in parse.get("entities") or () if e.get("entity") == "value"), None
    )
    return Said(
        text=parse.get("text") or "",
        intent=intent,
        decision=found.get("decision", "answer"),
        needs=tuple((need, float(p)) for need, p in found.get("needs", ())),
        offer=tuple(found.get("offer", ())),
        also=tuple(found.get("also", ())),
        alarm=found.get("alarm"),
        caution=bool(found.get("caution")),
        place=place,
        choice=choice if intent == "choose" else None,
    )
