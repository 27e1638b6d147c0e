"""The year as a workbook: a sheet of key figures and one for each table. Text stays text, numbers are numbers."""

import io
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from figures.publishing import Cell, Glance, Shown
from referrals.importing.files.writing import fitted, workbook

LONGEST_SHEET_NAME = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def workbook_bytes(
    *, head: Sequence[str], glance: Sequence[Glance], years: tuple[str, str], tables: Sequence[Shown]
) -> bytes:
    """`head`: the lines above the key figures; `years`: this one's and the one before's words."""
    file = io.BytesIO()
    with workbook(file) as book:
        looks = {
            "bold": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}),
            "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
            "number": book.add_format({"num_format": "#,##0", "valign": "top"}),
            "hidden": book.add_format({"align": "right", "valign": "top"}),
            "title": book.add_format({"bold": True, "font_size": 14}),
        }
        _key_figures(book, looks, head, glance, years)
        for table in tables:
            _table(book, looks, table)
    return file.getvalue()


def _sheet(book: Any, name: str) -> Any:
    taken = {one.get_name().lower() for one in book.worksheets()}
    plain = name.translate(_FORBIDDEN)[:LONGEST_SHEET_NAME]
    sheet = book.add_worksheet(plain if plain.lower() not in taken else f"{plain[:27]} {len(taken)}")
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 48)
    sheet.set_column(1, 6, 18)
    return sheet


def _key_figures(
    book: Any, looks: dict[str, Any], head: Sequence[str], glance: Sequence[Glance], years: tuple[str, str]
) -> None:
    sheet = _sheet(book, _("Key figures"))
    for place, words in enumerate(head):
        sheet.write_string(place, 0, fitted(words), looks["title"] if place == 0 else None)
    start = len(head) + 1
    for column, heading in enumerate((_("Figure"), *years, _("Unit"))):
        sheet.write_string(start, column, heading, looks["bold"])
    for place, line in enumerate(glance, start=start + 1):
        sheet.write_string(place, 0, line.label, looks["text"])
        for column, text in enumerate((line.now, line.before), start=1):
            sheet.write_string(place, column, text, looks["hidden"])
        sheet.write_string(place, 3, line.unit, looks["text"])


def _table(book: Any, looks: dict[str, Any], table: Shown) -> None:
    sheet = _sheet(book, table.title)
    sheet.write_string(0, 0, fitted(table.title), looks["title"])
    sheet.write_string(1, 0, fitted(f"{_('What was counted')}: {table.what}"))
    if table.withheld or table.is_empty:
        words = _("Not shown, because the numbers are small.") if table.withheld else _("Nothing was counted.")
        sheet.write_string(3, 0, words)
        return
    for column, heading in enumerate((table.first, *table.columns)):
        sheet.write_string(3, column, fitted(heading), looks["bold"])
    lines = [(row.label, row.cells) for row in table.rows]
    if table.totals:
        lines.append((_("Total"), table.totals))
    for place, (label, cells) in enumerate(lines, start=4):
        sheet.write_string(place, 0, fitted(label), looks["text"])
        for column, cell in enumerate(cells, start=1):
            _write(sheet, looks, place, column, cell)


def _write(sheet: Any, looks: dict[str, Any], row: int, column: int, cell: Cell) -> None:
    if cell.number is None:
        sheet.write_string(row, column, cell.text, looks["hidden"])
    else:
        sheet.write_number(row, column, cell.number, looks["number"])
