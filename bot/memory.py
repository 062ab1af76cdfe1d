"""What a conversation remembers between turns, as values that a Rasa slot can hold."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any, Mapping, Optional

from bot.model import Option


@dataclass(frozen=True)
class Asked:
    """The question that waits for an answer.

    kind (str): place, fact or need. tries (int): how often it was put.
    """

    kind: str
    options: tuple[Option, ...] = ()
    fact: Optional[str] = None
    tries: int = 1


@dataclass(frozen=True)
class Memory:
    """need: the one being dealt with; place: what was typed or chosen for it (see bot.where);
    words: the message that told the need; facts: what is known of it; ranking: need ids that
    fitted the words, best first; rejected: need ids the citizen turned down; also: need ids of
    further wishes in the same words; done: the need was answered; number: how many turns the
    conversation has had; outcome: of the newest.
    """

    need: Optional[str] = None
    place: Optional[dict[str, Any]] = None
    facts: dict[str, str] = field(default_factory=dict)
    words: str = ""
    ranking: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    asked: Optional[Asked] = None
    done: bool = False
    number: int = 0
    outcome: Optional[str] = None

    def but(self, **changes: Any) -> Memory:
        """The same memory with some fields changed."""
        return replace(self, **changes)

    def to_dict(self) -> dict[str, Any]:
        """A value for JSON; `from_dict` reads it back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, value: Optional[Mapping[str, Any]]) -> Memory:
        """The memory of `to_dict`; an empty one for None or for a value of another version."""
        try:
            data = dict(value or {})
            asked = data.pop("asked", None)
            if asked:
                options = tuple(Option(**option) for option in asked.pop("options", ()))
                data["asked"] = Asked(options=options, **asked)
            for key in ("ranking", "rejected", "also"):
                data[key] = tuple(data.get(key) or ())
            return cls(**data)
        except (TypeError, AttributeError):
            return cls()
