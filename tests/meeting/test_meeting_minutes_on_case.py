"""What meetings leave on a case: its panel, its course of events, the page of today, a merge."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import ngettext, override

from audit.models import AccessRecord
from cases.errors import CaseRefusal
from cases.merging import merge_cases, undo_merge
from cases.models import Case
from support_meetings.actions.minutes import close_session
from support_meetings.models import AgendaItem, Session, SessionState
from tests.agency.reported import (
    assert_same_number,
    consented,
    open_case_of,
    queries_of,
    reported,
    taken_into_case,
)
from tests.meeting.minutes_rows import begin, decided, everybody_came, held, url, with_result
from tests.meetings import hold, put_on_agenda


@pytest.fixture
def case(cast, acting):
    return open_case_of(acting, cast)


@pytest.fixture
def sitting(cast, case):
    return held(cast, case)


@pytest.fixture
def other(cast, acting):
    """Another household's case."""
    return taken_into_case(acting, reported(acting, consented(cast, name="別人 一")))


def panel_of(page, anchor):
    found = [one for one in (*page.context["main"], *page.context["side"]) if one.anchor == anchor]
    return found[0].context if found else None


def text_of(answer):
    return answer.content.decode()


# --- case page ---


def test_the_case_shows_where_it_was_discussed_and_what_is_to_be_done(browser, sitting, case):
    with_result(sitting)
    decision = decided(sitting.item, member=sitting.members["commissioner"])
    decided(sitting.item, what="済んだこと", done_on=timezone.localdate(), outcome="した")
    page = browser("caseworker").get(f"/cases/{case.number}/")
    shown = panel_of(page, "meetings")
    assert (shown["items"], shown["open"]) == ([sitting.item], [decision])
    for words in ("みんなで見守る。", "電話をかける", url("decision_done", decision.pk), "commissioner"):
        assert words in text_of(page), words


def test_a_case_that_no_meeting_has_seen_says_so(browser, case):
    shown = panel_of(browser("caseworker").get(f"/cases/{case.number}/"), "meetings")
    assert (shown["items"], shown["open"], shown["requests"]) == ([], [], [])


def test_the_course_of_events_tells_of_the_meeting(browser, acting, sitting, case):
    everybody_came(sitting)
    with_result(sitting)
    decided(sitting.item, what="済んだこと", done_on=timezone.localdate(), outcome="届いた")
    gone = put_on_agenda_again(sitting, case)
    with acting("lead") as lead:
        close_session(actor=lead, session=Session.objects.get(number=1))
    text = text_of(browser("caseworker").get(f"/cases/{case.number}/"))
    for words in ("みんなで見守る。", "届いた", gone.taken_off_reason):
        assert words in text, words
    assert text.count("支援会議") >= 4


def put_on_agenda_again(sitting, case):
    """And taken off there."""
    first = sitting.item
    hold(sitting, starts_at=timezone.now() + timedelta(days=7), number=2)
    gone = put_on_agenda(sitting, case, taken_off_at=timezone.now(), taken_off_reason="先に会えた")
    sitting.item = first
    return gone


def test_the_case_page_asks_no_more_with_many_items(browser, sitting, case):
    client, address = browser("caseworker"), f"/cases/{case.number}/"
    with_result(sitting)
    decided(sitting.item)
    client.get(address)
    few = queries_of(client, address)
    for n in range(3):
        begin(sitting, number=n + 2)
        decided(put_on_agenda(sitting, case))
    assert_same_number(few, queries_of(client, address), at_most=50)


# --- today ---


def test_today_shows_my_decisions_and_those_of_my_cases_by_their_day(browser, sitting, case, cast):
    now = timezone.localdate()
    decided(sitting.item, what="主任がすること", member=sitting.members["lead"], due_on=now)
    decided(sitting.item, what="委員がすること", member=sitting.members["commissioner"], due_on=now - timedelta(days=1))
    decided(sitting.item, what="済んだこと", member=sitting.members["lead"], done_on=now)
    shown = panel_of(browser("lead").get("/today/"), "meeting-decisions")
    assert [one.what for one in shown["decisions"]] == ["主任がすること"]
    assert panel_of(browser("caseworker").get("/today/"), "meeting-decisions") is None
    Case.objects.filter(pk=case.pk).update(assigned_to=cast.roles["caseworker"].user)
    page = browser("caseworker").get("/today/")
    shown = panel_of(page, "meeting-decisions")
    assert [one.what for one in shown["decisions"]] == ["委員がすること", "主任がすること"]
    assert "委員がすること" in text_of(page)
    assert [str(case.pk)] in AccessRecord.objects.filter(purpose="today").values_list("subject_ids", flat=True)
    assert panel_of(browser("other_caseworker").get("/today/"), "meeting-decisions") is None


def test_today_asks_no_more_with_many_decisions(browser, acting, sitting, cast):
    client = browser("lead")
    lead = sitting.members["lead"]
    decided(sitting.item, member=lead)
    client.get("/today/")
    few = queries_of(client, "/today/")
    for n in range(4):
        other = taken_into_case(acting, reported(acting, consented(cast, name=f"別人 {n}")))
        decided(put_on_agenda(sitting, other, number=n + 2), member=lead)
    assert_same_number(few, queries_of(client, "/today/"), at_most=20)


# --- two cases turn out to be one ---


def merge(acting, source, target):
    cases = {one.pk: Case.objects.get(pk=one.pk) for one in (source, target)}
    with acting("caseworker") as actor:
        versions = {one.number: one.version for one in cases.values()}
        return merge_cases(actor=actor, source=cases[source.pk], target=cases[target.pk], versions=versions)


def undo(acting, done):
    with acting("caseworker") as actor:
        undo_merge(actor=actor, merge=done)


def cases_of(*rows):
    return [type(row).objects.get(pk=row.pk).case for row in rows]


def test_items_and_decisions_go_along_and_come_back(browser, acting, sitting, case, other):
    decision = decided(sitting.item)
    done = merge(acting, case, other)
    assert cases_of(sitting.item, decision) == [other, other]
    since = decided(AgendaItem.objects.get(pk=sitting.item.pk), what="そのあとの決定")
    assert [one.what for one in panel_of(browser("caseworker").get(f"/cases/{other.number}/"), "meetings")["open"]]
    undo(acting, done)
    # What was decided since on this very item is about its household, and goes with it.
    assert cases_of(sitting.item, decision, since) == [case, case, case]


def test_two_on_one_agenda_to_come_wait_until_one_is_taken_off(acting, sitting, case, other):
    first, second = sitting.item, put_on_agenda(sitting, other, number=2)
    with pytest.raises(CaseRefusal) as refused:
        merge(acting, other, case)
    assert refused.value.code == "both_on_agenda"
    assert sitting.meeting.name in str(refused.value.sentence)
    assert cases_of(second) == [other]
    second.taken_off_at, second.taken_off_reason = timezone.now(), "同じ世帯"
    second.save()
    done = merge(acting, other, case)
    assert cases_of(first, second) == [case, case]
    undo(acting, done)
    assert cases_of(first, second) == [case, other]


def test_two_that_one_session_spoke_of_keep_their_items_and_share_their_decisions(
    browser, acting, sitting, case, other
):
    first, second = sitting.item, put_on_agenda(sitting, other, number=2)
    decision = decided(second, what="もう一つの決定")
    Session.objects.filter(pk=sitting.session.pk).update(state=SessionState.CLOSED)
    done = merge(acting, other, case)
    assert cases_of(second, decision) == [other, case]
    shown = panel_of(browser("caseworker").get(f"/cases/{case.number}/"), "meetings")
    assert set(shown["items"]) == {first, second}
    assert shown["open"] == [decision]
    undo(acting, done)
    assert cases_of(second, decision) == [other, other]


def test_the_comparison_says_how_much_goes_along(browser, sitting, case, other):
    decided(sitting.item)
    with override("ja"):
        words = {ngettext("{n} agenda item", "{n} agenda items", 1), ngettext("{n} decision", "{n} decisions", 1)}
    text = text_of(browser("caseworker").get(f"/cases/{other.number}/same/{case.number}/"))
    assert all(one.format(n=1) in text for one in words)
