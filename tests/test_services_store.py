"""The file of imported services is replaced whole or not at all."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.catalogue.services import Services
from bot.catalogue.services_store import FORMAT, empty, only_one, read, write
from bot.errors import CatalogueMissing
from bot.imports.oruk import import_oruk
from tests.imports_world import DATA, ROOT, catalogue, digest, take

#: Imports in a process of its own, which stops in the middle of writing and says so.
_SLOW = """
import sys, time
from pathlib import Path
from bot.catalogue import services_store

def fill(path, tables):
    path.write_bytes(b"half a file")
    print("writing", flush=True)
    time.sleep(60)

services_store._fill = fill
path = Path(sys.argv[1])
with services_store.only_one(path):
    services_store.write(path, services_store.empty())
"""


def test_no_file_is_no_services(tmp_path: Path) -> None:
    """Without a file there are no services and no links."""
    services = Services.open(tmp_path / "none.db")
    assert services.listed("pothole", ["England"]) == ()
    assert services.route("E08000035", "pothole") is None


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """Tables come back as they were, numbers as numbers."""
    path = tmp_path / "services.db"
    take(path, import_oruk(str(DATA / "oruk_services.json"), catalogue()))
    before = read(path)
    assert {row["minimum_age"] for row in before["service"]} == {None, 60}
    with only_one(path):
        write(path, before)
    assert read(path) == before


@pytest.mark.parametrize("content", [b"", b"not a database at all", None])
def test_a_damaged_file(tmp_path: Path, content: bytes | None) -> None:
    """A file that is damaged or of another version is refused, with what to do."""
    path = tmp_path / "services.db"
    if content is None:
        connection = sqlite3.connect(path)
        connection.execute(f"pragma user_version = {FORMAT + 1}")
        connection.commit()
        connection.close()
    else:
        path.write_bytes(content)
    with pytest.raises(CatalogueMissing, match="Move it away"):
        read(path)


def test_kill_9_leaves_the_old_file(tmp_path: Path) -> None:
    """An import killed while it writes leaves the file byte for byte; the next one tidies up."""
    path = tmp_path / "services.db"
    take(path, import_oruk(str(DATA / "oruk_services.json"), catalogue()))
    before = digest(path)
    child = subprocess.Popen(
        [sys.executable, "-c", _SLOW, str(path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"writing\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert digest(path) == before
    assert len(list(tmp_path.glob(".services-*"))) == 1
    report = take(path, import_oruk(str(DATA / "oruk_services.json"), catalogue()))
    assert report.unchanged == 3
    assert list(tmp_path.glob(".services-*")) == []


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    """Rows that cannot be stored raise, and neither file nor remains are left."""
    path = tmp_path / "services.db"
    tables = empty()
    tables["link"] = [{"id": "same"}, {"id": "same"}]
    with pytest.raises(sqlite3.IntegrityError), only_one(path):
        write(path, tables)
    assert [found.name for found in tmp_path.iterdir()] == ["services.db.lock"]


def test_two_imports_wait_for_each_other(tmp_path: Path) -> None:
    """While one import holds the file a second process waits."""
    path, freed = tmp_path / "services.db", tmp_path / "freed"
    code = (
        "import sys; from pathlib import Path; from bot.catalogue.services_store import only_one\n"
        "print('asks', flush=True)\n"
        "with only_one(Path(sys.argv[1])): print(Path(sys.argv[2]).exists(), flush=True)"
    )
    with only_one(path):
        child = subprocess.Popen(
            [sys.executable, "-c", code, str(path), str(freed)], cwd=ROOT, stdout=subprocess.PIPE
        )
        assert child.stdout is not None
        assert child.stdout.readline() == b"asks\n"
        time.sleep(0.2)  # one that did not wait would be in by now
        freed.touch()
    assert child.communicate()[0] == b"True\n"
    assert child.returncode == 0
