"""The yearly report's content: what may leave the municipality, and nothing else."""

from datetime import date

from django.utils.translation import gettext as _

from documents.yearly_report import Picture, PictureColumn, ReportSection, ReportTable, YearlyReport
from figures.charts import columns_of
from figures.page import SECTIONS, WITH_COLUMNS, Asked
from figures.publishing import ENOUGH_DAYS, Shown, glance, outside
from japanese.dates import wareki
from organizations.actors import Actor

#: What is for our own use rather than a report on what was achieved.
LEFT_OUT = ("set_aside", "guidance_ways")


def report_content(actor: Actor, found: Asked, on: date) -> YearlyReport:
    """With Japanese active: words are taken in the active language."""
    year = found.now.year
    by_key = {table.key: table for table in outside(found.now)}
    return YearlyReport(
        municipality_name=actor.municipality_name,
        year=year.words,
        before=year.before.words,
        made_on=wareki(on, weekday=False),
        is_running=year.is_running,
        glance=[(one.label, one.now, one.before, one.unit) for one in glance(found.now, found.before, leaving=True)],
        fewest_days=ENOUGH_DAYS,
        sections=[
            ReportSection(str(title), [_table(by_key[key]) for key in keys if key in by_key and key not in LEFT_OUT])
            for _key, title, keys in SECTIONS
        ],
    )


def _table(table: Shown) -> ReportTable:
    empty = _("Nothing was counted.") if table.is_empty else ""
    withheld = _("Not shown, because the numbers are small.") if table.withheld else ""
    rows = [] if empty or withheld else [(row.label, [cell.text for cell in row.cells]) for row in table.rows]
    return ReportTable(
        title=table.title,
        first=table.first,
        columns=list(table.columns),
        rows=rows,
        totals=[cell.text for cell in table.totals] if rows else [],
        what=table.what,
        instead=empty or withheld,
        picture=_picture(table) if rows and table.key in WITH_COLUMNS else None,
    )


def _picture(table: Shown) -> Picture:
    drawn = columns_of(table)
    columns = [
        PictureColumn(
            one.label, one.text, one.middle, one.x, one.y, one.height, one.part_y, one.part_height, one.text_y
        )
        for one in drawn.columns
    ]
    said = "、".join(f"{one.label}{one.text}" for one in drawn.columns)
    return Picture(
        f"{table.title}: {said}", drawn.width, drawn.height, drawn.floor, drawn.bar, columns, len(table.columns) > 1
    )
