"""Facts about the command line: the contract's objects, and bad input told in one line."""

from __future__ import annotations

import json
from typing import Any

import pytest
from command_line import Done, bot, process

KEYS = {
    "id", "text", "outcome", "need", "confidence", "needs", "owner", "service", "reason", "ask",
    "trace", "ms",
}  # fmt: skip


def objects(done: Done) -> list[dict[str, Any]]:
    """The JSON lines a command wrote."""
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_resolve_writes_the_contracts_object() -> None:
    """Every key, for an answer, a question and an unknown need."""
    found = objects(
        bot(
            "resolve",
            "--jsonl",
            stdin='{"need":"pothole","place":"Harrogate","id":7}\n\n'
            '{"need":"pothole"}\n{"need":"no-such-need","place":"Leeds"}\n',
        )
    )
    assert all(set(one) == KEYS for one in found)
    answered, asked, unknown = found
    assert answered["id"] == 7
    assert answered["outcome"] == "answered"
    assert answered["owner"] == {
        "id": "E06000065",
        "name": "North Yorkshire Council",
        "kind": "unitary",
    }
    assert asked["outcome"] == "asked_place"
    assert unknown["outcome"].startswith("gap_")


def test_resolve_takes_facts_and_a_day() -> None:
    """The landlord decides; before and after a date the owner may differ."""
    found = objects(
        bot(
            "resolve",
            "--jsonl",
            stdin='{"need":"council-home-repair","place":"Leeds","facts":{"landlord":"council"}}\n'
            '{"need":"pothole","place":"Guildford","today":"2026-11-23"}\n'
            '{"need":"pothole","place":"Guildford","today":"2027-05-01"}\n',
        )
    )
    assert found[0]["owner"]["name"] == "Leeds City Council"
    assert found[1]["owner"]["name"] == "Surrey County Council"
    assert found[2]["owner"]["name"] == "West Surrey Council"


@pytest.mark.parametrize(
    ("text", "status", "gss"),
    [
        ("Harrogate", "found", ["E06000065"]),
        ("HG1", "found", ["E06000065"]),
        ("leeds city council", "found", ["E08000035"]),
        ("Jersey", "outside", []),
        ("Xyzzyville", "unknown", []),
        ("HG1 1A", "malformed", []),
    ],
)
def test_where(text: str, status: str, gss: list[str]) -> None:
    """The contract's object for what people write."""
    (found,) = objects(bot("where", text))
    assert set(found) == {"input", "status", "authorities", "nation"}
    assert (found["status"], [a["gss"] for a in found["authorities"]]) == (status, gss)


def test_where_reads_lines() -> None:
    """One object a line, in order; a district names its county."""
    (found,) = objects(bot("where", "--jsonl", stdin='{"text":"Cambridge"}\n'))
    assert found["authorities"] == [
        {
            "gss": "E07000008",
            "name": "Cambridge City Council",
            "tier": "district",
            "parent": "E10000003",
        }
    ]


def test_redact_in_both_forms() -> None:
    """Text alone, or with what was found and where."""
    line = "call me on 07700 900123 or jo@example.com\n"
    assert bot("redact", stdin=line).stdout.decode() == "call me on [phone] or [email]\n"
    (found,) = objects(bot("redact", "--json", stdin=line))
    assert {one["kind"] for one in found["found"]} == {"phone", "email"}
    assert all(0 <= one["start"] < one["end"] <= len(line) for one in found["found"])


@pytest.mark.parametrize(
    ("arguments", "stdin", "says"),
    [
        (["resolve", "--jsonl"], "not json\n", "stdin line 1"),
        (["resolve", "--jsonl"], '{"place":"Leeds"}\n', "'need'"),
        (["resolve", "--jsonl"], '{"need":"pothole","today":"soon"}\n', "today"),
        (["resolve", "--jsonl"], '{"need":"pothole","facts":[1]}\n', "facts"),
        (["resolve", "--jsonl"], '{"need":"pothole","place":5}\n', "place"),
        (["where"], "", "TEXT or --jsonl"),
        (["evaluate", "no-such-file.csv"], "", "no-such-file.csv"),
        (["no-such-command"], "", "no-such-command"),
        (["resolve"], "", "--jsonl"),
    ],
)
def test_bad_input_is_told_and_exits_with_2(arguments: list[str], stdin: str, says: str) -> None:
    """What is wrong and where, without a trace, and nothing on standard output."""
    done = bot(*arguments, stdin=stdin)
    assert done.returncode == 2
    assert says in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
    assert done.stdout == b""


def test_a_wrong_setting_stops_every_command() -> None:
    """One line that names it, by the status that a shell sees."""
    done = process("where", "Leeds", environment={"SIGNPOST_PORT": "eighty"})
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"Error: SIGNPOST_PORT is 'eighty'")
    assert done.stderr.count(b"\n") == 1


def test_every_command_has_help() -> None:
    """And a sentence in the list."""
    from bot.__main__ import COMMANDS

    listed = process("--help").stdout.decode()
    for name in COMMANDS:
        assert f"  {name}" in listed
        assert b"Usage:" in bot(name, "--help").stdout


def test_settings_never_show_the_secret() -> None:
    """Only that there is one."""
    shown = bot("settings", environment={"SIGNPOST_SECRET": "hush-hush"}).stdout.decode()
    assert "hush-hush" not in shown
    assert "(set)" in shown


def test_settings_show_no_password_of_a_database() -> None:
    """The rest of its address helps to find a fault."""
    address = "postgresql://signpost:hush-hush@db.example/signpost"
    shown = bot("settings", environment={"SIGNPOST_LEDGER": address}).stdout.decode()
    assert "hush-hush" not in shown
    assert "postgresql://signpost:(set)@db.example/signpost" in shown


@pytest.mark.slow
def test_ask_gives_every_line_an_outcome() -> None:
    """Whatever the line holds; the answer as `resolve` would give it."""
    messages = ["pothole in Leeds", "", "x" * 10_000, "😀", "<b>hi</b>", "'; --", "witaj świecie"]
    lines = "".join(json.dumps({"id": i, "text": text}) + "\n" for i, text in enumerate(messages))
    found = objects(process("ask", "--jsonl", stdin=lines))
    assert [one["id"] for one in found] == list(range(len(messages)))
    assert all(set(one) == KEYS for one in found)
    assert found[0]["need"] == "pothole"
    assert found[0]["owner"]["name"] == "Leeds City Council"
    assert 0 < found[0]["confidence"] <= 1
    assert len(found[0]["needs"]) == 5
    assert all(one["outcome"] for one in found)
