"""Worlds for the properties of the gate: facts from small pools, often near a lawful crossing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from consent.gate import (
    AgendaFact,
    AgreementFact,
    AppointmentFact,
    ConsentFact,
    Crossing,
    Facts,
    ProtectionFact,
    PublicInterestFact,
    RequestFact,
    SummonsFact,
)
from consent.vocabulary import (
    CaseKind,
    ConsentMeans,
    CrossingKind,
    Item,
    MeetingKind,
    ProtectedInterest,
    Purpose,
    Route,
)
from tests.consent.gate_cast import (
    CAST,
    ENTERED,
    HOUSEHOLD,
    LAWFUL,
    NOW,
)

moments = st.integers(-4 * 86_400, 4 * 86_400).map(lambda seconds: NOW + timedelta(seconds=seconds))
days = st.dates(date(2026, 11, 20), date(2026, 11, 28))
texts = st.sampled_from(["", "\u3000", "\u200b", "倒れている", "応答がない"])
ids = st.integers(1, 2)
subjects = st.sampled_from([HOUSEHOLD, "household-2", None])
organizations = st.sampled_from(sorted(ENTERED))
persons = st.sampled_from([party.person_id for party in CAST if party.person_id is not None])
items = st.frozensets(st.sampled_from([Item.NAME, Item.ADDRESS, Item.ARREARS, Item.HANDLING_STATUS]))
parties = st.sampled_from(CAST)

consents = st.builds(
    ConsentFact,
    id=ids,
    subject=subjects,
    given_by=texts,
    given_at=moments,
    means=st.none() | st.sampled_from(ConsentMeans),
    taken_by=texts,
    items=items,
    recipients=st.frozensets(organizations),
    purposes=st.frozensets(st.sampled_from(Purpose)),
    expires_on=st.none() | days,
    withdrawn_at=st.none() | moments,
)
protections = st.builds(
    ProtectionFact,
    interest=st.sampled_from(ProtectedInterest),
    what_is_protected=texts,
    why_consent_is_difficult=texts,
    judged_by=texts,
    id=st.none() | ids,
)
requests = st.builds(
    RequestFact,
    id=ids,
    number=st.sampled_from(["", "R8-3", "R8-4"]),
    meeting_kind=st.sampled_from(MeetingKind),
    asked_by=organizations,
    addressed_to=organizations,
    subject=subjects,
    items=items,
    issued_on=days,
    closed_at=st.none() | moments,
    withdrawn_at=st.none() | moments,
)
appointments = st.builds(
    AppointmentFact,
    id=ids,
    meeting_id=ids,
    person_id=persons,
    organization_id=organizations,
    starts_on=days,
    ends_on=days,
    pledge_signed_at=st.none() | moments,
)
agenda_items = st.builds(
    AgendaFact,
    id=ids,
    session_id=ids,
    meeting_id=ids,
    meeting_kind=st.sampled_from(MeetingKind),
    subject=subjects,
    case_kind=st.none() | st.sampled_from(CaseKind),
    excluded_organizations=st.frozensets(organizations, max_size=2),
    excluded_persons=st.frozensets(persons, max_size=2),
)
agreements = st.builds(
    AgreementFact,
    id=ids,
    parties=st.frozensets(organizations),
    in_force_from=days,
    in_force_until=st.none() | days,
)
reasons = st.builds(
    PublicInterestFact,
    id=ids,
    subject=subjects,
    recipient=organizations,
    items=items,
    reason=texts,
    decided_by=texts,
    decided_at=moments,
)
noise = st.builds(
    Facts,
    consents=st.lists(consents, max_size=2).map(tuple),
    protection=st.none() | protections,
    requests=st.lists(requests, max_size=2).map(tuple),
    appointments=st.lists(appointments, max_size=2).map(tuple),
    summonses=st.lists(st.builds(SummonsFact, ids, persons), max_size=2).map(tuple),
    agenda=st.lists(agenda_items, max_size=2).map(tuple),
    agreements=st.lists(agreements, max_size=2).map(tuple),
    public_interest=st.none() | reasons,
)
crossings = st.builds(
    Crossing,
    kind=st.sampled_from(CrossingKind),
    route=st.sampled_from(Route),
    sender=parties,
    recipient=parties,
    subject=subjects,
    items=items,
    purpose=st.sampled_from(Purpose),
    at=moments,
    danger_to_life=st.booleans(),
    agreement_id=st.none() | ids,
    request_number=st.sampled_from([None, "", "R8-3", "R8-4"]),
    meeting_session_id=st.none() | ids,
    agenda_item_id=st.none() | ids,
)
lawful_worlds = st.sampled_from(list(LAWFUL.values()))


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Crossing, Facts]:
    """Anything at all, or a lawful crossing among facts that are not about it."""
    if draw(st.booleans()):
        return draw(crossings), draw(noise)
    lawful, beside = draw(lawful_worlds), draw(noise)
    return lawful.crossing, together(lawful.facts, beside)


def together(facts: Facts, beside: Facts) -> Facts:
    return Facts(
        consents=beside.consents + facts.consents,
        protection=facts.protection or beside.protection,
        requests=beside.requests + facts.requests,
        appointments=beside.appointments + facts.appointments,
        summonses=beside.summonses + facts.summonses,
        agenda=beside.agenda + facts.agenda,
        agreements=beside.agreements + facts.agreements,
        public_interest=facts.public_interest or beside.public_interest,
    )


def with_one_fact_less(facts: Facts) -> Iterator[Facts]:
    yield replace(facts, protection=None)
    yield replace(facts, public_interest=None)
    for fact in facts.consents:
        yield replace(facts, consents=tuple(other for other in facts.consents if other is not fact))
    for asked in facts.requests:
        yield replace(facts, requests=tuple(other for other in facts.requests if other is not asked))
    for seat in facts.appointments:
        yield replace(facts, appointments=tuple(other for other in facts.appointments if other is not seat))
    for summons in facts.summonses:
        yield replace(facts, summonses=tuple(other for other in facts.summonses if other is not summons))
    for entry in facts.agenda:
        yield replace(facts, agenda=tuple(other for other in facts.agenda if other is not entry))
    for agreement in facts.agreements:
        yield replace(facts, agreements=tuple(other for other in facts.agreements if other is not agreement))
