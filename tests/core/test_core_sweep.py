"""Follow-up flags: when a rule raises one, when it goes by itself, and that a second sweep does nothing."""

from datetime import date, datetime

import pytest
from django.utils.translation import override

from cases.models import Case, CaseStatus, Flag, FlagKind, Severity
from consent.gate import TOKYO
from organizations.models import Municipality
from outreach.actions import Made, record_visit
from outreach.models import Outcome
from referrals.actions import settle_supply, update_supply
from referrals.models import StopBasis
from tests.core.intakes import put_case, put_supply
from tests.core.sweeping import DAY, TODAY, nothing_but, swept

# --- the stop date ---


def test_a_near_stop_date_is_raised_kept_and_raised_no_more(near):
    assert swept() == nothing_but(raised={"stop_near": 1})
    flag = Flag.objects.get()
    assert (flag.case, flag.kind, flag.raised_on) == (near.case, FlagKind.STOP_NEAR, TODAY)
    assert (flag.due_on, flag.severity) == (TODAY + DAY, Severity.URGENT)
    assert flag.municipality_id == near.municipality_id
    assert swept() == nothing_but(kept={"stop_near": 1})
    assert Flag.objects.get().pk == flag.pk


#: today, stop date, is it raised with five working days of warning, due on
CALENDAR = {
    "five working days": (date(2026, 11, 24), date(2026, 12, 1), True, date(2026, 11, 30)),
    "six working days": (date(2026, 11, 24), date(2026, 12, 2), False, None),
    "today": (date(2026, 11, 24), date(2026, 11, 24), True, date(2026, 11, 24)),
    "Monday after the weekend": (date(2026, 11, 27), date(2026, 11, 30), True, date(2026, 11, 27)),
    "fifth over the turn of the year": (date(2026, 12, 25), date(2027, 1, 7), True, date(2027, 1, 6)),
    "sixth over the turn of the year": (date(2026, 12, 25), date(2027, 1, 8), False, None),
    "first day after it": (date(2026, 12, 28), date(2027, 1, 4), True, date(2026, 12, 28)),
    "in the middle of it": (date(2026, 12, 28), date(2027, 1, 1), True, date(2026, 12, 28)),
    "seen in the middle of it": (date(2026, 12, 31), date(2027, 1, 8), True, date(2027, 1, 7)),
    "fifth over the holiday in lieu": (date(2026, 5, 1), date(2026, 5, 13), True, date(2026, 5, 12)),
    "sixth over the holiday in lieu": (date(2026, 5, 1), date(2026, 5, 14), False, None),
    "on the holiday in lieu": (date(2026, 5, 1), date(2026, 5, 6), True, date(2026, 5, 1)),
    "after a day between holidays": (date(2026, 9, 18), date(2026, 9, 24), True, date(2026, 9, 18)),
}


@pytest.mark.parametrize(("today", "stop", "raised", "due"), CALENDAR.values(), ids=CALENDAR)
def test_days_are_working_days(cast, today, stop, raised, due):
    case = put_case(cast.tamana_agency, opened_on=today)
    put_supply(case, cast.denki, reported_on=today, scheduled_stop_on=stop)
    assert swept(today) == nothing_but(raised={"stop_near": 1} if raised else {})
    assert list(Flag.objects.values_list("due_on", flat=True)) == ([due] if raised else [])


def test_each_municipality_has_its_own_threshold(cast):
    stop = date(2026, 12, 4)  # eight working days
    Municipality.objects.filter(pk=cast.kitakyushu.pk).update(stop_warning_days=8)
    for agency in (cast.tamana_agency, cast.kitakyushu_agency):
        put_supply(put_case(agency, opened_on=TODAY), cast.denki, reported_on=TODAY, scheduled_stop_on=stop)
    assert swept() == nothing_but(raised={"stop_near": 1})
    assert Flag.objects.get().municipality_id == cast.kitakyushu.pk


def test_the_largest_threshold_reaches_as_far_as_it_says(cast):
    Municipality.objects.update(stop_warning_days=30)
    eve = date(2026, 4, 24)  # the spring holidays lie ahead
    for stop in (date(2026, 6, 11), date(2026, 6, 12)):  # thirty and thirty-one working days
        put_supply(put_case(cast.tamana_agency, opened_on=eve), cast.denki, reported_on=eve, scheduled_stop_on=stop)
    assert swept(eve) == nothing_but(raised={"stop_near": 1})
    assert Flag.objects.get().facts["stop_on"] == "2026-06-11"


def test_a_household_with_an_infant_or_an_illness_presses_more(cast):
    for place in ({}, {"has_infant": True}, {"has_illness": True}):
        case = put_case(cast.tamana_agency, opened_on=TODAY, **place)
        put_supply(case, cast.denki, reported_on=TODAY, scheduled_stop_on=date(2026, 12, 1))
    swept()
    severities = Flag.objects.order_by("case_id").values_list("severity", flat=True)
    assert list(severities) == [Severity.SOON, Severity.URGENT, Severity.URGENT]


def test_a_date_that_has_passed_stays_as_danger(near):
    swept()
    for days in (3, 30, 400):
        assert swept(TODAY + days * DAY) == nothing_but(kept={"stop_near": 1})
        flag = Flag.objects.get()
        assert (flag.severity, flag.due_on) == (Severity.DANGER, near.scheduled_stop_on)


@pytest.mark.parametrize("scheduled", [None, TODAY + 50 * DAY])
def test_a_cut_that_nobody_had_foretold_is_danger_too(cast, acting, scheduled):
    case = put_case(cast.tamana_agency, opened_on=TODAY)
    supply = put_supply(case, cast.denki, reported_on=TODAY, scheduled_stop_on=scheduled)
    assert swept() == nothing_but()
    with acting("caseworker") as worker:
        settle_supply(actor=worker, supply=supply, on=TODAY, stopped=True)
    assert swept() == nothing_but(raised={"stop_near": 1})
    flag = Flag.objects.get()
    assert (flag.severity, flag.due_on) == (Severity.DANGER, TODAY)
    with override("en"):
        assert "was stopped on" in flag.reason


def test_the_most_pressing_supply_of_a_case_speaks(cast, near):
    put_supply(near.case, cast.suido, reported_on=TODAY, scheduled_stop_on=TODAY - DAY)
    assert swept() == nothing_but(raised={"stop_near": 1})
    assert Flag.objects.get().facts["supply"] == "water"


@pytest.mark.parametrize(
    ("basis", "marked"), [(StopBasis.ESTIMATED, True), (StopBasis.NOTIFIED, False)], ids=["estimated", "notified"]
)
def test_an_estimated_date_is_called_estimated(near, basis, marked):
    near.stop_basis = basis
    near.save()
    swept()
    with override("en"):
        words = Flag.objects.get().reason
    assert ("(estimated)" in words) == marked and "令和8年11月26日" in words


# --- how a flag goes by itself ---


def met(case, acting, at):
    made = Made(outcome=Outcome.MET, visited_at=at)
    with acting("caseworker") as worker:
        record_visit(actor=worker, case=case, made=made)


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=TOKYO)


def test_contact_resolves_it(near, acting):
    swept()
    met(near.case, acting, noon(TODAY))
    assert swept() == nothing_but(resolved={"stop_near": 1})
    assert Flag.objects.get().resolved_on == TODAY
    assert swept() == nothing_but()


@pytest.mark.parametrize("outcome", [Outcome.ABSENT, Outcome.REFUSED, Outcome.UNKNOWN])
def test_a_visit_that_reached_nobody_does_not(near, acting, outcome):
    swept()
    with acting("caseworker") as worker:
        record_visit(actor=worker, case=near.case, made=Made(outcome=outcome, visited_at=noon(TODAY)))
    assert swept() == nothing_but(kept={"stop_near": 1})


def test_contact_from_before_the_report_does_not(near, acting):
    met(near.case, acting, noon(near.reported_on - DAY))
    assert swept() == nothing_but(raised={"stop_near": 1})


def test_settlement_resolves_it(near, acting):
    swept()
    with acting("caseworker") as worker:
        settle_supply(actor=worker, supply=near, on=TODAY, stopped=False)
    assert swept() == nothing_but(resolved={"stop_near": 1})


def test_closing_the_case_resolves_it(near):
    swept()
    Case.objects.update(status=CaseStatus.CLOSED, closed_on=TODAY)
    assert swept() == nothing_but(resolved={"stop_near": 1})


def test_a_deferral_that_moves_the_date_resolves_it_and_the_new_date_raises_it_again(near, acting):
    swept()
    moved = TODAY + 60 * DAY
    with acting("caseworker") as worker:
        update_supply(
            actor=worker, supply=near, scheduled_stop_on=moved, basis=StopBasis.NOTIFIED, deferred_until=moved
        )
    assert TODAY + 2 * DAY in near.history.values_list("scheduled_stop_on", flat=True)
    assert swept() == nothing_but(resolved={"stop_near": 1})
    assert swept(moved - DAY) == nothing_but(raised={"stop_near": 1})
    assert Flag.objects.count() == 2


def test_a_date_that_moves_within_reach_brings_the_flag_up_to_date(near, acting):
    swept()
    with acting("caseworker") as worker:
        update_supply(
            actor=worker,
            supply=near,
            scheduled_stop_on=date(2026, 12, 1),
            basis=StopBasis.ESTIMATED,
            deferred_until=None,
        )
    assert swept() == nothing_but(kept={"stop_near": 1})
    flag = Flag.objects.get()
    assert (flag.due_on, flag.facts["basis"], flag.severity) == (date(2026, 11, 30), "estimated", Severity.SOON)


# --- long arrears ---


def test_long_arrears_are_raised_kept_and_resolved_by_contact(quiet, acting):
    assert swept(TODAY - DAY) == nothing_but()
    assert swept() == nothing_but(raised={"long_arrears": 1})
    assert Flag.objects.get().due_on == TODAY
    with override("en"):
        assert "3 months in arrears" in Flag.objects.get().reason
    assert swept() == nothing_but(kept={"long_arrears": 1})
    met(quiet.case, acting, noon(TODAY))
    assert swept() == nothing_but(resolved={"long_arrears": 1})
    assert swept(TODAY + 14 * DAY) == nothing_but(raised={"long_arrears": 1})


@pytest.mark.parametrize(("since", "raised"), [(date(2026, 8, 24), True), (date(2026, 8, 25), False)])
def test_months_are_counted_from_the_date_where_only_that_is_known(cast, since, raised):
    case = put_case(cast.tamana_agency, opened_on=TODAY - 20 * DAY)
    put_supply(case, cast.denki, reported_on=TODAY - 20 * DAY, arrears_since=since)
    assert swept() == nothing_but(raised={"long_arrears": 1} if raised else {})


def test_each_municipality_has_its_own_months_and_days(cast):
    Municipality.objects.filter(pk=cast.kitakyushu.pk).update(long_arrears_months=2, no_contact_days=10)
    for agency in (cast.tamana_agency, cast.kitakyushu_agency):
        put_supply(put_case(agency, opened_on=TODAY - 10 * DAY), cast.denki, reported_on=TODAY, arrears_months=2)
    assert swept() == nothing_but(raised={"long_arrears": 1})
    assert Flag.objects.get().municipality_id == cast.kitakyushu.pk


def test_settlement_and_closing_resolve_it(cast, quiet, acting):
    other = put_case(cast.tamana_agency, opened_on=TODAY - 14 * DAY)
    put_supply(other, cast.denki, reported_on=TODAY, arrears_months=9)
    assert swept() == nothing_but(raised={"long_arrears": 2})
    with acting("caseworker") as worker:
        settle_supply(actor=worker, supply=quiet, on=TODAY, stopped=False)
    assert swept() == nothing_but(resolved={"long_arrears": 1}, kept={"long_arrears": 1})
    Case.objects.filter(pk=other.pk).update(status=CaseStatus.CLOSED, closed_on=TODAY)
    assert swept() == nothing_but(resolved={"long_arrears": 1})
