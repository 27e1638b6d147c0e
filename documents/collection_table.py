"""The collection table (回収表): every copy of a session, to be ticked on paper when it is handed out and comes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from documents.rendering import render_pdf
from japanese.dates import wareki


@dataclass(frozen=True)
class CopyRow:
    """One copy. `fate` is the key of what became of it; `remark` holds no word of any household."""

    number: str
    name: str
    organization_name: str
    on_paper: bool
    fate: str
    remark: str


@dataclass(frozen=True)
class CollectionContent:
    """The session and its copies; `starts_at` is local. It names no household."""

    meeting_name: str
    session_number: int
    starts_at: datetime
    place: str
    printed_on: date
    rows: Sequence[CopyRow]

    @property
    def held(self) -> str:
        """第3回　令和8年11月24日（火） 14時00分."""
        at = self.starts_at
        return f"第{self.session_number}回　{wareki(at.date())} {at.hour}時{at.minute:02d}分"

    @property
    def printed(self) -> str:
        """令和8年11月24日."""
        return wareki(self.printed_on, weekday=False)


def collection_table_pdf(content: CollectionContent) -> bytes:
    """A4, its heading on every page."""
    title = f"資料回収表 {content.meeting_name} 第{content.session_number}回"
    return render_pdf("documents/collection_table.html", {"content": content}, title=title)
