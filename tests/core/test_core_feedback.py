"""What the utility is told of its report (rules 10, 13 and 14), and that the ledger has every crossing."""

from datetime import datetime, timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from consent.actions import consents_about, cross, withdraw_consent
from consent.errors import LegallyRefused
from consent.gate import TOKYO, Facts
from consent.models import Consent, Disclosure
from consent.vocabulary import CrossingKind, Item, Purpose
from referrals.actions import accept_into_case, accept_into_new_case, close_report, tell_utility
from referrals.crossings import feedback_crossing
from referrals.models import CloseReason, Feedback, FeedbackStatus, Referral, Triage


def feedback_consent():
    return Consent.objects.get(purposes=[Purpose.FEEDBACK])


def test_with_consent_to_it_the_utility_is_told_the_state_and_no_more(cast, acting, taken):
    taken(feedback=True)
    feedback = Feedback.objects.get()
    assert (feedback.status, feedback.utility_id) == (FeedbackStatus.HANDLING, cast.denki.pk)
    told = Disclosure.objects.get(kind=CrossingKind.FEEDBACK)
    assert (told.sender_id, told.recipient_id) == (cast.tamana_agency.pk, cast.denki.pk)
    assert told.items == [Item.HANDLING_STATUS] and told.evidence == [f"consent:{feedback_consent().pk}"]


def test_without_it_nothing_is_told_and_nothing_is_written(taken):
    taken(feedback=False)
    assert not Feedback.objects.exists()
    assert not Disclosure.objects.filter(kind=CrossingKind.FEEDBACK).exists()


def test_closing_too_is_told_only_with_consent(acting, told):
    for feedback in (True, False):
        triage = told(feedback=feedback)
        with acting("caseworker") as worker:
            close_report(actor=worker, triage=triage, reason=CloseReason.RESOLVED, note="")
    assert [one.status for one in Feedback.objects.all()] == [FeedbackStatus.CLOSED]


def test_after_withdrawal_nothing_more_is_told_and_what_was_told_stays_recorded(acting, told):
    triage = told(feedback=True)
    with acting("caseworker") as worker:
        assert tell_utility(actor=worker, triage=triage, status=FeedbackStatus.HANDLING)
        withdraw_consent(actor=worker, consent=feedback_consent(), via="電話")
        assert not tell_utility(actor=worker, triage=triage, status=FeedbackStatus.CLOSED)
    assert [one.status for one in Feedback.objects.all()] == [FeedbackStatus.HANDLING]
    assert Disclosure.objects.filter(kind=CrossingKind.FEEDBACK).count() == 1
    assert Referral.objects.count() == 1


def test_withdrawal_is_said_once(acting, told):
    told(feedback=True)
    first = timezone.now() - timedelta(hours=2)
    with acting("caseworker") as worker:
        withdraw_consent(actor=worker, consent=feedback_consent(), via="電話", at=first)
        withdraw_consent(actor=worker, consent=feedback_consent(), via="来所")
    assert (feedback_consent().withdrawn_at, feedback_consent().withdrawn_via) == (first, "電話")


@pytest.fixture
def crosses(cast, acting, told):
    """`crosses(moment)`: whether the state of handling may go to the utility at that moment."""
    triage = told(feedback=True, at=timezone.now() - timedelta(days=30))

    def ask(at):
        with acting("caseworker") as worker:
            facts = Facts(consents=consents_about(triage.referral.submission))
            referral = Referral.objects.select_related("agency", "utility").get()
            crossing = feedback_crossing(referral, referral.utility, at)
            try:
                with transaction.atomic():
                    cross(actor=worker, crossing=crossing, facts=facts, municipality_id=cast.tamana.pk)
            except LegallyRefused as refused:
                return refused.refusal.code
        return None

    return ask


def test_consent_ends_with_the_last_second_of_its_last_day_in_japan(crosses):
    last = timezone.localdate()
    Consent.objects.update(expires_on=last)
    midnight = datetime.combine(last + timedelta(days=1), datetime.min.time(), TOKYO)
    assert crosses(midnight - timedelta(seconds=1)) is None
    assert crosses(midnight) == "consent_expired"


def test_withdrawal_works_at_its_very_moment(crosses):
    moment = timezone.now() - timedelta(days=1)
    Consent.objects.update(withdrawn_at=moment)
    assert crosses(moment - timedelta(microseconds=1)) is None
    assert crosses(moment) == "consent_withdrawn"


def test_an_expired_consent_tells_nothing_at_triage(acting, told):
    triage = told(feedback=True)
    Consent.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    with acting("caseworker") as worker:
        accept_into_new_case(actor=worker, triage=triage)
    assert not Feedback.objects.exists()


def test_a_utility_sees_its_own_feedback_only_and_no_triage_at_all(acting, taken):
    taken(feedback=True)
    with acting("staff"):
        assert Feedback.objects.count() == 1
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Triage.objects.exists()
    with acting("other_staff"):
        assert Feedback.objects.count() == 0


def test_nobody_at_the_portal_writes_feedback_or_reads_the_ledger(cast, acting, taken):
    taken()
    referral = Referral.objects.get()
    forged = Feedback(referral=referral, municipality=cast.tamana, utility=cast.denki, status=FeedbackStatus.CLOSED)
    for attempt in (forged.save, Disclosure.objects.exists):
        with acting("staff"), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            attempt()


def test_every_crossing_has_its_disclosure_and_every_disclosure_its_crossing(acting, told, taken):
    case = taken(feedback=True)
    taken(feedback=False)
    for feedback in (True, False):
        with acting("caseworker") as worker:
            close_report(actor=worker, triage=told(feedback=feedback), reason=CloseReason.NOT_NEEDED, note="")
            accept_into_case(
                actor=worker, triage=told("other_staff", feedback=feedback, supply_kind="water"), case=case
            )
    reports = Disclosure.objects.filter(kind=CrossingKind.REPORT)
    assert set(reports.values_list("subject", flat=True)) == set(Referral.objects.values_list("submission", flat=True))
    told_back = Disclosure.objects.filter(kind=CrossingKind.FEEDBACK)
    assert sorted(told_back.values_list("subject", flat=True)) == sorted(
        Feedback.objects.values_list("referral__submission", flat=True)
    )
    assert (reports.count(), told_back.count()) == (Referral.objects.count(), Feedback.objects.count()) == (6, 3)
    assert Disclosure.objects.count() == 9
