"""The only doors by which a view gets at meetings. They name no household."""

from django.db.models import Count, Exists, F, OuterRef, Q
from django.http import Http404
from django.utils import timezone

from organizations.actors import Actor
from support_meetings.models import Appointment, Session, SessionState, SupportMeeting
from support_meetings.states import WARN


def access_meeting(actor: Actor, pk: int) -> SupportMeeting:
    """A meeting of the actor's municipality; missing and foreign are the same 404."""
    rows = SupportMeeting.objects.visible_to(actor)
    meeting = rows.select_related("municipality", "secretariat", "chair", "deputy").filter(pk=pk).first()
    if meeting is None:
        raise Http404
    return meeting


def meetings_of(actor: Actor) -> list[SupportMeeting]:
    """All of the municipality's, those that stand first, each with how many serve (`serving`) and whose term ends soon (`ending`)."""
    today = timezone.localdate()
    regular = Q(appointments__only_session=None, appointments__appointed_on__isnull=False)
    serving = regular & Q(appointments__starts_on__lte=today, appointments__ends_on__gte=today)
    # A term that is renewed already warns of nothing.
    renewed = Appointment.objects.filter(renews=OuterRef("appointments__pk")).exclude(acceptance__accepted=False)
    ending = serving & Q(appointments__ends_on__lte=today + WARN, appointments__ended_at=None) & Q(~Exists(renewed))
    rows = SupportMeeting.objects.visible_to(actor).select_related("secretariat")
    counted = rows.annotate(
        serving=Count("appointments__member", filter=serving, distinct=True),
        ending=Count("appointments", filter=ending, distinct=True),
    )
    return list(counted.order_by(F("ended_on").asc(nulls_first=True), "founded_on", "pk"))


def sessions_of(meeting: SupportMeeting) -> list[Session]:
    """Those to come and under way, the next one first, then the last five that are over."""
    open_ones = (SessionState.PLANNED, SessionState.CALLED)
    rows = Session.objects.filter(meeting=meeting)
    coming = list(rows.filter(state__in=open_ones).order_by("starts_at", "pk"))
    return [*coming, *rows.exclude(state__in=open_ones).order_by("-starts_at", "-pk")[:5]]
