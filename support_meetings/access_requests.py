"""The only doors by which a view gets at requests for co-operation and their answers. Missing and foreign are 404."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core import signing
from django.db.models import Case as FirstOf
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.http import Http404
from django.utils import timezone

from audit.actions import record_access
from audit.models import AccessKind
from cases.models import Case
from consent.gate.table import FINDING
from consent.sharing import Line, lines_about
from consent.vocabulary import MeetingKind
from organizations.actors import Actor
from organizations.permissions import Permission
from support_meetings.models import AgendaItem, CooperationAnswer, CooperationRequest, Session

SIZE = 50
_SALT = "support_meetings.requests"

#: What a list can be narrowed to.
SHOWN = ("open", "overdue", "answered", "closed", "withdrawn")


def _answered(rows: QuerySet[CooperationRequest]) -> QuerySet[CooperationRequest]:
    """With `is_answered`, from the answers themselves: the row's own day is noted a moment later."""
    return rows.annotate(is_answered=Exists(CooperationAnswer.objects.filter(request=OuterRef("pk"))))


def _ours(actor: Actor) -> QuerySet[CooperationRequest]:
    rows = CooperationRequest.objects.all()
    if not actor.may(Permission.SESSION_CASES) or actor.municipality_id is None:
        return rows.none()
    return rows.filter(municipality_id=actor.municipality_id)


def _to_us(actor: Actor) -> QuerySet[CooperationRequest]:
    rows = CooperationRequest.objects.all()
    if not actor.may(Permission.REQUEST_ANSWER):
        return rows.none()
    return rows.filter(addressed_to_id=actor.organization_id)


def _one(rows: QuerySet[CooperationRequest]) -> CooperationRequest:
    found = rows.first()
    if found is None:
        raise Http404
    return found


def access_request(actor: Actor, pk: int) -> CooperationRequest:
    """A request of the actor's municipality, with its item and case, for who works on cases."""
    rows = _answered(_ours(actor)).select_related(
        "addressed_to", "issued_by", "meeting__secretariat", "municipality", "item__session__meeting", "item__case"
    )
    return _one(rows.filter(pk=pk))


def access_asked(actor: Actor, number: str) -> CooperationRequest:
    """A request to the actor's own organisation, by its number; nothing of the case comes with it."""
    return _one(_answered(_to_us(actor)).select_related("addressed_to", "municipality").filter(number=number))


def answers_of(request: CooperationRequest) -> list[CooperationAnswer]:
    """All answers, the first first."""
    return list(request.answers.select_related("recorded_by").order_by("received_at", "pk"))


def finding_lines(actor: Actor, case: Case) -> list[Line]:
    """What the case holds by which an organisation could find the person."""
    return [line for line in lines_about(case, actor) if line.item in FINDING]


@dataclass(frozen=True)
class RequestPage:
    """The rows of one page; `following` is the key of the next one, blank on the last."""

    rows: list[CooperationRequest]
    following: str


def own_page(actor: Actor, shown: str, after: str) -> RequestPage:
    """Requests of the municipality, what waits first; one query."""
    rows = _narrowed(_answered(_ours(actor)), shown, timezone.localdate())
    return _page(rows.select_related("addressed_to", "item__session", "meeting"), after)


def asked_page(actor: Actor, after: str) -> RequestPage:
    """Requests to the actor's organisation, open ones first; one query."""
    return _page(_answered(_to_us(actor)), after)


def asked_open(actor: Actor) -> list[CooperationRequest]:
    """Up to five that wait for an answer of the actor's organisation, the most urgent first."""
    return list(_narrowed(_answered(_to_us(actor)), "open", timezone.localdate()).order_by("due_on", "pk")[:5])


def _narrowed(rows: QuerySet[CooperationRequest], shown: str, today: date) -> QuerySet[CooperationRequest]:
    stands = Q(closed_at__isnull=True, withdrawn_at__isnull=True)
    conditions = {
        "open": stands & Q(is_answered=False),
        "overdue": stands & Q(is_answered=False, due_on__lt=today),
        "answered": stands & Q(is_answered=True),
        "closed": Q(closed_at__isnull=False),
        "withdrawn": Q(withdrawn_at__isnull=False),
    }
    return rows.filter(conditions[shown]) if shown in conditions else rows


def _page(rows: QuerySet[CooperationRequest], after: str) -> RequestPage:
    waits = When(is_answered=False, closed_at__isnull=True, withdrawn_at__isnull=True, then=Value(0))
    ordered = rows.annotate(rank=FirstOf(waits, default=Value(1), output_field=IntegerField()))
    ordered = ordered.order_by("rank", "-issued_on", "-id")
    if key := _read(after):
        rank, day, last = key
        later = Q(issued_on__lt=day) | Q(issued_on=day, id__lt=last)
        ordered = ordered.filter(Q(rank__gt=rank) | Q(rank=rank) & later)
    found: list[Any] = list(ordered[: SIZE + 1])
    shown = found[:SIZE]
    if len(found) <= SIZE:
        return RequestPage(shown, "")
    last_row = shown[-1]
    key_parts = [last_row.rank, last_row.issued_on.isoformat(), last_row.pk]
    return RequestPage(shown, signing.dumps(key_parts, salt=_SALT))


def _read(key: str) -> tuple[int, date, int] | None:
    try:
        rank, day, last = signing.loads(key, salt=_SALT)
    except signing.BadSignature:
        return None
    return int(rank), date.fromisoformat(day), int(last)


def of_case(actor: Actor, case: Case) -> list[CooperationRequest]:
    """Every request about a case, the latest first."""
    rows = _answered(_ours(actor)).filter(item__case=case).select_related("addressed_to")
    return list(rows.order_by("-issued_on", "-pk"))


@dataclass(frozen=True)
class Board:
    """Requests on the board of a session. Without casework: their number alone."""

    session: Session
    requests: list[CooperationRequest]
    askable: list[AgendaItem]
    may_see_cases: bool


def board(actor: Actor, session: Session) -> Board:
    """Two queries; the access to the items' cases is written down where names of organisations tell of them."""
    if not actor.may(Permission.SESSION_CASES):
        return Board(session, [], [], may_see_cases=False)
    rows = _answered(_ours(actor)).filter(item__session=session).select_related("addressed_to", "item")
    requests = list(rows.order_by("-issued_on", "-pk"))
    may_ask = session.meeting.kind == MeetingKind.SUPPORT and session.state != "cancelled"
    items = AgendaItem.objects.visible_to(actor).filter(session=session, taken_off_at__isnull=True)
    if requests:
        ids = sorted({one.item.case_id for one in requests})
        record_access(actor=actor, kind=AccessKind.LIST, subject="cases.case", ids=ids, purpose="requests")
    return Board(session, requests, list(items.order_by("number")) if may_ask else [], may_see_cases=True)
