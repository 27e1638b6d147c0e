"""Visits, assignment, the stop clock, guidance, agreements: what each takes and what it refuses."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from agreements.models import Agreement
from agreements.rules import is_in_force
from cases.actions import assign
from cases.errors import CaseRefusal
from cases.models import Case, CaseStatus
from consent.actions import review_protection, withdraw_consent
from consent.models import Consent, ProtectionGround
from consent.vocabulary import FailedLimb
from organizations.actions import Thresholds, set_thresholds
from organizations.models import Municipality
from outreach.actions import Made, finish_visit, plan_visit, record_visit
from outreach.models import Outcome, Visit
from referrals.actions import record_guidance, settle_supply, submit_report, update_supply
from referrals.errors import ReferralRefusal
from referrals.models import GuidanceRecord, StopBasis
from tests.core.intakes import put_case, put_supply
from tests.core.searching import tables_naming
from tests.world import protected_report, report_of

TODAY = timezone.localdate()


# --- visits ---


def test_a_planned_visit_is_recorded_once(acting, known):
    plan, now = uuid4(), timezone.now()
    made = Made(Outcome.MET, now, "元気だった", "書類を届ける", TODAY + timedelta(days=3))
    with acting("caseworker") as worker:
        visit = plan_visit(actor=worker, case=known, planned_for=now, submission=plan)
        assert plan_visit(actor=worker, case=known, planned_for=now, submission=plan) == visit
        finish_visit(actor=worker, visit=visit, made=made)
        with pytest.raises(CaseRefusal) as refused:
            finish_visit(actor=worker, visit=visit, made=made)
    assert refused.value.code == "visit_recorded" and Visit.objects.count() == 1
    known.refresh_from_db()
    assert (known.last_contact_on, known.next_step, known.next_on) == (TODAY, "書類を届ける", TODAY + timedelta(days=3))


def test_a_visit_that_reached_nobody_is_no_contact(acting, known):
    submission = uuid4()
    with acting("caseworker") as worker:
        for _twice in range(2):
            record_visit(actor=worker, case=known, made=Made(Outcome.ABSENT, timezone.now()), submission=submission)
    known.refresh_from_db()
    assert known.last_contact_on is None and Visit.objects.count() == 1


def test_an_older_visit_recorded_later_does_not_turn_the_contact_back(acting, known):
    with acting("caseworker") as worker:
        for days in (0, 5):
            moment = timezone.now() - timedelta(days=days)
            record_visit(actor=worker, case=known, made=Made(Outcome.MET, moment))
    known.refresh_from_db()
    assert known.last_contact_on == TODAY


def test_a_closed_case_takes_no_visit(acting, known):
    Case.objects.update(status=CaseStatus.CLOSED, closed_on=TODAY)
    with acting("caseworker") as worker, pytest.raises(CaseRefusal):
        plan_visit(actor=worker, case=known, planned_for=timezone.now())
    assert not Visit.objects.exists()


# --- who is in charge ---


def test_a_case_is_given_to_a_caseworker_of_the_town(cast, acting, known):
    with acting("lead") as lead:
        given = assign(actor=lead, case=known, user_id=cast.actor("caseworker").user_id, version=known.version)
    assert (given.assigned_to_id, given.version) == (cast.actor("caseworker").user_id, known.version + 1)


@pytest.mark.parametrize("name", ["other_caseworker", "staff", "auditor", "admin"])
def test_nobody_else_can_be_in_charge(cast, acting, known, name):
    with acting("lead") as lead, pytest.raises(CaseRefusal) as refused:
        assign(actor=lead, case=known, user_id=cast.actor(name).user_id, version=known.version)
    assert refused.value.code == "not_a_caseworker"


def test_of_two_who_give_it_away_at_once_the_second_looks_again(cast, acting, known):
    with acting("lead") as lead:
        assign(actor=lead, case=known, user_id=None, version=known.version)
        with pytest.raises(CaseRefusal) as refused:
            assign(actor=lead, case=known, user_id=lead.user_id, version=known.version)
    assert refused.value.code == "changed_meanwhile"


# --- the stop clock ---


@pytest.fixture
def supply(cast, known):
    """Electricity to be stopped in a week."""
    stop = TODAY + timedelta(days=7)
    return put_supply(known, cast.denki, reported_on=TODAY, scheduled_stop_on=stop)


def test_a_date_that_is_taken_back_is_unknown(acting, supply):
    with acting("caseworker") as worker:
        update_supply(
            actor=worker, supply=supply, scheduled_stop_on=None, basis=StopBasis.NOTIFIED, deferred_until=None
        )
    supply.refresh_from_db()
    assert (supply.scheduled_stop_on, supply.stop_basis) == (None, StopBasis.UNKNOWN)


def test_a_date_has_a_basis_and_a_basis_a_date(cast, known):
    for clock in ({"scheduled_stop_on": TODAY, "stop_basis": "unknown"}, {"stop_basis": "estimated"}):
        with pytest.raises(IntegrityError, match="supply_stop_date_has_basis"), transaction.atomic():
            put_supply(known, cast.denki, reported_on=TODAY, **clock)


def test_settled_is_settled(acting, supply):
    with acting("caseworker") as worker:
        settle_supply(actor=worker, supply=supply, on=TODAY, stopped=False)
        for again in (
            lambda: settle_supply(actor=worker, supply=supply, on=TODAY, stopped=True),
            lambda: update_supply(
                actor=worker, supply=supply, scheduled_stop_on=TODAY, basis=StopBasis.NOTIFIED, deferred_until=None
            ),
        ):
            with pytest.raises(ReferralRefusal) as refused:
                again()
            assert refused.value.code == "settled"


def test_the_clock_of_a_closed_case_stands_still(acting, supply):
    Case.objects.update(status=CaseStatus.CLOSED, closed_on=TODAY)
    with acting("caseworker") as worker, pytest.raises(CaseRefusal):
        settle_supply(actor=worker, supply=supply, on=TODAY, stopped=False)


def test_another_town_touches_nothing(cast, acting, supply):
    with acting("other_caseworker") as elsewhere, pytest.raises(Case.DoesNotExist):
        settle_supply(actor=elsewhere, supply=supply, on=TODAY, stopped=False)
    with pytest.raises(Case.DoesNotExist):  # and without row security
        settle_supply(actor=cast.actor("other_caseworker"), supply=supply, on=TODAY, stopped=False)


# --- guidance ---


def guide(actor, cast, **change):
    stated = {
        "office_id": cast.denki_office.pk, "agency_id": cast.tamana_agency.pk, "language": "ja", "channel": "handed",
        "count": 3, "submission": uuid4(),
    }  # fmt: skip
    return record_guidance(actor=actor, **{**stated, **change})


def test_leaflets_are_counted_once(cast, acting):
    submission = uuid4()
    with acting("staff") as staff:
        for _twice in range(2):
            guide(staff, cast, submission=submission)
    record = GuidanceRecord.objects.get()
    assert (record.count, record.municipality_id, record.utility_id) == (3, cast.tamana.pk, cast.denki.pk)


@pytest.mark.parametrize("count", [0, 10_001])
def test_a_count_that_is_none_is_refused(cast, acting, count):
    with acting("staff") as staff, pytest.raises(IntegrityError, match="guidance_counts"), transaction.atomic():
        guide(staff, cast, count=count)


def test_a_foreign_office_and_an_unknown_agency_are_refused(cast, acting):
    for change in ({"office_id": cast.suido_office.pk}, {"agency_id": 0}):
        with acting("staff") as staff, pytest.raises(ReferralRefusal):
            guide(staff, cast, **change)
    assert not GuidanceRecord.objects.exists()


# --- consent and protection at the agency ---


def test_another_town_withdraws_and_reviews_nothing(cast, acting):
    with acting("staff") as staff:
        submit_report(actor=staff, report=report_of(cast, office_id=cast.denki_office.pk))
        submit_report(actor=staff, report=protected_report(cast.denki_office.pk))
    consent, ground = Consent.objects.get(), ProtectionGround.objects.get()
    for actor in (cast.actor("other_caseworker"),):
        with pytest.raises(Consent.DoesNotExist):
            withdraw_consent(actor=actor, consent=consent, via="x")
        with pytest.raises(ProtectionGround.DoesNotExist):
            review_protection(actor=actor, ground=ground, upheld=True, note="")
    with acting("lead") as lead:
        review_protection(actor=lead, ground=ground, upheld=True, note="確かめた")
        review_protection(actor=lead, ground=ground, upheld=False, note="後から", failed=FailedLimb.NO_DANGER)
    ground.refresh_from_db()
    assert (ground.upheld, ground.review_note, ground.reviewed_by_id) == (True, "確かめた", lead.user_id)


def test_the_portal_can_take_no_consent_back_and_change_no_ground(cast, acting):
    with acting("staff") as staff:
        submit_report(actor=staff, report=report_of(cast, office_id=cast.denki_office.pk))
        submit_report(actor=staff, report=protected_report(cast.denki_office.pk))
        for rows in (Consent.objects.all(), ProtectionGround.objects.all()):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                rows.update(subject=uuid4())


# --- agreements (rule 12) and thresholds ---


def agreement(**facts):
    return Agreement(**{"signed_on": date(2025, 4, 1), "in_force_from": date(2025, 4, 1), **facts})


@pytest.mark.parametrize(
    ("facts", "on", "holds"),
    [
        ({"signed_on": None}, date(2026, 1, 1), False),
        ({"in_force_from": None}, date(2026, 1, 1), False),
        ({}, date(2025, 3, 31), False),
        ({}, date(2025, 4, 1), True),
        ({"in_force_until": date(2026, 3, 31), "renews_itself": False}, date(2026, 3, 31), True),
        ({"in_force_until": date(2026, 3, 31), "renews_itself": False}, date(2026, 4, 1), False),
        ({"in_force_until": date(2026, 3, 31), "renews_itself": True}, date(2030, 4, 1), True),
        ({"renews_itself": False}, date(2099, 1, 1), True),
    ],
)
def test_an_agreement_is_in_force_from_its_first_to_its_last_day(facts, on, holds):
    assert is_in_force(agreement(**facts), (), None, on) == holds


def test_thresholds_are_ones_own_towns(cast, acting):
    with acting("admin") as admin:
        set_thresholds(actor=admin, wanted=Thresholds(stop_warning_days=7, long_arrears_months=2, no_contact_days=10))
        assert Municipality.objects.filter(pk=cast.kitakyushu.pk).update(stop_warning_days=1) == 0
    changed = Municipality.objects.get(pk=cast.tamana.pk)
    assert (changed.stop_warning_days, changed.long_arrears_months, changed.no_contact_days) == (7, 2, 10)
    assert Municipality.objects.get(pk=cast.kitakyushu.pk).stop_warning_days == 5


def test_the_search_for_a_name_does_find_one(cast):
    """What other tests rely on when they find nothing."""
    put_case(cast.tamana_agency, opened_on=TODAY, next_step="鳥籠 金糸雀")
    assert tables_naming("鳥籠 金糸雀") == {"cases_case": 1, "cases_historicalcase": 1}
