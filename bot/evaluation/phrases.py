"""The training phrases as plain values, for measurements that train again without Rasa."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.errors import BadInput

NEED, TOPIC = "need/", "topic/"


@dataclass(frozen=True)
class Phrase:
    """One example. intent (str): in full, such as "need/pothole", "topic/parking" or "greet"."""

    text: str
    intent: str

    @property
    def need(self) -> str:
        """The need's id; empty when the phrase is of something else."""
        return self.intent.removeprefix(NEED) if self.intent.startswith(NEED) else ""

    @property
    def is_topic(self) -> bool:
        """Whether it is of a broad topic, which stands for several needs."""
        return self.intent.startswith(TOPIC)


def read(folder: Path) -> list[Phrase]:
    """Every example of the YAML files in `folder`, each once, in the order of the files.

    Rasa drops a repeated example of the same intent, so this does as well: otherwise a phrase could
    be judged by its own copy. RAISES BadInput when a file is no training data, or there is none.
    """
    found: dict[Phrase, None] = {}
    for path in sorted(folder.rglob("*.yml")):
        try:
            content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506
            blocks = [block for block in content.get("nlu", ()) if "intent" in block]
            for block in blocks:
                for line in block["examples"].splitlines():
                    text = line.strip().removeprefix("-").strip()
                    if text:
                        found[Phrase(text, block["intent"])] = None
        except (OSError, yaml.YAMLError, AttributeError, KeyError, TypeError) as error:
            raise BadInput(f"{path}: no training phrases ({error!r}).") from None
    if not found:
        raise BadInput(f"{folder}: there are no training phrases in it.")
    return list(found)


def write(phrases: Sequence[Phrase], path: Path) -> None:
    """Training data in Rasa's form, made so that `read` gives `phrases` back, by intent."""
    groups: dict[str, list[str]] = {}
    for phrase in phrases:
        groups.setdefault(phrase.intent, []).append(phrase.text)
    blocks = ['version: "3.1"', "nlu:"]
    for intent, texts in groups.items():
        blocks += [f"- intent: {intent}", "  examples: |", *(f"    - {text}" for text in texts)]
    path.write_text("\n".join(blocks) + "\n", encoding="utf-8")


#: Both load plain values only; libyaml's is some ten times faster where it is there.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
