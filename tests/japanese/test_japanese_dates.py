from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from japanese.dates import (
    DateNotUnderstood,
    age_on,
    both,
    fiscal_year,
    fiscal_year_label,
    parse_date,
    today,
    wareki,
    wareki_short,
)
from japanese.eras import ERAS

FULL_WIDTH = str.maketrans("0123456789.-/RHSTM", "０１２３４５６７８９．－／ＲＨＳＴＭ")
days = st.dates(date(1873, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "令和5年3月15日",
        "令和五年三月十五日",
        "令和5年3月15日（水）",
        "令和5年3月15日 水曜日",
        "R5.3.15",
        "r5/3/15",
        "R05-03-15",
        "R.5.3.15",
        "㋿5年3月15日",
        "2023-03-15",
        "2023/3/15",
        "2023.3.15",
        "2023年3月15日",
        "２０２３年３月１５日（水）",
        "二〇二三年三月十五日",
        "20230315",
        " 令和 5年 3月15日\u3000",
    ],
)
def test_every_usual_way_of_writing_one_day(text: str) -> None:
    assert parse_date(text) == date(2023, 3, 15)


@pytest.mark.parametrize(
    "text",
    [
        "3/15/2023",
        "15/3/2023",
        "23-3-15",
        "5.3.15",
        "元年5月1日",
        "令和2023年3月15日",
        "令和5年3月",
        "令和5年3-15",
        "2023年3/15",
        "2023-03-15日",
        "2023-3-15-1",
        "202303",
        "0",
        "",
        "未定",
        "令和",
        "令和５年３月１５日ごろ",
    ],
)
def test_what_would_have_to_be_guessed_is_refused_with_examples(text: str) -> None:
    with translation.override("en"), pytest.raises(DateNotUnderstood, match=r"R5\.3\.15"):
        parse_date(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("令和1年5月1日", date(2019, 5, 1)),
        ("㍻31年4月30日", date(2019, 4, 30)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("㍼64年1月7日", date(1989, 1, 7)),
        ("昭和元年12月25日", date(1926, 12, 25)),
        ("大正15年12月25日", date(1926, 12, 25)),
        ("㍽元年7月30日", date(1912, 7, 30)),
        ("明治45年7月30日", date(1912, 7, 30)),
        ("㍾6年1月1日", date(1873, 1, 1)),
    ],
)
def test_first_and_last_day_of_each_era(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("平成31年5月1日", "平成31年4月30日"),
        ("令和元年4月30日", "令和元年5月1日"),
        ("昭和64年1月8日", "昭和64年1月7日"),
        ("平成元年1月7日", "平成元年1月8日"),
        ("大正15年12月26日", "大正15年12月25日"),
        ("昭和元年12月24日", "昭和元年12月25日"),
        ("明治45年7月31日", "明治45年7月30日"),
        ("大正元年7月29日", "大正元年7月30日"),
        ("明治5年12月2日", "明治6年1月1日"),
        ("令和0年5月1日", "令和元年5月1日"),
        ("S99.1.1", "昭和64年1月7日"),
    ],
)
def test_a_day_outside_its_era_is_refused_and_the_limit_is_named(text: str, limit: str) -> None:
    with pytest.raises(DateNotUnderstood, match=limit):
        parse_date(text)


@pytest.mark.parametrize("text", ["2023-02-29", "令和5年2月30日", "R5.13.1", "20231301", "0000-01-01", "R5.0.0"])
def test_a_day_that_no_calendar_has(text: str) -> None:
    with translation.override("en"), pytest.raises(DateNotUnderstood, match="no such day"):
        parse_date(text)


def test_a_wrong_weekday_is_refused_and_the_right_one_is_named() -> None:
    with pytest.raises(DateNotUnderstood) as refused:
        parse_date("令和8年11月24日（水）")
    with translation.override("en"):
        assert "Tuesday" in str(refused.value)
    assert "水" not in str(refused.value.message)


def test_excel_serials_only_where_the_caller_knows_them() -> None:
    assert parse_date("45000", excel=True) == date(2023, 3, 15)
    assert parse_date("４５０００.0", excel=True) == date(2023, 3, 15)
    assert parse_date("2958465", excel=True) == date.max
    assert parse_date("20230315", excel=True) == date(2023, 3, 15)
    for text, excel in (("45000", False), ("2023", True), ("9999999", True), ("-45000", True)):
        with pytest.raises(DateNotUnderstood):
            parse_date(text, excel=excel)


def test_the_error_does_not_repeat_what_was_typed() -> None:
    with pytest.raises(DateNotUnderstood) as refused:
        parse_date("玉名太郎 090-1234-5678")
    assert "玉名" not in f"{refused.value!r} {refused.value}"


@given(days | st.dates())
def test_what_is_written_can_be_read(day: date) -> None:
    for text in (
        wareki(day),
        wareki(day, weekday=False),
        wareki_short(day),
        day.isoformat(),
        day.isoformat().replace("-", ""),
    ):
        assert parse_date(text) == day
        assert parse_date(text.translate(FULL_WIDTH)) == day


def test_round_trip_of_every_day_on_which_an_era_changes_and_its_neighbours() -> None:
    for era in ERAS:
        for offset in range(-2 if era.first.year > 1873 else 0, 3):
            day = era.first + timedelta(days=offset)
            assert parse_date(wareki(day)) == parse_date(wareki_short(day)) == day


@given(st.text(max_size=60), st.booleans())
def test_any_text_is_read_or_refused(text: str, excel: bool) -> None:
    read_or_refuse(text, excel)


@given(st.text("令和平成昭RHSrs元年月日0123456789０９〇十火（）()./- \u3000㋿㍻", max_size=16), st.booleans())
def test_almost_dates_are_read_or_refused(text: str, excel: bool) -> None:
    read_or_refuse(text, excel)


def read_or_refuse(text: str, excel: bool) -> None:
    with suppress(DateNotUnderstood):
        assert isinstance(parse_date(text, excel=excel), date)


def test_how_a_day_is_written() -> None:
    day = date(2026, 11, 24)
    assert wareki(day) == "令和8年11月24日（火）"
    assert wareki(day, weekday=False) == "令和8年11月24日"
    assert wareki_short(day) == "R8.11.24"
    assert both(day) == "令和8年11月24日（2026-11-24）"
    assert wareki(date(2019, 5, 1)) == "令和元年5月1日（水）"
    assert wareki_short(date(2019, 5, 1)) == "R1.5.1"


def test_a_very_long_text_is_refused_at_once() -> None:
    for text in ("R" + " " * 1_000_000 + "5", "2" * 1_000_000, "か\u3099" * 1_000_000):
        with pytest.raises(DateNotUnderstood):
            parse_date(text, excel=True)


def test_before_1873_the_western_year_stands() -> None:
    day = date(1872, 12, 31)
    assert wareki(day, weekday=False) == "1872年12月31日"
    assert parse_date(wareki(day)) == parse_date(wareki_short(day)) == day


def test_today_is_the_day_in_japan_whatever_zone_is_active() -> None:
    tokyo = timezone.localdate(timezone=timezone.get_fixed_timezone(9 * 60))
    for offset in (-11, 0, 14):
        with timezone.override(timezone.get_fixed_timezone(offset * 60)):
            assert today() == tokyo


@pytest.mark.parametrize(
    ("birth", "on", "age"),
    [
        (date(1990, 4, 2), date(2026, 4, 1), 35),
        (date(1990, 4, 2), date(2026, 4, 2), 36),
        (date(2004, 2, 29), date(2026, 2, 28), 21),
        (date(2004, 2, 29), date(2026, 3, 1), 22),
        (date(2026, 11, 24), date(2026, 11, 24), 0),
        (date(2026, 11, 24), date(2026, 11, 23), -1),
    ],
)
def test_age(birth: date, on: date, age: int) -> None:
    assert age_on(birth, on) == age


@pytest.mark.parametrize(
    ("day", "year", "label"),
    [
        (date(2026, 3, 31), 2025, "令和7年度"),
        (date(2026, 4, 1), 2026, "令和8年度"),
        (date(2019, 4, 1), 2019, "令和元年度"),
        (date(2020, 3, 31), 2019, "令和元年度"),
        (date(2019, 3, 31), 2018, "平成30年度"),
        (date(1989, 3, 31), 1988, "昭和63年度"),
    ],
)
def test_the_fiscal_year_begins_in_april_and_has_one_name(day: date, year: int, label: str) -> None:
    assert fiscal_year(day) == year
    assert fiscal_year_label(day) == label
