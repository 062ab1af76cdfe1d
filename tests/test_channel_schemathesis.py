"""The JSON API keeps its promises whatever is sent: schemathesis reads openapi.json and tries."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from served import ROOT, running

#: Its own environment: it needs newer libraries than Rasa can use. `make test` makes it.
PROGRAM = ROOT / ".build" / "schemathesis" / "bin" / "schemathesis"
#: Requests that it may make up for each operation, in each phase.
EXAMPLES = 25

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not PROGRAM.exists() and not os.environ.get("CI"),
        reason="make .build/stamps/schemathesis installs it",
    ),
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The channel alone, with a scripted dialogue."""
    with running("channel_world.py", "0") as found:
        yield f"{found}/ask/api/v1"


def test_no_request_breaks_the_api(address: str, tmp_path: Path) -> None:
    """No 5xx; every status, header and body as documented; bad data, missing tokens and other
    methods refused; what was ended is gone. Whole conversations are tried as well as single calls.
    """
    found = subprocess.run(
        [
            str(PROGRAM), "--no-color", "run", f"{address}/openapi.json",
            "--wait-for-schema", "60", "--checks", "all",
            # Whether there is a word in a text is the door's to say, not the schema's.
            "--exclude-checks", "positive_data_acceptance",
            "--max-examples", str(EXAMPLES), "--continue-on-failure", "--warnings", "off",
        ],
        cwd=tmp_path,
        env={**os.environ, "SCHEMATHESIS_HOOKS": str(ROOT / ".ci" / "schemathesis_hooks.py")},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )  # fmt: skip
    assert found.returncode == 0, found.stdout[-6000:] + found.stderr[-2000:]
    tested = re.search(r"Tested: (\d+)", found.stdout)
    assert tested is not None
    assert int(tested[1]) >= 6
    links = re.search(r"API Links:\s+(\d+) covered", found.stdout)
    assert links is not None
    assert int(links[1]) >= 4
