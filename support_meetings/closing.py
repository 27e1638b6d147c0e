"""Before a session can be closed: what is still missing, in words, with the page where it is made good."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from support_meetings.actions.copies import open_copies
from support_meetings.models import AgendaItem, Session, SessionState, Summons


@dataclass(frozen=True)
class Gap:
    """One thing that is missing. `url_name` with `pk` is where it is done; `code` is stable."""

    code: str
    words: str
    url_name: str
    pk: int


def gaps(session: Session, now: datetime) -> list[Gap]:
    """Everything that stands between the session and its end, in the order in which it is done; empty: it may close."""
    if session.state == SessionState.PLANNED:
        return [Gap("not_called", _("The session has not been called yet."), "session", session.pk)]
    found: list[Gap] = []
    if now < session.starts_at:
        found.append(Gap("not_begun", _("The session has not begun yet."), "session", session.pk))
    return [*found, *_attendance(session), *_results(session), *_copies(session)]


def has_come(session: Session, now: datetime) -> bool:
    """Whether it is the day of the session, or later, by the clocks of Japan: who comes early is noted too."""
    return timezone.localdate(now) >= timezone.localdate(session.starts_at)


def _attendance(session: Session) -> list[Gap]:
    rows = Summons.objects.filter(session=session, cancelled_at__isnull=True, attendance="")
    names = list(rows.order_by("pk").values_list("member__name", flat=True))
    if not names:
        return []
    words = _("It is not recorded whether these members came: %(names)s") % {"names": "、".join(names)}
    return [Gap("attendance", words, "attendance", session.pk)]


def _results(session: Session) -> list[Gap]:
    rows = AgendaItem.objects.filter(session=session, taken_off_at__isnull=True, result__regex=r"^\s*$")
    words = _("Item %(number)s: what was agreed is not written yet.")
    items = rows.order_by("number").values_list("pk", "number")
    return [Gap("result", words % {"number": number}, "minutes_item", pk) for pk, number in items]


def _copies(session: Session) -> list[Gap]:
    count = open_copies(session).count()
    if not count:
        return []
    words = ngettext(
        "{n} copy on paper is neither returned nor destroyed, and no reason is recorded.",
        "{n} copies on paper are neither returned nor destroyed, and no reason is recorded.",
        count,
    ).format(n=count)
    return [Gap("copies", words, "copy_table", session.pk)]
