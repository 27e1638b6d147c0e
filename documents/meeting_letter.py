"""Letters of a meeting to its members: request to serve, appointment, pledge, leaving. One A4 page, some with a slip to return."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from documents.rendering import render_pdf, render_pdfs
from japanese.dates import wareki

_TEMPLATE = "documents/meeting_letter.html"
# Room for a pen: the space of a proportional font is half a character wide.
UNSIGNED = "令和" + "　" * 6 + "年" + "　" * 5 + "月" + "　" * 5 + "日"


@dataclass(frozen=True)
class Slip:
    """承諾書: the page that comes back, signed by hand."""

    title: str
    number: str
    to: str
    paragraphs: Sequence[str]
    lines: Sequence[str]


@dataclass(frozen=True)
class LetterContent:
    """The words of one letter.

    ``to``: lines of the addressee; ``sender``: lines above the seal, the last one sealed; either may be empty.
    ``facts``: (heading, words) in a table. ``provisions``: (statute, article, text) in force on ``day``.
    ``signed``: (date in words, name) of who signed, with a note how; blank lines to sign where ``to_sign``.
    """

    title: str
    number: str
    day: date | None
    to: Sequence[str] = field(repr=False)
    sender: Sequence[str] = ()
    paragraphs: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = field(default=(), repr=False)
    points: Sequence[str] = ()
    closing: Sequence[str] = ()
    provisions: Sequence[tuple[str, str, str]] = ()
    unchecked: bool = False
    signed: tuple[str, str, str] | None = field(default=None, repr=False)
    to_sign: bool = False
    slip: Slip | None = None
    contact: str = ""
    is_certificate: bool = False


def meeting_letter_pdf(content: LetterContent) -> bytes:
    """One page, and one more for the slip."""
    return render_pdf(_TEMPLATE, _context(content), title=f"{content.title} {content.number}".strip())


def meeting_letters_pdf(contents: Sequence[LetterContent], title: str) -> bytes:
    """Several letters in one file, to be printed at once."""
    return render_pdfs(_TEMPLATE, [_context(one) for one in contents], title=title)


def _context(content: LetterContent) -> dict[str, object]:
    day = wareki(content.day, weekday=False) if content.day else ""
    return {"content": content, "day": day, "unsigned": UNSIGNED}
