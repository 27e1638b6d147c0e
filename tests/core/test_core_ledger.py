"""No crossing without its row in the ledger, and no row without a crossing."""

import re
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DataError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from consent.errors import LegallyRefused
from consent.models import ConsentEvidence, Disclosure
from consent.vocabulary import Route
from referrals.actions import accept_into_new_case, close_report, enter_report, pass_on, submit_report
from referrals.crossings import utility_sender
from referrals.models import Channel, CloseReason, Feedback, Forwarding, Referral, Triage
from tests.world import protected_report, report_of

SOURCES = [
    path
    for path in Path(settings.BASE_DIR).rglob("*.py")
    if not {".venv", ".local", "tests", "migrations", "benchmarks"} & set(path.relative_to(settings.BASE_DIR).parts)
]


def crossings() -> set[object]:
    """The rows of the ledger that something stored points to: each stands for data that really crossed."""
    return {
        row
        for model in (Referral, Feedback, Forwarding, ConsentEvidence)
        for row in model.objects.filter(disclosure__isnull=False).values_list("disclosure_id", flat=True)
    }


def test_one_module_writes_the_ledger():
    writes = re.compile(
        r"Disclosure\(|Disclosure\.objects\.(?:bulk_)?create|INTO consent_disclosure|COPY consent_disclosure"
    )
    writers = {
        str(path.relative_to(settings.BASE_DIR))
        for path in SOURCES
        if writes.search(re.sub(r"class Disclosure\(", "", path.read_text()))
    }
    assert writers == {"consent/actions.py"}


def test_one_function_decides():
    """Others ask it beforehand, to grey a button; none of them lets anything pass."""
    gates = {
        str(path.relative_to(settings.BASE_DIR))
        for path in SOURCES
        if re.search(r"Permit\(\s*route|return Permit\(", path.read_text())
    }
    assert gates == {"consent/gate/decision.py"}


@pytest.mark.parametrize("table", ["referrals_referral", "referrals_feedback", "referrals_forwarding"])
def test_the_database_takes_no_crossing_without_its_row(table, cast, acting, world):
    _one_report(cast, acting, "protection", False, "pass on")
    with (
        connection.cursor() as cursor,
        pytest.raises(IntegrityError, match="disclosure_id"),
        transaction.atomic(),
    ):
        cursor.execute(f"UPDATE {table} SET disclosure_id = NULL")


def test_the_database_takes_no_row_for_two_crossings(world):
    first, second = Referral.objects.order_by("pk")[:2]
    with pytest.raises(IntegrityError, match="disclosure"), transaction.atomic():
        Referral.objects.filter(pk=second.pk).update(disclosure_id=first.disclosure_id)


steps = st.lists(
    st.tuples(
        st.sampled_from(["consent", "protection", "nothing"]),
        st.booleans(),
        st.sampled_from(["open", "close", "return", "pass on", ""]),
    ),
    min_size=1,
    max_size=4,
)


@given(steps)
@trying(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_reported_and_decided_ledger_and_crossings_agree(cast, acting, told):
    with transaction.atomic():
        for ground, feedback, decision in told:
            _one_report(cast, acting, ground, feedback, decision)
        assert set(Disclosure.objects.values_list("pk", flat=True)) == crossings()
        received = Referral.objects.exclude(channel=Channel.FORWARDED).count()
        assert received == sum(ground != "nothing" for ground, _feedback, _decision in told)
        assert Forwarding.objects.count() == sum(
            (ground, decision) == ("protection", "pass on") for ground, _feedback, decision in told
        )
        transaction.set_rollback(True)


THERE = {"postal_code": "803-0813", "address": "福岡県北九州市小倉北区城内1-1"}


def _one_report(cast, acting, ground, feedback, decision):
    """A slip that is typed in; what is decided on it may be refused as well."""
    where = THERE if decision in ("return", "pass on") else {}
    report = report_of(cast, office_id=cast.denki_office.pk, feedback=feedback, **where)
    if ground == "protection":
        report = protected_report(cast.denki_office.pk, **where)
    if ground == "nothing":
        object.__setattr__(report, "consent", None)
    with acting("caseworker") as worker, suppress(LegallyRefused), transaction.atomic():
        sender = utility_sender(cast.denki_office)
        told = enter_report(actor=worker, report=report, sender=sender, channel=Channel.FAX)
        _decide(worker, Triage.objects.get(referral=told), decision)


def _decide(worker, triage, decision):
    if decision == "open":
        accept_into_new_case(actor=worker, triage=triage)
    elif decision in ("close", "return"):
        reason = CloseReason.RESOLVED if decision == "close" else CloseReason.OTHER_AREA
        close_report(actor=worker, triage=triage, reason=reason, note="")
    elif decision == "pass on":
        with suppress(LegallyRefused), transaction.atomic():
            pass_on(actor=worker, triage=triage, route=Route.B)


def test_what_fails_after_the_gate_leaves_no_row(cast, acting):
    """The ledger's row and the crossing are one transaction: neither stays alone."""
    too_long = report_of(cast, office_id=cast.denki_office.pk, supply_point="9" * 40)
    with acting("staff") as staff, pytest.raises(DataError), transaction.atomic():
        submit_report(actor=staff, report=too_long)
    assert (Disclosure.objects.count(), Referral.objects.count()) == (0, 0)
