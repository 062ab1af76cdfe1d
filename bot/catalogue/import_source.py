"""Opens what a postcode release comes in, CSV or zip, as lines of text with a sense of progress."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO

from bot.errors import BadInput

#: Called now and then with the number of rows read and the share of the whole, 0 to 1.
Progress = Callable[[int, float], None]

_EVERY = 50_000


class Source:
    """The CSV files of a release, read one after another.

    names (list[str]): the files that match `pattern`, the whole release first where it has both
        one file and its parts.
    """

    def __init__(self, path: Path, pattern: str, parts: str | None = None) -> None:
        """pattern, parts (str): regular expressions for names inside a zip; `parts` are used when
        nothing matches `pattern`. RAISES BadInput when the file is not there or not readable."""
        self._stack = ExitStack()
        self._zip: zipfile.ZipFile | None = None
        self._done = 0
        self._open: IO[bytes] | None = None
        self.path = path
        if not path.is_file():
            raise BadInput(f"There is no file at {path}")
        if zipfile.is_zipfile(path):
            self._zip = self._stack.enter_context(zipfile.ZipFile(path))
            self.names = self._matching(pattern) or (self._matching(parts) if parts else [])
            if not self.names:
                self._stack.close()
                raise BadInput(f"{path.name} holds no file like the data of a release ({pattern})")
            self._total = sum(self._zip.getinfo(name).file_size for name in self.names)
        else:
            self.names = [path.name]
            self._total = path.stat().st_size

    def __enter__(self) -> Source:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def rows(self, name: str) -> Iterator[tuple[int, list[str]]]:
        """The rows of one file with their line numbers (from 1), the first included.

        RAISES BadInput for what is not UTF-8 or not CSV, naming the line.
        """
        with (
            self._opened(name) as file,
            io.TextIOWrapper(file, encoding="utf-8-sig", newline="") as text,
        ):
            self._open = file
            reader = csv.reader(text)
            try:
                for cells in reader:
                    yield reader.line_num, cells
            except (csv.Error, UnicodeDecodeError, zipfile.BadZipFile, EOFError, OSError) as error:
                message = f"{name} cannot be read after line {reader.line_num}: {error}"
                raise BadInput(message) from error
            self._done += file.tell()
            self._open = None

    def share(self) -> float:
        """How much has been read, 0 to 1."""
        at = self._open.tell() if self._open else 0
        return min(1.0, (self._done + at) / max(1, self._total))

    def tell(self, rows: int, progress: Progress | None) -> None:
        """Report progress every 50,000 rows."""
        if progress and rows % _EVERY == 0:
            progress(rows, self.share())

    def text_of(self, pattern: str) -> str | None:
        """The text of the first file in the zip that matches, e.g. its list of columns."""
        names = self._matching(pattern) if self._zip else []
        return self._zip.read(names[0]).decode("utf-8-sig") if self._zip and names else None

    def _matching(self, pattern: str) -> list[str]:
        names = self._zip.namelist() if self._zip else []
        return sorted(name for name in names if re.search(pattern, name, re.I))

    def _opened(self, name: str) -> IO[bytes]:
        return self._zip.open(name) if self._zip else self.path.open("rb")


def matched_columns(
    header: list[str], wanted: dict[str, str], optional: dict[str, str], where: str
) -> dict[str, int]:
    """Find the columns of a release whose names change from one to the next.

    wanted, optional (dict[str, str]): our name -> regular expression for theirs.
    RETURNS (dict[str, int]): position by our name. RAISES BadInput naming every column that is
    missing or that several names fit, with the header found.
    """
    positions: dict[str, int] = {}
    problems: list[str] = []
    names = [name.strip().lower() for name in header]
    for ours, pattern in (wanted | optional).items():
        fitting = [at for at, name in enumerate(names) if re.fullmatch(pattern, name)]
        if len(fitting) > 1:
            problems.append(f"{ours}: several columns fit {pattern}")
        elif fitting:
            positions[ours] = fitting[0]
        elif ours in wanted:
            problems.append(f"{ours}: no column fits {pattern}")
    if problems:
        shown = ", ".join(header[:60])
        raise BadInput(f"{where}: " + "; ".join(problems) + f". The columns are: {shown}")
    return positions
