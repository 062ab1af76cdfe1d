"""Facts about tallying alarms on a list of messages."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from bench import danger
from bot.errors import BadInput


def judge(text: str) -> tuple[bool, bool]:
    """Fire alarms; smoke gets the line; both alarm."""
    return "fire" in text, "smoke" in text


def test_alarms_and_lines_are_counted_apart() -> None:
    """An alarm that has the line as well counts once, and the rules are asked by themselves."""
    messages = ["the house is on fire", "smoke and fire", "smoke signals", "bins"]
    assert danger.tally(messages, judge)[2:] == (2, 1)
    assert danger.tally(messages, judge).messages == 4
    assert danger.tally(["the house is on fire", "bins"], judge).rules == 1


def test_range_of_a_share() -> None:
    """Clopper and Pearson's, from nothing to all."""
    assert danger.interval(0, 40) == (0.0, pytest.approx(0.0881, abs=1e-4))
    assert danger.interval(40, 40) == (pytest.approx(0.9119, abs=1e-4), 1.0)
    assert danger.shown(31, 40) == "31 of 40, 77.5% (62 to 89)"


def test_a_list_that_is_none_is_refused(tmp_path: Path) -> None:
    """Missing, without the column, or empty."""
    path = tmp_path / "list.csv"
    with pytest.raises(BadInput, match="cannot be read"):
        danger.texts(path)
    path.write_text("why,words\na,b\n", encoding="utf-8")
    with pytest.raises(BadInput, match="no column text"):
        danger.texts(path)
    path.write_text("why,text\n", encoding="utf-8")
    with pytest.raises(BadInput, match="no messages"):
        danger.texts(path)
    path.write_text("why,text\na,b\n", encoding="utf-8")
    assert danger.texts(path) == ["b"]


def test_each_list_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By name, with three counts and no message."""
    path = tmp_path / "list.csv"
    path.write_text("why,text\na,fire\nb,smoke\n", encoding="utf-8")
    monkeypatch.setattr(danger, "served", lambda: judge)
    shown = CliRunner().invoke(danger.command, [str(path)]).output.splitlines()
    assert shown[0] == "list.csv"
    assert shown[2].split() == ["alarm", "1", "of", "2,", "50.0%", "(1", "to", "99)"]
    assert shown[3].split()[:5] == ["alarm", "or", "line", "2", "of"]
