"""The imported postcode table: one postcode -> its authority, police force and NHS board."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class PostcodeRecord:
    authority: str
    terminated: bool
    police: str | None
    icb: str | None


class Postcodes:
    @classmethod
    def open(cls, path: Path) -> Postcodes:
        raise NotImplementedError

    def lookup(self, postcode: str) -> PostcodeRecord | None:
        raise NotImplementedError
