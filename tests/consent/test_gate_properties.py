"""The gate under any facts: what must hold however the world lies."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo

from hypothesis import event, given
from hypothesis import strategies as st

from consent.gate import (
    TOKYO,
    Crossing,
    Facts,
    Party,
    Permit,
    Refusal,
    decide,
    says_something,
    tokyo_day,
)
from consent.vocabulary import (
    CrossingKind,
    Item,
    PartyKind,
    Route,
)
from tests.consent.gate_cast import (
    ANSWER,
    CAST,
    CITY,
    CONSENT,
    ELECTRICITY,
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
from tests.consent.gate_worlds import (
    crossings,
    days,
    ids,
    lawful_worlds,
    moments,
    noise,
    texts,
    together,
    with_one_fact_less,
    worlds,
)

SECOND = timedelta(seconds=1)


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
        assert not any(decide(crossing, less).allowed for less in with_one_fact_less(facts))


@given(lawful_worlds, noise)
def test_strange_facts_never_close_what_was_open(lawful: Lawful, beside: Facts) -> None:
    assert decide(lawful.crossing, lawful.facts).allowed
    assert decide(lawful.crossing, together(lawful.facts, beside)).allowed


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
    # A meeting sends nothing but its requests, and these say only about whom it asks.
    assert crossing.sender.kind != PartyKind.MEETING or crossing.kind == CrossingKind.REQUEST


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
    verdict = decide(wider, together(lawful.facts, beside))
    # What a copy says was bounded when it crossed; it is frozen since.
    by_items = lawful.crossing.route in (Route.A, Route.C, Route.F, Route.G) or "feedback" in name
    bounded = by_items and lawful.crossing.kind != CrossingKind.READING
    assert verdict.allowed != bounded
    assert verdict.allowed or beyond in verdict.missing_items


@given(texts, texts, texts, st.booleans(), noise)
def test_protection_stands_on_both_limbs(
    protected: str, difficult: str, judge: str, danger: bool, beside: Facts
) -> None:
    stated = replace(PROTECTION, what_is_protected=protected, why_consent_is_difficult=difficult, judged_by=judge)
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
