"""A company hands in the signed form of a consent that it took: through the gate, sealed, for the agency to see."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from audit.models import AccessRecord
from consent.actions import withdraw_consent
from consent.models import Consent, ConsentEvidence, Disclosure, RefusalCount
from consent.vocabulary import WithdrawnVia
from notifications.tasks import deliver_outbox
from organizations.sealing import unseal
from referrals.actions import retract_report, seal_report
from referrals.models import Referral, RetractReason, Triage
from tests.agency.consent_forms import PDF, picture, upload
from tests.agency.reported import assert_same_number, consented, queries_of, reported, taken_into_case, unconsented
from tests.core.searching import tables_naming

CANARY = "KANARIENVOGEL-88"
SIGNED = PDF.replace(b"<<>>", f"<</Title ({CANARY})>>".encode(), 1)


@pytest.fixture
def report(cast: Any, acting: Any) -> Referral:
    return reported(acting, consented(cast))


def address(report: Referral) -> str:
    return f"/reports/{report.receipt_number}/evidence/"


def hand_in(client: Any, report: Referral, content: bytes = SIGNED) -> Any:
    return client.post(address(report), {"scans": upload(content, "form.pdf")})


def test_the_form_crosses_through_the_gate_and_reaches_the_agency(browser: Any, acting: Any, report: Referral) -> None:
    case = taken_into_case(acting, report)
    staff, before = browser("staff"), Disclosure.objects.count()
    assert address(report) in staff.get(f"/reports/{report.receipt_number}/").content.decode()
    answer = hand_in(staff, report)
    assert answer.url == address(report)
    evidence = ConsentEvidence.objects.get()
    assert (evidence.consent_id, evidence.organization_id) == (report.consent_id, report.utility_id)
    assert unseal(bytes(evidence.content)) == SIGNED
    assert tables_naming(CANARY) == {}

    crossed = Disclosure.objects.order_by("at").last()
    assert crossed is not None
    assert Disclosure.objects.count() == before + 1
    assert (crossed.route, crossed.kind, sorted(crossed.items)) == ("A", "report", ["address", "name"])
    assert (crossed.sender_id, crossed.recipient_id) == (report.utility_id, report.agency_id)

    worker = browser("caseworker")
    assert f"/consents/{report.consent_id}/" in worker.get(f"/cases/{case.number}/").content.decode()
    assert worker.get(f"/consents/{report.consent_id}/evidence/{evidence.pk}/").content == SIGNED


def test_the_company_sees_that_it_handed_it_in_and_its_own_only(browser: Any, report: Referral) -> None:
    hand_in(browser("manager"), report)
    page = browser("staff").get(address(report))
    assert [one.size for one in page.context["evidence"]] == [len(SIGNED)]
    assert AccessRecord.objects.latest("at").purpose == "evidence sent"
    worker = browser("caseworker")
    worker.post(f"/consents/{report.consent_id}/evidence/", {"scans": upload(picture())})
    assert len(browser("staff").get(address(report)).context["evidence"]) == 1


def test_what_both_have_is_kept_for_each(browser: Any, report: Referral) -> None:
    browser("caseworker").post(f"/consents/{report.consent_id}/evidence/", {"scans": upload(SIGNED)})
    assert hand_in(browser("staff"), report).status_code == 302
    assert ConsentEvidence.objects.count() == 2


def test_the_very_same_file_crosses_once(browser: Any, report: Referral) -> None:
    staff = browser("staff")
    hand_in(staff, report)
    before = Disclosure.objects.count()
    assert hand_in(staff, report).status_code == 302
    assert (Disclosure.objects.count(), ConsentEvidence.objects.count()) == (before, 1)


@pytest.mark.parametrize("content", [b"", b"<html>", SIGNED[:50]], ids=["empty", "a page", "broken"])
def test_what_is_no_form_is_refused(browser: Any, report: Referral, content: bytes) -> None:
    before = Disclosure.objects.count()
    answer = hand_in(browser("staff"), report, content)
    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["scans"])
    assert (Disclosure.objects.count(), ConsentEvidence.objects.count()) == (before, 0)


def test_once_the_consent_is_withdrawn_the_form_cannot_cross(browser: Any, acting: Any, report: Referral) -> None:
    with acting("caseworker") as worker:
        assert report.consent is not None
        withdraw_consent(actor=worker, consent=report.consent, via=WithdrawnVia.TELEPHONE)
    before = Disclosure.objects.count()
    answer = hand_in(browser("staff"), report)
    assert answer.status_code == 422
    assert str(answer.context["refusal"].sentence) in answer.content.decode()
    assert (Disclosure.objects.count(), ConsentEvidence.objects.count()) == (before, 0)
    counted = RefusalCount.objects.get()
    assert (counted.code, counted.count, counted.office_id) == ("consent_withdrawn", 1, report.office_id)
    assert tables_naming(CANARY) == {}


@pytest.mark.parametrize(("days", "status"), [(0, 302), (-1, 422)])
def test_on_its_last_day_it_can_the_day_after_it_cannot(browser: Any, report: Referral, days: int, status: int) -> None:
    Consent.objects.update(expires_on=timezone.localdate() + timedelta(days=days))
    assert hand_in(browser("staff"), report).status_code == status


def test_a_consent_that_does_not_cover_name_and_address_carries_no_form(browser: Any, report: Referral) -> None:
    Consent.objects.filter(pk=report.consent_id).update(items=["arrears"])
    assert hand_in(browser("staff"), report).status_code == 422
    assert RefusalCount.objects.get().code == "items_not_covered"


@pytest.mark.parametrize("reason", [RetractReason.PAID, RetractReason.WRONG_PERSON])
def test_nothing_is_added_to_a_report_that_was_taken_back(
    browser: Any, acting: Any, report: Referral, reason: RetractReason
) -> None:
    with acting("staff") as staff:
        retract_report(actor=staff, referral=report, reason=reason)
    client = browser("staff")
    assert hand_in(client, report).status_code == 409
    assert client.get(address(report)).status_code == 409
    assert address(report) not in client.get(f"/reports/{report.receipt_number}/").content.decode()
    assert not ConsentEvidence.objects.exists()


def test_nor_to_one_that_is_sealed(browser: Any, acting: Any, report: Referral) -> None:
    with acting("caseworker") as worker:
        seal_report(actor=worker, triage=Triage.objects.get())
    deliver_outbox()
    assert hand_in(browser("staff"), report).status_code == 409
    assert not ConsentEvidence.objects.exists()


def test_a_report_on_another_ground_has_no_form(browser: Any, acting: Any, cast: Any) -> None:
    protected = reported(acting, unconsented(cast))
    client = browser("staff")
    assert client.get(address(protected)).status_code == 404
    assert hand_in(client, protected).status_code == 404
    assert address(protected) not in client.get(f"/reports/{protected.receipt_number}/").content.decode()


@pytest.mark.parametrize(("who", "status"), [("other_staff", 404), ("member", 403), ("", 302)])
def test_nobody_else_hands_in_or_sees_any(browser: Any, report: Referral, who: str, status: int) -> None:
    hand_in(browser("staff"), report)
    client = browser(who, door="portal")
    assert client.get(address(report)).status_code == status
    assert hand_in(client, report, picture()).status_code == status
    assert ConsentEvidence.objects.count() == 1


def test_the_page_takes_as_many_queries_for_one_file_as_for_many(browser: Any, report: Referral) -> None:
    client = browser("staff")
    hand_in(client, report)
    client.get(address(report))
    few = queries_of(client, address(report))
    for number in range(4):
        hand_in(client, report, picture("PNG", (50, 50 + number)))
    client.get(address(report))
    assert_same_number(few, queries_of(client, address(report)), at_most=9)
