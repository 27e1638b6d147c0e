"""Rows that may cross become the reports that the portal's pages would have made; nothing else stays."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from consent.actions import Alike, cross_many
from consent.errors import LegallyRefused
from consent.gate import Facts
from consent.models import Consent, Disclosure, ProtectionGround, RefusalCount
from consent.vocabulary import REPORT_ITEMS, ConsentMeans, ProtectedInterest, Route
from japanese.dates import TOKYO, today
from notifications.models import Notice, OutboxItem
from organizations.actors import Actor
from organizations.ids import ordered_ids
from organizations.scope import scope
from referrals.actions import submit_report
from referrals.crossings import report_crossing, report_facts, utility_sender
from referrals.errors import ReferralRefusal
from referrals.importing.rows import Fate
from referrals.importing.storing import Sending, keep
from referrals.models import Channel, Referral, Triage
from referrals.report import ConsentGiven, HouseholdStated, ProtectionStated
from tests.core.searching import row_counts, tables_naming
from tests.importing.hostile import HOSTILE
from tests.importing.lists import DANGER, GOOD, PROTECTED, check, many
from tests.world import report_of

CANARY = "鷺沼カナリア"


def send(cast, actor, *rows, at=None, utility="denki", **more):
    """The rows of one list, checked and kept."""
    at = at or timezone.now()
    checked = check(cast, actor, *rows, at=at, utility=utility, look_for_sent=False)
    office = getattr(cast, f"{utility}_office")
    return keep(actor=actor, office=office, rows=checked, run=None, at=at, **more)


@pytest.fixture
def sent(cast, acting):
    """`sent(row, …)`: what became of a list of the electricity company."""

    def run(*rows, by="staff", **more):
        with acting(by) as actor:
            return send(cast, actor, *rows, **more)

    return run


# --- the same as a report from the portal ---

#: What differs between any two reports, and that this one came as a file.
OWN = {"id", "receipt_number", "submission", "subject", "disclosure", "consent", "protection", "referral", "channel"}
WRITTEN = {"history_id", "history_date", "judged_at"}


def facts_of(row):
    """{column: value} of a stored row, but for its own keys and moments of writing."""
    fields = [field for field in row._meta.concrete_fields if field.name not in OWN | WRITTEN]
    return {field.name: getattr(row, field.attname) for field in fields}


def everything_of(referral):
    """All rows that belong to a report."""
    grounds = [row for row in (referral.consent, referral.protection) if row]
    disclosure, triage = Disclosure.objects.get(subject=referral.submission), Triage.objects.get(referral=referral)
    histories = [row for one in (referral, *grounds) for row in type(one).history.filter(id=one.pk)]
    assert (referral.disclosure_id, {one.subject for one in grounds}) == (disclosure.pk, {referral.submission})
    return [facts_of(row) for row in (referral, *grounds, *histories, disclosure, triage)]


def typed(cast, row):
    """The same household as somebody would type it into the portal's pages."""
    day = {name: today() + timedelta(days=offset) for name, offset in (("since", -90), ("notice", -3), ("stop", 12))}
    household = HouseholdStated(
        name=row["契約名義"],
        kana=row["契約名義カナ"],
        birth_on=None,
        phone=row["電話番号"],
        postal_code="865-0016",
        address=row["住所"],
        supply_kind="electricity_retail",
        customer_number=row["お客さま番号"],
        supply_point=row["供給地点特定番号"],
        arrears_since=day["since"],
        arrears_months=3,
        arrears_yen=24800,
        deferred_until=None,
        notice_on=day["notice"],
        scheduled_stop_on=day["stop"],
        stop_basis="notified",
        has_infant=False,
        has_illness=False,
        signs="",
        note=row["備考"],
    )
    report = replace(report_of(cast, office_id=cast.denki_office.pk), household=household)
    if row["根拠"] == "同意":
        return replace(report, consent=_given(row))
    stated = ProtectionStated(
        ProtectedInterest.LIFE, row["保護の必要性"], row["同意困難の理由"], cast.actor("staff").name
    )
    return replace(report, route=Route.B, danger_to_life="緊急" in row, consent=None, protection=stated)


def _given(row):
    return ConsentGiven(
        given_by=row["契約名義"],
        given_at=datetime.combine(today() - timedelta(days=4), time.min, tzinfo=TOKYO),
        means=ConsentMeans.ORAL,
        taken_by=row["同意取得者"],
        words="",
        items=frozenset(REPORT_ITEMS),
        expires_on=None,
        to_feedback=False,
    )


@pytest.mark.parametrize("row", [GOOD, PROTECTED, DANGER], ids=["consent", "protection", "danger"])
def test_a_row_becomes_what_a_report_from_the_portal_becomes(cast, acting, row):
    at = timezone.now()
    with acting("staff") as staff:
        submit_report(actor=staff, report=typed(cast, row), at=at)
        kept = send(cast, staff, row, at=at)
    typed_in, imported = Referral.objects.get(channel=Channel.PORTAL), Referral.objects.get(channel=Channel.FILE)
    assert (kept.accepted, kept.first_receipt) == (1, imported.receipt_number)
    assert everything_of(imported) == everything_of(typed_in)
    assert imported.pk.version == imported.submission.version == 7


def test_every_row_has_its_own_ground_its_own_disclosure_and_consecutive_receipts(cast, acting, sent):
    kept = sent(*many(40), *many(5, PROTECTED, 供給停止予定日=""), PROTECTED)
    assert (kept.accepted, kept.refused, kept.invalid, kept.duplicates) == (46, 0, 0, 0)
    rows = Referral.objects.order_by("receipt_number").select_related("disclosure", "consent", "protection")
    assert [row.customer_number for row in rows][:40] == [row["お客さま番号"] for row in many(40)]
    numbers = [int(row.receipt_number.rsplit("-", 1)[1]) for row in rows]
    assert numbers == list(range(1, 47))
    assert (rows[0].receipt_number, rows[45].receipt_number) == (kept.first_receipt, kept.last_receipt)
    assert len({row.disclosure_id for row in rows}) == Disclosure.objects.count() == 46
    for row in rows:
        assert row.disclosure.subject == row.submission == (row.consent or row.protection).subject
        assert row.disclosure.items and row.disclosure.route == row.route
    assert (Consent.objects.count(), ProtectionGround.objects.count()) == (40, 6)
    assert Triage.objects.count() == 46 and Referral.history.count() == 46


def test_the_next_report_goes_on_counting(cast, acting, sent):
    sent(*many(3))
    with acting("staff") as staff:
        receipt = submit_report(actor=staff, report=typed(cast, GOOD)).receipt_number
    assert receipt.endswith("-00004")
    assert sent(GOOD).first_receipt.endswith("-00005")


def test_rows_go_to_the_agency_of_their_address(cast, sent):
    there = {"郵便番号": "803-0813", "住所": "北九州市小倉北区城内1-1"}
    sent(GOOD, *many(2, **there))
    assert Referral.objects.filter(agency=cast.tamana_agency, municipality=cast.tamana).count() == 1
    assert Referral.objects.filter(agency=cast.kitakyushu_agency, municipality=cast.kitakyushu).count() == 2
    assert set(Disclosure.objects.values_list("recipient_id", "municipality_id")) == {
        (cast.tamana_agency.pk, cast.tamana.pk),
        (cast.kitakyushu_agency.pk, cast.kitakyushu.pk),
    }


def test_whatever_a_cell_holds_is_stored_byte_for_byte(cast, acting):
    rows = [
        GOOD | {"お客さま番号": f"6{n:05}", "契約名義": f"玉{cell}", "備考": cell} for n, cell in enumerate(HOSTILE)
    ]
    with acting("staff") as staff:
        checked = check(cast, staff, *rows)
        good = [cell for cell, row in zip(HOSTILE, checked, strict=True) if row.fate is Fate.ACCEPTED]
        keep(actor=staff, office=cast.denki_office, rows=checked, run=None, at=timezone.now())
    assert len(good) > 50 and {"\\N", "\\", '"', '{"a","b"}', "NULL"} <= set(good)
    stored = Referral.objects.order_by("receipt_number").values_list("name", "consent__given_by", "note")
    assert list(stored) == [(f"玉{cell}", f"玉{cell}", cell if cell.strip() else "") for cell in good]


# --- nobody else sees them ---


def test_neither_another_company_nor_another_town_sees_a_row(cast, acting, sent):
    sent(*many(3))
    for who, sees in (("staff", 3), ("manager", 3), ("caseworker", 3), ("other_staff", 0), ("other_caseworker", 0)):
        with acting(who) as actor:
            assert Referral.objects.count() == Referral.history.count() == sees, who
            assert Referral.objects.visible_to(actor).count() == sees, who
            assert Consent.objects.count() == sees, who
    with acting("other_staff") as other:
        assert send(cast, other, *many(3, 供給種別="水道", 供給地点特定番号=""), utility="suido").accepted == 3


def test_nobody_sends_for_another_companys_office(cast, acting):
    with acting("staff") as staff, pytest.raises(ReferralRefusal), transaction.atomic():
        rows = check(cast, staff, GOOD, utility="suido")
        keep(actor=staff, office=cast.suido_office, rows=rows, run=None, at=timezone.now())
    assert not Referral.objects.exists()


@pytest.mark.parametrize("who", ["caseworker", "admin", "member"])
def test_nobody_sends_without_the_right(cast, acting, who):
    with acting("staff") as staff:
        rows = check(cast, staff, GOOD)
    with acting(who) as actor, pytest.raises(PermissionDenied), transaction.atomic():
        keep(actor=actor, office=cast.denki_office, rows=rows, run=None, at=timezone.now())
    assert not Referral.objects.exists()


# --- refused, to be mended, sent before ---


def test_of_a_refused_row_a_count_stays_and_nothing_else(cast, acting, sent):
    marked = GOOD | {
        "契約名義": f"{CANARY} 太郎",
        "契約名義カナ": "ｻｷﾞﾇﾏ ｶﾅﾘｱ",
        "住所": f"玉名市岩崎 {CANARY}荘",
        "お客さま番号": f"{CANARY}-1",
        "電話番号": "0990-12-3456",
        "備考": CANARY,
    }
    before = row_counts()
    kept = sent(marked | {"根拠": ""}, marked | {"根拠": "なし"}, marked | {"同意取得者": ""}, marked | {"住所": ""})
    assert (kept.accepted, kept.refused, kept.invalid) == (0, 3, 1)
    for trace in (CANARY, "ｻｷﾞﾇﾏ", "0990-12-3456"):
        assert tables_naming(trace) == {}
    counts = RefusalCount.objects.order_by("code").values_list("code", "count", "office_id", "municipality_id")
    here = (cast.denki_office.pk, cast.tamana.pk)
    assert list(counts) == [("consent_incomplete", 1, *here), ("no_consent", 2, *here)]
    assert row_counts() == before | {"consent_refusalcount": 2}


def test_the_search_for_traces_finds_them(sent):
    sent(GOOD | {"契約名義": CANARY})
    assert {"referrals_referral", "referrals_historicalreferral", "consent_consent"} <= tables_naming(CANARY).keys()


def test_the_same_list_again_makes_no_second_report(sent):
    assert sent(*many(6), PROTECTED).accepted == 7
    before = row_counts()
    again = sent(*many(6), PROTECTED)
    assert (again.accepted, again.duplicates, again.first_receipt) == (0, 7, "")
    assert row_counts() == before


def test_of_an_overlapping_list_only_the_rest_is_sent(sent):
    sent(*many(4))
    kept = sent(*many(6))
    assert (kept.accepted, kept.duplicates) == (2, 4)
    assert Referral.objects.count() == 6


@pytest.mark.parametrize("number", ["４０１２３４５６７８", "4012 345678", "４０１２　３４５６７８", " 4012345678"])
def test_a_number_written_otherwise_is_the_same_and_stays_as_it_was_first_received(sent, number):
    sent(GOOD)
    assert sent(GOOD | {"お客さま番号": number}).duplicates == 1
    assert Referral.objects.get().customer_number == GOOD["お客さま番号"]


@pytest.mark.parametrize("number", ["４０１２３４５６７８", "4012 345678", "ｱﾊﾞ-12"])
def test_and_the_other_way_round(sent, number):
    sent(GOOD | {"お客さま番号": number})
    plain = {"ｱﾊﾞ-12": "アバ-12"}.get(number, GOOD["お客さま番号"])
    assert sent(GOOD | {"お客さま番号": plain}).duplicates == 1
    assert Referral.objects.get().customer_number == number


def test_danger_is_told_even_of_a_household_that_was_sent_before(sent):
    sent(PROTECTED)
    assert sent(PROTECTED | {"緊急": "はい"}).accepted == 1
    assert sent(PROTECTED | {"緊急": "はい"}).duplicates == 1


def test_a_report_typed_into_the_portal_does_not_stand_in_the_way_of_the_list(cast, acting, sent):
    with acting("staff") as staff:
        submit_report(actor=staff, report=typed(cast, GOOD))
    assert sent(GOOD).accepted == 1


def test_the_check_tells_beforehand_what_was_sent(cast, acting, sent):
    sent(*many(3))
    with acting("staff") as staff:
        rows = check(cast, staff, *many(5))
    assert [row.fate for row in rows] == [*[Fate.DUPLICATE] * 3, Fate.ACCEPTED, Fate.ACCEPTED]
    assert [error.code for error in rows[0].errors] == ["duplicate"]


# --- who hears of it ---


def test_an_agency_hears_once_of_a_list_and_singly_of_each_danger(cast, acting):
    sending, at = Sending(), timezone.now()
    with acting("staff") as staff:
        send(cast, staff, *many(5), DANGER, DANGER | {"お客さま番号": "4099999998"}, at=at, sending=sending)
        send(cast, staff, *many(9)[5:], at=at, sending=sending)
    urgent = Notice.objects.filter(is_urgent=True)
    assert sorted(urgent.values_list("number", flat=True)) == sorted(
        Referral.objects.filter(danger_to_life=True).values_list("receipt_number", flat=True)
    )
    assert [notice.path for notice in urgent.order_by("number")] == [
        f"/triage/{notice.number}/" for notice in urgent.order_by("number")
    ]
    calm = Notice.objects.get(is_urgent=False)
    assert (calm.code, calm.path, calm.agency) == ("list", "/triage/", cast.tamana_agency)
    assert OutboxItem.objects.count() == 3
    assert sorted(item.payload["urgent"] for item in OutboxItem.objects.all()) == [False, True, True]
    assert tables_naming("玉名　花子").keys().isdisjoint({"notifications_notice", "notifications_outboxitem"})
    assert Triage.objects.filter(is_urgent=True).count() == 2


def test_where_all_rows_are_refused_nobody_hears(sent):
    sent(GOOD | {"根拠": ""})
    assert not Notice.objects.exists() and not OutboxItem.objects.exists()


# --- all or none ---


def test_what_goes_wrong_meanwhile_takes_the_whole_batch_back(cast, acting):
    def fail():
        raise OSError("the disk")

    before = row_counts()
    with acting("staff") as staff, pytest.raises(OSError, match="the disk"):
        send(cast, staff, *many(50), meanwhile=fail)
    assert row_counts() == before
    with acting("staff") as staff:
        assert send(cast, staff, *many(50)).accepted == 50  # the connection can be used as ever


def test_meanwhile_is_meanwhile(cast, acting):
    calls = []
    with acting("staff") as staff:
        assert send(cast, staff, *many(3), meanwhile=lambda: calls.append(1)).accepted == 3
        assert send(cast, staff, *many(3), meanwhile=lambda: calls.append(2)).duplicates == 3
    assert calls == [1]


def test_many_cross_only_if_the_gate_permits_each(cast, acting):
    with acting("staff") as staff:
        at = timezone.now()
        report = report_of(cast, office_id=cast.denki_office.pk, at=at)
        crossing = report_crossing(report, utility_sender(cast.denki_office).party, cast.tamana_agency, at)
        good = Alike(crossing, report_facts(report, cast.tamana_agency), cast.tamana.pk)
        subjects = ordered_ids(3)
        with pytest.raises(LegallyRefused), transaction.atomic():
            cross_many(actor=staff, alike=[good, replace(good, facts=Facts())], of=[0, 0, 1], subjects=subjects)
        assert cross_many(actor=staff, alike=[good], of=[0, 0, 0], subjects=subjects)
    assert [row.subject.hex for row in Disclosure.objects.order_by("id")] == subjects


def test_nothing_crosses_in_number_outside_a_transaction(committed):
    actor = Actor.of(committed.roles["staff"])
    report = report_of(committed, office_id=committed.denki_office.pk)
    agency = committed.tamana_agency
    crossing = report_crossing(report, utility_sender(committed.denki_office).party, agency, timezone.now())
    alike = Alike(crossing, report_facts(report, agency), committed.tamana.pk)
    with pytest.raises(RuntimeError):
        cross_many(actor=actor, alike=[alike], of=[0], subjects=ordered_ids(1))


def test_keys_come_in_their_order():
    ids = ordered_ids(200_000)
    assert len(set(ids)) == 200_000 and all(one < other for one, other in pairwise(ids))


def test_keys_are_of_version_7_and_no_two_calls_give_the_same():
    first, second = ordered_ids(1000), ordered_ids(1000)
    assert {one[12] for one in first} == {"7"} and {one[16] for one in first} <= set("89ab")
    assert set(first).isdisjoint(second)


# --- two at once ---


def _import_all(cast, rows):
    actor = Actor.of(cast.roles["staff"])
    with scope(organization=cast.denki.pk, user=actor.user_id):
        return send(cast, actor, *rows)


def test_two_lists_at_one_moment_make_one_report_of_each_household(committed, at_once):
    rows = many(300)
    works = at_once(
        "portal", *[lambda part=part: _import_all(committed, part) for part in (rows, rows[100:], rows[:200])]
    )
    kept = [work.result(timeout=60) for work in works]
    assert sum(one.accepted for one in kept) == 300
    assert sum(one.duplicates for one in kept) == 400
    numbers = Referral.objects.values_list("customer_number", flat=True)
    assert len(set(numbers)) == len(numbers) == Disclosure.objects.count() == Triage.objects.count() == 300
    receipts = sorted(int(row.rsplit("-", 1)[1]) for row in Referral.objects.values_list("receipt_number", flat=True))
    assert receipts == list(range(1, 301))
