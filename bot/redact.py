"""Takes personal data out of what a citizen typed, leaving readable words in its place.

What comes out is what Rasa, its tracker store, the logs and the ledger may see. A full postcode
is cut to its outward code; everything else becomes a token such as [phone] or [name]. When in
doubt between a reference and a person's number, it goes.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.personal import names, numbers, online, places
from bot.personal.spans import Detector, Span

#: What is looked for, the surest first: where two overlap, the earlier gives the kind.
_DETECTORS: tuple[Detector, ...] = (
    online.links,
    online.emails,
    numbers.births,
    numbers.national_insurance,
    numbers.long_numbers,
    numbers.bank_details,
    numbers.references,
    numbers.phones,
    places.plates,
    places.addresses,
    places.postcodes,
    online.ip_addresses,
    online.handles,
    names.names,
)
#: Taking one thing out can bring another into view ("my name is" before a cut); rarely twice.
_MOST_PASSES = 6


@dataclass(frozen=True)
class Found:
    """Personal data of a kind at start:end of the original text; the data itself is not kept."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Redacted:
    """A text without personal data, and what was taken out of the original."""

    text: str
    found: tuple[Found, ...]


@dataclass
class _Shown:
    """The text as it stands, and for each character the stretch of the original it shows."""

    text: str
    starts: list[int]
    ends: list[int]


def redact(text: str) -> Redacted:
    """Take the personal data out of a text.

    text (str): anything; time is linear in its length.
    RETURNS (Redacted): the text to go on with, and the finds with offsets in `text`, in order.
        Redacting the result again changes nothing.
    """
    shown = _Shown(text, list(range(len(text))), list(range(1, len(text) + 1)))
    found: list[Found] = []
    for _ in range(_MOST_PASSES):  # pragma: no branch (hostile text only)
        spans = _merged(shown.text)
        if not spans:
            break
        fresh = [
            Found(span.kind, shown.starts[span.start], shown.ends[span.end - 1]) for span in spans
        ]
        found = [old for old in found if not any(_within(old, new) for new in fresh)] + fresh
        shown = _replaced(shown, spans)
    return Redacted(shown.text, tuple(sorted(found, key=lambda one: one.start)))


def _within(inner: Found, outer: Found) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _merged(text: str) -> list[Span]:
    """What the detectors find, in order of place; finds that overlap become one."""
    ranked = [
        (span.start, rank, span)
        for rank, detector in enumerate(_DETECTORS)
        for span in detector(text)
        if text[span.start : span.end] != span.replacement
    ]
    ranked.sort(key=lambda item: item[:2])
    merged: list[tuple[int, Span]] = []
    for _, rank, span in ranked:
        if not merged or span.start >= merged[-1][1].end:
            merged.append((rank, span))
            continue
        other_rank, other = merged[-1]
        best = other if other_rank <= rank else span
        end = max(other.end, span.end)
        merged[-1] = (min(rank, other_rank), Span(other.start, end, best.kind, best.replacement))
    return [span for _, span in merged]


def _replaced(shown: _Shown, spans: list[Span]) -> _Shown:
    """The text with the spans replaced, every new character standing for the whole of its span."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for span in spans:
        parts += [shown.text[position : span.start], span.replacement]
        starts += shown.starts[position : span.start]
        ends += shown.ends[position : span.start]
        starts += [shown.starts[span.start]] * len(span.replacement)
        ends += [shown.ends[span.end - 1]] * len(span.replacement)
        position = span.end
    parts.append(shown.text[position:])
    return _Shown("".join(parts), starts + shown.starts[position:], ends + shown.ends[position:])
