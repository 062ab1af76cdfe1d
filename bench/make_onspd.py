"""Writes a CSV like a release of the ONS Postcode Directory, full size, from our outward codes.

    python bench/make_onspd.py OUT.csv [ROWS]

The postcodes are made up (evenly spread inward codes), the same at every run; columns, their order
and their names are those of November 2025. For measuring the import, not for use.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

OUTCODES = Path(__file__).parents[1] / "bot/data/outcodes.csv"
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
COLUMN_NAMES = """
    pcd7 pcd8 pcds dointr doterm cty25cd ced25cd lad25cd wd25cd parncp25cd usrtypind east1m
    north1m gridind hlth19cd nhser24cd ctry25cd rgn25cd ssr95cd pcon24cd eer20cd educ23cd
    ttwa15cd pco19cd itl25cd wdstl05cd oa01cd wdcas03cd npark16cd lsoa01cd msoa01cd ruc01ind
    oac01ind oa11cd lsoa11cd msoa11cd wz11cd sicbl24cd bua24cd ruc11ind oac11ind lat long
    lep21cd1 lep21cd2 pfa23cd imd20ind cal24cd icb23cd oa21cd lsoa21cd msoa21cd ruc21ind
"""
COLUMNS = COLUMN_NAMES.split()
#: A step through the 4,000 inward codes that meets each once (it shares no factor with 4,000).
STEP = 1237


def main(out: Path, rows: int) -> None:
    """Write `rows` rows to `out`, shared out evenly over all outward codes."""
    with OUTCODES.open(newline="", encoding="utf-8") as file:
        areas = [(row["outcode"], row["authorities"].split()) for row in csv.DictReader(file)]
    inward = [f"{d}{a}{b}" for d in range(10) for a in LETTERS for b in LETTERS]
    with out.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(COLUMNS)
        for number in range(rows):
            outward, authorities = areas[number % len(areas)]
            turn = number // len(areas)
            postcode = f"{outward} {inward[turn * STEP % len(inward)]}"
            # Most of an outward code lies in its first authority; one in three has ended.
            authority = authorities[min(turn % 5, len(authorities) - 1) if turn % 2 else 0]
            ended = "199606" if turn % 3 == 0 else ""
            row = dict.fromkeys(COLUMNS, f"{authority[0]}99999999")
            row.update(
                pcd7=postcode.replace(" ", ""),
                pcd8=postcode,
                pcds=postcode,
                dointr="198001",
                doterm=ended,
                lad25cd=authority,
                usrtypind="1" if turn % 50 == 0 else "0",
                pfa23cd=f"E230000{int(authority[-2:]) % 39:02}",
                icb23cd=f"E540000{int(authority[-2:]) % 62:02}",
                lat="51.5",
                long="-0.1",
            )
            writer.writerow([row[column] for column in COLUMNS])


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 2_600_000)
