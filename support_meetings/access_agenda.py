"""The only doors by which a view gets at the agenda. Who may see no household sees numbers and kinds."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from audit.actions import record_access
from audit.models import AccessKind
from cases.models import Case
from organizations.actors import Actor
from organizations.models import Organization
from organizations.permissions import Permission
from support_meetings.models import AgendaItem, Appointment, Exclusion, Session, SessionState


def access_exclusion(actor: Actor, pk: int) -> Exclusion:
    """A conflict of an item that the actor may see."""
    rows = Exclusion.objects.filter(item__in=AgendaItem.objects.visible_to(actor))
    return get_object_or_404(rows.select_related("item__session__meeting"), pk=pk)


def open_sessions(actor: Actor) -> list[Session]:
    """Those whose agenda can be added to, the next first."""
    rows = Session.objects.visible_to(actor).filter(state__in=[SessionState.PLANNED, SessionState.CALLED])
    return list(rows.filter(ends_at__gt=timezone.now()).select_related("meeting").order_by("starts_at", "pk"))


def conflicts_of(item: AgendaItem) -> list[Exclusion]:
    """Who takes no part in an item, the latest last."""
    return list(item.exclusions.select_related("organization", "member", "by").order_by("pk"))


def could_conflict(item: AgendaItem) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Organisations and members of the meeting as (id, name), to choose from."""
    seats = Appointment.objects.filter(meeting_id=item.session.meeting_id, appointed_on__isnull=False)
    firms = Organization.objects.filter(pk__in=seats.values("organization_id")).order_by("name", "pk")
    members = seats.order_by("member__name", "member_id").values_list("member_id", "member__name").distinct()
    return list(firms.values_list("pk", "name")), list(members)


@dataclass(frozen=True)
class Board:
    """The agenda on the session's board. `items` carry a case with its person only where `may_see_cases`."""

    session: Session
    items: list[Any]
    may_see_cases: bool
    may_add: bool


def board(actor: Actor, session: Session) -> Board:
    """Two queries for casework, and its row in the access log; one for the others, without any household."""
    may_see = actor.may(Permission.SESSION_CASES)
    rows = AgendaItem.objects.filter(session=session, municipality_id=session.municipality_id).order_by("number")
    rows = rows.annotate(conflicts=Count("exclusions"), copies=Count("papers__copies", filter=_STANDING, distinct=True))
    if may_see:
        rows = rows.select_related("case__person")
    items = list(rows if may_see else rows.defer("why_no_consent", "question", "discussion", "result"))
    if may_see and items:
        _seen(actor, [one.case for one in items])
    is_open = session.state in (SessionState.PLANNED, SessionState.CALLED)
    return Board(session, items, may_see, may_see and is_open)


_STANDING = Q(papers__copies__revoked_at__isnull=True)


def _seen(actor: Actor, cases: Iterable[Case]) -> None:
    ids = [case.pk for case in cases]
    record_access(actor=actor, kind=AccessKind.LIST, subject="cases.case", ids=ids, purpose="agenda of a session")
