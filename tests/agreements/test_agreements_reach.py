"""A report that is made by an agreement: in force to the second, offices, areas, items, feedback; danger to life never waits."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from agreements.models import AgreedPath
from agreements.reach import Beyond, beyond, choices, covers_address, paths_of, sentence_of
from consent.errors import LegallyRefused
from consent.gate import RefusalCode
from consent.models import Consent, Disclosure
from consent.vocabulary import Item, Purpose
from japanese.dates import TOKYO, today
from organizations.models import Municipality, Office
from referrals.actions import submit_report
from referrals.errors import ReferralRefusal
from referrals.models import Referral
from tests.agreements.agreed import a_report, by_consent, path_with
from tests.portal.report_typing import CONSENT, HOUSEHOLD, PROTECTION, START_A, Typing

pytestmark = pytest.mark.django_db

LAST = date(2026, 11, 20)
FIRST = date(2026, 11, 10)


def moment(day, hour, minute, second):
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=TOKYO)


def sent(acting, cast, at=None, **more):
    with acting("staff") as actor:
        return submit_report(actor=actor, report=a_report(cast, **more), at=at)


# --- in force (rule 11) ---


@pytest.mark.parametrize(
    ("at", "passes"),
    [
        (moment(FIRST - timedelta(1), 23, 59, 59), False),
        (moment(FIRST, 0, 0, 0), True),
        (moment(LAST, 23, 59, 59), True),
        (moment(LAST + timedelta(1), 0, 0, 0), False),
    ],
)
def test_it_holds_from_the_first_second_to_the_last(cast, acting, at, passes):
    path = path_with(cast, in_force_from=FIRST, in_force_until=LAST)
    ground = by_consent(moment(FIRST - timedelta(30), 9, 0, 0))
    if passes:
        assert sent(acting, cast, at, path_id=path.pk, consent=ground).agreed_path == path
        return
    with pytest.raises(LegallyRefused) as refused:
        sent(acting, cast, at, path_id=path.pk, consent=ground)
    assert refused.value.refusal.code == RefusalCode.AGREEMENT_NOT_IN_FORCE
    assert str(refused.value.refusal.instead)
    assert not Referral.objects.exists() and not Disclosure.objects.exists() and not Consent.objects.exists()
    assert sent(acting, cast, at, consent=ground).agreed_path is None  # without it, it may be told all the same


@pytest.mark.parametrize(
    "change", [{"in_force_until": LAST}, {"in_force_from": date.max}, {"offices": [0]}, {"areas": ["築地"]}]
)
def test_danger_to_life_never_waits_for_it(cast, acting, change):
    path = path_with(cast, **{"in_force_from": FIRST, **change})
    referral = sent(acting, cast, danger=True, path_id=path.pk)
    assert referral.danger_to_life


def test_in_danger_nothing_is_kept_out(cast, acting):
    path = path_with(cast, items=[Item.NAME])
    assert sent(acting, cast, danger=True, path_id=path.pk).phone


def test_another_utility_s_agreement_is_none(cast, acting):
    path = path_with(cast, utility=cast.suido)
    with pytest.raises(LegallyRefused) as refused:
        sent(acting, cast, path_id=path.pk)
    assert refused.value.refusal.code == RefusalCode.AGREEMENT_NOT_IN_FORCE


def test_the_database_ties_it_to_utility_and_municipality(cast, acting):
    referral = sent(acting, cast)
    foreign = path_with(cast, utility=cast.suido)
    with pytest.raises(IntegrityError, match="report_by_the_own_path"), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(agreed_path=foreign)
    own = path_with(cast, agreement=foreign.agreement)
    assert Referral.objects.filter(pk=referral.pk).update(agreed_path=own) == 1


def test_the_portal_reads_its_own_only(cast, acting):
    path = path_with(cast)
    with acting("staff"):
        assert list(AgreedPath.objects.all()) == [path]
    with acting("other_staff"):
        assert not AgreedPath.objects.exists()


# --- how far it reaches ---


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, None),
        ({"offices": [0]}, Beyond.OFFICE),
        ({"areas": ["築地", "岩崎"]}, None),
        ({"areas": ["築地"]}, Beyond.AREA),
    ],
)
def test_offices_and_areas(cast, acting, change, why):
    path = path_with(cast, **change)
    if why is None:
        assert sent(acting, cast, path_id=path.pk).agreed_path == path
        return
    with pytest.raises(ReferralRefusal) as refused:
        sent(acting, cast, path_id=path.pk)
    assert refused.value.code == why
    assert str(refused.value.sentence) == sentence_of(why, path)
    assert not Referral.objects.exists()
    assert sent(acting, cast).agreed_path is None


def test_the_office_named_is_covered(cast, acting):
    path = path_with(cast, offices=[cast.denki_office.pk])
    assert sent(acting, cast, path_id=path.pk).agreed_path == path


def test_an_agreement_with_another_town_is_not_for_here(cast):
    path = path_with(cast)
    here = {"office_id": 1, "address": "玉名市岩崎1-2"}
    assert beyond(path, municipality_id=cast.tamana.pk, **here) is None
    assert beyond(path, municipality_id=cast.kitakyushu.pk, **here) is Beyond.ELSEWHERE


@pytest.mark.parametrize(
    ("area", "address", "expected"),
    [
        ("岩崎", "熊本県玉名市岩崎163", True),
        ("岩崎", "玉名市大字岩崎１６３番地", True),
        ("岩崎", "岩崎163", True),
        ("大字岩崎", "熊本県玉名市岩崎1", True),
        ("岩崎1丁目", "玉名市岩崎一丁目2-3", True),
        ("岩崎1丁目", "玉名市岩崎12-3", False),
        ("築地", "玉名市岩崎1 築地荘", False),
        ("", "玉名市岩崎1", False),
    ],
)
def test_an_area_is_the_beginning_of_the_address(area, address, expected):
    path = AgreedPath(areas=[area], municipality=Municipality(name="玉名市"))
    assert covers_address(path, address) is expected


def test_what_was_not_agreed_on_is_kept_out(cast, acting):
    path = path_with(cast, items=[Item.ARREARS])
    referral = sent(acting, cast, path_id=path.pk)
    assert (referral.name, referral.address, referral.arrears_months) == ("田中 花子", referral.address, 3)
    assert (referral.phone, referral.customer_number, referral.scheduled_stop_on) == ("", "", None)
    assert referral.stop_basis == "unknown"
    assert set(referral.disclosure.items) == {Item.NAME, Item.ADDRESS, Item.SUPPLY_KIND, Item.ARREARS}


@pytest.mark.parametrize("allowed", [True, False])
def test_hearing_back_only_where_it_was_agreed(cast, acting, allowed):
    path = path_with(cast, feedback=allowed)
    sent(acting, cast, path_id=path.pk, consent=by_consent(to_feedback=True))
    assert Consent.objects.filter(purposes__contains=[Purpose.FEEDBACK]).exists() is allowed


# --- on the pages ---


@pytest.fixture
def typing(cast, browser):
    return Typing(browser("staff"), cast.denki_office.pk)


def test_without_an_agreement_nobody_is_asked_for_one(typing):
    assert 'name="agreement"' not in typing.page("start").content.decode()


def test_it_is_chosen_by_number_and_title_and_stays_with_the_report(typing, cast, browser):
    path = path_with(cast)
    page = typing.page("start").content.decode()
    assert path.agreement_number in page and path.agreement_title in page
    last = typing.fill({**START_A, "agreement": path.pk}, CONSENT, HOUSEHOLD)
    assert path.agreement_title in last.content.decode()
    typing.send()
    referral = Referral.objects.get()
    assert referral.agreed_path == path
    page = browser("caseworker").get(f"/triage/{referral.receipt_number}/").content.decode()
    assert path.agreement_title in page


def test_one_that_has_ended_is_shown_and_refused_with_what_to_do(typing, cast):
    yesterday = today() - timedelta(days=1)
    path = path_with(cast, in_force_until=yesterday)
    answer = typing.mending("start", **START_A, office=cast.denki_office.pk, agreement=path.pk)
    page = answer.content.decode()
    assert _("The agreement under which you report is not in force today.") in page
    typing.answer("start", **START_A, office=cast.denki_office.pk, agreement="")
    assert typing.page("ground").status_code == 200


def test_one_that_has_ended_does_not_stop_a_cry_of_danger(typing, cast):
    path = path_with(cast, in_force_until=today() - timedelta(days=1))
    typing.fill({"danger": "yes", "route": "B", "agreement": path.pk}, PROTECTION, HOUSEHOLD)
    typing.send()
    assert Referral.objects.get().danger_to_life


def test_an_office_that_is_not_covered_is_told_at_once(typing, cast):
    other = Office.objects.create(utility=cast.denki, name="荒尾営業所", phone="0968-00-0009")
    path = path_with(cast, offices=[other.pk])
    page = typing.mending("start", **START_A, office=cast.denki_office.pk, agreement=path.pk).content.decode()
    assert sentence_of(Beyond.OFFICE, path) in page


def test_an_address_outside_the_area_is_told_on_its_page(typing, cast):
    path = path_with(cast, areas=["築地"])
    typing.begin({**START_A, "agreement": path.pk}, CONSENT)
    page = typing.mending("household", **HOUSEHOLD).content.decode()
    assert sentence_of(Beyond.AREA, path) in page


def test_only_what_was_agreed_is_asked(typing, cast):
    path = path_with(cast, items=[Item.ARREARS], feedback=False)
    typing.answer("start", **START_A, office=cast.denki_office.pk, agreement=path.pk)
    ground = typing.page("ground").content.decode()
    assert 'name="to_feedback"' not in ground and f'value="{Item.PHONE}"' not in ground
    typing.answer("ground", **CONSENT)
    household = typing.page("household").content.decode()
    assert 'name="arrears_months"' in household and 'name="phone"' not in household


def test_what_a_tampered_page_sends_beside_it_is_not_taken(typing, cast):
    path = path_with(cast, items=[Item.ARREARS], feedback=False)
    typing.fill({**START_A, "agreement": path.pk}, {**CONSENT, "to_feedback": "on"}, HOUSEHOLD)
    typing.send(phone="0968-12-3456", to_feedback="on")
    assert Referral.objects.get().phone == ""
    assert not Consent.objects.filter(purposes__contains=[Purpose.FEEDBACK]).exists()


def test_what_may_be_chosen_says_how_it_stands(cast):
    day = date(2026, 11, 24)
    path = path_with(cast, in_force_from=day)
    path.municipality = cast.tamana
    (_none, (key, plain)) = choices([path], day)
    assert key == path.pk
    for change in (
        {"in_force_from": day + timedelta(1)},
        {"in_force_from": FIRST, "in_force_until": LAST},
    ):
        for name, value in change.items():
            setattr(path, name, value)
        assert len(choices([path], day)[1][1]) > len(plain)


def test_a_draft_is_not_offered(cast, acting, typing):
    path = path_with(cast, in_force_from=date.max)
    with acting("staff"):
        assert paths_of(cast.denki.pk) == []
    assert path.agreement_title not in typing.page("start").content.decode()


def test_the_day_is_that_of_japan(cast, acting):
    path = path_with(cast, in_force_from=FIRST, in_force_until=LAST)
    late = moment(LAST + timedelta(1), 8, 0, 0)  # in Greenwich it is still the last day
    assert late.astimezone(UTC).date() == LAST
    with pytest.raises(LegallyRefused):
        sent(acting, cast, late, path_id=path.pk, consent=by_consent(moment(FIRST, 9, 0, 0)))
