"""How fast a workbook is read: `open_table`, as the import reads it, beside openpyxl's reading mode.

    ./run python benchmarks/read_xlsx.py [--rows 100000] [--rounds 3]

Both give every cell of the same file as text; the quickest of the rounds counts for each. Ours reads in a process of
its own, under limits of memory and time, and looks for entities, failed formulas and bombs on the way.
"""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks import ground

AT_LEAST = 12


def main() -> None:
    """Measure and print; status 1 below the goal."""
    options = ArgumentParser()
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=3)
    asked = options.parse_args()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        write_book(path, asked.rows)
        print(f"{asked.rows:,} rows, 24 columns, {path.stat().st_size / 1e6:.1f} MB")
        ours = min(timed(ours_reads, path, asked.rows) for _round in range(asked.rounds))
        theirs = timed(openpyxl_reads, path, asked.rows)
    print(f"open_table                       {asked.rows / ours:>10,.0f} rows/s")
    print(
        f"openpyxl, read_only, values_only {asked.rows / theirs:>10,.0f} rows/s   open_table is {theirs / ours:.1f} x"
    )
    if theirs / ours < AT_LEAST:
        sys.exit(1)


def write_book(path: Path, count: int) -> None:
    """The same invented list as elsewhere, as a workbook of texts."""
    import csv

    from xlsxwriter import Workbook

    text = path.with_suffix(".csv")
    ground.write_list(text, count)
    with (
        Workbook(path, {"constant_memory": True, "strings_to_numbers": False}) as book,
        text.open(encoding="cp932", newline="") as file,
    ):
        sheet = book.add_worksheet()
        for n, row in enumerate(csv.reader(file)):
            sheet.write_row(n, 0, row)


def timed(read: Callable[[Path], int], path: Path, count: int) -> float:
    """Seconds; fails where a row is missing."""
    began = time.perf_counter()
    found = read(path)
    seconds = time.perf_counter() - began
    if found != count:
        raise SystemExit(f"{found} rows instead of {count}")
    return seconds


def ours_reads(path: Path) -> int:
    """The import's own way."""
    from referrals.importing.columns import is_heading
    from referrals.importing.table import open_table

    with open_table(path, is_heading) as table:
        return sum(1 for _row in table.rows)


def openpyxl_reads(path: Path) -> int:
    """Its quickest way."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    rows = book.worksheets[0].iter_rows(min_row=2, values_only=True)
    return sum(1 for row in rows if [str(cell) for cell in row])


if __name__ == "__main__":
    main()
