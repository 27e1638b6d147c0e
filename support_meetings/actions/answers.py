"""回答 to a request for co-operation: within the items asked and no further, at the portal or from paper."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.actions import cross
from consent.errors import LegallyRefused
from consent.gate import Crossing, Facts, Refusal, RefusalCode, decide
from consent.models import Disclosure
from consent.vocabulary import CrossingKind, Item, MeetingKind, Purpose, Route
from notifications.actions import enqueue, notify_agency
from notifications.models import OutboxKind
from organizations.actors import Actor
from organizations.models import SupportAgency
from support_meetings.actions.requests import lock_request, request_fact
from support_meetings.errors import MeetingRefusal
from support_meetings.models import AnswerKind, CooperationAnswer, CooperationRequest
from support_meetings.seats import meeting_party, party_of


@dataclass(frozen=True)
class Said:
    """What an organisation answers. `id` comes with the form, so that a second click is the same answer.

    `given` is {item: words}; what was not asked may stand in it, and is not kept. `at` is for paper that came earlier.
    """

    id: UUID
    kind: AnswerKind
    given: Mapping[str, str] = field(default_factory=dict, repr=False)
    reason: str = field(default="", repr=False)
    answered_by: str = ""
    at: datetime | None = None


@transaction.atomic
def answer_request(*, actor: Actor, request: CooperationRequest, said: Said) -> CooperationAnswer:
    """The organisation's own answer, at the portal; late or supplementary, it is taken until the request is closed.

    LegallyRefused, and nothing is kept, once it is closed or taken back. MeetingRefusal "only_unasked" where nothing
    of what is given was asked.
    """
    if request.addressed_to_id != actor.organization_id:
        raise CooperationRequest.DoesNotExist
    answer, is_new = _write(actor, request, said, on_paper=False)
    if is_new:
        _tell(actor, request, answer)
    return answer


@transaction.atomic
def record_answer(*, actor: Actor, request: CooperationRequest, said: Said) -> CooperationAnswer:
    """An answer that came on paper, entered by the secretariat under the same rules."""
    locked = lock_request(actor, request)
    answer, _is_new = _write(actor, locked, said, on_paper=True)
    if locked.answered_at is None:
        locked.answered_at = answer.received_at
        locked.save()
    return answer


def _write(actor: Actor, request: CooperationRequest, said: Said, *, on_paper: bool) -> tuple[CooperationAnswer, bool]:
    """The answer, and whether it is new. Two clicks at once meet at the key of the row: the second is undone whole."""
    if before := CooperationAnswer.objects.filter(pk=said.id, request=request).first():
        return before, False
    try:
        with transaction.atomic():
            return _kept(actor, request, said, on_paper), True
    except IntegrityError:
        if (kept := CooperationAnswer.objects.filter(pk=said.id, request=request).first()) is not None:
            return kept, False
        sentence = _("This form belongs to another request, so nothing was kept. Please open the page anew.")
        raise MeetingRefusal("another_form", sentence) from None


def _kept(actor: Actor, request: CooperationRequest, said: Said, on_paper: bool) -> CooperationAnswer:
    now = timezone.now()
    given = {item: words for item, words in said.given.items() if words.strip()} if _gives(said) else {}
    kept_out = _not_asked(request, frozenset(map(Item, given)), now)
    kept = {item: words for item, words in given.items() if item not in kept_out}
    if _gives(said) and not kept:
        raise MeetingRefusal(
            "only_unasked" if kept_out else "nothing_given",
            _("None of this was asked for, so nothing was kept.")
            if kept_out
            else _("Please write the information, or say that there is none."),
        )
    answer = CooperationAnswer.objects.create(
        id=said.id,
        municipality_id=request.municipality_id,
        request=request,
        organization_id=request.addressed_to_id,
        kind=said.kind,
        given=kept,
        kept_out=sorted(kept_out),
        reason=said.reason,
        on_paper=on_paper,
        received_at=said.at or now,
        answered_by_name=said.answered_by,
        recorded_by_id=actor.user_id,
        disclosure=_crossed(actor, request, kept, now) if kept else None,
    )
    _refuse_closed_meanwhile(request)
    return answer


def _refuse_closed_meanwhile(request: CooperationRequest) -> None:
    """The portal may lock no request, but the key of the answer holds its row since the answer was written.

    Whoever closes it now waits until the answer is kept; whoever was quicker has closed it, and it is not.
    """
    request.refresh_from_db(fields=["closed_at", "withdrawn_at"])
    check_open(request)


def _gives(said: Said) -> bool:
    return said.kind == AnswerKind.GIVEN


def _facts(request: CooperationRequest) -> Facts:
    """A row is there only where the gate let the request out, and it lets out none but a support meeting's."""
    return Facts(requests=(request_fact(request, MeetingKind.SUPPORT),))


def _coming_in(request: CooperationRequest, items: frozenset[Item], now: datetime) -> Crossing:
    return Crossing(
        kind=CrossingKind.ANSWER,
        route=Route.C,
        sender=party_of(request.addressed_to),
        recipient=meeting_party(request.municipality_id),
        subject=request.subject,
        items=items,
        purpose=Purpose.MEETING,
        at=now,
        request_number=request.number,
    )


def _not_asked(request: CooperationRequest, items: frozenset[Item], now: datetime) -> frozenset[Item]:
    """Which of the items the gate would keep out; LegallyRefused where it takes no answer at all.

    An answer that gives nothing is asked for with the items of the request: it must be open as well.
    """
    verdict = decide(_coming_in(request, items or frozenset(map(Item, request.items)), now), _facts(request))
    if not isinstance(verdict, Refusal):
        return frozenset()
    if verdict.code != RefusalCode.ITEMS_OUTSIDE_REQUEST:
        raise LegallyRefused(verdict)
    return frozenset(verdict.missing_items)


def check_open(request: CooperationRequest) -> None:
    """LegallyRefused where no answer is taken any more."""
    _not_asked(request, frozenset(), timezone.now())


def _crossed(actor: Actor, request: CooperationRequest, kept: Mapping[str, str], now: datetime) -> Disclosure:
    crossing = _coming_in(request, frozenset(map(Item, kept)), now)
    passed = cross(
        actor=actor,
        crossing=crossing,
        facts=_facts(request),
        municipality_id=request.municipality_id,
        reference=request.number,
    )
    return passed.disclosure


def _tell(actor: Actor, request: CooperationRequest, answer: CooperationAnswer) -> None:
    """The secretariat is told, and the worker, which may write the request's row, notes the day."""
    enqueue(
        kind=OutboxKind.REQUEST_MAIL,
        key=f"request:{request.pk}:answered:{answer.pk}",
        sender_id=actor.organization_id,
        municipality_id=request.municipality_id,
        payload={"request": request.pk, "do": "answered", "at": answer.received_at.isoformat()},
    )
    notify_agency(
        actor=actor,
        agency=_secretariat(request),
        code="request_answered",
        number=request.number,
        path=reverse("request", urlconf="config.urls_agency", args=[request.pk]),
        urgent=False,
        once=answer.pk,
    )


def _secretariat(request: CooperationRequest) -> SupportAgency:
    """By the name on the request, for the portal cannot see the meeting; renamed since, the municipality's first."""
    rows = SupportAgency.objects.filter(municipality_id=request.municipality_id).order_by("pk")
    return rows.filter(name=request.secretariat_name).first() or rows[0]
