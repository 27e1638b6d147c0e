"""What is to be mended, as a workbook: each row as it came, what is wrong with it beside, the cells marked."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from referrals.importing.chunks import Line
from referrals.importing.columns import arrange
from referrals.importing.files.writing import fitted, workbook


def errors_xlsx(headings: Sequence[str], lines: Iterable[Line]) -> bytes:
    """The file's own columns in their order; to the right the row's number, the columns to look at, and the remedy.

    It may be mended and sent as it is: what stands to the right is not read.
    """
    file = io.BytesIO()
    with workbook(file) as book:
        _fill(book, book.add_worksheet(), headings, lines)
    return file.getvalue()


def _fill(book: Any, sheet: Worksheet, headings: Sequence[str], lines: Iterable[Line]) -> None:
    plain = book.add_format({"num_format": "@", "valign": "top"})
    marked = book.add_format({"num_format": "@", "valign": "top", "bg_color": "#FFF3C4", "border": 1})
    bold = book.add_format({"num_format": "@", "bold": True, "bottom": 1})
    told = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    places, width = arrange(headings).places, len(headings)
    _write(sheet, 0, [*headings, _("Row"), _("Look at"), _("What to do")], bold)
    for n, line in enumerate(lines, start=1):
        wrong = {places[error.column] for error in line.errors if error.column in places}
        for place, cell in enumerate(line.cells[:width]):
            sheet.write_string(n, place, fitted(cell), marked if place in wrong else plain)
        for place in wrong - set(range(len(line.cells))):
            sheet.write_string(n, place, "", marked)
        _write(sheet, n, _beside(line), told, first=width)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(width - 1, 0), 16)
    sheet.set_column(width + 1, width + 1, 24)
    sheet.set_column(width + 2, width + 2, 80)


def _beside(line: Line) -> list[str]:
    columns = "、".join(dict.fromkeys(error.column for error in line.errors if error.column))
    remedies = "\n".join(dict.fromkeys(str(error.message) for error in line.errors))
    return [str(line.n), columns, remedies]


def _write(sheet: Worksheet, n: int, cells: Sequence[str], form: Format, first: int = 0) -> None:
    for place, cell in enumerate(cells, start=first):
        sheet.write_string(n, place, fitted(cell), form)
