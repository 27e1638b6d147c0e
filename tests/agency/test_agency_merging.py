"""The same household twice, on the agency's pages: suggested, compared, merged, and separated again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import AccessKind, AccessRecord
from cases.actions import open_case
from cases.merging import merge_cases
from cases.models import Case, CaseMerge, CaseNote, CaseStatus
from japanese.dates import today
from referrals.actions import close_report
from referrals.models import CloseReason, StopBasis, Supply, Triage, TriageStatus
from tests.agency.reported import assert_same_number, queries_of
from tests.agency.test_agency_cases import note
from tests.core.conftest import known, taken, told
from tests.core.intakes import INTAKE

__all__ = ["known", "taken", "told"]
SOON = today() + timedelta(days=7)


@pytest.fixture
def electricity(taken):
    return taken(name="同じ 家", kana="オナジ イエ", scheduled_stop_on=SOON, stop_basis=StopBasis.NOTIFIED)


@pytest.fixture
def water(taken):
    """The same household, opened by itself."""
    stated = {"supply_kind": "water", "supply_point": "", "phone": "", "has_infant": True}
    return taken("other_staff", name="同じ家", kana="ｵﾅｼﾞ ｲｴ", **stated)


@pytest.fixture
def foreign(cast, acting):
    with acting("other_caseworker") as other:
        case = open_case(actor=other, agency_id=cast.kitakyushu_agency.pk, intake=INTAKE)
    Case.objects.filter(pk=case.pk).update(number="2024-0777")
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def merged(acting, electricity, water):
    """The water bureau's case is part of the electricity's."""
    with acting("caseworker") as worker:
        shown = {water.number: 0, electricity.number: 0}
        return merge_cases(actor=worker, source=water, target=electricity, versions=shown)


def url(case, verb="", other=None):
    return f"/cases/{case.number}/" + (f"{verb}/" if verb else "") + (f"{other.number}/" if other else "")


def text_of(answer):
    return answer.content.decode()


def confirm(stays, *versions):
    one, other = versions or (0, 0)
    return {"stays": stays.number, "version_one": one, "version_other": other}


# --- looking for it ---


def test_the_case_page_leads_to_suggestions_with_reasons_and_both_are_recorded(browser, electricity, water):
    client = browser("caseworker")
    assert url(electricity, "same") in text_of(client.get(url(electricity)))
    page = client.get(url(electricity, "same"))
    (found,) = page.context["suggested"]
    assert found.case == water
    for words in ("同じ家", "住所が同じ", "氏名が同じ", "フリガナが同じ", url(electricity, "same", water)):
        assert words in text_of(page), words
    seen = AccessRecord.objects.filter(purpose="same household").values_list("kind", "subject_ids")
    assert sorted(seen) == sorted([(AccessKind.VIEW, [str(electricity.pk)]), (AccessKind.LIST, [str(water.pk)])])


def test_where_nothing_is_alike_the_page_says_what_to_do(browser, electricity):
    page = browser("caseworker").get(url(electricity, "same"))
    assert page.context["suggested"] == [] and "番号" in text_of(page)


@pytest.mark.parametrize("typed", ["{number}", "{digits}", "　{wide}"])
def test_another_case_by_its_number(browser, electricity, water, typed):
    digits = water.number.replace("-", "")
    wide = digits.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    sent = {"number": typed.format(number=water.number, digits=digits, wide=wide).strip("　")}
    assert browser("caseworker").post(url(electricity, "same"), sent)["Location"] == url(electricity, "same", water)


@pytest.mark.parametrize("typed", ["", "2026-9999", "別人", "2024-0777", "self"])
def test_a_number_that_is_not_another_case_of_ours(browser, electricity, foreign, typed):
    sent = {"number": electricity.number if typed == "self" else typed}
    answer = browser("caseworker").post(url(electricity, "same"), sent)
    assert answer.status_code == 400 and 'aria-invalid="true"' in text_of(answer)


def test_the_number_of_a_merged_case_stands_for_the_one_that_it_leads_to(browser, merged, electricity, water, known):
    client = browser("caseworker")
    answer = client.post(url(known, "same"), {"number": water.number})
    assert answer["Location"] == url(known, "same", electricity)
    assert client.post(url(electricity, "same"), {"number": water.number}).status_code == 400


def test_the_page_asks_no_more_with_many_suggestions(browser, acting, cast, electricity, taken):
    client = browser("caseworker")
    taken(name="同じ 家")
    client.get(url(electricity, "same"))
    few = queries_of(client, url(electricity, "same"))
    for _n in range(5):
        taken(name="同じ 家")
    assert_same_number(few, queries_of(client, url(electricity, "same")), at_most=15)


# --- comparing and merging ---


def test_both_stand_side_by_side_with_what_they_have_in_common(browser, electricity, water):
    page = browser("caseworker").get(url(electricity, "same", water))
    shown = ("同じ 家", "同じ家", "オナジ イエ", "ｵﾅｼﾞ ｲｴ", "090-1111-2222", "乳幼児", "住所が同じ", "フリガナが同じ")
    for words in shown:
        assert words in text_of(page), words
    row = AccessRecord.objects.get(purpose="merging two cases")
    assert row.subject_ids == [str(electricity.pk), str(water.pk)]
    assert page.context["form"].initial["stays"] == electricity.number


def test_two_that_have_nothing_in_common_are_warned_of(browser, taken, known):
    stranger = taken(name="別人 一", kana="ベツジン", phone="", address="玉名市築地9-9")
    page = browser("caseworker").get(url(stranger, "same", known))
    assert page.context["reasons"] == () and "tone-warning" in text_of(page)


def test_a_person_confirms_and_one_case_with_one_clock_is_left(browser, electricity, water):
    client = browser("caseworker")
    answer = client.post(url(electricity, "same", water), confirm(electricity))
    assert answer["Location"] == url(electricity)
    page = text_of(client.get(url(electricity)))
    assert page.count('class="clock"') == 1 and page.count('class="clock-bar"') == 2
    assert "ひので電力株式会社" in page and "玉名市水道課" in page
    for words in ("同じ家", water.number, url(water, "apart")):
        assert words in page, words
    assert Supply.objects.filter(case=electricity).count() == 2


def test_the_other_one_may_stay_as_well(browser, electricity, water):
    answer = browser("caseworker").post(url(electricity, "same", water), confirm(water))
    assert answer["Location"] == url(water)
    assert CaseMerge.objects.get().source == electricity


@pytest.mark.parametrize(
    "sent", [{}, {"stays": "2024-0777", "version_one": 0, "version_other": 0}, {"version_one": "x"}]
)
def test_without_a_clear_answer_nothing_is_merged(browser, electricity, water, sent):
    answer = browser("caseworker").post(url(electricity, "same", water), sent)
    assert answer.status_code == 400 and 'aria-invalid="true"' in text_of(answer)
    assert not CaseMerge.objects.exists()


def test_a_double_click_changes_nothing_and_says_so(browser, electricity, water):
    client = browser("caseworker")
    client.post(url(electricity, "same", water), confirm(electricity))
    again = client.post(url(electricity, "same", water), confirm(electricity))
    assert again.status_code == 409 and CaseMerge.objects.count() == 1
    assert electricity.number in text_of(again) and 'role="alert"' in text_of(again)
    assert client.get(url(electricity, "same", water))["Location"] == url(water)


def test_a_stale_tab_shows_how_both_stand_now(browser, electricity, water):
    Case.objects.filter(pk=water.pk).update(version=3)
    client = browser("caseworker")
    answer = client.post(url(electricity, "same", water), confirm(electricity))
    assert answer.status_code == 409 and 'role="alert"' in text_of(answer)
    assert not CaseMerge.objects.exists()
    assert answer.context["form"].initial["version_other"] == 3
    assert client.post(url(electricity, "same", water), confirm(electricity, 0, 3)).status_code == 302


def test_a_case_that_was_closed_before_goes_into_the_open_one_only(browser, electricity, water):
    Case.objects.filter(pk=water.pk).update(status=CaseStatus.CLOSED, closed_on=today())
    client = browser("caseworker")
    assert client.post(url(electricity, "same", water), confirm(water)).status_code == 400
    assert client.post(url(electricity, "same", water), confirm(electricity)).status_code == 302


def test_of_two_closed_cases_neither_can_take_the_other(browser, electricity, water):
    Case.objects.update(status=CaseStatus.CLOSED, closed_on=today())
    client = browser("caseworker")
    page = client.get(url(electricity, "same", water))
    assert page.context["form"] is None and "tone-warning" in text_of(page)
    assert client.post(url(electricity, "same", water), confirm(electricity)).status_code == 400
    assert not CaseMerge.objects.exists()


def test_a_case_beside_itself_is_no_page(browser, electricity):
    client = browser("caseworker")
    assert client.get(url(electricity, "same", electricity)).status_code == 404
    assert client.post(url(electricity, "same", electricity), {}).status_code == 404
    assert client.post(url(electricity, "same", electricity), confirm(electricity)).status_code in (404, 409)
    assert not CaseMerge.objects.exists()


def test_cases_of_two_municipalities_are_not_there(browser, electricity, foreign):
    here, there = browser("caseworker"), browser("other_caseworker")
    for client in (here, there):
        for one, other in ((electricity, foreign), (foreign, electricity)):
            assert client.get(url(one, "same", other)).status_code == 404
            assert client.post(url(one, "same", other), confirm(one)).status_code == 404
    assert not CaseMerge.objects.exists()


@pytest.mark.parametrize("who", ["auditor", "admin"])
def test_who_may_not_write_to_cases_may_neither_look_nor_merge(browser, electricity, water, merged, who):
    client = browser(who)
    for address in (url(electricity, "same"), url(electricity, "same", water), url(water, "apart")):
        assert client.get(address).status_code == 403
        assert client.post(address, confirm(electricity)).status_code == 403
    assert CaseMerge.objects.get().undone_at is None


# --- the merged case ---


def test_its_page_leads_to_the_case_that_stays_and_says_who_did_it_and_when(browser, cast, merged, water, electricity):
    page = text_of(browser("lead").get(url(water)))
    for words in (url(electricity), electricity.number, "caseworker", url(water, "apart"), "同じ家", "同じ 家"):
        assert words in page, words
    row = AccessRecord.objects.get(purpose="merged case")
    assert set(row.subject_ids) == {str(water.pk), str(electricity.pk)}


def test_a_chain_leads_to_its_end(browser, acting, merged, water, electricity, known):
    with acting("caseworker") as worker:
        shown = {electricity.number: 1, known.number: 0}
        merge_cases(actor=worker, source=electricity, target=known, versions=shown)
    client = browser("caseworker")
    assert client.get(url(water)).context["leading"] == known
    assert water.number in text_of(client.get(url(electricity)))


def test_it_is_found_and_marked_as_merged(browser, merged, water, electricity):
    client = browser("caseworker")
    found = client.post("/cases/", {"q": "同じ家"})
    assert {one.case for one in found.context["result"].cases} == {water, electricity}
    assert "支援ケースに統合済み" in text_of(found)
    assert "支援ケースに統合済み" in text_of(client.get("/cases/?state=closed"))
    assert water not in [case for case, _hints in client.get("/cases/").context["lines"]]


def test_a_note_that_comes_too_late_is_not_lost(browser, merged, water, electricity):
    client = browser("caseworker")
    sent = note("統合を知らずに書いた")
    answer = client.post(url(water, "notes"), sent)
    assert answer.status_code == 409 and "統合を知らずに書いた" in text_of(answer)
    assert url(electricity, "notes") in text_of(answer) and not CaseNote.objects.exists()
    assert client.post(url(electricity, "notes"), sent).status_code == 302
    assert CaseNote.objects.get().case == electricity


@pytest.mark.parametrize("verb", ["close", "reopen"])
def test_it_can_neither_be_closed_nor_reopened(browser, merged, water, verb):
    answer = browser("caseworker").post(url(water, verb), {"version": 1})
    assert answer.status_code == 409 and 'role="alert"' in text_of(answer)
    assert Case.objects.get(pk=water.pk).status == CaseStatus.CLOSED


def test_a_report_added_by_its_number_goes_to_the_case_that_it_leads_to(browser, merged, told, water, electricity):
    triage = told("other_staff", supply_kind="city_gas", supply_point="")
    answer = browser("caseworker").post(f"/triage/{triage.referral.receipt_number}/add/", {"number": water.number})
    assert answer["Location"] == url(electricity)
    assert Triage.objects.get(pk=triage.pk).case == electricity


def test_history_and_course_of_events_say_what_happened(browser, merged, water, electricity):
    client = browser("caseworker")
    for case, other in ((electricity, water), (water, electricity)):
        page = client.get(url(case, "history"))
        assert other.number in text_of(page)
        assert not [change for change in page.context["changes"] if str(change.after).isdecimal()]
    assert f"{water.number}" in text_of(client.get(url(electricity)))
    client.post(url(water, "apart"))
    assert "caseworker" in text_of(client.get(url(water, "history")))


def test_the_course_of_events_of_what_came_is_whole(browser, acting, electricity, water):
    from referrals.actions import update_supply

    later = SOON + timedelta(days=10)
    for day in (SOON, later):
        with acting("caseworker") as worker:
            supply = Supply.objects.select_related("case").get(case=water)
            update_supply(
                actor=worker, supply=supply, scheduled_stop_on=day, basis=StopBasis.NOTIFIED, deferred_until=None
            )
    client = browser("caseworker")
    client.post(url(electricity, "same", water), confirm(electricity))
    (view,) = [v for v in _views(client.get(url(electricity))) if v.supply.kind == "water"]
    assert len(view.earlier) == 1


def _views(page):
    return next(panel for panel in page.context["main"] if panel.anchor == "supplies").context["views"]


def test_the_case_page_asks_no_more_with_many_merged_into_it(browser, acting, electricity, taken):
    def join():
        other = taken(name="同じ 家", customer_number=timezone.now().isoformat())
        version = Case.objects.get(pk=electricity.pk).version
        with acting("caseworker") as worker:
            shown = {other.number: 0, electricity.number: version}
            merge_cases(actor=worker, source=other, target=electricity, versions=shown)

    join()
    client = browser("caseworker")
    client.get(url(electricity))
    few = queries_of(client, url(electricity))
    for _n in range(3):
        join()
    assert_same_number(few, queries_of(client, url(electricity)), at_most=45)


# --- undoing it ---


def test_the_undo_is_explained_and_done(browser, merged, water, electricity):
    client = browser("caseworker")
    page = client.get(url(water, "apart"))
    assert page.status_code == 200 and AccessRecord.objects.filter(purpose="undoing a merge").count() == 1
    answer = client.post(url(water, "apart"))
    assert answer["Location"] == url(water)
    merged.refresh_from_db()
    assert merged.undone_by.email == "caseworker@example.jp"
    assert Case.objects.get(pk=water.pk).status == CaseStatus.OPEN
    assert Supply.objects.get(case=water).kind == "water" and Supply.objects.filter(case=electricity).count() == 1
    assert 'class="clock-bar"' in text_of(client.get(url(water)))


def test_a_second_undo_says_that_it_is_done(browser, merged, water):
    client = browser("caseworker")
    client.post(url(water, "apart"))
    again = client.post(url(water, "apart"))
    assert again.status_code == 409 and 'role="alert"' in text_of(again)


def test_an_undo_that_cannot_be_says_why_and_changes_nothing(browser, merged, water, electricity):
    Case.objects.filter(pk=electricity.pk).update(status=CaseStatus.CLOSED, closed_on=today())
    answer = browser("caseworker").post(url(water, "apart"))
    assert answer.status_code == 409 and electricity.number in text_of(answer)
    assert CaseMerge.objects.get().undone_at is None


def test_there_is_no_undo_where_nothing_was_merged_or_elsewhere(browser, merged, water, electricity):
    assert browser("caseworker").get(url(electricity, "apart")).status_code == 404
    assert browser("other_caseworker").get(url(water, "apart")).status_code in (403, 404)
    assert browser("other_caseworker").post(url(water, "apart")).status_code == 404


# --- at triage ---


@pytest.fixture
def two_reports(told):
    """Electricity and gas of one household; neither has a case."""
    gas = {"supply_kind": "city_gas", "supply_point": "", "phone": ""}
    return told(name="同じ 家", kana="オナジ イエ"), told("other_staff", name="同じ家", kana="ｵﾅｼﾞ ｲｴ", **gas)


def triage_url(triage, verb=""):
    return f"/triage/{triage.referral.receipt_number}/" + (f"{verb}/" if verb else "")


def test_two_reports_of_one_household_suggest_each_other(browser, two_reports):
    one, other = two_reports
    client = browser("caseworker")
    for here, there in ((one, other), (other, one)):
        page = client.get(triage_url(here))
        assert [found.triage for found in page.context["waiting"]] == [there]
        for words in (there.referral.receipt_number, "住所が同じ", "氏名が同じ", "フリガナが同じ"):
            assert words in text_of(page), words
    recorded = AccessRecord.objects.filter(purpose="triage suggestions", subject="referrals.referral")
    assert {row.subject_ids[0] for row in recorded} == {str(one.pk), str(other.pk)}


def test_both_go_into_one_case_with_one_clock(browser, two_reports):
    one, other = two_reports
    answer = browser("caseworker").post(triage_url(one, "open"), {"also": [str(other.pk)]})
    case = Case.objects.get()
    assert answer["Location"] == f"/cases/{case.number}/"
    assert set(Triage.objects.values_list("case", flat=True)) == {case.pk}
    assert sorted(Supply.objects.values_list("kind", flat=True)) == ["city_gas", "electricity_retail"]


def test_what_is_not_ticked_goes_on_waiting(browser, two_reports):
    one, other = two_reports
    assert browser("caseworker").post(triage_url(one, "open")).status_code == 302
    assert Triage.objects.get(pk=other.pk).status == TriageStatus.NEW
    page = browser("caseworker").get(triage_url(other))
    assert [found.case for found in page.context["suggested"]] == [Case.objects.get()]


def test_what_somebody_has_dealt_with_meanwhile_is_not_taken_along(browser, acting, two_reports):
    one, other = two_reports
    with acting("lead") as lead:
        close_report(actor=lead, triage=other, reason=CloseReason.RESOLVED, note="")
    answer = browser("caseworker").post(triage_url(one, "open"), {"also": [str(other.pk)]})
    assert answer.status_code == 400 and not Case.objects.exists()
    assert Triage.objects.get(pk=one.pk).status == TriageStatus.NEW


def test_a_report_that_was_not_suggested_cannot_be_taken_along(browser, told, two_reports):
    stranger = told(
        name="別人 一", kana="ベツジン", phone="", address="玉名市築地9-9", supply_point="", customer_number=""
    )
    answer = browser("caseworker").post(triage_url(two_reports[0], "open"), {"also": [str(stranger.pk)]})
    assert answer.status_code == 400 and not Case.objects.exists()


def test_a_case_that_was_closed_is_named_and_cannot_be_chosen(browser, told, electricity):
    Case.objects.filter(pk=electricity.pk).update(status=CaseStatus.CLOSED, closed_on=today())
    triage = told(name="同じ 家")
    page = browser("caseworker").get(triage_url(triage))
    assert [one.case for one in page.context["before"]] == [electricity]
    assert "chosen" not in page.context["add_form"].fields
    assert url(electricity) in text_of(page)


def test_the_triage_page_asks_no_more_among_many_persons_and_reports(browser, told, taken, two_reports):
    client, address = browser("caseworker"), triage_url(two_reports[0])
    taken(name="同じ 家")
    client.get(address)
    few = queries_of(client, address)
    for _n in range(4):
        taken(name="同じ 家")
        told("other_staff", name="同じ家", supply_kind="water", supply_point="")
        told(name="別人 一", kana="ベツジン", phone="", address="玉名市築地9-9", supply_point="", customer_number="9")
    assert_same_number(few, queries_of(client, address), at_most=26)
