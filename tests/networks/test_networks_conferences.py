"""Conferences: an agenda that names nobody, attendance on one page, minutes, closing."""

from datetime import time
from io import BytesIO

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from agreements.models import Conference, ConferenceAttendance
from agreements.networks.personal import looks_personal, mark_of
from audit.paging import SIZE
from documents.models import IssuedDocument
from tests.networks.stage import days, found, hold, ja, join, text


def address(name: str, *args: object) -> str:
    return reverse(name, "config.urls_agency", args)


@pytest.fixture
def network(acting):
    with acting("lead") as actor:
        return found(actor)


@pytest.fixture
def held(acting, network):
    with acting("lead") as actor:
        return hold(actor, network)


def said(**more: object) -> dict[str, object]:
    first = {"title": "令和8年度 連絡協議会", "held_on": days(0).isoformat(), "begins": "13:30", "place": "市役所"}
    return {**first, "agenda": "開会\n見守りの一年の報告\n閉会", **more}


def test_a_conference_is_planned_held_and_closed(browser, acting, network):
    with acting("lead") as actor:
        members = join(actor, network, "まる商店", "さんかく新聞")
    lead = browser("lead")
    answer = lead.post(address("conference_new", network.pk), said())
    made = Conference.objects.get()
    here = address("conference", made.pk)
    assert answer["Location"] == here
    assert (made.agenda, made.begins) == (["開会", "見守りの一年の報告", "閉会"], time(13, 30))
    assert lead.post(address("conference_close", made.pk), {"version": 0}).status_code == 409
    came = {f"came-{members[0].pk}": "on", f"people-{members[0].pk}": "２", f"names-{members[0].pk}": "店長ほか"}
    lead.post(address("conference_attendance", made.pk), {**came, "version": 0})
    lead.post(address("conference_minutes", made.pk), {"minutes": "報告を受け、意見を交換した。", "version": 1})
    assert lead.post(address("conference_close", made.pk), {"version": 1}).status_code == 409  # an older page
    assert lead.post(address("conference_close", made.pk), {"version": 2}).status_code == 302
    rows = {row.member_id: (row.came, row.people) for row in ConferenceAttendance.objects.all()}
    assert rows == {members[0].pk: (True, 2), members[1].pk: (False, 0)}
    for late in ("conference_edit", "conference_minutes", "conference_attendance"):
        assert lead.post(address(late, made.pk), said(minutes="後から", version=3)).status_code == 409, late
    made.refresh_from_db()
    assert (made.minutes, made.version) == ("報告を受け、意見を交換した。", 3)
    assert "報告を受け" in text(browser("caseworker").get(here))


PERSONAL = "開会\n田中様の件について"


def test_a_line_that_looks_personal_waits_for_a_confirmation_of_that_very_line(browser, network):
    lead, here = browser("lead"), address("conference_new", network.pk)
    answer = lead.post(here, said(agenda=PERSONAL))
    page = text(answer)
    mark = mark_of(looks_personal(PERSONAL))
    assert answer.status_code == 400
    assert ja("a name with 様 or さん") in page
    assert "田中様の件について</textarea>" in page
    assert f'value="{mark}"' in page
    assert not Conference.objects.exists()
    other = f"{PERSONAL}\n供給地点 0912345678901234567890"
    assert lead.post(here, said(agenda=other, names_nobody=mark)).status_code == 400
    assert lead.post(here, said(agenda=PERSONAL, names_nobody="on")).status_code == 400
    assert not Conference.objects.exists()
    assert lead.post(here, said(agenda=PERSONAL, names_nobody=mark)).status_code == 302
    assert Conference.objects.get().agenda[1] == "田中様の件について"


def test_minutes_are_watched_likewise(browser, held):
    lead, here = browser("lead"), address("conference_minutes", held.pk)
    answer = lead.post(here, {"minutes": "連絡先 0968-75-1111", "version": 0})
    assert answer.status_code == 400
    assert "0968-75-1111</textarea>" in text(answer)
    held.refresh_from_db()
    assert held.minutes == ""


def test_two_who_edit_the_agenda_the_second_keeps_what_was_typed(browser, held):
    here = address("conference_edit", held.pk)
    day = held.held_on.isoformat()
    assert browser("lead").post(here, said(held_on=day, agenda="先の議題", version=0)).status_code == 302
    answer = browser("admin").post(here, said(held_on=day, agenda="後の議題", version=0))
    page = text(answer)
    assert answer.status_code == 409
    assert "後の議題" in page
    assert "先の議題" in page
    held.refresh_from_db()
    assert held.agenda == ["先の議題"]


def test_sixty_members_are_one_save_and_as_few_statements_as_two(browser, acting, network):
    lead, counts = browser("lead"), []
    lead.get(address("network", network.pk))
    for n in (2, 65):
        with acting("lead") as actor:
            members = join(actor, network, *(f"協力店{k:02} の {n}" for k in range(n)), on=days(-9 if n == 2 else -3))
            held = hold(actor, network, held_on=days(-5 if n == 2 else -1))
        page = text(lead.get(address("conference_attendance", held.pk)))
        assert page.count('type="checkbox" name="came-') == (2 if n == 2 else 67)
        posted = {"version": 0, **{f"came-{one.pk}": "on" for one in members}}
        with CaptureQueriesContext(connection) as queries:
            assert lead.post(address("conference_attendance", held.pk), posted).status_code == 302
        counts.append(len(queries))
    assert counts[0] == counts[1]
    rows = ConferenceAttendance.objects.filter(conference=held)
    assert (rows.count(), rows.filter(came=True).count()) == (67, 65)


def test_attendance_is_mended_and_a_second_page_overwrites_nothing_unseen(browser, acting, network, held):
    with acting("lead") as actor:
        one = join(actor, network, "まる商店")[0]
    here = address("conference_attendance", held.pk)
    browser("lead").post(here, {"version": 0, f"came-{one.pk}": "on", f"people-{one.pk}": "3"})
    late = browser("admin").post(here, {"version": 0, f"came-{one.pk}": "on", f"names-{one.pk}": "別の人"})
    assert late.status_code == 409
    assert "別の人" in text(late)
    assert 'name="version" value="1"' in text(late)
    assert ConferenceAttendance.objects.get().people == 3
    assert browser("admin").post(here, {"version": 1}).status_code == 302
    assert ConferenceAttendance.objects.get().came is False


@pytest.mark.parametrize(
    "wrong",
    [{"people": "0"}, {"people": "百"}, {"people": "100"}, {"people": "-5"}, {"people": "1-2"}, {"names": "あ" * 201}],
)
def test_what_is_wrong_in_one_line_keeps_all_lines(browser, acting, network, held, wrong):
    with acting("lead") as actor:
        first, second = join(actor, network, "まる商店", "さんかく新聞")
    posted = {f"{name}-{first.pk}": value for name, value in {"came": "on", **wrong}.items()}
    posted |= {"version": 0, f"came-{second.pk}": "on", f"names-{second.pk}": "所長"}
    answer = browser("lead").post(address("conference_attendance", held.pk), posted)
    assert answer.status_code == 400
    assert 'value="所長"' in text(answer)
    assert not ConferenceAttendance.objects.exists()


def test_before_its_day_nobody_came_and_it_is_not_closed(browser, acting, network):
    with acting("lead") as actor:
        join(actor, network, "まる商店")
        coming = hold(actor, network, held_on=days(1))
    lead = browser("lead")
    assert lead.post(address("conference_attendance", coming.pk), {"version": 0}).status_code == 409
    assert lead.post(address("conference_close", coming.pk), {"version": 0}).status_code == 409
    assert lead.post(address("conference_cancel", coming.pk), {"version": 0}).status_code == 302
    assert lead.post(address("conference_edit", coming.pk), said(version=1)).status_code == 409
    assert not ConferenceAttendance.objects.exists()


def test_where_somebody_came_it_took_place_and_its_day_stays(browser, acting, network, held):
    with acting("lead") as actor:
        one = join(actor, network, "まる商店")[0]
    lead = browser("lead")
    lead.post(address("conference_attendance", held.pk), {"version": 0, f"came-{one.pk}": "on"})
    assert lead.post(address("conference_cancel", held.pk), {"version": 1}).status_code == 409
    assert lead.post(address("conference_edit", held.pk), said(version=1)).status_code == 409


def test_the_form_begins_with_what_the_last_one_suggests(browser, held, network):
    lead = browser("lead")
    assert ja("Plan it") in text(lead.get(address("network", network.pk)))
    page = lead.get(address("conference_new", network.pk))
    assert page.context["form"].initial["held_on"] > days(300)
    assert "開会" in text(page)


def test_the_agenda_as_a_paper_is_kept_until_it_changes(browser, held):
    lead, here = browser("auditor"), address("conference_agenda", held.pk)
    first, again = lead.get(here), lead.get(here)
    assert (first.status_code, first["Content-Type"]) == (200, "application/pdf")
    assert first.content == again.content
    pages = pypdfium2.PdfDocument(first.content)
    words = "".join(pages[0].get_textpage().get_text_bounded().split())
    assert len(pages) == 1
    assert all(word in words for word in ("次第", "令和8年度連絡協議会", "開会", "報告"))
    day = held.held_on.isoformat()
    browser("lead").post(address("conference_edit", held.pk), said(held_on=day, version=0))
    assert lead.get(here).content != first.content
    kept = IssuedDocument.objects.order_by("revision")
    assert [row.revision for row in kept] == [1, 2]
    assert not kept[0].is_personal


def test_the_attendance_as_a_workbook(browser, acting, network, held):
    with acting("lead") as actor:
        one, _two = join(actor, network, "=まる商店", "さんかく新聞")
    browser("lead").post(
        address("conference_attendance", held.pk),
        {"version": 0, f"came-{one.pk}": "on", f"people-{one.pk}": "2", f"names-{one.pk}": "+店長"},
    )
    answer = browser("caseworker").get(address("conference_attendance_xlsx", held.pk))
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    by_name = {row[1]: row[2:] for row in rows[3:]}
    assert by_name["=まる商店"] == [ja("came"), 2.0, "+店長"]
    assert by_name["さんかく新聞"][:2] == [ja("absent"), 0.0]


def test_the_list_is_paged_by_key(browser, acting, network):
    caseworker, here = browser("caseworker"), address("conference_list", network.pk)
    with acting("lead") as actor:
        hold(actor, network, title="第000回")
    caseworker.get(here)
    with CaptureQueriesContext(connection) as one:
        caseworker.get(here)
    with acting("lead") as actor:
        for n in range(1, SIZE + 3):
            hold(actor, network, title=f"第{n:03}回", held_on=days(-(n // 2) - 1))
    with CaptureQueriesContext(connection) as many:
        first = caseworker.get(here)
    assert len(many) == len(one)
    second = text(caseworker.get(here + first.context["page"].next_url))
    shown = [f"第{n:03}回" in text(first) for n in range(SIZE + 3)]
    assert sum(shown) == SIZE
    assert [f"第{n:03}回" in second for n in range(SIZE + 3)] == [not seen for seen in shown]
