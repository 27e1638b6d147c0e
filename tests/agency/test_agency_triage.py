"""New reports: the list, the page, and its three verbs, each with its refusal."""

import uuid
from dataclasses import replace

import pytest

from audit.models import AccessKind, AccessRecord
from cases.models import Case, CaseStatus
from consent.actions import withdraw_consent
from consent.models import Consent, Disclosure
from consent.vocabulary import CrossingKind, Item
from japanese.dates import today, wareki
from japanese.display import days_in_words, short_day
from organizations.models import UtilityKind
from referrals.actions import submit_report
from referrals.models import CloseReason, Feedback, StopBasis, Supply, Triage, TriageStatus
from referrals.report import Report
from tests.agency.reported import (
    NAME,
    assert_same_number,
    consented,
    open_case_of,
    queries_of,
    reported,
    taken_into_case,
    unconsented,
)
from tests.agency.test_agency_today import in_danger, more_reports, stopping

VERBS = ("open", "add", "close")


@pytest.fixture
def referral(acting, cast):
    """A consented report that waits."""
    return reported(acting, consented(cast))


def water(acting, cast, **household):
    """The same household, reported by the water bureau."""
    told = consented(cast)
    stated = replace(told.household, supply_kind=UtilityKind.WATER, customer_number="水-9", **household)
    whole = Report(uuid.uuid4(), cast.suido_office.pk, told.route, False, stated)
    whole = replace(whole, consent=replace(told.consent, items=whole.items()))
    with acting("other_staff") as staff:
        return submit_report(actor=staff, report=whole)


def url(referral, verb=""):
    return f"/triage/{referral.receipt_number}/" + (f"{verb}/" if verb else "")


def close(reason=CloseReason.NOT_NEEDED, note=""):
    return {"reason": reason, "note": note}


def test_the_list_shows_danger_first_and_is_recorded(browser, acting, cast, referral):
    urgent = reported(acting, in_danger(cast, "危険 零"))
    page = browser("caseworker").get("/triage/")
    assert [row.referral_id for row, *_words in page.context["lines"]] == [urgent.pk, referral.pk]
    row = AccessRecord.objects.get(purpose="triage list")
    assert (row.kind, row.subject_ids) == (AccessKind.LIST, [str(urgent.pk), str(referral.pk)])


def test_dealt_with_reports_stand_in_the_other_tab(browser, acting, referral):
    client = browser("caseworker")
    assert client.get("/triage/?show=done").context["lines"] == []
    taken_into_case(acting, referral)
    assert client.get("/triage/").context["lines"] == []
    assert NAME in client.get("/triage/?show=done&after=x").content.decode()


def test_pages_by_key_reach_every_report_once(browser, referral):
    more_reports(referral, 52)
    client, seen, address = browser("caseworker"), [], "/triage/"
    while address:
        page = client.get(address)
        seen += [row.referral_id for row, *_words in page.context["lines"]]
        address = "/triage/" + page.context["next_url"] if page.context["next_url"] else ""
    assert len(seen) == len(set(seen)) == 53


def test_the_page_shows_everything_as_received_with_its_ground(browser, acting, cast):
    referral = reported(acting, stopping(cast, NAME, 3))
    text = browser("caseworker").get(url(referral)).content.decode()
    shown = (
        NAME,
        "タマナ タロウ",
        "0968-75-1111",
        "熊本県玉名市岩崎1-1",
        "30,000",
        wareki(referral.scheduled_stop_on),
        "検針 花子",
        "役所に話してよい",
        str(Item.ARREARS.label),
        cast.denki.name,
        cast.denki_office.name,
    )
    for words in shown:
        assert words in text, words
    row = AccessRecord.objects.get(purpose="triage page")
    assert (row.kind, row.subject_ids) == (AccessKind.VIEW, [str(referral.pk)])


def test_both_reasons_of_a_report_without_consent_stand_on_top(browser, acting, cast):
    referral = reported(acting, unconsented(cast))
    text = browser("caseworker").get(url(referral)).content.decode()
    for words in ("やせて立てない様子だった", "呼びかけに答えられない", "玉名営業所長"):
        assert words in text, words
    review = f"/protections/{referral.protection_id}/review/"
    assert review not in text
    assert review in browser("lead").get(url(referral)).content.decode()


def test_danger_to_life_stands_before_everything(browser, acting, cast, referral):
    urgent = reported(acting, in_danger(cast, "危険 零"))
    client = browser("caseworker")
    assert "notice tone-danger" in client.get(url(urgent)).content.decode()
    assert "notice tone-danger" not in client.get(url(referral)).content.decode()


def test_an_estimated_stop_date_is_marked_and_a_notified_one_is_not(browser, acting, cast):
    client, mark = browser("caseworker"), str(StopBasis.ESTIMATED.label)
    told = reported(acting, stopping(cast, "通知 二", 3))
    assert mark not in client.get(url(told)).content.decode()
    guessed = reported(acting, stopping(cast, "見込 一", 3, StopBasis.ESTIMATED))
    assert mark in client.get(url(guessed)).content.decode()


@pytest.mark.parametrize("verb", VERBS)
def test_strangers_neither_see_nor_decide(browser, referral, verb):
    assert browser("other_caseworker").get(url(referral)).status_code == 404
    assert browser("other_caseworker").post(url(referral, verb), close()).status_code == 404
    for name in ("auditor", "admin"):
        assert browser(name).get(url(referral)).status_code == 403
        assert browser(name).post(url(referral, verb), close()).status_code == 403
        assert browser(name).get("/triage/").status_code == 403
    assert browser("caseworker").get(url(referral, verb)).status_code == 405
    assert Triage.objects.get().status == TriageStatus.NEW
    assert browser("other_caseworker").get("/triage/").context["lines"] == []


def test_opening_a_case_takes_over_person_supply_and_tells_the_utility(browser, referral):
    answer = browser("caseworker").post(url(referral, "open"))
    case = Case.objects.get()
    assert answer["Location"] == f"/cases/{case.number}/"
    assert (case.person.name, case.household.address) == (referral.name, referral.address)
    assert Supply.objects.get(case=case).kind == referral.supply_kind
    assert Feedback.objects.get().status == "handling"
    assert Disclosure.objects.filter(kind=CrossingKind.FEEDBACK).count() == 1


def test_without_consent_to_it_the_utility_hears_nothing(browser, acting, cast):
    referral = reported(acting, consented(cast, feedback=False))
    client = browser("caseworker")
    assert not client.get(url(referral)).context["feedback"].is_told
    assert client.post(url(referral, "open")).status_code == 302
    assert not Feedback.objects.exists()
    assert not Disclosure.objects.filter(kind=CrossingKind.FEEDBACK).exists()


def test_what_the_page_says_of_feedback_is_what_the_gate_does(browser, acting, cast, referral):
    client = browser("caseworker")
    assert client.get(url(referral)).context["feedback"].is_told
    for consent in Consent.objects.all():
        with acting("caseworker") as actor:
            withdraw_consent(actor=actor, consent=consent, via="電話")
    assert not client.get(url(referral)).context["feedback"].is_told
    client.post(url(referral, "close"), close())
    assert not Feedback.objects.exists()


def test_electricity_and_water_come_together_in_one_case(browser, acting, cast):
    case = open_case_of(acting, cast)
    second = water(acting, cast, name="たまな太郎", phone="０９６８７５１１１１")
    client = browser("caseworker")
    page = client.get(url(second))
    assert [suggestion.case for suggestion in page.context["suggested"]] == [case]
    for reason in page.context["suggested"][0].reasons:
        assert str(reason) in page.content.decode()
    assert AccessRecord.objects.get(purpose="triage suggestions").subject_ids == [str(case.pk)]
    assert client.post(url(second, "add"), {"chosen": case.number}).status_code == 302
    assert sorted(case.supplies.values_list("kind", flat=True)) == [UtilityKind.ELECTRICITY_RETAIL, UtilityKind.WATER]
    assert Case.objects.count() == 1
    text = client.get(f"/cases/{case.number}/").content.decode()
    assert cast.denki.name in text
    assert cast.suido.name in text


def test_an_equal_supply_point_suggests_and_an_empty_one_does_not(browser, acting, cast):
    case = open_case_of(acting, cast)
    stranger = {"name": "別人 花子", "kana": "ベツジン", "phone": "", "address": "熊本県玉名市築地9-9"}
    plain = water(acting, cast, **stranger)
    client = browser("caseworker")
    assert client.get(url(plain)).context["suggested"] == []
    Supply.objects.filter(case=case).update(supply_point="0" * 20 + "12")
    same_place = water(acting, cast, **stranger, supply_point="0" * 20 + "12")
    assert [one.case for one in client.get(url(same_place)).context["suggested"]] == [case]


def test_a_case_can_be_named_by_its_number(browser, acting, cast, referral):
    case = open_case_of(acting, cast)
    sent = {"number": case.number.replace("-", "")}
    assert browser("caseworker").post(url(referral, "add"), sent)["Location"] == f"/cases/{case.number}/"
    assert Triage.objects.get(pk=referral.pk).case == case


@pytest.mark.parametrize("sent", [{}, {"number": "2026-9999"}, {"chosen": "2026-9999"}])
def test_an_unknown_or_missing_case_is_asked_for_again(browser, referral, sent):
    answer = browser("caseworker").post(url(referral, "add"), sent)
    assert answer.status_code == 400
    assert sent.get("number", "") in answer.content.decode()
    assert Triage.objects.get().status == TriageStatus.NEW


def test_a_case_of_another_municipality_is_unknown(browser, acting, cast, referral):
    case = open_case_of(acting, cast)
    Case.objects.filter(pk=case.pk).update(municipality=cast.kitakyushu, number="2024-0777")
    assert browser("caseworker").post(url(referral, "add"), {"number": "2024-0777"}).status_code == 400


def test_a_closed_case_takes_no_report(browser, acting, cast, referral):
    case = open_case_of(acting, cast)
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.CLOSED, closed_on=today())
    answer = browser("caseworker").post(url(referral, "add"), {"number": case.number})
    assert answer.status_code == 409
    assert case.number in answer.content.decode()
    assert Triage.objects.get(pk=referral.pk).status == TriageStatus.NEW


def test_closing_keeps_reason_and_remark(browser, cast, referral):
    client = browser("caseworker")
    assert client.post(url(referral, "close"), close(CloseReason.OTHER_AREA, "隣の市でした")).status_code == 302
    row = Triage.objects.get()
    assert (row.status, row.close_reason, row.close_note) == (TriageStatus.CLOSED, "other_area", "隣の市でした")
    assert row.decided_by_id == cast.actor("caseworker").user_id
    assert Feedback.objects.get().status == "closed"
    assert "隣の市でした" in client.get(url(referral)).content.decode()


def test_closing_without_a_reason_keeps_the_remark_on_screen(browser, referral):
    answer = browser("caseworker").post(url(referral, "close"), {"note": "書いた備考"})
    assert answer.status_code == 400
    assert "書いた備考" in answer.content.decode()
    assert Triage.objects.get().status == TriageStatus.NEW


@pytest.mark.parametrize("verb", VERBS)
def test_a_double_click_or_stale_tab_changes_nothing_and_says_so(browser, acting, cast, referral, verb):
    other = open_case_of(acting, cast)
    client = browser("caseworker")
    client.post(url(referral, "open"))
    before = Triage.objects.get(pk=referral.pk).case
    answer = client.post(url(referral, verb), {**close(), "number": other.number})
    assert answer.status_code == 409
    assert 'role="alert"' in answer.content.decode()
    assert before is not None
    assert before.number in answer.content.decode()
    assert Triage.objects.get(pk=referral.pk).case == before
    assert Case.objects.count() == 2
    assert Feedback.objects.filter(referral=referral).count() == 1


def test_the_number_of_queries_does_not_grow_with_the_rows(browser, referral):
    client = browser("caseworker")
    client.get("/triage/")
    few = queries_of(client, "/triage/")
    more_reports(referral, 19)
    assert_same_number(few, queries_of(client, "/triage/"), at_most=6)


def test_the_page_asks_no_more_with_many_suggestions(browser, acting, cast, referral):
    taken_into_case(acting, reported(acting, consented(cast)))
    client = browser("caseworker")
    client.get(url(referral))
    few = queries_of(client, url(referral))
    for _n in range(5):
        taken_into_case(acting, reported(acting, consented(cast)))
    assert_same_number(few, queries_of(client, url(referral)), at_most=25)


def test_a_stop_date_stands_in_the_list_with_the_days_left(browser, acting, cast):
    referral = reported(acting, stopping(cast, "停止 三日", 3))
    page = browser("caseworker").get("/triage/").content.decode()
    assert short_day(referral.scheduled_stop_on) in page
    assert days_in_words(referral.scheduled_stop_on) in page
