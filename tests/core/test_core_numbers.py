"""What only several connections at once can show."""

import threading

from django.db import connection, transaction

from cases.actions import open_case
from organizations.scope import scope
from referrals.actions import accept_into_new_case, submit_report
from referrals.models import Referral, Triage
from tests.core.intakes import INTAKE
from tests.world import report_of

TOGETHER = 4


def as_person(actor):
    return scope(municipality=actor.municipality_id, organization=actor.organization_id, user=actor.user_id)


def test_threads_come_in_by_the_doors_own_log_in(committed, at_once):
    def who():
        with connection.cursor() as cursor:
            cursor.execute("SELECT session_user::text, current_user::text")
            return cursor.fetchone()

    assert at_once("portal", who)[0].result() == ("tsunagi_portal", "tsunagi_portal")


def test_receipts_of_concurrent_reports_run_without_gaps(committed, at_once):
    staff, meet = committed.actor("staff"), threading.Barrier(TOGETHER, timeout=20)

    def work():
        meet.wait()
        with as_person(staff):
            return submit_report(actor=staff, report=report_of(committed, office_id=committed.denki_office.pk))

    done = [future.result() for future in at_once("portal", *[work] * TOGETHER)]
    assert sorted(int(one.receipt_number[-5:]) for one in done) == list(range(1, TOGETHER + 1))


def test_a_report_that_is_rolled_back_gives_its_number_back(committed, at_once):
    staff = committed.actor("staff")
    first_has_a_number, second_may_wait = threading.Event(), threading.Event()

    def given_up():
        with as_person(staff):
            submit_report(actor=staff, report=report_of(committed, office_id=committed.denki_office.pk))
            first_has_a_number.set()
            second_may_wait.wait(10)
            transaction.set_rollback(True)

    def waits():
        first_has_a_number.wait(10)
        second_may_wait.set()
        with as_person(staff):
            return submit_report(actor=staff, report=report_of(committed, office_id=committed.denki_office.pk))

    futures = at_once("portal", given_up, waits)
    assert [future.result() for future in futures][1].receipt_number.endswith("-00001")
    assert Referral.objects.count() == 1


def test_a_double_click_at_the_same_moment_is_one_report(committed, at_once):
    staff, meet = committed.actor("staff"), threading.Barrier(2, timeout=20)
    report = report_of(committed, office_id=committed.denki_office.pk)

    def work():
        meet.wait()
        with as_person(staff):
            return submit_report(actor=staff, report=report)

    first, second = (future.result() for future in at_once("portal", work, work))
    assert first == second
    assert Referral.objects.count() == 1


def test_two_caseworkers_take_the_same_report_and_one_case_comes_of_it(committed, at_once):
    staff, meet = committed.actor("staff"), threading.Barrier(2, timeout=20)
    with transaction.atomic():
        submit_report(actor=staff, report=report_of(committed, office_id=committed.denki_office.pk))
    triage = Triage.objects.get()

    def work(name):
        actor = committed.actor(name)
        meet.wait()
        with as_person(actor):
            return accept_into_new_case(actor=actor, triage=triage)

    futures = at_once("agency", lambda: work("caseworker"), lambda: work("lead"))
    codes = [getattr(future.exception(), "code", None) for future in futures]
    assert sorted(codes, key=str) == [None, "already_decided"]
    assert Triage.objects.get().case_id is not None


def test_case_numbers_run_without_gaps(committed, at_once):
    worker, meet = committed.actor("caseworker"), threading.Barrier(TOGETHER, timeout=20)

    def work():
        meet.wait()
        with as_person(worker):
            return open_case(actor=worker, agency_id=committed.tamana_agency.pk, intake=INTAKE)

    done = [future.result() for future in at_once("agency", *[work] * TOGETHER)]
    assert sorted(int(case.number[-4:]) for case in done) == list(range(1, TOGETHER + 1))
