"""Small secrets on disk: made once, readable by this user alone."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path


def made_once(path: Path, make: Callable[[], bytes]) -> bytes:
    """What `path` holds; `make` is asked for it when there is no such file yet.

    The file is written aside and linked, so that no other process reads half of it, and of two
    that start at once the later takes what the earlier made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    try:
        fresh.write_bytes(make())
        path.hardlink_to(fresh)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return path.read_bytes()
