"""設置要綱 of a meeting with its annex (別表), the organisations that are members."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from documents.rendering import render_pdf
from japanese.dates import wareki


@dataclass(frozen=True)
class CharterContent:
    """``text`` is the charter with its own line breaks; ``annex`` are (organisation, post); ``as_of`` is the annex's day."""

    title: str
    meeting_name: str
    municipality_name: str
    founded_on: date
    text: str
    annex: Sequence[tuple[str, str]]
    as_of: date


def meeting_charter_pdf(content: CharterContent) -> bytes:
    """A4, as many pages as it needs; the annex begins on a page of its own."""
    context = {
        "content": content,
        "lines": content.text.splitlines(),
        "founded_on": wareki(content.founded_on, weekday=False),
        "as_of": wareki(content.as_of, weekday=False),
    }
    return render_pdf("documents/meeting_charter.html", context, title=content.title)
