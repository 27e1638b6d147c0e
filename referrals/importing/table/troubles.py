"""Why a file cannot be read, in words that say what to do."""

from enum import StrEnum
from typing import Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop


class Trouble(StrEnum):
    """What is wrong with the file as a whole. The values are stored and stand in the command's JSON."""

    NOT_OPENED = "not_opened"
    EMPTY = "empty"
    TOO_BIG = "too_big"
    TOO_MANY_ROWS = "too_many_rows"
    ENCODING = "encoding"
    UTF16 = "utf16"
    NUL = "nul"
    LONG_CELL = "long_cell"
    LONG_LINE = "long_line"
    QUOTES = "quotes"
    NO_HEADINGS = "no_headings"
    NO_ROWS = "no_rows"
    TOO_WIDE = "too_wide"
    PDF = "pdf"
    PICTURE = "picture"
    WEB_PAGE = "web_page"
    ARCHIVE = "archive"
    OTHER_KIND = "other_kind"
    PASSWORD = "password"  # noqa: S105 - the name of a trouble
    OLD_EXCEL = "old_excel"
    OTHER_BOOK = "other_book"
    NO_SHEET = "no_sheet"
    UNPACKS_TOO_BIG = "unpacks_too_big"
    ENTITIES = "entities"
    TOO_MUCH_MEMORY = "too_much_memory"
    TOO_SLOW = "too_slow"
    DAMAGED = "damaged"


_SAVE_AS_XLSX = gettext_noop("Open it in Excel, save it as “Excel Workbook (.xlsx)”, and send that.")
_SAVE_AS_CSV = gettext_noop("Save the sheet as CSV and send that.")
_SEND_A_LIST = gettext_noop("Send the list as CSV or as an Excel workbook (.xlsx).")

#: What happened, and what to do. `%(place)s` is a line, a row below the headings, or a limit.
_WORDS: dict[Trouble, tuple[str, str]] = {
    Trouble.NOT_OPENED: (
        gettext_noop("The file could not be opened."),
        gettext_noop("Check that it is still there and that you may read it, and try again."),
    ),
    Trouble.EMPTY: (
        gettext_noop("The file is empty."),
        gettext_noop("Check whether it was saved, and send it again."),
    ),
    Trouble.TOO_BIG: (
        gettext_noop("The file is larger than %(place)s MB."),
        gettext_noop("Divide the list and send each part; a row that was sent before is not reported twice."),
    ),
    Trouble.TOO_MANY_ROWS: (
        gettext_noop("The file has more than %(place)s rows."),
        gettext_noop("Divide the list and send each part; a row that was sent before is not reported twice."),
    ),
    Trouble.ENCODING: (
        gettext_noop("Line %(place)s holds characters that are neither UTF-8 nor Shift_JIS (CP932)."),
        gettext_noop("Open the list in Excel, save it as “CSV UTF-8”, and send that."),
    ),
    Trouble.UTF16: (
        gettext_noop("The file is “Unicode text” (UTF-16)."),
        gettext_noop("Save it as “CSV UTF-8” or as an Excel workbook (.xlsx) and send that."),
    ),
    Trouble.NUL: (
        gettext_noop("The file holds signs (NUL) that are in no list; it may be damaged or not be a list."),
        gettext_noop("Write the list out of your system anew and send that."),
    ),
    Trouble.LONG_CELL: (
        gettext_noop(
            "A cell in row %(place)s has more than 100,000 characters; perhaps a quotation mark is not closed."
        ),
        gettext_noop('Look for a lone quotation mark (") in that row, mend it, and send the file again.'),
    ),
    Trouble.LONG_LINE: (
        gettext_noop("The file has a line of more than %(place)s KB; it may be damaged or not be a list."),
        gettext_noop("Write the list out of your system anew and send that."),
    ),
    Trouble.QUOTES: (
        gettext_noop(
            "In row %(place)s a quotation mark is not closed, so it is not certain where the rows after it end."
        ),
        gettext_noop('Look for a lone quotation mark (") in that row, mend it, and send the file again.'),
    ),
    Trouble.NO_HEADINGS: (
        gettext_noop("No row with at least three of the headings was found at the beginning of the file."),
        gettext_noop(
            "Write the headings of the template into the first row. If they are there, save the list as “CSV UTF-8”."
        ),
    ),
    Trouble.NO_ROWS: (
        gettext_noop("There is nothing below the headings."),
        gettext_noop("Write one household into each row below the headings, and send the file again."),
    ),
    Trouble.TOO_WIDE: (
        gettext_noop("The list has more columns than a list of households can have."),
        gettext_noop("Delete what stands to the right of the list, or copy the list into the template."),
    ),
    Trouble.PDF: (gettext_noop("This is a PDF, whatever its name says."), _SEND_A_LIST),
    Trouble.PICTURE: (gettext_noop("This is a picture, whatever its name says."), _SEND_A_LIST),
    Trouble.WEB_PAGE: (
        gettext_noop("This is a web page (HTML or XML), whatever its name says."),
        _SAVE_AS_XLSX,
    ),
    Trouble.ARCHIVE: (
        gettext_noop("This is a packed folder or another kind of document, not a workbook."),
        gettext_noop("Take the list out of it and send the list itself."),
    ),
    Trouble.OTHER_KIND: (gettext_noop("This is neither CSV nor an Excel workbook."), _SEND_A_LIST),
    Trouble.PASSWORD: (
        gettext_noop("The workbook is protected by a password."),
        gettext_noop("Take the password away in Excel (File > Info > Protect Workbook), save it, and send that."),
    ),
    Trouble.OLD_EXCEL: (
        gettext_noop("This is a workbook of Excel 97-2003 (.xls) or another old document."),
        _SAVE_AS_XLSX,
    ),
    Trouble.OTHER_BOOK: (gettext_noop("This is a spreadsheet, but not an Excel workbook (.xlsx)."), _SAVE_AS_XLSX),
    Trouble.NO_SHEET: (
        gettext_noop("The workbook has no sheet that can be seen."),
        gettext_noop("Show the sheet with the list, save it, and send that."),
    ),
    Trouble.UNPACKS_TOO_BIG: (gettext_noop("The workbook becomes too large when it is unpacked."), _SAVE_AS_CSV),
    Trouble.ENTITIES: (
        gettext_noop("The workbook holds declarations (entities) that Excel does not write."),
        _SAVE_AS_XLSX,
    ),
    Trouble.TOO_MUCH_MEMORY: (
        gettext_noop("The sheet is too large, or something stands far away from the list."),
        gettext_noop("Delete what stands below and beside the list, or save the sheet as CSV, and send that."),
    ),
    Trouble.TOO_SLOW: (gettext_noop("Reading the workbook took too long and was stopped."), _SAVE_AS_CSV),
    Trouble.DAMAGED: (gettext_noop("The file is damaged."), gettext_noop("Save the list anew and send that.")),
}


class Unreadable(Exception):
    """The file as a whole cannot be read. Names a place in it, never what stands there."""

    def __init__(self, code: Trouble | str, place: int | str = "") -> None:
        super().__init__(str(code))
        self.code, self.place = Trouble(code), str(place)

    @property
    def problem(self) -> str:
        """What can be stored (at most 40 signs) and read back with `of`."""
        return f"{self.code}:{self.place}" if self.place else str(self.code)

    @classmethod
    def of(cls, problem: str) -> Self:
        """The other way round. ValueError for a problem that is none of ours."""
        code, _colon, place = problem.partition(":")
        return cls(Trouble(code), place)

    @property
    def sentence(self) -> str:
        """What happened, that nothing was kept, and what to do; in the reader's language."""
        happened, remedy = _WORDS[self.code]
        parts = (_(happened) % {"place": self.place}, _("Nothing of it was kept."), _(remedy))
        return _("%(happened)s %(kept)s %(remedy)s") % dict(zip(("happened", "kept", "remedy"), parts, strict=True))

    def __str__(self) -> str:
        return self.problem
