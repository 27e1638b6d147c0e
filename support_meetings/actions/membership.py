"""The only writer of members and their terms: ask to serve, appoint, end, renew. Replies and pledges: `declaring`."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.actions import invite
from organizations.actors import Actor
from organizations.models import Invitation, RoleAssignment, RoleKind, User
from support_meetings.actions.body import lock_meeting
from support_meetings.actions.copies import heed_new_seat
from support_meetings.errors import MeetingRefusal
from support_meetings.linking import bind
from support_meetings.mailing import mail_member
from support_meetings.models import Appointment, EndReason, Member, SupportMeeting
from support_meetings.numbers import next_number
from support_meetings.states import acceptance_of, pledge_of

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Who:
    """A human being. `member_id` names one who is a member of this meeting already; the rest is then left alone."""

    member_id: int | None = None
    name: str = ""
    kana: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True)
class Seat:
    """In which organisation they are asked to serve, and from which day to the end of which day."""

    organization_id: int
    post: str
    starts_on: date
    ends_on: date
    reply_by: date | None = None


@transaction.atomic
def ask_to_serve(*, actor: Actor, meeting: SupportMeeting, who: Who, seat: Seat) -> Appointment:
    """就任依頼: the request, with its number; a member with an e-mail address is invited to the portal besides."""
    locked = lock_meeting(actor, meeting.pk)
    _check_term(seat.starts_on, seat.ends_on)
    member = member_for(actor, locked, who)
    _refuse_second_seat(member, seat.organization_id, seat.starts_on, seat.ends_on)
    asked = new_request(locked, member, seat)
    tell_member(actor, asked, "serve", "serve_reply")
    return asked


def _check_term(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise MeetingRefusal("term_backwards", _("The term ends before it begins. Please look at the two days again."))


def member_for(actor: Actor, meeting: SupportMeeting, who: Who) -> Member:
    """One human being is one row of a meeting, however many organisations they sit for (rule 22)."""
    if who.member_id is not None:
        return Member.objects.select_for_update().get(pk=who.member_id, meeting=meeting)
    email = who.email.strip().lower()
    known = Member.objects.filter(meeting=meeting, email__iexact=email).first() if email else None
    if known is not None:
        return known
    member = Member.objects.create(
        municipality_id=meeting.municipality_id,
        meeting=meeting,
        name=who.name,
        kana=who.kana,
        email=email,
        phone=who.phone,
        address=who.address,
    )
    give_log_in(actor, member)
    member.refresh_from_db()
    return member


def give_log_in(actor: Actor, member: Member) -> None:
    """Bound at once where the person has a role in the municipality already; invited otherwise, once.

    A caseworker or an administrator is bound by the log-in of their work: they prepare papers as the members they are.
    """
    if not member.email or member.user_id is not None:
        return
    person = User.objects.filter(email__iexact=member.email, is_active=True).first()
    if person is not None and _is_known_here(person, member.municipality_id):
        bind(person, member.municipality_id)
        return
    open_one = Invitation.objects.filter(
        email__iexact=member.email, role=RoleKind.MEETING_MEMBER, organization_id=actor.organization_id
    )
    if not any(one.is_open() for one in open_one):
        invite(actor=actor, email=member.email, name=member.name, role=RoleKind.MEETING_MEMBER)


def _is_known_here(person: User, municipality_id: int) -> bool:
    roles = RoleAssignment.objects.in_force(timezone.localdate())
    return roles.filter(user=person, municipality_id=municipality_id).exists()


def _refuse_second_seat(member: Member, organization_id: int, starts_on: date, ends_on: date) -> None:
    """Two terms at once in one organisation would be one seat twice; in another organisation it is a second capacity."""
    running = Appointment.objects.filter(
        member=member, organization_id=organization_id, starts_on__lte=ends_on, ends_on__gte=starts_on
    ).exclude(acceptance__accepted=False)
    if running.filter(Q(appointed_on__isnull=False) | Q(ended_at__isnull=True)).exists():
        raise MeetingRefusal(
            "asked_already",
            _(
                "This person was asked already, or is appointed, for this organisation and these days. Look at the members."
            ),
        )


def new_request(meeting: SupportMeeting, member: Member, seat: Seat, **fields: object) -> Appointment:
    """The row of a request to serve, with the next number of its series."""
    today = timezone.localdate()
    wanted = {
        "municipality_id": meeting.municipality_id,
        "meeting": meeting,
        "member": member,
        "user_id": member.user_id,
        "request_number": next_number(meeting, "ask", today),
        "requested_on": today,
        **vars(seat),
        **fields,
    }
    return Appointment.objects.create(**wanted)


def tell_member(actor: Actor, appointment: Appointment, code: str, page: str) -> None:
    """By e-mail, where there is an address; the page is one of the portal's."""
    path = reverse(page, urlconf="config.urls_portal", kwargs={"pk": appointment.pk})
    mail_member(actor=actor, member=appointment.member, code=code, key=f"appointment-{appointment.pk}", path=path)


def lock_appointment(actor: Actor, appointment: Appointment) -> Appointment:
    """The row of the actor's municipality, locked, with its meeting locked before it: one order for everybody."""
    SupportMeeting.objects.select_for_update().get(pk=appointment.meeting_id, municipality_id=actor.tenant)
    rows = Appointment.objects.select_for_update(of=("self",)).select_related(
        "acceptance", "pledge", "member", "meeting"
    )
    return rows.get(pk=appointment.pk, municipality_id=actor.tenant)


@transaction.atomic
def withdraw_request(*, actor: Actor, appointment: Appointment) -> Appointment:
    """The request to serve is taken back before anybody was appointed."""
    locked = lock_appointment(actor, appointment)
    if locked.appointed_on is not None:
        raise MeetingRefusal("appointed", _("This member is appointed already. End the appointment instead."))
    if locked.ended_at is None:
        locked.ended_at = timezone.now()
        locked.save(update_fields=["ended_at"])
    return locked


@transaction.atomic
def appoint(
    *, actor: Actor, appointment: Appointment, appointed_on: date, starts_on: date, ends_on: date
) -> Appointment:
    """委嘱: with number, date and term, after the person has accepted. A second time changes nothing."""
    locked = lock_appointment(actor, appointment)
    if locked.appointed_on is not None:
        return locked
    lock_meeting(actor, locked.meeting_id)
    _refuse_unaccepted(locked)
    _check_term(starts_on, ends_on)
    locked.number = next_number(locked.meeting, "appoint", appointed_on)
    locked.appointed_on, locked.starts_on, locked.ends_on = appointed_on, starts_on, ends_on
    locked.save()
    heed_new_seat(actor=actor, appointment=locked)
    if pledge_of(locked) is None:
        tell_member(actor, locked, "pledge", "pledge_sign")
    return locked


def _refuse_unaccepted(appointment: Appointment) -> None:
    reply = acceptance_of(appointment)
    if reply is None:
        raise MeetingRefusal(
            "not_accepted", _("The person has not accepted yet. Record the letter of acceptance first, or wait for it.")
        )
    if not reply.accepted:
        raise MeetingRefusal("declined", _("The person has declined. Ask somebody else, or ask anew."))
    if appointment.ended_at is not None:
        raise MeetingRefusal("taken_back", _("This request was taken back. Ask anew."))


@transaction.atomic
def end_appointment(*, actor: Actor, appointment: Appointment, on: date, reason: EndReason) -> Appointment:
    """退任: at the end of this day. What was issued stays; the duty of secrecy goes on. A second time changes nothing."""
    locked = lock_appointment(actor, appointment)
    if locked.appointed_on is None:
        raise MeetingRefusal("not_appointed", _("Nobody was appointed here yet. Take the request back instead."))
    if locked.ended_at is not None:
        if (locked.ends_on, locked.end_reason) == (on, reason):
            return locked
        raise MeetingRefusal("ended_already", _("The end of this appointment is recorded already."))
    if not locked.starts_on <= on <= locked.ends_on:
        raise MeetingRefusal(
            "outside_term",
            _(
                "The last day must lie within the term. A longer term is a renewal, with a new appointment and a pledge."
            ),
        )
    locked.ends_on, locked.end_reason, locked.ended_at = on, reason, timezone.now()
    locked.save()
    return locked


@transaction.atomic
def renew(*, actor: Actor, appointment: Appointment, ends_on: date) -> Appointment:
    """再任: asked anew for the time after the term, and to be accepted, appointed and pledged again; once for each term."""
    locked = lock_appointment(actor, appointment)
    following = locked.renewals.exclude(acceptance__accepted=False).exclude(
        appointed_on__isnull=True, ended_at__isnull=False
    )
    if (already := following.first()) is not None:
        return already
    _refuse_no_renewal(locked)
    lock_meeting(actor, locked.meeting_id)
    seat = Seat(locked.organization_id, locked.post, locked.ends_on + ONE_DAY, ends_on)
    _check_term(seat.starts_on, seat.ends_on)
    _refuse_second_seat(locked.member, seat.organization_id, seat.starts_on, seat.ends_on)
    asked = new_request(locked.meeting, locked.member, seat, renews=locked)
    tell_member(actor, asked, "serve", "serve_reply")
    return asked


def _refuse_no_renewal(appointment: Appointment) -> None:
    if appointment.appointed_on is None or appointment.only_session_id is not None:
        raise MeetingRefusal("no_term", _("Only a term that was appointed can be renewed."))
    if appointment.ended_at is not None:
        raise MeetingRefusal("ended_already", _("This appointment was ended. Ask the person anew."))
