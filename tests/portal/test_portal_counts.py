"""Leaflets by office and month: counts, and nobody's data."""

import csv
from datetime import date
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from japanese.dates import fiscal_year, today
from organizations.models import Office
from referrals.models import GuidanceRecord

pytestmark = pytest.mark.django_db
YEAR = fiscal_year(today())


@pytest.fixture
def handed(cast: Any) -> Any:
    """`handed(date, 3)`: so many leaflets of 玉名営業所, or of another office."""

    def count(on: date, times: int, office: Any = None, **how: str) -> None:
        office = office or cast.denki_office
        GuidanceRecord.objects.create(
            municipality=cast.tamana, agency=cast.tamana_agency, utility_id=office.utility_id, office=office, on=on,
            count=times, submission=uuid4(), **{"language": "ja", "channel": "enclosed", **how},
        )  # fmt: skip

    return count


def test_a_year_by_office_and_month(cast: Any, browser: Any, handed: Any) -> None:
    second = Office.objects.create(utility=cast.denki, name="荒尾営業所")
    handed(date(YEAR, 4, 1), 3)
    handed(date(YEAR, 4, 30), 4, channel="handed")
    handed(date(YEAR, 5, 2), 5, office=second, language="en")
    handed(date(YEAR + 1, 3, 31), 7)
    counts = browser("staff").get("/guidance/counts/").context["counts"]

    assert {office.name: office.by_month for office in counts.offices} == {
        "玉名営業所": [7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7],
        "荒尾営業所": [0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    }
    assert (counts.by_month[:2], counts.total) == ([7, 5], 19)
    assert counts.by_channel == {"enclosed": 15, "handed": 4} and counts.by_language == {"ja": 14, "en": 5}


def test_the_years_do_not_run_into_each_other(browser: Any, handed: Any) -> None:
    handed(date(YEAR, 3, 31), 100)
    handed(date(YEAR, 4, 1), 1)
    handed(date(YEAR + 1, 4, 1), 1000)
    mine = browser("staff")

    assert mine.get("/guidance/counts/").context["counts"].total == 1
    assert mine.get("/guidance/counts/", {"year": YEAR - 1}).context["counts"].total == 100
    for wrong in ("", "x", "0", "99999", str(YEAR - 2)):
        assert mine.get("/guidance/counts/", {"year": wrong}).context["counts"].year == YEAR


def test_another_company_s_leaflets_are_not_ours(cast: Any, browser: Any, handed: Any) -> None:
    handed(today(), 5, office=cast.suido_office)
    assert browser("staff").get("/guidance/counts/").context["counts"].total == 0
    assert browser("other_staff").get("/guidance/counts/").context["counts"].total == 5


def test_manager_and_staff_see_it_and_a_member_does_not(browser: Any) -> None:
    assert [browser(name).get("/guidance/counts/").status_code for name in ("staff", "manager", "member")] == [
        200,
        200,
        403,
    ]


def test_the_file_holds_the_same_table(cast: Any, browser: Any, handed: Any) -> None:
    Office.objects.filter(pk=cast.denki_office.pk).update(name='=HYPERLINK("x")')
    handed(date(YEAR, 4, 1), 3)
    answer = browser("staff").get(f"/guidance/counts/export.csv?year={YEAR}")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))

    assert rows[0][1] == f"{YEAR}-04" and rows[0][12] == f"{YEAR + 1}-03"
    assert (rows[1][1], rows[1][13], rows[2][13]) == ("3", "3", "3")
    assert not rows[1][0].startswith("=")
    assert browser("staff").get("/guidance/counts/export.xlsx").content[:2] == b"PK"


def test_as_many_queries_for_a_hundred_counts_as_for_one(browser: Any, handed: Any) -> None:
    mine = browser("staff")
    handed(date(YEAR, 4, 1), 1)
    mine.get("/guidance/counts/")
    with CaptureQueriesContext(connection) as few:
        mine.get("/guidance/counts/")
    for n in range(100):
        handed(date(YEAR, 4 + n % 8, 1 + n % 28), 1, channel=("enclosed", "handed", "counter")[n % 3])
    with CaptureQueriesContext(connection) as more:
        mine.get("/guidance/counts/")
    assert len(more) == len(few)
