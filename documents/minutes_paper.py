"""The minutes of a session (議事録) in full, for the secretariat. Households stand in it by case number only."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from documents.rendering import render_pdf


@dataclass(frozen=True)
class Present:
    """One summoned member. `attendance` in words."""

    name: str
    organization: str
    post: str
    attendance: str
    note: str


@dataclass(frozen=True)
class DecisionLine:
    """Who does what by when; `who` is blank for the support agency itself."""

    what: str = field(repr=False)
    who: str
    by: str


@dataclass(frozen=True)
class ItemMinutes:
    """One item. `taken_off` is the reason why it was not discussed, blank if it was."""

    number: int
    case_number: str
    kind: str
    question: str = field(repr=False)
    discussion: str = field(repr=False)
    result: str = field(repr=False)
    decisions: Sequence[DecisionLine]
    next_review_on: str
    taken_off: str


@dataclass(frozen=True)
class MinutesContent:
    """Days are written out. `closed_on` is blank while the minutes can still change: the paper then says that it is a draft.

    `provision` is (statute, article, text) of the duty of secrecy in force on the day of the session.
    """

    meeting: str
    municipality: str
    number: int
    when: str
    place: str
    present: Sequence[Present]
    course: str = field(repr=False)
    items: Sequence[ItemMinutes]
    next_on: str
    closed_on: str
    closed_by: str
    secretariat: str
    provision: tuple[str, str, str] | None
    unchecked: bool


def minutes_pdf(content: MinutesContent) -> bytes:
    """As many pages of A4 as it takes, each numbered and marked as secret. Raises PdfUnavailable."""
    title = f"{content.meeting} 第{content.number}回 議事録"
    return render_pdf("documents/minutes_paper.html", {"content": content}, title=title)
