"""Writes a command's output to a file whole, or to standard output."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Optional

import click

from bot.errors import BadInput


def write(output: Optional[Path], text: str) -> None:
    """Write `text` to `output`, or to standard output for None. An old file stays until the new one
    is whole. RAISES BadInput when it cannot be written.
    """
    if output is None:
        click.echo(text, nl=False)
        return
    made = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=".export-", dir=output.parent)
        made = Path(temporary)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        made.chmod(0o644)
        made.replace(output)
    except OSError as error:
        if made:
            made.unlink(missing_ok=True)
        raise BadInput(f"Cannot write {output}: {error.strerror}") from None
