"""Leaflets that were handed out, the desks, and the portal's first page."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from japanese.dates import TOKYO
from organizations.models import ContactDesk, DeskHours
from referrals.access import first_desk
from referrals.forms.guidance import GuidanceForm
from referrals.models import GuidanceRecord

pytestmark = pytest.mark.django_db


def handed_out(cast: Any, **changed: Any) -> Any:
    return {
        "office": cast.denki_office.pk,
        "agency": cast.tamana_agency.pk,
        "language": "ja",
        "channel": "enclosed",
        "count": "120",
        "submission": str(uuid4()),
        **changed,
    }


def test_leaflets_are_counted_and_thanked_for(cast: Any, browser: Any) -> None:
    mine = browser("staff")
    answer = mine.post("/guidance/", handed_out(cast))
    page = mine.get(answer.url).content.decode()

    record = GuidanceRecord.objects.get()
    assert (record.agency, record.count, record.channel) == (cast.tamana_agency, 120, "enclosed")
    assert "120" in page


def test_a_double_click_counts_once(cast: Any, browser: Any) -> None:
    form, mine = handed_out(cast), browser("staff")
    assert mine.post("/guidance/", form).url == mine.post("/guidance/", form).url
    assert GuidanceRecord.objects.count() == 1


@pytest.mark.parametrize(
    "changed", [{"count": "0"}, {"count": "10001"}, {"channel": "x"}, {"language": "tlh"}, {"submission": ""}]
)
def test_what_is_not_offered_is_not_counted(cast: Any, browser: Any, changed: Any) -> None:
    page = browser("staff").post("/guidance/", handed_out(cast, **changed))

    assert list(page.context["form"].errors) == list(changed)
    assert not GuidanceRecord.objects.exists()


def test_only_one_s_own_offices_and_the_agencies_of_their_area(cast: Any, browser: Any) -> None:
    assert browser("staff").post("/guidance/", handed_out(cast, office=cast.suido_office.pk)).context["form"].errors
    bureau = handed_out(cast, office=cast.suido_office.pk, agency=cast.kitakyushu_agency.pk)
    assert browser("other_staff").post("/guidance/", bureau).context["form"].errors
    assert not GuidanceRecord.objects.exists()


def test_another_company_does_not_see_the_count(cast: Any, browser: Any) -> None:
    address = browser("staff").post("/guidance/", handed_out(cast)).url
    assert browser("other_staff").get(address).status_code == 404


def test_there_is_no_field_for_a_person() -> None:
    assert set(GuidanceForm.base_fields) == {"office", "agency", "language", "channel", "count", "submission"}


def test_desks_of_the_towns_that_our_offices_serve(browser: Any) -> None:
    mine, bureau = (browser(name).get("/desks/").content.decode() for name in ("staff", "other_staff"))

    assert "玉名市" in mine
    assert "北九州市" in mine
    assert "北九州市" not in bureau
    assert "0968-00-0001" in bureau


def test_a_desk_s_next_day_skips_the_weekend_and_the_turn_of_the_year(
    cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reads_on(moment: str) -> str:
        monkeypatch.setattr(timezone, "now", lambda: datetime.fromisoformat(moment).replace(tzinfo=TOKYO))
        desk = first_desk(cast.tamana_agency)
        assert desk
        return str(desk.reads_on)

    assert reads_on("2026-11-24T10:00") == "2026-11-24"
    assert reads_on("2026-11-24T17:15") == "2026-11-25"
    assert reads_on("2026-11-28T10:00") == "2026-11-30"
    assert reads_on("2026-12-28T18:00") == "2027-01-04"


def test_a_desk_without_hours_has_no_next_day(cast: Any) -> None:
    DeskHours.objects.all().delete()
    desk = first_desk(cast.tamana_agency)
    assert desk
    assert (desk.is_open, desk.reads_on) == (False, None)


def test_the_first_page_shows_three_ways_and_the_desk(browser: Any) -> None:
    page = browser("staff").get("/start/").content.decode()
    for words in ("/report/", "/guidance/", "/desks/", "くらしの相談窓口", "8:30〜17:15"):
        assert words in page


def test_as_many_queries_for_twelve_desks_as_for_two(cast: Any, browser: Any) -> None:
    mine = browser("staff")
    mine.get("/desks/")
    with CaptureQueriesContext(connection) as few:
        mine.get("/desks/")
    for n in range(10):
        desk = ContactDesk.objects.create(
            municipality=cast.tamana, agency=cast.tamana_agency, name=f"第{n}窓口", phone="0968-00-0100", is_first=False
        )
        DeskHours.objects.create(municipality=cast.tamana, desk=desk, weekday=0)
    with CaptureQueriesContext(connection) as more:
        mine.get("/desks/")

    assert len(more) == len(few), "\n".join(query["sql"] for query in more)


@pytest.mark.parametrize("path", ["/start/", "/report/", "/reports/", "/guidance/", "/desks/"])
def test_a_member_of_a_meeting_is_no_reporter(browser: Any, path: str) -> None:
    assert browser("member").get(path).status_code == 403
