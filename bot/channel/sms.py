"""Text messages: letters that fit 160 to a message, how many messages a text takes, and cuts.

A text message holds 160 letters of the GSM alphabet (153 when it is one of several), but only 70
(67) as soon as a single other letter is in it. One curly quote would so double the cost.
"""

from __future__ import annotations

from bot.channel.plain import pieces

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
#: Letters of the alphabet that take two places.
_DOUBLE = "^{}\\[~]|€"
_PLAINER = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "}
)
#: Most text messages that one piece of a reply may take: services cut longer ones anywhere.
SEGMENTS = 3


def plainer(text: str) -> str:
    """The text with typographic signs as a telephone writes them; Welsh letters stay."""
    return text.translate(_PLAINER)


def segments(text: str) -> int:
    """How many text messages it takes."""
    if _is_basic(text):
        size, one, many = len(text) + sum(letter in _DOUBLE for letter in text), 160, 153
    else:
        size, one, many = len(text.encode("utf-16-be")) // 2, 70, 67
    return 1 if size <= one else -(-size // many)


def cut(text: str) -> list[str]:
    """The text in pieces of at most SEGMENTS text messages each, cut where it hurts least."""
    # Rasa sends what an empty line parts as messages of their own, each paid for.
    text = plainer(text).replace("\n\n", "\n")
    size = SEGMENTS * (153 if _is_basic(text) else 67)
    found = pieces(text, size)
    # Letters that take two places may make a piece a little too long: then everything is shorter.
    while any(segments(piece) > SEGMENTS for piece in found):
        size -= 10
        found = pieces(text, size)
    return found


def _is_basic(text: str) -> bool:
    return all(letter in _BASIC or letter in _DOUBLE for letter in text)
