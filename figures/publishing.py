"""Tables as they are shown: exact inside the municipality, without small numbers where they leave it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from figures.counting import Staged, YearCounts
from figures.suppression import SMALL, Hidden, hide_in_list, hide_in_table, hide_with_sum, small_places
from figures.tables import Nature, Row, Table, tables_of

FEW = "1〜4"
COVERED = "＊"
#: A middle of fewer days than this is nearly somebody's own.
ENOUGH_DAYS = 5


@dataclass(frozen=True)
class Cell:
    """A number as written; `number` is None where it is hidden, for charts."""

    text: str
    number: int | None

    @classmethod
    def of(cls, number: int, *, hidden: bool = False) -> "Cell":
        """A hidden one is a range where it is small, or a sign."""
        if not hidden:
            return cls(f"{number:,}", number)
        return cls(FEW if number in SMALL else COVERED, None)


@dataclass(frozen=True)
class ShownRow:
    """A label with its cells."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Shown:
    """A table ready to be read. `withheld`: no part of it may leave, because its numbers are too small."""

    key: str
    title: str
    first: str
    columns: tuple[str, ...]
    rows: tuple[ShownRow, ...]
    totals: tuple[Cell, ...]
    what: str
    is_empty: bool
    withheld: bool = False

    @property
    def largest(self) -> int:
        """The largest number of the first column that is shown; 1 at least, so that a bar can be drawn."""
        return max((row.cells[0].number or 0 for row in self.rows), default=0) or 1


def inside(counts: YearCounts) -> list[Shown]:
    """Every table with exact numbers."""
    return [_exact(table) for table in tables_of(counts)]


def outside(counts: YearCounts) -> list[Shown]:
    """What may leave the municipality.

    Where the reports' own totals must be partly hidden, tables show the number of reports only; where even that is
    small, no breakdown of reports is shown.
    """
    parts, without_sum = hide_with_sum(counts.reports.total.parts)
    return [_for_others(table, bool(parts), without_sum) for table in tables_of(counts) if not table.inside]


def _exact(table: Table) -> Shown:
    rows = tuple(ShownRow(row.label, tuple(map(Cell.of, row.numbers))) for row in table.rows)
    return _shown(table, table.columns, rows, tuple(map(Cell.of, table.totals)))


def _for_others(table: Table, parts_hidden: bool, sum_hidden: bool) -> Shown:
    of_reports = table.nature is Nature.STAGED or table.key in ("danger", "reached", "taken", "other")
    if table.nature is Nature.OPEN or table.is_empty:
        return _exact(table)
    if table.nature is Nature.ALONE:
        return _alone(table)
    if of_reports and (sum_hidden or (parts_hidden and table.key in ("reached", "taken", "other"))):
        return _withheld(table)
    if table.nature is Nature.STAGED and not parts_hidden:
        return _staged(table)
    return _listed(table)


def _alone(table: Table) -> Shown:
    hidden = small_places(row.numbers[0] for row in table.rows)
    rows = tuple(_row(row, place in hidden) for place, row in enumerate(table.rows))
    return _shown(table, table.columns, rows, ())


def _listed(table: Table) -> Shown:
    """The first column with its sum."""
    values = [row.numbers[0] for row in table.rows]
    hidden = hide_in_list(values)
    if hidden is None:
        return _withheld(table)
    rows = tuple(_row(row, place in hidden) for place, row in enumerate(table.rows))
    return _shown(table, table.columns[:1], rows, (Cell.of(sum(values)),))


def _row(row: Row, is_hidden: bool) -> ShownRow:
    return ShownRow(row.label, (Cell.of(row.numbers[0], hidden=is_hidden),))


def _staged(table: Table) -> Shown:
    hidden = hide_in_table([row.numbers[1:] for row in table.rows])
    if hidden is None:
        return _listed(table)
    rows = tuple(_staged_row(row, place, hidden) for place, row in enumerate(table.rows))
    return _shown(table, table.columns, rows, tuple(map(Cell.of, table.totals)))


def _staged_row(row: Row, place: int, hidden: Hidden) -> ShownRow:
    own, *parts = row.numbers
    cells = [Cell.of(value, hidden=(place, n) in hidden.cells) for n, value in enumerate(parts)]
    return ShownRow(row.label, (Cell.of(own, hidden=place in hidden.sums), *cells))


def _withheld(table: Table) -> Shown:
    return _shown(table, table.columns, (), (), withheld=True)


def _shown(
    table: Table,
    columns: tuple[str, ...],
    rows: tuple[ShownRow, ...],
    totals: tuple[Cell, ...],
    *,
    withheld: bool = False,
) -> Shown:
    return Shown(table.key, table.title, table.first, columns, rows, totals, table.what, table.is_empty, withheld)


@dataclass(frozen=True)
class Glance:
    """A key figure of this year and of the year before."""

    label: str
    unit: str
    now: str
    before: str


def glance(now: YearCounts, before: YearCounts, *, leaving: bool) -> list[Glance]:
    """The key figures side by side; `leaving`: for readers outside the municipality."""
    both = [_key_figures(one, leaving) for one in (now, before)]
    return [Glance(label, unit, *(figures[place] for figures in both)) for place, (label, unit) in enumerate(_labels())]


def _labels() -> list[tuple[str, str]]:
    return [
        (_("Reports"), pgettext("unit", "reports")),
        (_("of these reached support"), pgettext("unit", "reports")),
        (_("of these in a case, not reached yet"), pgettext("unit", "reports")),
        (_("of these not taken into a case"), pgettext("unit", "reports")),
        (_("Days to the first contact, middle value"), pgettext("unit", "days")),
        (_("Days to the first contact, nine of ten"), pgettext("unit", "days")),
        (_("Leaflets handed out"), pgettext("unit", "leaflets")),
        (_("Pages opened by leaflet code"), pgettext("unit", "times")),
        (_("Call-backs asked for"), pgettext("unit", "times")),
        (_("Sessions of the support meeting"), pgettext("unit", "times")),
    ]


def _key_figures(counts: YearCounts, leaving: bool) -> list[str]:
    days = counts.reports.days
    measured = not leaving or days.contacts >= ENOUGH_DAYS
    plain = [counts.guidance.total, sum(c.opened for c in counts.codes), sum(c.called_back for c in counts.codes)]
    return [
        *stage_texts(counts.reports.total, leaving),
        *(_days(one if measured else None) for one in (days.median, days.ninetieth)),
        *(Cell.of(number, hidden=leaving and number in SMALL).text for number in plain),
        f"{counts.meetings.support}",
    ]


def stage_texts(total: Staged, leaving: bool) -> list[str]:
    """Reports, and their three parts."""
    parts, without_sum = hide_with_sum(total.parts) if leaving else (frozenset[int](), False)
    cells = [Cell.of(value, hidden=n in parts) for n, value in enumerate(total.parts)]
    return [Cell.of(total.reports, hidden=without_sum).text, *(cell.text for cell in cells)]


def _days(days: float | None) -> str:
    return "–" if days is None else f"{days:.1f}".removesuffix(".0")
