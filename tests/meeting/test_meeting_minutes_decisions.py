"""Decisions of a meeting, and who sees minutes and decisions and what is written down of it."""

import pytest
from django.utils import timezone

from audit.models import AccessRecord
from cases.errors import CaseRefusal
from support_meetings.actions.decisions import Decided, add_decision, drop_decision, finish_decision
from support_meetings.models import Exclusion
from tests.agency.reported import assert_same_number, consented, open_case_of, queries_of, reported, taken_into_case
from tests.meeting.minutes_rows import decided, held, url, with_result
from tests.meetings import put_on_agenda


@pytest.fixture
def sitting(cast, acting):
    return held(cast, open_case_of(acting, cast))


def text_of(answer):
    return answer.content.decode()


# --- decisions ---


def test_only_who_takes_part_in_the_item_is_given_a_task(acting, sitting, cast):
    lead = cast.roles["lead"].user
    Exclusion.objects.create(
        municipality=cast.tamana, item=sitting.item, organization=cast.denki, reason="債権者", by=lead
    )
    due = timezone.localdate()
    with acting("caseworker") as actor:
        for member in (sitting.members["member"].pk, 10**9):
            with pytest.raises(CaseRefusal) as refused:
                add_decision(actor=actor, item=sitting.item, decided=Decided("訪ねる", member, due))
            assert refused.value.code == "not_of_this_item"
        for member in (sitting.members["commissioner"].pk, None):
            assert add_decision(actor=actor, item=sitting.item, decided=Decided("訪ねる", member, due)).pk


def test_a_decision_is_corrected_done_and_dropped_from_the_page(browser, sitting):
    client, decision = browser("caseworker"), decided(sitting.item)
    page = client.get(url("decision", decision.pk))
    assert page.context["may_change"]
    version = page.context["form"]["version"].value()
    sent = {"what": "手紙を出す", "member": "", "due_on": "2026-12-10", "version": version}
    assert client.post(url("decision", decision.pk), sent).status_code == 302
    stale = client.post(url("decision", decision.pk), {**sent, "what": "別のこと"})
    assert (stale.status_code, "別のこと" in text_of(stale)) == (409, True)
    decision.refresh_from_db()
    assert decision.what == "手紙を出す"
    assert client.post(url("decision_done", decision.pk), {"outcome": ""}).status_code == 400
    done = client.post(url("decision_done", decision.pk), {"outcome": "届いた"})
    assert done["Location"].endswith(f"/cases/{sitting.item.case.number}/#meetings")
    decision.refresh_from_db()
    assert (decision.outcome, decision.done_on, decision.done_by.email) == (
        "届いた",
        timezone.localdate(),
        "caseworker@example.jp",
    )
    assert client.post(url("decision_drop", decision.pk), {"reason": "やめた"}).status_code == 409


def test_a_dropped_decision_says_why_and_is_settled(acting, sitting):
    decision = decided(sitting.item)
    with acting("caseworker") as actor:
        with pytest.raises(CaseRefusal) as refused:
            drop_decision(actor=actor, decision=decision, reason="  ")
        assert refused.value.code == "says_no_why"
        drop_decision(actor=actor, decision=decision, reason="転居した")
        with pytest.raises(CaseRefusal) as again:
            finish_decision(actor=actor, decision=decision, outcome="した")
        assert again.value.code == "settled"


# --- who sees, and what is written down of it ---


def test_a_strange_municipality_finds_nothing(browser, sitting):
    decision, stranger = decided(sitting.item), browser("other_caseworker")
    for name, pk in (
        ("attendance", sitting.session.pk),
        ("minutes", sitting.session.pk),
        ("minutes_pdf", sitting.session.pk),
        ("session_close", sitting.session.pk),
        ("minutes_item", sitting.item.pk),
        ("extract", sitting.item.pk),
        ("decision", decision.pk),
    ):
        assert stranger.get(url(name, pk)).status_code == 404, name


def test_each_look_is_recorded_by_case(browser, sitting):
    client, case = browser("caseworker"), str(sitting.item.case_id)
    with_result(sitting)
    for name, pk, kind, purpose in (
        ("minutes", sitting.session.pk, "view", "minutes page"),
        ("minutes_item", sitting.item.pk, "view", "minutes page"),
        ("extract", sitting.item.pk, "view", "extract"),
        ("decision", decided(sitting.item).pk, "view", "decision"),
        ("minutes_pdf", sitting.session.pk, "print", "minutes on paper"),
    ):
        before = AccessRecord.objects.count()
        assert client.get(url(name, pk)).status_code == 200, name
        row = AccessRecord.objects.order_by("number").last()
        assert AccessRecord.objects.count() == before + 1, name
        assert (row.subject, row.subject_ids, row.kind, row.purpose) == ("cases.case", [case], kind, purpose), name


def test_history_says_who_changed_the_minutes(browser, sitting):
    client = browser("caseworker")
    client.post(url("minutes_item", sitting.item.pk), {"version": 0, "discussion": "", "result": "見守る"})
    decision = decided(sitting.item)
    version = client.get(url("decision", decision.pk)).context["form"]["version"].value()
    member = sitting.members["member"]
    client.post(
        url("decision", decision.pk),
        {"what": decision.what, "member": member.pk, "due_on": decision.due_on.isoformat(), "version": version},
    )
    page = text_of(client.get(url("case_history", sitting.item.case.number)))
    assert "見守る" in page
    assert member.name in page


def test_the_number_of_queries_does_not_grow_with_items_and_members(browser, acting, sitting, cast):
    client, address = browser("caseworker"), url("minutes", sitting.session.pk)
    decided(sitting.item)
    client.get(address)
    few = queries_of(client, address)
    for n in range(4):
        case = taken_into_case(acting, reported(acting, consented(cast, name=f"玉名 {n}郎")))
        decided(put_on_agenda(sitting, case, number=n + 2))
    assert_same_number(few, queries_of(client, address), at_most=12)
