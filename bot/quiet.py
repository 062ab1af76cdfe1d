"""Keeps the frameworks below quiet: no telemetry, no native chatter, and no message text in logs.

Rasa writes what people said to its log in debug and on some errors; its loggers are held at
warning and its structured logger drops every field that can carry words of a message.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import MutableMapping
from typing import Any

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
    warnings.filterwarnings(
        "ignore", module=r"(rasa|tensorflow|sanic|jax|matplotlib|pkg_resources)"
    )
    warnings.filterwarnings("ignore", category=DeprecationWarning)
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


def without_words(
    _logger: Any, _method: str, fields: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """A structlog processor: drops every field that can carry words of a message."""
    return {
        key: value
        for key, value in fields.items()
        if key == "event" or not any(word in key for word in _WORDS)
    }
