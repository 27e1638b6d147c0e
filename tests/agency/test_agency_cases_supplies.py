"""Stop dates, deferrals, the end of a supply; and the picture of the clock."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from cases.composed import changes, timeline
from cases.models import Case, CaseStatus
from japanese.dates import today
from japanese.display import short_day
from organizations.models import Utility, UtilityKind
from referrals.clock import bars, stop_words
from referrals.models import StopBasis, Supply
from tests.agency.reported import reported, taken_into_case
from tests.agency.test_agency_today import stopping

TODAY = date(2026, 11, 24)


@pytest.fixture
def case(acting, cast):
    """A case whose electricity is to be stopped in three working days, as notified."""
    return taken_into_case(acting, reported(acting, stopping(cast, "停止 三日", 3)))


def moved(supply, stop, *, basis=StopBasis.NOTIFIED, deferred=""):
    """What the form of the stop date sends."""
    values = {"scheduled_stop_on": stop, "basis": basis, "deferred_until": deferred}
    return {f"date-{supply.pk}-{name}": value for name, value in values.items()}


def ended(supply, outcome, on):
    return {f"settle-{supply.pk}-outcome": outcome, f"settle-{supply.pk}-on": on}


def address(case, verb):
    return f"/cases/{case.number}/supplies/{case.supplies.get().pk}/{verb}/"


def test_a_deferral_moves_the_date_and_keeps_the_old_one(browser, case):
    supply = case.supplies.get()
    old, new = supply.scheduled_stop_on, supply.scheduled_stop_on + timedelta(days=60)
    deferred = old + timedelta(days=30)
    sent = moved(supply, new.isoformat(), deferred=deferred.isoformat())
    assert browser("caseworker").post(address(case, "date"), sent).status_code == 302
    supply.refresh_from_db()
    assert (supply.scheduled_stop_on, supply.deferred_until) == (new, deferred)
    assert set(Supply.history.values_list("scheduled_stop_on", flat=True)) == {old, new}
    told = [f"{entry.title} {entry.body}" for entry in timeline(case)]
    assert any(short_day(new) in words and short_day(old) in words for words in told)
    assert any(short_day(deferred) in words for words in told)
    page = browser("caseworker").get(f"/cases/{case.number}/").content.decode()
    assert f"<s>{short_day(old)}</s>" in page
    assert any(change.after and change.before for change in changes(case))


def test_a_stop_before_the_deferral_ends_is_asked_about(browser, case):
    supply = case.supplies.get()
    later = (supply.scheduled_stop_on + timedelta(days=10)).isoformat()
    sent = moved(supply, supply.scheduled_stop_on.isoformat(), deferred=later)
    answer = browser("caseworker").post(address(case, "date"), sent)
    assert answer.status_code == 400
    assert f'value="{later}"' in answer.content.decode()
    assert not Supply.objects.exclude(deferred_until=None).exists()


def test_a_date_that_cannot_be_read_comes_back_as_typed(browser, case):
    answer = browser("caseworker").post(address(case, "date"), moved(case.supplies.get(), "あした"))
    assert answer.status_code == 400
    assert 'value="あした"' in answer.content.decode()


def test_the_case_page_marks_an_estimated_date_and_not_a_notified_one(browser, case):
    client, mark = browser("caseworker"), str(StopBasis.ESTIMATED.label)

    def shown():
        page = client.get(f"/cases/{case.number}/")
        panel = next(panel for panel in page.context["main"] if panel.anchor == "supplies")
        marks = [mark.label for bar in panel.context["bars"] for mark in bar.marks]
        return " ".join([*marks, *(view.stop for view in panel.context["views"])])

    assert mark not in shown()
    Supply.objects.update(stop_basis=StopBasis.ESTIMATED)
    assert shown().count(mark) == 2


def test_settling_ends_the_clock_and_a_second_time_is_refused(browser, case):
    client, sent = browser("caseworker"), ended(case.supplies.get(), "settled", today().isoformat())
    assert client.post(address(case, "settle"), sent).status_code == 302
    again = client.post(address(case, "settle"), sent)
    assert again.status_code == 409
    assert 'role="alert"' in again.content.decode()
    assert Supply.objects.get().settled_on == today()
    assert Supply.history.count() == 2


def test_a_stop_is_noted_and_not_for_tomorrow(browser, case):
    client, supply = browser("caseworker"), case.supplies.get()
    tomorrow = (today() + timedelta(days=1)).isoformat()
    assert client.post(address(case, "settle"), ended(supply, "stopped", tomorrow)).status_code == 400
    assert client.post(address(case, "settle"), ended(supply, "stopped", today().isoformat())).status_code == 302
    assert Supply.objects.get().stopped_on == today()


@pytest.mark.parametrize("verb", ["date", "settle"])
def test_a_closed_case_moves_no_clock(browser, case, verb):
    supply = case.supplies.get()
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.CLOSED, closed_on=today())
    sent = moved(supply, "2027-03-01") | ended(supply, "settled", today().isoformat())
    answer = browser("caseworker").post(address(case, verb), sent)
    assert answer.status_code == 409
    assert Supply.history.count() == 1
    if verb == "date":
        assert 'value="2027-03-01"' in answer.content.decode()


def test_a_supply_of_another_case_is_not_there(browser, acting, cast, case):
    other = taken_into_case(acting, reported(acting, stopping(cast, "別 世帯", 5)))
    url = f"/cases/{case.number}/supplies/{other.supplies.get().pk}/settle/"
    sent = ended(other.supplies.get(), "settled", today().isoformat())
    assert browser("caseworker").post(url, sent).status_code == 404
    assert not Supply.objects.exclude(settled_on=None).exists()


# The picture, without a database.


def supply(**facts):
    """Electricity in arrears since 1 September, reported on 16 November."""
    known = {
        "kind": UtilityKind.ELECTRICITY_RETAIL,
        "arrears_since": date(2026, 9, 1),
        "reported_on": date(2026, 11, 16),
        "stop_basis": StopBasis.UNKNOWN,
    }
    return Supply(utility=Utility(name="ひので電力"), **{**known, **facts})


def notified(**facts):
    return supply(
        notice_on=date(2026, 11, 20), scheduled_stop_on=date(2026, 11, 30), stop_basis=StopBasis.NOTIFIED, **facts
    )


def inside(bar):
    edges = [x for s in bar.segments for x in (s.x, s.x + s.width)]
    return all(0 <= x <= 1000 for x in [*edges, *(mark.x for mark in bar.marks), bar.today_x])


def test_a_bar_runs_from_arrears_over_notice_to_the_stop():
    (bar,) = bars([notified()], TODAY)
    assert [segment.tone for segment in bar.segments] == ["neutral", "danger"]
    assert [mark.tone for mark in bar.marks] == ["neutral", "warning", "danger"]
    first, second = bar.segments
    assert first.x + first.width == second.x
    assert second.x < bar.today_x < second.x + second.width
    assert inside(bar)
    assert bar.kind_icon == "bolt"
    assert short_day(date(2026, 11, 30)) in bar.marks[-1].label


def test_an_estimated_stop_is_hatched_and_says_so_a_notified_one_is_neither():
    guessed = supply(scheduled_stop_on=date(2026, 12, 7), stop_basis=StopBasis.ESTIMATED)
    first, second = bars([guessed, notified()], TODAY)
    word = str(StopBasis.ESTIMATED.label)
    assert first.segments[-1].tone == "info"
    assert word in first.segments[-1].label
    assert word in first.marks[-1].label
    assert second.segments[-1].tone == "danger"
    assert all(word not in mark.label for mark in second.marks)


def test_a_deferral_lies_between_the_notice_and_the_stop():
    deferred = supply(
        notice_on=date(2026, 11, 20),
        deferred_until=date(2026, 12, 20),
        scheduled_stop_on=date(2027, 1, 8),
        stop_basis=StopBasis.NOTIFIED,
    )
    (bar,) = bars([deferred], TODAY)
    assert [segment.tone for segment in bar.segments] == ["neutral", "info", "danger"]
    assert [mark.tone for mark in bar.marks] == ["neutral", "warning", "info", "danger"]


def test_a_stopped_supply_shows_the_days_without_it():
    (bar,) = bars([notified(stopped_on=date(2026, 11, 22))], TODAY)
    assert [segment.tone for segment in bar.segments] == ["neutral", "danger", "danger"]
    assert bar.segments[-1].x + bar.segments[-1].width == bar.today_x
    assert len([mark for mark in bar.marks if mark.tone == "danger"]) == 1


def test_without_a_stop_date_the_bar_ends_today():
    (bar,) = bars([supply()], TODAY)
    assert bar.segments[-1].x + bar.segments[-1].width == bar.today_x
    assert [mark.tone for mark in bar.marks] == ["neutral", "neutral"]
    assert short_day(date(2026, 11, 16)) in bar.marks[-1].label


def test_settled_supplies_have_no_bar_and_all_bars_share_one_axis():
    later = supply(scheduled_stop_on=date(2027, 2, 1), stop_basis=StopBasis.NOTIFIED)
    drawn = bars([notified(), later, notified(settled_on=TODAY)], TODAY)
    assert len(drawn) == 2
    assert drawn[0].today_x == drawn[1].today_x
    assert drawn[0].marks[-1].x < drawn[1].marks[-1].x


def test_years_of_arrears_do_not_squeeze_the_last_days():
    (bar,) = bars([notified(arrears_since=date(2020, 1, 1))], TODAY)
    assert inside(bar)
    assert bar.segments[-1].width > 40


def test_marks_never_cover_one_another():
    near = notified(deferred_until=date(2026, 11, 21), arrears_since=date(2026, 11, 19))
    (bar,) = bars([near], TODAY)
    places = [mark.x for mark in bar.marks]
    assert all(right - left >= 70 for left, right in pairwise(places))
    assert bars([], TODAY) == []


def test_a_stop_in_words():
    assert stop_words(TODAY, StopBasis.NOTIFIED) == short_day(TODAY)
    assert str(StopBasis.ESTIMATED.label) in stop_words(TODAY, StopBasis.ESTIMATED)
