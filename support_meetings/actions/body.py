"""The only writer of meetings: found, change the charter and the officers, dissolve."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.vocabulary import MeetingKind
from organizations.actors import Actor
from organizations.models import Organization, OrganizationKind, SupportAgency
from support_meetings.errors import MeetingRefusal
from support_meetings.models import (
    Appointment,
    EndReason,
    LegalBasis,
    Member,
    Session,
    SessionState,
    SupportMeeting,
)


@dataclass(frozen=True)
class Body:
    """What is fixed when a meeting is founded, and may be changed later; the legal basis may not."""

    name: str
    founded_on: date
    charter: str
    charter_text: str
    secretariat_id: int


def kind_of(basis: LegalBasis) -> MeetingKind:
    """Without a statute it is the co-ordination meeting, which needs everybody's consent (rule 9)."""
    return MeetingKind.COORDINATION if basis == LegalBasis.CONSENT else MeetingKind.SUPPORT


def lock_meeting(actor: Actor, meeting_id: int) -> SupportMeeting:
    """The row of the actor's municipality, locked; MeetingRefusal where the meeting was dissolved."""
    locked = SupportMeeting.objects.select_for_update().get(pk=meeting_id, municipality_id=actor.tenant)
    if locked.ended_on is not None:
        raise MeetingRefusal("meeting_dissolved", _("This meeting was dissolved. Nothing can be added to it any more."))
    return locked


@transaction.atomic
def found_meeting(*, actor: Actor, basis: LegalBasis, wanted: Body) -> SupportMeeting:
    """A new meeting without members. A name is taken once in a municipality."""
    _check(actor, wanted, None)
    return SupportMeeting.objects.create(municipality_id=actor.tenant, kind=kind_of(basis), basis=basis, **vars(wanted))


def _check(actor: Actor, wanted: Body, pk: int | None) -> None:
    if not SupportAgency.objects.filter(pk=wanted.secretariat_id, municipality_id=actor.tenant).exists():
        raise MeetingRefusal("not_an_agency_here", _("Choose an agency of this municipality as the secretariat."))
    same = SupportMeeting.objects.filter(municipality_id=actor.tenant, name=wanted.name)
    if any(one.pk != pk for one in same):
        raise MeetingRefusal(
            "name_taken", _("There is a meeting of this name already. Open it, or choose another name.")
        )


@transaction.atomic
def edit_meeting(
    *, actor: Actor, meeting: SupportMeeting, wanted: Body, chair_id: int | None, deputy_id: int | None, version: int
) -> SupportMeeting:
    """Charter, secretariat, chair and deputy. `version` is that of the page; a later state is not overwritten."""
    locked = lock_meeting(actor, meeting.pk)
    if locked.version != version:
        raise MeetingRefusal(
            "changed_meanwhile",
            _("Somebody changed the meeting meanwhile. What you typed is still here; compare, then save again."),
        )
    _check(actor, wanted, locked.pk)
    _check_officers(locked, chair_id, deputy_id)
    for name, value in vars(wanted).items():
        setattr(locked, name, value)
    locked.chair_id, locked.deputy_id = chair_id, deputy_id
    locked.version += 1
    locked.save()
    return locked


def _check_officers(meeting: SupportMeeting, chair_id: int | None, deputy_id: int | None) -> None:
    wanted = {one for one in (chair_id, deputy_id) if one is not None}
    if chair_id is not None and chair_id == deputy_id:
        raise MeetingRefusal("one_officer_twice", _("Chair and deputy are two people. Choose another deputy."))
    kept = {meeting.chair_id, meeting.deputy_id}  # who stands there already may stay until somebody follows
    in_office = set(members_in_office(meeting).values_list("pk", flat=True))
    if not wanted <= in_office | kept:
        raise MeetingRefusal("not_in_office", _("Only a member who is in office today can be chair or deputy."))


def members_in_office(meeting: SupportMeeting) -> QuerySet[Member]:
    """Whoever has a term in force today, one time each."""
    today = timezone.localdate()
    serving = Appointment.objects.filter(meeting=meeting, only_session=None).in_office(today)
    return Member.objects.filter(pk__in=serving.values("member")).order_by("kana", "name", "pk")


@transaction.atomic
def dissolve_meeting(*, actor: Actor, meeting: SupportMeeting, on: date, version: int) -> SupportMeeting:
    """At the end of this day: every term ends with it, and no session may be open. Its papers stay."""
    locked = SupportMeeting.objects.select_for_update().get(pk=meeting.pk, municipality_id=actor.tenant)
    if locked.ended_on is not None:
        return locked
    if locked.version != version:
        raise MeetingRefusal(
            "changed_meanwhile", _("Somebody changed this meanwhile. Look at it again before you decide.")
        )
    if on < locked.founded_on:
        raise MeetingRefusal("before_founding", _("A meeting cannot end before it was founded. Look at the day again."))
    _refuse_open_sessions(locked)
    _end_terms(locked, on)
    locked.ended_on = on
    locked.version += 1
    locked.save()
    return locked


def _refuse_open_sessions(meeting: SupportMeeting) -> None:
    open_ones = (SessionState.PLANNED, SessionState.CALLED)
    session = Session.objects.filter(meeting=meeting, state__in=open_ones).order_by("number").first()
    if session is not None:
        sentence = _("Session %(number)s is still open. Close or cancel it first.") % {"number": session.number}
        raise MeetingRefusal("session_open", sentence)


def _end_terms(meeting: SupportMeeting, on: date) -> None:
    """One by one, so that each has its history."""
    running = Q(appointed_on__isnull=True) | Q(ends_on__gt=on)
    for one in Appointment.objects.select_for_update().filter(running, meeting=meeting, ended_at__isnull=True):
        if one.appointed_on is not None:
            # A term that has not begun cannot end before its first day.
            one.ends_on = max(on, one.starts_on)
            one.end_reason = EndReason.DISSOLVED
        one.ended_at = timezone.now()
        one.save()


def other_organization(*, actor: Actor, name: str) -> Organization:
    """A body without tenant and log-in, by name; one of this name that the municipality works with is taken again."""
    known = Organization.objects.filter(kind=OrganizationKind.OTHER, name=name)
    ours = known.filter(pk__in=Appointment.objects.filter(municipality_id=actor.tenant).values("organization"))
    return ours.order_by("pk").first() or Organization.objects.create(kind=OrganizationKind.OTHER, name=name)
