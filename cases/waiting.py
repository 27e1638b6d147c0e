"""What cannot wait: the lines of the page "today", gathered from every app that knows some.

Each app declares its sources in `panels.py`. A household stands in the list once, with the most
pressing of its reasons.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from uuid import UUID

from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _

from cases.models import Case
from organizations.actors import Actor

MOST = 50


class Rank(IntEnum):
    """What comes before what."""

    DANGER = 0
    STOP = 1
    REPORT = 2
    FLAG = 3


@dataclass(frozen=True)
class Line:
    """One line, as components/queue_line.html shows it.

    `subject` is what the line shows data of, as ("app.model", key); lines about the same one are taken
    together. Within a rank the smaller `order` comes first.
    """

    rank: Rank
    order: tuple[int, ...]
    subject: tuple[str, int | UUID]
    href: str
    name: str
    reason: str
    tone: str
    icon: str
    due: str = ""
    who: str = ""
    note: str = ""
    tag: str = ""
    tag_tone: str = ""


Source = Callable[[Actor], Iterable[Line]]
_sources: list[Source] = []


def waiting_source(source: Source) -> Source:
    """Declare what an app knows. A source gives at most `MOST` + 1 lines, the most pressing ones."""
    _sources.append(source)
    return source


def what_waits(actor: Actor) -> list[Line]:
    """All lines, the most pressing first, one for each subject; the page shows `MOST` of them."""
    autodiscover_modules("panels")
    lines = sorted((line for source in _sources for line in source(actor)), key=lambda one: (one.rank, one.order))
    first: dict[tuple[str, int | UUID], Line] = {}
    for line in lines:
        first.setdefault(line.subject, line)
    return list(first.values())


def in_charge(case: Case) -> str:
    """Who is in charge, in words."""
    return case.assigned_to.name if case.assigned_to else _("nobody in charge yet")
