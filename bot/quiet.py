"""Keeps the frameworks below quiet: no telemetry, no native chatter, and no message text in logs.

Rasa writes what people said to its log in debug and on some errors; its loggers are held at
warning and its structured logger drops every field that can carry words of a message.
"""

from __future__ import annotations

import logging
import os
import sys
import warnings
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any, Optional, TextIO, Union

#: Where our own code is.
_OURS = str(Path(__file__).resolve().parent)
#: Fields of Rasa's structured log that can hold a person's words.
_WORDS = ("text", "message", "parse_data", "entities", "slots", "tracker", "events", "body")


def quieten() -> None:
    """Call once, before Rasa is imported."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("LOG_LEVEL_LIBRARIES", "ERROR")
    # Rasa shows progress bars unless its own log level is this high.
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    # Rasa sets its own filters when it starts, so what libraries say of each other is dropped here.
    warnings.showwarning = _ours_only
    logging.getLogger("rasa").setLevel(logging.WARNING)
    import structlog

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            without_words,
            structlog.processors.KeyValueRenderer(key_order=["event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
    )


def _ours_only(
    message: Union[Warning, str],
    category: type[Warning],
    filename: str,
    lineno: int,
    file: Optional[TextIO] = None,
    line: Optional[str] = None,
) -> None:
    """Shows a warning about our own code and drops the rest."""
    if filename.startswith(_OURS):
        (file or sys.stderr).write(
            warnings.formatwarning(message, category, filename, lineno, line)
        )


def without_words(
    _logger: Any, _method: str, fields: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """A structlog processor: drops every field that can carry words of a message."""
    return {
        key: value
        for key, value in fields.items()
        if key == "event" or not any(word in key for word in _WORDS)
    }
