"""The file of taught phrases: ordinary Rasa YAML, each block told whose, when and whence it is.

Blocks carry their origin as `metadata`, which Rasa reads and passes on. The file is written whole,
aside, and renamed. Every value is written so that it can't be anything but text: a phrase is one
line after "- " in a literal block, without brackets, and other values are quoted as JSON.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.door import clean
from bot.errors import BadInput
from bot.redact import redact

#: A phrase's length in characters; longer ones are stories, which teach less than they cost.
LONGEST = 200
_TOKEN = re.compile(r"\[[^\]]*\]")
_MARKUP = re.compile(r"[\[\](){}<>|`\\]")
_HEAD = """# Phrases that reviewers taught, by `python -m bot review teach` or on the review pages.
# Take one back with `python -m bot review undo`: each block says which lesson it is of.
version: "3.1"
nlu:
"""


@dataclass(frozen=True)
class Block:
    """The phrases of one lesson. intent (str): in full, "need/pothole". at (str): ISO time."""

    lesson: int
    intent: str
    by: str
    at: str
    cluster: int | None
    phrases: tuple[str, ...]


def phrase(text: str) -> str:
    """Words as they may be taught: one visible line, personal data and markup out, no longer than
    LONGEST, no leading sign; empty when nothing worth teaching is left.
    """
    bare = _TOKEN.sub(" ", redact(clean(text)).text)
    plain = " ".join(_MARKUP.sub(" ", bare).split()).lstrip("-/#*&!%@:?, ").strip()
    return plain if len(plain) <= LONGEST and re.search(r"[^\W\d_]{2}", plain) else ""


def read(path: Path) -> list[Block]:
    """The blocks of the file, none when there is no file. RAISES BadInput when it can't be read."""
    if not path.is_file():
        return []
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        blocks = []
        for item in content.get("nlu") or ():
            told = item.get("metadata") or {}
            lines = (
                line.strip().removeprefix("-").strip() for line in item["examples"].split("\n")
            )
            blocks.append(
                Block(
                    int(told.get("lesson", 0)),
                    str(item["intent"]),
                    str(told.get("by", "")),
                    str(told.get("at", "")),
                    told.get("cluster"),
                    tuple(line for line in lines if line),
                )
            )
    except (OSError, yaml.YAMLError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadInput(f"{path}: not a file of taught phrases ({type(error).__name__}).") from None
    return blocks


def write(path: Path, blocks: Sequence[Block]) -> None:
    """Replace the file; without blocks it is removed, as Rasa refuses an empty one."""
    if not blocks:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_text(_HEAD + "".join(map(_block, blocks)), encoding="utf-8")
    part.replace(path)


def _block(block: Block) -> str:
    told = {"lesson": block.lesson, "by": block.by, "at": block.at, "cluster": block.cluster}
    values = "".join(f"    {key}: {json.dumps(value)}\n" for key, value in told.items())
    lines = "".join(f"    - {text}\n" for text in map(phrase, block.phrases) if text)
    return f"- intent: {json.dumps(block.intent)}\n  metadata:\n{values}  examples: |\n{lines}"
