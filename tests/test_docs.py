"""The documents are true: what they name exists, and what exists is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.__main__ import COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_the_readme_names_every_command_and_no_other() -> None:
    """The table and the program agree."""
    rows = [line for line in README.splitlines() if line.startswith("| `python -m bot")]
    cell = " ".join(row.split("|")[1] for row in rows)
    words = re.findall(r"`(?:python -m bot )?([a-z-]+)", cell)
    assert set(words) == set(COMMANDS)


def test_every_file_and_folder_the_readme_names_is_there() -> None:
    """Of what stands in back-quotes with a slash or an ending."""
    named = re.findall(r"`([a-z_/.-]+(?:/|\.py|\.yml|\.md))`", README)
    assert named
    missing = [
        name for name in named if not (ROOT / name).exists() and not (ROOT / "bot" / name).exists()
    ]
    assert missing == []


def test_the_readme_fits_two_screens() -> None:
    """Nobody reads more."""
    assert len(README.splitlines()) <= 100


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    """Every relative link resolves."""
    text = path.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", text)
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_decisions_are_dated_and_numbered_without_gaps() -> None:
    """Each says when, in the order of its number."""
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        assert re.search(r"20\d\d-\d\d-\d\d", path.read_text(encoding="utf-8")), path.name


def test_make_targets_named_in_the_readme_exist() -> None:
    """`make serve` and the like."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"make ([a-z-]+)\b", README.split("## Words")[0])) - {"nothing"}:
        assert re.search(rf"^{target}:", makefile, re.M), target
