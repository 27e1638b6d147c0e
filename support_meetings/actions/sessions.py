"""The only writer of sessions and summonses: prepare, put off, call, cancel."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organizations.actors import Actor
from support_meetings.actions.body import lock_meeting
from support_meetings.actions.copies import copies_follow, revoke_copies
from support_meetings.errors import MeetingRefusal
from support_meetings.mailing import mail_member
from support_meetings.models import Appointment, PaperCopy, Session, SessionState, Summons, SupportMeeting

OPEN = (SessionState.PLANNED, SessionState.CALLED)


@dataclass(frozen=True)
class Plan:
    """When, where, and from when until when its papers can be read; moments in any zone."""

    starts_at: datetime
    ends_at: datetime
    place: str
    online: str
    remark: str
    papers_from: datetime
    papers_until: datetime
    may_download: bool


@transaction.atomic
def new_session(*, actor: Actor, meeting: SupportMeeting, plan: Plan) -> Session:
    """The next session of a meeting; the second click within one form finds the first."""
    locked = lock_meeting(actor, meeting.pk)
    _check(plan)
    _check_ahead(plan)
    same = Session.objects.filter(meeting=locked, state=SessionState.PLANNED, starts_at=plan.starts_at)
    if (already := same.first()) is not None:
        return already
    last = Session.objects.filter(meeting=locked).aggregate(last=Max("number"))["last"] or 0
    return Session.objects.create(municipality_id=locked.municipality_id, meeting=locked, number=last + 1, **vars(plan))


def _check(plan: Plan) -> None:
    if plan.ends_at <= plan.starts_at:
        raise MeetingRefusal(
            "ends_before_start", _("The session ends before it begins. Please look at both times again.")
        )
    if not plan.place.strip() and not plan.online.strip():
        raise MeetingRefusal("nowhere", _("Write where the members meet, or how they join by video."))
    if plan.papers_until < plan.ends_at or plan.papers_from >= plan.papers_until:
        raise MeetingRefusal("papers_close_early", _("Papers must be readable until the end of the session at least."))


def _check_ahead(plan: Plan) -> None:
    if plan.ends_at <= timezone.now():
        raise MeetingRefusal("session_past", in_the_past())


def in_the_past() -> str:
    """Of a session that would be over before it is called."""
    return gettext("This day and time are over already. Please choose a day and time that are still to come.")


def lock_session(actor: Actor, session: Session) -> Session:
    """Meeting first, then session: one order for everybody. MeetingRefusal once it is closed or cancelled."""
    lock_meeting(actor, session.meeting_id)
    rows = Session.objects.select_for_update(of=("self",)).select_related("meeting__secretariat")
    locked = rows.get(pk=session.pk, municipality_id=actor.tenant)
    if locked.state not in OPEN:
        raise MeetingRefusal("session_over", _("This session is closed or cancelled; nothing about it can be changed."))
    return locked


@transaction.atomic
def change_session(*, actor: Actor, session: Session, plan: Plan, version: int) -> Session:
    """Another time or place: the letters follow, copies open and close with it, and who was told is told again."""
    locked = lock_session(actor, session)
    if locked.version != version:
        raise MeetingRefusal(
            "changed_meanwhile", _("Somebody changed this session meanwhile. Compare, and save again.")
        )
    _check(plan)
    if (plan.starts_at, plan.ends_at) != (locked.starts_at, locked.ends_at):  # its papers can be read longer afterwards
        _check_ahead(plan)
    for name, value in vars(plan).items():
        setattr(locked, name, value)
    locked.version += 1
    locked.save()
    letters = Summons.objects.filter(session=locked)
    letters.update(**_letter(locked))
    copies_follow(actor=actor, session=locked)
    if locked.state == SessionState.CALLED:
        _send(actor, locked, f"session-{locked.pk}-v{locked.version}")
    return locked


def _letter(session: Session) -> dict[str, object]:
    names = ("starts_at", "ends_at", "place", "online", "remark")
    return {
        "meeting_name": session.meeting.name,
        "session_number": session.number,
        **{name: getattr(session, name) for name in names},
    }


@transaction.atomic
def summon(*, actor: Actor, session: Session, appointment: Appointment) -> Summons:
    """招集: one member, in one capacity. Who is not in office on the day is not called; the second click does nothing.

    Of a session that was called already the letter goes out at once.
    """
    locked = lock_session(actor, session)
    seat = _seat(locked, appointment)
    row, is_new = Summons.objects.select_for_update().get_or_create(
        session=locked,
        member=seat.member,
        defaults={
            "municipality_id": locked.municipality_id,
            "appointment": seat,
            "user_id": seat.member.user_id,
            **_letter(locked),
        },
    )
    if not is_new and row.cancelled_at is not None:
        row.cancelled_at, row.appointment, row.sent_at = None, seat, None
        row.save()
    if locked.state == SessionState.CALLED and row.sent_at is None:
        _send(actor, locked, f"session-{locked.pk}-again-{row.pk}", row)
    return row


def _seat(session: Session, appointment: Appointment) -> Appointment:
    day = timezone.localdate(session.starts_at)
    seats = Appointment.objects.in_office(day).filter(meeting_id=session.meeting_id)
    found = seats.filter(pk=appointment.pk).select_related("member").first()
    if found is None:
        raise not_in_office()
    return found


def not_in_office() -> MeetingRefusal:
    """Of whoever has no seat in the meeting on the day of the session."""
    return MeetingRefusal(
        "not_in_office",
        _("This person is not in office in this meeting on the day of the session. Appoint them first."),
    )


@transaction.atomic
def unsummon(*, actor: Actor, session: Session, summons: Summons) -> None:
    """Not called any more: their copies are taken back, and their first page shows the session no longer."""
    locked = lock_session(actor, session)
    row = Summons.objects.select_for_update().get(pk=summons.pk, session=locked)
    if row.cancelled_at is not None:
        return
    row.cancelled_at = timezone.now()
    row.save(update_fields=["cancelled_at"])
    copies = PaperCopy.objects.filter(session=locked, member_id=row.member_id)
    revoke_copies(actor=actor, copies=copies, reason=str(_("No longer called to this session.")))
    if row.sent_at:
        mail_member(
            actor=actor,
            member=row.member,
            code="cancelled",
            key=f"summons-{row.pk}-{row.cancelled_at:%s}",
            path=_room(),
        )


@transaction.atomic
def call_session(*, actor: Actor, session: Session) -> Session:
    """開催通知 to everybody who is called; the second click sends nothing."""
    locked = lock_session(actor, session)
    if not Summons.objects.filter(session=locked, cancelled_at__isnull=True).exists():
        raise MeetingRefusal("nobody_called", _("Choose first who is called to this session."))
    if locked.state == SessionState.PLANNED:
        locked.state, locked.called_at, locked.called_by_id = SessionState.CALLED, timezone.now(), actor.user_id
        locked.version += 1
        locked.save()
        _send(actor, locked, f"session-{locked.pk}")
    return locked


def _send(actor: Actor, session: Session, key: str, only: Summons | None = None) -> None:
    """By e-mail to who has an address, without a word of any household; the others get the letter on paper."""
    rows = Summons.objects.filter(session=session, cancelled_at__isnull=True).select_related("member")
    rows = rows.filter(pk=only.pk) if only else rows
    for row in rows:
        mail_member(actor=actor, member=row.member, code="summons", key=key, path=_room())
    rows.update(sent_at=timezone.now())


def _room() -> str:
    return reverse("room", urlconf="config.urls_portal")


@transaction.atomic
def cancel_session(*, actor: Actor, session: Session, reason: str) -> Session:
    """中止: copies in the portal open no more, those on paper are to be collected, and who was told is told."""
    locked = lock_session(actor, session)
    was_called = locked.state == SessionState.CALLED
    locked.state, locked.cancelled_at, locked.cancel_reason = SessionState.CANCELLED, timezone.now(), reason.strip()
    locked.version += 1
    locked.save()
    copies = PaperCopy.objects.filter(session=locked)
    revoke_copies(actor=actor, copies=copies, reason=str(_("The session was cancelled.")))
    called = Summons.objects.filter(session=locked, cancelled_at__isnull=True).select_related("member")
    for row in called if was_called else ():
        mail_member(actor=actor, member=row.member, code="cancelled", key=f"session-{locked.pk}", path=_room())
    called.update(cancelled_at=locked.cancelled_at)
    return locked
