"""What the dialogue gives the channel, made safe to show: known keys, known types, safe links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Optional, TypedDict
from urllib.parse import urlsplit

from bot.model import OUTCOMES


class Link(TypedDict):
    """Where something is found: either may be missing."""

    url: Optional[str]
    phone: Optional[str]


class Named(Link):
    """A service or a way to reach people."""

    name: str


class Choice(TypedDict):
    """A button."""

    label: str
    value: str


class Question(TypedDict):
    """What is asked. kind: place, fact or need."""

    kind: str
    question: str
    options: list[Choice]


class Other(Link):
    """Another route: `value` is what choosing it sends, None when it is only a link."""

    label: str
    value: Optional[str]


class Emergency(Link):
    """What to do at once."""

    title: str
    text: str
    phone_label: Optional[str]


class Hours(TypedDict):
    """Whether the service's phone is answered now, and a sentence about it."""

    open: bool
    text: str


class Takes(TypedDict):
    """What meeting the need takes: its cost, what to have ready, how long or until when."""

    cost: list[str]
    bring: list[str]
    time: Optional[str]


class Contact(Named):
    """How to reach a person. open: whether the phone is answered now; None: not known."""

    open: Optional[bool]
    hours: Optional[str]


class Area(TypedDict):
    """The place a reply is about; `codes` are GSS codes of its councils."""

    name: str
    codes: list[str]


class Reply(TypedDict):
    """One turn's reply, in the language `lang`. `say` is never empty; `contact` is always there.
    `notices` say what is out of the ordinary just now; `others` are choices for when an answer did
    not help.
    """

    outcome: str
    lang: str
    say: list[str]
    need: Optional[dict[str, str]]
    owner: Optional[dict[str, str]]
    service: Optional[Named]
    reason: Optional[str]
    notes: list[str]
    hours: Optional[Hours]
    takes: Optional[Takes]
    notices: list[str]
    others: list[Choice]
    ask: Optional[Question]
    alternatives: list[Other]
    emergency: Optional[Emergency]
    contact: Contact
    trace: list[str]
    area: Optional[Area]


def failed(sentence: str, contact: Contact, lang: str = "en") -> Reply:
    """The reply when the dialogue gave none."""
    return tidy({"outcome": "error", "say": [sentence], "lang": lang}, sentence, contact)


def from_messages(
    messages: Iterable[Mapping[str, Any]], sentence: str, contact: Contact, lang: str = "en"
) -> Reply:
    """The reply in what Rasa's channel collected: the last `custom`, after any plain texts.

    sentence (str): said when nothing was (Rasa returns an empty list when an action fails).
    """
    texts: list[str] = []
    custom: Optional[Mapping[str, Any]] = None
    for message in messages:
        if isinstance(message.get("custom"), Mapping):
            custom = message["custom"]
        elif message.get("text"):
            texts.append(str(message["text"]))
    if custom is None and not texts:
        return failed(sentence, contact, lang)
    reply = tidy(custom or {"outcome": "smalltalk", "lang": lang}, sentence, contact, texts)
    return reply


def tidy(
    given: Mapping[str, Any], sentence: str, contact: Contact, before: Iterable[str] = ()
) -> Reply:
    """A whole reply from whatever was given; what has the wrong type counts as missing.

    before (Iterable[str]): sentences to say first. sentence (str): said when there is none.
    """
    outcome = given.get("outcome")
    say = [*before, *_texts(given.get("say"))]
    found = _part(given, "contact")
    return {
        "outcome": outcome if outcome in OUTCOMES else "error",
        "lang": "cy" if given.get("lang") == "cy" else "en",
        "say": say or [sentence],
        "need": _strings(given, "need", ("id", "label")),
        "owner": _strings(given, "owner", ("id", "name", "kind")),
        "service": _named(_part(given, "service")),
        "reason": _text(given.get("reason")),
        "notes": _texts(given.get("notes")),
        "hours": _hours(_part(given, "hours")),
        "takes": _takes(_part(given, "takes")),
        "notices": _texts(given.get("notices")),
        "others": _choices(given.get("others")),
        "ask": _question(_part(given, "ask")),
        "alternatives": _others(given.get("alternatives")),
        "emergency": _emergency(_part(given, "emergency")),
        "contact": _contact(found) or contact,
        "trace": _texts(given.get("trace")),
        "area": _area(_part(given, "area")),
    }


def safe_url(value: object) -> Optional[str]:
    """The address when it is a plain web address, else None: a link is never a script."""
    if not isinstance(value, str) or not re.fullmatch(
        r"https?://[^\s\"<>\x00-\x20]{1,2000}", value
    ):
        return None
    try:
        return value if urlsplit(value).hostname else None
    except ValueError:
        return None


def _text(value: object) -> Optional[str]:
    return value.strip() or None if isinstance(value, str) else None


def _texts(value: object) -> list[str]:
    if not isinstance(value, (list, tuple)):
        return []
    return [text for text in map(_text, value) if text]


def _part(given: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = given.get(key)
    return value if isinstance(value, Mapping) else {}


def _strings(given: Mapping[str, Any], key: str, keys: tuple[str, ...]) -> Optional[dict[str, str]]:
    part = _part(given, key)
    return {name: str(part.get(name) or "") for name in keys} if part else None


def _named(part: Mapping[str, Any]) -> Optional[Named]:
    name = _text(part.get("name"))
    if not name:
        return None
    return {"name": name, "url": safe_url(part.get("url")), "phone": _text(part.get("phone"))}


def _contact(part: Mapping[str, Any]) -> Optional[Contact]:
    found = _named(part)
    opened = part.get("open")
    if not found:
        return None
    return {
        **found,
        "open": opened if isinstance(opened, bool) else None,
        "hours": _text(part.get("hours")),
    }


def _area(part: Mapping[str, Any]) -> Optional[Area]:
    codes = _texts(part.get("codes"))
    return {"name": _text(part.get("name")) or "", "codes": codes} if codes else None


def _question(part: Mapping[str, Any]) -> Optional[Question]:
    question = _text(part.get("question"))
    if not question:
        return None
    kind = part.get("kind")
    kind = kind if kind in ("place", "fact", "need") else "fact"
    return {"kind": str(kind), "question": question, "options": _choices(part.get("options"))}


def _choices(value: object) -> list[Choice]:
    found: list[Choice] = []
    for option in value if isinstance(value, (list, tuple)) else ():
        if not isinstance(option, Mapping):
            continue
        label, sent = _text(option.get("label")), _text(option.get("value"))
        if label and sent:
            found.append({"label": label, "value": sent})
    return found


def _hours(part: Mapping[str, Any]) -> Optional[Hours]:
    text = _text(part.get("text"))
    return {"open": part.get("open") is True, "text": text} if text else None


def _takes(part: Mapping[str, Any]) -> Optional[Takes]:
    cost, bring, time = _texts(part.get("cost")), _texts(part.get("bring")), _text(part.get("time"))
    return {"cost": cost, "bring": bring, "time": time} if cost or bring or time else None


def _others(value: object) -> list[Other]:
    found: list[Other] = []
    for part in value if isinstance(value, (list, tuple)) else ():
        label = _text(part.get("label")) if isinstance(part, Mapping) else None
        if label:
            url, phone = safe_url(part.get("url")), _text(part.get("phone"))
            choice = _text(part.get("value"))
            if choice or url or phone:
                found.append({"label": label, "value": choice, "url": url, "phone": phone})
    return found


def _emergency(part: Mapping[str, Any]) -> Optional[Emergency]:
    title, text = _text(part.get("title")), _text(part.get("text"))
    if not (title or text):
        return None
    return {
        "title": title or "",
        "text": text or "",
        "phone": _text(part.get("phone")),
        "phone_label": _text(part.get("phone_label")),
        "url": safe_url(part.get("url")),
    }
