"""One numbered copy of a paper of the meeting (会議資料): its number and its reader's name stand on every page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from documents.rendering import render_pdf, render_pdfs
from japanese.dates import wareki

#: So many marks cover an A4 page.
MARKS = 14
_TEMPLATE = "documents/meeting_paper.html"


@dataclass(frozen=True)
class MeetingPaperContent:
    """What stands on the copy. `lines` are (heading, words); `starts_at` is local; `number` is that of the copy."""

    meeting_name: str
    session_number: int
    starts_at: datetime | None
    item_number: str
    number: str
    name: str
    organization_name: str
    is_corrected: bool
    is_extract: bool
    on_paper: bool
    lines: Sequence[tuple[str, str]] = field(repr=False)

    @property
    def title(self) -> str:
        """What kind of paper it is."""
        return "議事録（抜粋）" if self.is_extract else "会議資料"

    @property
    def mark(self) -> str:
        """資料3-2-04 佐藤 花子: the watermark."""
        return f"資料{self.number}　{self.name}"

    @property
    def held(self) -> str:
        """第3回　令和8年11月24日（火） 14時00分."""
        if self.starts_at is None:
            return f"第{self.session_number}回"
        at = self.starts_at
        return f"第{self.session_number}回　{wareki(at.date())} {at.hour}時{at.minute:02d}分"


def meeting_paper_pdf(content: MeetingPaperContent) -> bytes:
    """A4, as many pages as the lines need."""
    return render_pdf(_TEMPLATE, _context(content), title=f"{content.title} {content.number}")


def meeting_papers_pdf(contents: Sequence[MeetingPaperContent], title: str) -> bytes:
    """Several copies in one file, each with its own number, name and page count."""
    return render_pdfs(_TEMPLATE, [_context(one) for one in contents], title=title)


def _context(content: MeetingPaperContent) -> dict[str, object]:
    return {"content": content, "marks": range(MARKS)}
