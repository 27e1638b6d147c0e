"""Withdrawal, review, the ledger: what is shown, what is refused, what cannot be changed."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from audit.models import AccessRecord
from cases.composed import case_panels, timeline
from cases.models import Case
from consent.gate import RefusalCode
from consent.models import Consent, Disclosure, ProtectionGround, RefusalCount
from consent.vocabulary import Item, Purpose, WithdrawnVia
from consent.words import consent_lines
from referrals.actions import tell_utility
from referrals.models import FeedbackStatus, Referral, Triage
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


def url(name: str, *args: Any) -> str:
    return reverse(name, args=args, urlconf="config.urls_agency")


@pytest.fixture
def case(cast: Any, acting: Any) -> Case:
    return open_case_of(acting, cast)


@pytest.fixture
def report_consent(case: Case) -> Consent:
    consent = Referral.objects.get().consent
    assert consent is not None
    return consent


@pytest.fixture
def feedback_consent(case: Case) -> Consent:
    return Consent.objects.get(items=[Item.HANDLING_STATUS])


@pytest.fixture
def ground(cast: Any, acting: Any) -> ProtectionGround:
    """Of a report that nobody has taken into a case yet."""
    protection = reported(acting, unconsented(cast)).protection
    assert protection is not None
    return protection


def test_a_consent_is_said_in_words(report_consent: Consent, cast: Any) -> None:
    report_consent.items = [Item.ARREARS]
    with override("en"):
        line = consent_lines([report_consent])[0]
    assert line.headline == f"arrears to {cast.tamana_agency.name}"
    assert line.state == "agreed (until 31 Mar 2099)"
    assert line.is_in_force


@pytest.mark.parametrize(
    ("change", "state", "tone"),
    [
        ({"withdrawn_at": timezone.now() - timedelta(minutes=1)}, "withdrawn", "danger"),
        ({"expires_on": timezone.localdate() - timedelta(days=1)}, "expired", "warning"),
        ({"expires_on": None}, "agreed (until withdrawn)", "success"),
        ({"given_at": timezone.now() + timedelta(days=1)}, "begins", "warning"),
    ],
)
def test_every_state_has_its_word(report_consent: Consent, change: dict[str, Any], state: str, tone: str) -> None:
    for name, value in change.items():
        setattr(report_consent, name, value)
    with override("en"):
        line = consent_lines([report_consent])[0]
    assert line.state.startswith(state)
    assert line.tone == tone
    assert line.is_in_force == (tone == "success")


def test_the_last_day_of_a_consent_still_counts(report_consent: Consent) -> None:
    report_consent.expires_on = timezone.localdate()
    assert consent_lines([report_consent])[0].is_in_force


def test_a_withdrawal_holds_at_once_and_the_next_feedback_is_refused(
    browser: Any, acting: Any, feedback_consent: Consent
) -> None:
    triage = Triage.objects.get()
    response = browser("caseworker").post(url("consent_withdraw", feedback_consent.pk), {"via": "telephone"})
    assert response.status_code == 302
    feedback_consent.refresh_from_db()
    assert feedback_consent.withdrawn_at is not None
    assert feedback_consent.withdrawn_via == "telephone"
    before = Disclosure.objects.count()
    with acting("caseworker") as actor:
        told = tell_utility(actor=actor, triage=triage, status=FeedbackStatus.CLOSED)
    assert told is False
    assert Disclosure.objects.count() == before


def test_without_a_withdrawal_the_next_feedback_crosses(acting: Any, feedback_consent: Consent) -> None:
    with acting("caseworker") as actor:
        assert tell_utility(actor=actor, triage=Triage.objects.get(), status=FeedbackStatus.CLOSED)


def test_a_withdrawal_keeps_report_and_ledger(browser: Any, case: Case, report_consent: Consent) -> None:
    rows = set(Disclosure.objects.values_list("pk", flat=True))
    browser("caseworker").post(url("consent_withdraw", report_consent.pk), {"via": "at_desk"})
    assert set(Disclosure.objects.values_list("pk", flat=True)) == rows
    assert Referral.objects.filter(consent=report_consent).exists()


def test_a_withdrawal_without_its_channel_changes_nothing(browser: Any, report_consent: Consent) -> None:
    assert browser("caseworker").post(url("consent_withdraw", report_consent.pk), {}).status_code == 200
    report_consent.refresh_from_db()
    assert report_consent.withdrawn_at is None


def test_a_withdrawn_consent_shows_how_and_offers_nothing_more(browser: Any, report_consent: Consent) -> None:
    client = browser("caseworker")
    client.post(url("consent_withdraw", report_consent.pk), {"via": "written"})
    assert client.get(url("consent_withdraw", report_consent.pk)).url == url("consent", report_consent.pk)
    page = client.get(url("consent", report_consent.pk)).content.decode()
    assert str(WithdrawnVia.WRITTEN.label) in page
    assert url("consent_withdraw", report_consent.pk) not in page
    assert url("consent_renew", report_consent.pk) not in page


@pytest.mark.parametrize("verb", ["get", "post"])
def test_a_consent_of_another_municipality_is_not_there(browser: Any, report_consent: Consent, verb: str) -> None:
    client = browser("other_caseworker")
    assert getattr(client, verb)(url("consent_withdraw", report_consent.pk), {"via": "at_desk"}).status_code == 404
    report_consent.refresh_from_db()
    assert report_consent.withdrawn_at is None


@pytest.mark.parametrize("who", ["auditor", "admin"])
def test_only_casework_withdraws(browser: Any, report_consent: Consent, who: str) -> None:
    assert browser(who).post(url("consent_withdraw", report_consent.pk), {"via": "at_desk"}).status_code == 403


def test_the_lead_upholds_and_the_second_review_changes_nothing(browser: Any, ground: ProtectionGround) -> None:
    lead = browser("lead")
    assert NAME not in lead.get(url("protection_review", ground.pk)).content.decode()
    assert lead.post(url("protection_review", ground.pk), {"upheld": "yes", "note": ""}).status_code == 302
    ground.refresh_from_db()
    assert ground.upheld is True
    again = lead.post(url("protection_review", ground.pk), {"upheld": "no_danger", "note": "考え直した"})
    assert again.status_code == 409
    ground.refresh_from_db()
    assert ground.upheld is True


def test_a_no_needs_its_reason(browser: Any, ground: ProtectionGround) -> None:
    lead = browser("lead")
    assert lead.post(url("protection_review", ground.pk), {"upheld": "could_be_asked", "note": " "}).status_code == 200
    ground.refresh_from_db()
    assert ground.reviewed_at is None
    answer = {"upheld": "could_be_asked", "note": "本人に聞けた"}
    assert lead.post(url("protection_review", ground.pk), answer).status_code == 302
    ground.refresh_from_db()
    assert ground.upheld is False
    assert ground.review_note == "本人に聞けた"


@pytest.mark.parametrize("who", ["caseworker", "auditor", "admin"])
def test_only_the_lead_reviews(browser: Any, ground: ProtectionGround, who: str) -> None:
    assert browser(who).post(url("protection_review", ground.pk), {"upheld": "yes"}).status_code == 403
    ground.refresh_from_db()
    assert ground.reviewed_at is None


def test_a_ground_of_another_municipality_is_not_there(browser: Any, cast: Any, ground: ProtectionGround) -> None:
    cast.roles["other_caseworker"].role = "lead_caseworker"
    cast.roles["other_caseworker"].save()
    assert browser("other_caseworker").get(url("protection_review", ground.pk)).status_code == 404


def test_the_case_shows_consents_grounds_and_the_ledger(acting: Any, cast: Any, case: Case) -> None:
    other = taken_into_case(acting, reported(acting, unconsented(cast)))
    with acting("lead") as actor:
        consented_panel = next(one for one in case_panels(case, actor) if one.anchor == "consents").context
        protected_panel = next(one for one in case_panels(other, actor) if one.anchor == "consents").context
    assert len(consented_panel["consents"]) == 2
    assert not consented_panel["grounds"]
    kinds = [line.row.kind for line in consented_panel["disclosures"]]
    assert kinds == ["feedback", "report"]
    assert all(line.provision for line in consented_panel["disclosures"])
    assert [one.why_protect for one in protected_panel["grounds"]] == ["やせて立てない様子だった"]
    assert not protected_panel["consents"]


def test_the_timeline_tells_of_withdrawal_review_and_feedback(
    browser: Any, acting: Any, cast: Any, case: Case, feedback_consent: Consent
) -> None:
    browser("caseworker").post(url("consent_withdraw", feedback_consent.pk), {"via": "visit"})
    with acting("caseworker"):
        icons = {entry.icon for entry in timeline(case)}
    assert {"cross", "arrow-right"} <= icons


def test_the_ledger_names_nobody(browser: Any, case: Case, cast: Any) -> None:
    for who in ("caseworker", "lead", "auditor"):
        page = browser(who).get(url("disclosure_list")).content.decode()
        assert NAME not in page
        assert cast.denki.name in page
        assert (case.number in page) == (who != "auditor")
        seen = AccessRecord.objects.latest("at")
        assert (seen.subject, len(seen.subject_ids)) == ("consent.disclosure", Disclosure.objects.count())


def test_the_ledger_is_the_own_municipalitys(browser: Any, case: Case, cast: Any) -> None:
    page = browser("other_caseworker").get(url("disclosure_list")).content.decode()
    assert cast.denki.name not in page
    assert browser("admin").get(url("disclosure_list")).status_code == 403


def test_refusals_are_counted_for_lead_and_auditor_only(browser: Any, cast: Any, case: Case) -> None:
    for hour in (timezone.now(), timezone.now() - timedelta(minutes=70)):
        RefusalCount.objects.create(
            organization=cast.denki,
            office=cast.denki_office,
            municipality=cast.tamana,
            hour=hour,
            code=RefusalCode.NO_CONSENT,
            count=2,
        )
    for who, sees in {"lead": True, "auditor": True, "caseworker": False}.items():
        answer = browser(who).get(url("refusal_list"))
        assert answer.status_code == (200 if sees else 403)
        if sees:
            assert sum(row["times"] for row in answer.context["refusals"]) == 4
        assert (url("refusal_list") in browser(who).get(url("disclosure_list")).content.decode()) == sees


@pytest.mark.parametrize(
    "change",
    [lambda rows: rows.update(purpose=Purpose.EMERGENCY), lambda rows: rows._raw_delete("default")],
    ids=["update", "delete"],
)
def test_nobody_at_the_agency_changes_the_ledger(acting: Any, case: Case, change: Any) -> None:
    with acting("lead"), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        change(Disclosure.objects.all())
    assert Disclosure.objects.filter(purpose=Purpose.SELF_RELIANCE_SUPPORT).exists()


def test_the_ledger_takes_as_many_queries_for_one_row_as_for_many(browser: Any, acting: Any, cast: Any) -> None:
    reported(acting, consented(cast))
    client = browser("lead")
    client.get(url("disclosure_list"))
    few = queries_of(client, url("disclosure_list"))
    for number in range(4):
        taken_into_case(acting, reported(acting, consented(cast, name=f"玉名 {number}郎")))
    assert_same_number(few, queries_of(client, url("disclosure_list")), at_most=10)


def test_the_ledger_goes_on_where_the_page_ended(browser: Any, cast: Any, case: Case) -> None:
    first = Disclosure.objects.earliest("at")
    rows = [
        Disclosure(
            municipality=cast.tamana,
            kind=first.kind,
            route=first.route,
            sender=first.sender,
            recipient=first.recipient,
            subject=first.subject,
            items=first.items,
            purpose=first.purpose,
            provision=first.provision,
            user=first.user,
            role=first.role,
            at=first.at,
        )
        for _row in range(60)
    ]
    Disclosure.objects.bulk_create(rows)
    client = browser("auditor")
    page = client.get(url("disclosure_list")).context
    rest = client.get(url("disclosure_list") + page["next_url"]).context
    shown = [line.row.pk for line in [*page["lines"], *rest["lines"]]]
    assert len(page["lines"]) == 50
    assert not rest["next_url"]
    assert sorted(shown) == sorted(Disclosure.objects.values_list("pk", flat=True))
