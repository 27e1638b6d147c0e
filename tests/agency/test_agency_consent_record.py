"""A yes is recorded in full, item by item and recipient by recipient."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from audit.models import AccessRecord
from cases.models import Case
from consent.models import Consent
from consent.vocabulary import Item, Purpose
from organizations.models import FormDraft
from referrals.actions import accept_into_case, retract_report
from referrals.models import Referral, RetractReason
from tests.agency.consent_forms import recorded, spoken, to_feedback, url
from tests.agency.reported import NAME, consented, open_case_of, reported


@pytest.fixture
def case(cast: Any, acting: Any) -> Case:
    """A company reported it with consent; it is told nothing back."""
    return open_case_of(acting, cast, feedback=False)


@pytest.fixture
def subject(case: Case) -> Any:
    return Referral.objects.get().submission


def _new() -> Any:
    return Consent.objects.filter(recorded_by__isnull=False)


def test_a_spoken_consent_is_kept_with_its_words(browser: Any, cast: Any, case: Case, subject: Any) -> None:
    said = spoken([cast.tamana.pk])
    consent = recorded(browser("caseworker"), case.number, said)
    assert (consent.subject, consent.organization_id) == (subject, cast.tamana_agency.pk)
    assert (consent.given_by, consent.taken_by, consent.means) == (NAME, "相談 花子", "telephone")
    assert consent.words == said["words"]
    assert (consent.items, consent.purposes, consent.recipients) == (
        ["arrears", "support_plan"],
        ["linkage"],
        [cast.tamana.pk],
    )
    assert f"{consent.expires_on}" == said["expires_on"]
    assert consent.recorded_by == cast.roles["caseworker"].user


def test_nothing_is_ticked_beforehand(browser: Any, case: Case) -> None:
    page = browser("caseworker").get(url("consent_record", case.number)).content.decode()
    assert page.count('type="checkbox"') > len(Item) + len(Purpose)
    assert "checked" not in page
    assert AccessRecord.objects.latest("at").purpose == "consent record"


def test_not_even_when_it_is_renewed(browser: Any, cast: Any, case: Case) -> None:
    client = browser("caseworker")
    consent = recorded(client, case.number, spoken([cast.tamana.pk]))
    page = client.get(url("consent_renew", consent.pk)).content.decode()
    assert page.count('<span class="choice-hint">') == 4  # two items, a recipient, a purpose: marked, not ticked
    assert "checked" not in page


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"words": ""}, "words"),
        ({"words": "、。 "}, "words"),
        ({"words": "a\x07b"}, "words"),
        ({"items": []}, "items"),
        ({"items": ["everything"]}, "items"),
        ({"recipients": []}, "recipients"),
        ({"recipients": ["999999"]}, "recipients"),
        ({"purposes": []}, "purposes"),
        ({"means": "telepathy"}, "means"),
        ({"means": None}, "means"),
        ({"given_by": " 　"}, "given_by"),
        ({"taken_by": "。"}, "taken_by"),
        ({"given_on": "2999-01-01"}, "given_on"),
        ({"given_on": "R8.2.30"}, "given_on"),
        ({"given_time": "25:00"}, "given_time"),
        ({"expires_on": ""}, "expires_on"),
        ({"expires_on": "2020-01-01"}, "expires_on"),
        ({"expires_on": "2099-01-01"}, "expires_on"),
        ({"submission": "1"}, "submission"),
    ],
)
def test_what_is_not_stated_in_full_is_refused(
    browser: Any, cast: Any, case: Case, changed: dict[str, Any], field: str
) -> None:
    answer = browser("caseworker").post(url("consent_record", case.number), spoken([cast.tamana.pk], **changed))
    assert answer.status_code == 400
    assert field in answer.context["form"].errors
    assert not _new().exists()


def test_a_written_consent_needs_no_words_and_may_have_no_end(browser: Any, cast: Any, case: Case) -> None:
    said = spoken([cast.tamana.pk], means="written", words="", expires_on="", no_end="on")
    assert recorded(browser("caseworker"), case.number, said).expires_on is None


def test_an_agency_elsewhere_is_chosen_by_name_from_a_list(browser: Any, cast: Any, case: Case) -> None:
    said = spoken([], recipients=None, another=str(cast.kitakyushu_agency.pk))
    assert recorded(browser("caseworker"), case.number, said).recipients == [cast.kitakyushu_agency.pk]


def test_a_company_can_be_told_what_became_of_its_report_and_no_more(browser: Any, cast: Any, case: Case) -> None:
    client = browser("caseworker")
    answer = client.post(url("consent_record", case.number), spoken([cast.denki.pk]))
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["purposes"])
    another = client.post(url("consent_record", case.number), to_feedback([cast.suido.pk]))
    assert "recipients" in another.context["form"].errors  # it has no report here


def test_the_same_submission_sent_again_is_one_consent(browser: Any, cast: Any, case: Case) -> None:
    client, said = browser("caseworker"), spoken([cast.tamana.pk])
    first, second = (recorded(client, case.number, said) for _twice in range(2))
    assert first == second
    assert _new().count() == 1


def test_one_yes_about_two_reports_is_one_for_a_reader(browser: Any, acting: Any, cast: Any, case: Case) -> None:
    """Each report has its row, so that the gate finds it; the other company hears nothing of this one's."""
    later = reported(acting, consented(cast, feedback=False))
    with acting("caseworker") as worker:
        accept_into_case(actor=worker, triage=later.triage, case=case)
    client = browser("caseworker")
    consent = recorded(client, case.number, spoken([cast.tamana.pk]))
    assert _new().count() == 2
    page = client.get(url("case", case.number)).content.decode()
    assert page.count(url("consent_withdraw", consent.pk)) == 1
    client.post(url("consent_withdraw", consent.pk), {"via": "at_desk"})
    assert not _new().filter(withdrawn_at__isnull=True).exists()


def test_a_report_in_no_case_yet_can_be_agreed_to(browser: Any, acting: Any, cast: Any) -> None:
    report = reported(acting, consented(cast, feedback=False))
    client = browser("caseworker")
    assert client.post(url("consent_record_report", report.submission), spoken([cast.tamana.pk])).status_code == 302
    assert _new().get().subject == report.submission
    assert client.get(url("consent_record_report", uuid4())).status_code == 404


def test_of_a_sealed_report_nothing_can_be_agreed(browser: Any, acting: Any, cast: Any) -> None:
    report = reported(acting, consented(cast))
    with acting("staff") as staff:
        retract_report(actor=staff, referral=report, reason=RetractReason.WRONG_PERSON)
    assert browser("caseworker").get(url("consent_record_report", report.submission)).status_code == 404


@pytest.mark.parametrize("verb", ["get", "post"])
def test_elsewhere_there_is_no_such_case_report_or_consent(
    browser: Any, cast: Any, case: Case, subject: Any, verb: str
) -> None:
    consent = recorded(browser("caseworker"), case.number, spoken([cast.tamana.pk]))
    stranger = browser("other_caseworker")
    for address in (
        url("consent_record_report", subject),
        url("consent_renew", consent.pk),
        url("consent_withdraw", consent.pk),
    ):
        assert getattr(stranger, verb)(address, spoken([cast.tamana.pk])).status_code == 404
    assert stranger.get(url("consent", consent.pk)).status_code == 404
    assert _new().count() == 1


def test_what_is_typed_is_kept_for_its_writer_and_forgotten_once_it_is_sent(
    browser: Any, cast: Any, case: Case
) -> None:
    client = browser("caseworker")
    token = client.get(url("consent_record", case.number)).context["draft_token"]
    typed = spoken([cast.tamana.pk], given_by="下書き 次郎")
    assert client.post(
        reverse("draft_save", urlconf="config.urls_agency"), {**typed, "draft_token": token}
    ).status_code in (200, 204)
    assert "下書き 次郎" in client.get(url("consent_record", case.number)).content.decode()
    assert "下書き 次郎" not in browser("lead").get(url("consent_record", case.number)).content.decode()
    recorded(client, case.number, typed)
    assert not FormDraft.objects.exists()
