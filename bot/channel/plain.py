"""A reply as plain text: for SMS and other channels without cards, and for a copy by e-mail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.channel.replies import Contact, Link, Reply, tidy
from bot.channel.words import PageWords, page_words

NOBODY: Contact = {"name": "", "url": None, "phone": None, "open": None, "hours": None}


def plain_text(given: Mapping[str, Any]) -> str:
    """As `plain`, from the reply as the dialogue gives it."""
    return plain(tidy(given, "", NOBODY))


def plain(reply: Reply) -> str:
    """The whole reply as short paragraphs with an empty line between; links are written out, and
    labels are in the reply's own language.
    """
    return "\n\n".join(part for part in _parts(reply, page_words(reply["lang"])) if part)


def sentences(reply: Reply) -> list[str]:
    """What is said beside the question and the alarm, which are shown in their own places."""
    ask, emergency = reply["ask"], reply["emergency"]
    shown = {ask["question"]} if ask else set()
    if emergency:
        shown |= {emergency["title"], emergency["text"]}
    return [sentence for sentence in reply["say"] if sentence not in shown]


def pieces(text: str, size: int) -> list[str]:
    """The text in pieces of at most `size` characters, cut between paragraphs, else lines, else
    words; a word longer than that (a link) is cut anywhere.
    """
    found: list[str] = []
    rest = text.strip()
    while len(rest) > size:
        cuts = (rest.rfind(mark, 1, size + 1) for mark in ("\n\n", "\n", " "))
        cut = next((place for place in cuts if place > 0), size)
        found.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return [*found, rest] if rest else found


def _parts(reply: Reply, words: PageWords) -> list[str]:
    emergency, service, ask = reply["emergency"], reply["service"], reply["ask"]
    parts = []
    if emergency:
        whose, phone = emergency["phone_label"] or "", emergency["phone"] or ""
        line = whose if phone in whose else f"{whose}: {phone}" if whose else phone
        parts += [_lines(emergency["title"], emergency["text"], line, emergency["url"] or "")]
    parts += [*sentences(reply), *reply["notices"]]
    if service:
        owner = reply["owner"]["name"] if reply["owner"] else ""
        parts += [_lines(service["name"], owner, *_reach(service), *_hours(reply))]
        parts += [reply["reason"] or "", *_takes(reply, words)]
    parts += reply["notes"]
    if ask:
        parts.append(ask["question"])
        # Numbered, as a number is what can be typed on any telephone (bot.options reads it).
        labels = (option["label"] for option in ask["options"])
        parts.append(_lines(*(f"{number}. {label}" for number, label in enumerate(labels, 1))))
    for other in reply["alternatives"]:
        if not other["value"]:
            parts.append(_lines(other["label"], *_reach(other)))
    if not service and not ask:
        found = reply["contact"]
        parts.append(_lines(found["name"], *_reach(found), found["hours"] or ""))
    return parts


def _hours(reply: Reply) -> list[str]:
    return [reply["hours"]["text"]] if reply["hours"] else []


def _takes(reply: Reply, words: PageWords) -> list[str]:
    takes = reply["takes"]
    if not takes:
        return []
    bring = [f"- {item}" for item in takes["bring"]]
    return [
        _lines(f"{words('takes_bring')}:", *bring) if bring else "",
        f"{words('takes_cost')}: {'; '.join(takes['cost'])}" if takes["cost"] else "",
        takes["time"] or "",
    ]


def _reach(link: Link) -> list[str]:
    return [line for line in (link["url"], link["phone"]) if line]


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line)
