"""What WeasyPrint's PDF still lacks for a screen reader, set right in the finished file."""

from collections.abc import Iterator
from typing import Any

import pydyf

from documents.furigana import name_readings


def finish(document: object, pdf: Any) -> None:
    """Finisher of WeasyPrint: readings are named, and what repeats in the margins of each page is decoration."""
    name_readings(document, pdf)
    _margins_are_artifacts(pdf)


def _margins_are_artifacts(pdf: Any) -> None:
    """PDF/UA wants each content in the tree or an artifact; that of page margins hangs in no tree: see `weasyprint.pdf.tags`."""
    root = _referred(pdf, pdf.catalog["StructTreeRoot"])
    hung = set(_below(pdf, root["K"]))
    numbers = _referred(pdf, root["ParentTree"])["Nums"]
    for index, page in enumerate(pdf.page_references):
        parents = numbers[2 * index + 1]
        loose = {mcid for mcid, parent in enumerate(parents) if _number(parent) not in hung}
        if loose:
            numbers[2 * index + 1] = pydyf.Array("null" if mcid in loose else one for mcid, one in enumerate(parents))
            _mark_as_artifacts(_referred(pdf, _referred(pdf, page)["Contents"]), loose)


def _below(pdf: Any, kids: Any) -> Iterator[int]:
    for kid in kids:
        if isinstance(kid, bytes):
            yield _number(kid)
            yield from _below(pdf, pdf.objects[_number(kid)].get("K", ()))


def _mark_as_artifacts(content: Any, loose: set[int]) -> None:
    """In the page's operators, where a mark is three in a row: tag, properties, BDC."""
    marks = [at for at, one in enumerate(content.stream) if isinstance(one, pydyf.Dictionary) and "MCID" in one]
    for at in reversed(marks):
        if content.stream[at]["MCID"] in loose:
            content.stream[at - 1 : at + 2] = ["/Artifact", b"BMC"]


def _number(reference: Any) -> int:
    text = reference.decode() if isinstance(reference, bytes) else str(reference)
    return int(text.split()[0])


def _referred(pdf: Any, reference: Any) -> Any:
    return pdf.objects[_number(reference)]
