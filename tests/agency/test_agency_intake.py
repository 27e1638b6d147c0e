"""Other ways in: a caseworker enters what came by telephone, FAX or at the counter, from anybody."""

import logging
import re
from datetime import timedelta
from html import unescape
from itertools import product

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from consent.gate import RefusalCode
from consent.models import Consent, Disclosure, ProtectionGround, RefusalCount
from consent.vocabulary import ConsentMeans, CrossingKind, Item, PartyKind
from japanese.dates import today
from notifications.models import Notice, OutboxItem, OutboxKind
from organizations.models import FormDraft, Office
from referrals.forms_intake import FIELDS, NOT_PERSONAL, fields_on_paper
from referrals.models import ENTERED, Channel, Referral, Source, StopBasis, Triage, TriageStatus
from referrals.slip import QUESTIONS, numbered, printed_questions
from tests.agency.intake_typing import NEIGHBOUR, PERSON, Desk, slip_of_the_utility
from tests.documents.paper_comparing import opened

CANARY = "鷺沼カナリア"


@pytest.fixture
def desk(browser):
    return Desk(browser("caseworker"))


def everything_stored():
    """All tables as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        found = []
        for (name,) in cursor.fetchall():
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{name}" t')
            found.append(cursor.fetchone()[0] or "")
    return "\n".join(found)


# --- the page ---


def test_the_page_asks_in_the_order_and_with_the_numbers_of_the_slip(desk):
    html = desk.page().content.decode()
    at = [html.index(f'name="{name}"') for question in QUESTIONS for name in question.fields]
    assert at == sorted(at)
    shown = re.findall(r'<span class="question-number">(\d+)</span>', html)
    assert shown == [number for number, _question in numbered() if number]


def test_the_slip_as_it_is_printed_asks_what_the_page_asks_in_the_same_order(cast, desk):
    """One list drives both: the paper's headings and blanks against the page's legends and fields."""
    html = desk.page().content.decode()
    legends = re.findall(r"<legend[^>]*>(?:<span[^>]*>(\d+)</span> )?([^<]+)</legend>", html)
    on_page = [(number, unescape(words)) for number, words in legends]
    printed = printed_questions()
    assert [one for one in on_page if one in [(q.number, q.heading) for q in printed]] == [
        (q.number, q.heading) for q in printed
    ]
    fields = list(dict.fromkeys(re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"', html)))
    asked = [name for name in fields if name in FIELDS]
    assert asked == [box.name for question in printed for box in question.boxes]
    paper = desk.browser.get(f"/slips/{cast.tamana_agency.code}.pdf").content
    with opened(paper) as document:
        said = document[0].get_textpage().get_text_bounded()
    at = [said.index(f"{q.number} {q.heading[:4]}".strip()) for q in printed]
    assert at == sorted(at)


def test_the_page_leads_to_the_slip_of_its_own_agency(cast, desk):
    assert f"/slips/{cast.tamana_agency.code}.pdf" in desk.page().content.decode()


def test_every_field_is_asked_by_exactly_one_question():
    asked = [name for question in QUESTIONS for name in question.fields]
    assert sorted(asked) == sorted(fields_on_paper()) == sorted(FIELDS)
    assert NOT_PERSONAL <= FIELDS


def test_danger_to_life_stands_first_with_the_numbers_to_call(desk):
    html = desk.page().content.decode()
    assert html.index("119") < html.index('name="danger"') < html.index('name="channel"')
    assert QUESTIONS[0].key == "danger"


def test_it_offers_the_offices_that_serve_this_municipality(cast, desk, browser):
    away = Office.objects.create(utility=cast.suido, name="よその窓口")
    offered = dict(desk.page().context["intake"].field("office").field.choices)
    assert offered[cast.denki_office.pk] == f"{cast.denki.name} {cast.denki_office.name}"
    assert away.pk not in offered
    assert desk.enters(slip_of_the_utility(away.pk)).status_code == 400


def test_each_tab_has_a_number_of_its_own(browser):
    client = browser("caseworker")
    first, second = client.get("/intake/").url, client.get("/intake/").url
    assert first != second
    assert first.startswith("/intake/?r=")
    assert client.get("/intake/?r=nonsense").status_code == 302


# --- what is entered ---


def test_a_neighbour_who_telephones_is_a_report_for_protection(cast, desk):
    answer = desk.enters(NEIGHBOUR)
    report = Referral.objects.get()
    assert answer.url == f"/triage/{report.receipt_number}/"
    assert (report.channel, report.source, report.utility, report.office) == (
        Channel.TELEPHONE, Source.NEIGHBOUR, None, None,
    )  # fmt: skip
    assert (report.source_name, report.source_phone) == ("隣家 見本", "0968-00-0077")
    assert report.caller_words == NEIGHBOUR["caller_words"]
    assert (report.name, report.address, report.signs) == tuple(
        NEIGHBOUR[name] for name in ("name", "address", "signs")
    )
    assert report.submitted_by_id == cast.actor("caseworker").user_id
    ground = ProtectionGround.objects.get()
    assert (ground.why_protect, ground.judged_by) == (NEIGHBOUR["why_protect"], "隣家 見本")
    row = Disclosure.objects.get()
    assert (row.kind, row.sender, row.sender_kind, row.sender_name) == (
        CrossingKind.REPORT, None, PartyKind.RESIDENT, "隣家 見本",
    )  # fmt: skip
    assert report.disclosure == row
    assert Triage.objects.get().status == TriageStatus.NEW
    assert Notice.objects.get().number == report.receipt_number


def test_the_triage_page_shows_who_told_and_in_which_words(desk):
    page = desk.browser.get(desk.enters(NEIGHBOUR).url).content.decode()
    for words in ("隣家 見本", "0968-00-0077", NEIGHBOUR["caller_words"], NEIGHBOUR["why_no_consent"]):
        assert words in page


#: In which capacity each source tells, and whether 69条 (public) or 27条 (private) is its law.
TELLERS = {
    Source.UTILITY: (PartyKind.UTILITY, False),
    Source.TOWN_HALL: (PartyKind.MUNICIPALITY, True),
    Source.WELFARE_COMMISSIONER: (PartyKind.WELFARE_COMMISSIONER, True),
    Source.DELIVERY: (PartyKind.OTHER_ORGANIZATION, False),
    Source.NEWSPAPER: (PartyKind.OTHER_ORGANIZATION, False),
    Source.OTHER_COMPANY: (PartyKind.OTHER_ORGANIZATION, False),
    Source.FAMILY: (PartyKind.RESIDENT, False),
    Source.NEIGHBOUR: (PartyKind.RESIDENT, False),
    Source.PERSON: (PartyKind.PERSON, False),
}


@pytest.mark.parametrize("route", ["A", "B"])
def test_whoever_tells_however_it_comes_and_on_either_ground(cast, desk, route):
    """Each is in the ledger as what it is, under its own law."""
    assert TELLERS.keys() == set(Source)
    for source, channel in product(TELLERS, ENTERED):
        one = Desk(desk.browser)
        ground = slip_of_the_utility(cast.denki_office.pk) if route == "A" else NEIGHBOUR
        changed = {"office": cast.denki_office.pk if source == Source.UTILITY else "", "to_feedback": ""}
        assert one.enters(ground, source=source, channel=channel, **changed).status_code == 302, (source, channel)
        report = Referral.objects.select_related("disclosure").get(submission=one.number)
        assert (report.source, report.channel, report.route) == (source, channel, route)
        kind, is_public = TELLERS[source]
        row = report.disclosure
        assert (row.kind, row.route, row.sender_kind) == (CrossingKind.REPORT, route, kind), source
        assert ("appi_69" in row.provision) == is_public, source
        assert row.recipient_id == cast.tamana_agency.pk
    assert Disclosure.objects.count() == Referral.objects.count() == len(TELLERS) * len(ENTERED)


def test_the_water_bureau_as_a_utility_with_an_entry_is_under_the_public_law(cast, desk):
    desk.enters(slip_of_the_utility(cast.suido_office.pk), supply_kind="water", supply_point="")
    row = Disclosure.objects.get(kind=CrossingKind.REPORT)
    assert (row.sender_id, row.sender_kind, row.provision) == (cast.suido.pk, PartyKind.UTILITY, "appi_69_2_1")


def test_a_slip_of_a_utility_is_its_own_report(cast, desk):
    desk.enters(slip_of_the_utility(cast.denki_office.pk))
    report = Referral.objects.get()
    assert (report.utility, report.office, report.channel) == (cast.denki, cast.denki_office, Channel.FAX)
    assert (report.supply_point, report.arrears_yen, report.note) == ("0900000000000000000001", 24800, "犬がいる。")
    assert (report.stop_basis, report.has_infant) == (StopBasis.NOTIFIED, True)
    given = Consent.objects.get(pk=report.consent_id)
    assert (given.given_by, given.means, given.taken_by) == ("玉名 太郎", ConsentMeans.ORAL, "検針 花子")
    assert given.organization_id == cast.denki.pk
    assert given.recipients == [cast.tamana_agency.pk]
    hears = Consent.objects.get(purposes=["feedback"])
    assert hears.recipients == [cast.denki.pk]


def test_who_calls_for_themselves_agrees_by_calling_and_it_is_recorded(cast, desk):
    desk.enters(PERSON)
    report = Referral.objects.get()
    given = Consent.objects.get()
    assert (given.given_by, given.means) == ("本人 見本", ConsentMeans.TELEPHONE)
    assert given.taken_by == cast.actor("caseworker").name
    assert given.given_at == report.submitted_at
    assert {Item.NAME, Item.PHONE, Item.ARREARS, Item.NOTE} <= set(given.items)
    assert (report.supplier_name, report.note) == ("よその電力株式会社", "夕方に電話がほしい。")
    assert Disclosure.objects.get().sender_kind == PartyKind.PERSON


def test_what_the_person_said_otherwise_stands(desk):
    desk.enters(PERSON, given_by="娘 見本", agreed_items=["name", "address", "phone", "supply_kind", "arrears", "note"])
    given = Consent.objects.get()
    assert given.given_by == "娘 見本"
    assert Item.BIRTH_DATE not in given.items


def test_a_consent_of_somebody_else_is_not_filled_in(desk):
    refused = desk.enters(PERSON, source="family", given_on=f"{today()}", given_time="00:01", means="oral")
    assert refused.status_code == 422
    assert not Consent.objects.exists()


def test_name_postal_code_and_supply_may_be_unknown(desk):
    answers = {**NEIGHBOUR, "name": "", "postal_code": "", "supply_kind": ""}
    assert desk.enters(answers).status_code == 302
    report = Referral.objects.get()
    assert (report.postal_code, report.supply_kind) == ("", "")
    assert report.name


def test_an_address_of_another_agency_is_taken_and_says_so_at_triage(cast, desk):
    there = {"postal_code": "803-0813", "address": "福岡県北九州市小倉北区城内1-1"}
    page = desk.browser.get(desk.enters(NEIGHBOUR, **there).url)
    assert page.context["onward"].agency == cast.kitakyushu_agency
    assert Referral.objects.get().agency == cast.tamana_agency


def test_danger_to_life_with_two_short_reasons_pages_the_agency_at_once(cast, desk):
    answer = desk.enters(
        NEIGHBOUR, danger="yes", why_protect="倒れた", why_no_consent="返事なし", judged_by="", name=""
    )
    assert answer.status_code == 302
    assert Triage.objects.get().is_urgent
    notice = Notice.objects.get()
    assert (notice.is_urgent, notice.agency) == (True, cast.tamana_agency)
    letter = OutboxItem.objects.get(kind=OutboxKind.DESK_MAIL)
    assert letter.done_at is None
    assert ProtectionGround.objects.get().judged_by == cast.actor("caseworker").name


def test_a_cry_of_danger_waits_for_no_well_formed_number(desk):
    """What cannot be read is kept as it was typed; only where to go must be there."""
    badly = {"danger": "yes", "source_phone": "12", "phone": "でない", "supply_point": "77", "birth_on": "いつか"}
    assert desk.enters(NEIGHBOUR, **badly, address="").status_code == 400
    assert desk.enters(NEIGHBOUR, **badly).status_code == 302
    report = Referral.objects.get()
    assert (report.source_phone, report.phone, report.supply_point, report.supply_kind) == ("12", "", "", "")
    for typed in ("でない", "77", "いつか"):
        assert typed in report.note


def test_it_is_received_when_it_came_and_not_when_it_was_typed(desk):
    desk.enters(NEIGHBOUR, received_on=f"{today() - timedelta(days=3)}", received_time="17:05")
    at = timezone.localtime(Referral.objects.get().submitted_at)
    assert (at.date(), at.hour, at.minute) == (today() - timedelta(days=3), 17, 5)


def test_the_utility_sees_that_its_slip_arrived_and_nothing_else(cast, desk, browser):
    desk.enters(slip_of_the_utility(cast.denki_office.pk))
    page = browser("staff").get("/reports/").content.decode()
    assert Referral.objects.get().receipt_number in page
    assert "玉名 太郎" not in page


# --- mistakes ---


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"danger": ""}, "danger"),
        ({"channel": "portal"}, "channel"),
        ({"source": ""}, "source"),
        ({"source": "utility"}, "office"),
        ({"route": "E"}, "route"),
        ({"address": ""}, "address"),
        ({"received_on": f"{today() + timedelta(days=2)}"}, "received_on"),
        ({"received_on": f"{today() - timedelta(days=400)}"}, "received_on"),
        ({"supply_kind": "water", "supply_point": "0900000000000000000001"}, "supply_point"),
        ({"supply_kind": "city_gas", "supply_point": "0900000000000000000001"}, "supply_point"),
        ({"source_phone": "12"}, "source_phone"),
        ({"interest": ""}, "interest"),
        ({"birth_on": f"{today() + timedelta(days=2)}"}, "birth_on"),
    ],
)
def test_a_mistake_is_shown_beside_its_field_and_nothing_typed_is_lost(desk, changed, field):
    page = desk.enters(NEIGHBOUR, **changed)
    assert page.status_code == 400
    assert page.context["intake"].field(field).errors
    assert NEIGHBOUR["caller_words"] in page.content.decode()
    assert not Referral.objects.exists()
    again = desk.page()
    assert NEIGHBOUR["caller_words"] in again.content.decode()


def test_a_double_click_enters_one_and_the_page_then_leads_to_it(desk):
    first = desk.enters(NEIGHBOUR)
    second = desk.enters(NEIGHBOUR)
    assert first.url == second.url == desk.page().url
    assert Referral.objects.count() == Disclosure.objects.count() == Triage.objects.count() == 1


def test_what_is_typed_is_kept_for_its_writer_and_can_be_thrown_away(desk, browser):
    token = desk.page().context["draft_token"]
    kept = {"draft_token": token, "name": "書きかけ 見本"}
    assert desk.browser.post(reverse("draft_save"), kept).status_code == 200
    assert "書きかけ 見本" in desk.page().content.decode()
    assert "書きかけ 見本" not in Desk(browser("lead"), desk.number).page().content.decode()
    other = desk.browser.get(desk.browser.get("/intake/").url)
    assert [one.number for one in other.context["unfinished"]] == [desk.number]
    desk.browser.post("/intake/discard/", {"r": str(desk.number)})
    assert not FormDraft.objects.exists()


def test_once_entered_no_draft_is_left(desk):
    token = desk.page().context["draft_token"]
    desk.browser.post(reverse("draft_save"), {"draft_token": token, **NEIGHBOUR})
    desk.enters(NEIGHBOUR)
    assert not FormDraft.objects.exists()


# --- what the law refuses ---

MARKED = {
    "source_name": f"{CANARY} 隣人",
    "source_phone": "0990-12-3456",
    "caller_words": f"{CANARY}が鳴いている",
    "name": f"{CANARY} 太郎",
    "kana": "サギヌマカナリア",
    "birth_on": "1953-07-07",
    "phone": "0990-12-3456",
    "address": f"玉名市岩崎 {CANARY}荘",
    "customer_number": f"{CANARY}-1",
    "signs": f"{CANARY}が弱っている",
    "note": f"{CANARY}に気をつける",
    "supplier_name": f"{CANARY}電力",
    "judged_by": f"{CANARY} 班長",
}


@pytest.mark.parametrize(
    ("answers", "changed", "code"),
    [
        (NEIGHBOUR, {"why_no_consent": ""}, RefusalCode.CONSENT_DIFFICULTY_BLANK),
        (NEIGHBOUR, {"why_protect": "　。", "danger": "yes"}, RefusalCode.PROTECTION_REASON_BLANK),
        (NEIGHBOUR, {"judged_by": " "}, RefusalCode.JUDGE_BLANK),
        ("slip", {"taken_by": ""}, RefusalCode.CONSENT_INCOMPLETE),
        ("slip", {"all_items": "", "agreed_items": ["name", "address"]}, RefusalCode.ITEMS_NOT_COVERED),
        ("slip", {"expires_on": f"{today() - timedelta(days=1)}"}, RefusalCode.CONSENT_EXPIRED),
        ("slip", {"given_on": f"{today() + timedelta(days=1)}"}, RefusalCode.CONSENT_NOT_YET_GIVEN),
    ],
)
def test_a_refusal_by_law_leaves_a_count_and_nothing_else(cast, desk, caplog, answers, changed, code):
    caplog.set_level(logging.DEBUG)
    answers = slip_of_the_utility(cast.denki_office.pk) if answers == "slip" else answers
    draft = {"draft_token": desk.page().context["draft_token"], **answers, **MARKED}
    desk.browser.post(reverse("draft_save"), draft)
    page = desk.enters({**answers, **MARKED}, **changed)
    assert page.status_code == 422
    assert page.context["refusal"].code == code
    html = page.content.decode()
    assert str(page.context["refusal"].instead) in html
    assert page.context["article"] in html
    for kept in (everything_stored(), html, caplog.text):
        for trace in (CANARY, "サギヌマ", "0990-12", "1953-07-07", "1953年"):
            assert trace not in kept
    assert not Referral.objects.exists()
    assert not FormDraft.objects.exists()
    count = RefusalCount.objects.get()
    assert (count.code, count.count, count.municipality) == (code, 1, cast.tamana)
    assert count.office == (cast.denki_office if answers is not NEIGHBOUR else None)


def test_the_search_for_traces_finds_them(desk):
    desk.enters({**NEIGHBOUR, **MARKED})
    assert CANARY in everything_stored()


def test_what_points_to_nobody_stays_on_the_screen_and_can_be_mended(cast, desk):
    slip = slip_of_the_utility(cast.denki_office.pk)
    page = desk.enters(slip, taken_by="")
    typed = page.context["intake"]
    for name in ("office", "means", "given_on", "arrears_yen", "supply_kind", "channel"):
        assert str(typed.field(name).value()) == str(slip[name]), name
    assert desk.enters(slip).status_code == 302
    assert Referral.objects.get().arrears_yen == 24800


# --- who may ---


@pytest.mark.parametrize("name", ["admin", "auditor", "staff", "member"])
def test_only_caseworkers_enter_reports(browser, name):
    client = browser(name)
    assert client.get("/intake/").status_code in (403, 404)
    assert client.post("/intake/", NEIGHBOUR).status_code in (403, 404)
    assert not Referral.objects.exists()


def test_another_municipality_s_caseworker_neither_sees_nor_repeats_it(desk, browser):
    url = desk.enters(NEIGHBOUR).url
    stranger = Desk(browser("other_caseworker"), desk.number)
    assert stranger.browser.get(url).status_code == 404
    assert NEIGHBOUR["name"] not in stranger.page().content.decode()
