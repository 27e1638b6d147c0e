"""Filling in is easy: the postal code gives the address, dates come in any usual form, nothing needless is asked.

And in danger to life no number that cannot be read stands in the way.
"""

from typing import Any

import pytest
from django.utils.translation import gettext as _

from agreements.models import AgreedCriteria, AgreedPath, Agreement, AgreementKind
from consent.models import Consent, ProtectionGround
from consent.vocabulary import Item
from japanese.dates import TOKYO, today
from organizations.models import Municipality, ServiceArea, SupportAgency, Utility, UtilityKind
from organizations.routing import destination_named
from referrals.errors import ReferralRefusal
from referrals.models import Referral
from tests.portal.report_typing import CONSENT, HOUSEHOLD, PROTECTION, START_A, START_B, Typing

pytestmark = pytest.mark.django_db
DANGER = {"danger": "yes", "route": "B"}


@pytest.fixture
def typing(cast: Any, browser: Any) -> Typing:
    return Typing(browser("staff"), cast.denki_office.pk)


# --- the address ---


def test_without_script_the_postal_code_fills_the_address_on_the_next_page(typing: Typing) -> None:
    typing.begin(START_A, CONSENT)
    page = typing.mending("household", **{**HOUSEHOLD, "address": ""})

    assert page.context["form"]["address"].value() == "熊本県玉名市岩崎"
    assert page.context["form"].errors["address"].as_data()[0].code == "only_the_town"
    assert 'value="熊本県玉名市岩崎"' in page.content.decode()
    typing.answer("household", **{**HOUSEHOLD, "address": "熊本県玉名市岩崎1-2-3"})
    assert typing.send().status_code == 302


def test_a_browser_does_not_hold_a_blank_address_back(typing: Typing) -> None:
    typing.begin(START_A, CONSENT)
    field = typing.page("household").context["form"]["address"]
    assert field.field.required and "required" not in str(field)


def test_with_script_the_same_comes_from_the_lookup(cast: Any, typing: Typing) -> None:
    found = typing.browser.get("/postal/", {"code": "８６５－００１６"}).json()
    assert (found["address"], found["agency"]) == ("熊本県玉名市岩崎", cast.tamana_agency.name)
    assert typing.browser.get("/postal/", {"code": "x"}).json() == {"address": ""}


@pytest.mark.parametrize("town", ["熊本県玉名市岩崎", "玉名市 岩崎", "岩崎"])
def test_where_nobody_finds_the_door_the_number_is_asked_for(typing: Typing, town: str) -> None:
    typing.begin(START_A, CONSENT)
    assert "address" in typing.mending("household", **{**HOUSEHOLD, "address": town}).context["form"].errors


def test_a_number_that_nobody_knows_is_no_barrier(typing: Typing) -> None:
    typing.fill(START_A, CONSENT, {**HOUSEHOLD, "address": "玉名市岩崎 番地不明"})
    typing.send()
    assert Referral.objects.get().address == "玉名市岩崎 番地不明"


def test_neither_code_nor_address_is_said(typing: Typing) -> None:
    typing.begin(START_A, CONSENT)
    page = typing.mending("household", **{**HOUSEHOLD, "postal_code": "000-0000", "address": ""})
    assert page.context["form"].errors["address"].as_data()[0].code == "required"


# --- days ---


@pytest.mark.parametrize("written", ["令和8年1月5日", "R8.1.5", "2026-01-05", "２０２６／１／５", "2026年1月5日（月）"])
def test_a_day_is_understood_however_it_is_written(typing: Typing, written: str) -> None:
    typing.begin(START_A, CONSENT)
    page = typing.answer("household", **{**HOUSEHOLD, "arrears_since": written})
    assert "step=send" in page.url
    typing.send()
    assert f"{Referral.objects.get().arrears_since}" == "2026-01-05"


@pytest.mark.parametrize("written", ["令和8年2月30日", "2026/02/30", "2月30日", "平成40年1月1日", "05/01/2026"])
def test_a_day_that_is_none_is_told_and_stays_to_be_mended(typing: Typing, written: str) -> None:
    typing.begin(START_A, CONSENT)
    page = typing.mending("household", **{**HOUSEHOLD, "scheduled_stop_on": written})
    assert "scheduled_stop_on" in page.context["form"].errors
    assert f'value="{written}"' in page.content.decode()


def test_the_hour_of_a_consent_need_not_be_known(typing: Typing) -> None:
    typing.fill(START_A, {**CONSENT, "given_time": ""}, HOUSEHOLD)
    typing.send()
    given = Consent.objects.get().given_at
    assert f"{given.astimezone(TOKYO):%Y-%m-%d %H:%M}" == f"{CONSENT['given_on']} 00:00"


# --- what the company supplies, and what was agreed ---


def test_a_gas_company_is_asked_no_question_of_electricity(cast: Any, typing: Typing) -> None:
    Utility.objects.filter(pk=cast.denki.pk).update(utility_kind=UtilityKind.CITY_GAS)
    typing.begin(START_A, CONSENT)
    form = typing.page("household").context["form"]

    assert (form["supply_kind"].value(), form.kind_in_words) == ("city_gas", str(UtilityKind.CITY_GAS.label))
    assert "17" in form["supply_point"].help_text
    assert form["has_illness"].label == _("Someone is ill, or needs medical equipment at home")
    electric = {**HOUSEHOLD, "supply_kind": "city_gas"}
    assert "supply_point" in typing.mending("household", **electric).context["form"].errors
    typing.answer("household", **{**electric, "supply_point": "１２３４５６７８９０１２３４５６７"})
    typing.send()
    assert Referral.objects.get().supply_point == "12345678901234567"


def test_consent_is_asked_for_what_will_be_asked_and_nothing_else(cast: Any, browser: Any) -> None:
    bureau = Typing(browser("other_staff"), cast.suido_office.pk)
    bureau.answer("start", **START_A, office=cast.suido_office.pk)
    page = bureau.page("ground").content.decode()
    assert 'value="arrears"' in page and 'value="supply_point"' not in page
    bureau.answer("ground", **CONSENT)
    bureau.answer("household", **{**HOUSEHOLD, "supply_kind": "water"})
    bureau.send()
    assert Item.SUPPLY_POINT not in Consent.objects.get().items


def agree(cast: Any, items: Any) -> None:
    """A standing agreement of 玉名 and the electricity company."""
    agreement = Agreement.objects.create(
        municipality=cast.tamana, kind=AgreementKind.NOTIFICATION, number="9", title="協定", preamble="前文",
        articles=[], closing="結び",
    )  # fmt: skip
    path = AgreedPath.objects.create(
        municipality=cast.tamana, agreement=agreement, utility=cast.denki, agreement_number="9", agreement_title="協定",
        items=items, in_force_from="2026-04-01",
    )  # fmt: skip
    AgreedCriteria.objects.create(municipality=cast.tamana, path=path, utility=cast.denki, least_months=2)


def test_what_lies_outside_the_agreement_is_said_and_not_asked(cast: Any, typing: Typing) -> None:
    agree(cast, [Item.NAME, Item.ADDRESS, Item.SUPPLY_KIND, Item.ARREARS])
    typing.answer("start", **START_A, office=typing.office_id)
    assert 'value="phone"' not in typing.page("ground").content.decode()
    typing.answer("ground", **CONSENT)
    page = typing.page("household")

    assert str(Item.PHONE.label) in page.context["form"].beyond
    assert page.context["form"].beyond in page.content.decode() and 'name="phone"' not in page.content.decode()
    assert not page.context["form"].left_out
    typing.answer("household", **HOUSEHOLD)
    typing.send()
    assert set(Consent.objects.get().items) == {Item.NAME, Item.ADDRESS, Item.SUPPLY_KIND, Item.ARREARS}
    assert Referral.objects.get().phone == ""


def test_in_danger_every_item_can_be_told_whatever_was_agreed(cast: Any, typing: Typing) -> None:
    agree(cast, [Item.NAME, Item.ADDRESS, Item.SUPPLY_KIND])
    typing.fill(DANGER, PROTECTION, HOUSEHOLD)
    typing.send()
    assert (Referral.objects.get().phone, Referral.objects.get().signs) == (HOUSEHOLD["phone"], HOUSEHOLD["signs"])


# --- danger to life ---


def test_in_danger_what_cannot_be_read_goes_along_as_it_was_typed(typing: Typing) -> None:
    wrong = {
        "phone": "わからない",
        "birth_on": "70歳くらい",
        "supply_point": "123",
        "arrears_yen": "三万",
        "kana": "?!",
    }
    page = typing.fill(DANGER, PROTECTION, {**HOUSEHOLD, **wrong, "note": "犬がいる"})
    assert page.status_code == 200, "the last look"
    typing.send()

    sent = Referral.objects.get()
    assert sent.note.startswith("犬がいる") and all(words in sent.note for words in wrong.values())
    assert (sent.phone, sent.birth_on, sent.supply_point, sent.arrears_yen) == ("", None, "", None)
    assert all(words in dict(page.context["household_rows"])[_("Remark")] for words in wrong.values())


def test_without_danger_the_same_is_to_be_mended(typing: Typing) -> None:
    typing.begin(START_B, PROTECTION)
    page = typing.mending("household", **{**HOUSEHOLD, "phone": "わからない"})
    assert "phone" in page.context["form"].errors and not Referral.objects.exists()


@pytest.mark.parametrize("code", ["", "わからない"])
def test_in_danger_the_name_of_the_town_suffices(cast: Any, typing: Typing, code: str) -> None:
    page = typing.fill(DANGER, PROTECTION, {"postal_code": code, "address": "玉名市岩崎の赤い屋根", "name": ""})
    assert cast.tamana_agency.name in page.content.decode()
    typing.send()
    assert (Referral.objects.get().agency, Referral.objects.get().postal_code) == (cast.tamana_agency, "")


def test_without_any_place_even_danger_can_go_nowhere(typing: Typing) -> None:
    typing.begin(DANGER, PROTECTION)
    page = typing.mending("household", postal_code="", address="赤い屋根の家", name="")
    assert page.context["form"].errors["postal_code"].as_data()[0].code == "no_place"
    assert "119" in page.content.decode()


def test_a_remark_is_never_longer_than_it_may_be(typing: Typing) -> None:
    typing.fill(DANGER, PROTECTION, {**HOUSEHOLD, "note": "あ" * 499, "phone": "わからない"})
    typing.send()
    assert len(Referral.objects.get().note) == 500


def test_a_town_is_found_by_its_whole_name_only(cast: Any) -> None:
    tsu = Municipality.objects.create(kind="municipality", name="津市", code="242012", prefecture="三重県")
    otsu = Municipality.objects.create(kind="municipality", name="大津市", code="252018", prefecture="滋賀県")
    for town, jis in ((tsu, "24201"), (otsu, "25201")):
        agency = SupportAgency.objects.create(
            kind="agency", name=f"{town.name}窓口", municipality=town, code=jis, channel_code=f"T{jis}", email="t@example.jp"
        )  # fmt: skip
        ServiceArea.objects.create(municipality=town, agency=agency, jis_code=jis)

    def found(address: str) -> str:
        place = destination_named(address)
        return place.agency.name if place else ""

    assert (found("大津市御陵町3-1"), found("津市西丸之内23-1")) == ("大津市窓口", "津市窓口")
    assert (found("玉名市と北九州市の境"), found("東京都"), found("")) == ("", "", "")
    Municipality.objects.create(kind="municipality", name="玉名市", code="012033", prefecture="北海道")
    assert found("玉名市岩崎") == "" and found("熊本県玉名市岩崎") == cast.tamana_agency.name


def test_the_action_says_what_is_missing_of_a_place(acting: Any) -> None:
    from referrals.actions.reporting import in_charge

    with acting("staff"), pytest.raises(ReferralRefusal) as refused:
        in_charge("", "赤い屋根の家", danger=True)
    assert refused.value.code == "no_place"
    with acting("staff"), pytest.raises(ReferralRefusal) as refused:
        in_charge("", "玉名市岩崎1-2-3")
    assert refused.value.code == "no_agency", "without danger the postal code decides"


def test_the_two_reasons_alone_are_asked_for_in_danger(typing: Typing) -> None:
    typing.answer("start", danger="yes", route="none", office=typing.office_id)
    form = typing.page("ground").context["form"]
    blank = [name for name in form.fields if form[name].value() in (None, "")]
    assert blank == ["why_protect", "why_no_consent"]
    typing.answer("ground", interest="life", why_protect="弱い声", why_no_consent="返事がない", judged_by="")
    typing.answer("household", postal_code="865-0016", address="")
    typing.send()
    assert Referral.objects.get().address == "熊本県玉名市岩崎" and ProtectionGround.objects.get().judged_by


def test_today_is_a_day_of_consent(typing: Typing) -> None:
    typing.fill(START_A, {**CONSENT, "given_on": f"{today()}", "given_time": ""}, HOUSEHOLD)
    assert typing.send().status_code == 302
