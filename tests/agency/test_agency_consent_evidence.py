"""The signed form is kept sealed in the database; who looks at it is recorded first; nobody else can."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings

from audit.models import AccessKind, AccessRecord
from cases.models import Case
from consent.evidence import check_content
from consent.models import Consent, ConsentEvidence
from consent.taking import keep_evidence
from notifications.tasks import deliver_outbox
from organizations.sealing import unseal
from referrals.actions import seal_report
from referrals.models import Referral, Triage
from tests.agency.consent_forms import PDF, picture, recorded, spoken, upload, url
from tests.agency.reported import assert_same_number, open_case_of, queries_of
from tests.core.searching import tables_naming

#: Stands in the file, and may stand nowhere else.
CANARY = "KANARIENVOGEL-77"
SIGNED = PDF.replace(b"<<>>", f"<</Title ({CANARY})>>".encode(), 1)


@pytest.fixture
def case(cast: Any, acting: Any) -> Case:
    return open_case_of(acting, cast)


@pytest.fixture
def consent(browser: Any, cast: Any, case: Case) -> Consent:
    """With a signed form."""
    said = spoken([cast.tamana.pk], means="written", words="", scans=upload(SIGNED, "同意書 玉名太郎.pdf"))
    return recorded(browser("caseworker"), case.number, said)


def test_a_form_comes_with_the_consent_and_goes_out_as_it_came(browser: Any, consent: Consent) -> None:
    evidence = ConsentEvidence.objects.get()
    assert (evidence.consent, evidence.kind, evidence.size) == (consent, "application/pdf", len(SIGNED))
    answer = browser("lead").get(url("consent_evidence", consent.pk, evidence.pk))
    assert answer.content == SIGNED
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith('attachment; filename="consent-')
    assert "太郎" not in answer["Content-Disposition"]
    assert (answer["X-Content-Type-Options"], "sandbox" in answer["Content-Security-Policy"]) == ("nosniff", True)
    assert "no-store" in answer["Cache-Control"]


def test_it_lies_encrypted_in_the_database_and_in_no_folder(consent: Consent) -> None:
    assert tables_naming(CANARY) == {}
    assert unseal(bytes(ConsentEvidence.objects.get().content)) == SIGNED
    folders = [Path(settings.STATIC_ROOT), Path(settings.BASE_DIR) / "static"]
    folders += [Path(settings.MEDIA_ROOT)] if settings.MEDIA_ROOT else []
    served = [file for folder in folders if folder.is_dir() for file in folder.rglob("*") if file.is_file()]
    assert not [file for file in served if CANARY.encode() in file.read_bytes()]


def test_a_photograph_comes_later(browser: Any, consent: Consent) -> None:
    client, photograph = browser("caseworker"), picture("JPEG")
    answer = client.post(url("consent_evidence_add", consent.pk), {"scans": upload(photograph, "x.pdf")})
    assert answer.url == url("consent", consent.pk)
    added = ConsentEvidence.objects.get(kind="image/jpeg")
    assert client.get(url("consent_evidence", consent.pk, added.pk)).content == photograph


def test_the_very_same_file_is_kept_once(browser: Any, consent: Consent) -> None:
    client = browser("caseworker")
    for _twice in range(2):
        assert client.post(url("consent_evidence_add", consent.pk), {"scans": upload(SIGNED)}).status_code == 302
    assert ConsentEvidence.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "空"), (b"<html>", "PDF"), (SIGNED[:60], "PDF"), (b"\0\0\0\x18ftypheic" + b"\0" * 99, "HEIC")],
    ids=["empty", "a page", "broken", "HEIC"],
)
def test_what_is_no_form_is_refused_and_not_kept(browser: Any, consent: Consent, content: bytes, sentence: str) -> None:
    answer = browser("caseworker").post(
        url("consent_evidence_add", consent.pk), {"scans": upload(content, "form.pdf", "application/pdf")}
    )
    assert answer.status_code == 400
    assert "scans" in answer.context["form"].errors
    assert ConsentEvidence.objects.count() == 1


def test_too_large_for_the_field_and_too_large_for_the_door(browser: Any, consent: Consent, settings: Any) -> None:
    client, address = browser("caseworker"), url("consent_evidence_add", consent.pk)
    large = SIGNED.replace(b"<<", b" " * 10_000_001 + b"<<", 1)
    assert client.post(address, {"scans": upload(large)}).status_code == 400
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
    assert client.post(address, {"scans": upload(large)}).status_code == 413
    assert ConsentEvidence.objects.count() == 1


def test_a_refused_file_leaves_no_consent_behind(browser: Any, cast: Any, case: Case) -> None:
    said = spoken([cast.tamana.pk], scans=upload(b"<html>", "form.pdf"))
    assert browser("caseworker").post(url("consent_record", case.number), said).status_code == 400
    assert not Consent.objects.filter(recorded_by__isnull=False).exists()


def test_four_files_at_once_are_one_too_many(browser: Any, consent: Consent) -> None:
    client, address = browser("caseworker"), url("consent_evidence_add", consent.pk)
    pictures = [picture("PNG", (60, 60 + number)) for number in range(4)]
    assert client.post(address, {"scans": [upload(one) for one in pictures]}).status_code == 400
    assert client.post(address, {"scans": [upload(one) for one in pictures[1:]]}).status_code == 302
    assert ConsentEvidence.objects.count() == 4


@pytest.mark.parametrize(
    ("who", "status"), [("auditor", 403), ("admin", 403), ("other_caseworker", 404), ("staff", 403), ("", 302)]
)
def test_nobody_else_sees_or_adds_any(browser: Any, consent: Consent, who: str, status: int) -> None:
    evidence = ConsentEvidence.objects.get()
    client = browser(who)
    client.door = "agency"
    seen = client.get(url("consent_evidence", consent.pk, evidence.pk))
    added = client.post(url("consent_evidence_add", consent.pk), {"scans": upload(picture())})
    expected = {302} if who == "staff" else {status}  # no session of the portal opens this door
    assert ({seen.status_code}, {added.status_code}) == (expected, expected)
    assert CANARY.encode() not in seen.content
    assert ConsentEvidence.objects.count() == 1


def test_evidence_belongs_to_its_own_consent(browser: Any, cast: Any, case: Case, consent: Consent) -> None:
    client = browser("caseworker")
    other = recorded(client, case.number, spoken([cast.tamana.pk]))
    evidence = ConsentEvidence.objects.get()
    assert client.get(url("consent_evidence", other.pk, evidence.pk)).status_code == 404
    assert client.get(url("consent_evidence", consent.pk, uuid4())).status_code == 404


def test_each_look_is_recorded_first(browser: Any, consent: Consent) -> None:
    client = browser("caseworker")
    client.get(url("consent_evidence", consent.pk, ConsentEvidence.objects.get().pk))
    seen = AccessRecord.objects.latest("at")
    assert (seen.kind, seen.subject, seen.subject_ids) == (AccessKind.EXPORT, "consent.consent", [str(consent.pk)])
    assert seen.purpose == "evidence of a consent"
    client.get(url("consent", consent.pk))
    assert AccessRecord.objects.latest("at").purpose == "consent page"


def test_of_a_sealed_report_the_evidence_is_not_there(browser: Any, acting: Any, case: Case) -> None:
    """The scan of the form with which the report came; the words are taken out, so is the picture."""
    report = Referral.objects.get()
    with acting("caseworker") as worker:
        assert report.consent is not None
        keep_evidence(actor=worker, consent=report.consent, file=check_content(SIGNED))
    client, evidence = browser("caseworker"), ConsentEvidence.objects.get()
    address = url("consent_evidence", report.consent.pk, evidence.pk)
    assert client.get(address).status_code == 200
    with acting("caseworker") as worker:
        seal_report(actor=worker, triage=Triage.objects.get())
    deliver_outbox()
    assert client.get(address).status_code == 404
    page = client.get(url("consent", report.consent.pk)).content.decode()
    assert str(evidence.pk) not in page
    late = client.post(url("consent_evidence_add", report.consent.pk), {"scans": upload(picture())})
    assert late.status_code == 409
    assert ConsentEvidence.objects.count() == 1


def test_the_page_takes_as_many_queries_for_one_file_as_for_many(browser: Any, consent: Consent) -> None:
    client = browser("caseworker")
    client.get(url("consent", consent.pk))
    few = queries_of(client, url("consent", consent.pk))
    for number in range(4):
        client.post(url("consent_evidence_add", consent.pk), {"scans": upload(picture("PNG", (50, 50 + number)))})
    client.get(url("consent", consent.pk))  # takes the messages away
    assert_same_number(few, queries_of(client, url("consent", consent.pk)), at_most=14)
