"""Looks at papers as a reader does: by their pixels, and by what a screen reader is told.

Extracted text is no proof: a font can draw a wrong character under the right code.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import POINTER, c_ushort, c_void_p, cast, create_string_buffer
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageChops
from pypdfium2 import raw

REFERENCE = Path(__file__).parent / "reference"
UPDATE = "TSUNAGI_UPDATE_REFERENCES"
HOW_TO_UPDATE = f"If it is right, run the tests once with {UPDATE}=1."
DPI = 72
# One changed stroke in the smallest print (9 pt) moves 18 pixels of a page by more than 32 of 256
# levels, which is 4 in 100,000; rounding between versions of the renderer moves none.
LEVELS = 32
TOLERATED_SHARE = 1e-5


@contextmanager
def opened(pdf: bytes) -> Iterator[Any]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()


def pictures(pdf: bytes, dpi: int = DPI) -> list[Image.Image]:
    """One grey picture a page."""
    with opened(pdf) as document:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document]


def differing_share(one: Image.Image, other: Image.Image) -> float:
    """The share of pixels that differ visibly; 1.0 when the sizes differ."""
    if one.size != other.size:
        return 1.0
    counts = ImageChops.difference(one, other).histogram()
    return sum(counts[LEVELS + 1 :]) / sum(counts)


def compare_pdf(pdf: bytes, name: str) -> None:
    """Fails unless every page looks like ``reference/<name>-<page>.png``.

    With TSUNAGI_UPDATE_REFERENCES=1 in the environment the references are written instead; look at
    them before they are committed. On failure the actual page is kept and its path is in the message.
    """
    if os.environ.get(UPDATE) == "1":
        write_references(pdf, name, REFERENCE)
    check_references(pdf, name, REFERENCE)


def write_references(pdf: bytes, name: str, folder: Path) -> None:
    for old in folder.glob(f"{name}-[0-9].png"):
        old.unlink()
    for number, picture in enumerate(pictures(pdf), start=1):
        picture.save(folder / f"{name}-{number}.png", optimize=True)


def check_references(pdf: bytes, name: str, folder: Path) -> None:
    actual = pictures(pdf)
    expected = [Image.open(path).convert("L") for path in sorted(folder.glob(f"{name}-[0-9].png"))]
    for number, picture in enumerate(actual[: len(expected)], start=1):
        _check_page(picture, expected[number - 1], f"{name}-{number}.png")
    if len(actual) != len(expected):
        raise AssertionError(f"{name} has {len(actual)} pages where {len(expected)} are expected. {HOW_TO_UPDATE}")


def _check_page(actual: Image.Image, expected: Image.Image, file_name: str) -> None:
    share = differing_share(actual, expected)
    if share > TOLERATED_SHARE:
        kept = Path(tempfile.mkdtemp(prefix="tsunagi-papers-")) / file_name
        actual.save(kept)
        raise AssertionError(
            f"{file_name} differs in {share:.5%} of its pixels; what was drawn is in {kept}. {HOW_TO_UPDATE}"
        )


def fonts(pdf: bytes) -> dict[str, bool]:
    """The base name of each font that draws text, and whether its outlines are inside the PDF."""
    with opened(pdf) as document:
        found = [
            raw.FPDFTextObj_GetFont(drawn.raw)
            for page in document
            for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT])
        ]
        return {_font_name(font): raw.FPDFFont_GetIsEmbedded(font) == 1 for font in found}


def _font_name(font: Any) -> str:
    buffer = create_string_buffer(200)
    raw.FPDFFont_GetBaseFontName(font, buffer, 200)
    return buffer.value.decode()


def language(pdf: bytes) -> str:
    with opened(pdf) as document:
        return _utf16(
            lambda buffer, size: raw.FPDFCatalog_GetLanguage(document.raw, cast(buffer, POINTER(c_ushort)), size)
        )


def title(pdf: bytes) -> str:
    with opened(pdf) as document:
        return str(document.get_metadata_value("Title"))


def tags(pdf: bytes) -> list[tuple[str, str]]:
    """What a screen reader is told: (tag, alternative text), in reading order over all pages."""
    with opened(pdf) as document:
        return [pair for page in document for pair in _page_tags(page)]


def _page_tags(page: Any) -> list[tuple[str, str]]:
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    try:
        count = raw.FPDF_StructTree_CountChildren(tree)
        tops = [raw.FPDF_StructTree_GetChildAtIndex(tree, index) for index in range(count)]
        return [pair for top in tops for pair in _walk(top)]
    finally:
        raw.FPDF_StructTree_Close(tree)


def _walk(element: Any) -> Iterator[tuple[str, str]]:
    yield (
        _utf16(lambda buffer, size: raw.FPDF_StructElement_GetType(element, buffer, size)),
        _utf16(lambda buffer, size: raw.FPDF_StructElement_GetAltText(element, buffer, size)),
    )
    for index in range(raw.FPDF_StructElement_CountChildren(element)):
        if child := raw.FPDF_StructElement_GetChildAtIndex(element, index):
            yield from _walk(child)


def _utf16(read: Callable[[c_void_p, int], int]) -> str:
    buffer = create_string_buffer(1000)
    used = read(cast(buffer, c_void_p), 1000)
    return buffer.raw[: max(used - 2, 0)].decode("utf-16-le")
