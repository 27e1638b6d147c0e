"""Registers, attendance and the subsidy return as workbooks. Text is written as text, so that no cell is a formula."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from agreements.models import Conference, ConferenceAttendance, Cost, Network, NetworkMember, SubsidyProgramme
from agreements.networks.subsidy import Share
from japanese.dates import fiscal_year_label

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
#: What Excel refuses in the name of a sheet.
_REFUSED = re.compile(r"[\[\]:*?/\\]")
Cell = str | int | date | None


class Book:
    """Sheets whose headings stay in sight; numbers are numbers and days are days."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.number = book.add_format({"num_format": "#,##0", "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy/m/d", "valign": "top", "align": "left"})

    def sheet(self, name: str, heading: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Cell]]) -> int:
        """A title, a line of headings (with their widths), rows; the number of the first free line, from 0."""
        sheet = self.book.add_worksheet(name)
        sheet.write_string(0, 0, heading, self.title)
        for place, (words, width) in enumerate(columns):
            sheet.set_column(place, place, width)
            sheet.write_string(2, place, words, self.bold)
        line = 3
        for row in rows:
            for place, cell in enumerate(row):
                self._put(sheet, line, place, cell)
            line += 1
        self._print(sheet, line, len(columns))
        return line

    def _print(self, sheet: Worksheet, last: int, wide: int) -> None:
        """A4 landscape, as wide as the paper, the headings on each page."""
        sheet.freeze_panes(3, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
        sheet.print_area(0, 0, max(last - 1, 2), max(wide - 1, 0))

    def _put(self, sheet: Worksheet, line: int, place: int, cell: Cell) -> None:
        if isinstance(cell, date):
            sheet.write_datetime(line, place, cell, self.day)
        elif isinstance(cell, int):
            sheet.write_number(line, place, cell, self.number)
        else:
            sheet.write_string(line, place, cell or "", self.text)


@contextmanager
def _book(file: io.BytesIO) -> Iterator[Book]:
    with Workbook(file, _SAFE) as book:
        yield Book(book)


def xlsx_answer(name: str, content: bytes) -> HttpResponse:
    """A file to be kept."""
    headers: dict[str, Any] = {"Content-Disposition": content_disposition_header(True, f"{name}.xlsx")}
    return HttpResponse(content, content_type=XLSX, headers=headers)


def register_xlsx(network: Network, day: date, members: Iterable[NetworkMember]) -> bytes:
    """Everybody who is a member on the day."""
    columns = [(_("No."), 6), (_("Member"), 34), (_("Joined on"), 13), (_("Left with the end of"), 13)]
    columns += [(_("Contact"), 24), (_("Telephone"), 16), (_("E-mail"), 26), (_("Agreement"), 26), (_("Note"), 30)]
    rows = (
        (n, one.organization.name, one.joined_on, one.left_on, one.contact, one.phone, one.email,
         f"{one.agreement.number} {one.agreement.title}" if one.agreement else "", one.note)
        for n, one in enumerate(members, start=1)
    )  # fmt: skip
    file = io.BytesIO()
    with _book(file) as book:
        heading = _("%(network)s: members as of %(day)s") % {"network": network.name, "day": day.isoformat()}
        book.sheet(_("Members"), heading, columns, rows)
    return file.getvalue()


def attendance_xlsx(
    conference: Conference, members: Iterable[NetworkMember], recorded: dict[int, ConferenceAttendance]
) -> bytes:
    """One line for each member of that day."""
    columns = [(_("No."), 6), (_("Member"), 36), (_("Attendance"), 14), (_("Number of people"), 9), (_("Who came"), 44)]
    rows = ((n, one.organization.name, *_came(recorded.get(one.pk))) for n, one in enumerate(members, start=1))
    file = io.BytesIO()
    with _book(file) as book:
        heading = f"{conference.network.name} {conference.title} {conference.held_on.isoformat()}"
        book.sheet(_("Attendance"), heading, columns, rows)
    return file.getvalue()


def _came(row: ConferenceAttendance | None) -> tuple[str, int | None, str]:
    if row is None:
        return _("not recorded"), None, ""
    return (_("came"), row.people, row.names) if row.came else (_("absent"), 0, "")


def return_xlsx(year: int, programmes: Sequence[tuple[SubsidyProgramme, Share]], costs: Sequence[Cost]) -> bytes:
    """The return of a fiscal year: a summary, then a sheet for each programme with its costs."""
    file, label = io.BytesIO(), fiscal_year_label(date(year, 4, 1))
    with _book(file) as book:
        _summary(book, label, programmes)
        for n, (programme, share) in enumerate(programmes, start=1):
            own = [cost for cost in costs if cost.programme_id == programme.pk and cost.struck_at is None]
            _programme(book, sheet_name(n, programme.name), f"{label} {programme.name}", share, own)
    return file.getvalue()


def _summary(book: Book, label: str, programmes: Sequence[tuple[SubsidyProgramme, Share]]) -> None:
    columns = [(_("Programme"), 36), (_("Rate"), 9), (_("Spent"), 15), (_("By the rate"), 15), (_("Ceiling"), 15)]
    columns += [(_("Within the ceiling"), 17), (_("Cut off below 1,000 yen"), 17)]
    columns += [(_("Subsidy to be claimed"), 17), (_("Own share"), 15)]
    rows: list[Sequence[Cell]] = [
        (one.name, one.rate, share.spent, share.by_rate, share.ceiling, share.within, share.dropped, share.claim, share.own)
        for one, share in programmes
    ]  # fmt: skip
    shares = [share for _one, share in programmes]
    rows.append(
        (_("Total"), "", sum(s.spent for s in shares), sum(s.by_rate for s in shares), None,
         sum(s.within for s in shares), sum(s.dropped for s in shares), sum(s.claim for s in shares),
         sum(s.own for s in shares))
    )  # fmt: skip
    book.sheet(_("Summary"), _("%(year)s: subsidy return (yen)") % {"year": label}, columns, rows)


def _programme(book: Book, name: str, heading: str, share: Share, costs: Sequence[Cost]) -> None:
    columns = [
        (_("No."), 6),
        (_("Paid on"), 13),
        (_("Kind of cost"), 20),
        (_("For what"), 44),
        (_("Voucher number"), 18),
    ]
    columns += [(_("Amount (yen)"), 16), (_("Network"), 26), (_("Conference"), 30)]
    rows: list[Sequence[Cell]] = [
        (n, cost.paid_on, str(cost.get_kind_display()), cost.words, cost.voucher, cost.yen,
         cost.network.name if cost.network else "", cost.conference.title if cost.conference else "")
        for n, cost in enumerate(costs, start=1)
    ]  # fmt: skip
    rows += [("", None, "", words, "", yen) for words, yen in totals(share)]
    book.sheet(name, heading, columns, rows)


def totals(share: Share) -> list[tuple[str, int | None]]:
    """How the claim comes about, step by step."""
    return [
        (_("Spent"), share.spent),
        (_("By the rate"), share.by_rate),
        (_("Ceiling"), share.ceiling),
        (_("Within the ceiling"), share.within),
        (_("Cut off below 1,000 yen"), share.dropped),
        (_("Subsidy to be claimed"), share.claim),
        (_("Own share"), share.own),
    ]


def sheet_name(number: int, name: str) -> str:
    """At most 31 characters, none that Excel refuses, unlike any other by its number."""
    return f"{number} {_REFUSED.sub('', name)}"[:31].rstrip("' ")
