"""The lawful table as examples: every permit. Its neighbours stand in test_gate_refusals."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from consent.gate import (
    CELLS,
    GROUNDS,
    TOKYO,
    Crossing,
    Facts,
    Permit,
    RefusalCode,
    RequestFact,
    decide,
    tokyo_day,
)
from consent.vocabulary import CaseKind, CrossingKind, Item, Purpose, Route
from tests.consent.gate_cast import (
    AGENDA,
    AGREEMENT,
    ANSWER,
    BY_CONSENT,
    BY_PROTECTION,
    CITY,
    CONSENT,
    ELECTRICITY,
    FEEDBACK_BY_REASON,
    FEEDBACK_IN_MEETING,
    ITEMS,
    LAWFUL,
    LINKAGE,
    NOW,
    PROTECTION,
    REASON,
    REPORT,
    REQUEST,
    SHARE,
    URGENT,
    Lawful,
    appointment,
    seats,
)

SECOND = timedelta(seconds=1)


def permitted(crossing: Crossing, facts: Facts) -> Permit:
    verdict = decide(crossing, facts)
    assert verdict.allowed, verdict.code
    return verdict


@pytest.mark.parametrize("lawful", LAWFUL.values(), ids=LAWFUL.keys())
def test_lawful_crossing_is_permitted_on_the_article_of_its_sender(lawful: Lawful) -> None:
    permit = permitted(lawful.crossing, lawful.facts)
    assert permit.provision == lawful.provision
    assert permit.act_provision == GROUNDS[lawful.crossing.route].act
    assert (permit.route, permit.items) == (lawful.crossing.route, lawful.crossing.items)


def test_every_ground_of_the_table_has_its_example() -> None:
    shown = {(lawful.crossing.kind, lawful.crossing.route) for lawful in LAWFUL.values()}
    assert shown == {cell for cell in CELLS if cell[1] != Route.E}


@pytest.mark.parametrize(("kind", "route"), sorted(set(product(CrossingKind, Route)) - CELLS.keys()), ids=str)
def test_a_combination_outside_the_table_is_refused_whatever_is_known(kind: CrossingKind, route: Route) -> None:
    for lawful in LAWFUL.values():
        verdict = decide(replace(lawful.crossing, kind=kind, route=route), lawful.facts)
        assert not verdict.allowed
        assert verdict.code == RefusalCode.ROUTE_NOT_FOR_THIS_CROSSING


# --- evidence and conditions ---


def test_permit_names_the_facts_it_rests_on() -> None:
    assert permitted(REPORT, BY_CONSENT).evidence == ("consent:1",)
    assert permitted(ANSWER, Facts(requests=(REQUEST,))).evidence == ("request:1",)
    meeting = permitted(SHARE, seats(CITY, ELECTRICITY))
    assert meeting.evidence == ("agenda:1", "appointment:15", "appointment:11")
    stored = replace(PROTECTION, id=7)
    assert permitted(URGENT, Facts(protection=stored)).evidence == ("protection:7",)
    assert permitted(URGENT, BY_PROTECTION).evidence == ("protection:1",)
    assert permitted(URGENT, Facts(protection=replace(PROTECTION, id=None))).evidence == ()


def test_several_consents_cover_the_items_together() -> None:
    name = replace(CONSENT, id=1, items=frozenset({Item.NAME}))
    rest = replace(CONSENT, id=2, items=ITEMS - {Item.NAME})
    idle = replace(CONSENT, id=3, items=frozenset({Item.NOTE}))
    assert permitted(REPORT, Facts(consents=(name, rest, idle))).evidence == ("consent:1", "consent:2")


def test_only_a_report_on_protection_awaits_review() -> None:
    reviewed = {name for name, lawful in LAWFUL.items() if permitted(lawful.crossing, lawful.facts).needs_review}
    assert reviewed == {name for name in LAWFUL if name.startswith("B") and "emergency" not in name}


def test_only_danger_to_life_says_to_call_first() -> None:
    assert permitted(URGENT, BY_PROTECTION).call_emergency_first
    assert not permitted(replace(URGENT, danger_to_life=False), BY_PROTECTION).call_emergency_first


# --- danger to life is never refused for a formal reason ---


@pytest.mark.parametrize("purpose", [Purpose.SELF_RELIANCE_SUPPORT, Purpose.SAFETY_CHECK, Purpose.EMERGENCY])
def test_danger_to_life_does_not_wait_for_papers(purpose: Purpose) -> None:
    brief = replace(PROTECTION, what_is_protected="倒れている", why_consent_is_difficult="返事がない", judged_by="")
    lapsed = replace(AGREEMENT, in_force_until=date(2026, 3, 31))
    crossing = replace(URGENT, agreement_id=1, purpose=purpose, subject=None)
    assert permitted(crossing, Facts(protection=brief, agreements=(lapsed,))).call_emergency_first


def test_a_report_under_an_agreement_in_force_is_permitted() -> None:
    facts = replace(BY_CONSENT, agreements=(AGREEMENT,))
    permitted(replace(REPORT, agreement_id=1), facts)


def test_guidance_does_not_wait_for_an_agreement() -> None:
    permitted(replace(LAWFUL["F private guidance"].crossing, agreement_id=1), Facts())


# --- moments: the last second before, and the second itself ---

MIDNIGHT = datetime(2027, 4, 1, 0, 0, tzinfo=TOKYO)
MOMENTS = {
    "consent expires": (REPORT, BY_CONSENT),
    "appointment of the recipient ends": (SHARE, seats(CITY, ELECTRICITY)),
    "appointment of the utility's member ends": (FEEDBACK_IN_MEETING, seats(ELECTRICITY)),
    "agreement lapses": (
        replace(REPORT, agreement_id=1),
        Facts(agreements=(AGREEMENT,), consents=(replace(CONSENT, expires_on=None),)),
    ),
}


@pytest.mark.parametrize("zone", [TOKYO, UTC], ids=["Tokyo", "UTC"])
@pytest.mark.parametrize(("crossing", "facts"), MOMENTS.values(), ids=MOMENTS.keys())
def test_a_term_ends_with_its_last_day_in_tokyo(crossing: Crossing, facts: Facts, zone: object) -> None:
    moment = MIDNIGHT.astimezone(UTC) if zone is UTC else MIDNIGHT
    assert decide(replace(crossing, at=moment - SECOND), facts).allowed
    assert not decide(replace(crossing, at=moment), facts).allowed


def test_an_appointment_begins_with_its_first_day_in_tokyo() -> None:
    begins = datetime(2026, 11, 24, 0, 0, tzinfo=TOKYO)
    new = replace(appointment(ELECTRICITY), starts_on=tokyo_day(begins))
    facts = replace(seats(CITY, ELECTRICITY), appointments=(appointment(CITY), new))
    assert decide(replace(SHARE, at=begins), facts).allowed
    assert not decide(replace(SHARE, at=begins - SECOND), facts).allowed


def test_withdrawal_counts_from_its_second_and_leaves_what_was_before() -> None:
    facts = Facts(consents=(replace(CONSENT, withdrawn_at=NOW),))
    assert decide(replace(REPORT, at=NOW - SECOND), facts).allowed
    assert not decide(replace(REPORT, at=NOW), facts).allowed


BEGINNINGS = {
    "consent given this second": (REPORT, Facts(consents=(replace(CONSENT, given_at=NOW),))),
    "request issued today": (ANSWER, Facts(requests=(replace(REQUEST, issued_on=tokyo_day(NOW)),))),
    "pledge signed this second": (
        FEEDBACK_IN_MEETING,
        replace(seats(ELECTRICITY), appointments=(replace(appointment(ELECTRICITY), pledge_signed_at=NOW),)),
    ),
    "reason decided this second": (
        FEEDBACK_BY_REASON,
        Facts(public_interest=replace(REASON, decided_at=NOW)),
    ),
    "agreement in force from today": (
        replace(REPORT, agreement_id=1),
        replace(BY_CONSENT, agreements=(replace(AGREEMENT, in_force_from=tokyo_day(NOW)),)),
    ),
}


@pytest.mark.parametrize(("crossing", "facts"), BEGINNINGS.values(), ids=BEGINNINGS.keys())
def test_a_fact_counts_from_its_beginning(crossing: Crossing, facts: Facts) -> None:
    permitted(crossing, facts)
    assert not decide(replace(crossing, at=NOW - timedelta(days=1)), facts).allowed


@pytest.mark.parametrize("field", ["closed_at", "withdrawn_at"])
def test_a_request_is_open_until_it_is_closed_or_withdrawn(field: str) -> None:
    facts = Facts(requests=(_ended(REQUEST, field),))
    assert decide(replace(ANSWER, at=NOW - SECOND), facts).allowed
    assert not decide(ANSWER, facts).allowed


def _ended(request: RequestFact, field: str) -> RequestFact:
    return replace(request, closed_at=NOW) if field == "closed_at" else replace(request, withdrawn_at=NOW)


# --- who and what ---


@pytest.mark.parametrize("case_kind", CaseKind, ids=str)
def test_each_of_the_three_kinds_of_case_may_be_shared(case_kind: CaseKind) -> None:
    permitted(SHARE, replace(seats(CITY, ELECTRICITY), agenda=(replace(AGENDA, case_kind=case_kind),)))


def test_a_conflict_closes_one_item_and_not_the_session() -> None:
    closed = replace(AGENDA, id=2, excluded_organizations=frozenset({ELECTRICITY.organization_id}))
    facts = replace(seats(CITY, ELECTRICITY), agenda=(AGENDA, closed))
    assert decide(SHARE, facts).allowed
    assert not decide(replace(SHARE, agenda_item_id=2), facts).allowed


# --- mistakes of the programmer ---

NAIVE = datetime(2026, 11, 24, 10, 0)  # noqa: DTZ001 - a naive moment is what is tested


def test_a_moment_without_zone_is_an_error() -> None:
    for wrong in (
        lambda: replace(REPORT, at=NAIVE),
        lambda: replace(CONSENT, given_at=NAIVE),
        lambda: replace(CONSENT, withdrawn_at=NAIVE),
        lambda: replace(REQUEST, closed_at=NAIVE),
        lambda: replace(appointment(CITY), pledge_signed_at=NAIVE),
    ):
        with pytest.raises(ValueError, match="time zone"):
            wrong()


@pytest.mark.parametrize(
    ("field", "unknown"),
    [("kind", "gossip"), ("route", "Z"), ("purpose", "curiosity"), ("items", frozenset({"shoe_size"}))],
)
def test_a_word_outside_the_vocabulary_is_an_error(field: str, unknown: object) -> None:
    changes: dict[str, Any] = {field: unknown}
    with pytest.raises(ValueError, match="is not a valid"):
        replace(REPORT, **changes)


def test_a_party_of_an_unknown_kind_is_an_error() -> None:
    changes: dict[str, Any] = {"kind": "stranger"}
    with pytest.raises(ValueError, match="is not a valid PartyKind"):
        replace(ELECTRICITY, **changes)


def test_words_as_rows_store_them_are_understood() -> None:
    asked: dict[str, Any] = {"kind": "linkage", "route": "A", "items": ["name"], "purpose": "linkage"}
    given: dict[str, Any] = {
        "items": frozenset({"name"}),
        "means": "written",
        "purposes": frozenset({"linkage"}),
    }
    permit = permitted(replace(LINKAGE, **asked), Facts(consents=(replace(CONSENT, **given),)))
    assert permit.route is Route.A
    assert permit.items == {Item.NAME}
