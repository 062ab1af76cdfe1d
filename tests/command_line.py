"""`python -m bot`, in this process or, for what only a process of its own can show, in another."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from click.testing import CliRunner

from bot.__main__ import run

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Done:
    """A command that has ended: its status and what it wrote."""

    returncode: int
    stdout: bytes
    stderr: bytes


def bot(*arguments: str, stdin: str = "", environment: Optional[dict[str, str]] = None) -> Done:
    """`python -m bot` with arguments, without the second that starting Python and importing take.

    environment: further variables. RAISES whatever the command does not turn into an error line:
    a process of its own would end with a trace.
    """
    argv, status = sys.argv, 0
    with CliRunner().isolation(input=_bytes(stdin), env=environment) as (out, err, *_):
        sys.argv = ["bot", *arguments]
        try:
            run()
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else int(bool(ended.code))
        finally:
            sys.argv = argv
            sys.stdout.flush()
            sys.stderr.flush()
        return Done(status, out.getvalue(), err.getvalue())


def process(*arguments: str, stdin: str = "", environment: Optional[dict[str, str]] = None) -> Done:
    """The same in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bot", *arguments],
        input=_bytes(stdin),
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
