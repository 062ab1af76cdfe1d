"""`python -m bot redact`: lines with the personal data out, as the door would have them."""

from __future__ import annotations

import sys

import click

from bot.commands.lines import write
from bot.redact import redact


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Write what was found, and where.")
def command(as_json: bool) -> None:
    """Read lines from stdin and write each with the personal data out."""
    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8", errors="replace").rstrip("\r\n")
        result = redact(line)
        if as_json:
            found = [{"kind": f.kind, "start": f.start, "end": f.end} for f in result.found]
            write({"text": result.text, "found": found})
        else:
            sys.stdout.write(result.text + "\n")
