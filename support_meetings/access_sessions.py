"""The only doors by which a view gets at sessions and who is called to them. Nothing here names a household."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from japanese.dates import fiscal_year
from organizations.actors import Actor
from support_meetings.models import Appointment, Session, Summons, SummonsReply, SupportMeeting
from support_meetings.states import SeatState, state_of


def access_meeting_to_plan(actor: Actor, pk: int) -> SupportMeeting:
    """A standing meeting of the actor's municipality."""
    rows = SupportMeeting.objects.visible_to(actor).select_related("secretariat")
    return get_object_or_404(rows, pk=pk, ended_on__isnull=True)


def last_place(meeting: SupportMeeting) -> str:
    """Where it met last, or is to meet; "" before its first session."""
    rows = Session.objects.filter(meeting=meeting, cancelled_at__isnull=True).order_by("-number")
    return rows.values_list("place", flat=True).first() or ""


def access_summons(session: Session, pk: int) -> Summons:
    """One of this session, also of who is called no more: the second click finds it too."""
    return _summons(Summons.objects.filter(session=session).select_related("member"), pk)


def _summons(rows: QuerySet[Summons], pk: int) -> Summons:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def access_letter(session: Session, pk: int) -> Summons:
    """A summons that stands, with all that a letter says."""
    return _summons(_letters(session), pk)


def letters_on_paper(session: Session) -> list[Summons]:
    """Of everybody who is called and has no e-mail address, in the order of their names; one query."""
    return list(_letters(session).filter(member__email="").order_by("member__name", "pk"))


def _letters(session: Session) -> QuerySet[Summons]:
    people = ("member", "appointment__organization", "session__meeting__chair", "session__meeting__municipality")
    rows = Summons.objects.filter(session=session, cancelled_at__isnull=True)
    return rows.select_related(*people, "session__meeting__secretariat")


@dataclass(frozen=True)
class Called:
    """A member who is called: the state of their seat on the day, their answer, what they opened."""

    summons: Summons
    state: SeatState
    is_coming: bool | None
    copies: int
    opened: int


def called_to(session: Session) -> list[Called]:
    """In the order of their names; two queries."""
    day = timezone.localdate(session.starts_at)
    replies = Prefetch("replies", SummonsReply.objects.order_by("-at"), to_attr="answers")
    rows = (
        Summons.objects.filter(session=session, cancelled_at__isnull=True)
        .select_related("member", "appointment__organization", "appointment__pledge", "appointment__acceptance")
        .prefetch_related(replies)
        .order_by("member__name", "pk")
    )
    counted = _copies(session)
    return [_called(one, day, counted.get(one.member_id, (0, 0))) for one in rows]


def _called(one: Summons, day: date, counted: tuple[int, int]) -> Called:
    answers: list[SummonsReply] = getattr(one, "answers", [])
    return Called(one, state_of(one.appointment, day), answers[0].is_coming if answers else None, *counted)


def _copies(session: Session) -> dict[int, tuple[int, int]]:
    rows = session.copies.filter(revoked_at__isnull=True).values("member_id")
    counted = rows.annotate(copies=Count("pk", distinct=True), opened=Count("openings__copy", distinct=True))
    return {row["member_id"]: (row["copies"], row["opened"]) for row in counted}


@dataclass(frozen=True)
class Seat:
    """Somebody who can be called."""

    appointment: Appointment
    state: SeatState
    is_called: bool


def could_be_called(session: Session) -> list[Seat]:
    """Everybody in office on the day of the session; who is called already is marked."""
    day = timezone.localdate(session.starts_at)
    called = set(
        Summons.objects.filter(session=session, cancelled_at__isnull=True).values_list("appointment_id", flat=True)
    )
    rows: QuerySet[Appointment] = Appointment.objects.in_office(day).filter(meeting_id=session.meeting_id)
    rows = rows.select_related("member", "organization", "pledge", "acceptance").order_by("member__name", "pk")
    return [Seat(one, state_of(one, day), one.pk in called) for one in rows]


def sessions_of_year(actor: Actor, year: int) -> list[Session]:
    """Of a fiscal year (April to March), with meeting and how many are called, in the order of time; one query."""
    zone = timezone.get_current_timezone()
    first, last = datetime(year, 4, 1, tzinfo=zone), datetime(year + 1, 4, 1, tzinfo=zone)
    rows = Session.objects.visible_to(actor).filter(starts_at__gte=first, starts_at__lt=last).select_related("meeting")
    standing = Count("summonses", filter=Q(summonses__cancelled_at__isnull=True), distinct=True)
    return list(rows.annotate(called=standing).order_by("starts_at", "pk"))


def years_of_sessions(actor: Actor) -> list[int]:
    """The fiscal years in which there were sessions, or will be."""
    months = Session.objects.visible_to(actor).dates("starts_at", "month")
    return sorted({fiscal_year(day) for day in months})
