"""JSON Lines in and out: one object a line, with errors that name the line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any, Optional

from bot.errors import BadInput
from bot.words import LANGUAGES

#: Characters one line may have: a message and its facts fit many times over.
LONGEST = 100_000


def read(required: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Objects from standard input, with their line numbers; blank lines are skipped.

    required (str): a key every object must have, with text in it.
    RAISES BadInput naming the line and what is wrong with it.
    """
    source = sys.stdin.buffer
    for number, raw in enumerate(source, start=1):
        if len(raw) > LONGEST * 4:
            raise BadInput(f"stdin line {number}: longer than {LONGEST} characters. Shorten it.")
        line = raw.decode("utf-8", errors="replace").strip()
        if not line:
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise BadInput(
                f"stdin line {number}: not JSON ({error}). Give one object a line."
            ) from None
        if not isinstance(value, dict) or not isinstance(value.get(required), str):
            raise BadInput(
                f"stdin line {number}: no text under the key {required!r}. "
                f'Give an object such as {{"{required}": "…"}}.'
            )
        yield number, value


def optional_text(number: int, value: dict[str, Any], key: str) -> Optional[str]:
    """The text under `key`, None when absent. RAISES BadInput when it is something else."""
    found = value.get(key)
    if found is not None and not isinstance(found, str):
        raise BadInput(f"stdin line {number}, key {key}: {found!r} is not text.")
    return found or None


def language(number: int, value: dict[str, Any]) -> Optional[str]:
    """The language under `lang`, None when absent. RAISES BadInput when we do not speak it."""
    found = optional_text(number, value, "lang")
    if found is not None and found not in LANGUAGES:
        raise BadInput(f"stdin line {number}, key lang: use one of {', '.join(LANGUAGES)}.")
    return found


def facts(number: int, value: dict[str, Any]) -> dict[str, str]:
    """The object under `facts` with text values. RAISES BadInput when it is something else."""
    found = value.get("facts") or {}
    if not isinstance(found, dict) or not all(isinstance(v, str) for v in found.values()):
        raise BadInput(
            f'stdin line {number}, key facts: use an object such as {{"landlord": "council"}}.'
        )
    return found


def day(number: int, value: dict[str, Any]) -> Optional[date]:
    """The date under `today`, None when absent. RAISES BadInput when it is no ISO date."""
    found = optional_text(number, value, "today")
    if found is None:
        return None
    try:
        return date.fromisoformat(found)
    except ValueError:
        raise BadInput(
            f"stdin line {number}, key today: {found!r} is not a date such as 2026-11-23."
        ) from None


def write(value: Any) -> None:
    """One object on one line of standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
