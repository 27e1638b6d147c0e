"""The page of today: what cannot wait, in order."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import AccessKind, AccessRecord
from cases.models import Case, Flag, FlagKind, Severity
from cases.waiting import MOST
from consent.vocabulary import ProtectedInterest, Route
from japanese.dates import today
from japanese.workdays import add_working_days
from referrals.models import Referral, StopBasis, Supply, Triage
from referrals.report import ProtectionStated, Report
from tests.agency.reported import (
    assert_same_number,
    consented,
    household,
    open_case_of,
    queries_of,
    reported,
    taken_into_case,
)
from tests.copies import another


def lines(page):
    """The queue of the page."""
    return next(panel for panel in page.context["main"] if panel.anchor == "waiting").context["lines"]


def names(page):
    return [line.name for line in lines(page)]


def in_danger(cast, name):
    """A cry of danger, under protection."""
    stated = ProtectionStated(ProtectedInterest.LIFE, "倒れている", "返事がない", "検針 花子")
    return Report(uuid.uuid4(), cast.denki_office.pk, Route.B, True, household(name), protection=stated)


def stopping(cast, name, days, basis=StopBasis.NOTIFIED):
    """With consent, and a stop date so many working days ahead."""
    report = consented(cast, name=name)
    stop = add_working_days(today(), days)
    stated = replace(report.household, scheduled_stop_on=stop, stop_basis=basis)
    whole = Report(report.submission, report.office_id, Route.A, False, stated)
    given = replace(report.consent, items=whole.items())
    return replace(whole, consent=given)


def test_the_order_danger_stops_by_days_new_reports_flags(browser, acting, cast):
    reported(acting, consented(cast, name="新着 一"))
    flagged = taken_into_case(acting, reported(acting, consented(cast, name="要対応 二")))
    flag(cast, flagged)
    taken_into_case(acting, reported(acting, stopping(cast, "停止 五日", 5)))
    reported(acting, stopping(cast, "停止 明日", 1))
    reported(acting, in_danger(cast, "危険 零"))
    page = browser("caseworker").get("/today/")
    assert names(page) == ["危険 零", "停止 明日", "停止 五日", "新着 一", "要対応 二"]


def flag(cast, case):
    """As the sweep would raise it."""
    facts = {"months": 3, "supply": "water", "quiet_since": today().isoformat()}
    return Flag.objects.create(
        municipality=cast.tamana,
        case=case,
        kind=FlagKind.LONG_ARREARS,
        severity=Severity.SOON,
        due_on=today(),
        facts=facts,
        raised_on=today(),
    )


def test_a_household_stands_once_with_what_presses_most(browser, acting, cast):
    case = taken_into_case(acting, reported(acting, stopping(cast, "停止 三日", 3)))
    flag(cast, case)
    page = browser("caseworker").get("/today/")
    assert names(page) == ["停止 三日"]
    assert "LONG" not in lines(page)[0].reason


def test_a_line_says_reason_days_left_and_who(browser, acting, cast):
    case = taken_into_case(acting, reported(acting, stopping(cast, "停止 三日", 3)))
    Case.objects.filter(pk=case.pk).update(assigned_to=cast.actor("caseworker").user_id)
    page = browser("lead").get("/today/")
    line = lines(page)[0]
    assert line.who == cast.actor("caseworker").name
    assert "3" in line.due
    text = page.content.decode()
    for words in (line.reason, line.due, line.who, "data-list-item", "data-search", "data-list"):
        assert words in text


def test_a_passed_stop_date_goes_to_the_lead_and_stays_until_somebody_says_what_happened(browser, acting, cast):
    case = taken_into_case(acting, reported(acting, stopping(cast, "停止 昨日", 1)))
    Supply.objects.update(scheduled_stop_on=add_working_days(today(), -2))
    Case.objects.filter(pk=case.pk).update(assigned_to=cast.actor("caseworker").user_id)
    client = browser("caseworker")
    line = lines(client.get("/today/"))[0]
    assert line.tone == "danger"
    assert line.who != cast.actor("caseworker").name
    supply = case.supplies.get()
    sent = {f"settle-{supply.pk}-outcome": "settled", f"settle-{supply.pk}-on": today().isoformat()}
    assert client.post(f"/cases/{case.number}/supplies/{supply.pk}/settle/", sent).status_code == 302
    assert lines(client.get("/today/")) == []


def test_a_stop_far_ahead_is_left_to_the_case_list(browser, acting, cast):
    taken_into_case(acting, reported(acting, stopping(cast, "停止 先", 30)))
    assert names(browser("caseworker").get("/today/")) == []


@pytest.mark.parametrize("taken", [True, False])
def test_an_estimated_stop_says_so_and_a_notified_one_does_not(browser, acting, cast, taken):
    referral = reported(acting, stopping(cast, "見込 三", 3, StopBasis.ESTIMATED))
    if taken:
        taken_into_case(acting, referral)
    estimated = str(StopBasis.ESTIMATED.label)
    assert estimated in lines(browser("caseworker").get("/today/"))[0].reason
    Referral.objects.update(stop_basis=StopBasis.NOTIFIED)
    Supply.objects.update(stop_basis=StopBasis.NOTIFIED)
    assert estimated not in browser("caseworker").get("/today/").content.decode()


def test_what_is_shown_is_recorded(browser, acting, cast):
    case = taken_into_case(acting, reported(acting, stopping(cast, "停止 三日", 3)))
    fresh = reported(acting, consented(cast, name="新着 一"))
    browser("caseworker").get("/today/")
    rows = AccessRecord.objects.filter(purpose="today", kind=AccessKind.LIST)
    assert {(row.subject, tuple(row.subject_ids)) for row in rows} == {
        ("cases.case", (str(case.pk),)),
        ("referrals.referral", (str(fresh.pk),)),
    }


def test_my_next_steps_are_mine(browser, acting, cast):
    case = open_case_of(acting, cast)
    Case.objects.filter(pk=case.pk).update(
        assigned_to=cast.actor("caseworker").user_id, next_step="電話をかける", next_on=today()
    )
    assert "電話をかける" in browser("caseworker").get("/today/").content.decode()
    assert "電話をかける" not in browser("lead").get("/today/").content.decode()


def test_strangers(browser, acting, cast):
    reported(acting, in_danger(cast, "危険 零"))
    assert "危険 零" not in browser("other_caseworker").get("/today/").content.decode()
    assert browser("auditor").get("/today/").status_code == 403
    assert browser("admin").get("/today/").status_code == 403
    assert browser("", door="agency").get("/today/").status_code == 302


def test_an_empty_day_teaches_the_first_step(browser, acting, cast):
    client = browser("caseworker")
    assert 'href="/leaflets/"' in client.get("/today/").content.decode()
    open_case_of(acting, cast)
    assert 'class="empty"' in client.get("/today/").content.decode()


def test_the_list_is_capped_and_says_so(browser, acting, cast):
    first = reported(acting, consented(cast))
    more_reports(first, MOST + 1)
    page = browser("caseworker").get("/today/")
    assert len(lines(page)) == MOST
    assert 'href="/cases/"' in page.content.decode()


def more_reports(referral, count):
    """Copies of a report as an administrator would write them."""
    for n in range(count):
        copy = another(referral)
        at = timezone.now() - timedelta(minutes=n)
        Triage.objects.create(
            referral=copy, municipality=referral.municipality, utility=referral.utility, received_at=at
        )


def test_the_number_of_queries_does_not_grow_with_the_rows(browser, acting, cast):
    first = reported(acting, consented(cast))
    case = taken_into_case(acting, reported(acting, stopping(cast, "停止 三日", 3)))
    client = browser("caseworker")
    client.get("/today/")
    few = queries_of(client, "/today/")
    more_reports(first, 10)
    for n in range(10):
        Supply.objects.create(
            municipality=cast.tamana,
            case=case,
            utility=cast.suido,
            kind="water",
            customer_number=str(n),
            scheduled_stop_on=today(),
            stop_basis=StopBasis.NOTIFIED,
            reported_on=today(),
        )
    assert_same_number(few, queries_of(client, "/today/"), at_most=18)
