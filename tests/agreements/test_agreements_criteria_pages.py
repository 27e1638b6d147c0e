"""Who manages agreements settles how far one goes and by which rules; the utility reads what was changed."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext as _

from agreements.actions.paths import NEVER
from agreements.actions.paths_edit import Extent, Rule, put_path, put_rule, remove_rule
from agreements.criteria import whole_rule
from agreements.errors import AgreementRefusal
from agreements.forms_criteria import ALWAYS, ITEMS
from agreements.models import AgreedCriteria, AgreedPath, AgreementParty, NoticeStage, PathChange, Sign, Then
from agreements.path_words import state_key
from agreements.previews import last_year
from consent.vocabulary import REPORT_ITEMS, Item
from japanese.dates import today
from organizations.models import Office
from organizations.models.organization import OfficeArea
from organizations.scope import log_in_as, scope
from referrals.actions import submit_report
from referrals.models import Referral, Triage
from tests.agreements.agreed import a_report, agreement_with, path_with, rule_with
from tests.world import TAMANA_SECRET, report_of

pytestmark = pytest.mark.django_db
WORDS = "令和8年11月20日の協議で合意した。"


@pytest.fixture
def draft(cast):
    return agreement_with(cast, signed_on=None)


@pytest.fixture
def signed(cast):
    return agreement_with(cast)


def address(agreement, *rest):
    return "/".join(["/agreements", agreement.number, "criteria", *map(str, rest), ""])


def typed(path, **more):
    return {"then": Then.REPORT, "least_months": 2, "place": 1, "seen": state_key(path), **more}


# --- how far it goes ---


def test_every_item_of_a_report_can_be_settled():
    assert {*ITEMS, *ALWAYS} == set(REPORT_ITEMS)


def test_a_path_is_settled_for_a_draft_and_holds_for_nobody_yet(browser, cast, draft):
    other = Office.objects.create(utility=cast.denki, name="荒尾営業所", phone="0968-00-0009")
    OfficeArea.objects.create(office=other, municipality=cast.tamana)
    answer = browser("admin").post(
        address(draft, cast.denki.pk),
        {"items": [Item.ARREARS], "offices": [other.pk], "areas": "岩崎\r\n 築地 \n岩崎", "seen": "-"},
    )
    assert answer.status_code == 302
    path = AgreedPath.objects.get()
    assert set(path.items) == {Item.ARREARS, *ALWAYS}
    assert (path.offices, path.areas, path.feedback) == ([other.pk], ["岩崎", "築地"], False)
    assert (path.in_force_from, path.in_force_until) == (NEVER, None)
    assert not PathChange.objects.exists()
    page = unescape(browser("admin").get(address(draft)).content.decode())
    assert "荒尾営業所" in page and "築地" in page


def test_of_a_signed_agreement_the_days_are_those_of_its_term(acting, cast, signed):
    with acting("admin") as admin:
        path = put_path(actor=admin, agreement=signed, utility=cast.denki, seen="-", extent=Extent(), reason=WORDS)
    assert path.in_force_from == signed.in_force_from


@pytest.mark.parametrize("wrong", [{"areas": "あ" * 61}, {"offices": [0]}, {"items": ["income"]}])
def test_what_cannot_be_settled_is_shown_again(browser, cast, draft, wrong):
    assert browser("admin").post(address(draft, cast.denki.pk), {"seen": "-", **wrong}).status_code == 400
    assert not AgreedPath.objects.exists()


def test_only_a_party_that_is_a_utility_has_one(browser, acting, cast, draft):
    for other in (cast.suido.pk, cast.tamana.pk, 0):
        assert browser("admin").get(address(draft, other)).status_code == 404
    AgreementParty.objects.filter(organization=cast.denki).delete()
    with acting("admin") as admin, pytest.raises(AgreementRefusal):
        put_path(actor=admin, agreement=draft, utility=cast.denki, seen="-", extent=Extent())


# --- rules ---


def test_rules_keep_their_order_however_they_are_written(acting, cast, draft):
    path = path_with(cast, draft)
    with acting("admin") as admin:

        def put(months, place, instead_of=None):
            put_rule(
                actor=admin, agreement=draft, utility=cast.denki, seen=state_key(path),
                rule=Rule(least_months=months, place=place), instead_of=instead_of,
            )  # fmt: skip

        for months, place in ((3, 1), (2, 9), (1, 1)):
            put(months, place)
        kept = [rule.pk for rule in path.rules.all()]
        assert [rule.least_months for rule in path.rules.all()] == [1, 3, 2]
        put(4, 3, instead_of=kept[0])
        assert [(rule.least_months, rule.order) for rule in path.rules.all()] == [(3, 1), (2, 2), (4, 3)]
        remove_rule(actor=admin, agreement=draft, utility=cast.denki, seen=state_key(path), rule_id=kept[1])
        assert [(rule.least_months, rule.order) for rule in path.rules.all()] == [(2, 1), (4, 2)]


def test_a_rule_is_written_and_read_in_words(browser, cast, draft):
    path = path_with(cast, draft)
    answer = browser("admin").post(
        address(draft, cast.denki.pk, "rules"),
        typed(path, stages=[NoticeStage.DATED], signs=[Sign.WINTER], then=Then.LEAFLET),
    )
    assert answer.status_code == 302
    rule = AgreedCriteria.objects.get()
    rule.municipality = cast.tamana
    assert whole_rule(rule) in unescape(browser("admin").get(address(draft)).content.decode())


def test_a_rule_without_conditions_holds_for_everybody(browser, cast, draft):
    path = path_with(cast, draft)
    browser("admin").post(address(draft, cast.denki.pk, "rules"), typed(path, least_months=""))
    assert AgreedCriteria.objects.get().least_months is None


def test_a_rule_is_taken_out_once_however_often_it_is_asked(browser, cast, draft):
    path = path_with(cast, draft)
    rule = rule_with(path, least_months=2)
    where = address(draft, cast.denki.pk, "rules", rule.pk, "remove")
    fields = {"seen": state_key(path)}
    for _time in range(2):
        assert browser("admin").post(where, fields).status_code == 302
    assert not AgreedCriteria.objects.exists()


def test_two_who_change_it_at_once_lose_nothing(browser, cast, draft):
    path = path_with(cast, draft)
    seen = typed(path, least_months=5)
    rule_with(path, least_months=2)
    answer = browser("admin").post(address(draft, cast.denki.pk, "rules"), seen)
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert 'value="5"' in shown
    assert [rule.least_months for rule in path.rules.all()] == [2]


# --- after signing ---


def test_once_it_is_signed_a_change_needs_the_parties_and_is_told_to_the_utility(browser, cast, signed):
    path = path_with(cast, signed)
    rule = rule_with(path, least_months=2)
    where = address(signed, cast.denki.pk, "rules", rule.pk)
    assert browser("admin").post(where, typed(path, least_months=3)).status_code == 400
    assert browser("admin").post(where, typed(path, least_months=3, reason=WORDS)).status_code == 302
    change = PathChange.objects.get()
    assert change.before != change.after
    for name, page in (("admin", address(signed)), ("staff", "/agreements/agreed/")):
        shown = unescape(browser(name).get(page).content.decode())
        assert WORDS in shown
        assert all(line in shown for line in (*change.before, *change.after))


def test_saving_what_stands_there_is_no_change(browser, cast, signed):
    path = path_with(cast, signed)
    rule = rule_with(path, least_months=2)
    where = address(signed, cast.denki.pk, "rules", rule.pk)
    assert browser("admin").post(where, typed(path, reason=WORDS)).status_code == 302
    assert not PathChange.objects.exists()


def test_the_record_is_read_by_its_utility_and_changed_by_nobody(cast, signed):
    path = path_with(cast, signed)
    admin = cast.roles["admin"].user
    PathChange.objects.create(
        municipality=cast.tamana, utility=cast.denki, path=path, reason=WORDS, by=admin, by_name=admin.name
    )
    for utility, expected in ((cast.denki, 1), (cast.suido, 0)):
        with log_in_as("portal"), scope(organization=utility.pk, user=cast.roles["staff"].user_id):
            assert PathChange.objects.count() == expected


# --- what it would have said ---


@pytest.fixture
def told(acting, cast):
    """Three reports of this year, one of two years ago."""
    with acting("staff") as staff:
        for months in (1, 2, 4):
            report = report_of(
                cast, office_id=cast.denki_office.pk, arrears_months=months, customer_number=f"C-{months}"
            )
            submit_report(actor=staff, report=report)
        old = report_of(cast, office_id=cast.denki_office.pk, arrears_months=9, customer_number="C-9")
        submit_report(actor=staff, report=old)
    Referral.objects.filter(arrears_months=9).update(submitted_at="2024-01-01T00:00:00Z")
    Triage.objects.filter(referral__arrears_months=9).update(received_at="2024-01-01T00:00:00Z")


def tomorrow():
    return today() + timedelta(days=1)


def test_last_year_s_reports_are_counted_and_no_household_is_shown(browser, acting, cast, signed, told, monkeypatch):
    monkeypatch.setattr("agreements.views_criteria.timezone.localdate", tomorrow)
    path = path_with(cast, signed)
    rule_with(path, 1, least_months=3, then=Then.REPORT)
    with acting("admin"):
        rules = list(path.rules.all())
        (counts,) = last_year(cast.tamana, cast.denki.pk, [rules], tomorrow())
    assert (counts.report, counts.unmet, counts.total) == (1, 2, 3)
    shown = browser("admin").post(
        address(signed, cast.denki.pk, "rules"), typed(path, least_months=2, then=Then.ASK, place=2, look="1")
    )
    assert shown.status_code == 200
    assert (shown.context["before"].ask, shown.context["after"].ask) == (0, 1)
    assert (shown.context["before"].report, shown.context["after"].report) == (1, 1)
    text = shown.content.decode()
    assert TAMANA_SECRET not in text and "C-4" not in text
    assert path.rules.count() == 1


def test_reports_of_others_are_not_counted(acting, cast, told):
    with acting("admin"):
        assert last_year(cast.tamana, cast.suido.pk, [[]], tomorrow())[0].total == 0
    with acting("other_admin"):
        assert last_year(cast.kitakyushu, cast.denki.pk, [[]], tomorrow())[0].total == 0
        assert last_year(cast.tamana, cast.denki.pk, [[]], tomorrow())[0].total == 0  # row security


def test_one_query_however_many_reports(acting, cast, told):
    def asked():
        with acting("admin"), CaptureQueriesContext(connection) as found:
            last_year(cast.tamana, cast.denki.pk, [[]], tomorrow())
        return len(found)

    few = asked()
    with acting("staff") as staff:
        for _n in range(5):
            submit_report(actor=staff, report=a_report(cast))
    assert asked() == few


def test_more_utilities_cost_a_query_each_at_most(browser, cast, signed):
    path_with(cast, signed)
    admin = browser("admin")

    def asked():
        with CaptureQueriesContext(connection) as found:
            admin.get(address(signed))
        return len(found)

    few = asked()
    AgreementParty.objects.create(
        municipality=cast.tamana, agreement=signed, organization=cast.suido, order=3, signatory_title="課長"
    )
    path = path_with(cast, signed, utility=cast.suido)
    for order in range(1, 6):
        rule_with(path, order, least_months=order)
    assert asked() <= few + 1  # its reports of last year


def test_an_utility_out_of_reach_of_the_page_stays_so(browser, signed):
    assert browser("other_admin").get(address(signed)).status_code == 404
    assert browser("auditor").get(address(signed)).status_code == 403
    assert _("Criteria") in unescape(browser("admin").get(address(signed)).content.decode())
