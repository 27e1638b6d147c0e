"""A utility reports a household, page by page."""

import re
from typing import Any

import pytest
from django.utils.translation import gettext as _

from audit.models import AccessKind, AccessRecord
from consent.models import Consent, Disclosure, ProtectionGround
from notifications.models import Notice
from organizations.models import FormDraft, Office
from referrals.forms.household import HouseholdForm
from referrals.models import Referral, StopBasis, Triage
from tests.portal.report_typing import CONSENT, HOUSEHOLD, PROTECTION, START_A, START_B, Typing, hidden

pytestmark = pytest.mark.django_db


@pytest.fixture
def typing(cast: Any, browser: Any) -> Typing:
    return Typing(browser("staff"), cast.denki_office.pk)


def test_with_consent_the_report_reaches_the_agency_in_charge(cast: Any, typing: Typing) -> None:
    typing.fill(START_A, CONSENT, HOUSEHOLD)
    answer = typing.send()

    sent = Referral.objects.get()
    assert answer.status_code == 302
    assert answer.url == f"/reports/{sent.receipt_number}/"
    assert (sent.agency, sent.name, sent.route) == (cast.tamana_agency, "田中 花子", "A")
    assert (sent.arrears_yen, sent.stop_basis) == (24800, StopBasis.NOTIFIED)
    assert Triage.objects.filter(referral=sent, status="new").exists()
    assert Disclosure.objects.get().recipient_id == cast.tamana_agency.pk
    assert Consent.objects.get().given_by == "田中 花子"
    assert not FormDraft.objects.exists()


def test_for_protection_the_report_reaches_the_agency_too(typing: Typing) -> None:
    typing.fill(START_B, PROTECTION, HOUSEHOLD)
    typing.send()

    assert ProtectionGround.objects.get().why_no_consent == PROTECTION["why_no_consent"]
    assert Referral.objects.get().protection == ProtectionGround.objects.get()


def test_the_page_before_sending_says_who_receives_what(cast: Any, typing: Typing) -> None:
    page = typing.fill(START_A, CONSENT, HOUSEHOLD).content.decode()

    for words in (cast.tamana_agency.name, "くらしの相談窓口", "0968-00-0001", "8:30〜17:15", "田中 花子", "24,800"):
        assert words in page


def test_danger_to_life_needs_two_short_sentences_and_alerts_at_once(typing: Typing) -> None:
    start = {"danger": "yes", "route": "none"}
    ground = {
        "interest": "life",
        "why_protect": "意識がもうろうとしている",
        "why_no_consent": "返事ができない",
        "judged_by": "",
    }
    little = {
        "name": "",
        "postal_code": "865-0016",
        "address": "玉名市岩崎1-2-3",
        "supply_kind": "water",
        "phone": "わからない",
    }
    page = typing.fill(start, ground, little)
    typing.send()

    sent = Referral.objects.get()
    assert "119" in page.content.decode()
    assert (sent.danger_to_life, sent.route, bool(ProtectionGround.objects.get().judged_by)) == (True, "B", True)
    assert Notice.objects.get().is_urgent


def test_a_double_click_gives_one_receipt(typing: Typing) -> None:
    typing.fill(START_A, CONSENT, HOUSEHOLD)
    page = hidden(typing.page("send"))
    first = typing.browser.post(typing.address("send"), page)
    second = typing.browser.post(typing.address("send"), page)

    assert first.url == second.url
    assert Referral.objects.count() == 1


def test_after_sending_the_back_button_leads_to_the_receipt(typing: Typing) -> None:
    typing.fill(START_A, CONSENT, HOUSEHOLD)
    typing.send()

    assert typing.page("household").url == f"/reports/{Referral.objects.get().receipt_number}/"


def test_two_tabs_are_two_reports(cast: Any, typing: Typing) -> None:
    other = Typing(typing.browser, cast.denki_office.pk)
    typing.begin(START_A, CONSENT)
    other.begin(START_B, PROTECTION)
    typing.answer("household", **HOUSEHOLD)
    other.answer("household", **{**HOUSEHOLD, "name": "山本 三郎"})
    typing.send()
    other.send()

    assert set(Referral.objects.values_list("name", "route")) == {("田中 花子", "A"), ("山本 三郎", "B")}


def test_a_step_cannot_be_jumped_over(typing: Typing) -> None:
    assert "step=start" in typing.page("send").url
    typing.answer("start", **START_A, office=typing.office_id)
    assert "step=ground" in typing.page("household").url


def test_what_the_person_did_not_agree_to_is_not_asked_and_not_sent(typing: Typing) -> None:
    narrow = {**CONSENT, "agreed_items": ["name", "address", "supply_kind", "arrears"]}
    del narrow["all_items"]
    typing.begin(START_A, narrow)
    page = typing.page("household").content.decode()
    typing.answer("household", **HOUSEHOLD)
    typing.send()

    sent = Referral.objects.get()
    assert 'name="phone"' not in page
    assert 'name="arrears_yen"' in page
    assert (sent.phone, sent.signs, sent.has_infant, sent.arrears_yen) == ("", "", False, 24800)


def test_without_a_ground_there_is_still_something_to_do(typing: Typing) -> None:
    answer = typing.answer("start", danger="no", route="none", office=typing.office_id)
    page = typing.browser.get(answer.url).content.decode()

    assert "step=leaflet" in answer.url
    assert not FormDraft.objects.exists()
    assert "/guidance/" in page
    assert "/desks/" in page


def test_a_water_bureau_is_not_asked_for_a_supply_point(cast: Any, browser: Any) -> None:
    typing = Typing(browser("other_staff"), cast.suido_office.pk)
    typing.begin(START_B, PROTECTION)
    page = typing.page("household").content.decode()

    assert 'name="supply_point"' not in page
    assert re.search(r'<input type="hidden" name="supply_kind" value="water"', page)


def test_a_supply_point_of_the_wrong_length_is_said_and_all_else_kept(typing: Typing) -> None:
    typing.begin(START_A, CONSENT)
    page = typing.mending("household", **{**HOUSEHOLD, "supply_point": "123"})

    assert "supply_point" in page.context["form"].errors
    assert "田中 花子" in page.content.decode()
    assert not Referral.objects.exists()


def test_a_postal_code_without_agency_is_said_before_sending(typing: Typing) -> None:
    typing.begin(START_A, CONSENT)
    page = typing.mending("household", **{**HOUSEHOLD, "postal_code": "100-0001"})

    assert page.context["form"].errors["postal_code"].as_data()[0].code == "no_agency"
    assert "田中 花子" in page.content.decode()


def test_another_company_s_office_is_not_taken(cast: Any, typing: Typing) -> None:
    page = typing.mending("start", **START_A, office=cast.suido_office.pk)

    assert "office" in page.context["form"].errors
    typing.begin(START_A, CONSENT)
    typing.answer("household", **HOUSEHOLD)
    assert "step=start" in typing.send(office=cast.suido_office.pk).url
    assert not Referral.objects.exists()


def test_a_form_that_arrives_after_the_session_is_back_after_signing_in(
    cast: Any, browser: Any, typing: Typing
) -> None:
    typing.begin(START_A, CONSENT)
    form = {**hidden(typing.page("household")), **HOUSEHOLD, "name": "続木 春"}
    here = typing.address("household")
    answer = browser("", door="portal").post(here, form, headers={"referer": f"http://testserver{here}"})
    again = Typing(browser("staff"), cast.denki_office.pk, typing.number).page("household")

    assert "/account/login/" in answer.url
    assert str(typing.number) in answer.url
    assert "続木 春" in again.content.decode()


def test_nobody_else_gets_the_draft(cast: Any, browser: Any, typing: Typing) -> None:
    typing.begin(START_A, {**CONSENT, "given_by": "秘蔵 花子"})
    colleague = Typing(browser("manager"), cast.denki_office.pk, typing.number)

    assert "step=start" in colleague.page("ground").url
    assert "秘蔵" not in colleague.page("start").content.decode()


def test_an_unfinished_report_is_offered_and_can_be_thrown_away(typing: Typing) -> None:
    typing.begin(START_A, CONSENT)
    assert str(typing.number) in typing.browser.get("/start/").content.decode()

    typing.browser.post("/report/discard/", {"r": str(typing.number)})
    assert not FormDraft.objects.exists()


def test_a_caseworker_has_no_such_page(browser: Any, cast: Any) -> None:
    member = browser("member")
    assert member.get("/report/").status_code == 403


def test_looking_at_the_receipt_is_on_record(typing: Typing) -> None:
    typing.fill(START_A, CONSENT, HOUSEHOLD)
    answer = typing.send()
    typing.browser.get(answer.url)

    seen = AccessRecord.objects.get(kind=AccessKind.VIEW)
    assert seen.subject_ids == [str(Referral.objects.get().pk)]


def test_that_no_stop_date_is_known_is_said_before_sending(typing: Typing) -> None:
    page = typing.fill(START_A, CONSENT, {**HOUSEHOLD, "scheduled_stop_on": ""})
    rows = dict(page.context["household_rows"])
    typing.send()

    assert rows[str(HouseholdForm.base_fields["scheduled_stop_on"].label)] == _("not known")
    assert Referral.objects.get().stop_basis == StopBasis.UNKNOWN


def test_with_several_offices_none_is_chosen_by_nobody(cast: Any, typing: Typing) -> None:
    Office.objects.create(utility=cast.denki, name="荒尾営業所")
    page = typing.mending("start", **START_A)

    assert "office" in page.context["form"].errors
