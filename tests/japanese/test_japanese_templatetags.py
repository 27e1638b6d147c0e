from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation

from japanese.dates import TOKYO, today
from japanese.workdays import add_working_days, is_working_day, working_days_between

DAY = date(2026, 11, 24)
MOMENT = datetime(2026, 11, 24, 14, 5, tzinfo=TOKYO)
LATE_IN_UTC = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
MIDNIGHT_TAG = '<time datetime="2026-11-24T00:30+09:00" title="2026-11-24 00:30">'


@pytest.fixture(autouse=True)
def _in_japanese() -> Iterator[None]:
    with translation.override("ja"):
        yield


def show(filters: str, **values: Any) -> str:
    return Template("{% load japanese %}{{ value|" + filters + " }}").render(Context(values))


@pytest.mark.parametrize(
    ("name", "value", "japanese", "english"),
    [
        ("wareki", DAY, "令和8年11月24日（火）", "24 November 2026 (Tue)"),
        ("wareki", LATE_IN_UTC, "令和8年11月24日（火）", "24 November 2026 (Tue)"),
        ("wareki_short", DAY, "R8.11.24", "24 Nov 2026"),
        ("wareki_datetime", MOMENT, "令和8年11月24日（火）14:05", "24 November 2026 (Tue) 14:05"),
        ("wareki_datetime", LATE_IN_UTC, "令和8年11月24日（火）00:30", "24 November 2026 (Tue) 00:30"),
        ("both_dates", DAY, "令和8年11月24日（2026-11-24）", "24 November 2026 (Tue)"),
        (
            "time_tag",
            DAY,
            '<time datetime="2026-11-24" title="2026-11-24">令和8年11月24日（火）</time>',
            '<time datetime="2026-11-24" title="2026-11-24">24 November 2026 (Tue)</time>',
        ),
        (
            "time_tag",
            LATE_IN_UTC,
            f"{MIDNIGHT_TAG}令和8年11月24日（火）00:30</time>",
            f"{MIDNIGHT_TAG}24 November 2026 (Tue) 00:30</time>",
        ),
    ],
)
def test_a_day_in_the_readers_language(name: str, value: date, japanese: str, english: str) -> None:
    assert show(name, value=value) == japanese
    with translation.override("en"):
        assert show(name, value=value) == english


@pytest.mark.parametrize(
    "name",
    [
        "wareki",
        "wareki_short",
        "wareki_datetime",
        "both_dates",
        "age",
        "working_days_left",
        "in_days_words",
        "time_tag",
    ],
)
def test_nothing_given_nothing_shown(name: str) -> None:
    assert show(name, value=None) == show(name) == ""


def test_age_today_and_on_a_day() -> None:
    assert show("age:on", value=date(1990, 4, 2), on=date(2026, 4, 1)) == "35"
    assert show("age", value=today()) == "0"


@pytest.mark.parametrize("n", [1, 2, 3, 20])
def test_days_left_and_days_past_in_words(n: int) -> None:
    ahead = add_working_days(today(), n)
    past = today() - timedelta(days=30 + n)
    behind = working_days_between(past, today())
    assert show("working_days_left", value=ahead) == str(n)
    assert show("working_days_left", value=past) == str(-behind)
    with translation.override("en"):
        assert show("in_days_words", value=ahead) == (f"{n} working days left" if n > 1 else "1 working day left")
        assert show("in_days_words", value=past) == f"{behind} working days past"


def test_today_is_today() -> None:
    with translation.override("en"):
        assert show("in_days_words", value=today()) == "today"
    assert show("working_days_left", value=today()) == "0"


def test_a_closed_day_to_come_or_gone_is_not_called_today(monkeypatch: pytest.MonkeyPatch) -> None:
    friday, saturday, sunday = date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 29)
    assert is_working_day(friday)
    with translation.override("en"):
        monkeypatch.setattr("japanese.dates.today", lambda: friday)
        assert show("in_days_words", value=saturday) == "no working day left"
        monkeypatch.setattr("japanese.dates.today", lambda: sunday)
        assert show("in_days_words", value=saturday) == "just past"
