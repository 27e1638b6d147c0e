"""Households that a utility reported, for tests of the agency's pages; names and addresses are made up."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Case
from consent.vocabulary import ConsentMeans, ProtectedInterest, Route
from referrals.actions import accept_into_new_case, submit_report
from referrals.models import Referral, StopBasis
from referrals.report import ConsentGiven, HouseholdStated, ProtectionStated, Report

NAME = "玉名 太郎"


def household(name: str = NAME) -> HouseholdStated:
    """Behind with electricity for three months."""
    return HouseholdStated(
        name=name,
        kana="タマナ タロウ",
        birth_on=date(1970, 4, 1),
        phone="0968-75-1111",
        postal_code="865-0016",
        address="熊本県玉名市岩崎1-1",
        supply_kind="electricity_retail",
        customer_number="123",
        supply_point="",
        arrears_since=date(2026, 8, 1),
        arrears_months=3,
        arrears_yen=30000,
        deferred_until=None,
        notice_on=None,
        scheduled_stop_on=None,
        stop_basis=StopBasis.UNKNOWN,
        has_infant=False,
        has_illness=False,
        signs="",
    )


def consented(cast: Any, *, feedback: bool = True, name: str = NAME) -> Report:
    """With the person's consent to all items, until R9.3.31."""
    report = Report(uuid.uuid4(), cast.denki_office.pk, Route.A, False, household(name))
    given = ConsentGiven(
        given_by=name,
        given_at=timezone.now() - timedelta(hours=1),
        means=ConsentMeans.TELEPHONE,
        taken_by="検針 花子",
        words="役所に話してよい",
        items=report.items(),
        expires_on=date(2099, 3, 31),
        to_feedback=feedback,
    )
    return Report(report.submission, report.office_id, Route.A, False, report.household, consent=given)


def unconsented(cast: Any) -> Report:
    """Told for protection, with both reasons."""
    stated = ProtectionStated(
        interest=ProtectedInterest.BODY,
        why_protect="やせて立てない様子だった",
        why_no_consent="呼びかけに答えられない",
        judged_by="玉名営業所長",
    )
    return Report(uuid.uuid4(), cast.denki_office.pk, Route.B, False, household(), protection=stated)


def reported(acting: Any, report: Report) -> Referral:
    """The utility's staff sends it."""
    with acting("staff") as staff:
        return submit_report(actor=staff, report=report)


def taken_into_case(acting: Any, referral: Referral, by: str = "caseworker") -> Case:
    """A caseworker opens a case for it."""
    with acting(by) as caseworker:
        return accept_into_new_case(actor=caseworker, triage=Referral.objects.get(pk=referral.pk).triage)


def open_case_of(acting: Any, cast: Any, *, feedback: bool = True) -> Case:
    """A case with one consented report in it."""
    return taken_into_case(acting, reported(acting, consented(cast, feedback=feedback)))


#: Log-in, scope and role, which every request asks alike.
_FRAME = (
    "SAVEPOINT",
    "SET ROLE",
    "set_config",
    "current_setting",
    "current_user",
    "sessions_usersession",
    "_doorsession",
)


def queries_of(browser: Any, url: str) -> list[str]:
    """The statements that one page needs, beside those of its log-in and scope."""
    with CaptureQueriesContext(connection) as seen:
        response = browser.get(url)
    assert response.status_code == 200, response.status_code
    statements = [query["sql"] for query in seen.captured_queries]
    return [sql for sql in statements if not any(word in sql for word in _FRAME)]


def assert_same_number(few: list[str], many: list[str], at_most: int) -> None:
    """The failure prints the statements."""
    assert len(few) == len(many), "\n".join(many)
    assert len(many) <= at_most, f"{len(many)} queries:\n" + "\n".join(many)
