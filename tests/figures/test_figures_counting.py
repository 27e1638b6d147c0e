"""What is counted, once, and where it belongs."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.merging import merge_cases
from cases.models import Case, NoteKind
from consent.models import RefusalCount
from documents.models import ChannelCode, ChannelCount
from figures.counting import Meetings, Staged, YearCounts, year_counts, years_with_figures
from figures.years import Year, this_year
from outreach.models import CallbackOutcome, CallbackRequest, Outcome
from referrals.actions import close_report
from referrals.actions.correcting import correct_report, retract_report
from referrals.models import Channel, CloseReason, Referral, RetractReason, Triage
from tests.figures.stories import YEAR, Teller, at
from tests.meetings import whole
from tests.world import report_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(acting: Any) -> Any:
    """The year as the agency's log-in counts it."""

    def count(who: str = "admin", year: int = YEAR) -> YearCounts:
        with acting(who) as actor:
            found = year_counts(actor, Year(year))
        assert found is not None
        return found

    return count


def test_a_report_waits_is_taken_and_reached(teller: Teller, counted: Any) -> None:
    teller.report(at(4, 1, 0))
    teller.case(teller.report(at(4, 30, 23)))
    teller.reached_after(3, month=3)
    reports = counted().reports

    assert reports.total == Staged(reached=1, taken=1, other=1)
    assert reports.by_month == {f"{YEAR}-04": Staged(0, 1, 1), f"{YEAR + 1}-03": Staged(1, 0, 0)}
    assert reports.by_outcome == {"waiting": 1, "no_contact_open": 1, "met_visit": 1}
    assert (reports.days.contacts, reports.days.median, reports.households) == (1, 3.0, 1)


def test_a_year_ends_at_midnight_in_japan(teller: Teller, counted: Any) -> None:
    teller.report(at(4, 1, 0) - timedelta(seconds=1))
    teller.report(at(4, 1, 0))
    teller.report(at(4, 1, 0, year=YEAR + 1) - timedelta(seconds=1))
    teller.report(at(4, 1, 0, year=YEAR + 1))

    assert counted().reports.by_month == {f"{YEAR}-04": Staged(other=1), f"{YEAR + 1}-03": Staged(other=1)}
    assert counted(year=YEAR - 1).reports.total.reports == counted(year=YEAR + 1).reports.total.reports == 1


def test_by_company_office_channel_supply_and_ground(teller: Teller, counted: Any, cast: Any) -> None:
    for channel in (Channel.PORTAL, Channel.FILE, Channel.FILE, Channel.MACHINE):
        teller.report(at(6, 1), channel=channel)
    teller.report(at(6, 1), by="other_staff")
    reports = counted().reports

    assert {key: one.reports for key, one in reports.by_channel.items()} == {"portal": 2, "file": 2, "machine": 1}
    assert [(one.name, one.staged.reports) for one in reports.by_sender] == [(cast.denki.name, 4), (cast.suido.name, 1)]
    assert [(one.office, one.staged.reports) for one in reports.by_office] == [("玉名営業所", 4), ("料金窓口", 1)]
    assert {key: one.reports for key, one in reports.by_supply.items()} == {"electricity_retail": 4, "water": 1}
    assert {key: one.reports for key, one in reports.by_route.items()} == {"A": 5}


def test_days_to_the_first_contact(teller: Teller, counted: Any) -> None:
    for days in (0, 1, 2, 3, 14):
        teller.reached_after(days)
    days = counted().reports.days

    assert (days.contacts, days.median) == (5, 2.0)
    assert days.ninetieth == pytest.approx(9.6)


def test_only_the_first_talk_after_the_arrival_is_the_contact(teller: Teller, counted: Any) -> None:
    case = teller.case(teller.report(at(5, 10)))
    teller.talked(case, at(5, 9))
    teller.talked(case, at(5, 10, 12), NoteKind.COORDINATION)
    teller.met(case, at(5, 11), Outcome.ABSENT)
    assert counted().reports.total == Staged(taken=1)
    teller.met(case, at(5, 15))
    teller.talked(case, at(5, 13, 23))

    reports = counted().reports
    assert (reports.by_outcome, reports.days.median) == ({"met_note": 1}, 3.0)


def test_what_its_sender_took_back_or_sent_twice_is_told_beside(teller: Teller, counted: Any, acting: Any) -> None:
    teller.report(at(7, 1))
    gone, twice = teller.report(at(7, 2)), teller.report(at(7, 3))
    with acting("staff") as staff:
        retract_report(actor=staff, referral=gone, reason=RetractReason.PAID)
    with acting("caseworker") as worker:
        close_report(actor=worker, triage=Triage.objects.get(pk=twice.pk), reason=CloseReason.DUPLICATE, note="")

    assert counted().reports.total.reports == 1
    assert counted().set_aside == {"duplicate": 1, "withdrawn": 1}


def test_a_correction_is_the_same_report_with_its_last_words(
    teller: Teller, counted: Any, acting: Any, cast: Any
) -> None:
    first = teller.report(at(3, 31, 23), supply_kind="water")
    with acting("staff") as staff:
        newer = report_of(cast, office_id=cast.denki_office.pk, supply_kind="city_gas", customer_number="F-1")
        correct_report(actor=staff, report=newer, corrects=Referral.objects.get(pk=first.pk))

    reports = counted().reports
    assert reports.by_month == {f"{YEAR + 1}-03": Staged(other=1)}
    assert list(reports.by_supply) == ["city_gas"]
    assert counted().set_aside == {"corrected": 1}
    assert counted(year=YEAR + 1).reports.total.reports == 0


def test_merged_cases_are_one_household(teller: Teller, counted: Any, acting: Any) -> None:
    gone, stays = teller.reached_after(2), teller.reached_after(4)
    assert counted().reports.households == 2
    with acting("caseworker") as worker:
        cases = [Case.objects.get(pk=one.pk) for one in (gone, stays)]
        merge_cases(actor=worker, source=cases[0], target=cases[1], versions={one.number: one.version for one in cases})

    reports = counted().reports
    assert (reports.total, reports.households) == (Staged(reached=2), 1)


def test_told_to_the_caseworker_of_public_assistance_is_reached_and_no_contact_of_ours(
    teller: Teller, counted: Any, acting: Any
) -> None:
    referral = teller.report(at(8, 1))
    with acting("caseworker") as worker:
        triage = Triage.objects.get(pk=referral.pk)
        close_report(actor=worker, triage=triage, reason=CloseReason.PASSED_TO_WELFARE, note="")

    reports = counted().reports
    assert (reports.total, reports.days.contacts) == (Staged(reached=1), 0)


def test_leaflets_codes_call_backs_and_refusals(teller: Teller, counted: Any, cast: Any) -> None:
    teller.leaflets(30, date(YEAR, 4, 1))
    teller.leaflets(20, date(YEAR + 1, 3, 31), language="en", channel="handed")
    teller.leaflets(1, date(YEAR + 1, 4, 1))
    here = {"municipality": cast.tamana}
    ChannelCode.objects.create(**here, agency=cast.tamana_agency, code="TMN7", office=cast.denki_office)
    ChannelCount.objects.create(**here, code="TMN7", language="ja", on=date(YEAR, 5, 1), opened=9, called_back=2)
    ChannelCount.objects.create(**here, code="TMN1", language="en", on=date(YEAR, 5, 2), opened=4)
    call = {**here, "agency": cast.tamana_agency, "code": "TMN7", "language": "ja", "content": b""}
    CallbackRequest.objects.create(**call, received_at=at(5, 1))
    CallbackRequest.objects.create(
        **call, received_at=at(5, 1), done_at=at(5, 2), done_by=cast.roles["lead"].user, outcome=CallbackOutcome.REACHED
    )
    RefusalCount.objects.create(**here, organization=cast.denki, hour=at(5, 1), code="no_ground", count=3)
    counts = counted()

    assert (counts.guidance.total, counts.guidance.by_language) == (50, {"ja": 30, "en": 20})
    assert counts.guidance.by_month == {f"{YEAR}-04": 30, f"{YEAR + 1}-03": 20}
    assert counts.guidance.by_utility == [(cast.denki.name, 50)]
    assert [(one.code, one.office, one.opened, one.called_back) for one in counts.codes] == [
        ("TMN7", "玉名営業所", 9, 2), ("TMN1", "", 4, 0),
    ]  # fmt: skip
    assert (counts.callbacks, counts.refusals) == ({"reached": 1, "waiting": 1}, {"no_ground": 3})


def test_a_session_counts_when_its_minutes_are_closed(teller: Teller, counted: Any, cast: Any) -> None:
    gathering = whole(cast, teller.case(teller.report(at(5, 1))))
    year = this_year().begun
    assert counted(year=year).meetings == Meetings()
    session = gathering.session
    type(session).objects.filter(pk=session.pk).update(state="closed")

    assert counted(year=year).meetings.support == 1
    assert counted(year=year).meetings.items == 1


def test_another_municipality_never_counts(world: Any, counted: Any, teller: Teller, cast: Any) -> None:
    teller.leaflets(9, this_year().first, municipality=cast.kitakyushu)
    here, there = counted(year=this_year().begun), counted("other_admin", this_year().begun)

    assert here.reports.total == Staged(taken=2, other=1)
    assert there.reports.total == Staged(taken=1)
    assert (here.guidance.total, there.guidance.total) == (0, 9)


def test_without_the_condition_row_security_still_keeps_others_out(world: Any, acting: Any, cast: Any) -> None:
    """Asked for the other municipality by its number, the agency's log-in finds nothing."""
    from figures.counting import _rows
    from figures.statements import REPORTS

    with acting("admin"):
        rows = _rows(REPORTS, this_year().parameters(cast.kitakyushu.pk))
    assert [row[0] for row in rows] == ["all"] and rows[0][5] == 0


@pytest.mark.parametrize("who", ["caseworker", "member", "staff"])
def test_a_role_without_the_permission_counts_nothing(who: str, acting: Any) -> None:
    with acting(who) as actor:
        assert year_counts(actor, Year(YEAR)) is None


def test_the_number_of_statements_does_not_grow(teller: Teller, acting: Any) -> None:
    def statements() -> int:
        with acting("admin") as actor, CaptureQueriesContext(connection) as seen:
            year_counts(actor, Year(YEAR))
        return len(seen)

    before = statements()
    for days in range(4):
        teller.reached_after(days, by="other_staff")
    assert statements() == before == 7


def test_the_years_that_can_be_chosen(teller: Teller, acting: Any) -> None:
    with acting("admin") as actor:
        assert years_with_figures(actor) == [this_year()]
    teller.report(at(4, 1, year=YEAR - 1))
    with acting("admin") as actor:
        assert years_with_figures(actor) == [Year(YEAR + 1), Year(YEAR), Year(YEAR - 1)]
