"""Two people at one moment, and the worker with its own log-in: a report has one last word."""

import pytest
from django.db import DatabaseError
from django.utils import timezone

from notifications.models import OutboxItem
from notifications.outbox import run
from organizations.scope import scope
from referrals.actions import correct_report, retract_report, submit_report
from referrals.errors import ReferralRefusal
from referrals.models import CloseReason, Referral, Retraction, RetractReason, Triage
from tests.core.searching import tables_naming
from tests.world import report_of

CANARY = "鳥籠 金糸雀"


@pytest.fixture
def sent(committed, as_staff):
    """A report about the canary, committed."""
    report = report_of(committed, office_id=committed.denki_office.pk, name=CANARY)
    return as_staff(lambda staff: submit_report(actor=staff, report=report)).result()


@pytest.fixture
def as_staff(committed, at_once):
    """`as_staff(work, work)`: each on a connection of its own with the portal's real log-in; the first one's future."""
    staff = committed.actor("staff")

    def do(*works):
        def within(work):
            def done():
                with scope(organization=staff.organization_id, user=staff.user_id):
                    return work(staff)

            return done

        futures = at_once("portal", *map(within, works))
        return futures[0] if len(futures) == 1 else futures

    return do


def outcome(future):
    error = future.exception()
    if error is None:
        return "done"
    assert isinstance(error, ReferralRefusal), error
    return error.code


def correcting(committed, sent):
    report = report_of(committed, office_id=committed.denki_office.pk, name=CANARY)
    return lambda staff: correct_report(actor=staff, report=report, corrects=sent)


def withdrawing(sent, reason):
    return lambda staff: retract_report(actor=staff, referral=sent, reason=reason)


def test_of_two_corrections_at_once_one_stands(committed, as_staff, sent):
    outcomes = [outcome(one) for one in as_staff(correcting(committed, sent), correcting(committed, sent))]
    assert sorted(outcomes) == ["corrected", "done"]
    assert Referral.objects.filter(corrects=sent).count() == 1


def test_of_a_correction_and_a_withdrawal_at_once_one_stands(committed, as_staff, sent):
    works = correcting(committed, sent), withdrawing(sent, RetractReason.PAID)
    outcomes = [outcome(one) for one in as_staff(*works)]
    assert outcomes in (["done", "corrected"], ["withdrawn", "done"])
    assert Referral.objects.filter(corrects=sent).count() + Retraction.objects.count() == 1


def test_the_same_withdrawal_twice_at_once_is_one(committed, as_staff, sent):
    work = withdrawing(sent, RetractReason.PAID)
    assert [outcome(one) for one in as_staff(work, work)] == ["done", "done"]
    assert Retraction.objects.count() == 1 and OutboxItem.objects.filter(kind="retract_report").count() == 1


def test_the_worker_s_own_log_in_closes_and_seals(committed, at_once, as_staff, sent, settings):
    as_staff(withdrawing(sent, RetractReason.WRONG_PERSON)).result()
    OutboxItem.objects.filter(kind="desk_mail").update(done_at=timezone.now())
    done = [one.result() for one in at_once("worker", run, run)]

    assert sum(counts["done"] for counts in done) == 1 and not any(counts["failed"] for counts in done)
    assert Triage.objects.get(pk=sent.pk).close_reason == CloseReason.WITHDRAWN
    assert tables_naming(CANARY) == {}


@pytest.mark.parametrize("login", ["portal", "agency"])
def test_no_door_s_own_log_in_seals_the_content(committed, at_once, sent, login):
    from referrals.actions.sealing import seal_content

    def work():
        with scope(
            municipality=committed.tamana.pk, organization=committed.denki.pk, user=committed.actor("staff").user_id
        ):
            seal_content(sent.pk)

    assert isinstance(at_once(login, work)[0].exception(), DatabaseError)
    assert Referral.objects.get().name == CANARY
