"""One function for each ground: does it carry this crossing, and on which facts?

A route answers with ``Proof`` or ``Objection`` and knows nothing of the others. What it asks of a
fact is a table of requirements, in the order in which a caseworker would explain them.
"""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import datetime

from consent.gate.facts import (
    AgendaFact,
    AppointmentFact,
    ConsentFact,
    Crossing,
    Facts,
    Party,
    ProtectionFact,
    PublicInterestFact,
    RequestFact,
    SummonsFact,
    tokyo_day,
)
from consent.gate.requirements import Requirement, cover, says_something, sift
from consent.gate.verdicts import Objection, Proof
from consent.gate.verdicts import RefusalCode as Code
from consent.vocabulary import CaseKind, ConsentMeans, MeetingKind


def _about(subject: Hashable, crossing: Crossing) -> bool:
    """The fact is about the household of the crossing; nobody is not the same as nobody."""
    return crossing.subject is not None and subject == crossing.subject


# --- A: consent (同意) ---


def _stated_in_full(consent: ConsentFact) -> bool:
    """Who, how, taken by whom, which items. When, to whom and for what are asked apart."""
    words = (consent.given_by, consent.taken_by)
    has_means = consent.means in ConsentMeans.values
    return all(map(says_something, words)) and has_means and bool(consent.items)


_CONSENT: tuple[Requirement[ConsentFact, Crossing], ...] = (
    Requirement(Code.NO_CONSENT, lambda c, x: _about(c.subject, x)),
    Requirement(Code.CONSENT_FOR_ANOTHER_RECIPIENT, lambda c, x: x.recipient.organization_id in c.recipients),
    Requirement(Code.CONSENT_FOR_ANOTHER_PURPOSE, lambda c, x: x.purpose in c.purposes),
    Requirement(Code.CONSENT_INCOMPLETE, lambda c, x: _stated_in_full(c)),
    Requirement(Code.CONSENT_NOT_YET_GIVEN, lambda c, x: c.given_at <= x.at),
    Requirement(Code.CONSENT_WITHDRAWN, lambda c, x: c.withdrawn_at is None or x.at < c.withdrawn_at),
    Requirement(Code.CONSENT_EXPIRED, lambda c, x: c.expires_on is None or tokyo_day(x.at) <= c.expires_on),
)


def by_consent(crossing: Crossing, facts: Facts) -> Proof | Objection:
    """A: every item stands in a consent in force; several consents may cover them together."""
    standing = sift(facts.consents, crossing, _CONSENT)
    if isinstance(standing, Objection):
        return standing
    return cover("consent", standing, crossing.items, Code.ITEMS_NOT_COVERED)


# --- B: protection of life, body or property (生命・身体・財産の保護) ---

# In danger to life the name of the judge is a formality: the account that sent it is on record.
_PROTECTION: tuple[Requirement[ProtectionFact, Crossing], ...] = (
    Requirement(Code.PROTECTION_REASON_BLANK, lambda p, x: says_something(p.what_is_protected)),
    Requirement(Code.CONSENT_DIFFICULTY_BLANK, lambda p, x: says_something(p.why_consent_is_difficult)),
    Requirement(Code.JUDGE_BLANK, lambda p, x: x.danger_to_life or says_something(p.judged_by)),
)


def by_protection(crossing: Crossing, facts: Facts) -> Proof | Objection:
    """B: both limbs in words, and who judged them."""
    if facts.protection is None:
        return Objection(Code.NO_PROTECTION_STATEMENT)
    stated = sift((facts.protection,), crossing, _PROTECTION)
    if isinstance(stated, Objection):
        return stated
    return Proof(tuple(f"protection:{fact.id}" for fact in stated if fact.id is not None))


# --- C: answer to a request of the support meeting (9条3項) ---


def _is_the_one_answered(request: RequestFact, crossing: Crossing) -> bool:
    """The number, who was asked, who asked, and about whom: one answer for all four.

    Telling them apart would let a stranger find out whom the meeting has asked about.
    """
    return _between(request, crossing, asked=crossing.sender, asking=crossing.recipient)


def _is_the_one_sent(request: RequestFact, crossing: Crossing) -> bool:
    """The same four, on the way out."""
    return _between(request, crossing, asked=crossing.recipient, asking=crossing.sender)


def _between(request: RequestFact, crossing: Crossing, *, asked: Party, asking: Party) -> bool:
    stated = (request.number, request.addressed_to, request.asked_by)
    named = (crossing.request_number or None, asked.organization_id, asking.organization_id)
    return stated == named and _about(request.subject, crossing)


_OPEN_REQUEST: tuple[Requirement[RequestFact, Crossing], ...] = (
    Requirement(Code.REQUEST_NOT_FROM_SUPPORT_MEETING, lambda r, x: r.meeting_kind == MeetingKind.SUPPORT),
    Requirement(Code.REQUEST_NOT_YET_ISSUED, lambda r, x: r.issued_on <= tokyo_day(x.at)),
    Requirement(Code.REQUEST_WITHDRAWN, lambda r, x: r.withdrawn_at is None or x.at < r.withdrawn_at),
    Requirement(Code.REQUEST_CLOSED, lambda r, x: r.closed_at is None or x.at < r.closed_at),
)
_ANSWERED = (Requirement(Code.REQUEST_NOT_FOUND, _is_the_one_answered), *_OPEN_REQUEST)
_SENT = (Requirement(Code.REQUEST_NOT_FOUND, _is_the_one_sent), *_OPEN_REQUEST)


def by_answer(crossing: Crossing, facts: Facts) -> Proof | Objection:
    """C: an open request to this sender about this person asks for every item."""
    open_requests = sift(facts.requests, crossing, _ANSWERED)
    if isinstance(open_requests, Objection):
        return open_requests
    return cover("request", open_requests, crossing.items, Code.ITEMS_OUTSIDE_REQUEST)


def by_request(crossing: Crossing, facts: Facts) -> Proof | Objection:
    """C, on the way out: the meeting's own request must say about whom it asks; the cell says by which items."""
    sent = sift(facts.requests, crossing, _SENT)
    return sent if isinstance(sent, Objection) else Proof(tuple(f"request:{request.id}" for request in sent))


# --- D: exchange within a support meeting (9条1項・2項) ---


def _is_the_item(agenda: AgendaFact, crossing: Crossing) -> bool:
    """The item that the crossing names, at the session it names, about its household."""
    named = (crossing.agenda_item_id, crossing.meeting_session_id)
    return (agenda.id, agenda.session_id) == named and _about(agenda.subject, crossing)


_SAME_ITEM: tuple[Requirement[AgendaFact, Crossing], ...] = (Requirement(Code.NOT_ON_AGENDA, _is_the_item),)
_AGENDA: tuple[Requirement[AgendaFact, Crossing], ...] = (
    *_SAME_ITEM,
    Requirement(Code.COORDINATION_MEETING, lambda a, x: a.meeting_kind == MeetingKind.SUPPORT),
    Requirement(Code.CASE_KIND_MISSING, lambda a, x: a.case_kind in CaseKind.values),
)


@dataclass(frozen=True, slots=True)
class _Seat:
    """One party at one item of one session, at the moment of the crossing."""

    party: Party
    agenda: AgendaFact
    summonses: tuple[SummonsFact, ...]
    at: datetime


def _is_appointed(appointment: AppointmentFact, seat: _Seat) -> bool:
    """Of this person, in this organisation, to this meeting."""
    appointed = (appointment.person_id, appointment.organization_id, appointment.meeting_id)
    return appointed == (seat.party.person_id, seat.party.organization_id, seat.agenda.meeting_id)


_SEAT: tuple[Requirement[AppointmentFact, _Seat], ...] = (
    Requirement(Code.NOT_A_MEMBER, _is_appointed),
    Requirement(Code.APPOINTMENT_NOT_STARTED, lambda a, s: a.starts_on <= tokyo_day(s.at)),
    Requirement(Code.APPOINTMENT_ENDED, lambda a, s: tokyo_day(s.at) <= a.ends_on),
    Requirement(
        Code.PLEDGE_NOT_SIGNED,
        lambda a, s: a.pledge_signed_at is not None and a.pledge_signed_at <= s.at,
    ),
    Requirement(Code.NOT_SUMMONED, lambda a, s: SummonsFact(s.agenda.session_id, a.person_id) in s.summonses),
    Requirement(
        Code.EXCLUDED_FOR_CONFLICT,
        lambda a, s: (
            a.organization_id not in s.agenda.excluded_organizations and a.person_id not in s.agenda.excluded_persons
        ),
    ),
)


def between_members(crossing: Crossing, facts: Facts) -> Proof | Objection:
    """D, two ways: both are members in force, summoned, and the item is on the agenda."""
    return _in_meeting(crossing, facts, (crossing.sender, crossing.recipient))


def to_a_member(crossing: Crossing, facts: Facts) -> Proof | Objection:
    """D, feedback: the utility's own appointed person was summoned to the session on this household.

    The sender is the agency itself, bound to secrecy by 5条3項, and no one person of it.
    """
    return _in_meeting(crossing, facts, (crossing.recipient,))


def still_seated(crossing: Crossing, facts: Facts) -> Proof | Objection:
    """A, when a paper that crossed by consent is opened: its reader must still have a seat at that item.

    The consent carried the crossing; when it is withdrawn, the copies that rest on it are taken back.
    """
    return _in_meeting(crossing, facts, (crossing.recipient,), _SAME_ITEM)


def _in_meeting(
    crossing: Crossing,
    facts: Facts,
    parties: tuple[Party, ...],
    asked: tuple[Requirement[AgendaFact, Crossing], ...] = (),
) -> Proof | Objection:
    agenda = sift(facts.agenda, crossing, asked or _AGENDA)
    if isinstance(agenda, Objection):
        return agenda
    tables = [_at_table(item, parties, crossing.at, facts) for item in agenda]
    return next((table for table in tables if isinstance(table, Proof)), tables[0])


def _at_table(item: AgendaFact, parties: tuple[Party, ...], at: datetime, facts: Facts) -> Proof | Objection:
    """All the parties have a seat at this item, or the objection to the first who has none."""
    evidence: list[str] = [f"agenda:{item.id}"]
    for party in parties:
        seated = sift(facts.appointments, _Seat(party, item, facts.summonses, at), _SEAT)
        if isinstance(seated, Objection):
            return replace(seated, party=party)
        evidence.append(f"appointment:{seated[0].id}")
    return Proof(tuple(evidence))


# --- E: agreement (協定) ---


def by_agreement(crossing: Crossing, facts: Facts) -> Proof | Objection:
    """E: never. An agreement fixes contacts, criteria and procedure, and gives no right to data."""
    return Objection(Code.AGREEMENT_IS_NO_BASIS)


# --- F: guidance only (案内のみ) ---


def by_guidance(crossing: Crossing, facts: Facts) -> Proof | Objection:
    """F: nothing personal at all; what the agency learns is a count."""
    if crossing.items or crossing.subject is not None:
        return Objection(Code.PERSONAL_DATA_WITH_GUIDANCE, items=crossing.items)
    return Proof()


# --- G: special reason recorded by a public body (個人情報保護法69条2項4号) ---


def _is_recorded(reason: PublicInterestFact, crossing: Crossing) -> bool:
    """Decided by now, for this organisation and this household."""
    for_it = reason.recipient == crossing.recipient.organization_id and _about(reason.subject, crossing)
    return for_it and reason.decided_at <= crossing.at


_SPECIAL_REASON: tuple[Requirement[PublicInterestFact, Crossing], ...] = (
    Requirement(Code.NO_SPECIAL_REASON, _is_recorded),
    Requirement(
        Code.SPECIAL_REASON_BLANK,
        lambda r, x: says_something(r.reason) and says_something(r.decided_by),
    ),
)


def by_special_reason(crossing: Crossing, facts: Facts) -> Proof | Objection:
    """G: a public sender has recorded why these items may be told to this organisation.

    69条 binds public bodies. A private contractor of the municipality (社協, NPO) is under 27条 and
    cannot take this decision for itself: the municipality takes it and tells the utility in its own
    name, so that the sender of that crossing is public.
    """
    if not crossing.sender.is_public:
        return Objection(Code.NOT_A_PUBLIC_BODY, party=crossing.sender)
    recorded = () if facts.public_interest is None else (facts.public_interest,)
    reasons = sift(recorded, crossing, _SPECIAL_REASON)
    if isinstance(reasons, Objection):
        return reasons
    return cover("public_interest", reasons, crossing.items, Code.ITEMS_OUTSIDE_SPECIAL_REASON)
