"""Cells as text."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

# The longest cell that is handed on whole. Excel itself ends at 32,767; no column takes as much.
CELL = 100_000
ROWS_PER_BLOCK = 500
# Different days or amounts; then they are forgotten and begun anew.
REMEMBERED = 50_000
CELL_END, ROW_END = "\x1f", "\x1e"
# Both may stand in a cell as escaped signs. This one is refused there just the same, and ends nothing.
INSTEAD = str.maketrans({CELL_END: "\x1d", ROW_END: "\x1d"})

# Fifteen digits are all that a spreadsheet keeps of a number. Of a longer one the rest is lost, so it is
# written in a way that no check of a number of 17 or 22 digits can mistake for it.
EXACT = 10**15

Cells = list[Any]


def number_text(value: float) -> str:
    """20000.0 → 20000. What a spreadsheet has lost digits of is written so that it is not taken for whole."""
    if -EXACT < value < EXACT:
        return str(int(value)) if value.is_integer() else repr(value)
    return f"{value:.14E}"


def moment_text(value: datetime) -> str:
    """A day without a time of day is a day."""
    return value.date().isoformat() if value.time() == time() else value.isoformat(" ")


class Texts(dict[Any, str]):
    """Cells of one type as text; the same day or amount stands in a list a thousand times."""

    def __init__(self, text_of: Callable[[Any], str]) -> None:
        super().__init__()
        self.text_of = text_of

    def __missing__(self, cell: Any) -> str:
        if len(self) > REMEMBERED:
            self.clear()
        text = self[cell] = self.text_of(cell)
        return text


TEXTS: dict[type, Texts] = {
    kind: Texts(text_of)
    for kind, text_of in (
        (float, number_text),
        (date, date.isoformat),
        (datetime, moment_text),
        (bool, lambda value: "TRUE" if value else "FALSE"),
        (int, str),
        (time, time.isoformat),
        (timedelta, str),
    )
}


def blocks(rows: Iterator[Cells]) -> Iterator[bytes]:
    """Some rows at a time, cells and rows divided by signs that no cell holds.

    Goes through columns, since a column mostly holds cells of one type.
    """
    while block := list(islice(rows, ROWS_PER_BLOCK)):
        width = len(block[0])
        lines = list(map(CELL_END.join, zip(*map(column_texts, zip(*block, strict=True)), strict=True)))
        said = ROW_END.join(lines)
        if (
            max(map(len, lines)) > CELL
            or said.count(CELL_END) != len(block) * (width - 1)
            or said.count(ROW_END) != len(block) - 1
        ):
            said = ROW_END.join(map(tamed, zip(*map(column_texts, zip(*block, strict=True)), strict=True)))
        yield said.encode()


def column_texts(cells: tuple[Any, ...]) -> Iterable[str]:
    """The cells of a column as text."""
    types = set(map(type, cells))
    if types == {str}:
        return cells
    if len(types) == 1:
        return map(TEXTS[types.pop()].__getitem__, cells)
    return [cell if type(cell) is str else TEXTS[type(cell)][cell] for cell in cells]


def tamed(cells: tuple[str, ...]) -> str:
    """A row of which a cell is beyond all bounds, or holds one of our own signs."""
    return CELL_END.join(cell[:CELL].translate(INSTEAD) for cell in cells)
