"""What follows from a yes at once: feedback, withdrawal, renewal."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from cases.models import Case
from consent.actions import withdraw_consent
from consent.errors import ConsentRefusal
from consent.models import Consent, Disclosure
from consent.reports import reports_about
from consent.taking import ConsentSaid, record_consent
from consent.vocabulary import CHOSEN_CHANNELS, ConsentMeans, Item, Purpose, WithdrawnVia
from referrals.actions import retract_report, tell_utility
from referrals.models import Feedback, FeedbackStatus, Referral, RetractReason, Triage
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


def test_with_the_persons_yes_the_company_is_told_at_once(browser: Any, cast: Any, case: Case) -> None:
    assert not Feedback.objects.exists()
    recorded(browser("caseworker"), case.number, to_feedback([cast.denki.pk]))
    told = Feedback.objects.get()
    assert (told.utility_id, told.status) == (cast.denki.pk, FeedbackStatus.HANDLING)
    assert told.disclosure.route == "A"


@pytest.mark.parametrize("without", ["recipient", "item", "purpose"])
def test_without_any_part_of_it_the_company_is_told_nothing(browser: Any, cast: Any, case: Case, without: str) -> None:
    said = {
        "recipient": to_feedback([cast.tamana.pk]),
        "item": to_feedback([cast.denki.pk], items=[Item.ARREARS]),
        "purpose": to_feedback([cast.tamana.pk], purposes=[Purpose.LINKAGE]),
    }
    recorded(browser("caseworker"), case.number, said[without])
    assert not Feedback.objects.exists()


def test_nothing_is_told_twice(browser: Any, cast: Any, case: Case) -> None:
    client = browser("caseworker")
    for _twice in range(2):
        recorded(client, case.number, to_feedback([cast.denki.pk]))
    assert Feedback.objects.count() == 1


def test_a_report_that_nobody_has_dealt_with_has_nothing_to_tell(browser: Any, acting: Any, cast: Any) -> None:
    report = reported(acting, consented(cast, feedback=False))
    client = browser("caseworker")
    assert client.post(url("consent_record_report", report.submission), to_feedback([cast.denki.pk])).status_code == 302
    assert not Feedback.objects.exists()


def test_a_company_that_took_its_report_back_is_offered_no_more(
    browser: Any, acting: Any, cast: Any, case: Case
) -> None:
    with acting("staff") as staff:
        retract_report(actor=staff, referral=Referral.objects.get(), reason=RetractReason.PAID)
    answer = browser("caseworker").post(url("consent_record", case.number), to_feedback([cast.denki.pk]))
    assert "recipients" in answer.context["form"].errors


def test_a_withdrawal_stops_the_very_next_feedback(browser: Any, acting: Any, cast: Any, case: Case) -> None:
    client = browser("caseworker")
    consent = recorded(client, case.number, to_feedback([cast.denki.pk]))
    client.post(url("consent_withdraw", consent.pk), {"via": "visit"})
    before = Disclosure.objects.count()
    with acting("caseworker") as worker:
        assert not tell_utility(actor=worker, triage=Triage.objects.get(), status=FeedbackStatus.CLOSED)
    assert Disclosure.objects.count() == before


@pytest.mark.parametrize("channel", CHOSEN_CHANNELS)
def test_any_channel_will_do(browser: Any, cast: Any, case: Case, channel: str) -> None:
    client = browser("caseworker")
    consent = recorded(client, case.number, spoken([cast.tamana.pk]))
    answer = client.post(url("consent_withdraw", consent.pk), {"via": channel})
    assert answer.url == url("consent", consent.pk)
    consent.refresh_from_db()
    assert (consent.withdrawn_via, consent.withdrawn_at is not None) == (channel, True)
    assert url("consent_receipt", consent.pk, "plain") in client.get(answer.url).content.decode()


def test_replaced_is_no_channel(browser: Any, cast: Any, case: Case) -> None:
    client = browser("caseworker")
    consent = recorded(client, case.number, spoken([cast.tamana.pk]))
    assert client.post(url("consent_withdraw", consent.pk), {"via": "renewed"}).status_code == 200
    consent.refresh_from_db()
    assert consent.withdrawn_at is None


def test_a_letter_counts_from_when_it_was_said(browser: Any, cast: Any, case: Case) -> None:
    client, yesterday = browser("caseworker"), timezone.localtime() - timedelta(days=1)
    earlier = timezone.localdate() - timedelta(days=3)
    consent = recorded(client, case.number, spoken([cast.tamana.pk], given_on=earlier.isoformat(), given_time="09:00"))
    answer = {"via": "written", "day": yesterday.date().isoformat(), "hour": "10:30"}
    for wrong in ({"day": "2999-01-01"}, {"hour": ""}, {"day": (earlier - timedelta(days=1)).isoformat()}):
        assert client.post(url("consent_withdraw", consent.pk), {**answer, **wrong}).status_code == 200
    assert client.post(url("consent_withdraw", consent.pk), answer).status_code == 302
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None
    assert timezone.localtime(consent.withdrawn_at).strftime("%H:%M") == "10:30"


# --- renewal ---


def test_a_renewal_ends_the_earlier_consent(browser: Any, cast: Any, case: Case) -> None:
    client = browser("caseworker")
    first = recorded(client, case.number, spoken([cast.tamana.pk]))
    answer = client.post(url("consent_renew", first.pk), spoken([cast.tamana.pk], items=[Item.ARREARS]))
    assert answer.status_code == 302
    first.refresh_from_db()
    second = _new().latest("pk")
    assert first.withdrawn_via == WithdrawnVia.RENEWED
    assert first.withdrawn_at is not None
    assert (second.renews, second.items, second.withdrawn_at) == (first, ["arrears"], None)
    page = client.get(url("consent", first.pk)).content.decode()
    assert url("consent", second.pk) in page
    assert url("consent_receipt", first.pk, "plain") not in page


def test_a_narrower_renewal_stops_what_it_leaves_out(browser: Any, acting: Any, cast: Any, case: Case) -> None:
    client = browser("caseworker")
    first = recorded(client, case.number, to_feedback([cast.denki.pk]))
    client.post(url("consent_renew", first.pk), spoken([cast.tamana.pk]))
    with acting("caseworker") as worker:
        assert not tell_utility(actor=worker, triage=Triage.objects.get(), status=FeedbackStatus.CLOSED)


def test_two_tabs_renew_once(browser: Any, cast: Any, case: Case) -> None:
    client = browser("caseworker")
    first = recorded(client, case.number, spoken([cast.tamana.pk]))
    client.post(url("consent_renew", first.pk), spoken([cast.tamana.pk]))
    stale = client.post(url("consent_renew", first.pk), spoken([cast.tamana.pk]))
    assert stale.status_code == 409
    assert _new().count() == 2
    assert client.get(url("consent_renew", first.pk)).url == url("consent", first.pk)


def test_a_stale_tab_does_not_pretend_that_the_newer_consent_is_withdrawn(browser: Any, cast: Any, case: Case) -> None:
    client = browser("caseworker")
    first = recorded(client, case.number, spoken([cast.tamana.pk]))
    client.post(url("consent_renew", first.pk), spoken([cast.tamana.pk]))
    answer = client.post(url("consent_withdraw", first.pk), {"via": "telephone"}, follow=True)
    assert [message.level_tag for message in answer.context["messages"]][-1] == "warning"
    assert _new().latest("pk").withdrawn_at is None


def test_who_has_taken_it_back_since_must_be_asked_again(acting: Any, cast: Any, case: Case, subject: Any) -> None:
    """Two caseworkers: one hears yes at ten, the other hears no at eleven, and the first saves at noon."""
    with acting("caseworker") as worker:
        about = reports_about(worker, [subject])
        said = _said(cast, timezone.now() - timedelta(hours=3))
        first = record_consent(actor=worker, said=said, about=about, submission=uuid4())[0]
        withdraw_consent(actor=worker, consent=first, via="telephone", at=timezone.now() - timedelta(hours=1))
        late = _said(cast, timezone.now() - timedelta(hours=2))
        with pytest.raises(ConsentRefusal) as refused:
            record_consent(actor=worker, said=late, about=about, submission=uuid4(), renews=first)
        assert refused.value.code == "withdrawn_since"
        again = _said(cast, timezone.now())
        assert (
            record_consent(actor=worker, said=again, about=about, submission=uuid4(), renews=first)[0].renews == first
        )


def _said(cast: Any, at: Any) -> ConsentSaid:
    return ConsentSaid(
        given_by=NAME,
        given_at=at,
        means=ConsentMeans.WRITTEN,
        taken_by="相談 花子",
        words="",
        items=frozenset({Item.ARREARS}),
        recipients=frozenset({cast.tamana.pk}),
        purposes=frozenset({Purpose.LINKAGE}),
        expires_on=None,
    )
