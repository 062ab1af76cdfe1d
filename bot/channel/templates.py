"""The one way to read templates: all is escaped, nothing undefined, each compiled once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Union

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket


class _Compiled(BytecodeCache):
    """Keeps what templates were compiled to: a report or e-mail makes an environment of its own."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fills the bucket when its template is known; Jinja looks whether it has changed since."""
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps the bucket's code."""
        self._code[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


def templates(folders: Union[Path, Sequence[Path]]) -> Environment:
    """An environment of its own, whose filters and globals may be added to."""
    return Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_COMPILED,
    )
