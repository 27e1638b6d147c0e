"""Matching suggests with reasons and never merges (rules 17 and 18); it shows nobody whom the caseworker may not see."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.actions import Intake, open_case
from cases.matching import MOST, Features, Signal, known_of, suggestions
from cases.matching.searching import SUPPORTED_BEFORE, members_near
from cases.merging import merge_cases
from cases.models import Case, CaseStatus, Household, Person
from cases.same import in_common, same_as
from organizations.scope import log_in_as, scope
from referrals.alike import also_waiting
from referrals.models import Referral, Supply, Triage, TriageStatus
from tests.core.intakes import INTAKE

NOBODY = Features(name="", kana="", phone="", address="")
ASKED = Features(INTAKE.name, INTAKE.kana, INTAKE.phone, INTAKE.address)

ALIKE = {
    "telephone": {"phone": "０９６８（１１）２２２２"},
    "name": {"name": "玉名　花子"},
    "kana": {"kana": "ﾀﾏﾅ ﾊﾅｺ"},
    "address": {"address": "熊本県玉名市大字岩崎一番一号"},
}
WORDS = {"telephone": "電話番号が同じ", "name": "氏名が同じ", "kana": "フリガナが同じ", "address": "住所が同じ"}


def words(suggestion):
    return [str(reason) for reason in suggestion.reasons]


@pytest.mark.parametrize("what", ALIKE)
def test_one_equal_fact_suggests_with_its_reason_in_words(acting, known, what):
    with acting("caseworker") as worker:
        (found,) = suggestions(worker, Features(**{**vars(NOBODY), **ALIKE[what]}))
    assert (found.case, words(found)) == (known, [WORDS[what]])


def test_a_careless_report_is_found_by_what_little_is_alike(acting, known):
    careless = Features(name="", kana="ﾀﾏﾅ ﾊﾅ", phone="0968-11-2223", address="岩崎1の1 コーポ玉名")
    with acting("caseworker") as worker:
        (found,) = suggestions(worker, careless)
    assert words(found) == ["住所が同じ", "フリガナが似ている", "電話番号が似ている"]


@pytest.mark.parametrize("signals", [{Signal.SUPPLY_POINT}, {Signal.CUSTOMER}, {Signal.SUPPLY_POINT, Signal.CUSTOMER}])
def test_a_place_of_supply_suggests_too(acting, known, signals):
    with acting("caseworker") as worker:
        (found,) = suggestions(worker, NOBODY, {known.pk: signals})
    assert found.case == known and len(found.reasons) == len(signals)


def test_a_place_of_supply_is_said_beside_what_else_is_alike(acting, known):
    with acting("caseworker") as worker:
        (found,) = suggestions(worker, replace(NOBODY, name="玉名 花"), {known.pk: {Signal.SUPPLY_POINT}})
    assert words(found) == ["供給地点が同じ", "氏名が似ている"]


def test_nothing_known_suggests_nothing(acting, known):
    with acting("caseworker") as worker:
        assert suggestions(worker, NOBODY) == []
        assert suggestions(worker, Features(name="別人", kana="ベツジン", phone="000", address="東京都")) == []


@pytest.mark.parametrize(
    "neighbour",
    [
        Features("別人 太郎", "ベツジン タロウ", "0968-99-9999", "熊本県玉名市岩崎1-1-202"),
        Features("玉名 一", "タマナ ハジメ", "", "熊本県玉名市岩崎1-1 コーポ玉名202号"),
        Features("別人 太郎", "", "", "熊本県玉名市岩崎1-2"),
    ],
)
def test_another_household_of_the_building_or_next_door_is_not_claimed_to_be_the_same(cast, acting, neighbour):
    at_home = Intake(**{**vars(INTAKE), "address": "熊本県玉名市岩崎1-1 コーポ玉名101"})
    with acting("caseworker") as worker:
        open_case(actor=worker, agency_id=cast.tamana_agency.pk, intake=at_home)
        assert suggestions(worker, neighbour) == []


def test_the_one_of_the_household_who_bears_the_name_is_named(acting, known):
    son = Person(municipality_id=known.municipality_id, household=known.household, name="玉名 太一")
    son.clean_keys()
    son.save()
    with acting("caseworker") as worker:
        (found,) = suggestions(worker, replace(NOBODY, name="玉名太一"))
        assert (found.case, found.member) == (known, "玉名 太一")
        (own,) = suggestions(worker, ASKED)
    assert own.member == ""


# --- nobody whom the caseworker may not see ---


def test_those_who_may_not_read_cases_get_nothing(cast, acting, known):
    for name in ("admin", "auditor"):
        with acting(name) as actor:
            assert suggestions(actor, ASKED, {known.pk: {Signal.PHONE}}) == []
            assert same_as(actor, known) == []


def test_the_fence_alone_hides_another_town(cast, known):
    """On an administrator's connection, which row security does not bind."""
    elsewhere = cast.actor("other_caseworker")
    assert suggestions(elsewhere, ASKED, {known.pk: {Signal.SUPPLY_POINT}}) == []
    assert [one.case for one in suggestions(cast.actor("caseworker"), ASKED)] == [known]


def test_row_security_alone_hides_another_town(cast, known):
    """The search itself, asked for the other town's households from within one's own scope."""
    asked, theirs = known_of(ASKED, "玉名市"), known.municipality_id
    assert members_near(theirs, asked)
    with log_in_as("agency"), scope(municipality=cast.kitakyushu.pk):
        assert not members_near(theirs, asked)
        assert not Person.objects.filter(phone_key=asked.phone).exists()
    with log_in_as("agency"), scope(municipality=theirs):
        assert members_near(theirs, asked)


def test_waiting_reports_of_another_town_are_not_suggested(cast, acting, told):
    here = told(name="同じ 家")
    there = told(name="同じ 家", postal_code="803-0813", address="北九州市小倉北区城内1-1")
    twin = told("other_staff", name="同じ 家", supply_kind="water", supply_point="")
    assert there.municipality_id == cast.kitakyushu.pk
    with acting("caseworker") as worker:
        assert [one.triage for one in also_waiting(worker, here.referral)] == [twin]
    assert [one.triage for one in also_waiting(cast.actor("caseworker"), here.referral)] == [twin]
    with acting("other_caseworker") as elsewhere:
        assert {one.triage.pk for one in also_waiting(elsewhere, here.referral)} <= {there.pk}


# --- which cases are asked about ---


def close(case, ago):
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.CLOSED, closed_on=timezone.localdate() - ago)


def test_a_case_closed_within_a_year_is_suggested_and_an_older_one_not(acting, known):
    close(known, timedelta(days=200))
    with acting("caseworker") as worker:
        assert [one.case for one in suggestions(worker, ASKED)] == [known]
    close(known, SUPPORTED_BEFORE + timedelta(days=1))
    with acting("caseworker") as worker:
        assert suggestions(worker, ASKED) == []


def test_a_merged_case_suggests_the_case_that_it_leads_to(cast, acting, known):
    other = Intake(**{**vars(INTAKE), "name": "別名 太郎", "kana": "ベツメイ タロウ", "phone": "0968-99-8888"})
    with acting("caseworker") as worker:
        second = open_case(actor=worker, agency_id=cast.tamana_agency.pk, intake=replace(other, address="玉名市高瀬9"))
        merge_cases(actor=worker, source=second, target=known, versions={second.number: 0, known.number: 0})
        (found,) = suggestions(worker, Features("別名太郎", "", "0968998888", ""))
    assert found.case == known and words(found) == ["電話番号が同じ", "氏名が同じ"]


def test_among_many_of_one_name_the_one_with_more_in_common_comes_first(cast, acting):
    with acting("caseworker") as worker:
        best = open_case(actor=worker, agency_id=cast.tamana_agency.pk, intake=INTAKE)
        for number in range(6 * MOST):
            other = Intake(**{**vars(INTAKE), "kana": "", "phone": "", "address": f"別の町{number}"})
            open_case(actor=worker, agency_id=cast.tamana_agency.pk, intake=other)
        found = suggestions(worker, ASKED)
    assert len(found) == MOST and found[0].case == best and len(found[0].reasons) == 4


def test_it_asks_the_database_no_more_among_a_thousand(cast, acting, known):
    def asked():
        with acting("caseworker") as worker, CaptureQueriesContext(connection) as seen:
            assert suggestions(worker, ASKED)
        return len(seen)

    few = asked()
    household = {"municipality": cast.tamana, "address": "玉名市岩崎1-1", "address_key": "玉名市岩崎1-1"}
    places = Household.objects.bulk_create(Household(**household) for _n in range(1000))
    Person.objects.bulk_create(
        Person(municipality=cast.tamana, household=place, name="玉名 花子", name_key="玉名花子") for place in places
    )
    assert asked() == few <= 5


# --- between cases ---


@pytest.fixture
def second(cast, acting, known):
    """The same household again, less carefully."""
    again = Intake(**{**vars(INTAKE), "name": "玉名花子", "kana": "", "phone": "", "address": "玉名市岩崎１の１"})
    with acting("caseworker") as worker:
        return open_case(actor=worker, agency_id=cast.tamana_agency.pk, intake=again)


def test_two_cases_of_one_household_suggest_each_other_and_never_themselves(acting, known, second):
    with acting("caseworker") as worker:
        for one, other in ((known, second), (second, known)):
            (found,) = same_as(worker, one)
            assert found.case == other and words(found) == ["住所が同じ", "氏名が同じ"]
            assert [str(word) for word in in_common(worker, one, other)] == words(found)


def test_two_cases_with_one_place_of_supply_suggest_each_other_and_stay_two(cast, acting, taken):
    point = "0912345678901234567890"
    one = taken(supply_point=point)
    other = taken("other_staff", name="別人 花子", kana="", phone="", address="玉名市築地9-9", supply_point=point)
    with acting("caseworker") as worker:
        assert [(s.case, words(s)) for s in same_as(worker, one)] == [(other, ["供給地点が同じ"])]
    assert Case.objects.filter(merged_into=None).count() == 2
    Supply.objects.filter(case=one).update(supply_point="")
    with acting("caseworker") as worker:
        assert same_as(worker, one) == []


# --- between reports that wait ---


def test_electricity_and_gas_of_one_household_suggest_each_other(acting, told):
    electricity = told(name="同じ 家", kana="オナジ イエ")
    gas = told("other_staff", name="同じ家", kana="", phone="", supply_kind="city_gas", supply_point="")
    elsewhere = {"phone": "0968-99-1111", "address": "玉名市築地9-9", "supply_point": "", "customer_number": "C-2"}
    stranger = told(name="別人 一", kana="ベツジン", **elsewhere)
    with acting("caseworker") as worker:
        for one, other in ((electricity, gas), (gas, electricity)):
            (found,) = also_waiting(worker, one.referral)
            assert found.triage == other and words(found) == ["住所が同じ", "氏名が同じ"]
        assert also_waiting(worker, stranger.referral) == []


def test_a_report_that_waits_no_more_is_not_suggested(acting, told):
    one, other = told(name="同じ 家"), told("other_staff", name="同じ 家", supply_kind="water", supply_point="")
    Triage.objects.filter(pk=other.pk).update(status=TriageStatus.CLOSED, close_reason="resolved")
    with acting("caseworker") as worker:
        assert also_waiting(worker, one.referral) == []


def test_a_report_that_was_taken_back_is_not_suggested(acting, told):
    one, other = told(name="同じ 家"), told("other_staff", name="同じ 家", supply_kind="water", supply_point="")
    Triage.objects.filter(pk=other.pk).update(sealed_at=timezone.now())
    with acting("caseworker") as worker:
        assert also_waiting(worker, one.referral) == []


# --- as received ---


def test_names_stand_as_received_byte_for_byte(cast, acting):
    odd = Intake(**{**vars(INTAKE), "name": "\ufa19　﨑㈱𠮷", "kana": "ﾌﾟﾛ", "address": "一番三号〜２"})
    with acting("caseworker") as worker:
        case = open_case(actor=worker, agency_id=cast.tamana_agency.pk, intake=odd)
        suggestions(worker, Features(odd.name, odd.kana, odd.phone, odd.address))
    stored = Case.objects.select_related("person", "household").get(pk=case.pk)
    assert (stored.person.name, stored.person.kana, stored.household.address) == (odd.name, odd.kana, odd.address)


def test_a_report_is_matched_without_being_changed(acting, told):
    triage = told(name="\ufa19　﨑㈱𠮷", kana="ﾌﾟﾛ", address="玉名市岩崎一番三号〜２")
    before = Referral.objects.filter(pk=triage.pk).values().get()
    with acting("caseworker") as worker:
        also_waiting(worker, triage.referral)
    assert Referral.objects.filter(pk=triage.pk).values().get() == before
