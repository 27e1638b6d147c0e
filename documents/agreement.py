"""The agreement (協定書) as a formal paper for signature, with as many parties as there are."""

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
#: 号 of the paragraph before it, which bears no number of its own.
_ITEM_BEGINS = "（"


@dataclass(frozen=True)
class AnnexPage:
    """別紙 made of live data, on a page of its own: words, and a table, whose cells may be left blank for a pen.

    ``lines`` are labels of blank lines below, for a date or a signature.
    """

    title: str
    words: Sequence[str] = ()
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    lines: Sequence[str] = ()


@dataclass(frozen=True)
class AgreementContent:
    """The words of an agreement.

    ``parties``: (organisation, address, title, signatory), two or more, in the order 甲, 乙, 丙 …; past ten the
    first is 甲 and the others 乙１, 乙２, …, listed in a table instead of one block each.
    ``articles``: (heading, paragraphs); numbers are added here, so the text carries none of its own.
    ``provisions``: (statute, article, text) in force on the agreement's date; printed as reference.
    ``signed_on``: None leaves the date open to be written by hand. ``is_draft`` prints 案 across each page.
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
    annex_pages: Sequence[AnnexPage] = ()
    is_draft: bool = False


def agreement_pdf(content: AgreementContent) -> bytes:
    """A4 in Mincho, with the page and the number of pages at the foot."""
    named = [*(page.title for page in content.annex_pages), *content.annexes]
    context = {
        "content": content,
        "articles": numbered_articles(content.articles),
        "parties": list(zip(party_signs(len(content.parties)), content.parties, strict=True)),
        "many": len(content.parties) > len(PARTY_SIGNS),
        "annexes": [(f"別紙{full_width(n)}", name) for n, name in enumerate(named, start=1)],
        "annex_pages": [(f"別紙{full_width(n)}", page) for n, page in enumerate(content.annex_pages, start=1)],
        "date": UNSIGNED if content.signed_on is None else wareki(content.signed_on, weekday=False),
    }
    return render_pdf("documents/agreement.html", context, title=f"{content.title} {content.number}".strip())


def party_signs(count: int) -> list[str]:
    """甲, 乙, 丙 … for up to ten; beyond, 甲 and 乙１, 乙２ …."""
    if count <= len(PARTY_SIGNS):
        return list(PARTY_SIGNS[:count])
    return ["甲", *(f"乙{full_width(number)}" for number in range(1, count))]


def numbered_articles(articles: Sequence[tuple[str, Sequence[str]]]) -> list[tuple[str, list[tuple[str, str]]]]:
    """第１条（目的） and its paragraphs; paragraphs bear a number only where there are several."""
    return [
        (f"第{full_width(number)}条（{heading}）", numbered_paragraphs(paragraphs))
        for number, (heading, paragraphs) in enumerate(articles, start=1)
    ]


def numbered_paragraphs(paragraphs: Sequence[str]) -> list[tuple[str, str]]:
    """(number or blank, text) of each; one that begins with "（" is an item of the paragraph before it."""
    whole = [text for text in paragraphs if not text.startswith(_ITEM_BEGINS)]
    numbered, number = [], 0
    for text in paragraphs:
        is_item = text.startswith(_ITEM_BEGINS)
        number += 0 if is_item else 1
        numbered.append(("" if is_item or len(whole) < 2 else full_width(number), text))
    return numbered


def full_width(number: int) -> str:
    """１２."""
    return str(number).translate(FULL_WIDTH)
