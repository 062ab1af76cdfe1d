"""What the adviser reads out: the reply as sentences for the ear, without links and labels."""

from __future__ import annotations

from bot.channel.plain import sentences
from bot.channel.render import host
from bot.channel.replies import Reply
from bot.channel.words import PageWords


def script(reply: Reply, words: PageWords) -> list[str]:
    """Short sentences, in the order in which they are said. words: of the desk."""
    emergency, service, ask = reply["emergency"], reply["service"], reply["ask"]
    said: list[str] = []
    if emergency:
        said += [emergency["title"], emergency["text"]]
        if emergency["phone"]:
            said.append(words("script_emergency", phone=emergency["phone"]))
    opening = sentences(reply)
    # What else was asked is named when this is said, not in the midst of it.
    offers = any(other["value"] for other in reply["alternatives"])
    rest = [opening.pop()] if service and offers and len(opening) > 1 else []
    said += opening
    if service:
        said += [*_answer(reply, words), *rest]
    if ask:
        said.append(ask["question"])
        if ask["options"]:
            labels = [option["label"] for option in ask["options"]]
            said.append(words("script_options", options="; ".join(labels)))
    return list(dict.fromkeys(_sentence(part) for part in said if part))


def _answer(reply: Reply, words: PageWords) -> list[str]:
    service, owner = reply["service"], reply["owner"]
    said: list[str] = []
    if owner and not any(owner["name"] in sentence for sentence in reply["say"]):
        said.append(words("script_owner", owner=owner["name"]))
    if reply["reason"]:
        said.append(reply["reason"])
    said += [*reply["notices"], *reply["notes"]]
    takes = reply["takes"]
    if takes and takes["bring"]:
        said.append(words("script_bring", items="; ".join(takes["bring"])))
    if takes and takes["cost"]:
        said.append(words("script_cost", cost="; ".join(takes["cost"])))
    if service and service["phone"]:
        said.append(words("script_phone", phone=service["phone"]))
        if reply["hours"]:
            said.append(reply["hours"]["text"])
    if service and service["url"]:
        said.append(words("script_url", host=host(service["url"])))
    return said


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if text[-1:] in ".?!:" else f"{text}."
