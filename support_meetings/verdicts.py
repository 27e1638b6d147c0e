"""What the gate says to each summoned member about an item, before anything is issued."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from consent.gate import AgendaFact, Crossing, Facts, Permit, Refusal, decide
from consent.vocabulary import CaseKind, CrossingKind, Item, MeetingKind, Purpose, Route
from organizations.actors import Actor
from support_meetings.actions.papers import own_seat
from support_meetings.models import AgendaItem, Appointment, Session, Summons
from support_meetings.paper_gate import facts_for, reading_of, sharing
from support_meetings.seats import party_of

#: Asked about where no paper is composed yet: whoever may not hear the name may hear nothing.
_LEAST = frozenset({Item.NAME})


@dataclass(frozen=True)
class Verdict:
    """A member called to the session, in one capacity, and the gate's answer."""

    summons: Summons
    answer: Permit | Refusal


def called_to(session: Session) -> list[Summons]:
    """Those who are called, with their capacity, in the order of their names."""
    rows = Summons.objects.filter(session=session, cancelled_at__isnull=True)
    return list(rows.select_related("member", "appointment__organization").order_by("member__name", "pk"))


def verdicts(actor: Actor, item: AgendaItem, at: datetime | None = None) -> list[Verdict]:
    """One for each who is called; at the beginning of the session, if that is still to come.

    Terms run by days, so what counts is the day of the session. Without a seat of the actor's own the gate is
    asked about the other side alone.
    """
    moment = at or max(timezone.now(), item.session.starts_at)
    facts, seat = facts_for(item.session, item), own_seat(actor, item.session)
    return [Verdict(one, _answer(item, seat, one, facts, moment)) for one in called_to(item.session)]


def _answer(item: AgendaItem, seat: Appointment | None, one: Summons, facts: Facts, at: datetime) -> Permit | Refusal:
    shared = sharing(item=item, sender=seat or one.appointment, to=one, items=_LEAST, at=at)
    if seat is None and item.session.meeting.kind == MeetingKind.SUPPORT:
        return decide(_read_by(shared, item), facts)
    answer = decide(shared, facts)
    return decide(_read_by(shared, item), facts) if isinstance(answer, Permit) else answer


def _read_by(shared: Crossing, item: AgendaItem) -> Crossing:
    return replace(reading_of(shared), sender=party_of(item.session.meeting.secretariat))


def refused_at_co_ordination(session: Session) -> Refusal:
    """What the gate says to a case without consent at a co-ordination meeting."""
    agency = party_of(session.meeting.secretariat)
    crossing = Crossing(
        kind=CrossingKind.MEETING_SHARE,
        route=Route.D,
        sender=agency,
        recipient=agency,
        subject=session.pk,
        items=_LEAST,
        purpose=Purpose.MEETING,
        at=timezone.now(),
        meeting_session_id=session.pk,
        agenda_item_id=0,
    )
    agenda = AgendaFact(
        id=0,
        session_id=session.pk,
        meeting_id=session.meeting_id,
        meeting_kind=MeetingKind(session.meeting.kind),
        subject=session.pk,
        case_kind=CaseKind.NO_CONSENT,
    )
    answer = decide(crossing, Facts(agenda=(agenda,)))
    if isinstance(answer, Permit):
        raise TypeError("a co-ordination meeting has no ground D")
    return answer


def shared_by_consent(item: AgendaItem) -> Refusal | None:
    """None where at least one of those called may hear of it by consent, or nobody is called yet; else the gate's refusal."""
    facts, now = facts_for(item.session, item), timezone.now()
    answers = [
        decide(sharing(item=item, sender=one.appointment, to=one, items=_LEAST, at=now), facts)
        for one in called_to(item.session)
    ]
    refusals = [answer for answer in answers if isinstance(answer, Refusal)]
    return refusals[0] if refusals and len(refusals) == len(answers) else None
