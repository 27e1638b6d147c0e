"""Rules 11 and 12 at every boundary day: begins, ends, deadlines, months' ends, leap years, notices, successors."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.models import Agreement, NoticeKind, PeriodUnit, TermNotice
from agreements.rules import (
    Why,
    deadline_of,
    ending_of,
    is_in_force,
    last_day_after_notice,
    next_deadline,
    term_of,
)
from agreements.standing import days_ahead, standing
from agreements.terms import add_months, end_of_term

DAY = timedelta(days=1)


def agreement(**changes: Any) -> Agreement:
    """A fiscal year from 1 April 2025, renewed for a year, notice one month before."""
    dates = {"signed_on": date(2025, 3, 20), "in_force_from": date(2025, 4, 1), "in_force_until": date(2026, 3, 31)}
    return Agreement(**{**dates, **changes})


def no_renewal(received: date) -> TermNotice:
    return TermNotice(kind=NoticeKind.NO_RENEWAL, received_on=received, ends_on=received)


def termination(received: date, last: date) -> TermNotice:
    return TermNotice(kind=NoticeKind.TERMINATION, received_on=received, ends_on=last)


def holds(one: Agreement, day: date, *notices: TermNotice, successor: Agreement | None = None) -> bool:
    return is_in_force(one, notices, successor, day)


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2025, 4, 1), 12, date(2026, 3, 31)),
        (date(2025, 5, 1), 1, date(2025, 5, 31)),
        (date(2027, 3, 1), 12, date(2028, 2, 29)),
        (date(2028, 3, 1), 12, date(2029, 2, 28)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 1, 30), 1, date(2024, 2, 29)),
        (date(2024, 1, 29), 1, date(2024, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 28)),
        (date(2025, 10, 13), 36, date(2028, 10, 12)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
    ],
)
def test_a_term_of_months_ends_as_the_civil_code_says(first: date, months: int, last: date) -> None:
    assert end_of_term(first, months) == last


@pytest.mark.parametrize(
    ("last", "period", "unit", "deadline"),
    [
        (date(2026, 3, 31), 1, PeriodUnit.MONTHS, date(2026, 2, 28)),
        (date(2028, 3, 31), 1, PeriodUnit.MONTHS, date(2028, 2, 29)),
        (date(2028, 3, 30), 1, PeriodUnit.MONTHS, date(2028, 2, 29)),
        (date(2028, 3, 29), 1, PeriodUnit.MONTHS, date(2028, 2, 29)),
        (date(2028, 3, 28), 1, PeriodUnit.MONTHS, date(2028, 2, 28)),
        (date(2026, 3, 31), 3, PeriodUnit.MONTHS, date(2025, 12, 31)),
        (date(2026, 5, 31), 6, PeriodUnit.MONTHS, date(2025, 11, 30)),
        (date(2026, 3, 31), 30, PeriodUnit.DAYS, date(2026, 3, 1)),
        (date(2028, 3, 1), 1, PeriodUnit.DAYS, date(2028, 2, 29)),
        (date(2026, 3, 31), 0, PeriodUnit.DAYS, date(2026, 3, 31)),
    ],
)
def test_the_deadline_lies_so_many_months_or_days_before_the_last_day(
    last: date, period: int, unit: PeriodUnit, deadline: date
) -> None:
    assert deadline_of(agreement(notice_period=period, notice_unit=unit), last) == deadline


@pytest.mark.parametrize("day", [date(2025, 3, 31), date(2025, 4, 1), date(2025, 4, 2)])
def test_it_begins_with_its_first_day(day: date) -> None:
    assert holds(agreement(), day) == (day >= date(2025, 4, 1))
    assert not holds(agreement(signed_on=None), day)
    assert not holds(agreement(in_force_from=None), day)


@pytest.mark.parametrize("day", [date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 1)])
def test_one_that_does_not_renew_itself_lapses_with_its_last_day(day: date) -> None:
    once = agreement(renews_itself=False)
    assert holds(once, day) == (day <= date(2026, 3, 31))
    assert standing(once, day).key == ("in_force" if day <= date(2026, 3, 31) else "lapsed")
    assert holds(agreement(), day)


@pytest.mark.parametrize(
    ("received", "last"),
    [
        (date(2025, 3, 1), date(2026, 3, 31)),  # before it began
        (date(2026, 2, 27), date(2026, 3, 31)),
        (date(2026, 2, 28), date(2026, 3, 31)),  # the deadline itself
        (date(2026, 3, 1), date(2027, 3, 31)),  # a day late: the next term
        (date(2026, 3, 31), date(2027, 3, 31)),
        (date(2027, 2, 28), date(2027, 3, 31)),
        (date(2028, 2, 29), date(2028, 3, 31)),  # a leap year's deadline
        (date(2028, 3, 1), date(2029, 3, 31)),
    ],
)
def test_a_notice_of_non_renewal_counts_for_the_first_term_whose_deadline_it_keeps(received: date, last: date) -> None:
    one, notice = agreement(), no_renewal(received)
    assert last_day_after_notice(one, received) == last
    assert [holds(one, day, notice) for day in (last - DAY, last, last + DAY)] == [True, True, False]
    assert standing(one, last, [notice]).key == "leaving"
    assert standing(one, last + DAY, [notice]).key == "ended"


def test_terms_of_less_than_the_notice_period_look_further_ahead() -> None:
    quick = agreement(in_force_until=date(2025, 4, 30), renewal_months=1, notice_period=2)
    assert last_day_after_notice(quick, date(2025, 4, 10)) == date(2025, 6, 30)
    assert last_day_after_notice(quick, date(2025, 3, 31)) == date(2025, 5, 31)
    assert next_deadline(quick, (), None, date(2025, 4, 10)) == date(2025, 4, 30)


def test_a_notice_taken_back_counts_for_nothing() -> None:
    notice = no_renewal(date(2026, 1, 10))
    notice.taken_back_at = datetime(2026, 1, 20, tzinfo=UTC)
    assert holds(agreement(), date(2026, 4, 1), notice)


def test_no_renewal_says_nothing_to_one_that_does_not_renew_itself() -> None:
    once = agreement(renews_itself=False)
    assert ending_of(once, [no_renewal(date(2025, 5, 1))], None) == ending_of(once, [], None)


@pytest.mark.parametrize("day", [date(2025, 9, 29), date(2025, 9, 30), date(2025, 10, 1)])
def test_a_termination_ends_it_with_the_day_that_it_names(day: date) -> None:
    notice = termination(date(2025, 8, 1), date(2025, 9, 30))
    for one in (agreement(), agreement(in_force_until=None), agreement(renews_itself=False)):
        assert holds(one, day, notice) == (day <= date(2025, 9, 30))
    found = standing(agreement(), day, [notice])
    assert found.key == ("leaving" if day <= date(2025, 9, 30) else "ended")
    assert found.last == date(2025, 9, 30)


def test_the_earliest_end_counts() -> None:
    notices = [termination(date(2025, 8, 1), date(2027, 9, 30)), no_renewal(date(2026, 1, 1))]
    assert ending_of(agreement(), notices, None).last == date(2026, 3, 31)


@pytest.mark.parametrize("day", [date(2025, 11, 30), date(2025, 12, 1), date(2025, 12, 2)])
def test_a_successor_takes_its_place_on_its_own_first_day(day: date) -> None:
    following = agreement(signed_on=date(2025, 11, 1), in_force_from=date(2025, 12, 1))
    assert holds(agreement(), day, successor=following) == (day < date(2025, 12, 1))
    assert holds(following, day) == (day >= date(2025, 12, 1))
    assert standing(agreement(), day, (), following).key == ("leaving" if day < date(2025, 12, 1) else "followed")


def test_an_unsigned_successor_changes_nothing() -> None:
    draft = agreement(signed_on=None, in_force_from=date(2025, 12, 1))
    assert holds(agreement(), date(2026, 1, 1), successor=draft)


def test_a_successor_from_the_same_day_leaves_no_day_to_the_first() -> None:
    following = agreement(signed_on=date(2025, 3, 25))
    assert not holds(agreement(), date(2025, 4, 1), successor=following)


def test_the_term_of_a_day_has_its_days() -> None:
    term = term_of(agreement(), (), None, date(2028, 2, 29))
    assert term is not None
    assert (term.first, term.last, term.deadline) == (date(2027, 4, 1), date(2028, 3, 31), date(2028, 2, 29))
    assert term.ending is None
    last = term_of(agreement(), [no_renewal(date(2026, 1, 1))], None, date(2026, 3, 1))
    assert last is not None and last.ending is not None
    assert (last.deadline, last.ending.why) == (None, Why.NO_RENEWAL)


@pytest.mark.parametrize(
    ("facts", "key", "next_on"),
    [
        ({"signed_on": None}, "draft", None),
        ({"signed_on": None, "review_sent_at": datetime(2025, 3, 1, tzinfo=UTC)}, "review", None),
        (
            {
                "signed_on": None,
                "review_sent_at": datetime(2025, 3, 1, tzinfo=UTC),
                "review_due_on": date(2025, 5, 1),
            },
            "review",
            date(2025, 5, 1),
        ),
        ({"signed_on": None, "dropped_at": datetime(2025, 3, 1, tzinfo=UTC)}, "dropped", None),
        ({"in_force_from": date(2025, 4, 13)}, "signed", date(2025, 4, 13)),
        ({"in_force_from": date(2025, 4, 12)}, "in_force", date(2026, 2, 28)),
    ],
)
def test_where_it_stands_and_what_comes_next(facts: dict[str, Any], key: str, next_on: date | None) -> None:
    found = standing(agreement(**facts), date(2025, 4, 12))
    assert (found.key, found.next_on) == (key, next_on)
    assert found.is_in_force == (key == "in_force")


def test_after_the_deadline_the_end_of_the_term_comes_next() -> None:
    assert standing(agreement(), date(2026, 2, 28)).next_on == date(2026, 2, 28)
    assert standing(agreement(), date(2026, 3, 1)).next_on == date(2026, 3, 31)


def test_the_days_of_a_year() -> None:
    days = days_ahead(agreement(), (), None, date(2025, 3, 25), date(2026, 4, 30))
    assert [(one.day, one.code) for one in days] == [
        (date(2025, 4, 1), "starts"),
        (date(2026, 2, 28), "deadline"),
        (date(2026, 3, 31), "renews"),
    ]
    ending = days_ahead(agreement(), [no_renewal(date(2026, 1, 1))], None, date(2026, 1, 1), date(2026, 12, 31))
    assert [(one.day, one.code) for one in ending] == [(date(2026, 3, 31), "ends")]


DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))
FIRST = st.dates(date(2022, 1, 1), date(2025, 12, 31))


@st.composite
def stories(draw: st.DrawFn) -> tuple[Agreement, list[TermNotice], Agreement | None]:
    """Agreements of every make, with notices and successors at any time."""
    first = draw(FIRST)
    one = agreement(
        in_force_from=first,
        in_force_until=draw(st.none() | st.integers(0, 800).map(lambda n: first + n * DAY)),
        renews_itself=draw(st.booleans()),
        renewal_months=draw(st.sampled_from([1, 6, 12, 13, 36])),
        notice_period=draw(st.integers(0, 100)),
        notice_unit=draw(st.sampled_from(PeriodUnit)),
    )
    notices = draw(st.lists(st.builds(no_renewal, DAYS) | st.builds(termination, DAYS, DAYS), max_size=3))
    followed = draw(st.none() | st.builds(lambda day: agreement(in_force_from=day, in_force_until=None), DAYS))
    return one, notices, followed


@settings(max_examples=150, deadline=None)
@given(stories())
def test_days_in_force_are_one_stretch_that_ends_with_its_last_day(
    story: tuple[Agreement, list[TermNotice], Agreement | None],
) -> None:
    one, notices, successor = story
    start = date(2021, 12, 1)
    days = [start + n * DAY for n in range(0, 4000, 3)]
    on = [is_in_force(one, notices, successor, day) for day in days]
    first = on.index(True) if True in on else len(on)
    until = on.index(False, first) if False in on[first:] else len(on)
    assert not any(on[until:])
    ending = ending_of(one, notices, successor)
    assert one.in_force_from is not None
    for day, holding in zip(days, on, strict=True):
        assert holding == (day >= one.in_force_from and (ending is None or day <= ending.last))


@settings(max_examples=150, deadline=None)
@given(stories(), DAYS)
def test_terms_follow_one_another_without_a_gap(
    story: tuple[Agreement, list[TermNotice], Agreement | None], on: date
) -> None:
    one, notices, successor = story
    term = term_of(one, notices, successor, on)
    if term is None or term.last is None:
        return
    assert term.first <= on <= term.last
    following = term_of(one, notices, successor, term.last + DAY)
    assert (following is None) == (term.ending is not None)
    if following is not None:
        assert following.first == term.last + DAY
    assert standing(one, on, notices, successor).is_in_force


@given(DAYS, st.integers(1, 400))
def test_months_forward_never_shrink(day: date, months: int) -> None:
    assert end_of_term(day, months) < end_of_term(day, months + 1)
    assert add_months(day, months) >= day + 28 * DAY * months
