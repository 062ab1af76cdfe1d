"""`python -m bot users`: accounts by the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import bot


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A database of its own."""
    return {"SIGNPOST_STAFF": f"sqlite:///{tmp_path / 'staff.db'}"}


def test_an_account_from_its_making_to_its_end(environment: dict[str, str]):
    """Each step says what it did, and the log has it all without the password."""
    steps = [
        (
            ("add", "Jo.Smith", "--role", "adviser"),
            "three odd kettles\n",
            "Added jo.smith as adviser.",
        ),
        (("add", "mo", "--role", "admin"), "four odd kettles\n", "Added mo as admin."),
        (("role", "jo.smith", "reviewer"), "", "jo.smith is reviewer now."),
        (("passwd", "jo.smith"), "five odd kettles\n", "Set the password of jo.smith."),
        (("disable", "jo.smith"), "", "Disabled jo.smith."),
        (("enable", "jo.smith"), "", "Enabled jo.smith."),
        (("remove", "jo.smith"), "", "Removed jo.smith."),
    ]
    for arguments, stdin, said in steps:
        done = bot("users", *arguments, stdin=stdin, environment=environment)
        assert (done.returncode, done.stdout.decode().strip()) == (0, said)
    shown = bot("users", "list", environment=environment).stdout.decode()
    assert shown.startswith("mo\tadmin\tenabled\tadded 20")
    assert shown.count("\n") == 1
    log = bot("users", "audit", environment=environment).stdout.decode()
    assert [line.split("\t")[2] for line in log.splitlines()] == [
        "account added", "account added", "role set", "password set", "account disabled",
        "account enabled", "account removed",
    ]  # fmt: skip
    assert "kettles" not in log
    last = bot("users", "audit", "--most", "1", environment=environment).stdout.decode()
    assert last.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "stdin", "said"),
    [
        (("add", "jo", "--role", "adviser"), "short\n", "too short"),
        (("add", "jo", "--role", "adviser"), "", "no password"),
        (("add", "j o", "--role", "adviser"), "three odd kettles\n", "cannot be used"),
        (("add", "jo", "--role", "root"), "three odd kettles\n", "root"),
        (("disable", "nobody"), "", "no account 'nobody'"),
        (("add", "jo", "--role", "adviser", "--password", "x"), "", "--password"),
    ],
)
def test_bad_input_is_one_line_and_exit_2(
    environment: dict[str, str], arguments: tuple[str, ...], stdin: str, said: str
):
    """And nobody was added."""
    done = bot("users", *arguments, stdin=stdin, environment=environment)
    assert done.returncode == 2
    assert said in done.stderr.decode().splitlines()[-1]
    assert bot("users", "list", environment=environment).stdout == b""


def test_a_database_that_cannot_be_opened_is_told(tmp_path: Path):
    """An address that is none."""
    done = bot("users", "list", environment={"SIGNPOST_STAFF": "nonsense"})
    assert done.returncode == 2
    assert "database address" in done.stderr.decode()
