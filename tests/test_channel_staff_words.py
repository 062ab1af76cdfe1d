"""The words of the staff's pages: none is missing, none is left over, none belongs to two."""

from __future__ import annotations

import re

import yaml

from bot.channel.problems import STATUS
from bot.channel.staff.pages import CHANNEL, SECTIONS, staff_words
from bot.handover.request import TIMES
from bot.ledger.schema import CALL_MARKS
from bot.staff import ROLES

FOLDERS = [CHANNEL / section for section in SECTIONS if (CHANNEL / section).exists()]


def test_every_word_exists_and_is_used():
    """In the templates and in the code of every section."""
    files = [
        file for folder in FOLDERS for file in folder.rglob("*") if file.suffix in (".html", ".py")
    ]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    keys = staff_words().keys()
    used = set(re.findall(r"""(?:\bt|words)\(\s*['"](\w+)['"]\s*[,)]""", text))
    assert used - keys == set()
    used |= {key for key in keys if f'"{key}"' in text or f"'{key}'" in text}
    used |= {f"problem_{code}" for code in (*STATUS, "not_allowed")}
    used |= {f"role_{role}" for role in ROLES}
    used |= {f"marked_{mark}" for mark in CALL_MARKS}
    used |= {key for key in keys if key.startswith("title_")}
    used |= {f"callbacks_when_{time}" for time in TIMES}
    assert keys - used == set()


def test_no_section_takes_anothers_key():
    """All sections' words are looked up together."""
    files = [folder / "words.yml" for folder in FOLDERS if (folder / "words.yml").exists()]
    found = [key for file in files for key in yaml.safe_load(file.read_text(encoding="utf-8"))]
    assert len(found) == len(set(found))
