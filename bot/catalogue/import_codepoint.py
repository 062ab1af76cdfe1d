"""Imports OS Code-Point Open, any release, CSV or zip: living postcodes of Great Britain.

Its files have no header; the zip holds a list of column names beside them. It says nothing of
police forces, terminated postcodes and Northern Ireland. Licence: Open Government Licence, with
the attribution of Ordnance Survey and Royal Mail.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

from bot.catalogue.import_report import ImportReport, finish
from bot.catalogue.import_source import Progress, Source, matched_columns
from bot.catalogue.postcodes import Collected, PostcodeRecord
from bot.catalogue.read import Catalogue
from bot.errors import BadInput

_WANTED = {"postcode": r"postcode|pc", "authority": r"admin[_ ]district[_ ]code|dc"}
_DATA = r"(?:^|/)csv/[a-z]{1,2}\.csv$|^[a-z]{1,2}\.csv$"
_COLUMNS = r"column[_ ]headers\.csv$"
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?) *([0-9][A-Z]{2})")
_AUTHORITY = re.compile(r"[EWS]\d{8}")
#: As released since 2011: postcode, quality, easting, northing, country, two of the NHS, county,
#: district, ward.
_USUAL = ({"postcode": 0, "authority": 8}, 10)


def import_codepoint(
    path: Path,
    out_path: Path,
    catalogue: Catalogue | None = None,
    progress: Progress | None = None,
    allow_smaller: bool = False,
) -> ImportReport:
    """Read a release and replace the postcode table at `out_path`.

    Parameters and errors as of bot.catalogue.import_onspd.import_onspd.
    """
    report = ImportReport(path.name)
    collected = Collected()
    records: dict[str, PostcodeRecord] = {}
    with Source(path, _DATA) as source:
        listed = _listed_columns(source)
        for name in source.names:
            at, width = listed
            for line, cells in source.rows(name):
                if line == 1 and not _POSTCODE.fullmatch(cells[0] if cells else ""):
                    at, width = matched_columns(cells, _WANTED, {}, name), len(cells)
                    continue
                report.rows += 1
                source.tell(report.rows, progress)
                if len(cells) != width:
                    report.refuse(name, line, None, f"{len(cells)} cells; there should be {width}")
                    continue
                _take(
                    name,
                    line,
                    cells[at["postcode"]],
                    cells[at["authority"]],
                    report,
                    collected,
                    records,
                )
    if progress:
        progress(report.rows, 1.0)
    report.count_unknown(catalogue, collected)
    return finish(report, collected, out_path, allow_smaller)


def _take(
    name: str,
    line: int,
    written: str,
    area: str,
    report: ImportReport,
    collected: Collected,
    records: dict[str, PostcodeRecord],
) -> None:
    match = _POSTCODE.fullmatch(written)
    if not match:
        report.refuse(name, line, "postcode", f'"{written}" is not a postcode')
    elif not area:
        report.without_authority += 1
    elif not _AUTHORITY.fullmatch(area):
        report.refuse(name, line, "district", f'"{area}" is not a GSS code such as E06000065')
    else:
        record = records.setdefault(area, PostcodeRecord(area, False, None, None))
        if not collected.add(match.group(1), match.group(2), record):
            report.refuse(name, line, "postcode", f'"{written}" is not a postcode')


def _listed_columns(source: Source) -> tuple[dict[str, int], int]:
    """Positions of postcode and district, and the width, from the zip's own list of columns; as
    released until now where there is none. RAISES BadInput when the list has drifted."""
    text = source.text_of(_COLUMNS)
    if text is None:
        return _USUAL
    problems: list[str] = []
    for header in csv.reader(text.splitlines()):
        try:
            return matched_columns(header, _WANTED, {}, "the list of columns"), len(header)
        except BadInput as error:
            problems.append(str(error))
    raise BadInput(problems[0] if problems else "the list of columns is empty")
