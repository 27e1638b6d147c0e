"""Files that are handed out: nothing in them is computed, nothing is lost without a word, and they can be sent back."""

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from referrals.importing.chunks import Line
from referrals.importing.columns import COLUMNS, arrange, is_heading
from referrals.importing.files import CannotEncode, csv_bytes, errors_xlsx, template, xlsx_bytes
from referrals.importing.files.template import GUIDE
from referrals.importing.rows import Fate, RowError
from referrals.importing.table import Trouble, Unreadable, open_table
from tests.importing.hostile import HOSTILE
from tests.importing.lists import GOOD, HEADINGS, cells_of, check

SIGNS = ["=1+1", "+81", "-1", "@SUM(1)", "＝1", "－１", "\t=1", " =1", "　=1", "\r=1", "\n=1"]


def sheet(content: bytes, number: int = 0) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(number).to_python()


@pytest.mark.parametrize("cell", SIGNS)
def test_no_cell_of_a_csv_begins_with_a_sign_that_computes(cell: str) -> None:
    ((read,),) = csv.reader(io.StringIO(csv_bytes([cell], []).decode("utf-8-sig"), newline=""))
    assert read == f"'{cell}"
    assert not read.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize("cell", ["玉名 花子", "0968-12-3456", "3月-4月", "a=b", "１－２", ""])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    ((read, _other),) = csv.reader(io.StringIO(csv_bytes([cell, "x"], []).decode("utf-8-sig"), newline=""))
    assert read == cell


def test_csv_is_known_to_excel_and_ends_its_lines_as_windows_does() -> None:
    assert csv_bytes(["氏名"], [["髙﨑"]]) == "\ufeff氏名\r\n髙﨑\r\n".encode()
    assert csv_bytes(["氏名"], [["髙﨑㈱①～"]], "cp932") == "氏名\r\n髙﨑㈱①～\r\n".encode("cp932")


def test_what_cp932_does_not_have_is_named_and_nothing_is_replaced() -> None:
    with pytest.raises(CannotEncode) as raised:
        csv_bytes(["氏名"], [["𠮷野 鷗外"], ["鷗と㋿"]], "cp932")
    assert raised.value.characters == "𠮷鷗㋿"


@pytest.mark.parametrize("make", [xlsx_bytes, csv_bytes])
def test_whatever_a_cell_holds_a_file_can_be_made(make: Callable[..., bytes]) -> None:
    rows = [[text] for text in HOSTILE if not any("\ud800" <= one <= "\udfff" for one in text)]
    assert make(["備考"], rows)


def test_a_workbook_holds_no_formula_and_no_link() -> None:
    content = xlsx_bytes(["備考"], [[text] for text in (*SIGNS, "http://127.0.0.1/", "mailto:a@example.jp", "{=1}")])
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        written = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in written and "hyperlink" not in written
    assert sheet(content)[1][0] == "=1+1"


def test_a_long_cell_is_cut_where_excel_ends_and_says_so() -> None:
    cell = str(sheet(xlsx_bytes(["備考"], [["あ" * 40_000]]))[1][0])
    assert len(cell) == 32_767 and cell.endswith("…")


# --- the empty list ---


def test_the_empty_list_has_the_columns_and_says_what_belongs_in_them(tmp_path: Path) -> None:
    assert template("csv").decode("utf-8-sig").strip() == ",".join(HEADINGS)
    assert sheet(template("xlsx"))[0] == list(HEADINGS)
    guide = sheet(template("xlsx"), 1)
    assert [row[0] for row in guide[1:]] == list(HEADINGS) and all(row[1] for row in guide)
    assert set(GUIDE) == {column.name for column in COLUMNS}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_it_can_be_read_and_is_empty(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "list"
    path.write_bytes(template(kind))
    with pytest.raises(Unreadable) as raised, open_table(path, is_heading):
        pass
    assert raised.value.code == Trouble.NO_ROWS


@pytest.mark.django_db
def test_the_examples_are_ones_that_the_list_takes(cast, acting):
    row = {str(name): example for name, (_sentence, example) in GUIDE.items()}
    with acting("staff") as staff:
        (checked,) = check(cast, staff, row | {"同意項目": "すべて"})
    assert (checked.fate, checked.errors) == (Fate.ACCEPTED, ())


# --- what is to be mended ---

BAD = GOOD | {"滞納額": "=1+1", "供給停止予定日": "2月30日"}
LINES = [
    Line(
        7,
        cells_of(BAD),
        Fate.INVALID,
        (RowError(7, "滞納額", "not_a_number", "数字で"), RowError(7, "供給停止予定日", "not_understood", "日付を")),
    ),
    Line(9, cells_of(GOOD)[:3], Fate.INVALID, (RowError(9, "", "ragged", "列の数"),)),
]


def test_the_rows_stand_as_they_came_with_the_remedy_beside_them() -> None:
    headings, first, second = sheet(errors_xlsx(HEADINGS, LINES))
    assert headings[:24] == list(HEADINGS)
    assert first[:24] == cells_of(BAD)
    assert first[24:] == ["7", "滞納額、供給停止予定日", "数字で\n日付を"]
    assert second[:3] == cells_of(GOOD)[:3] and second[24:] == ["9", "", "列の数"]


def test_the_file_can_be_mended_and_sent_back(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(errors_xlsx(HEADINGS, LINES))
    with open_table(path, is_heading) as table:
        found, rows = arrange(table.headings), list(table.rows)
    assert len(found.unknown) == 3 and not found.missing
    assert rows[0][1][:24] == cells_of(BAD)
