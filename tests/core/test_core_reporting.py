"""A utility reports a household: what a lawful report writes, and that an unlawful one leaves nothing."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from consent.actions import count_refusal
from consent.errors import LegallyRefused
from consent.models import Consent, Disclosure, ProtectionGround, RefusalCount
from consent.vocabulary import CrossingKind, Item, ProtectedInterest, ProvisionKey, Purpose, Route
from notifications.models import Notice, OutboxItem
from organizations.models import Office, ServiceArea, SupportAgency
from organizations.routing import destination
from referrals.actions import submit_report
from referrals.errors import ReferralRefusal
from referrals.models import Referral, Triage
from referrals.report import ProtectionStated
from tests.core.searching import row_counts, tables_naming
from tests.world import protected_report, report_of

CANARY = "鳥籠 金糸雀"


@pytest.fixture
def refused(acting):
    """The gate's answer to a report that `staff` sends and that must leave every table as it was."""

    def send(report):
        before = row_counts()
        with acting("staff") as staff, pytest.raises(LegallyRefused) as answer, transaction.atomic():
            submit_report(actor=staff, report=report)
        assert row_counts() == before
        assert tables_naming(CANARY) == {}
        return answer.value.refusal

    return send


def test_a_report_with_consent_writes_everything_that_belongs_to_it(cast, acting):
    with acting("staff") as staff:
        sent = submit_report(actor=staff, report=report_of(cast, office_id=cast.denki_office.pk, name=CANARY))
    referral = Referral.objects.get()
    assert referral == sent and referral.name == CANARY
    assert referral.municipality_id == cast.tamana.pk and referral.agency_id == cast.tamana_agency.pk
    assert referral.consent == Consent.objects.get()
    assert Triage.objects.get().referral == referral and not Triage.objects.get().is_urgent
    disclosure = Disclosure.objects.get()
    assert (disclosure.kind, disclosure.route) == (CrossingKind.REPORT, Route.A)
    assert (disclosure.sender_id, disclosure.recipient_id) == (cast.denki.pk, cast.tamana_agency.pk)
    assert disclosure.subject == referral.submission and Item.NAME in disclosure.items
    assert (Notice.objects.get().number, Notice.objects.get().is_urgent) == (referral.receipt_number, False)
    assert OutboxItem.objects.get().payload["number"] == referral.receipt_number
    assert Referral.history.count() == Consent.history.count() == 1
    assert {"referrals_referral", "referrals_historicalreferral"} <= tables_naming(CANARY).keys()


def test_all_of_it_is_one_transaction(cast, acting):
    before = row_counts()
    with acting("staff") as staff:
        submit_report(actor=staff, report=report_of(cast, office_id=cast.denki_office.pk))
        transaction.set_rollback(True)
    assert row_counts() == before


def test_an_item_that_the_consent_does_not_name_refuses_all_and_only_a_count_stays(cast, acting, refused):
    report = report_of(cast, office_id=cast.denki_office.pk, name=CANARY, signs=f"{CANARY}は痩せていた")
    assert report.consent
    narrower = replace(report.consent, given_by=CANARY, items=report.consent.items - {Item.VISIT_SIGNS})
    refusal = refused(replace(report, consent=narrower))
    assert refusal.code == "items_not_covered" and refusal.missing_items == {Item.VISIT_SIGNS}
    with acting("staff") as staff:
        for _twice in range(2):
            count_refusal(actor=staff, code=refusal.code, office_id=cast.denki_office.pk, municipality_id=None)
    assert tables_naming(CANARY) == {}
    assert [(row.code, row.count) for row in RefusalCount.objects.all()] == [("items_not_covered", 2)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"given_by": "　"}, "consent_incomplete"),
        ({"taken_by": ""}, "consent_incomplete"),
        ({"means": None}, "consent_incomplete"),
        ({"given_at": timezone.now() + timedelta(days=1)}, "consent_not_yet_given"),
        ({"expires_on": timezone.localdate() - timedelta(days=1)}, "consent_expired"),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
def test_a_consent_that_is_not_one_refuses(cast, refused, change, code):
    report = report_of(cast, office_id=cast.denki_office.pk, name=CANARY)
    assert report.consent
    assert refused(replace(report, consent=replace(report.consent, **change))).code == code


def test_without_any_consent_there_is_no_report(cast, refused):
    report = replace(report_of(cast, office_id=cast.denki_office.pk, name=CANARY), consent=None)
    assert refused(report).code == "no_consent"


# --- protection of life, body or property ---

BOTH = ProtectionStated(ProtectedInterest.BODY, "三日新聞がたまり、返事がない。", "本人と話せない。", "検針 花子")
NOTHING_SAID = {
    "blank": "",
    "full-width": "　　",
    "zero width": "\u200b\u200d\ufeff",
    "filler": "\u3164",
    "dots": "…。",
}


def protected(cast, stated, *, danger=False):
    report = protected_report(cast.denki_office.pk, name=CANARY)
    return replace(report, danger_to_life=danger, protection=stated)


def test_both_limbs_and_a_judge_open_the_report(cast, acting):
    with acting("staff") as staff:
        referral = submit_report(actor=staff, report=protected(cast, BOTH))
    ground = ProtectionGround.objects.get()
    assert (ground.why_protect, ground.why_no_consent) == (BOTH.why_protect, BOTH.why_no_consent)
    assert (ground.judged_by, ground.reviewed_at) == ("検針 花子", None)
    assert referral.protection == ground and not Consent.objects.exists()


@pytest.mark.parametrize("empty", NOTHING_SAID.values(), ids=NOTHING_SAID)
@pytest.mark.parametrize(
    ("limb", "code"),
    [
        ("why_protect", "protection_reason_blank"),
        ("why_no_consent", "consent_difficulty_blank"),
        ("judged_by", "judge_blank"),
    ],
)
def test_a_limb_that_says_nothing_refuses(cast, refused, limb, code, empty):
    assert refused(protected(cast, replace(BOTH, **{limb: empty}))).code == code


@pytest.mark.parametrize("limb", ["why_protect", "why_no_consent"])
def test_danger_to_life_too_needs_both_limbs_and_says_to_call_first(cast, refused, limb):
    assert refused(protected(cast, replace(BOTH, **{limb: "　"}), danger=True)).call_emergency_first


@pytest.mark.parametrize("judge", ["", *NOTHING_SAID.values()])
def test_danger_to_life_is_taken_with_short_sentences_and_pages_the_agency(cast, acting, judge):
    short = ProtectionStated(ProtectedInterest.LIFE, "倒れている。", "話せない。", judge)
    with acting("staff") as staff:
        referral = submit_report(actor=staff, report=protected(cast, short, danger=True))
        assert ProtectionGround.objects.get().judged_by == staff.name
    assert Triage.objects.get(referral=referral).is_urgent and Notice.objects.get().is_urgent
    assert OutboxItem.objects.get().payload["urgent"] is True
    assert Disclosure.objects.get().purpose == Purpose.SAFETY_CHECK


@pytest.mark.parametrize("route", [Route.C, Route.D, Route.E, Route.F, Route.G])
def test_no_other_ground_carries_a_report(cast, refused, route):
    refused(replace(report_of(cast, office_id=cast.denki_office.pk, name=CANARY), route=route, protection=BOTH))


def test_only_the_ground_that_was_judged_is_kept(cast, acting):
    with_stray = replace(report_of(cast, office_id=cast.denki_office.pk), route=Route.B, protection=BOTH)
    assert with_stray.consent
    unjudged = replace(with_stray, consent=replace(with_stray.consent, given_by="", taken_by="", to_feedback=True))
    with acting("staff") as staff:
        referral = submit_report(actor=staff, report=unjudged)
    assert referral.protection_id and referral.consent_id is None and not Consent.objects.exists()


# --- the article, the agency, the office ---


@pytest.mark.parametrize(
    ("name", "office", "consented", "protected_by"),
    [
        ("staff", "denki_office", ProvisionKey.APPI_27_1, ProvisionKey.APPI_27_1_2),
        ("other_staff", "suido_office", ProvisionKey.APPI_69_2_1, ProvisionKey.APPI_69_2_3),
    ],
    ids=["private", "public"],
)
def test_the_senders_kind_decides_the_article(cast, acting, name, office, consented, protected_by):
    office_id = getattr(cast, office).pk
    with acting(name) as actor:
        submit_report(actor=actor, report=report_of(cast, office_id=office_id))
        submit_report(actor=actor, report=protected_report(office_id))
    articles = dict(Disclosure.objects.values_list("route", "provision"))
    assert articles == {Route.A: consented, Route.B: protected_by}


def test_a_public_body_stands_on_another_article_towards_a_private_contractor(cast, acting):
    SupportAgency.objects.filter(pk=cast.tamana_agency.pk).update(is_public=False)
    with acting("other_staff") as actor:
        submit_report(actor=actor, report=protected_report(cast.suido_office.pk))
    assert Disclosure.objects.get().provision == ProvisionKey.APPI_69_2_4


@pytest.mark.parametrize("postal_code", ["100-0001", "0000000", "865", ""])
def test_where_no_agency_serves_the_report_is_not_taken(cast, acting, postal_code):
    before = row_counts()
    report = report_of(cast, office_id=cast.denki_office.pk, postal_code=postal_code)
    with acting("staff") as staff, pytest.raises(ReferralRefusal) as refused, transaction.atomic():
        submit_report(actor=staff, report=report)
    assert refused.value.code == "no_agency" and row_counts() == before


def test_a_ward_of_the_other_city_reaches_the_other_city(cast, acting):
    there = {"postal_code": "802-0001", "address": "福岡県北九州市小倉北区浅野1-1"}
    with acting("staff") as staff:
        referral = submit_report(actor=staff, report=report_of(cast, office_id=cast.denki_office.pk, **there))
    assert referral.municipality_id == cast.kitakyushu.pk


def test_a_postal_code_of_two_towns_goes_by_the_address(cast):
    """498-0000 is 弥富市 and, over the prefecture's border, 桑名郡木曽岬町."""
    for agency, jis_code in ((cast.tamana_agency, "23235"), (cast.kitakyushu_agency, "24303")):
        ServiceArea.objects.create(municipality=agency.municipality, agency=agency, jis_code=jis_code)
    places = {
        "愛知県弥富市前ケ須町1": cast.tamana_agency,
        "三重県桑名郡木曽岬町大字西対海地251": cast.kitakyushu_agency,
    }
    for address, agency in places.items():
        found = destination("498-0000", address)
        assert found and found.agency == agency, address
    found = destination("４９８－００００", "木曽岬町大字西対海地251")
    assert found and found.agency == cast.kitakyushu_agency


def test_a_household_in_the_town_without_an_agency_is_not_told_to_its_neighbour(cast):
    ServiceArea.objects.create(municipality=cast.tamana, agency=cast.tamana_agency, jis_code="23235")
    assert destination("498-0000", "三重県桑名郡木曽岬町大字西対海地251") is None
    found = destination("498-0000", "住所の町名だけ")
    assert found and found.agency == cast.tamana_agency


def test_a_foreign_office_is_refused(cast, acting):
    with acting("staff") as staff, pytest.raises(ReferralRefusal) as refused, transaction.atomic():
        submit_report(actor=staff, report=report_of(cast, office_id=cast.suido_office.pk, name=CANARY))
    assert refused.value.code == "not_your_office" and tables_naming(CANARY) == {}


def test_the_portals_log_in_cannot_report_in_another_companys_name(cast, acting):
    report = report_of(cast, office_id=cast.denki_office.pk)
    with acting("staff") as staff:
        submit_report(actor=staff, report=report)
    forged = Referral.objects.get()
    forged.pk, forged.submission, forged.receipt_number = uuid4(), uuid4(), "x"
    forged.utility_id, forged.office = cast.suido.pk, Office.objects.get(pk=cast.suido_office.pk)
    with acting("staff"), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        forged.save(force_insert=True)


# --- once, and numbered ---


def test_the_same_submission_is_one_report(cast, acting):
    report = report_of(cast, office_id=cast.denki_office.pk)
    with acting("staff") as staff:
        first = submit_report(actor=staff, report=report)
    before = row_counts()
    with acting("staff") as staff:
        assert submit_report(actor=staff, report=report) == first
    assert row_counts() == before


def test_a_colleagues_submission_number_gives_nothing_away_to_another_company(cast, acting):
    report = report_of(cast, office_id=cast.denki_office.pk, name=CANARY)
    with acting("staff") as staff:
        submit_report(actor=staff, report=report)
    mine = replace(report_of(cast, office_id=cast.suido_office.pk), submission=report.submission)
    with acting("other_staff") as other, pytest.raises(DatabaseError, match="unique"), transaction.atomic():
        submit_report(actor=other, report=mine)
    assert Referral.objects.get().name == CANARY


def test_receipt_numbers_count_by_company_and_fiscal_year(cast, acting):
    zone = timezone.get_current_timezone()
    last, first = datetime(2026, 3, 31, 23, 59, tzinfo=zone), datetime(2026, 4, 1, 0, 0, tzinfo=zone)
    with acting("staff") as staff:
        numbers = [
            submit_report(actor=staff, report=report_of(cast, office_id=cast.denki_office.pk, at=at), at=at)
            for at in (last, first, first)
        ]
    with acting("other_staff") as other:
        foreign = submit_report(actor=other, report=report_of(cast, office_id=cast.suido_office.pk, at=first), at=first)
    ends = [number.receipt_number for number in (*numbers, foreign)]
    denki, suido = f"{cast.denki.pk:04d}", f"{cast.suido.pk:04d}"
    assert ends == [f"2025-{denki}-00001", f"2026-{denki}-00001", f"2026-{denki}-00002", f"2026-{suido}-00001"]
