"""The imported postcode table: one postcode -> its authority, police force and NHS board.

The file holds a line of JSON (outward codes, distinct records, where it came from), then for every
postcode, sorted, two bytes of inward code and two bytes naming the record: about 10 MB for the
whole United Kingdom. It is mapped into memory and searched by halves; threads may share it.
"""

from __future__ import annotations

import json
import mmap
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from bot.errors import CatalogueMissing

#: First bytes of the file; the number is the version of its format.
MAGIC = b"signpost postcodes 1\n"
#: The ten digits and twenty letters of inward codes, in order.
INWARD_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_INWARD = {
    f"{digit}{first}{second}": (digit * 20 + one) * 20 + two
    for digit in range(10)
    for one, first in enumerate(INWARD_LETTERS)
    for two, second in enumerate(INWARD_LETTERS)
}
_REMEDY = "Import it again with: python -m bot import onspd"


@dataclass(frozen=True)
class PostcodeRecord:
    """What is known of a postcode.

    authority (str): GSS code of the district, unitary, borough or council area, as in the source.
    terminated (bool): Royal Mail no longer uses it; its last area is still told.
    police (str | None), icb (str | None): codes of police force area and NHS board, where given.
    """

    authority: str
    terminated: bool
    police: str | None
    icb: str | None


class Postcodes:
    """The table, opened read-only.

    about (dict[str, Any]): source, rows and the day of the import, as written by the importer.
    """

    def __init__(self, path: Path, header: dict[str, Any], data: memoryview) -> None:
        self._path = path
        self.about: dict[str, Any] = header["about"]
        self._ranges: dict[str, list[int]] = header["outward"]
        self._records = tuple(
            PostcodeRecord(gss, bool(terminated), police, icb)
            for gss, terminated, police, icb in header["records"]
        )
        rows: int = header["rows"]
        self._rows = rows
        self._inward = cast(Sequence[int], data[: 2 * rows].cast("H"))
        self._record = cast(Sequence[int], data[2 * rows : 4 * rows].cast("H"))

    @classmethod
    def open(cls, path: Path) -> Postcodes:
        """Map the table at `path`. RAISES CatalogueMissing when there is none or it is damaged."""
        try:
            with path.open("rb") as file:
                mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except (OSError, ValueError) as error:
            raise CatalogueMissing(f"No postcode table at {path} ({error}). {_REMEDY}") from error
        try:
            if bytes(mapped[: len(MAGIC)]) != MAGIC:
                raise ValueError("another version, or no postcode table")
            start = len(MAGIC) + 8
            end = start + int.from_bytes(mapped[len(MAGIC) : start], "little")
            header = json.loads(bytes(mapped[start:end]))
            if len(mapped) != end + 4 * header["rows"] or sys.byteorder != "little":
                raise ValueError("cut short")
            return cls(path, header, mapped[end:])
        except (KeyError, TypeError, ValueError) as error:
            raise CatalogueMissing(f"Cannot use {path}: {error}. {_REMEDY}") from error

    def __len__(self) -> int:
        """How many postcodes it holds."""
        return self._rows

    def lookup(self, postcode: str) -> PostcodeRecord | None:
        """The record of a full postcode, in any case and spacing; None when it is not there."""
        compact = postcode.replace(" ", "").upper()
        found = self._ranges.get(compact[:-3])
        inward = _INWARD.get(compact[-3:])
        if found is None or inward is None:
            return None
        first, last = found
        at = bisect_left(self._inward, inward, first, last)
        if at == last or self._inward[at] != inward:
            return None
        return self._records[self._record[at]]

    def items(self) -> Iterator[tuple[str, dict[int, PostcodeRecord]]]:
        """Outward codes, each with its records by number of inward code."""
        for outward, (first, last) in self._ranges.items():
            yield (
                outward,
                {self._inward[at]: self._records[self._record[at]] for at in range(first, last)},
            )


class Collected:
    """Postcodes being imported: added one by one, then written as a whole."""

    def __init__(self) -> None:
        self.duplicates = 0
        self._rows: dict[str, dict[int, int]] = {}
        self._records: dict[PostcodeRecord, int] = {}

    def add(self, outward: str, inward: str, record: PostcodeRecord) -> bool:
        """Take one postcode; of two with one name the living one is kept.

        RETURNS (bool): False when the inward code cannot be one.
        """
        number = _INWARD.get(inward)
        if number is None:
            return False
        rows = self._rows.setdefault(outward, {})
        if number in rows:
            self.duplicates += 1
            if record.terminated:
                return True
        rows[number] = self._records.setdefault(record, len(self._records))
        return True

    def __len__(self) -> int:
        """How many postcodes have been taken."""
        return sum(map(len, self._rows.values()))

    def items(self) -> Iterator[tuple[str, dict[int, PostcodeRecord]]]:
        """As `Postcodes.items`, in the order in which they will be written."""
        records = list(self._records)
        for outward in sorted(self._rows):
            yield outward, {number: records[at] for number, at in self._rows[outward].items()}

    def to_bytes(self, about: dict[str, Any]) -> Iterator[bytes]:
        """The file, part by part. RAISES OverflowError beyond 65,536 distinct records."""
        ranges: dict[str, list[int]] = {}
        inward, record = array("H"), array("H")
        for outward in sorted(self._rows):
            rows = sorted(self._rows[outward].items())
            ranges[outward] = [len(inward), len(inward) + len(rows)]
            inward.extend(number for number, _ in rows)
            record.extend(at for _, at in rows)
        header = {
            "about": about,
            "rows": len(inward),
            "outward": ranges,
            "records": [[r.authority, int(r.terminated), r.police, r.icb] for r in self._records],
        }
        text = json.dumps(header, separators=(",", ":")).encode()
        text += b" " * (-(len(MAGIC) + 8 + len(text)) % 8)  # so that numbers stay aligned
        yield MAGIC
        yield len(text).to_bytes(8, "little")
        yield text
        yield inward.tobytes()
        yield record.tobytes()
