"""Reminders 90, 30 and 7 days ahead: once each, by the worker's own rights."""

from datetime import date, timedelta
from typing import Any

import pytest

from agreements.models import Agreement, AgreementReminder
from agreements.reminders import near_days, remind
from notifications.models import Notice
from organizations.scope import log_in_as
from tests.agreements.standing_stage import signed

#: The deadline of the agreement below.
DEADLINE = date(2027, 2, 28)


def night(day: date) -> int:
    with log_in_as("worker"):
        return remind(day)


@pytest.mark.parametrize(
    ("ahead", "told"), [(91, None), (90, 90), (89, 90), (31, 90), (30, 30), (8, 30), (7, 7), (1, 7), (0, 7)]
)
def test_which_step_a_day_is_told_at(cast: Any, acting: Any, ahead: int, told: int | None) -> None:
    with acting("admin") as admin:
        signed(cast, admin)
    night(DEADLINE - timedelta(days=ahead))
    rows = AgreementReminder.objects.filter(code="deadline")
    assert [one.days for one in rows] == ([told] if told else [])
    assert Notice.objects.filter(code="agreement_deadline").count() == len(rows)


def test_each_step_is_told_once(cast: Any, acting: Any) -> None:
    with acting("admin") as admin:
        signed(cast, admin)
    written = [night(DEADLINE - timedelta(days=days)) for days in (90, 90, 60, 30, 29, 7, 6, 0)]
    assert written == [1, 0, 0, 1, 0, 1, 0, 0]
    notices = Notice.objects.order_by("created_at")
    assert [(one.agency_id, one.number) for one in notices] == [(cast.tamana_agency.pk, "協定-007")] * 3
    assert all(one.path.startswith("/agreements/") for one in notices)


def test_the_list_shows_what_comes_near(browser: Any, cast: Any, acting: Any) -> None:
    with acting("admin") as admin:
        made = signed(cast, admin)
    near = near_days(Agreement.objects.get(pk=made.pk), DEADLINE - timedelta(days=7))
    assert [(one.days, one.ahead, one.tone) for one in near] == [(7, 7, "danger")]


def test_a_night_takes_as_many_queries_for_one_as_for_many(
    cast: Any, acting: Any, django_assert_max_num_queries: Any
) -> None:
    with acting("admin") as admin:
        for n in range(6):
            signed(cast, admin, number=f"協定-1{n}")
    with django_assert_max_num_queries(14):
        assert night(DEADLINE - timedelta(days=30)) == 6
