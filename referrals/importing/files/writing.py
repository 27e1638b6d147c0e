"""Cells into CSV and workbooks. No cell is ever a formula, and no character is lost without a word."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

from xlsxwriter import Workbook

CsvEncoding = Literal["utf-8-sig", "cp932"]

#: A cell that begins so is computed by a spreadsheet instead of shown; full-width signs too, in Japanese ones.
FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
#: Excel's own limit of a cell.
LONGEST_CELL = 32_767


class CannotEncode(Exception):
    """`characters` of a table that CP932 does not have, each once, in the order in which they come."""

    def __init__(self, characters: str) -> None:
        super().__init__("characters that the encoding does not have")
        self.characters = characters


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[str]], encoding: CsvEncoding = "utf-8-sig") -> bytes:
    """Lines end in CRLF. CannotEncode where something cannot be written: nothing is replaced silently."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerows([harmless(cell) for cell in row] for row in (headings, *rows))
    try:
        return written.getvalue().encode(encoding)
    except UnicodeEncodeError:
        raise CannotEncode(_beyond(written.getvalue(), encoding)) from None


def harmless(cell: str) -> str:
    """With an apostrophe before a sign that would make a formula of it."""
    return f"'{cell}" if cell.lstrip(" 　").startswith(FORMULA_SIGNS) or cell.startswith(FORMULA_SIGNS) else cell


def _beyond(text: str, encoding: CsvEncoding) -> str:
    return "".join(one for one in dict.fromkeys(text) if not one.encode(encoding, "ignore"))


@contextmanager
def workbook(file: io.BytesIO) -> Iterator[Workbook]:
    """A workbook in memory in which whatever is written stays text."""
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with Workbook(file, options) as book:
        yield book


def fitted(cell: str) -> str:
    """Cut where Excel would not take it."""
    return cell if len(cell) <= LONGEST_CELL else f"{cell[: LONGEST_CELL - 1]}…"


def xlsx_bytes(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """One sheet, its headings fixed at the top; every cell is text."""
    file = io.BytesIO()
    with workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        bold, plain = book.add_format({"bold": True, "num_format": "@"}), book.add_format({"num_format": "@"})
        for place, heading in enumerate(headings):
            sheet.write_string(0, place, fitted(heading), bold)
        for n, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                sheet.write_string(n, place, fitted(cell), plain)
        sheet.set_column(0, max(len(headings) - 1, 0), 18)
    return file.getvalue()
