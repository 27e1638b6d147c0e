"""One step away from each lawful crossing: the refusals, by name."""

from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

import pytest

from consent.gate import Crossing, Facts, RefusalCode, decide
from consent.vocabulary import Item, MeetingKind, Purpose, Route
from tests.consent.gate_cast import (
    ANSWER,
    ASKING,
    BY_CONSENT,
    BY_PROTECTION,
    CITY,
    CONTRACTOR,
    ELECTRICITY,
    EMERGENCY,
    FEEDBACK,
    FEEDBACK_BY_REASON,
    FEEDBACK_IN_MEETING,
    FIRE_BRIGADE,
    FOOD_BANK,
    GUIDANCE,
    HOUSEHOLD,
    ITEMS,
    LINKAGE,
    NOW,
    PROTECTION,
    READING,
    READING_BY_CONSENT,
    REPORT,
    SHARE,
    SHARE_BY_CONSENT,
    STATUS,
    URGENT,
    WATER_BUREAU,
    agenda,
    agreements,
    consents,
    members,
    protection,
    reasons,
    requests,
    seats,
)

SOON = NOW + timedelta(seconds=1)
YESTERDAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 25)
PROTECTED_REPORT = replace(REPORT, route=Route.B)
UNDER_AGREEMENT = replace(REPORT, agreement_id=1)


class Near(NamedTuple):
    """A crossing one step from lawful, and the code of its refusal."""

    story: str
    crossing: Crossing
    facts: Facts
    code: RefusalCode


C = RefusalCode
NEAR = [
    Near("A nobody consented", REPORT, Facts(), C.NO_CONSENT),
    Near("A another household consented", REPORT, consents(subject="household-2"), C.NO_CONSENT),
    Near("A nobody is not nobody", replace(REPORT, subject=None), consents(subject=None), C.NO_CONSENT),
    Near("A another recipient", REPORT, consents(recipients=frozenset({99})), C.CONSENT_FOR_ANOTHER_RECIPIENT),
    Near("A no recipient", REPORT, consents(recipients=frozenset()), C.CONSENT_FOR_ANOTHER_RECIPIENT),
    Near("A another purpose", REPORT, consents(purposes={Purpose.LINKAGE}), C.CONSENT_FOR_ANOTHER_PURPOSE),
    Near(
        "A support is not feedback",
        FEEDBACK,
        consents(purposes={Purpose.SELF_RELIANCE_SUPPORT}),
        C.CONSENT_FOR_ANOTHER_PURPOSE,
    ),
    Near("A blank giver", REPORT, consents(given_by="\u3000"), C.CONSENT_INCOMPLETE),
    Near("A blank taker", REPORT, consents(taken_by="\u200b"), C.CONSENT_INCOMPLETE),
    Near("A no means", REPORT, consents(means=None), C.CONSENT_INCOMPLETE),
    Near("A unknown means", REPORT, consents(means="rumour"), C.CONSENT_INCOMPLETE),
    Near("A no items", REPORT, consents(items=frozenset()), C.CONSENT_INCOMPLETE),
    Near("A given a second later", REPORT, consents(given_at=SOON), C.CONSENT_NOT_YET_GIVEN),
    Near("A withdrawn this second", REPORT, consents(withdrawn_at=NOW), C.CONSENT_WITHDRAWN),
    Near("A expired yesterday", REPORT, consents(expires_on=YESTERDAY), C.CONSENT_EXPIRED),
    Near("A one item too many", replace(REPORT, items=ITEMS | {Item.NOTE}), BY_CONSENT, C.ITEMS_NOT_COVERED),
    Near("A linkage without consent", LINKAGE, BY_PROTECTION, C.NO_CONSENT),
    Near("A sharing without consent", SHARE_BY_CONSENT, seats(CITY, ELECTRICITY), C.NO_CONSENT),
    Near("B nothing stated", PROTECTED_REPORT, BY_CONSENT, C.NO_PROTECTION_STATEMENT),
    Near("B nothing to protect", PROTECTED_REPORT, protection(what_is_protected=""), C.PROTECTION_REASON_BLANK),
    Near(
        "B consent is easy",
        PROTECTED_REPORT,
        protection(why_consent_is_difficult=""),
        C.CONSENT_DIFFICULTY_BLANK,
    ),
    Near("B nobody judged", PROTECTED_REPORT, protection(judged_by=""), C.JUDGE_BLANK),
    Near("C no request", ANSWER, Facts(), C.REQUEST_NOT_FOUND),
    Near("C no number", replace(ANSWER, request_number=None), requests(), C.REQUEST_NOT_FOUND),
    Near("C blank number", replace(ANSWER, request_number=""), requests(number=""), C.REQUEST_NOT_FOUND),
    Near("C wrong number", replace(ANSWER, request_number="R8-4"), requests(), C.REQUEST_NOT_FOUND),
    Near("C asked of another", ANSWER, requests(addressed_to=99), C.REQUEST_NOT_FOUND),
    Near("C asked by another meeting", ANSWER, requests(asked_by=99), C.REQUEST_NOT_FOUND),
    Near("C about another household", ANSWER, requests(subject="household-2"), C.REQUEST_NOT_FOUND),
    Near("C about nobody", replace(ANSWER, subject=None), requests(subject=None), C.REQUEST_NOT_FOUND),
    Near(
        "C from a co-ordination meeting",
        ANSWER,
        requests(meeting_kind=MeetingKind.COORDINATION),
        C.REQUEST_NOT_FROM_SUPPORT_MEETING,
    ),
    Near("C issued tomorrow", ANSWER, requests(issued_on=TOMORROW), C.REQUEST_NOT_YET_ISSUED),
    Near("C withdrawn this second", ANSWER, requests(withdrawn_at=NOW), C.REQUEST_WITHDRAWN),
    Near("C closed this second", ANSWER, requests(closed_at=NOW), C.REQUEST_CLOSED),
    Near("C one item too many", replace(ANSWER, items=ITEMS | {Item.NOTE}), requests(), C.ITEMS_OUTSIDE_REQUEST),
    Near(
        "C the other way",
        replace(ANSWER, sender=CITY, recipient=ELECTRICITY),
        requests(),
        C.PARTIES_NOT_FOR_THIS_CROSSING,
    ),
    Near(
        "C the meeting tells the non-member",
        replace(SHARE, route=Route.C, request_number="R8-3"),
        requests(),
        C.ROUTE_NOT_FOR_THIS_CROSSING,
    ),
    Near("D nothing on the agenda", SHARE, replace(seats(CITY, ELECTRICITY), agenda=()), C.NOT_ON_AGENDA),
    Near("D another household on the agenda", SHARE, agenda(subject="household-2"), C.NOT_ON_AGENDA),
    Near("D nobody on the agenda", replace(SHARE, subject=None), agenda(subject=None), C.NOT_ON_AGENDA),
    Near("D another session", SHARE, agenda(session_id=2), C.NOT_ON_AGENDA),
    Near("D no session named", replace(SHARE, meeting_session_id=None), agenda(), C.NOT_ON_AGENDA),
    Near("D another item of the session", replace(SHARE, agenda_item_id=2), agenda(), C.NOT_ON_AGENDA),
    Near(
        "D co-ordination meeting",
        SHARE,
        agenda(meeting_kind=MeetingKind.COORDINATION),
        C.COORDINATION_MEETING,
    ),
    Near("D no kind of case", SHARE, agenda(case_kind=None), C.CASE_KIND_MISSING),
    Near("D a fourth kind of case", SHARE, agenda(case_kind="curiosity"), C.CASE_KIND_MISSING),
    Near("D recipient no member", SHARE, seats(CITY), C.NOT_A_MEMBER),
    Near("D sender no member", SHARE, seats(ELECTRICITY), C.NOT_A_MEMBER),
    Near(
        "D no person named",
        replace(SHARE, recipient=replace(ELECTRICITY, person_id=None)),
        agenda(),
        C.NOT_A_MEMBER,
    ),
    Near(
        "D a colleague of the member",
        replace(SHARE, recipient=replace(ELECTRICITY, person_id=99)),
        agenda(),
        C.NOT_A_MEMBER,
    ),
    Near("D member moved to another firm", SHARE, members(ELECTRICITY, organization_id=99), C.NOT_A_MEMBER),
    Near("D member of another meeting", SHARE, members(ELECTRICITY, meeting_id=2), C.NOT_A_MEMBER),
    Near(
        "D recipient from tomorrow",
        SHARE,
        members(ELECTRICITY, starts_on=TOMORROW),
        C.APPOINTMENT_NOT_STARTED,
    ),
    Near("D recipient until yesterday", SHARE, members(ELECTRICITY, ends_on=YESTERDAY), C.APPOINTMENT_ENDED),
    Near("D sender until yesterday", SHARE, members(CITY, ends_on=YESTERDAY), C.APPOINTMENT_ENDED),
    Near("D no pledge", SHARE, members(ELECTRICITY, pledge_signed_at=None), C.PLEDGE_NOT_SIGNED),
    Near("D sender without pledge", SHARE, members(CITY, pledge_signed_at=None), C.PLEDGE_NOT_SIGNED),
    Near("D pledge a second later", SHARE, members(ELECTRICITY, pledge_signed_at=SOON), C.PLEDGE_NOT_SIGNED),
    Near("D membership alone", SHARE, replace(seats(CITY, ELECTRICITY), summonses=()), C.NOT_SUMMONED),
    Near(
        "D recipient not summoned",
        SHARE,
        replace(seats(CITY, ELECTRICITY), summonses=seats(CITY).summonses),
        C.NOT_SUMMONED,
    ),
    Near(
        "D sender not summoned",
        SHARE,
        replace(seats(CITY, ELECTRICITY), summonses=seats(ELECTRICITY).summonses),
        C.NOT_SUMMONED,
    ),
    Near(
        "D recipient in conflict",
        SHARE,
        agenda(excluded_organizations=frozenset({ELECTRICITY.organization_id})),
        C.EXCLUDED_FOR_CONFLICT,
    ),
    Near(
        "D sender in conflict",
        SHARE,
        agenda(excluded_organizations=frozenset({CITY.organization_id})),
        C.EXCLUDED_FOR_CONFLICT,
    ),
    Near(
        "D recipient in conflict through another capacity",
        SHARE,
        agenda(excluded_persons=frozenset({ELECTRICITY.person_id})),
        C.EXCLUDED_FOR_CONFLICT,
    ),
    Near("reading until yesterday", READING, members(ELECTRICITY, ends_on=YESTERDAY), C.APPOINTMENT_ENDED),
    Near(
        "reading by consent, not summoned",
        READING_BY_CONSENT,
        replace(seats(ELECTRICITY), summonses=()),
        C.NOT_SUMMONED,
    ),
    Near(
        "reading by consent, in conflict",
        READING_BY_CONSENT,
        agenda(excluded_persons=frozenset({ELECTRICITY.person_id})),
        C.EXCLUDED_FOR_CONFLICT,
    ),
    Near("asking about another", replace(ASKING, subject="household-2"), requests(), C.REQUEST_NOT_FOUND),
    Near("asking another organisation", replace(ASKING, recipient=WATER_BUREAU), requests(), C.REQUEST_NOT_FOUND),
    Near("asking, withdrawn", ASKING, requests(withdrawn_at=NOW), C.REQUEST_WITHDRAWN),
    Near(
        "asking for a co-ordination meeting",
        ASKING,
        requests(meeting_kind=MeetingKind.COORDINATION),
        C.REQUEST_NOT_FROM_SUPPORT_MEETING,
    ),
    Near(
        "asking with more than finds the person",
        replace(ASKING, items=ASKING.items | {Item.ARREARS}),
        requests(),
        C.ITEMS_NOT_FOR_THIS_CROSSING,
    ),
    Near("D feedback to a colleague", FEEDBACK_IN_MEETING, seats(CITY), C.NOT_A_MEMBER),
    Near(
        "D feedback beyond the status",
        replace(FEEDBACK_IN_MEETING, items=STATUS | {Item.OUTCOME}),
        seats(ELECTRICITY),
        C.ITEMS_NOT_FOR_THIS_CROSSING,
    ),
    Near("E agreement in force", replace(UNDER_AGREEMENT, route=Route.E), agreements(), C.AGREEMENT_IS_NO_BASIS),
    Near("E even in danger", replace(URGENT, route=Route.E), BY_PROTECTION, C.AGREEMENT_IS_NO_BASIS),
    Near("agreement expired", UNDER_AGREEMENT, agreements(in_force_until=YESTERDAY), C.AGREEMENT_NOT_IN_FORCE),
    Near(
        "agreement from tomorrow",
        UNDER_AGREEMENT,
        agreements(in_force_from=TOMORROW),
        C.AGREEMENT_NOT_IN_FORCE,
    ),
    Near("agreement of others", UNDER_AGREEMENT, agreements(parties={99}), C.AGREEMENT_NOT_IN_FORCE),
    Near("agreement unknown", UNDER_AGREEMENT, BY_CONSENT, C.AGREEMENT_NOT_IN_FORCE),
    Near(
        "agreement expired, protection",
        replace(UNDER_AGREEMENT, route=Route.B),
        replace(agreements(in_force_until=YESTERDAY), protection=PROTECTION),
        C.AGREEMENT_NOT_IN_FORCE,
    ),
    Near(
        "F with an item",
        replace(GUIDANCE, items=frozenset({Item.LANGUAGE})),
        Facts(),
        C.PERSONAL_DATA_WITH_GUIDANCE,
    ),
    Near("F with a person", replace(GUIDANCE, subject=HOUSEHOLD), Facts(), C.PERSONAL_DATA_WITH_GUIDANCE),
    Near("F with consent", replace(REPORT, route=Route.F), BY_CONSENT, C.PERSONAL_DATA_WITH_GUIDANCE),
    Near("G no reason", FEEDBACK_BY_REASON, Facts(), C.NO_SPECIAL_REASON),
    Near("G private contractor", replace(FEEDBACK_BY_REASON, sender=CONTRACTOR), reasons(), C.NOT_A_PUBLIC_BODY),
    Near("G another household", FEEDBACK_BY_REASON, reasons(subject="household-2"), C.NO_SPECIAL_REASON),
    Near("G nobody", replace(FEEDBACK_BY_REASON, subject=None), reasons(subject=None), C.NO_SPECIAL_REASON),
    Near("G another utility", FEEDBACK_BY_REASON, reasons(recipient=99), C.NO_SPECIAL_REASON),
    Near("G decided later", FEEDBACK_BY_REASON, reasons(decided_at=SOON), C.NO_SPECIAL_REASON),
    Near("G blank reason", FEEDBACK_BY_REASON, reasons(reason="\u3000"), C.SPECIAL_REASON_BLANK),
    Near("G nobody decided", FEEDBACK_BY_REASON, reasons(decided_by=" "), C.SPECIAL_REASON_BLANK),
    Near(
        "G one item too many",
        replace(FEEDBACK_BY_REASON, items=STATUS | {Item.OUTCOME}),
        reasons(),
        C.ITEMS_OUTSIDE_SPECIAL_REASON,
    ),
    Near(
        "B does not carry feedback",
        replace(FEEDBACK, route=Route.B),
        BY_PROTECTION,
        C.ROUTE_NOT_FOR_THIS_CROSSING,
    ),
    Near(
        "B does not carry linkage",
        replace(LINKAGE, route=Route.B),
        BY_PROTECTION,
        C.ROUTE_NOT_FOR_THIS_CROSSING,
    ),
    Near("no items", replace(REPORT, items=frozenset()), BY_CONSENT, C.NO_ITEMS),
    Near(
        "sender of another kind",
        replace(REPORT, sender=FIRE_BRIGADE),
        BY_CONSENT,
        C.PARTIES_NOT_FOR_THIS_CROSSING,
    ),
    Near(
        "recipient of another kind",
        replace(REPORT, recipient=FOOD_BANK),
        BY_CONSENT,
        C.PARTIES_NOT_FOR_THIS_CROSSING,
    ),
    Near(
        "emergency to a service",
        replace(EMERGENCY, recipient=FOOD_BANK),
        BY_PROTECTION,
        C.PARTIES_NOT_FOR_THIS_CROSSING,
    ),
    Near(
        "feedback under another name",
        replace(FEEDBACK, purpose=Purpose.SELF_RELIANCE_SUPPORT),
        BY_CONSENT,
        C.PURPOSE_NOT_FOR_THIS_CROSSING,
    ),
]


@pytest.mark.parametrize("near", NEAR, ids=lambda near: near.story)
def test_one_step_from_lawful_is_refused_by_name(near: Near) -> None:
    verdict = decide(near.crossing, near.facts)
    assert not verdict.allowed
    assert verdict.code == near.code


def test_every_code_of_a_refusal_can_be_met() -> None:
    assert {near.code for near in NEAR} == set(RefusalCode)
