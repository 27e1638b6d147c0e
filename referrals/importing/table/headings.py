"""Finds the row of headings: titles stand above it, and cells are merged."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from referrals.importing.table.troubles import Trouble, Unreadable

IsHeading = Callable[[str], bool]

#: A row with so many known headings is the row of headings; a title may name one or two.
KNOWN_HEADINGS = 3
#: Title, date, company, office, a legend: nobody writes more above a list.
SEARCHED_ROWS = 20
#: Wider than any list; the template has 24.
MAX_HEADINGS = 512
#: What is longer is not compared with the known headings: a sentence is none.
_LONGEST_HEADING = 60


class Found(NamedTuple):
    """The headings, and how many rows from the first they take (with the titles above them)."""

    headings: tuple[str, ...]
    rows_before_data: int


class Merged(NamedTuple):
    """A merged area; rows and columns from nought, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


def find_headings(rows: Iterable[Sequence[str]], is_heading: IsHeading, merged: Sequence[Merged] = ()) -> Found | None:
    """The first of the rows with enough known headings; None where none has. Looks at `SEARCHED_ROWS` rows.

    Headings that are merged downwards are one block with what stands below the groups beside them:
    of each column the lowest cell of the block counts.
    """
    looked = [list(row[: MAX_HEADINGS + 1]) for _n, row in zip(range(SEARCHED_ROWS), rows, strict=False)]
    for number, row in enumerate(looked):
        block = looked[number : _bottom(number, merged) + 1]
        headings = _lowest(block)
        if _known(headings, is_heading) >= KNOWN_HEADINGS and _known(row, is_heading):
            return Found(trimmed(headings), number + len(block))
    return None


def trimmed(headings: Sequence[str]) -> tuple[str, ...]:
    """Without blank cells at the right end. Unreadable where there are too many."""
    last = max((place for place, heading in enumerate(headings) if heading.strip()), default=-1)
    if last >= MAX_HEADINGS:
        raise Unreadable(Trouble.TOO_WIDE)
    return tuple(headings[: last + 1])


def _known(cells: Sequence[str], is_heading: IsHeading) -> int:
    return sum(map(is_heading, {cell for cell in cells if 0 < len(cell) <= _LONGEST_HEADING}))


def _bottom(number: int, merged: Sequence[Merged]) -> int:
    return max((area.bottom for area in merged if area.top == number), default=number)


def _lowest(block: Sequence[Sequence[str]]) -> list[str]:
    width = max(map(len, block))
    columns = ([row[place] for row in block if place < len(row) and row[place].strip()] for place in range(width))
    return [cells[-1] if cells else "" for cells in columns]
