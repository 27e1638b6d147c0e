"""Where the bars of a chart stand. Whole numbers of an SVG's own units; a template draws them."""

from collections.abc import Sequence
from dataclasses import dataclass

from figures.publishing import Shown

WIDTH, HEIGHT = 720, 236
TOP, FLOOR = 26, 196
BAR_WIDTH = 36


@dataclass(frozen=True)
class Column:
    """A month: the whole bar, and in it from below the part that reached support. Without a bar where it is hidden."""

    label: str
    text: str
    middle: int
    x: int
    y: int
    height: int
    part_y: int
    part_height: int
    text_y: int


@dataclass(frozen=True)
class Columns:
    """A chart of columns. `top` is the number at the highest line."""

    columns: list[Column]
    top: int
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = FLOOR
    ceiling: int = TOP
    bar: int = BAR_WIDTH


def columns_of(table: Shown) -> Columns:
    """One column for each row, in their order."""
    top, step = table.largest, WIDTH // max(len(table.rows), 1)
    columns = []
    for place, row in enumerate(table.rows):
        whole, part = row.cells[0].number, row.cells[1].number if len(row.cells) > 1 else None
        height, part_height = _height(whole, top), _height(part if whole is not None else None, top)
        middle = place * step + step // 2
        columns.append(
            Column(
                label=row.label,
                text=row.cells[0].text,
                middle=middle,
                x=middle - BAR_WIDTH // 2,
                y=FLOOR - height,
                height=height,
                part_y=FLOOR - part_height,
                part_height=part_height,
                text_y=FLOOR - height - 6,
            )
        )
    return Columns(columns, top)


def _height(number: int | None, top: int) -> int:
    return round((FLOOR - TOP) * (number or 0) / top)


FUNNEL_LEFT, FUNNEL_WIDTH, STEP_HEIGHT, ROOM_FOR_NUMBER = 300, 360, 56, 90


@dataclass(frozen=True)
class Stage:
    """One step of the funnel."""

    label: str
    number: int
    width: int
    y: int

    @property
    def text_y(self) -> int:
        """In the middle of the bar's height."""
        return self.y + 27

    @property
    def number_x(self) -> int:
        """In the bar where there is room, or after it."""
        return FUNNEL_LEFT + (12 if self.is_inside else self.width + 10)

    @property
    def is_inside(self) -> bool:
        """Whether the number stands in the bar."""
        return self.width >= ROOM_FOR_NUMBER


def funnel_of(steps: Sequence[tuple[str, int]]) -> list[Stage]:
    """Bars below one another, the first the widest."""
    top = max((number for _label, number in steps), default=0) or 1
    return [
        Stage(label, number, round(FUNNEL_WIDTH * number / top), place * STEP_HEIGHT + 4)
        for place, (label, number) in enumerate(steps)
    ]


@dataclass(frozen=True)
class Bar:
    """A share of the largest, 0–100; `part` is how much of it reached support."""

    whole: int
    part: int


def bar_of(table: Shown, place: int) -> Bar:
    """Of a row; nothing where it is hidden."""
    cells = table.rows[place].cells
    whole = cells[0].number or 0
    part = (cells[1].number or 0) if len(cells) > 1 and cells[0].number is not None else 0
    return Bar(round(100 * whole / table.largest), round(100 * part / table.largest))
