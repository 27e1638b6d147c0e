"""対象者の条件: which rule is met, what is then done, and what stays unknown."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils.translation import gettext as _
from hypothesis import given
from hypothesis import strategies as st

from agreements.criteria import Circumstances, advise, decided, in_season, in_words, meets, stage_of, whole_rule
from agreements.models import AgreedCriteria, NoticeStage, Sign, Then
from organizations.models import Municipality, UtilityKind

COLD = Municipality(name="富良野市", is_cold_region=True)
MILD = Municipality(name="玉名市", is_cold_region=False)
NOTHING = Circumstances(None, None, frozenset())


def rule(**more):
    return AgreedCriteria(municipality=MILD, **more)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"supply_kind": UtilityKind.WATER, "months": 3}, True),
        ({"supply_kind": UtilityKind.CITY_GAS, "months": 3}, False),
        ({"supply_kind": UtilityKind.CITY_GAS, "signs": frozenset({Sign.INFANT})}, False),
        ({"supply_kind": "", "months": 3}, None),
        ({"supply_kind": "", "months": 1}, False),
    ],
)
def test_the_kind_of_supply_holds_for_the_whole_rule(known, expected):
    of_water = rule(supply_kinds=[UtilityKind.WATER], least_months=2, signs=[Sign.INFANT])
    assert meets(of_water, replace(NOTHING, **known)) is expected


@pytest.mark.parametrize(
    ("stage", "expected"),
    [(NoticeStage.DATED, True), (NoticeStage.STOPPED, True), (NoticeStage.UNPAID, False), (None, None)],
)
def test_the_stage_of_the_notices(stage, expected):
    near = rule(stages=[NoticeStage.DATED, NoticeStage.STOPPED])
    assert meets(near, replace(NOTHING, stage=stage)) is expected


DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({}, None),
        ({"in_arrears": True}, NoticeStage.UNPAID),
        ({"in_arrears": True, "notice_on": DAY}, NoticeStage.NOTICED),
        ({"notice_on": DAY + timedelta(1)}, None),
        ({"stop_on": DAY}, NoticeStage.DATED),
        ({"stop_on": DAY - timedelta(1)}, NoticeStage.STOPPED),
        ({"stop_on": DAY - timedelta(1), "deferred_until": DAY}, NoticeStage.NOTICED),
        ({"stop_on": DAY - timedelta(1), "deferred_until": DAY - timedelta(1)}, NoticeStage.STOPPED),
    ],
)
def test_the_stage_follows_from_the_days(stated, expected):
    blank = {"in_arrears": False, "notice_on": None, "stop_on": None, "deferred_until": None, "on": DAY}
    assert stage_of(**{**blank, **stated}) == expected


@pytest.mark.parametrize(
    ("town", "day", "expected"),
    [
        (COLD, date(2026, 11, 30), False),
        (COLD, date(2026, 12, 1), True),
        (COLD, date(2027, 3, 31), True),
        (COLD, date(2027, 4, 1), False),
        (MILD, date(2027, 1, 15), False),
    ],
)
def test_winter_is_december_to_march_where_it_is_cold(town, day, expected):
    winter = AgreedCriteria(municipality=town, signs=[Sign.WINTER])
    assert meets(winter, in_season(NOTHING, town, day)) is expected


def test_a_sign_nobody_asked_about_leaves_it_open():
    of_infants = rule(least_months=3, signs=[Sign.INFANT])
    assert meets(of_infants, Circumstances(1, None, frozenset())) is False
    assert meets(of_infants, Circumstances(1, None, frozenset(), unasked=frozenset({Sign.INFANT}))) is None


def test_the_first_rule_that_is_met_says_what_to_do():
    rules = [
        rule(least_months=3, then=Then.REPORT),
        rule(least_months=2, then=Then.ASK),
        rule(least_months=1, then=Then.LEAFLET),
    ]
    for months, expected in ((4, Then.REPORT), (2, Then.ASK), (1, Then.LEAFLET)):
        advice = advise(rules, Circumstances(months, None, frozenset()), DAY)
        assert (advice.meets, advice.then) == (True, expected)
    assert advise(rules, NOTHING, DAY).meets is None
    assert advise(rules[:2], Circumstances(1, None, frozenset()), DAY).meets is False


def test_what_to_do_is_said_in_a_sentence():
    sentences = {then: advise([rule(then=then)], NOTHING, DAY).sentence for then in Then}
    assert all("玉名市" in sentence for sentence in sentences.values())
    assert sentences[Then.LEAFLET] == (
        _("This household meets what was agreed with %(town)s. Please hand over the leaflet.") % {"town": "玉名市"}
    )
    assert len(set(sentences.values())) == len(Then)


def test_a_rule_in_words():
    whole = rule(
        supply_kinds=[UtilityKind.WATER], least_months=2, stages=[NoticeStage.DATED], signs=[Sign.WINTER], then=Then.ASK
    )
    words = whole_rule(whole)
    assert in_words(whole) in words
    for part in (UtilityKind.WATER.label, NoticeStage.DATED.label, Sign.WINTER.label, Then.ASK.label):
        assert str(part) in words


rules = st.builds(
    rule,
    supply_kinds=st.lists(st.sampled_from(UtilityKind), max_size=2),
    least_months=st.none() | st.integers(1, 12),
    least_yen=st.none() | st.integers(1, 100_000),
    stages=st.lists(st.sampled_from(NoticeStage), max_size=2),
    signs=st.lists(st.sampled_from(Sign), max_size=2),
    then=st.sampled_from(Then),
)
households = st.builds(
    Circumstances,
    months=st.none() | st.integers(1, 12),
    yen=st.none() | st.integers(1, 100_000),
    signs=st.frozensets(st.sampled_from(Sign)),
    supply_kind=st.sampled_from(["", *UtilityKind]),
    stage=st.none() | st.sampled_from(NoticeStage),
    unasked=st.frozensets(st.sampled_from(Sign)),
)


@given(st.lists(rules, min_size=1, max_size=3), households, st.integers(0, 12), st.integers(0, 50_000))
def test_more_months_or_more_yen_never_turn_a_met_rule_into_an_unmet_one(agreed, known, months, yen):
    more = replace(
        known,
        months=known.months if known.months is None else known.months + months,
        yen=known.yen if known.yen is None else known.yen + yen,
    )
    for one in agreed:
        if meets(one, known):
            assert meets(one, more)
    if decided(agreed, known)[1]:
        assert decided(agreed, more)[1]


@given(rules, households)
def test_what_is_not_known_never_makes_a_rule_met(agreed, known):
    less = replace(known, months=None, yen=None, stage=None, supply_kind="", signs=frozenset(), unasked=frozenset(Sign))
    if meets(agreed, less) is True:
        assert meets(agreed, known) is True
    if meets(agreed, less) is False:
        assert agreed.signs == [Sign.WINTER] * len(agreed.signs) or meets(agreed, known) is not True
