"""実績報告書: what was reported in a fiscal year and what came of it. Numbers that may leave the municipality, nobody's data."""

from collections.abc import Sequence
from dataclasses import dataclass

from documents.rendering import render_pdf


@dataclass(frozen=True)
class PictureColumn:
    """One column of a chart in the chart's own units; `part_height` is the part of it that reached support."""

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
class Picture:
    """A chart of columns. `said` is read where it cannot be seen; `has_parts`: columns have a lower part."""

    said: str
    width: int
    height: int
    floor: int
    bar: int
    columns: Sequence[PictureColumn]
    has_parts: bool


@dataclass(frozen=True)
class ReportTable:
    """Cells as text. `what` says what was counted; `instead` stands where there is nothing to show."""

    title: str
    first: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]
    totals: Sequence[str]
    what: str
    instead: str = ""
    picture: Picture | None = None


@dataclass(frozen=True)
class ReportSection:
    """Tables under a heading."""

    title: str
    tables: Sequence[ReportTable]


@dataclass(frozen=True)
class YearlyReport:
    """``glance``: (figure, this year, the year before, unit). ``is_running``: the year has not ended yet."""

    municipality_name: str
    year: str
    before: str
    made_on: str
    is_running: bool
    glance: Sequence[tuple[str, str, str, str]]
    fewest_days: int
    sections: Sequence[ReportSection]


def yearly_report_pdf(content: YearlyReport) -> bytes:
    """A4, as many pages as the year needs."""
    title = f"{content.year} 実績報告書 {content.municipality_name}"
    return render_pdf("documents/yearly_report.html", {"content": content}, title=title)
