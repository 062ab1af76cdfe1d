"""Imports the ONS Postcode Directory (ONSPD), any release, CSV or zip.

Column names change from release to release (oslaua, lad25cd; usertype, usrtypind): they are
matched by pattern, and a release that fits none is refused with the names found. Licence: Open
Government Licence; postcodes of Northern Ireland are under a licence of Land & Property Services.
"""

from __future__ import annotations

import re
from pathlib import Path

from bot.catalogue.import_report import ImportReport, finish
from bot.catalogue.import_source import Progress, Source, matched_columns
from bot.catalogue.postcodes import Collected, PostcodeRecord
from bot.catalogue.read import Catalogue

_WANTED = {
    "postcode": r"pcds",
    "ended": r"doterm",
    "authority": r"(?:os)?laua|lad\d{2}cd",
    "user": r"usertype|usrtypind",
    "police": r"pfa(?:\d{2}cd)?",
}
_OPTIONAL = {"icb": r"icb(?:\d{2}cd)?"}
_WHOLE = r"(?:^|/)data/[^/]*\.csv$|^[^/]*(?:onspd|nspl)[^/]*\.csv$"
_PARTS = r"multi_csv/[^/]+\.csv$"
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?) ?([0-9][A-Z]{2})")
_AUTHORITY = re.compile(r"[EWSN]\d{8}")
_MONTH = re.compile(r"\d{6}|")
#: What stands for "none", and for the Channel Islands (L) and the Isle of Man (M).
_NONE = re.compile(r"[EWSNLM]99999999|")
_CROWN = ("L", "M")


def import_onspd(
    path: Path,
    out_path: Path,
    catalogue: Catalogue | None = None,
    progress: Progress | None = None,
    northern_ireland: bool = True,
    allow_smaller: bool = False,
) -> ImportReport:
    """Read a release and replace the postcode table at `out_path`.

    catalogue (Catalogue | None): tells which authority codes nobody will know.
    progress (Callable[[int, float], None] | None): rows read and share of the whole, 0 to 1.
    northern_ireland (bool): False leaves BT postcodes out, for who does not hold their licence.
    allow_smaller (bool): let a table of less than half the size replace a big one.
    RAISES BadInput (file, header), DataFaults (bad rows); the old table then stays as it was.
    """
    report = ImportReport(path.name)
    collected = Collected()
    with Source(path, _WHOLE, _PARTS) as source:
        for name in source.names:
            rows = source.rows(name)
            taker = _Taker(name, next(rows, (1, []))[1], report, collected, northern_ireland)
            for line, cells in rows:
                taker.take(line, cells)
                source.tell(report.rows, progress)
    if progress:
        progress(report.rows, 1.0)
    report.count_unknown(catalogue, collected)
    return finish(report, collected, out_path, allow_smaller)


class _Taker:
    """Takes the rows of one file, one by one."""

    def __init__(
        self,
        name: str,
        header: list[str],
        report: ImportReport,
        collected: Collected,
        northern_ireland: bool,
    ) -> None:
        self._at = matched_columns(header, _WANTED, _OPTIONAL, name)
        self._name = name
        self._header = header
        self._report = report
        self._collected = collected
        self._northern_ireland = northern_ireland
        self._records: dict[tuple[str, bool, str, str], PostcodeRecord] = {}

    def take(self, line: int, cells: list[str]) -> None:
        """Store a row, or count why not."""
        at, report = self._at, self._report
        report.rows += 1
        if len(cells) != len(self._header):
            message = f"{len(cells)} cells; there should be {len(self._header)}"
            report.refuse(self._name, line, None, message)
            return
        match = _POSTCODE.fullmatch(cells[at["postcode"]])
        area, ended = cells[at["authority"]], cells[at["ended"]]
        if not match:
            self._refuse(line, cells, "postcode", "a postcode")
        elif not _MONTH.fullmatch(ended):
            self._refuse(line, cells, "ended", "a month such as 199606")
        elif area.startswith(_CROWN):
            report.outside += 1
        elif _NONE.fullmatch(area):
            report.without_authority += 1
        elif not _AUTHORITY.fullmatch(area):
            self._refuse(line, cells, "authority", "a GSS code such as E06000065")
        elif match.group(1).startswith("BT") and not self._northern_ireland:
            report.left_out += 1
        elif not self._collected.add(match.group(1), match.group(2), self._record(cells)):
            self._refuse(line, cells, "postcode", "a postcode")
        else:
            report.terminated += ended != ""
            report.large_users += cells[at["user"]] == "1"
            report.northern_ireland += match.group(1).startswith("BT")

    def _record(self, cells: list[str]) -> PostcodeRecord:
        at = self._at
        icb = cells[at["icb"]] if "icb" in at else ""
        said = (cells[at["authority"]], cells[at["ended"]] != "", cells[at["police"]], icb)
        record = self._records.get(said)
        if record is None:
            record = PostcodeRecord(said[0], said[1], _known(said[2]), _known(icb))
            self._records[said] = record
        return record

    def _refuse(self, line: int, cells: list[str], column: str, what: str) -> None:
        at = self._at[column]
        message = f'"{cells[at]}" is not {what}'
        self._report.refuse(self._name, line, self._header[at], message)


def _known(code: str) -> str | None:
    return None if _NONE.fullmatch(code) else code
