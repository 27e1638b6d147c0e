"""The form to sign and the receipt of a withdrawal, as the agency prints them; each on the law of its own day."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pypdfium2
import pytest
from django.utils import timezone

from audit.models import AccessKind, AccessRecord
from cases.models import Case
from consent.models import Consent, LegalProvision
from consent.provisions import provision_of_consent, provisions_of_consent
from organizations.models import ContactDesk, SupportAgency
from tests.agency.consent_forms import recorded, spoken, url
from tests.agency.reported import NAME, open_case_of


@pytest.fixture
def case(cast: Any, acting: Any) -> Case:
    return open_case_of(acting, cast)


def text_of(answer: Any) -> str:
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    pages = pypdfium2.PdfDocument(answer.content)
    return "".join(page.get_textpage().get_text_bounded() for page in pages).replace("\r\n", "")


def withdrawn(client: Any, cast: Any, case: Case, day: date | None = None) -> Consent:
    """Recorded long ago, and taken back on this day."""
    consent = recorded(client, case.number, spoken([cast.tamana.pk]))
    client.post(url("consent_withdraw", consent.pk), {"via": "telephone"})
    if day:
        moment = timezone.make_aware(datetime.combine(day, time(23, 59)))
        Consent.objects.filter(pk=consent.pk).update(given_at=moment - timedelta(days=30), withdrawn_at=moment)
    consent.refresh_from_db()
    return consent


# --- the form ---


@pytest.mark.parametrize("style", ["plain", "easy"])
def test_a_blank_form_of_the_agency_is_there_for_all_who_may_need_one(browser: Any, cast: Any, style: str) -> None:
    for who in ("caseworker", "lead", "admin"):
        text = text_of(browser(who).get(url("consent_form", "tmn1", style)))
        assert cast.tamana_agency.name in text
        assert cast.denki.name not in text
    assert browser("auditor").get(url("consent_form", "tmn1", style)).status_code == 403


def test_a_company_has_its_own_name_on_it_to_be_ticked(browser: Any, cast: Any) -> None:
    text = text_of(browser("staff").get("/consent-forms/tmn1/plain.pdf"))
    assert cast.denki.name in text
    assert browser("other_staff").get("/consent-forms/kkq1/plain.pdf").status_code == 404  # no office there


def test_another_municipality_or_style_is_not_there(browser: Any) -> None:
    assert browser("caseworker").get(url("consent_form", "kkq1", "plain")).status_code == 404
    assert browser("caseworker").get(url("consent_form", "tmn1", "fancy")).status_code == 404


def test_a_form_of_a_case_names_whom_it_is_about_and_who_reported(browser: Any, cast: Any, case: Case) -> None:
    text = text_of(browser("caseworker").get(url("consent_form_case", case.number, "plain")))
    for words in (NAME, case.number, case.household.address, cast.denki.name, cast.tamana.name):
        assert words in text
    seen = AccessRecord.objects.latest("at")
    assert (seen.kind, seen.purpose, seen.subject_ids) == (AccessKind.PRINT, "consent form", [str(case.pk)])


@pytest.mark.parametrize(("who", "status"), [("auditor", 403), ("admin", 403), ("other_caseworker", 404)])
def test_it_is_for_casework_of_this_municipality(browser: Any, case: Case, who: str, status: int) -> None:
    assert browser(who).get(url("consent_form_case", case.number, "plain")).status_code == status


def test_an_agency_without_a_desk_is_told_what_to_do(browser: Any, cast: Any) -> None:
    SupportAgency.objects.create(
        kind="agency", name="新しい相談室", municipality=cast.tamana, code="tmn9", channel_code="TMN9"
    )
    assert not ContactDesk.objects.filter(agency__code="tmn9").exists()
    assert browser("caseworker").get(url("consent_form", "tmn9", "plain")).status_code == 409


def test_the_ways_to_the_forms_are_shown(browser: Any, case: Case) -> None:
    client = browser("caseworker")
    assert url("consent_form", "tmn1", "easy") in client.get(url("leaflet_list")).content.decode()
    page = client.get(url("case", case.number)).content.decode()
    assert url("consent_form_case", case.number, "easy") in page
    assert url("consent_record", case.number) in page


# --- the receipt ---


def test_the_person_gets_a_receipt_of_what_they_took_back(browser: Any, cast: Any, case: Case) -> None:
    client = browser("caseworker")
    consent = withdrawn(client, cast, case)
    text = text_of(client.get(url("consent_receipt", consent.pk, "plain")))
    for words in (f"{NAME}　様", "電話", "料金のお支払いの状況、支援の計画", cast.tamana.name, "第69条第2項第1号"):
        assert words in text
    assert "第27条第1項" not in text  # the agency is the town's own: it stands on the article of public bodies
    seen = AccessRecord.objects.latest("at")
    assert (seen.kind, seen.purpose) == (AccessKind.PRINT, "receipt of a withdrawal")
    assert text_of(client.get(url("consent_receipt", consent.pk, "easy")))


def test_there_is_none_for_what_stands_or_was_renewed(browser: Any, cast: Any, case: Case) -> None:
    client = browser("caseworker")
    consent = recorded(client, case.number, spoken([cast.tamana.pk]))
    assert client.get(url("consent_receipt", consent.pk, "plain")).status_code == 404
    client.post(url("consent_renew", consent.pk), spoken([cast.tamana.pk]))
    assert client.get(url("consent_receipt", consent.pk, "plain")).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("auditor", 403), ("admin", 403), ("other_caseworker", 404)])
def test_nobody_else_prints_it(browser: Any, cast: Any, case: Case, who: str, status: int) -> None:
    consent = withdrawn(browser("caseworker"), cast, case)
    assert browser(who).get(url("consent_receipt", consent.pk, "plain")).status_code == status


# --- each paper on the law of its own day ---

CHANGE = date(2026, 7, 1)


@pytest.fixture
def changed_law(db: None) -> None:
    """The article about consent is amended, and somebody has compared the new text with the statute book."""
    earlier = LegalProvision.objects.get(key="appi_69_2_1", in_force_until=None)
    earlier.in_force_until = CHANGE - timedelta(days=1)
    earlier.save()
    LegalProvision.objects.create(
        key="appi_69_2_1",
        statute=earlier.statute,
        article="第69条第2項第9号",
        text="（要旨）改められた規定。",
        in_force_from=CHANGE,
        source="官報",
        checked_by="法務担当",
        checked_on=CHANGE,
    )


@pytest.mark.usefixtures("changed_law")
@pytest.mark.parametrize(
    ("day", "article", "checked"),
    [
        (CHANGE - timedelta(days=1), "第69条第2項第1号", False),
        (CHANGE, "第69条第2項第9号", True),
    ],
)
def test_a_receipt_prints_the_law_of_the_day_of_the_withdrawal(
    browser: Any, cast: Any, case: Case, day: date, article: str, checked: bool
) -> None:
    client = browser("caseworker")
    consent = withdrawn(client, cast, case, day)
    found = provision_of_consent(consent, day)
    assert found is not None
    assert found.article == article
    text = text_of(client.get(url("consent_receipt", consent.pk, "plain")))
    assert article in text
    assert ("照合はまだ済んでいません" in text) is not checked
    other = {"第69条第2項第1号", "第69条第2項第9号"} - {article}
    assert not [one for one in other if one in text]


@pytest.mark.usefixtures("changed_law")
def test_a_form_prints_the_law_of_the_day_on_which_it_is_printed() -> None:
    before, after = (provisions_of_consent(day) for day in (CHANGE - timedelta(days=1), CHANGE))
    assert [one.article for one in before] == ["第27条第1項", "第69条第2項第1号"]
    assert [one.article for one in after] == ["第27条第1項", "第69条第2項第9号"]
    assert provisions_of_consent(date(2021, 12, 31)) == []


@pytest.mark.usefixtures("changed_law")
def test_the_form_of_today_names_the_amended_article(browser: Any) -> None:
    today_is_later = timezone.localdate() >= CHANGE
    text = text_of(browser("caseworker").get(url("consent_form", "tmn1", "plain")))
    assert ("第69条第2項第9号" in text) is today_is_later
