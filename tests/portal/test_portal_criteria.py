"""The form asks for what the utility supplies and what was agreed, and says whether a household meets it."""

from datetime import date

import pytest
from django.utils.translation import gettext as _

from agreements.criteria import Circumstances, criteria_of, in_words, items_agreed, meets
from agreements.models import AgreedCriteria, AgreedPath, Agreement, AgreementKind, Sign
from consent.vocabulary import Item
from organizations.models import Utility, UtilityKind
from referrals.forms.household import HouseholdForm
from referrals.forms.step import Answers
from tests.portal.report_typing import CONSENT, HOUSEHOLD, PROTECTION, START_A, Typing

LITTLE = (Item.NAME, Item.ADDRESS, Item.SUPPLY_KIND, Item.ARREARS)


@pytest.fixture
def agreed(cast):
    """玉名 and the electricity company: two months, or an infant; four items."""
    agreement = Agreement.objects.create(
        municipality=cast.tamana,
        kind=AgreementKind.NOTIFICATION,
        number="9",
        title="協定",
        preamble="前文",
        articles=[],
        closing="結び",
    )
    path = AgreedPath.objects.create(
        municipality=cast.tamana,
        agreement=agreement,
        utility=cast.denki,
        agreement_number="9",
        agreement_title="協定",
        items=list(LITTLE),
        in_force_from=date(2026, 4, 1),
    )
    return AgreedCriteria.objects.create(
        municipality=cast.tamana, path=path, utility=cast.denki, least_months=2, signs=[Sign.INFANT]
    )


@pytest.mark.parametrize(
    ("months", "signs", "expected"),
    [(2, set(), True), (1, set(), False), (None, set(), None), (1, {Sign.INFANT}, True), (None, {Sign.ILLNESS}, None)],
)
def test_thresholds_or_one_sign(months, signs, expected):
    two_months = AgreedCriteria(least_months=2, signs=[Sign.INFANT])
    assert meets(two_months, Circumstances(months, None, frozenset(signs))) is expected


def test_signs_alone_wait_for_a_sign():
    seen = AgreedCriteria(signs=[Sign.SEEN])
    assert meets(seen, Circumstances(9, 90_000, frozenset())) is None
    assert meets(seen, Circumstances(None, None, frozenset({Sign.SEEN}))) is True


def test_only_what_is_in_force_counts_and_only_ones_own(agreed, cast, acting):
    with acting("staff"):
        assert criteria_of(cast.denki.pk, date(2026, 11, 24)) == [agreed]
        assert criteria_of(cast.denki.pk, date(2026, 3, 31)) == []
    with acting("other_staff"):
        assert not AgreedCriteria.objects.exists()
    AgreedPath.objects.filter(pk=agreed.path_id).update(in_force_until=date(2026, 11, 23))
    with acting("staff"):
        assert criteria_of(cast.denki.pk, date(2026, 11, 24)) == []


def test_where_one_town_leaves_it_open_everything_is_asked(agreed):
    assert items_agreed([agreed]) == frozenset(LITTLE)
    assert items_agreed([agreed, AgreedCriteria(path=AgreedPath(items=[]))]) is None
    assert items_agreed([]) is None


def test_the_conditions_in_one_line(agreed):
    agreed.least_yen = 30000
    assert "2" in in_words(agreed)
    assert "30,000" in in_words(agreed)
    assert in_words(AgreedCriteria()) == _("no conditions: whenever you are worried")


@pytest.mark.parametrize("kind", UtilityKind)
def test_a_company_is_asked_for_what_it_supplies(kind):
    form = HouseholdForm(Answers(), check=False, kind=kind, agreed=None, danger=False)
    offered = [value for value, _label in form.fields["supply_kind"].choices]
    assert kind in offered
    assert form["supply_kind"].is_hidden == (len(offered) == 1)
    assert ("arrears_months" in form.fields) == (kind != UtilityKind.OTHER)
    energy = kind in (UtilityKind.ELECTRICITY_RETAIL, UtilityKind.ELECTRICITY_NETWORK, UtilityKind.CITY_GAS)
    assert ("supply_point" in form.fields) == energy


def test_the_form_shows_the_conditions_and_asks_for_no_more_than_agreed(browser, cast, agreed):
    typing = Typing(browser("staff"), cast.denki_office.pk)
    typing.begin(START_A, CONSENT)
    text = typing.page("household").content.decode()
    assert in_words(agreed) in text
    assert 'name="arrears_months"' in text
    assert 'name="customer_number"' not in text
    assert 'name="kana"' not in text


def test_in_danger_nothing_agreed_stands_in_the_way(browser, cast, agreed):
    typing = Typing(browser("staff"), cast.denki_office.pk)
    typing.begin({"danger": "yes", "route": "B"}, PROTECTION)
    assert 'name="kana"' in typing.page("household").content.decode()


@pytest.mark.parametrize(("months", "expected"), [("3", True), ("1", None)])
def test_before_sending_it_says_whether_the_household_meets_them(browser, cast, agreed, months, expected):
    typing = Typing(browser("staff"), cast.denki_office.pk)
    told = {name: value for name, value in HOUSEHOLD.items() if name != "has_infant"}
    page = typing.fill(START_A, CONSENT, told | {"arrears_months": months})
    (advice,) = page.context["advice"]
    assert advice.meets is expected
    assert advice.sentence in page.content.decode()


def test_who_only_passes_by_is_asked_for_no_arrears(browser, cast):
    Utility.objects.filter(pk=cast.denki.pk).update(utility_kind=UtilityKind.OTHER)
    typing = Typing(browser("staff"), cast.denki_office.pk)
    typing.begin(START_A, CONSENT)
    text = typing.page("household").content.decode()
    assert 'name="arrears_months"' not in text
    assert 'name="signs"' in text
