"""Measures the import of a full-size postcode release and looking postcodes up in it.

    python bench/postcodes.py RELEASE.csv TABLE

Prints seconds and rows a second of the import, size of the table, and microseconds a look-up.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.catalogue.import_onspd import import_onspd
from bot.catalogue.postcodes import INWARD_LETTERS, Postcodes


def main(release: Path, table: Path) -> None:
    """Import, then look 100,000 postcodes up one by one."""
    started = time.perf_counter()
    report = import_onspd(release, table)
    seconds = time.perf_counter() - started
    print("\n".join(report.lines()))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"import: {seconds:.1f} s, {report.rows / seconds:,.0f} rows/s, {memory:.0f} MB of memory"
    )
    print(f"table: {table.stat().st_size / 1e6:.1f} MB")
    postcodes = Postcodes.open(table)
    outward = [code for code, _ in postcodes.items()]
    letters = INWARD_LETTERS
    asked = [
        f"{outward[n * 7 % len(outward)]} {n % 10}{letters[n % 20]}{letters[n // 20 % 20]}"
        for n in range(100_000)
    ]
    times = []
    found = 0
    for postcode in asked:
        at = time.perf_counter_ns()
        found += postcodes.lookup(postcode) is not None
        times.append((time.perf_counter_ns() - at) / 1000)
    p50, p99 = statistics.median(times), statistics.quantiles(times, n=100)[98]
    print(f"look-up: p50 {p50:.1f} µs, p99 {p99:.1f} µs, {found:,} of {len(asked):,} found")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
