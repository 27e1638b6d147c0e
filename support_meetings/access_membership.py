"""The only doors by which a view gets at members and their terms. They name no household."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from organizations.actors import Actor
from organizations.models import Organization, OrganizationKind, SupportAgency, Utility
from organizations.permissions import Permission
from support_meetings.models import (
    Appointment,
    CopyFate,
    Medium,
    Member,
    PaperCopy,
    SessionState,
    Summons,
    SupportMeeting,
)
from support_meetings.querysets import AppointmentQuerySet
from support_meetings.states import (
    ASKED,
    DECLINED,
    ENDS_SOON,
    LEFT,
    TAKEN_BACK,
    SeatState,
    acceptance_of,
    pledge_of,
    state_of,
)

_WITH = ("member", "organization", "acceptance", "pledge")
_WHOLE = (*_WITH, "meeting__municipality", "meeting__secretariat", "renews")


@dataclass(frozen=True)
class SeatLine:
    """A term with its state in words on a day; `renewed` is the term that follows it, where somebody was asked."""

    appointment: Appointment
    state: SeatState
    renewed: Appointment | None = None

    @property
    def days_left(self) -> int:
        """Days from today to the last day."""
        return (self.appointment.ends_on - timezone.localdate()).days


def access_appointment(actor: Actor, pk: int) -> Appointment:
    """A term of the actor's municipality; missing and foreign are the same 404."""
    return _one(Appointment.objects.visible_to(actor), pk)


def access_own(actor: Actor, pk: int) -> Appointment:
    """The member's own, at the portal; of anybody else it does not exist."""
    if not actor.may(Permission.MEMBER_ROOM):
        raise Http404
    return _one(Appointment.objects.visible_to(actor).filter(user_id=actor.user_id), pk)


def _one(rows: AppointmentQuerySet, pk: int) -> Appointment:
    found = rows.select_related(*_WHOLE).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def register_on(meeting: SupportMeeting, day: date) -> list[Appointment]:
    """構成員名簿: everybody in office on this day, pledge or not, by organisation."""
    rows = Appointment.objects.filter(meeting=meeting).in_office(day).select_related(*_WITH)
    return list(rows.order_by("only_session", "organization__name", "member__kana", "member__name", "pk"))


def seats_of(meeting: SupportMeeting) -> list[SeatLine]:
    """Every term that is not over, and what was declined or taken back in the last weeks; who must be seen to first."""
    today = timezone.localdate()
    rows = (
        Appointment.objects.filter(meeting=meeting)
        .select_related(*_WITH)
        .order_by("member__kana", "member__name", "pk")
    )
    lines = lines_of([one for one in rows if _matters(one, today)], today)
    return sorted(lines, key=lambda line: _ORDER.get(line.state.tone, 9))


_ORDER = {"warning": 0, "info": 1, "success": 2, "neutral": 3}


def _matters(one: Appointment, today: date) -> bool:
    return one.ends_on >= today and (one.only_session_id is None or one.starts_on >= today)


def lines_of(rows: list[Appointment], today: date) -> list[SeatLine]:
    """With the term that follows each."""
    following = Appointment.objects.filter(renews__in=rows).exclude(acceptance__accepted=False)
    by_first = {one.renews_id: one for one in following.exclude(appointed_on=None, ended_at__isnull=False)}
    return [SeatLine(one, state_of(one, today), by_first.get(one.pk)) for one in rows]


def former_of(meeting: SupportMeeting) -> list[SeatLine]:
    """Who has left, the latest first; at most fifty, the register has them all by day."""
    today = timezone.localdate()
    rows = Appointment.objects.filter(meeting=meeting, ends_on__lt=today, appointed_on__isnull=False)
    return lines_of(list(rows.select_related(*_WITH).order_by("-ends_on", "pk")[:50]), today)


def ending_soon(lines: list[SeatLine]) -> list[SeatLine]:
    """Terms that end within the days of `states.WARN` and were not renewed, the first to end first."""
    return sorted(
        (line for line in lines if line.state == ENDS_SOON and line.renewed is None),
        key=lambda line: line.appointment.ends_on,
    )


def copies_out(appointment: Appointment) -> list[PaperCopy]:
    """Copies on paper of this member, in this capacity, that nobody has seen back."""
    still = Q(fate=CopyFate.WITH_SECRETARIAT) | Q(fate=CopyFate.HANDED_OUT)
    rows = PaperCopy.objects.filter(still, appointment=appointment, medium=Medium.PAPER).select_related("session")
    return list(rows.defer("content").order_by("number"))


def sessions_after(appointment: Appointment) -> list[Summons]:
    """Sessions to which the member is called in this capacity although the term is over by then."""
    calls = Summons.objects.filter(
        appointment=appointment,
        cancelled_at__isnull=True,
        session__state__in=(SessionState.PLANNED, SessionState.CALLED),
    )
    late = (one for one in calls.select_related("session").order_by("starts_at"))
    return [one for one in late if timezone.localdate(one.starts_at) > appointment.ends_on]


def members_of(meeting: SupportMeeting) -> list[Member]:
    """Everybody who ever was asked, for a second capacity or a new term."""
    return list(Member.objects.filter(meeting=meeting).order_by("kana", "name", "pk"))


def organizations_for(actor: Actor) -> list[tuple[str, list[tuple[int, str]]]]:
    """(kind, [(id, name)]): the municipality, its agencies, companies that serve it, other bodies that it works with."""
    here = [(actor.tenant, actor.municipality_name)]
    agencies = SupportAgency.objects.filter(municipality_id=actor.tenant).order_by("name", "pk")
    companies = Utility.objects.filter(offices__municipalities=actor.tenant).distinct().order_by("name", "pk")
    known = Appointment.objects.filter(municipality_id=actor.tenant).values("organization")
    others = Organization.objects.filter(kind=OrganizationKind.OTHER).filter(
        Q(pk__in=known) | Q(name__contains=actor.municipality_name.removesuffix("市"))
    )
    return [
        ("own", [*here, *agencies.values_list("pk", "name")]),
        ("companies", list(companies.values_list("pk", "name"))),
        ("others", list(others.order_by("name", "pk").values_list("pk", "name"))),
    ]


@dataclass(frozen=True)
class Duties:
    """What a member has to do at the portal, and for how long they serve."""

    to_answer: list[SeatLine]
    to_sign: list[SeatLine]
    serving: list[SeatLine]
    left: list[SeatLine]


def duties(actor: Actor) -> Duties:
    """Of the signed-in member, in two queries; for support_meetings/portal/_duties.html."""
    today = timezone.localdate()
    rows = Appointment.objects.visible_to(actor).filter(user_id=actor.user_id)
    lines = lines_of(list(rows.select_related(*_WITH, "meeting__secretariat").order_by("starts_on", "pk")), today)
    alive = [line for line in lines if line.appointment.ends_on >= today]
    return Duties(
        to_answer=[line for line in alive if line.state == ASKED],
        to_sign=[line for line in alive if _may_sign(line)],
        serving=[line for line in alive if line.appointment.appointed_on is not None],
        left=[line for line in lines if line.state == LEFT],
    )


def _may_sign(line: SeatLine) -> bool:
    if line.state in (DECLINED, TAKEN_BACK, LEFT) or pledge_of(line.appointment) is not None:
        return False
    reply = acceptance_of(line.appointment)
    return line.appointment.appointed_on is not None or (reply is not None and reply.accepted)
