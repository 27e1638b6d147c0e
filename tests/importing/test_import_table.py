"""Files as people, programs and attackers send them: each is read whole, or refused with a sentence that helps."""

import io
import struct
import time
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from referrals.importing.columns import is_heading
from referrals.importing.table import Trouble, Unreadable, open_table
from tests.importing.lists import GOOD, HEADINGS, cells_of, csv_bytes

Read = Callable[..., tuple[str, tuple[str, ...], list[tuple[int, list[str]]]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """`read(content)`: encoding, headings, rows."""

    def opened(content: bytes, **limits: Any) -> tuple[str, tuple[str, ...], list[tuple[int, list[str]]]]:
        path = tmp_path / "list"
        path.write_bytes(content)
        with open_table(path, is_heading, **limits) as table:
            return table.encoding, table.headings, list(table.rows)

    return opened


def refused(read: Read, content: bytes, **limits: Any) -> Unreadable:
    """Why the file is not read; within ten seconds, in words, and without anything of the file in them."""
    began = time.monotonic()
    with pytest.raises(Unreadable) as raised:
        read(content, **limits)
    assert time.monotonic() - began < 10
    assert len(raised.value.sentence) > 40
    assert Unreadable.of(raised.value.problem).sentence == raised.value.sentence
    assert len(raised.value.problem) <= 40
    return raised.value


def book(rows: Sequence[Sequence[Any]], before: Callable[[Any, Any], None] | None = None) -> bytes:
    """A workbook with these cells, written by type."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "yyyy/m/d"}) as made:
        sheet = made.add_worksheet()
        if before:
            before(made, sheet)
        for n, row in enumerate(rows):
            sheet.write_row(n, 0, row)
    return file.getvalue()


def packed(parts: dict[str, bytes], like: bytes | None = None) -> bytes:
    """A workbook in which some parts are others."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        if like:
            with zipfile.ZipFile(io.BytesIO(like)) as old:
                for name in old.namelist():
                    if name not in parts:
                        made.writestr(name, old.read(name))
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


PLAIN = book([HEADINGS, cells_of(GOOD)])

# --- text ---


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_every_encoding_and_line_end_gives_the_same_cells(read: Read, encoding: str, end: str) -> None:
    row = GOOD | {"契約名義": "髙﨑 表ソ能 ㈱①", "契約名義カナ": "ｶﾞｷﾞﾊﾟﾋﾟｳﾞ", "備考": "―～－"}
    said, headings, rows = read(csv_bytes([row], encoding=encoding, end=end))
    assert (said, headings) == (encoding, HEADINGS)
    assert rows == [(1, cells_of(row))]


@pytest.mark.parametrize("text", ["表", "ソ", "能", "十", "予", "―表示", "構ソ"])
def test_a_backslash_as_second_byte_is_no_backslash(read: Read, text: str) -> None:
    assert b"\\" in text.encode("cp932")
    _said, _headings, rows = read(csv_bytes([GOOD | {"契約名義": text, "備考": f'{text},"{text}"'}]))
    assert rows[0][1][HEADINGS.index("契約名義")] == text
    assert rows[0][1][HEADINGS.index("備考")] == f'{text},"{text}"'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Trouble.EMPTY),
        (b"\xef\xbb\xbf", Trouble.EMPTY),
        (b"\r\n,,,\r\n", Trouble.EMPTY),
        (csv_bytes([]), Trouble.NO_ROWS),
        (csv_bytes([]) + b",,,,,\r\n\r\n", Trouble.NO_ROWS),
        (csv_bytes([GOOD], encoding="utf-16"), Trouble.UTF16),
        (csv_bytes([GOOD], encoding="euc-jp"), Trouble.ENCODING),
        (csv_bytes([GOOD]) + b"\x85\x20\x81\r\n", Trouble.ENCODING),
        (csv_bytes([GOOD], encoding="utf-8") + "玉名".encode("cp932") + b"\r\n", Trouble.ENCODING),
        (csv_bytes([GOOD]) + b"a\x00b\r\n", Trouble.NUL),
        (b"\x00" * 5000, Trouble.NUL),
        ("あ,い,う\n1,2,3\n".encode(), Trouble.NO_HEADINGS),
        (csv_bytes([GOOD]) + b'"never closed,1\r\n2,3\r\n', Trouble.QUOTES),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", Trouble.PDF),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), Trouble.PICTURE),
        (b"\xff\xd8\xff\xe0" + bytes(50), Trouble.PICTURE),
        (b"<!DOCTYPE html><table>", Trouble.WEB_PAGE),
        (b"\x1f\x8b\x08\x00", Trouble.ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c", Trouble.ARCHIVE),
        (b"{\\rtf1", Trouble.OTHER_KIND),
    ],
    ids=lambda value: value.value if isinstance(value, Trouble) else "",
)
def test_what_is_no_list_is_refused_by_its_content(read: Read, content: bytes, code: Trouble) -> None:
    assert refused(read, content).code == code


def test_a_cell_of_ten_million_characters_is_refused_at_once(read: Read) -> None:
    assert refused(read, csv_bytes([GOOD | {"備考": "あ" * 10_000_000}])).code == Trouble.LONG_LINE
    assert refused(read, csv_bytes([GOOD | {"備考": "あ\n" * 5_000_000}], encoding="utf-8")).code == Trouble.LONG_CELL


def test_a_file_beyond_the_limits_of_size_and_rows(read: Read) -> None:
    assert refused(read, csv_bytes([GOOD] * 50), max_bytes=2_000).code == Trouble.TOO_BIG
    assert refused(read, csv_bytes([GOOD] * 50), max_rows=49).code == Trouble.TOO_MANY_ROWS
    assert len(read(csv_bytes([GOOD] * 50), max_rows=50)[2]) == 50


def test_a_title_above_the_headings_and_blank_rows_between(read: Read) -> None:
    content = "供給停止予定者一覧,,,\r\n\r\n".encode("cp932") + csv_bytes([GOOD]) + b",,,\r\n" + cells_line(GOOD)
    assert [n for n, _cells in read(content)[2]] == [1, 3]  # as a person counts them


def cells_line(row: dict[str, str]) -> bytes:
    return csv_bytes([row]).split(b"\r\n", 1)[1]


def test_ragged_rows_are_handed_on_as_they_are(read: Read) -> None:
    rows = read(csv_bytes([GOOD]) + b"1,2,3\r\n" + cells_line(GOOD).rstrip() + ",余り\r\n".encode("cp932"))[2]
    assert [len(cells) for _n, cells in rows] == [24, 3, 25]


def test_a_tab_may_divide_cells(read: Read) -> None:
    text = "\t".join(HEADINGS) + "\n" + "\t".join(cells_of(GOOD)) + "\n"
    assert read(text.encode("cp932"))[2] == [(1, cells_of(GOOD))]


# --- workbooks ---


def test_a_workbook_gives_the_same_cells(read: Read) -> None:
    said, headings, rows = read(PLAIN)
    assert (said, headings, rows) == ("xlsx", HEADINGS, [(1, cells_of(GOOD))])


def test_dates_and_numbers_of_a_workbook_become_text(read: Read) -> None:
    row: list[Any] = [*cells_of(GOOD)]
    for heading, value in (("供給停止予定日", date(2026, 12, 10)), ("滞納額", 24800), ("滞納月数", 3.0)):
        row[HEADINGS.index(heading)] = value
    row[HEADINGS.index("停止予告日")] = datetime(2026, 12, 1, 9, 30)  # noqa: DTZ001 - a workbook knows no zone
    row[HEADINGS.index("供給地点特定番号")] = 912345678901234567890.0
    cells = read(book([HEADINGS, row]))[2][0][1]
    told = {name: cells[HEADINGS.index(name)] for name in ("供給停止予定日", "滞納額", "滞納月数", "停止予告日")}
    assert told == {
        "供給停止予定日": "2026-12-10",
        "滞納額": "24800",
        "滞納月数": "3",
        "停止予告日": "2026-12-01 09:30:00",
    }
    # What a spreadsheet has lost digits of is never taken for a number of 22 digits.
    assert not cells[HEADINGS.index("供給地点特定番号")].isdigit()


def test_of_a_formula_the_value_is_read_and_a_failed_one_is_not_blank(read: Read) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, cells_of(GOOD))
        sheet.write_formula(1, HEADINGS.index("滞納額"), '=HYPERLINK("http://127.0.0.1/")&"x"', None, "24800")
        sheet.write_formula(1, HEADINGS.index("供給停止予定日"), "=NA()", None, "#N/A")
    cells = read(file.getvalue())[2][0][1]
    assert cells[HEADINGS.index("滞納額")] == "24800"
    assert cells[HEADINGS.index("供給停止予定日")] == "#N/A"


def test_merged_headings_and_titles(read: Read) -> None:
    def titled(made: Any, sheet: Any) -> None:
        sheet.merge_range(0, 0, 0, 5, "停止予定者")

    content = book([[], HEADINGS, cells_of(GOOD)], titled)
    assert read(content)[1:] == (HEADINGS, [(1, cells_of(GOOD))])


def test_a_hidden_sheet_is_passed_over(read: Read) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        made.add_worksheet("旧").hide()
        sheet = made.add_worksheet("新")
        sheet.activate()
        sheet.set_first_sheet()
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, cells_of(GOOD))
    assert read(file.getvalue())[2] == [(1, cells_of(GOOD))]


def unpacks_to_gigabytes() -> bytes:
    """Half a megabyte that becomes two gigabytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        with zipfile.ZipFile(io.BytesIO(PLAIN)) as old:
            for name in old.namelist():
                if name != "xl/worksheets/sheet1.xml":
                    made.writestr(name, old.read(name))
        with made.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            block = b" " * (1 << 20)
            for _megabyte in range(600):
                sheet.write(block)
    return file.getvalue()


def lies_about_its_size() -> bytes:
    """The same, but its list of parts says that it is small."""
    content = bytearray(unpacks_to_gigabytes())
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(b"xl/worksheets/sheet1.xml"))
    content[at + 24 : at + 28] = struct.pack("<I", 1_000)
    return bytes(content)


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&b;</t></si></sst>"""
OUTSIDE = ENTITIES.replace(b'"aaaaaaaaaa"', b'SYSTEM "file:///etc/passwd"')


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (unpacks_to_gigabytes, {Trouble.UNPACKS_TOO_BIG}),
        (lies_about_its_size, {Trouble.DAMAGED, Trouble.TOO_MUCH_MEMORY, Trouble.TOO_SLOW}),
        (lambda: packed({"xl/sharedStrings.xml": ENTITIES}, PLAIN), {Trouble.ENTITIES}),
        (lambda: packed({"xl/sharedStrings.xml": OUTSIDE}, PLAIN), {Trouble.ENTITIES}),
        (lambda: packed({"xl/workbook.xml": ENTITIES}, PLAIN), {Trouble.ENTITIES}),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), {Trouble.PASSWORD}),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), {Trouble.OLD_EXCEL}),
        (lambda: packed({"xl/workbook.bin": b"1"}), {Trouble.OTHER_BOOK}),
        (lambda: packed({"content.xml": b"<a/>"}), {Trouble.OTHER_BOOK}),
        (lambda: packed({"list.csv": csv_bytes([GOOD])}), {Trouble.ARCHIVE}),
        (lambda: PLAIN[:400], {Trouble.DAMAGED}),
        (lambda: PLAIN[:-30], {Trouble.DAMAGED}),
        (lambda: b"PK\x03\x04" + bytes(100), {Trouble.DAMAGED}),
        (
            lambda: packed({"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row r='1'><c"}, PLAIN),
            {Trouble.DAMAGED},
        ),
        (lambda: book([]), {Trouble.EMPTY}),
        (lambda: book([HEADINGS]), {Trouble.NO_ROWS}),
        (lambda: book([["メモ"], ["1"]]), {Trouble.NO_HEADINGS}),
        (lambda: book([[*HEADINGS, *["x"] * 600], ["1"]]), {Trouble.TOO_WIDE}),
    ],
)
def test_a_workbook_that_is_none_or_means_harm_is_refused(
    read: Read, content: Callable[[], bytes], codes: set[Trouble]
) -> None:
    assert refused(read, content()).code in codes


def test_a_workbook_with_too_many_rows(read: Read) -> None:
    assert refused(read, book([HEADINGS, *[cells_of(GOOD)] * 30]), max_rows=29).code == Trouble.TOO_MANY_ROWS


def test_every_cut_of_a_workbook_is_refused_in_words(read: Read) -> None:
    for at in range(5, len(PLAIN), 397):
        refused(read, PLAIN[:at])


def test_a_file_that_is_gone_or_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.csv", tmp_path):
        with pytest.raises(Unreadable) as raised, open_table(path, is_heading):
            pass
        assert raised.value.code == Trouble.NOT_OPENED
