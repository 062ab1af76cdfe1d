"""Which model is served: the one a pointer file names, else the newest in the folder of models.

The pointer is `current.json` in that folder: {"served": NAME, "before": [NAME, …]}, the latest of
what was served before first. It is replaced in one step, so servers that watch it never read half.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Optional

from bot.errors import SignpostError

POINTER = "current.json"
ENDING = ".tar.gz"


class ModelMissing(SignpostError):
    """No model has been trained yet."""


def newest(models: Path) -> Path:
    """The newest model in the folder `models`. RAISES ModelMissing when there is none."""
    found = sorted(models.glob(f"*{ENDING}"), key=lambda path: path.stat().st_mtime)
    if not found:
        raise ModelMissing(f"There is no model in {models}. Train one: python -m bot train")
    return found[-1]


def served(models: Path) -> Path:
    """The model to serve. RAISES ModelMissing when there is none.

    A pointer that can't be read, or names a file that is not there, counts as none: a server
    starts with what it has.
    """
    name = _read(models)["served"]
    path = models / name
    return path if name and path.is_file() else newest(models)


def served_name(models: Path) -> Optional[str]:
    """Name of the served model without its ending, None when there is none."""
    try:
        return served(models).name.removesuffix(ENDING)
    except ModelMissing:
        return None


def pointed(models: Path) -> bool:
    """Whether a pointer decides."""
    return bool(_read(models)["served"])


def before(models: Path) -> tuple[str, ...]:
    """File names of models served earlier and still there, the latest first."""
    return tuple(name for name in _read(models)["before"] if (models / name).is_file())


def switch(models: Path, to: Path) -> None:
    """Serve `to`, a file in the folder `models`; what was served can be rolled back to."""
    try:
        present = [served(models).name]
    except ModelMissing:
        present = []
    earlier = [name for name in (*present, *before(models)) if name != to.name]
    _write(models, to.name, list(dict.fromkeys(earlier)))


def roll_back(models: Path) -> Path:
    """Serve the model that was served before. RETURNS it; RAISES ModelMissing when none is left."""
    earlier = before(models)
    if not earlier:
        raise ModelMissing(f"No earlier model is left in {models} to roll back to.")
    _write(models, earlier[0], list(earlier[1:]))
    return models / earlier[0]


def trim(models: Path, keep: int, dry_run: bool = False) -> list[str]:
    """Deletes the oldest models but `keep`, never the served one or the one before it.

    RETURNS the names of what was deleted, or, in a dry run, would be.
    """
    found = sorted(models.glob(f"*{ENDING}"), key=lambda path: path.stat().st_mtime)
    if len(found) <= keep:
        return []
    safe = {served(models).name, *before(models)[:1]}
    old = [path for path in found[:-keep] if path.name not in safe]
    for path in () if dry_run else old:
        path.unlink(missing_ok=True)
    return [path.name for path in old]


def _read(models: Path) -> dict[str, Any]:
    empty: dict[str, Any] = {"served": "", "before": []}
    try:
        value = json.loads((models / POINTER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return empty
    names = [value.get("served"), *value.get("before", ())] if isinstance(value, dict) else [None]
    # A name is a name: a pointer must not lead out of the folder.
    if not all(isinstance(name, str) and Path(name).name == name for name in names):
        return empty
    return {"served": names[0], "before": names[1:]}


def _write(models: Path, name: str, earlier: list[str]) -> None:
    part = models / f"{POINTER}.{os.getpid()}"
    part.write_text(json.dumps({"served": name, "before": earlier}) + "\n", encoding="utf-8")
    part.replace(models / POINTER)
