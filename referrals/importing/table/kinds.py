"""What a file is by its content; its name is never asked."""

import mmap
from enum import Enum
from pathlib import Path

from referrals.importing.table.troubles import Trouble, Unreadable

#: 1,000,000 rows of the template in UTF-8 are 0.25 GB; the command takes such a list. Uploads bring their own limit.
MAX_BYTES = 1 << 30
#: A workbook is read into memory as a whole (by the process that reads it). 100,000 rows of the template are 9 MB.
MAX_BOOK_BYTES = 64 << 20
#: Nothing that tells a kind stands further in.
HEAD_BYTES = 2048


class Kind(Enum):
    """What can be read."""

    TEXT = "text"
    BOOK = "book"


_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: The stream of an OLE2 document in which Office keeps what a password protects.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_UTF8_SIGN = b"\xef\xbb\xbf"

#: Only signs that no list begins with; what is binary otherwise shows itself by NUL or cannot be decoded.
_BEGINNINGS: tuple[tuple[bytes, Trouble], ...] = (
    (b"%pdf-", Trouble.PDF),
    (b"\x89png\r\n", Trouble.PICTURE),
    (b"\xff\xd8\xff", Trouble.PICTURE),
    (b"gif87a", Trouble.PICTURE),
    (b"gif89a", Trouble.PICTURE),
    (b"ii*\x00", Trouble.PICTURE),
    (b"mm\x00*", Trouble.PICTURE),
    (b"<!doctype", Trouble.WEB_PAGE),
    (b"<html", Trouble.WEB_PAGE),
    (b"<?xml", Trouble.WEB_PAGE),
    (b"<table", Trouble.WEB_PAGE),
    (b"\x1f\x8b", Trouble.ARCHIVE),
    (b"rar!\x1a", Trouble.ARCHIVE),
    (b"7z\xbc\xaf", Trouble.ARCHIVE),
    (b"{\\rtf", Trouble.OTHER_KIND),
    (b"\x7felf", Trouble.OTHER_KIND),
)


def kind_of(path: Path, max_bytes: int) -> Kind:
    """Text or workbook; Unreadable for all else, and for what is too large. OSError where it cannot be opened."""
    if not path.is_file():
        raise Unreadable(Trouble.NOT_OPENED)
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if size <= HEAD_BYTES and not head.removeprefix(_UTF8_SIGN).strip(b" \t\r\n,"):
        raise Unreadable(Trouble.EMPTY)
    _refuse_by_beginning(path, head)
    kind = Kind.BOOK if head.startswith(b"PK\x03\x04") else Kind.TEXT
    most = min(max_bytes, MAX_BOOK_BYTES) if kind is Kind.BOOK else max_bytes
    if size > most:
        raise Unreadable(Trouble.TOO_BIG, most >> 20 or 1)
    return kind


def _refuse_by_beginning(path: Path, head: bytes) -> None:
    if head.startswith(_OLE2):
        raise Unreadable(Trouble.PASSWORD if _holds(path, _ENCRYPTED) else Trouble.OLD_EXCEL)
    if head.startswith(_UTF16):
        raise Unreadable(Trouble.UTF16)
    if head.startswith(b"PK\x05\x06"):
        raise Unreadable(Trouble.ARCHIVE)  # packed, and nothing is in it
    begins = head.removeprefix(_UTF8_SIGN).lstrip()[:16].lower()
    for sign, trouble in _BEGINNINGS:
        if begins.startswith(sign):
            raise Unreadable(trouble)


def _holds(path: Path, sign: bytes) -> bool:
    """Looks through the file without taking it into memory."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(sign) >= 0
