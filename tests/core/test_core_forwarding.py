"""Passing a report on with the agency's real log-in: two people at one moment, and where the scope ends."""

from dataclasses import replace

import pytest
from django.db import connection

from consent.models import Disclosure
from consent.vocabulary import CrossingKind, Route
from organizations.scope import scope
from referrals.actions import accept_into_new_case, ask_back, close_report, enter_report, pass_on
from referrals.crossings import utility_sender
from referrals.errors import ReferralRefusal
from referrals.models import Channel, CloseReason, Forwarding, Referral, Reply, ReplyDetail, Triage, TriageStatus
from tests.world import protected_report

THERE = {"postal_code": "803-0813", "address": "福岡県北九州市小倉北区城内1-1"}


@pytest.fixture
def as_worker(committed, at_once):
    """`as_worker(work, work)`: each with a caseworker of 玉名 on a connection of its own; the outcomes."""
    worker = committed.actor("caseworker")

    def do(*works):
        def within(work):
            def done():
                with scope(
                    municipality=worker.municipality_id, organization=worker.organization_id, user=worker.user_id
                ):
                    return work(worker)

            return done

        return [outcome(one) for one in at_once("agency", *map(within, works))]

    return do


@pytest.fixture
def call(committed, as_worker):
    """A slip about a household in 北九州, typed in at 玉名."""
    report = replace(protected_report(committed.denki_office.pk, **THERE), danger_to_life=False)
    sender = utility_sender(committed.denki_office)
    done = as_worker(lambda worker: enter_report(actor=worker, report=report, sender=sender, channel=Channel.FAX))
    assert done == ["done"]
    return Triage.objects.select_related("referral").get()


def outcome(future):
    error = future.exception()
    if error is None:
        return "done"
    assert isinstance(error, ReferralRefusal), error
    return error.code


def passing_on(triage):
    return lambda worker: pass_on(actor=worker, triage=triage, route=Route.B)


def test_the_agency_s_own_log_in_writes_it_there_in_one_transaction(committed, as_worker, call):
    assert as_worker(passing_on(call)) == ["done"]
    gone, there = Forwarding.objects.get(), Referral.objects.get(channel=Channel.FORWARDED)
    assert (there.municipality, there.submission) == (committed.kitakyushu, gone.arrived_as)
    assert Triage.objects.get(pk=there.pk).status == TriageStatus.NEW
    assert {row.municipality for row in Disclosure.objects.filter(kind=CrossingKind.FORWARD)} == {
        committed.tamana,
        committed.kitakyushu,
    }


def test_two_at_once_pass_it_on_once(as_worker, call):
    assert as_worker(passing_on(call), passing_on(call)) == ["done", "done"]
    assert Forwarding.objects.count() == 1
    assert Referral.objects.filter(channel=Channel.FORWARDED).count() == 1
    assert Disclosure.objects.filter(kind=CrossingKind.FORWARD).count() == 2


@pytest.mark.parametrize(
    "other",
    [
        lambda triage: lambda worker: accept_into_new_case(actor=worker, triage=triage),
        lambda triage: lambda worker: close_report(actor=worker, triage=triage, reason=CloseReason.OTHER_AREA, note=""),
    ],
    ids=["open", "return"],
)
def test_of_two_decisions_at_once_one_stands(as_worker, call, other):
    outcomes = as_worker(passing_on(call), other(call))
    assert sorted(outcomes) == ["already_decided", "done"]
    went = outcomes[0] == "done"
    assert Forwarding.objects.exists() == went
    assert (Triage.objects.get(pk=call.pk).close_reason == CloseReason.PASSED_ON) == went


def test_two_ask_the_same_at_once(as_worker, call):
    def ask(worker):
        return ask_back(actor=worker, triage=call, questions=[ReplyDetail.ADDRESS])

    assert as_worker(ask, ask) == ["done", "done"]
    assert Reply.objects.count() == 1


def test_afterwards_the_scope_is_one_s_own_and_nothing_there_was_read(committed, as_worker, call):
    seen = []

    def work(worker):
        pass_on(actor=worker, triage=call, route=Route.B)
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('app.municipality')")
            seen.append(cursor.fetchone()[0])
        seen.append(list(Referral.objects.values_list("municipality_id", flat=True)))

    assert as_worker(work) == ["done"]
    assert seen == [str(committed.tamana.pk), [committed.tamana.pk]]


def test_what_fails_there_leaves_nothing_here(committed, as_worker, call):
    """A consent or a report that cannot be written in the other municipality takes back the whole."""
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE referrals_triage ADD CONSTRAINT for_this_test CHECK (municipality_id <> %s)",
            [committed.kitakyushu.pk],
        )
    try:
        with pytest.raises(AssertionError, match="for_this_test"):
            as_worker(passing_on(call))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE referrals_triage DROP CONSTRAINT for_this_test")
    assert not Forwarding.objects.exists()
    assert not Referral.objects.filter(channel=Channel.FORWARDED).exists()
    assert not Disclosure.objects.filter(kind=CrossingKind.FORWARD).exists()
    assert Triage.objects.get().status == TriageStatus.NEW
