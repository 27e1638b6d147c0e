"""The agreement (協定書) as a formal paper for signature."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from documents.rendering import render_pdf
from japanese.dates import wareki

# 甲, 乙, 丙 … as agreements name their parties, in their order.
PARTY_SIGNS = "甲乙丙丁戊己庚辛壬癸"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
# Room for a pen: the space of a proportional font is half a character wide.
UNSIGNED = "　" * 12 + "年" + "　" * 6 + "月" + "　" * 6 + "日"


@dataclass(frozen=True)
class AgreementContent:
    """The words of an agreement.

    ``parties``: (organisation, address, title, signatory), two to ten, in the order 甲, 乙, 丙 ….
    ``articles``: (heading, paragraphs); numbers are added here, so the text carries none of its own.
    ``provisions``: (statute, article, text) in force on the agreement's date; printed as reference.
    ``signed_on``: None leaves the date open to be written by hand.
    """

    title: str
    number: str
    municipality_name: str
    parties: Sequence[tuple[str, str, str, str]]
    preamble: str
    articles: Sequence[tuple[str, Sequence[str]]]
    closing: str
    signed_on: date | None = None
    provisions: Sequence[tuple[str, str, str]] = ()
    annexes: Sequence[str] = ()


def agreement_pdf(content: AgreementContent) -> bytes:
    """A4 in Mincho, with the page and the number of pages at the foot. Raises ValueError past ten parties."""
    context = {
        "content": content,
        "articles": _numbered_articles(content),
        "parties": list(zip(PARTY_SIGNS[: len(content.parties)], content.parties, strict=True)),
        "annexes": [(f"別紙{_full_width(n)}", name) for n, name in enumerate(content.annexes, start=1)],
        "date": UNSIGNED if content.signed_on is None else wareki(content.signed_on, weekday=False),
    }
    return render_pdf("documents/agreement.html", context, title=f"{content.title} {content.number}".strip())


def _numbered_articles(content: AgreementContent) -> list[tuple[str, list[tuple[str, str]]]]:
    """第１条（目的） and its paragraphs; paragraphs bear a number only where there are several."""
    return [
        (f"第{_full_width(number)}条（{heading}）", _numbered_paragraphs(paragraphs))
        for number, (heading, paragraphs) in enumerate(content.articles, start=1)
    ]


def _numbered_paragraphs(paragraphs: Sequence[str]) -> list[tuple[str, str]]:
    if len(paragraphs) == 1:
        return [("", paragraphs[0])]
    return [(_full_width(number), text) for number, text in enumerate(paragraphs, start=1)]


def _full_width(number: int) -> str:
    return str(number).translate(FULL_WIDTH)
