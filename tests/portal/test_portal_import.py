"""A list is sent as a file: read, looked through, mended, sent; sent again it is nothing new."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.html import escape

from audit.models import AccessRecord
from consent.models import Disclosure, RefusalCount
from organizations.models import FormDraft
from referrals.models import Channel, ImportChunk, ImportFile, ImportRun, Referral, RunState, Triage
from referrals.tasks import forget_imports
from tests.portal.import_files import HEADINGS, PROTECTED, WITHOUT_GROUND, Handing, csv_of, row, worked

pytestmark = pytest.mark.django_db

MIXED = [row(1), row(2, **PROTECTED), row(3, 滞納額="たくさん"), row(4, **WITHOUT_GROUND), row(1)]


@pytest.fixture
def handing(cast: Any, browser: Any) -> Handing:
    return Handing(browser("staff"), cast.denki_office.pk)


def words(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def counts(run: ImportRun) -> tuple[int, ...]:
    run.refresh_from_db()
    return run.rows, run.accepted, run.refused, run.invalid, run.duplicates, run.sent


# --- handed in and read ---


def test_the_portal_s_first_page_leads_to_it(browser):
    assert 'href="/imports/"' in browser("staff").get("/start/").content.decode()


def test_a_list_is_read_before_anything_is_sent(handing, cast):
    answer = handing.upload(csv_of(MIXED))
    run = ImportRun.objects.get()
    assert (run.state, run.organization_id, run.office) == (RunState.WAITING, cast.denki.pk, cast.denki_office)
    assert answer.url == f"/imports/{run.pk}/"
    waiting = handing.page(run)
    assert 'id="progress"' in waiting.content.decode()
    assert '"X-Background": "list"' in waiting.content.decode()  # asking alone is nobody's presence

    assert worked(run) == RunState.CHECKED
    assert counts(run) == (5, 2, 1, 1, 1, 0)
    assert not ImportFile.objects.exists()
    assert not Referral.objects.exists() and not Disclosure.objects.exists() and not RefusalCount.objects.exists()


def test_the_page_that_asks_by_itself_becomes_the_preview(handing):
    run = ImportRun.objects.get(pk=handing.key(handing.upload(csv_of([row(1)]))))
    part = handing.browser.get(f"/imports/{run.pk}/", headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith('<div id="progress"')
    worked(run)
    assert handing.browser.get(f"/imports/{run.pk}/", headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_the_preview_tells_what_becomes_of_each_row_and_why(handing):
    run = handing.read(csv_of(MIXED))
    page = handing.page(run)
    shown = {line.n: line for line in page.context["lines"]}
    assert [shown[n].words.key for n in range(1, 6)] == ["good", "good", "mend", "refused", "before"]
    assert shown[3].told[0][0] == "滞納額"
    assert escape(shown[3].told[0][1]) in page.content.decode()
    assert (bool(shown[3].href), bool(shown[4].href), shown[1].href) == (True, True, "")
    assert "K-1" in words(page) and "田中 花子" in words(page)
    assert AccessRecord.objects.filter(purpose="list preview", subject_ids=[str(run.pk)]).count() == 1


@pytest.mark.parametrize(
    ("fate", "rows"), [("good", [1, 2]), ("mend", [3]), ("refused", [4]), ("before", [5]), ("?", [1, 2, 3, 4, 5])]
)
def test_rows_of_one_fate(handing, fate, rows):
    run = handing.read(csv_of(MIXED))
    assert [line.n for line in handing.page(run, f"?fate={fate}").context["lines"]] == rows


def test_a_long_list_is_read_page_by_page(handing):
    many = [row(n, 滞納額="?" if n % 3 == 0 else "1000") for n in range(1, 1301)]
    run = handing.read(csv_of(many))
    assert counts(run) == (1300, 867, 0, 433, 0, 0)
    assert ImportChunk.objects.filter(run=run, number__gt=0).count() == 3
    seen, query = [], "?fate=mend"
    while query:
        page = handing.page(run, query)
        seen += [line.n for line in page.context["lines"]]
        assert len(page.context["lines"]) <= 50
        query = page.context["next_url"]
    assert seen == [n for n in range(1, 1301) if n % 3 == 0]


def test_a_page_of_a_long_list_asks_the_database_little(handing, django_assert_max_num_queries):
    run = handing.read(csv_of([row(n) for n in range(1, 1301)]))
    handing.page(run)
    with django_assert_max_num_queries(25):
        handing.page(run, "?after=900")


def test_columns_in_any_order_and_one_that_nobody_knows(handing):
    headings = [*reversed(HEADINGS), "社内メモ"]
    run = handing.read(csv_of([row(1, 社内メモ="…")], headings))
    assert counts(run)[1] == 1
    assert "社内メモ" in words(handing.page(run))


def test_an_excel_file_is_a_list_as_well(handing):
    import io

    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, [row(1).get(name, "") for name in HEADINGS])
    run = handing.read(file.getvalue(), "list.xlsx")
    assert (run.state, run.encoding, counts(run)[1]) == (RunState.CHECKED, "xlsx", 1)


# --- mended ---


def test_a_row_is_mended_and_can_be_sent(handing):
    run = handing.read(csv_of(MIXED))
    answer = handing.mend(run, 3, 滞納額="24,800")
    assert answer.url == f"/imports/{run.pk}/?fate=mend"
    assert counts(run) == (5, 3, 1, 0, 1, 0)
    handing.send(run)
    assert Referral.objects.get(customer_number="K-3").arrears_yen == 24800


def test_a_row_that_is_still_wrong_keeps_what_was_typed(handing):
    run = handing.read(csv_of(MIXED))
    again = handing.mend(run, 3, 滞納額="いくらか", 備考="電話あり")
    assert again.url == f"/imports/{run.pk}/rows/3/"
    form = handing.browser.get(again.url).context["form"]
    assert (form[f"c{HEADINGS.index('滞納額')}"].value(), form[f"c{HEADINGS.index('備考')}"].value()) == (
        "いくらか",
        "電話あり",
    )
    assert form[f"c{HEADINGS.index('滞納額')}"].errors


def test_a_row_without_ground_is_given_one(handing):
    run = handing.read(csv_of(MIXED))
    handing.mend(run, 4, **{name: value for name, value in PROTECTED.items() if value})
    assert counts(run) == (5, 3, 0, 1, 1, 0)


def test_a_column_that_the_file_did_not_have_can_be_filled_in(handing):
    headings = [name for name in HEADINGS if name != "滞納額"]
    run = handing.read(csv_of([row(1, 滞納月数="三つ")], headings))
    handing.mend(run, 1, 滞納月数="3", 滞納額="500")
    handing.send(run)
    assert Referral.objects.get().arrears_yen == 500


def test_what_was_typed_when_the_session_ended_comes_back(handing):
    run = handing.read(csv_of(MIXED))
    page = handing.browser.get(f"/imports/{run.pk}/rows/3/")
    handing.browser.logout()
    fields = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    typed = fields | {f"c{HEADINGS.index('備考')}": "途中まで", "draft_token": page.context["draft_token"]}
    handing.browser.post(f"/imports/{run.pk}/rows/3/", typed)
    handing.browser.sign_in(run.role)
    assert "途中まで" in handing.browser.get(f"/imports/{run.pk}/rows/3/").content.decode()
    handing.mend(run, 3, 滞納額="1")
    assert not FormDraft.objects.exists()


def test_good_rows_and_rows_that_are_not_there_cannot_be_mended(handing):
    run = handing.read(csv_of(MIXED))
    for n in (0, 1, 5, 6, 99):
        assert handing.browser.get(f"/imports/{run.pk}/rows/{n}/").status_code == 404


def test_a_row_that_another_tab_has_mended_and_sent_meanwhile(handing):
    run = handing.read(csv_of(MIXED))
    tab = handing.browser.get(f"/imports/{run.pk}/rows/3/")
    fields = {name: tab.context["form"][name].value() or "" for name in tab.context["form"].fields}
    handing.mend(run, 3, 滞納額="1")
    handing.send(run)
    assert handing.browser.post(f"/imports/{run.pk}/rows/3/", fields).status_code == 404
    assert Referral.objects.filter(customer_number="K-3").count() == 1


# --- sent ---


def test_good_rows_are_sent_each_with_its_row_in_the_ledger(handing, cast):
    run = handing.read(csv_of(MIXED))
    handing.send(run)
    assert run.state == RunState.DONE
    assert counts(run) == (5, 2, 1, 1, 1, 2)
    reports = Referral.objects.order_by("receipt_number")
    assert [(one.customer_number, one.channel, one.import_run, one.office) for one in reports] == [
        ("K-1", Channel.FILE, run, cast.denki_office),
        ("K-2", Channel.FILE, run, cast.denki_office),
    ]
    assert Disclosure.objects.count() == Triage.objects.count() == 2
    assert sum(RefusalCount.objects.values_list("count", flat=True)) == 1


def test_receipts_are_listed_and_stand_beside_the_customer_number_in_a_file(handing):
    from python_calamine import CalamineWorkbook

    run = handing.read(csv_of(MIXED))
    handing.send(run)
    numbers = list(Referral.objects.order_by("receipt_number").values_list("receipt_number", flat=True))
    page = handing.browser.get(f"/imports/{run.pk}/receipts/")
    assert [line.referral.receipt_number for line in page.context["lines"]] == numbers
    assert "田中" not in words(page)
    import io

    book = CalamineWorkbook.from_filelike(io.BytesIO(handing.browser.get(f"/imports/{run.pk}/receipts.xlsx").content))
    table = book.get_sheet_by_index(0).to_python()
    assert [line[:2] for line in table[1:3]] == [[numbers[0], "K-1"], [numbers[1], "K-2"]]
    assert set(AccessRecord.objects.values_list("purpose", flat=True)) >= {"list receipts", "list receipts file"}


def test_the_same_list_again_is_nothing_new(handing):
    first = handing.read(csv_of([row(1), row(2)]))
    handing.send(first)
    second = handing.read(csv_of([row(1), row(2), row(3)]))
    assert counts(second) == (3, 1, 0, 0, 2, 0)
    handing.send(second)
    assert Referral.objects.count() == 3


def test_two_clicks_send_once_and_hand_in_once(handing):
    content = csv_of([row(1)])
    form_id = handing.browser.get("/imports/").context["form"]["form_id"].value()
    assert handing.upload(content, form_id=form_id).url == handing.upload(content, form_id=form_id).url
    run = ImportRun.objects.get()
    worked(run)
    handing.browser.post(f"/imports/{run.pk}/send/")
    handing.browser.post(f"/imports/{run.pk}/send/")
    worked(run)
    assert worked(run) == ""
    handing.browser.post(f"/imports/{run.pk}/send/")
    assert worked(run) == "" and Referral.objects.count() == 1


def test_the_form_that_the_back_button_shows_hands_in_another_file_as_another_list(handing):
    form_id = handing.browser.get("/imports/").context["form"]["form_id"].value()
    handing.upload(csv_of([row(1)]), form_id=form_id)
    handing.upload(csv_of([row(2)]), form_id=form_id)
    assert ImportRun.objects.count() == 2


def test_the_same_row_on_two_lists_that_wait_is_sent_once(handing):
    first, second = handing.read(csv_of([row(1)])), handing.read(csv_of([row(1), row(2)]))
    assert counts(second)[1] == 2
    handing.send(first)
    handing.send(second)
    assert counts(second) == (2, 1, 0, 0, 1, 1)
    assert Referral.objects.count() == 2


def test_rows_to_be_mended_stay_for_a_day_and_can_follow(handing):
    run = handing.read(csv_of(MIXED))
    handing.send(run)
    kept = handing.page(run)
    assert [line.n for line in kept.context["lines"]] == [3]
    handing.mend(run, 3, 滞納額="1")
    assert "Send" in words(handing.page(run)) or "送" in words(handing.page(run))
    handing.send(run)
    assert counts(run) == (5, 3, 1, 0, 1, 3)
    assert Referral.objects.count() == 3
    assert not ImportChunk.objects.exists()
    assert handing.page(run).status_code == 200


def test_nothing_good_nothing_sent(handing):
    run = handing.read(csv_of([row(1, 滞納額="?")]))
    handing.browser.post(f"/imports/{run.pk}/send/")
    assert worked(run) == "" and run.state == RunState.CHECKED


def test_danger_to_life_reaches_the_agency_at_once(handing):
    from notifications.models import Notice

    run = handing.read(csv_of([row(1), row(2, **{**PROTECTED, "緊急": "はい"})]))
    handing.send(run)
    assert Triage.objects.filter(is_urgent=True).count() == 1
    assert Notice.objects.filter(is_urgent=True).count() == 1


# --- thrown away, forgotten ---


def test_thrown_away_nothing_is_left_but_a_count_of_what_had_no_ground(handing):
    run = handing.read(csv_of(MIXED))
    answer = handing.browser.post(f"/imports/{run.pk}/discard/")
    assert answer.url == "/imports/"
    run.refresh_from_db()
    assert run.state == RunState.DISCARDED
    assert not ImportChunk.objects.exists() and not ImportFile.objects.exists() and not Referral.objects.exists()
    assert sum(RefusalCount.objects.values_list("count", flat=True)) == 1
    assert handing.page(run).status_code == 200
    assert handing.browser.post(f"/imports/{run.pk}/discard/").status_code == 302
    assert sum(RefusalCount.objects.values_list("count", flat=True)) == 1


def test_what_is_being_sent_is_not_thrown_away(handing):
    run = handing.read(csv_of([row(1)]))
    handing.browser.post(f"/imports/{run.pk}/send/")
    assert handing.browser.post(f"/imports/{run.pk}/discard/").url == f"/imports/{run.pk}/"
    assert worked(run) == RunState.DONE and Referral.objects.count() == 1


def test_a_list_that_is_thrown_away_while_it_waits_is_not_read(handing):
    run = ImportRun.objects.get(pk=handing.key(handing.upload(csv_of([row(1)]))))
    handing.browser.post(f"/imports/{run.pk}/discard/")
    assert worked(run) == "" and run.state == RunState.DISCARDED
    assert not ImportFile.objects.exists()


def aged(run: ImportRun, hours: float) -> None:
    ImportRun.objects.filter(pk=run.pk).update(created_at=timezone.now() - timedelta(hours=hours))


def test_after_a_day_it_is_shown_to_nobody_and_swept_away(handing):
    run = handing.read(csv_of(MIXED))
    aged(run, 23.9)
    assert forget_imports() == 0
    assert handing.page(run).context["left"] == 5
    aged(run, 24.1)
    assert "田中" not in words(handing.page(run))
    assert handing.browser.get(f"/imports/{run.pk}/rows/3/").status_code == 404
    assert handing.browser.post(f"/imports/{run.pk}/send/").status_code == 404
    assert forget_imports() == 1
    run.refresh_from_db()
    assert run.state == RunState.DISCARDED and not ImportChunk.objects.exists()
    assert handing.page(run).status_code == 200


def test_what_waits_beside_a_list_that_was_sent_goes_after_a_day_and_the_list_stays_sent(handing):
    run = handing.read(csv_of(MIXED))
    handing.send(run)
    aged(run, 24.1)
    assert handing.page(run).context["left"] == 0
    assert forget_imports() == 1
    run.refresh_from_db()
    assert run.state == RunState.DONE and not ImportChunk.objects.exists()
    assert Referral.objects.count() == 2


def test_what_was_ordered_waits_longer_for_a_worker(handing):
    run = handing.read(csv_of([row(1)]))
    handing.browser.post(f"/imports/{run.pk}/send/")
    aged(run, 71)
    assert forget_imports() == 0
    assert worked(run) == RunState.DONE and Referral.objects.count() == 1


def test_what_nobody_could_send_for_three_days_is_gone(handing):
    run = handing.read(csv_of([row(1)]))
    handing.browser.post(f"/imports/{run.pk}/send/")
    aged(run, 73)
    assert forget_imports() == 1 and not ImportChunk.objects.exists()
    assert worked(run) == "" and not Referral.objects.exists()
