"""議事録: who came, the course of the session, what was said and agreed on each item, and the close."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.actors import Actor
from support_meetings.actions.composing import lock_item
from support_meetings.closing import gaps, has_come
from support_meetings.errors import MeetingRefusal
from support_meetings.models import AgendaItem, PaperCopy, PaperKind, Session, SessionState, Summons

CHANGED = _(
    "Somebody else has written here since you opened the page, so nothing was saved. What you typed stands below;"
    " compare it with what is there now and save again."
)
_CLOSED = {
    SessionState.PLANNED: ("not_called", _("This session has not been called yet; call it first.")),
    SessionState.CLOSED: ("session_closed", _("This session is closed, and its minutes are frozen.")),
    SessionState.CANCELLED: ("session_cancelled", _("This session was cancelled; there are no minutes of it.")),
}


@dataclass(frozen=True)
class Attended:
    """Attendance of one summoned member as it was typed; `was` is (attendance, note) as the page had shown it."""

    summons_id: int
    attendance: str
    note: str
    was: tuple[str, str]

    @property
    def typed(self) -> tuple[str, str]:
        """(attendance, note)."""
        return self.attendance, self.note


@transaction.atomic
def record_attendance(*, actor: Actor, session: Session, rows: Iterable[Attended]) -> int:
    """Write what was changed on the page, and leave alone what was not; how many rows.

    MeetingRefusal where two people recorded different things of one member: then nothing is written.
    """
    lock_session(actor, session)
    own = Summons.objects.select_for_update().filter(session=session, cancelled_at__isnull=True)
    standing = {one.pk: one for one in own.order_by("pk")}
    changed = [row for row in rows if row.summons_id in standing and row.typed != row.was]
    if any(_of(standing[row.summons_id]) not in (row.was, row.typed) for row in changed):
        raise MeetingRefusal("changed_meanwhile", CHANGED)
    for row in changed:
        summons = standing[row.summons_id]
        summons.attendance, summons.attendance_note = row.typed
        summons.save(update_fields=["attendance", "attendance_note"])
    return len(changed)


def _of(summons: Summons) -> tuple[str, str]:
    return summons.attendance, summons.attendance_note


@transaction.atomic
def save_course(*, actor: Actor, session: Session, version: int, minutes: str, next_on: date | None) -> Session:
    """What the session was like as a whole, and when the next one is."""
    locked = lock_session(actor, session)
    _write(locked, version, {"minutes": minutes, "next_on": next_on})
    return locked


def _write(row: Session | AgendaItem, version: int, typed: dict[str, Any]) -> None:
    """What says what is there already changes nothing: a form that was sent twice is no second editor."""
    if all(getattr(row, name) == value for name, value in typed.items()):
        return
    if row.version != version:
        raise MeetingRefusal("changed_meanwhile", CHANGED)
    for name, value in typed.items():
        setattr(row, name, value)
    row.version += 1
    row.save()


@transaction.atomic
def save_item(
    *, actor: Actor, item: AgendaItem, version: int, discussion: str, result: str, next_review_on: date | None
) -> AgendaItem:
    """What was said and agreed on one item. The case may have been closed meanwhile: what was agreed stands anyway."""
    lock_session(actor, item.session)
    locked = lock_item(actor, item)
    refuse_taken_off(locked)
    _write(locked, version, {"discussion": discussion, "result": result, "next_review_on": next_review_on})
    return locked


@transaction.atomic
def close_session(*, actor: Actor, session: Session) -> Session:
    """The session is over and its minutes are frozen; papers on the case can be read no longer.

    A second close changes nothing. MeetingRefusal "gaps" while something is missing (see `closing.gaps`). Extracts
    of the minutes stay readable until their own hour. There is no way back.
    """
    locked, now = _locked(actor, session), timezone.now()
    if locked.state == SessionState.CLOSED:
        return locked
    if locked.state == SessionState.CANCELLED:
        raise MeetingRefusal(*_CLOSED[SessionState.CANCELLED])
    if missing := gaps(locked, now):
        sentence = _("The session cannot be closed yet: %(what)s") % {"what": " ".join(one.words for one in missing)}
        raise MeetingRefusal("gaps", sentence)
    locked.state, locked.closed_at, locked.closed_by_id = SessionState.CLOSED, now, actor.user_id
    locked.version += 1
    locked.save()
    _end_reading(locked, now)
    return locked


def _end_reading(session: Session, now: datetime) -> None:
    copies = PaperCopy.objects.filter(session=session, paper__kind=PaperKind.CASE, closes_at__gt=now)
    copies.update(closes_at=now)


def lock_session(actor: Actor, session: Session) -> Session:
    """The session's row, locked, called and neither closed nor cancelled, on its day or later; MeetingRefusal otherwise."""
    locked = _locked(actor, session)
    if locked.state != SessionState.CALLED:
        raise MeetingRefusal(*_CLOSED[SessionState(locked.state)])
    if not has_come(locked, timezone.now()):
        raise MeetingRefusal("not_begun", _("The day of this session has not come yet. Its minutes begin on that day."))
    return locked


def _locked(actor: Actor, session: Session) -> Session:
    rows = Session.objects.select_for_update(of=("self",)).select_related("meeting")
    return rows.get(pk=session.pk, municipality_id=actor.tenant)


def refuse_taken_off(item: AgendaItem) -> None:
    """Nothing was said of what is not on the agenda."""
    if item.taken_off_at is not None:
        raise MeetingRefusal("off_the_agenda", _("This item was taken off the agenda; there are no minutes of it."))
