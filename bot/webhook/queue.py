"""Events that wait to be sent: one sealed file each, oldest first, in a folder of bounded size."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import os
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Optional

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

#: Events that may wait: a receiver that stays away fills no disk.
LARGEST = 10_000
_IDENTITY = re.compile(r"[A-Za-z0-9_-]{8,64}")
_NAME = re.compile(rf"(\d{{13}})-({_IDENTITY.pattern})\.event")
#: Seconds after which a file half written is what a crash left behind.
_LEFT_BEHIND = 3600


class Full(Exception):
    """As many events wait as may."""


class Queue:
    """A folder of events, each encrypted with a key made from the first of `keys`.

    Files outlive a restart, and several processes may add to the same folder.
    """

    def __init__(self, folder: Path, keys: Sequence[bytes], largest: int = LARGEST) -> None:
        self.folder = folder
        self._largest = largest
        self._seal = MultiFernet([Fernet(_sealing_key(key)) for key in keys])
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for half in folder.glob("*.half"):
            if time.time() - half.stat().st_mtime > _LEFT_BEHIND:
                half.unlink(missing_ok=True)

    def put(self, identity: str, body: bytes) -> None:
        """Add an event. RAISES Full, OSError when the disk won't have it, or ValueError for an
        identity that is no file's name.
        """
        if not _IDENTITY.fullmatch(identity):
            raise ValueError("an event's id has 8 to 64 letters, digits, - and _")
        if len(self.names()) >= self._largest:
            raise Full
        path = self.folder / f"{int(time.time() * 1000):013d}-{identity}.event"
        half = path.with_suffix(".half")
        half.touch(mode=0o600)
        try:
            half.write_bytes(self._seal.encrypt(body))
            half.rename(path)
        except OSError:
            half.unlink(missing_ok=True)
            raise

    def names(self) -> list[str]:
        """Names of the files that wait, oldest first."""
        with os.scandir(self.folder) as found:
            return sorted(entry.name for entry in found if _NAME.fullmatch(entry.name))

    def read(self, name: str) -> Optional[bytes]:
        """The body of an event; None when it is gone or its key is."""
        try:
            return self._seal.decrypt((self.folder / name).read_bytes())
        except (OSError, InvalidToken):
            return None

    def remove(self, name: str) -> None:
        """Take an event out; nothing happens when it is gone."""
        with contextlib.suppress(OSError):
            (self.folder / name).unlink(missing_ok=True)


def identity_of(name: str) -> str:
    """The event's id in the name of its file."""
    found = _NAME.fullmatch(name)
    return found[2] if found else ""


def age(name: str) -> float:
    """Seconds since the event was put in."""
    return max(0.0, time.time() - int(name[:13]) / 1000)


def _sealing_key(key: bytes) -> bytes:
    """A key for Fernet from one for signatures, so that neither gives the other away."""
    derived = hmac.new(key, b"signpost webhook queue 1", hashlib.sha256).digest()
    return base64.urlsafe_b64encode(derived)
