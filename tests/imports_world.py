"""What the tests of imports and exports share: the project's own catalogue, and its fixtures."""

from __future__ import annotations

import hashlib
import tempfile
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

import pytest

from bot.catalogue import Catalogue
from bot.catalogue.build import build
from bot.imports.merge import save
from bot.imports.records import Batch, Report

ROOT = Path(__file__).parents[1]
DATA = Path(__file__).parent / "data"
REFERENCE = Path(__file__).parents[2] / "shared" / "reference"
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 30)
LEEDS = "E08000035"


@lru_cache(maxsize=1)
def catalogue_path() -> Path:
    """The project's own data, built once for all these tests."""
    path = Path(tempfile.mkdtemp(prefix="signpost-tests-")) / "catalogue.db"
    build(ROOT / "bot" / "data", path)
    return path


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The catalogue without imported services."""
    return Catalogue.open(catalogue_path())


def reference(name: str) -> Path:
    """A file of the reference data; the test is skipped where they are absent."""
    path = REFERENCE / name
    if not path.exists():
        pytest.skip(f"the reference data ({name}) is not on this machine")
    return path


def take(path: Path, batch: Batch) -> Report:
    """Join a batch with the file at `path`."""
    return save(path, batch, NOW)


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
