"""A request for co-operation (協力要請書) with its answer sheet (回答書): only the items asked can be filled in."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from documents.meeting_letter import UNSIGNED
from documents.rendering import render_pdf


@dataclass(frozen=True)
class RequestContent:
    """The words of one request. ``about``: (item, words) to find the person by; ``items``: what is asked, in words."""

    number: str
    day: str
    to: str
    attention: str
    sender: str
    meeting: str
    about: Sequence[tuple[str, str]] = field(repr=False)
    items: Sequence[str]
    question: str = field(repr=False)
    due: str
    provision: str
    contact: str


def cooperation_request_pdf(content: RequestContent) -> bytes:
    """The letter, and one page for the answer. Raises PdfUnavailable."""
    context = {"content": content, "unsigned": UNSIGNED}
    return render_pdf("documents/cooperation_request.html", context, title=f"協力要請書 {content.number}")
