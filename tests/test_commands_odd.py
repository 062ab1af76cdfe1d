"""Odd files and values for every command that reads one: exit 2, one line, nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import Done, bot

from tests.imports_world import DATA, catalogue_path, digest

ODD: dict[str, bytes] = {
    "empty": b"",
    "binary": bytes(range(256)) * 40,
    "latin": "name,café\né,1\n".encode("latin-1"),
    "huge": b"a,b\n" + b"x" * 300_000 + b",1\n",
    "nul": b"text,kind,gold\n\x00,need,pothole\n",
    "deep": b"[" * 20_000,
    "zip": b"PK\x03\x04" + b"\0" * 100,
    "quote": b'a,b\n"unclosed\n',
    "number": b"5",
}
KINDS = ("oruk", "local-links", "onspd", "codepoint", "lgsl", "csv")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Odd files, and stores with something in them."""
    made = tmp_path_factory.mktemp("odd")
    for name, content in ODD.items():
        (made / name).write_bytes(content)
    (made / "folder").mkdir()
    assert run(made, "import", "csv", str(DATA / "council.csv")).returncode == 0
    return made


def run(folder: Path, *arguments: str, stdin: str = "") -> Done:
    """The command with stores of the folder."""
    environment = {
        "SIGNPOST_CATALOGUE": str(catalogue_path()),
        "SIGNPOST_SERVICES": str(folder / "services.db"),
        "SIGNPOST_POSTCODES": str(folder / "postcodes.db"),
        "SIGNPOST_LEDGER": f"sqlite:///{folder / 'ledger.db'}",
        "SIGNPOST_LEDGER_SPOOL": str(folder / "spool"),
        "SIGNPOST_STAFF": f"sqlite:///{folder / 'staff.db'}",
        "SIGNPOST_REVIEW": str(folder / "review"),
        "SIGNPOST_MODELS": str(folder / "models"),
        "SIGNPOST_LEARNED": str(folder / "learned.yml"),
        "SIGNPOST_LEARNED_NEEDS": str(folder / "learned-needs.csv"),
    }
    return bot(*arguments, stdin=stdin, environment=environment)


def refused(done: Done) -> str:
    """The one line of an error, which ends what a command says; how to use it may stand before.
    A long import tells its progress in lines of its own.
    """
    assert done.returncode == 2
    told = [line for line in done.stderr.decode().splitlines() if line.startswith("Error: ")]
    assert told == done.stderr.decode().splitlines()[-1:]
    assert b"Traceback" not in done.stderr
    return told[0]


@pytest.mark.parametrize("name", [*ODD, "folder", "none"])
@pytest.mark.parametrize("kind", KINDS)
def test_an_odd_file_is_not_imported(folder: Path, kind: str, name: str) -> None:
    """The error names it, and what was imported before is there byte for byte."""
    before = digest(folder / "services.db")
    assert name in refused(run(folder, "import", kind, str(folder / name)))
    assert digest(folder / "services.db") == before
    assert not (folder / "postcodes.db").exists()


@pytest.mark.parametrize("name", [*ODD, "folder", "none"])
def test_an_odd_file_is_not_judged(folder: Path, name: str) -> None:
    """Before the model is looked for, and no report is begun."""
    out = folder / "evaluation"
    assert name in refused(run(folder, "evaluate", str(folder / name), "--output", str(out)))
    assert not out.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "csv", "--output"),
        ("export", "oruk", "--output"),
        ("export", "jsonld", "--output"),
        ("report", "records", "--output"),
        ("snapshot",),
        ("review", "digest", "--out"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("where", ["folder", "none/x"])
def test_where_nothing_can_be_written_nothing_is(
    folder: Path, arguments: tuple[str, ...], where: str
) -> None:
    """A folder, or a file in one that is not there; no half of a file is left."""
    if arguments == ("snapshot",) and where == "none/x":
        where = "number/x"  # it makes the folders that it needs: here one is a file
    before = {path.name for path in folder.iterdir() if "ledger" not in path.name}
    said = refused(run(folder, *arguments, str(folder / where)))
    assert where in said
    assert list((folder / "folder").iterdir()) == []
    assert {path.name for path in folder.iterdir() if "ledger" not in path.name} == before


@pytest.mark.parametrize(
    ("arguments", "stdin", "says"),
    [
        (("resolve", "--jsonl"), '{"need":"pothole","today":"0000-00-00"}\n', "today"),
        (("resolve", "--jsonl"), '{"need":"pothole","facts":{"a":1}}\n', "facts"),
        (("resolve", "--jsonl"), "[" * 20_000 + "\n", "line 1"),
        (("resolve", "--jsonl"), '\n{"need":"' + "x" * 500_000 + '"}\n', "line 2"),
        (("where", "--jsonl"), '{"text":5}\n', "line 1"),
        (("off", " "), "", "reason"),
        (("off", "x" * 5000), "", "reason"),
        (("purge", "--models", "1"), "", "--models"),
        (("users", "role", "nobody", "admin"), "", "nobody"),
        (("users", "passwd", "nobody"), "three odd kettles\n", "nobody"),
        (("users", "remove", "nobody"), "", "nobody"),
        (("users", "add", "\x00", "--role", "admin"), "three odd kettles\n", "cannot be used"),
        (("report", "gaps", "--area", "X"), "", "X"),
        (("review", "clusters", "--asof", "yesterday"), "", "yesterday"),
        (("review", "show", "999"), "", "999"),
        (("review", "undo", "5"), "", "5"),
        (("review", "rollback"), "", "models"),
        (("review", "report", "--owner", "E07000008", "--month", "2026-13"), "", "2026-13"),
        (("review", "report", "--owner", "E07000008", "--month", "0000-01"), "", "0000-01"),
    ],
    ids=range(19),
)
def test_odd_values_are_told(
    folder: Path, arguments: tuple[str, ...], stdin: str, says: str
) -> None:
    """What is wrong, in the last line."""
    assert says in refused(run(folder, *arguments, stdin=stdin))
