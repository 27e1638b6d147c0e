"""What a refusal tells the person who reads it, and what it keeps to itself."""

from dataclasses import replace

import pytest
from django.utils.translation import override

from consent.gate import CELLS, LAWFUL_WAY, WORDS, Crossing, Facts, Refusal, RefusalCode, decide
from consent.vocabulary import CrossingKind, Item, Route
from tests.consent.gate_cast import (
    BY_CONSENT,
    CITY,
    CONSENT,
    ELECTRICITY,
    ITEMS,
    NOW,
    PROTECTION,
    REASON,
    REPORT,
    SHARE,
    URGENT,
    agreements,
    seats,
)


def refused(crossing: Crossing, facts: Facts) -> Refusal:
    verdict = decide(crossing, facts)
    assert not verdict.allowed, verdict
    return verdict


def test_refusal_names_the_items_that_are_not_covered() -> None:
    asked = replace(REPORT, items=ITEMS | {Item.NOTE, Item.HEALTH_SIGNS})
    assert refused(asked, BY_CONSENT).missing_items == {Item.NOTE, Item.HEALTH_SIGNS}


def test_refusal_names_the_member_it_is_about() -> None:
    assert refused(SHARE, seats(CITY)).party == ELECTRICITY
    assert refused(SHARE, seats(ELECTRICITY)).party == CITY


def test_the_nearest_of_several_consents_is_explained() -> None:
    elsewhere = replace(CONSENT, id=2, recipients=frozenset({99}))
    withdrawn = replace(CONSENT, id=3, withdrawn_at=NOW)
    assert refused(REPORT, Facts(consents=(elsewhere, withdrawn))).code == RefusalCode.CONSENT_WITHDRAWN


def test_a_refused_cry_of_danger_still_says_to_call_first() -> None:
    assert refused(URGENT, Facts()).call_emergency_first
    assert not refused(replace(URGENT, danger_to_life=False), Facts()).call_emergency_first


@pytest.mark.parametrize("code", RefusalCode, ids=str)
def test_every_refusal_says_what_happened_and_the_lawful_way(code: RefusalCode) -> None:
    words = WORDS[code]
    with override("en"):
        for kind in CrossingKind:
            sentences = [str(words.sentence), str(words.instead or LAWFUL_WAY[kind])]
            assert all(len(sentence) > 20 and sentence.endswith(".") for sentence in sentences)


def test_an_agreement_alone_points_to_consent_and_protection() -> None:
    refusal = refused(replace(REPORT, agreement_id=1, route=Route.E), agreements())
    with override("en"):
        assert "ground A" in str(refusal.instead)
        assert "ground B" in str(refusal.instead)


@pytest.mark.parametrize("kind", CrossingKind, ids=str)
def test_the_lawful_way_points_to_no_ground_that_does_not_exist(kind: CrossingKind) -> None:
    with override("en"):
        named = {route for route in Route if f"ground {route}" in str(LAWFUL_WAY[kind])}
    assert named == {route for route in Route if (kind, route) in CELLS} - {Route.E, Route.F}


def test_free_words_do_not_show_in_a_log() -> None:
    shown = repr(Facts(consents=(CONSENT,), protection=PROTECTION, public_interest=REASON))
    for words in (CONSENT.given_by, CONSENT.taken_by, PROTECTION.what_is_protected, REASON.reason):
        assert words not in shown
