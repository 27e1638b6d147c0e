"""What the agency makes of a report, and what the utility is told of it."""

from datetime import date, datetime, timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from cases.actions import add_note
from cases.errors import CaseRefusal
from cases.models import Case, CaseNote, CaseStatus, Household, NoteKind
from consent.actions import consents_about, cross, withdraw_consent
from consent.errors import LegallyRefused
from consent.gate import TOKYO, Facts
from consent.models import Consent, Disclosure
from consent.vocabulary import CrossingKind, Item, Purpose
from referrals.actions import accept_into_case, accept_into_new_case, close_report, submit_report, tell_utility
from referrals.crossings import feedback_crossing
from referrals.errors import ReferralRefusal
from referrals.models import CloseReason, Feedback, FeedbackStatus, Referral, StopBasis, Supply, Triage, TriageStatus
from tests.world import report_of

NEXT_WEEK = timezone.localdate() + timedelta(days=7)


@pytest.fixture
def told(cast, acting):
    """`told("staff", feedback=True, name=…)`: the triage of a report that this person has just sent."""

    def tell(by="staff", /, *, at=None, **stated):
        office = cast.suido_office if by == "other_staff" else cast.denki_office
        with acting(by) as actor:
            report = report_of(cast, office_id=office.pk, at=at, **stated)
            referral = submit_report(actor=actor, report=report, at=at)
        return Triage.objects.select_related("referral").get(referral=referral)

    return tell


@pytest.fixture
def taken(acting, told):
    """A case opened from a report; see `told`."""

    def take(by="staff", /, **stated):
        triage = told(by, **stated)
        with acting("caseworker") as worker:
            return accept_into_new_case(actor=worker, triage=triage)

    return take


def test_a_new_case_has_the_person_as_reported_and_the_supply(cast, acting, told):
    triage = told(name="髙橋　ﾊﾅ", has_infant=True, scheduled_stop_on=NEXT_WEEK, stop_basis=StopBasis.ESTIMATED)
    with acting("caseworker") as worker:
        case = accept_into_new_case(actor=worker, triage=triage)
    stored = Case.objects.get()
    assert stored == case and stored.status == CaseStatus.OPEN and stored.municipality_id == cast.tamana.pk
    assert stored.person.name == "髙橋　ﾊﾅ" and stored.household.has_infant
    supply = Supply.objects.get(case=case)
    assert (supply.utility_id, supply.scheduled_stop_on) == (cast.denki.pk, NEXT_WEEK)
    assert supply.stop_basis == StopBasis.ESTIMATED
    triage.refresh_from_db()
    assert (triage.status, triage.case_id) == (TriageStatus.ACCEPTED, case.pk)
    assert triage.decided_by_id == cast.actor("caseworker").user_id


def test_electricity_and_water_of_one_household_combine(acting, told, taken):
    case = taken(name="同じ 家")
    water = told("other_staff", supply_kind="water", supply_point="", name="同じ 家")
    with acting("caseworker") as worker:
        assert accept_into_case(actor=worker, triage=water, case=case) == case
    assert set(Supply.objects.filter(case=case).values_list("kind", flat=True)) == {"electricity_retail", "water"}
    assert Case.objects.count() == 1 and case.triages.count() == 2


@pytest.mark.parametrize(
    ("before", "reported"),
    [
        ({"has_infant": True}, {"has_illness": True}),
        ({"has_illness": True}, {"has_infant": True}),
        ({"has_infant": True, "has_illness": True}, {}),
    ],
)
def test_what_makes_a_household_urgent_adds_up(acting, told, taken, before, reported):
    case = taken(**before)
    with acting("caseworker") as worker:
        accept_into_case(actor=worker, triage=told("other_staff", supply_kind="water", **reported), case=case)
    household = Household.objects.get()
    assert (household.has_infant, household.has_illness) == (True, True)


def test_a_report_is_dealt_with_once(acting, told):
    triage = told()
    with acting("caseworker") as worker:
        case = accept_into_new_case(actor=worker, triage=triage)
    with acting("lead") as lead:
        for again in (
            lambda: accept_into_new_case(actor=lead, triage=triage),
            lambda: accept_into_case(actor=lead, triage=triage, case=case),
            lambda: close_report(actor=lead, triage=triage, reason=CloseReason.RESOLVED, note=""),
        ):
            with pytest.raises(ReferralRefusal) as refused:
                again()
            assert refused.value.code == "already_decided"
    assert Case.objects.count() == 1 and Triage.objects.get().status == TriageStatus.ACCEPTED


def test_a_report_is_not_added_to_a_closed_case(acting, told, taken):
    case = taken()
    Case.objects.update(status=CaseStatus.CLOSED, closed_on=timezone.localdate())
    triage = told("other_staff", supply_kind="water")
    with acting("caseworker") as worker, pytest.raises(CaseRefusal) as refused:
        accept_into_case(actor=worker, triage=triage, case=case)
    assert refused.value.code == "case_closed"
    triage.refresh_from_db()
    assert triage.status == TriageStatus.NEW and Supply.objects.count() == 1


def test_closing_needs_no_case_and_keeps_the_reason(acting, told):
    triage = told()
    with acting("caseworker") as worker:
        close_report(actor=worker, triage=triage, reason=CloseReason.PASSED_TO_WELFARE, note="担当に伝えた")
    triage.refresh_from_db()
    assert (triage.status, triage.close_reason) == (TriageStatus.CLOSED, CloseReason.PASSED_TO_WELFARE)
    assert not Case.objects.exists() and triage.history.get().status == TriageStatus.CLOSED


# --- the stop clock of a supply that is reported again ---


def again(acting, told, case, **stated):
    triage = told(**stated)
    with acting("caseworker") as worker:
        accept_into_case(actor=worker, triage=triage, case=case)
    return Supply.objects.get(case=case)


def test_a_newer_report_brings_the_newer_dates(acting, told, taken):
    case = taken(scheduled_stop_on=NEXT_WEEK, stop_basis=StopBasis.ESTIMATED)
    later = NEXT_WEEK + timedelta(days=3)
    supply = again(acting, told, case, scheduled_stop_on=later, stop_basis=StopBasis.NOTIFIED, arrears_months=5)
    assert (supply.scheduled_stop_on, supply.stop_basis, supply.arrears_months) == (later, StopBasis.NOTIFIED, 5)
    assert NEXT_WEEK in supply.history.values_list("scheduled_stop_on", flat=True)


def test_a_newer_report_that_does_not_speak_of_the_stop_date_does_not_erase_it(acting, told, taken):
    case = taken(scheduled_stop_on=NEXT_WEEK, stop_basis=StopBasis.NOTIFIED)
    supply = again(acting, told, case, arrears_months=5)
    assert (supply.scheduled_stop_on, supply.stop_basis) == (NEXT_WEEK, StopBasis.NOTIFIED)
    assert supply.arrears_months == 5


def test_an_older_report_dealt_with_later_does_not_turn_the_clock_back(acting, told, taken):
    case = taken(scheduled_stop_on=NEXT_WEEK, stop_basis=StopBasis.NOTIFIED)
    long_ago = timezone.now() - timedelta(days=20)
    stale = {"scheduled_stop_on": timezone.localdate() + timedelta(days=90), "stop_basis": StopBasis.ESTIMATED}
    supply = again(acting, told, case, at=long_ago, **stale)
    assert (supply.scheduled_stop_on, supply.stop_basis) == (NEXT_WEEK, StopBasis.NOTIFIED)
    assert supply.reported_on == timezone.localdate()


def test_a_report_from_before_the_settlement_does_not_open_the_clock_again(acting, told, taken):
    case = taken(at=timezone.now() - timedelta(days=20))
    yesterday = timezone.localdate() - timedelta(days=1)
    Supply.objects.update(settled_on=yesterday)
    assert again(acting, told, case, at=timezone.now() - timedelta(days=3), arrears_months=9).settled_on == yesterday


def test_a_new_report_opens_the_clock_of_a_supply_that_was_restored(acting, told, taken):
    case = taken(scheduled_stop_on=NEXT_WEEK, stop_basis=StopBasis.NOTIFIED)
    yesterday = timezone.localdate() - timedelta(days=1)
    Supply.objects.update(stopped_on=yesterday, settled_on=yesterday)
    supply = again(acting, told, case, scheduled_stop_on=NEXT_WEEK, stop_basis=StopBasis.NOTIFIED)
    assert (supply.settled_on, supply.stopped_on) == (None, None)


def test_a_new_report_on_a_supply_that_is_cut_leaves_it_cut(acting, told, taken):
    case = taken()
    yesterday = timezone.localdate() - timedelta(days=1)
    Supply.objects.update(stopped_on=yesterday)
    assert again(acting, told, case).stopped_on == yesterday


# --- what the utility is told (rules 10, 13 and 14) ---


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
            crossing = feedback_crossing(Referral.objects.select_related("agency", "utility").get(), at)
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


# --- notes ---


def test_a_note_sent_twice_is_written_once_and_a_contact_counts(acting, taken):
    case = taken()
    monday = datetime(2026, 11, 23, 23, 30, tzinfo=TOKYO)
    report = {
        "kind": NoteKind.CONTACT,
        "body": "電話で話せた",
        "happened_at": monday,
        "submission": case.triages.get().pk,
    }
    with acting("caseworker") as worker:
        first = add_note(actor=worker, case=case, **report)
        assert add_note(actor=worker, case=case, **report) == first
        add_note(actor=worker, case=case, **replace_moment(report, date(2026, 11, 20)))
    case.refresh_from_db()
    assert CaseNote.objects.count() == 2 and case.last_contact_on == date(2026, 11, 23)


def replace_moment(report, day):
    return {**report, "happened_at": datetime(day.year, day.month, day.day, 10, tzinfo=TOKYO), "submission": None}


def test_a_closed_case_takes_no_note(acting, taken):
    case = taken()
    Case.objects.update(status=CaseStatus.CLOSED, closed_on=timezone.localdate())
    with acting("caseworker") as worker, pytest.raises(CaseRefusal) as refused:
        add_note(actor=worker, case=case, kind=NoteKind.MEMO, body="x", happened_at=timezone.now())
    assert refused.value.code == "case_closed" and not CaseNote.objects.exists()
