"""Facts about which model is served."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from bot.served import (
    POINTER,
    ModelMissing,
    before,
    pointed,
    roll_back,
    served,
    served_name,
    switch,
    trim,
)


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """Three models, made one after the other."""
    for age, name in enumerate(("c", "b", "a")):
        path = tmp_path / f"{name}.tar.gz"
        path.touch()
        os.utime(path, (1_000_000 - age, 1_000_000 - age))
    return tmp_path


def test_without_a_pointer_the_newest_is_served(models: Path) -> None:
    """And no model at all is told with the remedy."""
    assert served_name(models) == "c"
    assert not pointed(models)
    with pytest.raises(ModelMissing, match="python -m bot train"):
        served(models / "none")
    assert served_name(models / "none") is None


def test_a_pointer_decides_and_can_be_rolled_back(models: Path) -> None:
    """Step by step, until nothing is left."""
    switch(models, models / "a.tar.gz")
    switch(models, models / "b.tar.gz")
    assert served_name(models) == "b"
    assert before(models) == ("a.tar.gz", "c.tar.gz")
    assert roll_back(models).name == "a.tar.gz"
    assert roll_back(models).name == "c.tar.gz"
    assert served_name(models) == "c"
    with pytest.raises(ModelMissing, match="No earlier model"):
        roll_back(models)


def test_switching_to_what_is_served_forgets_nothing(models: Path) -> None:
    """It is not among the earlier ones."""
    switch(models, models / "b.tar.gz")
    switch(models, models / "b.tar.gz")
    assert before(models) == ("c.tar.gz",)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"served": 3}',
        '{"served": "../../x.tar.gz", "before": []}',
        '{"served": "gone.tar.gz", "before": []}',
    ],
)
def test_a_pointer_that_leads_nowhere_counts_as_none(models: Path, text: str) -> None:
    """Nor does one lead out of the folder."""
    (models / POINTER).write_text(text)
    assert served_name(models) == "c"


def test_disk_is_bounded_but_what_may_be_needed_stays(models: Path) -> None:
    """The served model and the one before it, however old."""
    switch(models, models / "a.tar.gz")
    assert trim(models, keep=1) == ["b.tar.gz"]
    assert sorted(path.name for path in models.glob("*.gz")) == ["a.tar.gz", "c.tar.gz"]
    assert json.loads((models / POINTER).read_text())["served"] == "a.tar.gz"
