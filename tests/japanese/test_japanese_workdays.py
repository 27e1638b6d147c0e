from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from japanese.workdays import add_working_days, is_working_day, previous_working_day, working_days_between

days = st.dates(date(2015, 1, 1), date(2040, 12, 31))

# 国民の祝日 on Monday to Friday, from the Cabinet Office's list, and the turn of the year.
CLOSED_WEEKDAYS = {
    2026: "0101 0102 0112 0211 0223 0320 0429 0504 0505 0506 0720 0811 0921 0922 0923 1012 1103 1123 1229 1230 1231",
    2027: "0101 0111 0211 0223 0322 0429 0503 0504 0505 0719 0811 0920 0923 1011 1103 1123 1229 1230 1231",
}


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range(366) if (first + timedelta(days=n)).year == year]


@pytest.mark.parametrize("year", [2026, 2027])
def test_the_office_is_closed_on_exactly_these_weekdays(year: int) -> None:
    closed = [f"{day:%m%d}" for day in days_of(year) if day.weekday() < 5 and not is_working_day(day)]
    assert closed == CLOSED_WEEKDAYS[year].split()


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 5, 6), "振替休日"),
        (date(2026, 9, 22), "国民の休日"),
        (date(2027, 3, 22), "振替休日"),
        (date(2026, 11, 22), "日曜日"),
        (date(2026, 11, 21), "土曜日"),
        (date(2026, 12, 29), "年末"),
        (date(2028, 1, 3), "年始"),
        (date(2019, 5, 1), "即位の日"),
    ],
)
def test_days_on_which_the_office_is_closed(day: date, why: str) -> None:
    assert not is_working_day(day), why


def test_the_days_beside_the_turn_of_the_year_are_open() -> None:
    assert is_working_day(date(2026, 12, 28))
    assert is_working_day(date(2028, 1, 4))


def test_counting_leaves_out_the_first_day_and_takes_in_the_last() -> None:
    tuesday = date(2026, 11, 24)
    assert working_days_between(tuesday, tuesday) == 0
    assert working_days_between(tuesday, date(2026, 11, 27)) == 3
    assert working_days_between(date(2026, 11, 20), tuesday) == 1
    assert working_days_between(date(2026, 12, 28), date(2027, 1, 4)) == 1
    assert working_days_between(date(2026, 11, 27), tuesday) == -3


def test_before_a_stop_on_the_day_after_the_long_weekend() -> None:
    assert previous_working_day(date(2026, 9, 24)) == date(2026, 9, 18)
    assert previous_working_day(date(2027, 1, 4)) == date(2026, 12, 28)
    assert add_working_days(date(2026, 9, 18), 1) == date(2026, 9, 24)
    assert add_working_days(date(2026, 9, 20), 0) == date(2026, 9, 20)


@given(days, st.integers(0, 400))
def test_the_count_is_that_of_the_days_one_by_one(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    one_by_one = sum(is_working_day(start + timedelta(days=n)) for n in range(1, length + 1))
    assert working_days_between(start, end) == one_by_one
    assert working_days_between(end, start) == -one_by_one


@given(days, days, days)
def test_counts_of_two_stretches_add_up(a: date, b: date, c: date) -> None:
    assert working_days_between(a, b) + working_days_between(b, c) == working_days_between(a, c)


@given(days, st.integers(1, 60))
def test_adding_and_counting_agree(start: date, n: int) -> None:
    assert working_days_between(start, add_working_days(start, n)) == n
    back = add_working_days(start, -n)
    assert is_working_day(back)
    assert add_working_days(back, n) >= start or not is_working_day(start)


@given(days)
def test_the_previous_working_day_is_the_nearest(day: date) -> None:
    found = previous_working_day(day)
    assert found < day
    assert is_working_day(found)
    assert not any(is_working_day(found + timedelta(days=n)) for n in range(1, (day - found).days))


def test_no_stretch_of_closed_days_is_longer_than_ten() -> None:
    open_days = [day for year in range(2020, 2030) for day in days_of(year) if is_working_day(day)]
    assert max(later - earlier for earlier, later in pairwise(open_days)) <= timedelta(days=11)


def test_a_date_that_means_no_date_is_counted_at_once() -> None:
    counted = working_days_between(date(2090, 1, 1), date.max)
    assert counted == working_days_between(date(2090, 1, 1), date(2099, 12, 31)) > 2000
    assert working_days_between(date.min, date(1949, 1, 4)) == 1
