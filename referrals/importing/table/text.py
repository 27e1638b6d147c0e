"""Lists as text: which encoding, which divider, where the rows begin, and whether all of it can be read.

Everything that can be wrong with the file is found before the first row is handed out, in passes that
hold one line at a time; a list of which half has been sent when the trouble shows would be worse.
"""

import csv
from collections.abc import Generator, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TextIO

from referrals.importing.table.headings import MAX_HEADINGS, Found, IsHeading, find_headings
from referrals.importing.table.troubles import Trouble, Unreadable

#: A cell of 100,000 characters, at three bytes each, and the rest of its row still fit into twice this.
LINE_BYTES = 1 << 18
#: Longer cells are looked at by the parser, whose own limit (131,072) then refuses them.
CELL_CHARACTERS = 100_000

_UTF8_SIGN = b"\xef\xbb\xbf"
_DIVIDERS = (",", "\t")
_BLANKS = " \t\r\n　"

Row = tuple[int, list[str]]


class Form(NamedTuple):
    """How the text is to be read."""

    encoding: str
    divider: str
    found: Found


def read_text(path: Path, is_heading: IsHeading, max_rows: int | None) -> tuple[Form, Generator[Row]]:
    """The form of the text and its rows. Unreadable for whatever is wrong anywhere in the file."""
    _scan_bytes(path)
    form = _form_of(path, is_heading)
    rows = _count_rows(path, form)
    if not rows:
        raise Unreadable(Trouble.NO_ROWS)
    if max_rows is not None and rows > max_rows:
        raise Unreadable(Trouble.TOO_MANY_ROWS, max_rows)
    return form, _rows(path, form)


def _open(path: Path, encoding: str, errors: str = "strict") -> TextIO:
    return path.open(encoding=encoding, errors=errors, newline="")


# --- bytes ---


def _scan_bytes(path: Path) -> None:
    """No NUL, and no line that would have to be held as a whole; no encoding has line ends inside a character."""
    with path.open("rb") as file:
        while block := file.read(LINE_BYTES):
            if b"\0" in block:
                raise Unreadable(Trouble.NUL)
            if len(block) == LINE_BYTES and b"\n" not in block and b"\r" not in block:
                raise Unreadable(Trouble.LONG_LINE, LINE_BYTES >> 10)


# --- encoding and headings ---


def _form_of(path: Path, is_heading: IsHeading) -> Form:
    """Judged by the headings, so that one bad byte far below cannot turn a whole UTF-8 list into nonsense."""
    with path.open("rb") as file:
        encodings = ("utf-8-sig",) if file.read(3) == _UTF8_SIGN else ("utf-8", "cp932")
    for encoding in encodings:
        for divider in _DIVIDERS:
            with closing(_first_rows(path, encoding, divider)) as rows:
                if found := find_headings(rows, is_heading):
                    return Form(encoding, divider, found)
    bad_lines = [_bad_line(path, encoding) for encoding in encodings]
    raise Unreadable(Trouble.ENCODING, max(bad_lines)) if all(bad_lines) else Unreadable(Trouble.NO_HEADINGS)


def _first_rows(path: Path, encoding: str, divider: str) -> Generator[list[str]]:
    with _open(path, encoding, "replace") as file:
        try:
            yield from csv.reader(file, delimiter=divider)
        except csv.Error:
            return


def _bad_line(path: Path, encoding: str) -> int:
    """The first line that cannot be decoded, from one; 0 where all can."""
    with _open(path, "latin-1") as file:  # every byte is one character, so that lines are those of the bytes
        for number, line in enumerate(file, 1):
            try:
                line.encode("latin-1").decode(encoding)
            except UnicodeDecodeError:
                return number
    return 0


# --- structure ---


def _count_rows(path: Path, form: Form) -> int:
    """How many rows below the headings are not blank. Unreadable where a character or a quotation mark is wrong."""
    with _open(path, form.encoding) as file:
        structure = _Structure(form)
        try:
            return structure.count(file)
        except UnicodeDecodeError as error:
            raise Unreadable(Trouble.ENCODING, _bad_line(path, form.encoding)) from error
        except csv.Error as error:
            trouble = Trouble.LONG_CELL if "limit" in str(error) else Trouble.QUOTES
            raise Unreadable(trouble, max(1, structure.records - form.found.rows_before_data + 1)) from error


class _Structure:
    """Counts rows as the parser would, but gives it only the lines of which one cannot be sure at a glance."""

    def __init__(self, form: Form) -> None:
        self.divider, self.before = form.divider, form.found.rows_before_data
        self.between = f'"{form.divider}"'
        self.blanks = _BLANKS + '"' + form.divider
        self.records = self.blank = 0
        self.in_record = False

    def count(self, lines: Iterator[str]) -> int:
        for record in csv.reader(self._doubtful(lines), delimiter=self.divider, strict=True):
            self.in_record = False
            self._counted(is_blank=not "".join(record).strip())
        return max(0, self.records - self.before - self.blank)

    def _doubtful(self, lines: Iterator[str]) -> Iterator[str]:
        for line in lines:
            if not self.in_record and self._is_plain(line):
                self._counted(is_blank=line[0] in self.blanks and not line.strip(self.blanks))
            else:
                self.in_record = True
                yield line

    def _is_plain(self, line: str) -> bool:
        """No quotation mark at all, or one on each side of every cell and none inside."""
        if len(line) > CELL_CHARACTERS:
            return False
        marks = line.count('"')
        return not marks or (
            marks == 2 * line.count(self.between) + 2 and line[0] == '"' and line.rstrip("\r\n")[-1] == '"'
        )

    def _counted(self, *, is_blank: bool) -> None:
        self.records += 1
        if is_blank and self.records > self.before:
            self.blank += 1


# --- rows ---


def _rows(path: Path, form: Form) -> Generator[Row]:
    """What stands below the headings, numbered as a person counts: blank rows count, but are not handed out."""
    before, width = form.found.rows_before_data, len(form.found.headings)
    try:
        with _open(path, form.encoding) as file:
            reader = csv.reader(file, delimiter=form.divider, strict=True)
            for number, cells in enumerate(islice(reader, before, None), 1):
                if not (cells and cells[0].strip()) and not "".join(cells).strip():
                    continue
                yield number, (cells if len(cells) == width else fitted(cells, width))
    except (OSError, UnicodeDecodeError, csv.Error) as error:  # it was whole a moment ago: somebody changed it
        raise Unreadable(Trouble.DAMAGED) from error


def fitted(cells: list[str], width: int) -> list[str]:
    """Without blank cells beyond the headings. What is too short or too long otherwise stays so, to be told."""
    if not "".join(cells[width:]).strip():
        return cells[:width]
    return cells[: MAX_HEADINGS + 1]
