"""次第: the agenda of a network's conference, on one sheet or two. It names nobody."""

from dataclasses import dataclass
from datetime import date, time

from documents.rendering import render_pdf
from japanese.dates import wareki


@dataclass(frozen=True)
class ConferenceAgenda:
    """What is printed. `begins` and `place` may be missing; `items` are words, in order."""

    network_name: str
    title: str
    held_on: date
    begins: time | None
    place: str
    items: list[str]
    secretariat_name: str
    secretariat_phone: str
    is_cancelled: bool = False

    @property
    def when(self) -> str:
        """令和8年11月24日（火）午後1時30分から."""
        return wareki(self.held_on) + (f"　{_hour(self.begins)}から" if self.begins else "")


def _hour(at: time) -> str:
    half = "午前" if at.hour < 12 else "午後"
    return f"{half}{at.hour % 12 if at.hour != 12 else 0}時" + (f"{at.minute}分" if at.minute else "")


def conference_agenda_pdf(content: ConferenceAgenda) -> bytes:
    """A4 upright."""
    return render_pdf("documents/conference.html", {"content": content}, title=f"{content.title} 次第")
