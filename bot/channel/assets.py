"""The page's style sheet, script and icon: read once, compressed once, named by their content."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from bot.channel.embed import script
from bot.channel.settings import ChannelSettings

FOLDER = Path(__file__).parent / "static"
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


@dataclass(frozen=True)
class Asset:
    """A file as it is sent. version (str): changes with the content."""

    body: bytes
    compressed: bytes
    content_type: str
    version: str


class Assets:
    """Every static file by name; there is no other way to a file, so none can be wandered to."""

    def __init__(self, settings: ChannelSettings) -> None:
        self._path = settings.path
        theme = f":root{{--accent:{settings.accent}}}\n".encode()
        self._known = {"theme.css": _asset(theme, ".css")}
        for file in sorted(FOLDER.iterdir()):
            self._known[file.name] = _asset(file.read_bytes(), file.suffix)
        self._known["widget.js"] = _asset(script(settings), ".js")

    def get(self, name: str) -> Asset | None:
        """The file of that name, None when there is none."""
        return self._known.get(name)

    def url(self, name: str) -> str:
        """The address of a file, which changes with its content and can be kept for ever."""
        return f"{self._path}/static/{name}?v={self._known[name].version}"


def _asset(body: bytes, suffix: str) -> Asset:
    version = hashlib.sha256(body).hexdigest()[:12]
    content_type = TYPES.get(suffix, "image/svg+xml")
    return Asset(body, gzip.compress(body, mtime=0), content_type, version)
