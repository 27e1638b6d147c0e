"""協力要請: issued through the gate, reminded of, closed, taken back. Answers are in `answers`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import CaseStatus
from consent.actions import cross
from consent.errors import LegallyRefused
from consent.gate import Crossing, Facts, Refusal, RequestFact, decide
from consent.provisions import provision_on
from consent.vocabulary import CrossingKind, Item, MeetingKind, ProvisionKey, Purpose, Route
from notifications.actions import enqueue
from notifications.models import OutboxKind
from organizations.actors import Actor
from organizations.models import Organization, OrganizationKind
from support_meetings.actions.composing import lock_item
from support_meetings.errors import MeetingRefusal
from support_meetings.models import AgendaItem, CooperationRequest, LegalBasis, SessionState, SupportMeeting
from support_meetings.numbers import next_number
from support_meetings.pledging import UNCHECKED
from support_meetings.request_times import reminder_due
from support_meetings.seats import meeting_party, party_of

#: On which provision a meeting asks.
ASKING: dict[str, ProvisionKey] = {
    LegalBasis.ACT_9: ProvisionKey.ACT_9_3,
    LegalBasis.WELFARE_106_6: ProvisionKey.WELFARE_106_6,
    LegalBasis.ASSISTANCE_27_3: ProvisionKey.ASSISTANCE_27_3,
}


@dataclass(frozen=True)
class Asking:
    """What is asked of whom. `organization_id` None: a body of this `new_name`, entered with the request."""

    organization_id: int | None
    new_name: str
    attention: str
    about: Mapping[str, str] = field(repr=False)
    items: Sequence[str]
    question: str = field(repr=False)
    due_on: date


@transaction.atomic
def issue_request(*, actor: Actor, item: AgendaItem, asking: Asking) -> CooperationRequest:
    """Ask an organisation; what it needs to find the person crosses with the request.

    The same words to the same organisation on the same day are one request, however often they are sent.
    MeetingRefusal where nothing can be asked about the item now; LegallyRefused by the gate.
    """
    locked, now = lock_item(actor, item), timezone.now()
    _check(locked)
    to = _addressee(actor, asking)
    if already := _same(locked, to, asking, timezone.localdate(now)):
        return already
    request = _row(actor, locked, to, asking, now)
    facts = Facts(requests=(request_fact(request, MeetingKind(locked.session.meeting.kind)),))
    crossing = _going_out(request, now)
    passed = cross(actor=actor, crossing=crossing, facts=facts, municipality_id=actor.tenant, reference=request.number)
    request.disclosure = passed.disclosure
    request.save()
    _tell(actor, request)
    return request


def _check(item: AgendaItem) -> None:
    if item.taken_off_at is not None:
        raise MeetingRefusal("off_the_agenda", _("This item was taken off the agenda; nothing can be asked about it."))
    if item.session.state == SessionState.CANCELLED:
        raise MeetingRefusal("session_cancelled", _("This session was cancelled; ask from the agenda of another one."))
    if item.case.status != CaseStatus.OPEN:
        raise MeetingRefusal("case_closed", _("This case is closed. Reopen it before anybody is asked about it."))


def _addressee(actor: Actor, asking: Asking) -> Organization:
    if asking.organization_id is not None:
        return Organization.objects.get(pk=asking.organization_id)
    known = Organization.objects.filter(kind=OrganizationKind.OTHER, name=asking.new_name).order_by("pk").first()
    return known or Organization.objects.create(kind=OrganizationKind.OTHER, name=asking.new_name)


def _same(item: AgendaItem, to: Organization, asking: Asking, day: date) -> CooperationRequest | None:
    """A double click; the item's row is locked, so the second one waits for the first."""
    rows = CooperationRequest.objects.filter(item=item, addressed_to=to, issued_on=day, question=asking.question)
    rows = rows.filter(closed_at__isnull=True, withdrawn_at__isnull=True, due_on=asking.due_on)
    return next((one for one in rows.order_by("pk") if sorted(one.items) == sorted(asking.items)), None)


def _row(actor: Actor, item: AgendaItem, to: Organization, asking: Asking, now: datetime) -> CooperationRequest:
    meeting, day = item.session.meeting, timezone.localdate(now)
    return CooperationRequest(
        municipality_id=actor.tenant,
        meeting=meeting,
        item=item,
        subject=item.subject,
        addressed_to=to,
        attention=asking.attention,
        number=next_number(meeting, "request", day),
        meeting_name=meeting.name,
        secretariat_name=meeting.secretariat.name,
        secretariat_phone=meeting.secretariat.phone,
        issued_on=day,
        issued_by_id=actor.user_id,
        about=dict(asking.about),
        items=list(asking.items),
        question=asking.question,
        due_on=asking.due_on,
        legal_text=legal_text(meeting, day),
    )


def legal_text(meeting: SupportMeeting, day: date) -> str:
    """The provision in force on the day, as the request shows it; blank where none is on record."""
    key = ASKING.get(meeting.basis)
    found = provision_on(key, day) if key else None
    if found is None:
        return ""
    words = f"{found.statute}　{found.article}　{found.text}"
    return words if found.checked_on else f"{words}\n{UNCHECKED}"


def legal_text_today(item: AgendaItem) -> str:
    """What a request issued today would show."""
    return legal_text(item.session.meeting, timezone.localdate())


def check_may_ask(item: AgendaItem) -> None:
    """LegallyRefused where the item stands on the agenda of a meeting that may not ask. `item` with its meeting."""
    meeting, now = item.session.meeting, timezone.now()
    whoever = meeting.secretariat
    stated = RequestFact(
        id="new",
        number="new",
        meeting_kind=MeetingKind(meeting.kind),
        asked_by=meeting.municipality_id,
        addressed_to=whoever.pk,
        subject=item.subject,
        items=frozenset({Item.NAME}),
        issued_on=timezone.localdate(now),
    )
    crossing = Crossing(
        kind=CrossingKind.REQUEST,
        route=Route.C,
        sender=meeting_party(meeting.municipality_id),
        recipient=party_of(whoever),
        subject=item.subject,
        items=frozenset({Item.NAME}),
        purpose=Purpose.MEETING,
        at=now,
        request_number="new",
    )
    verdict = decide(crossing, Facts(requests=(stated,)))
    if isinstance(verdict, Refusal):
        raise LegallyRefused(verdict)


def request_fact(request: CooperationRequest, kind: MeetingKind) -> RequestFact:
    """The row as the gate reads it; a new one has no key yet and is known by its number."""
    return RequestFact(
        id=request.pk or request.number,
        number=request.number,
        meeting_kind=kind,
        asked_by=request.municipality_id,
        addressed_to=request.addressed_to_id,
        subject=request.subject,
        items=frozenset(map(Item, request.items)),
        issued_on=request.issued_on,
        closed_at=request.closed_at,
        withdrawn_at=request.withdrawn_at,
    )


def _going_out(request: CooperationRequest, now: datetime) -> Crossing:
    return Crossing(
        kind=CrossingKind.REQUEST,
        route=Route.C,
        sender=meeting_party(request.municipality_id),
        recipient=party_of(request.addressed_to),
        subject=request.subject,
        items=frozenset(map(Item, request.about)),
        purpose=Purpose.MEETING,
        at=now,
        request_number=request.number,
    )


def _tell(actor: Actor, request: CooperationRequest) -> None:
    """A letter to the people of a utility now, and one more on the working day after the reply was due."""
    if request.addressed_to.kind != OrganizationKind.UTILITY:
        return
    _enqueue(actor, request, "asked", key=f"request:{request.pk}:asked")
    _enqueue(actor, request, "due", key=f"request:{request.pk}:due", due_at=reminder_due(request.due_on))


def _enqueue(actor: Actor, request: CooperationRequest, do: str, *, key: str, due_at: datetime | None = None) -> None:
    enqueue(
        kind=OutboxKind.REQUEST_MAIL,
        key=key,
        sender_id=actor.organization_id,
        municipality_id=request.municipality_id,
        payload={"request": request.pk, "do": do},
        due_at=due_at,
    )


def lock_request(actor: Actor, request: CooperationRequest) -> CooperationRequest:
    """The row, locked, in the actor's municipality."""
    rows = CooperationRequest.objects.select_for_update(of=("self",)).select_related("addressed_to")
    return rows.get(pk=request.pk, municipality_id=actor.tenant)


@transaction.atomic
def remind(*, actor: Actor, request: CooperationRequest) -> CooperationRequest:
    """Remind them once more: by mail where they have people at the portal, and it is counted. Once a day at most."""
    locked, now = lock_request(actor, request), timezone.now()
    _refuse_over(locked)
    if locked.answers.exists():
        raise MeetingRefusal("answered", _("They have answered already; there is nothing to remind them of."))
    if locked.reminded_at and timezone.localdate(locked.reminded_at) == timezone.localdate(now):
        return locked
    locked.reminded_at, locked.reminders = now, locked.reminders + 1
    locked.save()
    if locked.addressed_to.kind == OrganizationKind.UTILITY:
        _enqueue(actor, locked, "remind", key=f"request:{locked.pk}:remind:{locked.reminders}")
    return locked


def _refuse_over(request: CooperationRequest) -> None:
    if request.withdrawn_at is not None:
        raise MeetingRefusal("withdrawn", _("This request was taken back."))
    if request.closed_at is not None:
        raise MeetingRefusal("closed", _("This request is closed."))


@transaction.atomic
def close_request(*, actor: Actor, request: CooperationRequest) -> CooperationRequest:
    """Nothing more is taken in answer to it. A second close changes nothing."""
    locked = lock_request(actor, request)
    if locked.withdrawn_at is not None:
        raise MeetingRefusal("withdrawn", _("This request was taken back."))
    if locked.closed_at is None:
        locked.closed_at = timezone.now()
        locked.save()
    return locked


@transaction.atomic
def withdraw_request(*, actor: Actor, request: CooperationRequest) -> CooperationRequest:
    """Nothing needs to be answered any more. What was answered before stays recorded."""
    locked = lock_request(actor, request)
    if locked.closed_at is not None:
        raise MeetingRefusal("closed", _("This request is closed."))
    if locked.withdrawn_at is None:
        locked.withdrawn_at = timezone.now()
        locked.save()
    return locked
