"""Imports run downwards only, and nothing happens at import."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

#: From the bottom up: a module may import what stands in its own layer or below.
LAYERS: tuple[tuple[str, ...], ...] = (
    (
        "bot.errors",
        "bot.model",
        "bot.place_tokens",
        "bot.private_file",
        "bot.old_conversations",
        "bot.webhook",
        "bot.served",
        "bot.charts",
    ),
    (
        "bot.settings",
        "bot.quiet",
        "bot.postcode",
        "bot.personal",
        "bot.hours",
        "bot.unplaced",
        "bot.spoken",
    ),
    ("bot.notices",),
    ("bot.mail", "bot.redact", "bot.words", "bot.place_words", "bot.database"),
    ("bot.catalogue",),
    ("bot.gazetteer", "bot.mentions", "bot.routing", "bot.places"),
    ("bot.where", "bot.resolve", "bot.understanding"),
    ("bot.door", "bot.reply", "bot.said", "bot.options", "bot.memory", "bot.handover"),
    ("bot.answers", "bot.ledger", "bot.staff", "bot.refusals"),
    ("bot.conversation", "bot.imports", "bot.exports", "bot.links"),
    ("bot.reports",),
    ("bot.runner",),
    ("bot.assistant", "bot.engine", "bot.evaluation"),
    ("bot.review",),
    ("bot.figures",),
    ("actions", "nlu", "bot.channel"),
    ("bot.nights", "bot.switching"),
    ("bot.serve",),
    ("bot.commands",),
    ("bot.__main__",),
)
#: Only these may import a framework: Rasa, its SDK or Sanic.
FRAMEWORK = (
    "bot.channel",
    "bot.serve",
    "bot.switching",
    "bot.engine",
    "bot.runner",
    "bot.commands.train",
    "nlu",
    "actions",
)


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of ours, by name."""
    for folder in ("bot", "actions", "nlu"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            yield name.removesuffix(".__init__"), path


def imported(path: Path, top_only: bool) -> Iterator[str]:
    """Names of modules that a file imports; those inside functions too unless `top_only`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if top_only else list(ast.walk(tree))
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def layer(name: str) -> int | None:
    """Height of a module, None for one that is not ours."""
    for height, prefixes in enumerate(LAYERS):
        for prefix in prefixes:
            if name == prefix or name.startswith(prefix + "."):
                return height
    return None


def test_every_module_has_a_layer() -> None:
    """A new module must say where it stands."""
    lost = [name for name, _ in modules() if layer(name) is None and name not in ("bot", "nlu")]
    assert lost == []


def test_imports_run_downwards_only() -> None:
    """No module imports one above it."""
    wrong = [
        f"{name} imports {other}"
        for name, path in modules()
        for other in imported(path, top_only=True)
        if (up := layer(other)) is not None and up > (layer(name) or 0)
    ]
    assert wrong == []


def test_frameworks_stand_at_the_edge() -> None:
    """Rasa and Sanic are imported only where they are met."""
    wrong = [
        f"{name} imports {other}"
        for name, path in modules()
        if not name.startswith(FRAMEWORK)
        for other in imported(path, top_only=False)
        if other.split(".")[0] in ("rasa", "rasa_sdk", "sanic")
    ]
    assert wrong == []


def test_only_settings_read_the_environment() -> None:
    """`os.environ` and `getenv` are read in one place; bot.quiet only writes to it."""
    readers = [
        name
        for name, path in modules()
        if name not in ("bot.settings", "bot.quiet")
        and ("os.environ" in path.read_text() or "getenv(" in path.read_text())
    ]
    assert readers == []


@pytest.mark.parametrize("module", ["actions.signpost", "bot.resolve", "bot.where", "bot.door"])
def test_nothing_happens_at_import(module: str) -> None:
    """Importing opens no file of ours: a fresh process in an empty folder can do it."""
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import {module}"
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True, cwd="/")
