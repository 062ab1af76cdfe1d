"""Imports and exports on the command line: one line of error, exit 2, nothing half-written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.imports_world import DATA, ROOT, catalogue_path, digest


def run(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command with a catalogue and files of its own."""
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("SIGNPOST_")},
        "SIGNPOST_CATALOGUE": str(catalogue_path()),
        "SIGNPOST_SERVICES": str(tmp_path / "services.db"),
        "SIGNPOST_POSTCODES": str(tmp_path / "postcodes.db"),
    }
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_import_and_its_report(tmp_path: Path) -> None:
    """An import says what it did, and writes the report as JSON."""
    report = tmp_path / "report.json"
    done = run(tmp_path, "import", "csv", str(DATA / "council.csv"), "--report", str(report))
    assert done.returncode == 0, done.stderr
    assert "2 added, 0 changed, 0 unchanged, 0 removed, 3 rejected" in done.stdout
    value = json.loads(report.read_text(encoding="utf-8"))
    assert (value["added"], len(value["rejected"])) == (2, 4)
    assert set(value["rejected"][0]) == {"file", "row", "column", "reason"}
    out = tmp_path / "out.csv"
    exported = run(tmp_path, "export", "csv", "--output", str(out))
    assert exported.returncode == 0, exported.stderr
    assert "'=Money advice" in out.read_text(encoding="utf-8")


def test_a_failed_import_changes_nothing(tmp_path: Path) -> None:
    """Bad input exits with 2 and leaves the file byte for byte; faults are listed and reported."""
    assert run(tmp_path, "import", "csv", str(DATA / "council.csv")).returncode == 0
    before = digest(tmp_path / "services.db")
    bad = tmp_path / "bad.json"
    bad.write_text('[{"id": "1", "name": "A"}]', encoding="utf-8")
    report = tmp_path / "report.json"
    done = run(tmp_path, "import", "oruk", str(bad), "--report", str(report))
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("Error: bad.json has 2 faults")
    assert "Traceback" not in done.stderr
    assert json.loads(report.read_text(encoding="utf-8"))["failed"] is True
    missing = run(tmp_path, "import", "local-links", str(tmp_path / "none.csv"))
    assert (missing.returncode, len(missing.stderr.splitlines())) == (2, 1)
    assert digest(tmp_path / "services.db") == before
