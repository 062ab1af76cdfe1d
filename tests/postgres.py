"""A PostgreSQL server of the tests' own: in a temporary folder, on a Unix socket, then gone."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect
from sqlalchemy.engine import Engine


class Postgres:
    """A server that can be stopped and started. address (str): for SQLAlchemy."""

    def __init__(self, binaries: Path, folder: Path, user: dict[str, Any]) -> None:
        self._binaries = binaries
        self._folder = folder
        self._user = user
        self.address = f"postgresql://signpost@/postgres?host={folder}"

    def make(self) -> None:
        """The files of an empty server."""
        self._run(
            "initdb", "-D", "data", "-U", "signpost", "-A", "trust", "-E", "UTF8", "--no-sync"
        )

    def start(self) -> None:
        """RETURNS when it takes connections."""
        options = f"-c listen_addresses='' -c unix_socket_directories='{self._folder}'"
        self._run("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", options, "start")

    def stop(self) -> None:
        """At once, as if it had crashed: connections are cut."""
        self._run("pg_ctl", "-D", "data", "-m", "immediate", "stop")

    def _run(self, name: str, *arguments: str) -> None:
        # To a file, not a pipe: the server keeps it open.
        with (self._folder / "out").open("ab") as out:
            done = subprocess.run(
                [self._binaries / name, *arguments],
                cwd=self._folder, stdout=out, stderr=out, env={"LC_ALL": "C"}, **self._user,
            )  # fmt: skip
        assert done.returncode == 0, (self._folder / "out").read_text()


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A running server; the test is skipped where there is none to run, but not in CI."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    on_path = shutil.which("pg_ctl")
    if not found and not on_path:
        reason = "PostgreSQL is not installed (Debian: apt install postgresql)"
        assert not os.environ.get("CI"), reason
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="signpost-postgres-"))
    user = _unprivileged(folder)
    server = Postgres((found[-1] if found else Path(str(on_path))).parent, folder, user)
    try:
        server.make()
        server.start()
        yield server
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def emptied(engine: Engine) -> None:
    """Leaves no table in the database."""
    with engine.begin() as connection:
        for table in inspect(connection).get_table_names():
            connection.exec_driver_sql(f'drop table "{table}" cascade')
    engine.dispose()


def _unprivileged(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to be run by root: then the folder, and it, are nobody's."""
    if os.getuid():
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
