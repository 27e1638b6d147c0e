"""The gate under any facts: what must hold however the world lies.

Worlds are drawn near the lawful ones, from small pools, so that permits are met often; each
property says how it would fail if they were not.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo

from hypothesis import event, given
from hypothesis import strategies as st

from consent.gate import (
    TOKYO,
    AgendaFact,
    AgreementFact,
    AppointmentFact,
    ConsentFact,
    Crossing,
    Facts,
    Party,
    Permit,
    ProtectionFact,
    PublicInterestFact,
    Refusal,
    RequestFact,
    SummonsFact,
    decide,
    says_something,
    tokyo_day,
)
from consent.vocabulary import (
    CaseKind,
    ConsentMeans,
    CrossingKind,
    Item,
    MeetingKind,
    PartyKind,
    ProtectedInterest,
    Purpose,
    Route,
)
from tests.consent.gate_cast import (
    ANSWER,
    CAST,
    CITY,
    CONSENT,
    ELECTRICITY,
    HOUSEHOLD,
    LAWFUL,
    NOW,
    PROTECTION,
    REPORT,
    REQUEST,
    SHARE,
    URGENT,
    Lawful,
    appointment,
    seats,
)

SECOND = timedelta(seconds=1)

moments = st.integers(-4 * 86_400, 4 * 86_400).map(lambda seconds: NOW + timedelta(seconds=seconds))
days = st.dates(date(2026, 11, 20), date(2026, 11, 28))
texts = st.sampled_from(["", "\u3000", "\u200b", "倒れている", "応答がない"])
ids = st.integers(1, 2)
subjects = st.sampled_from([HOUSEHOLD, "household-2", None])
organizations = st.sampled_from([party.organization_id for party in CAST])
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
    return lawful.crossing, _together(lawful.facts, beside)


def _together(facts: Facts, beside: Facts) -> Facts:
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


def _with_one_fact_less(facts: Facts) -> Iterator[Facts]:
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


@given(worlds())
def test_the_gate_always_answers_and_always_the_same(world: tuple[Crossing, Facts]) -> None:
    verdict = decide(*world)
    event(verdict.code if isinstance(verdict, Refusal) else f"permit {verdict.route}")
    assert isinstance(verdict, Permit | Refusal)
    assert decide(*world) == verdict


@given(crossings | lawful_worlds.map(lambda lawful: lawful.crossing))
def test_without_facts_only_guidance_passes(crossing: Crossing) -> None:
    verdict = decide(crossing, Facts())
    if verdict.allowed:
        assert crossing.route == Route.F
        assert (verdict.items, crossing.subject) == (frozenset(), None)


@given(worlds())
def test_a_fact_less_never_opens_what_was_closed(world: tuple[Crossing, Facts]) -> None:
    crossing, facts = world
    if not decide(crossing, facts).allowed:
        assert not any(decide(crossing, less).allowed for less in _with_one_fact_less(facts))


@given(lawful_worlds, noise)
def test_strange_facts_never_close_what_was_open(lawful: Lawful, beside: Facts) -> None:
    assert decide(lawful.crossing, lawful.facts).allowed
    assert decide(lawful.crossing, _together(lawful.facts, beside)).allowed


@given(worlds())
def test_what_crosses_was_asked_for_and_lawful_for_these_two(world: tuple[Crossing, Facts]) -> None:
    crossing, facts = world
    verdict = decide(crossing, facts)
    if not verdict.allowed:
        return
    assert verdict.items == crossing.items
    assert crossing.route != Route.E
    assert (verdict.provision is None) == (crossing.route == Route.F)
    article = "appi_69" if crossing.sender.is_public else "appi_27"
    assert verdict.provision is None or verdict.provision.startswith(article)
    assert crossing.sender.kind != PartyKind.MEETING


@given(worlds())
def test_no_answer_ever_flows_back_from_the_meeting(world: tuple[Crossing, Facts]) -> None:
    crossing, facts = world
    back = replace(crossing, sender=crossing.recipient, recipient=crossing.sender)
    if crossing.route == Route.C and decide(crossing, facts).allowed:
        assert not decide(back, facts).allowed


@given(
    st.sampled_from(sorted(LAWFUL)),
    st.sampled_from([Item.HEALTH_SIGNS, Item.NOTE, Item.DEBTS]),
    noise,
)
def test_an_item_outside_the_ground_is_refused_and_named(name: str, beyond: Item, beside: Facts) -> None:
    lawful = LAWFUL[name]
    wider = replace(lawful.crossing, items=lawful.crossing.items | {beyond})
    verdict = decide(wider, _together(lawful.facts, beside))
    bounded = lawful.crossing.route in (Route.A, Route.C, Route.F, Route.G) or "feedback" in name
    assert verdict.allowed != bounded
    assert verdict.allowed or beyond in verdict.missing_items


@given(texts, texts, texts, st.booleans(), noise)
def test_protection_stands_on_both_limbs(
    protected: str, difficult: str, judge: str, danger: bool, beside: Facts
) -> None:
    stated = replace(
        PROTECTION, what_is_protected=protected, why_consent_is_difficult=difficult, judged_by=judge
    )
    crossing = replace(URGENT, danger_to_life=danger)
    limbs = says_something(protected) and says_something(difficult)
    verdict = decide(crossing, replace(beside, protection=stated))
    assert verdict.allowed == (limbs and (danger or says_something(judge)))


@given(noise, st.none() | ids, moments, st.sampled_from(CAST[:2]), st.sampled_from(CAST[2:4]))
def test_danger_to_life_passes_whatever_else_is_known(
    beside: Facts, agreement: int | None, at: datetime, sender: Party, desk: Party
) -> None:
    crossing = replace(URGENT, at=at, agreement_id=agreement, sender=sender, recipient=desk)
    verdict = decide(crossing, replace(beside, protection=PROTECTION))
    assert verdict.allowed
    assert verdict.call_emergency_first


# --- not one second after the end, and still at the second before it ---


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=TOKYO)


seconds = st.integers(0, 10**8).map(lambda count: timedelta(seconds=count))


@given(days, seconds)
def test_consent_ends_with_its_last_day_in_tokyo(last: date, late: timedelta) -> None:
    facts = Facts(consents=(replace(CONSENT, expires_on=last),))
    end = _midnight_after(last)
    assert decide(replace(REPORT, at=end - SECOND), facts).allowed
    assert not decide(replace(REPORT, at=end + late), facts).allowed


@given(moments, seconds)
def test_consent_ends_at_the_second_of_its_withdrawal(withdrawn: datetime, late: timedelta) -> None:
    facts = Facts(consents=(replace(CONSENT, expires_on=None, withdrawn_at=withdrawn),))
    assert decide(replace(REPORT, at=withdrawn - SECOND), facts).allowed
    assert not decide(replace(REPORT, at=withdrawn + late), facts).allowed


@given(days, seconds, st.sampled_from([CITY, ELECTRICITY]))
def test_a_seat_ends_with_its_last_day_in_tokyo(last: date, late: timedelta, member: Party) -> None:
    other = CITY if member is ELECTRICITY else ELECTRICITY
    leaving = replace(appointment(member), ends_on=last)
    facts = replace(seats(CITY, ELECTRICITY), appointments=(leaving, appointment(other)))
    end = _midnight_after(last)
    assert decide(replace(SHARE, at=end - SECOND), facts).allowed
    assert not decide(replace(SHARE, at=end + late), facts).allowed


@given(moments, seconds)
def test_a_request_ends_at_the_second_of_its_closing(closed: datetime, late: timedelta) -> None:
    facts = Facts(requests=(replace(REQUEST, closed_at=closed),))
    assert decide(replace(ANSWER, at=closed - SECOND), facts).allowed
    assert not decide(replace(ANSWER, at=closed + late), facts).allowed


@given(moments, st.timezones())
def test_the_zone_a_moment_is_told_in_changes_nothing(at: datetime, zone: tzinfo) -> None:
    facts = Facts(consents=(replace(CONSENT, expires_on=tokyo_day(NOW)),))
    elsewhere = at.astimezone(zone)
    assert decide(replace(REPORT, at=elsewhere), facts) == decide(replace(REPORT, at=at), facts)
