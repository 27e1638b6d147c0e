"""A report is asked about, returned, or passed on to the agency in charge; its sender sees which."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils.translation import gettext, override

from audit.models import AccessKind, AccessRecord
from consent.actions import review_protection
from consent.gate import RefusalCode
from consent.models import Consent, Disclosure, ProtectionGround, RefusalCount
from consent.vocabulary import CrossingKind, FailedLimb, Item, PartyKind
from japanese.dates import today
from notifications.models import Notice
from notifications.tasks import deliver_outbox
from referrals.actions import accept_into_new_case, correct_report, retract_report
from referrals.models import (
    Channel,
    CloseReason,
    Feedback,
    Forwarding,
    Referral,
    Reply,
    ReplyCode,
    ReplyDetail,
    RetractReason,
    Triage,
    TriageStatus,
)
from referrals.sealed import CONTENT
from tests.agency.intake_typing import NEIGHBOUR, Desk, slip_of_the_utility
from tests.agency.reported import assert_same_number, consented, queries_of, reported
from tests.agency.test_agency_today import more_reports
from tests.core.searching import tables_naming

CANARY = "鶯谷カナリア"
#: An address of the other municipality.
THERE = {"postal_code": "803-0813", "address": "福岡県北九州市小倉北区城内1-1"}
#: The person is called and agrees that the agency in charge is told.
AGREED = {
    "ground": "agreed",
    "given_by": f"{CANARY} 太郎",
    "given_on": f"{today() - timedelta(days=1)}",
    "given_time": "10:00",
    "means": "telephone",
    "taken_by": "相談 見本",
    "words": "そちらへ伝えてください",
}
VERBS = {"ask": {"questions": ["address"]}, "return": {}, "pass-on": {"ground": "protection"}}


@pytest.fixture
def desk(browser):
    return Desk(browser("caseworker"))


@pytest.fixture
def told(cast, desk):
    """`told()` is a slip of ひので電力 about a household in 北九州, with consent; `told(NEIGHBOUR)` a call."""

    def enter(answers=None, **changed):
        one = Desk(desk.browser)
        answers = answers or slip_of_the_utility(cast.denki_office.pk)
        given = one.enters({**answers, "name": f"{CANARY} 太郎", **THERE}, **changed)
        assert given.status_code == 302
        return Referral.objects.get(submission=one.number)

    return enter


def url(referral, verb=""):
    return f"/triage/{referral.receipt_number}/" + (f"{verb}/" if verb else "")


def triage_of(referral):
    return Triage.objects.get(pk=referral.pk)


def passed_on(referral):
    """(forwarding, the report as it is there)."""
    gone = Forwarding.objects.get(referral=referral)
    return gone, Referral.objects.get(submission=gone.arrived_as)


def stands_where_it_was(referral):
    """Nothing crossed and nothing is decided."""
    assert triage_of(referral).status == TriageStatus.NEW
    assert not Forwarding.objects.exists()
    assert not Reply.objects.exists()
    assert not Disclosure.objects.filter(kind=CrossingKind.FORWARD).exists()
    assert Referral.objects.get(pk=referral.pk).name == f"{CANARY} 太郎"
    return True


# --- what the page offers ---


def test_the_page_names_the_agency_in_charge_and_offers_what_the_gate_permits(cast, desk, told):
    by_consent = desk.browser.get(url(told()))
    assert by_consent.context["onward"].agency == cast.kitakyushu_agency
    assert by_consent.context["onward"].by_consent.code == RefusalCode.CONSENT_FOR_ANOTHER_RECIPIENT
    assert str(by_consent.context["onward"].by_consent.sentence) in by_consent.content.decode()
    by_protection = desk.browser.get(url(told(NEIGHBOUR)))
    assert by_protection.context["onward"].by_protection is None
    for page in (by_consent, by_protection):
        assert cast.kitakyushu_agency.name in page.content.decode()
        assert f"tel:{cast.kitakyushu_agency.phone}" in page.content.decode()


def test_an_address_without_a_postal_code_is_known_by_its_town(cast, desk, told):
    page = desk.browser.get(url(told(NEIGHBOUR, postal_code="")))
    assert page.context["onward"].agency == cast.kitakyushu_agency


def test_a_report_of_our_own_area_is_not_passed_on(desk, told):
    here = told(NEIGHBOUR, postal_code="865-0016", address="熊本県玉名市岩崎1-1")
    assert desk.browser.get(url(here)).context["onward"] is None
    answer = desk.browser.post(url(here, "pass-on"), {"ground": "protection"})
    assert answer.status_code == 409
    assert stands_where_it_was(here)


# --- ask back ---


def test_the_sender_sees_the_question_in_closed_words_and_the_report_waits_on(desk, told, browser):
    sent = told()
    answer = desk.browser.post(url(sent, "ask"), {"questions": ["stop_date", "address"]}, follow=True)
    assert triage_of(sent).status == TriageStatus.NEW
    reply = Reply.objects.get()
    assert (reply.code, reply.details) == (ReplyCode.ASKED_BACK, [ReplyDetail.ADDRESS, ReplyDetail.STOP_DATE])
    portal = browser("staff")
    for page in (answer, portal.get("/start/"), portal.get(f"/reports/{sent.receipt_number}/")):
        for detail in reply.details:
            assert str(ReplyDetail(detail).label) in page.content.decode()
    assert CANARY not in portal.get(f"/reports/{sent.receipt_number}/").content.decode()


def test_in_the_list_it_stands_as_asked(desk, told):
    asked, other = told(), told()
    desk.browser.post(url(asked, "ask"), {"questions": ["name"]})
    lines = desk.browser.get("/triage/").context["lines"]
    assert {row.referral_id: row.is_asked for row, *_words in lines} == {asked.pk: True, other.pk: False}


def test_the_same_question_twice_is_one_and_another_is_another(desk, told):
    sent = told()
    for questions in (["name"], ["name"], ["name", "phone"]):
        assert desk.browser.post(url(sent, "ask"), {"questions": questions}).status_code == 302
    assert sorted(len(reply.details) for reply in Reply.objects.all()) == [1, 2]


@pytest.mark.parametrize("questions", [[], ["no_danger"], ["なぜ滞納しているのか"]])
def test_nothing_but_the_closed_list_can_be_asked(desk, told, questions):
    sent = told()
    page = desk.browser.post(url(sent, "ask"), {"questions": questions})
    assert page.status_code == 400
    assert page.context["ask_form"].errors
    assert stands_where_it_was(sent)


def test_a_neighbour_is_asked_by_telephone_not_here(desk, told):
    call = told(NEIGHBOUR)
    assert f"tel:{NEIGHBOUR['source_phone']}" in desk.browser.get(url(call)).content.decode()
    assert desk.browser.post(url(call, "ask"), VERBS["ask"]).status_code == 409
    assert stands_where_it_was(call)


def test_the_answer_is_a_correction_that_takes_the_place(cast, acting, browser):
    told = consented(cast)
    first = reported(acting, told)
    client = browser("caseworker")
    client.post(url(first, "ask"), {"questions": ["phone"]})
    again = replace(consented(cast), household=replace(told.household, phone="0968-75-2222"))
    with acting("staff") as staff:
        newer = correct_report(actor=staff, report=again, corrects=first)
    assert [row.referral_id for row, *_words in client.get("/triage/").context["lines"]] == [newer.pk]
    assert newer.receipt_number in client.get(url(first)).content.decode()
    assert first.receipt_number in client.get(url(newer)).content.decode()
    for verb, typed in VERBS.items():
        page = client.post(url(first, verb), typed)
        assert page.status_code == 409, verb
        assert newer.receipt_number in page.content.decode()


# --- return ---


def test_returned_the_sender_is_told_who_is_in_charge_and_nothing_crosses(cast, desk, told, browser):
    sent = told()
    before = Disclosure.objects.count()
    assert desk.browser.post(url(sent, "return")).url == url(sent)
    triage = triage_of(sent)
    assert (triage.status, triage.close_reason) == (TriageStatus.CLOSED, CloseReason.OTHER_AREA)
    reply = Reply.objects.get()
    assert (reply.code, reply.agency, reply.details) == (ReplyCode.RETURNED, cast.kitakyushu_agency, [])
    assert not Referral.objects.filter(municipality=cast.kitakyushu).exists()
    told_back = Disclosure.objects.filter(kind=CrossingKind.FEEDBACK)
    assert told_back.count() == 1, "the person agreed that the company hears 'closed'"
    assert Disclosure.objects.count() == before + 1
    page = browser("staff").get(f"/reports/{sent.receipt_number}/").content.decode()
    assert cast.kitakyushu_agency.name in page
    assert CANARY not in page


def test_a_call_is_returned_by_a_call(desk, told):
    call = told(NEIGHBOUR)
    page = desk.browser.post(url(call, "return"), follow=True)
    assert desk.browser.get(url(call)).context["state"].is_open is False
    assert triage_of(call).close_reason == CloseReason.OTHER_AREA
    assert not Reply.objects.exists()
    assert not Feedback.objects.exists()
    with override("ja"):
        said = gettext("The report is closed. Please call who told us, and say which agency is in charge.")
    assert said in page.content.decode()


def test_closed_with_the_reason_of_another_area_is_returned_all_the_same(cast, desk, told):
    sent = told()
    desk.browser.post(url(sent, "close"), {"reason": CloseReason.OTHER_AREA, "note": ""})
    assert Reply.objects.get().agency == cast.kitakyushu_agency


# --- pass on ---


def test_with_a_consent_recorded_now_it_goes_and_is_in_both_ledgers(cast, desk, told):
    sent = told()
    assert desk.browser.post(url(sent, "pass-on"), AGREED).url == url(sent)
    gone, there = passed_on(sent)
    rows = Disclosure.objects.filter(kind=CrossingKind.FORWARD).order_by("municipality_id")
    assert {row.municipality for row in rows} == {cast.tamana, cast.kitakyushu}
    for row in rows:
        assert (row.route, row.sender_id, row.recipient_id) == ("A", cast.tamana_agency.pk, cast.kitakyushu_agency.pk)
        assert (row.sender_kind, row.user_id) == (PartyKind.AGENCY, cast.actor("caseworker").user_id)
        assert {Item.NAME, Item.ADDRESS, Item.ARREARS, Item.NOTE} <= set(row.items)
    assert (gone.disclosure.municipality, there.disclosure.municipality) == (cast.tamana, cast.kitakyushu)
    assert (gone.to_agency, there.agency, there.channel) == (
        cast.kitakyushu_agency, cast.kitakyushu_agency, Channel.FORWARDED,
    )  # fmt: skip
    given = Consent.objects.get(pk=there.consent_id)
    assert (given.recipients, given.words) == ([cast.kitakyushu_agency.pk], AGREED["words"])
    assert (given.municipality, given.subject) == (cast.kitakyushu, there.submission)


def test_what_was_told_arrives_byte_for_byte_and_is_sealed_here(desk, told):
    sent = told(note=" 犬が いる。\r\n二頭", signs="ﾀﾏﾅ　①")
    before = {name: getattr(sent, name) for name in CONTENT}
    desk.browser.post(url(sent, "pass-on"), AGREED)
    _gone, there = passed_on(sent)
    assert {name: getattr(there, name) for name in CONTENT} == before
    page = desk.browser.get(url(sent)).content.decode()
    assert CANARY not in page
    deliver_outbox()
    sent.refresh_from_db()
    assert (sent.name, sent.address, sent.note) == ("", "", "")
    there.refresh_from_db()
    assert there.name == before["name"]


def test_for_protection_on_the_report_s_own_two_reasons(cast, desk, told):
    call = told(NEIGHBOUR, danger="yes")
    assert desk.browser.post(url(call, "pass-on"), {"ground": "protection"}).status_code == 302
    _gone, there = passed_on(call)
    reasons = there.protection
    assert (reasons.why_protect, reasons.why_no_consent) == (NEIGHBOUR["why_protect"], NEIGHBOUR["why_no_consent"])
    assert (reasons.municipality, reasons.reviewed_at) == (cast.kitakyushu, None)
    assert Triage.objects.get(pk=there.pk).is_urgent
    assert Notice.objects.get(agency=cast.kitakyushu_agency).is_urgent
    assert triage_of(call).close_reason == CloseReason.PASSED_ON
    assert not Reply.objects.exists(), "a neighbour has no page here"


def test_the_agency_in_charge_reads_it_with_where_it_came_from(cast, desk, told, browser):
    desk.browser.post(url(told(), "pass-on"), AGREED)
    there = browser("other_caseworker")
    (row, *_words), *more = there.get("/triage/").context["lines"]
    assert not more
    page = there.get(url(row.referral))
    assert page.context["came_from"].municipality == cast.tamana
    for words in (f"{CANARY} 太郎", cast.tamana.name, cast.denki.name, AGREED["words"]):
        assert words in page.content.decode()
    assert there.post(url(row.referral, "open")).status_code == 302


def test_the_sender_sees_where_it_went_and_the_new_receipt_in_its_list(cast, desk, told, browser):
    sent = told()
    desk.browser.post(url(sent, "pass-on"), AGREED)
    _gone, there = passed_on(sent)
    portal = browser("staff")
    page = portal.get(f"/reports/{sent.receipt_number}/").content.decode()
    assert cast.kitakyushu_agency.name in page
    assert f"tel:{cast.kitakyushu_agency.phone}" in page
    listed = portal.get("/reports/").content.decode()
    assert sent.receipt_number in listed
    assert there.receipt_number in listed
    assert CANARY not in page + listed


def test_it_may_be_told_back_there_as_it_was_here(cast, desk, told, browser):
    """The consent to hear back goes along with the report."""
    desk.browser.post(url(told(), "pass-on"), AGREED)
    there = Referral.objects.get(municipality=cast.kitakyushu)
    browser("other_caseworker").post(url(there, "open"))
    assert Feedback.objects.get(referral=there).utility == cast.denki


def test_a_consent_on_record_that_names_the_agency_is_enough(cast, desk, told):
    sent = told()
    Consent.objects.filter(pk=sent.consent_id).update(recipients=[cast.tamana_agency.pk, cast.kitakyushu_agency.pk])
    assert desk.browser.get(url(sent)).context["onward"].by_consent is None
    assert desk.browser.post(url(sent, "pass-on"), {"ground": "consent"}).status_code == 302
    assert passed_on(sent)[1].route == "A"


@pytest.mark.parametrize(
    ("answers", "typed", "code"),
    [
        (None, {"ground": "consent"}, RefusalCode.CONSENT_FOR_ANOTHER_RECIPIENT),
        (None, {"ground": "protection"}, RefusalCode.NO_PROTECTION_STATEMENT),
        (None, {"ground": "nonsense"}, RefusalCode.CONSENT_FOR_ANOTHER_RECIPIENT),
        (None, {**AGREED, "taken_by": " "}, RefusalCode.CONSENT_INCOMPLETE),
        (None, {**AGREED, "given_on": f"{today() + timedelta(days=1)}"}, RefusalCode.CONSENT_NOT_YET_GIVEN),
        (NEIGHBOUR, {"ground": "consent"}, RefusalCode.NO_CONSENT),
    ],
)
def test_refused_it_stays_where_it_was_and_of_the_attempt_a_count(cast, desk, told, answers, typed, code):
    sent = told(answers)
    before = Consent.objects.count()
    page = desk.browser.post(url(sent, "pass-on"), typed)
    assert page.status_code == 422
    assert page.context["refusal"].code == code
    assert str(page.context["refusal"].instead) in page.content.decode()
    assert stands_where_it_was(sent)
    assert Consent.objects.count() == before
    assert "そちらへ伝えて" not in page.content.decode()
    count = RefusalCount.objects.get()
    assert (count.code, count.count, count.municipality) == (code, 1, cast.tamana)
    assert tables_naming("そちらへ伝えて") == {}


def test_a_ground_that_did_not_hold_carries_nothing_further(cast, acting, desk, told):
    call = told(NEIGHBOUR)
    with acting("lead") as lead:
        ground = ProtectionGround.objects.get()
        review_protection(actor=lead, ground=ground, upheld=False, note="所見", failed=FailedLimb.NO_DANGER)
    page = desk.browser.post(url(call, "pass-on"), {"ground": "protection"})
    assert page.status_code in (409, 422)
    assert not Forwarding.objects.exists()


def test_a_mistake_in_the_consent_is_shown_and_nothing_typed_is_lost(desk, told):
    sent = told()
    page = desk.browser.post(url(sent, "pass-on"), {**AGREED, "given_on": "いつか"})
    assert page.status_code == 400
    assert page.context["onward"].form.errors
    assert AGREED["words"] in page.content.decode()
    assert stands_where_it_was(sent)


# --- two tabs, two people ---


@pytest.mark.parametrize("verb", VERBS)
def test_a_stale_tab_says_what_happened_and_changes_nothing(acting, desk, told, verb):
    call = told()
    with acting("lead") as lead:
        case = accept_into_new_case(actor=lead, triage=triage_of(call))
    page = desk.browser.post(url(call, verb), VERBS[verb])
    assert page.status_code == 409
    assert 'role="alert"' in page.content.decode()
    assert case.number in page.content.decode()
    assert not Reply.objects.exists()
    assert not Forwarding.objects.exists()


@pytest.mark.parametrize("verb", VERBS)
def test_what_its_sender_took_back_goes_nowhere(acting, desk, told, verb):
    sent = told()
    with acting("staff") as staff:
        retract_report(actor=staff, referral=sent, reason=RetractReason.PAID)
    assert desk.browser.post(url(sent, verb), VERBS[verb]).status_code == 409
    assert not Reply.objects.exists()
    assert not Forwarding.objects.exists()


def test_a_double_click_passes_on_once(desk, told):
    call = told(NEIGHBOUR)
    for _n in range(2):
        assert desk.browser.post(url(call, "pass-on"), {"ground": "protection"}).status_code == 302
    assert Forwarding.objects.count() == 1
    assert Referral.objects.filter(channel=Channel.FORWARDED).count() == 1
    assert desk.browser.post(url(call, "return")).status_code == 409


# --- who may, and what is written of it ---


@pytest.mark.parametrize("verb", VERBS)
def test_strangers_do_none_of_it(browser, told, verb):
    call = told()
    assert browser("other_caseworker").post(url(call, verb), VERBS[verb]).status_code == 404
    for name in ("admin", "auditor"):
        assert browser(name).post(url(call, verb), VERBS[verb]).status_code == 403
    assert browser("staff").post(url(call, verb), VERBS[verb]).status_code == 404
    assert browser("caseworker").get(url(call, verb)).status_code == 405
    assert stands_where_it_was(call)


def test_a_page_after_a_refusal_is_recorded_as_seen(desk, told):
    sent = told()
    AccessRecord.objects.all().delete()
    desk.browser.post(url(sent, "pass-on"), {"ground": "consent"})
    seen = AccessRecord.objects.filter(subject="referrals.referral", kind=AccessKind.VIEW)
    assert [row.subject_ids for row in seen] == [[str(sent.pk)]]


def test_nobody_here_reads_the_report_there(desk, told):
    sent = told()
    desk.browser.post(url(sent, "pass-on"), AGREED)
    _gone, there = passed_on(sent)
    assert desk.browser.get(url(there)).status_code == 404


def test_the_list_asks_no_more_for_many_that_were_asked(cast, acting, browser):
    first = reported(acting, consented(cast))
    client = browser("caseworker")
    client.post(url(first, "ask"), VERBS["ask"])
    client.get("/triage/")
    few = queries_of(client, "/triage/")
    more_reports(first, 9)
    for row in Triage.objects.exclude(pk=first.pk):
        client.post(f"/triage/{row.referral.receipt_number}/ask/", VERBS["ask"])
    assert_same_number(few, queries_of(client, "/triage/"), at_most=6)
