"""臨時委員: somebody is asked, accepts, is appointed for one session and called to it, in one step."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.actors import Actor
from support_meetings.actions.copies import heed_new_seat
from support_meetings.actions.declaring import record_pledge
from support_meetings.actions.membership import Seat, Who, member_for, new_request, tell_member
from support_meetings.actions.sessions import lock_session, summon
from support_meetings.errors import MeetingRefusal
from support_meetings.models import Acceptance, Appointment, Means, Member, Session
from support_meetings.numbers import next_number


@dataclass(frozen=True)
class Spot:
    """How it happened: by which means they accepted, and whether the pledge was signed on paper just now."""

    accepted_by: Means
    pledged_on_paper: bool


@transaction.atomic
def appoint_for_session(
    *, actor: Actor, session: Session, who: Who, organization_id: int, post: str, spot: Spot
) -> Appointment:
    """For the days of this session only. Without the pledge nothing opens: it is signed on paper now, or at the portal."""
    locked = lock_session(actor, session)
    member = member_for(actor, locked.meeting, who)
    days = _days(locked)
    made = _seat_on(member, organization_id, *days)
    if made is None:
        made = _appointed(actor, locked, member, Seat(organization_id, post, *days), spot)
    if spot.pledged_on_paper:
        record_pledge(actor=actor, appointment=made, signed_name=member.name, on=timezone.localdate())
    summon(actor=actor, session=locked, appointment=made)
    return made


def _appointed(actor: Actor, session: Session, member: Member, seat: Seat, spot: Spot) -> Appointment:
    if not spot.pledged_on_paper and not member.email:
        raise MeetingRefusal(
            "pledge_nowhere",
            _("Without an e-mail address the pledge cannot be signed at the portal. Have it signed on paper now."),
        )
    asked = new_request(session.meeting, member, seat, only_session=session)
    _accept(actor, asked, spot)
    _appoint(asked)
    heed_new_seat(actor=actor, appointment=asked)
    if not spot.pledged_on_paper:
        tell_member(actor, asked, "pledge", "pledge_sign")
    return asked


def _days(session: Session) -> tuple[date, date]:
    """The first and the last day of the session (Asia/Tokyo)."""
    return timezone.localdate(session.starts_at), timezone.localdate(session.ends_at)


def _seat_on(member: Member, organization_id: int, first: date, last: date) -> Appointment | None:
    """A seat that covers these days already: the second click, or a regular member."""
    seats = Appointment.objects.filter(member=member, organization_id=organization_id, appointed_on__isnull=False)
    return seats.filter(starts_on__lte=first, ends_on__gte=last).select_related("member", "meeting").first()


def _accept(actor: Actor, asked: Appointment, spot: Spot) -> None:
    Acceptance.objects.create(
        municipality_id=asked.municipality_id,
        appointment=asked,
        user_id=asked.user_id,
        accepted=True,
        means=spot.accepted_by,
        recorded_by_id=actor.user_id,
    )


def _appoint(asked: Appointment) -> None:
    today = timezone.localdate()
    asked.number = next_number(asked.meeting, "appoint", today)
    asked.appointed_on = today
    asked.save()
