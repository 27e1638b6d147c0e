"""What the gate is asked of a paper: may it go to this member, and may they open their copy at this moment?

Built from rows only; the answer is the gate's alone (`consent.gate.decide`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from consent.actions import consents_about
from consent.gate import AgendaFact, Crossing, Facts, SummonsFact
from consent.vocabulary import CaseKind, CrossingKind, Item, MeetingKind, PartyKind, Purpose, Route
from support_meetings.models import AgendaItem, Appointment, PaperCopy, Session, Summons
from support_meetings.seats import appointment_fact, party_of, session_facts


def route_of(kind: str) -> Route:
    """支援会議 shares among its members (D); a co-ordination meeting by consent alone (A)."""
    return Route.D if MeetingKind(kind) is MeetingKind.SUPPORT else Route.A


def items_of(lines: Iterable[dict[str, Any]]) -> frozenset[Item]:
    """Under which items the lines of a paper cross."""
    return frozenset(Item(line["item"]) for line in lines)


def facts_for(session: Session, item: AgendaItem) -> Facts:
    """Of the session, with the consents about the item's household."""
    return replace(session_facts(session), consents=consents_about(item.subject))


def sharing(*, item: AgendaItem, sender: Appointment, to: Summons, items: frozenset[Item], at: datetime) -> Crossing:
    """A paper from the secretariat's member to one that is summoned. `item` is loaded with session and meeting."""
    return Crossing(
        kind=CrossingKind.MEETING_SHARE,
        route=route_of(item.session.meeting.kind),
        sender=party_of(sender.organization, sender.member_id),
        recipient=party_of(to.appointment.organization, to.member_id),
        subject=item.subject,
        items=items,
        purpose=Purpose.MEETING,
        at=at,
        meeting_session_id=item.session_id,
        agenda_item_id=item.pk,
    )


def reading_of(shared: Crossing) -> Crossing:
    """The opening of what would be shared: asked before anything is issued that could never be opened."""
    return replace(shared, kind=CrossingKind.READING)


def reading(copy: PaperCopy, lines: Sequence[dict[str, Any]], at: datetime) -> Crossing:
    """The reader opens their copy, in the capacity in which it was issued. `copy` is loaded with its appointment."""
    sender = replace(party_of(copy.sender_organization), kind=PartyKind.AGENCY)
    return Crossing(
        kind=CrossingKind.READING,
        route=Route(copy.route),
        sender=sender,
        recipient=party_of(copy.appointment.organization, copy.member_id),
        subject=copy.subject,
        items=items_of(lines),
        purpose=Purpose.MEETING,
        at=at,
        meeting_session_id=copy.session_id,
        agenda_item_id=copy.item_id_for_gate,
    )


def reader_facts(copy: PaperCopy) -> Facts:
    """What the portal may know: the copy's own columns, and the reader's own rows as they stand now."""
    reader = copy.reader_id
    if reader is None:
        return Facts()
    own = Appointment.objects.filter(user_id=reader, appointed_on__isnull=False).select_related("pledge")
    summonses = Summons.objects.filter(user_id=reader, session_id=copy.session_id, cancelled_at__isnull=True)
    return Facts(
        appointments=tuple(appointment_fact(one, getattr(one, "pledge", None)) for one in own),
        summonses=tuple(SummonsFact(copy.session_id, one.member_id) for one in summonses),
        agenda=(_agenda_on(copy),),
    )


def _agenda_on(copy: PaperCopy) -> AgendaFact:
    """As the copy states it. Who is excluded afterwards has their copies taken back."""
    return AgendaFact(
        id=copy.item_id_for_gate,
        session_id=copy.session_id,
        meeting_id=copy.meeting_id_for_gate,
        meeting_kind=MeetingKind(copy.meeting_kind),
        subject=copy.subject,
        case_kind=CaseKind(copy.case_kind),
    )
