"""A file is what its content is, whatever it is called; what cannot be looked through is not kept."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageFile

from consent.evidence import LARGEST, MOST_PASSES, MOST_PIXELS, check_content, check_upload
from consent.models import EvidenceKind
from tests.agency.consent_forms import PDF, picture, upload


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png_of(width: int, height: int) -> bytes:
    """A few hundred bytes that say they are a picture of this size."""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + _chunk(b"IDAT", zlib.compress(b"\0" * 100)) + _chunk(b"IEND", b"")


def _text_bomb() -> bytes:
    """A picture with 200 million characters of text in a few hundred kilobytes."""
    text = _chunk(b"zTXt", b"x\0\0" + zlib.compress(b"a" * 200_000_000, 9))
    whole = picture()
    return whole[:33] + text + whole[33:]


def _passes(number: int) -> bytes:
    """A JPEG that wants to be walked over again and again."""
    whole = picture("JPEG")
    return whole[:-2] + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" * number + b"\xff\xd9"


@pytest.mark.parametrize(
    ("content", "kind"),
    [(PDF, EvidenceKind.PDF), (picture("PNG"), EvidenceKind.PNG), (picture("JPEG"), EvidenceKind.JPEG)],
)
def test_a_scan_or_a_photograph_is_kept_byte_for_byte(content: bytes, kind: EvidenceKind) -> None:
    checked = check_content(content)
    assert (checked.kind, checked.content) == (kind, content)
    assert content.hex()[:40] not in repr(checked)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(PDF[:-20], "broken", id="half a PDF"),
        pytest.param(b"%PDF-1.7", "broken", id="a PDF's first line"),
        pytest.param(picture("PNG")[:-30], "broken", id="half a PNG"),
        pytest.param(picture("JPEG", (900, 900))[:700], "broken", id="half a JPEG"),
        pytest.param(b"\0\0\0\x18ftypheic" + b"\0" * 200, "heic", id="Apple's photograph"),
        pytest.param(picture("GIF"), "kind", id="GIF"),
        pytest.param(picture("TIFF"), "kind", id="TIFF"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "kind", id="SVG"),
        pytest.param(b"<html><script>alert(1)</script>", "kind", id="a page"),
        pytest.param(b"MZ\x90\0" + b"\0" * 100, "kind", id="a program"),
        pytest.param(b"PK\x03\x04" + b"\0" * 100, "kind", id="an archive"),
        pytest.param(" PDFではない".encode("cp932"), "kind", id="words"),
        pytest.param(_png_of(60_000, 60_000), "pixels", id="a bomb of pixels"),
        pytest.param(_png_of(9_000, 9_000), "pixels", id="a few pixels too many"),
        pytest.param(_text_bomb(), "broken", id="a bomb of text"),
        pytest.param(_passes(MOST_PASSES + 1), "broken", id="a JPEG of endless passes"),
    ],
)
def test_anything_else_is_refused_with_what_to_do(content: bytes, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        check_content(content)
    assert refused.value.code == code
    assert "%" not in str(refused.value.messages[0])


def test_half_a_picture_is_refused_though_a_paper_was_drawn_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint asks Pillow, for the whole process, to be content with what there is."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(ValidationError) as refused:
        check_content(picture("JPEG", (900, 900))[:700])
    assert refused.value.code == "broken"


def test_the_limit_of_pixels_lies_above_what_telephones_make() -> None:
    assert 48_000_000 < MOST_PIXELS < 81_000_000


def test_the_name_and_the_type_that_a_browser_says_count_for_nothing() -> None:
    assert check_upload(upload(PDF, "photo.jpg", "image/jpeg")).kind == EvidenceKind.PDF
    with pytest.raises(ValidationError) as refused:
        check_upload(upload(b"<html>", "form.pdf", "application/pdf"))
    assert refused.value.code == "kind"


@pytest.mark.parametrize(("size", "kept"), [(LARGEST, True), (LARGEST + 1, False)])
def test_ten_megabytes_and_not_one_byte_more(size: int, kept: bool) -> None:
    padded = PDF.replace(b"<<>>", b"<<>>" + b" " * (size - len(PDF)), 1)
    assert len(padded) == size
    if kept:
        assert len(check_upload(upload(padded)).content) == LARGEST
    else:
        with pytest.raises(ValidationError) as refused:
            check_upload(upload(padded))
        assert refused.value.code == "large"


def test_what_is_larger_is_not_even_read() -> None:
    class Unread(BytesIO):
        def read(self, *_args: Any) -> bytes:
            raise AssertionError("read")

    file: Any = upload(b"")
    file.file, file.size = Unread(), LARGEST + 1
    with pytest.raises(ValidationError):
        check_upload(file)


def test_a_large_photograph_is_looked_through_without_being_drawn_in_full() -> None:
    content = BytesIO()
    Image.new("RGB", (7_000, 7_000), (200, 200, 200)).save(content, "JPEG")
    assert check_content(content.getvalue()).kind == EvidenceKind.JPEG
