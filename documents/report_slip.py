"""The report slip (通報票) for FAX and counter: blank boxes on one page of A4, in black lines only.

What is asked, in which order, is told by whoever keeps the questions; here they are only drawn.
"""

from dataclasses import dataclass
from enum import StrEnum

from documents.rendering import render_pdf


class Shape(StrEnum):
    """How an answer is written on paper."""

    LINE = "line"
    WORDS = "words"
    TICK = "tick"  # one box with its label behind it
    TICKS = "ticks"  # one of several, or several
    DAY = "day"
    TIME = "time"
    NUMBER = "number"
    DIGITS = "digits"


@dataclass(frozen=True)
class Box:
    """One answer: its field's name, its label, how it is written, and what there is to tick."""

    name: str
    label: str
    shape: Shape
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class PrintedQuestion:
    """A question with its boxes; what the agency fills in itself has no number."""

    number: str
    key: str
    heading: str
    boxes: tuple[Box, ...]

    @property
    def labelled(self) -> tuple[tuple[Box, bool], ...]:
        """Each box, and whether it needs its label: not where the heading says it already."""
        alone = len(self.boxes) == 1
        return tuple((box, not alone and box.label != self.heading) for box in self.boxes)


@dataclass(frozen=True)
class SlipContent:
    """Where the slip goes, and what it asks. There is nobody's data on it yet."""

    agency_name: str
    municipality_name: str
    desk_name: str
    fax: str
    phone: str
    hours: str
    questions: tuple[PrintedQuestion, ...]


def report_slip_pdf(content: SlipContent) -> bytes:
    """One page of A4; raises PaperTooLong when the texts need a second."""
    title = f"通報票 {content.agency_name}"
    return render_pdf("documents/report_slip.html", {"content": content}, title=title, pages=1)
