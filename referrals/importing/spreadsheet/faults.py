"""Cells in which a formula failed."""

import re
import threading
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from referrals.importing.spreadsheet.archive import Trouble

#: By row: columns, and the signs that a person sees there. Both from nought.
Faulty = dict[int, list[tuple[int, str]]]

_SUSPECT = (b't="e"', b"t='e'")
_TYPE = re.compile(rb"""\bt=["']e["']""")
_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*[^>/]>")
_CELL_END = re.compile(rb"</(?:\w+:)?c>")
_PLACE = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v>\s*(#[A-Z0-9/!?]{2,12})\s*<")
#: How far before its type a cell's tag can begin.
_TAG_BYTES = 200


class Faults:
    """Finds #N/A and #REF!, which the reader gives as blanks: a stop date that is not known is not "none".

    Looks through the unpacked sheets while the reader works; nearly always there is nothing to find.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive, self.suspects = archive, set[str]()
        self.failed = False
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()

    def _look(self) -> None:
        try:
            sheets = [name for name in self.archive.namelist() if name.startswith("xl/worksheets/")]
            self.suspects.update(name for name in sheets if self._is_suspect(name))
        except Exception:  # noqa: BLE001 - whatever is wrong with the archive, it is said by whoever waits
            self.failed = True

    def _is_suspect(self, name: str) -> bool:
        tail = b""
        with self.archive.open(name) as part:
            while block := part.read(1 << 20):
                if any(sign in tail + block[:8] or sign in block for sign in _SUSPECT):
                    return True
                tail = block[-8:]
        return False

    def of_sheet(self, position: int) -> Faulty:
        """Those of one sheet, by its position in the workbook."""
        self.thread.join()
        if self.failed:
            raise Trouble("damaged")
        name = _part_of(self.archive, position) if self.suspects else ""
        found: Faulty = {}
        if name in self.suspects:
            for row, column, sign in _signs(self.archive.read(name)):
                found.setdefault(row, []).append((column, sign))
        return found


def _part_of(archive: zipfile.ZipFile, position: int) -> str:
    """The part that holds a sheet, as the workbook says."""
    try:
        sheet = _elements(archive, "xl/workbook.xml", "sheet")[position]
        relations = _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship")
        target = {relation["Id"]: relation["Target"] for relation in relations}[sheet["id"]]
    except (ElementTree.ParseError, LookupError) as error:
        raise Trouble("damaged") from error
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _elements(archive: zipfile.ZipFile, part: str, kind: str) -> list[dict[str, str]]:
    """The attributes of all elements of a kind, whatever their name spaces."""
    tree = ElementTree.fromstring(archive.read(part))  # noqa: S314 - parts that declare entities have been refused
    found = (element for element in tree.iter() if element.tag.rpartition("}")[2] == kind)
    return [{key.rpartition("}")[2]: value for key, value in element.attrib.items()} for element in found]


def _signs(xml: bytes) -> Iterator[tuple[int, int, str]]:
    """Row, column and sign of each cell whose type is "error"."""
    for kind in _TYPE.finditer(xml):
        start = xml.rfind(b"<", max(0, kind.start() - _TAG_BYTES), kind.start())
        tag = _CELL.match(xml, max(0, start))
        if tag is None or not tag.start() <= kind.start() < tag.end():
            continue  # it stands in a text
        place = _PLACE.search(tag[0])
        if place is None:
            raise Trouble("damaged")
        end = _CELL_END.search(xml, tag.end())
        sign = _VALUE.search(xml, tag.end(), end.start() if end else tag.end())
        yield int(place[2]) - 1, _column_number(place[1]), sign[1].decode() if sign else "#N/A"


def _column_number(letters: bytes) -> int:
    """A → 0, Z → 25, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def marked(rows: Iterator[list[Any]], faults: Faulty, first_row: int, first_column: int) -> Iterator[list[Any]]:
    """The same rows, which begin at that row and column of the sheet, with the signs where they stand."""
    for number, cells in enumerate(rows, first_row):
        for column, sign in faults.get(number, ()):
            if 0 <= column - first_column < len(cells):
                cells[column - first_column] = sign
        yield cells
