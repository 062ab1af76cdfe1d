"""What lets a council's own pages show the conversation: the widget's script with what it needs to
know, and which sites may frame it.
"""

from __future__ import annotations

import json
from pathlib import Path

from bot.channel.settings import ChannelSettings
from bot.channel.words import FOLDER as TEXTS
from bot.channel.words import page_words

SOURCE = Path(__file__).parent / "static" / "widget.js"
#: Where in the source the values go.
PLACE = "null; // replaced by bot/channel/embed.py"
WORDS = ("widget_close", "widget_tab", "widget_waiting", "widget_failed")


def script(settings: ChannelSettings) -> bytes:
    """The widget's script, with the page's path, title, colour and the few words it says."""
    words = {lang: _words(settings, lang) for lang in sorted(f.stem for f in TEXTS.glob("*.yml"))}
    values = {
        "path": settings.path,
        "accent": settings.accent,
        "lang": settings.lang,
        "words": words,
    }
    before, after = SOURCE.read_text(encoding="utf-8").split(PLACE)
    return f"{before}{json.dumps(values)};{after}".encode()


def _words(settings: ChannelSettings, lang: str) -> dict[str, str]:
    said = {key.removeprefix("widget_"): page_words(lang)(key) for key in WORDS}
    return {"title": settings.in_language(lang).title, **said}


def ancestors(settings: ChannelSettings) -> str:
    """The sites that may frame the page, as a CSP source list: those of the setting, and this one
    when it shows the demonstration.
    """
    given = settings.frame_ancestors.strip()
    if not settings.demo or "'self'" in given.split():
        return given
    return "'self'" if given == "'none'" else f"'self' {given}"
