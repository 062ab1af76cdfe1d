"""Reports, digests and open data on the command line: files, and errors in one line."""

from __future__ import annotations

import email
from datetime import datetime, timedelta
from email.policy import default
from pathlib import Path
from typing import Any

import figures_world as ledger
import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine

from bot.commands.exports import command as export
from bot.commands.review_reports import digest, report
from bot.errors import BadInput
from bot.ledger import Ledger
from bot.ledger.entry import now

CAMBRIDGE = "E07000008"


@pytest.fixture(autouse=True)
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger on disk with twenty missed bins last month."""
    engine = create_engine(f"sqlite:///{tmp_path / 'ledger.db'}")
    Ledger(engine, b"key")
    at = datetime(now().year, now().month, 1, 9) - timedelta(days=8)
    ledger.conversation(engine, "answered", "missed-bin", 20, at, CAMBRIDGE, CAMBRIDGE)
    monkeypatch.setenv("SIGNPOST_LEDGER", f"sqlite:///{tmp_path / 'ledger.db'}")


def run(command: Any, *words: str) -> str:
    """What a command prints."""
    found = CliRunner().invoke(command, words, catch_exceptions=False)
    assert found.exit_code == 0, found.output
    return found.output


def test_a_report_is_written_to_a_file(tmp_path: Path):
    """The last month that is over, when none is given."""
    path = tmp_path / "report.html"
    run(report, "--owner", CAMBRIDGE, "--out", str(path))
    text = path.read_text(encoding="utf-8")
    assert "Cambridge City Council" in text
    assert "Report a missed bin collection" in text


def test_an_unknown_organisation_writes_nothing(tmp_path: Path):
    """The error names it."""
    with pytest.raises(BadInput, match="nobody"):
        run(report, "--owner", "nobody", "--out", str(tmp_path / "report.html"))
    assert not (tmp_path / "report.html").exists()


def test_a_digest_is_written_to_a_file(tmp_path: Path):
    """It can be opened by a mail program."""
    path = tmp_path / "digest.eml"
    run(digest, "--to", "owner@borsetshire.example", "--out", str(path))
    found = email.message_from_bytes(path.read_bytes(), policy=default)
    assert found["To"] == "owner@borsetshire.example"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "--out"),
        (("--send", "--out", "x.eml"), "either"),
        (("--send",), "SIGNPOST_MAIL_HOST"),
    ],
)
def test_a_digest_that_goes_nowhere_is_told(words: tuple[str, ...], message: str):
    """Before anything is read."""
    with pytest.raises(BadInput, match=message):
        run(digest, *words)


def test_nothing_is_sent_from_nobody_or_to_nobody(monkeypatch: pytest.MonkeyPatch):
    """Both are named in the error."""
    monkeypatch.setenv("SIGNPOST_MAIL_HOST", "127.0.0.1")
    with pytest.raises(BadInput, match="SIGNPOST_MAIL_TO"):
        run(digest, "--send")
    with pytest.raises(BadInput, match="SIGNPOST_MAIL_FROM"):
        run(digest, "--send", "--to", "a@x.example")


def test_demand_is_exported_as_open_data(tmp_path: Path):
    """With the description for machines beside it."""
    path = tmp_path / "demand.csv"
    run(export, "demand", "--output", str(path))
    lines = path.read_bytes().decode().split("\r\n")
    assert lines[0].startswith("month,area_code,area_name")
    assert lines[1].split(",")[1:4] == [CAMBRIDGE, "Cambridge City Council", "missed-bin"]
    assert lines[1].split(",")[-3:] == ["524", "answered", "20"]
    assert ",All areas," in run(export, "demand", "--all-areas")
    assert "csvw" in run(export, "demand", "--metadata")
