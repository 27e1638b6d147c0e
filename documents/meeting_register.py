"""構成員名簿: who is a member of a meeting on a day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from documents.rendering import render_pdf
from japanese.dates import wareki


@dataclass(frozen=True)
class RegisterRow:
    """One term. ``office`` is 会長, 副会長, 臨時 or blank; ``pledged_on`` None where the pledge is missing."""

    office: str
    name: str = field(repr=False)
    kana: str = field(repr=False)
    organization: str
    post: str
    number: str
    starts_on: date
    ends_on: date
    pledged_on: date | None

    @property
    def term(self) -> str:
        """From the first to the last day."""
        return f"{wareki(self.starts_on, weekday=False)}から\n{wareki(self.ends_on, weekday=False)}まで"

    @property
    def pledged(self) -> str:
        """The day of the pledge, or that there is none."""
        return wareki(self.pledged_on, weekday=False) if self.pledged_on else "未提出"


def meeting_register_pdf(*, meeting_name: str, municipality_name: str, on: date, rows: Sequence[RegisterRow]) -> bytes:
    """A4 landscape."""
    context = {
        "meeting_name": meeting_name,
        "municipality_name": municipality_name,
        "on": wareki(on, weekday=False),
        "rows": rows,
    }
    return render_pdf("documents/meeting_register.html", context, title=f"{meeting_name} 構成員名簿")
