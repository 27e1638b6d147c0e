"""The process: standard input is the file, standard output the answer.

The answer is in blocks, each with its length before it: first JSON (`trouble`, or `first`, `left` and `merged`),
then rows, and one of no length at the end.
"""

import gc
import io
import json
import resource
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any

from referrals.importing.spreadsheet.archive import Trouble, looked_at
from referrals.importing.spreadsheet.cells import blocks
from referrals.importing.spreadsheet.faults import Faults, Faulty, marked

# 300,000 rows of our template need 0.8 GB. What needs more than this is saved as CSV, which needs none.
MEMORY = 1 << 30
# 100,000 rows take about 1.5 s; a deflated stream of nothing can keep a reader busy for minutes.
PROCESSOR_SECONDS = 30
# Wider than any list. The template has 24 columns, a customer system's own export perhaps a hundred.
COLUMNS = 512
# Headings begin within twenty rows.
MERGED_ROWS = 20


def main() -> None:
    """Never fails with words: what stands on standard error might be a household's."""
    gc.disable()  # no cycles are made here, and a million lists would be looked through again and again
    limit()
    out = sys.stdout.buffer
    try:
        for block in answer(sys.stdin.buffer.read()):
            out.write(len(block).to_bytes(4, "big") + block)
    except Trouble as trouble:
        said = json.dumps({"trouble": trouble.code}).encode()
        out.write(len(said).to_bytes(4, "big") + said)
    out.write(bytes(4))
    out.flush()


def limit() -> None:
    """Memory, time, and nothing written anywhere: not a file, not a core with what was read."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def answer(content: bytes) -> Iterator[bytes]:
    """Where the first visible sheet begins, then its rows. Raises Trouble before the first answer or not at all."""
    try:
        sheet, faults = opened(content)
    except MemoryError as error:
        raise Trouble("too_much_memory") from error
    row, column = sheet.start or (0, 0)
    yield json.dumps({"first": row, "left": column, "merged": merged_down(sheet, row)}).encode()
    rows = sheet.iter_rows()
    yield from blocks(marked(rows, faults, row, column) if faults else rows)


def opened(content: bytes) -> tuple[Any, Faulty]:
    """The first visible sheet, and where formulas failed in it."""
    faults = Faults(looked_at(content))
    # Only now, so that the cheap checks do not pay for it.
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        position = first_visible(book.sheets_metadata)
        sheet = book.get_sheet_by_index(position)
    except CalamineError as error:
        raise Trouble("damaged") from error
    if sheet.width > COLUMNS:
        raise Trouble("too_wide")
    return sheet, faults.of_sheet(position)


def merged_down(sheet: Any, row: int) -> list[tuple[int, ...]]:
    """What is merged over several rows near the top: top, left, bottom, right. Sideways does not matter."""
    areas = sheet.merged_cell_ranges or []
    near = (area for area in areas if area[0][0] < row + MERGED_ROWS and area[1][0] > area[0][0])
    return [(*first, *last) for first, last in islice(near, COLUMNS)]


def first_visible(sheets: list[Any]) -> int:
    """The position of the sheet that a person sees first."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    for position, sheet in enumerate(sheets):
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible:
            return position
    raise Trouble("no_sheet")
