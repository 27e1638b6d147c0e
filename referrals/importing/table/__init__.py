"""Opens a list of households, whatever form it was sent in.

Text is read as a stream; a workbook is read by a process of its own. What is wrong with a text as a whole is
found before its first row is handed out, and so is nearly all that can be wrong with a workbook: only its number
of rows, and an end of its process in the middle, show later.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from referrals.importing.table.headings import IsHeading
from referrals.importing.table.kinds import MAX_BYTES, Kind, kind_of
from referrals.importing.table.sheet import Reading, read_sheet
from referrals.importing.table.text import read_text
from referrals.importing.table.troubles import Trouble, Unreadable

__all__ = ["MAX_BYTES", "Table", "Trouble", "Unreadable", "open_table"]

Encoding = Literal["utf-8", "utf-8-sig", "cp932", "xlsx"]


@dataclass(frozen=True)
class Table:
    """A list that can be read.

    `rows` gives each row that is not blank, once: its number as a person counts (1 is the first row below the
    headings, blank rows count) and its cells as text. A row of a text file may have fewer cells than there are
    headings, or more (then at most 513). Cells are what the file holds: dates of a workbook as 2026-11-24, its
    numbers without an empty fraction, its failed formulas as #N/A; nothing is folded or trimmed.
    """

    encoding: Encoding
    headings: tuple[str, ...]
    rows: Iterator[tuple[int, list[str]]]


@contextmanager
def open_table(
    path: Path, is_heading: IsHeading | None = None, *, max_bytes: int = MAX_BYTES, max_rows: int | None = None
) -> Iterator[Table]:
    """The list in this file. Raises Unreadable and nothing else, also while its rows are taken.

    `is_heading` says whether a cell is one of the known headings. The path may be that of a file in memory
    (`/proc/self/fd/…` of a memfd). Leaves no files and no process behind.
    """
    known = is_heading or _known_headings()
    try:
        kind = kind_of(path, max_bytes)
    except (OSError, ValueError) as error:
        raise Unreadable(Trouble.NOT_OPENED) from error
    with _book(path, known, max_rows) if kind is Kind.BOOK else _text(path, known, max_rows) as table:
        yield table


def _known_headings() -> IsHeading:
    from referrals.importing.columns import is_heading

    return is_heading


@contextmanager
def _text(path: Path, is_heading: IsHeading, max_rows: int | None) -> Iterator[Table]:
    try:
        form, rows = read_text(path, is_heading, max_rows)
    except OSError as error:
        raise Unreadable(Trouble.NOT_OPENED) from error
    try:
        yield Table(cast(Encoding, form.encoding), form.found.headings, rows)
    finally:
        rows.close()


@contextmanager
def _book(path: Path, is_heading: IsHeading, max_rows: int | None) -> Iterator[Table]:
    try:
        reading = Reading(path)
    except OSError as error:
        raise Unreadable(Trouble.NOT_OPENED) from error
    with reading:
        found, rows = read_sheet(reading, is_heading, max_rows)
        yield Table("xlsx", found.headings, rows)
