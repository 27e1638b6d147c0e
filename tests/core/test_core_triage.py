"""What the agency makes of a report, and what the utility is told of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.errors import CaseRefusal
from cases.models import Case, CaseStatus, Household
from referrals.actions import accept_into_case, accept_into_new_case, close_report
from referrals.errors import ReferralRefusal
from referrals.models import CloseReason, StopBasis, Supply, Triage, TriageStatus

NEXT_WEEK = timezone.localdate() + timedelta(days=7)


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
