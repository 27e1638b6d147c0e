"""The close of a session, extracts of its minutes, and the paper of them."""

from datetime import timedelta

import pypdfium2
import pytest
from django.utils import timezone

from cases.errors import CaseRefusal
from consent.vocabulary import CrossingKind, Item
from organizations.sealing import unseal
from support_meetings.access_minutes import board_of
from support_meetings.actions.copies import open_copies, set_fate
from support_meetings.actions.extracts import issue_extract
from support_meetings.actions.minutes import close_session
from support_meetings.actions.papers import issue_paper, save_draft
from support_meetings.models import CopyFate, Exclusion, Paper, PaperCopy, PaperKind, Session, SessionState
from tests.agency.reported import NAME, assert_same_number, open_case_of, queries_of
from tests.meeting.minutes_rows import decided, everybody_came, held, url, with_result
from tests.meetings import other_organization, seat, summon

LINES = [{"item": str(Item.STOP_DATE), "label": "停止予定日", "text": "十二月四日"}]
IN_TWO_WEEKS = timedelta(days=14)


@pytest.fixture
def sitting(cast, acting):
    return held(cast, open_case_of(acting, cast))


@pytest.fixture
def finished(sitting):
    """Nothing stands between it and its end."""
    everybody_came(sitting)
    with_result(sitting)
    return sitting


def issue(acting, gathering):
    """The paper on the case, to all three; the volunteer's copy is on paper."""
    with acting("lead") as lead:
        paper = save_draft(actor=lead, item=gathering.item, version=0, lines=LINES)
        issued = issue_paper(actor=lead, paper=paper)
    assert len(issued.copies) == 3, issued.refused
    return {copy.member.name: copy for copy in issued.copies}


def close(acting, gathering, by="caseworker"):
    with acting(by) as actor:
        return close_session(actor=actor, session=gathering.session)


def codes(browser, gathering):
    page = browser("caseworker").get(url("session_close", gathering.session.pk))
    return [gap.code for gap in page.context["gaps"]]


# --- what is missing ---


def test_everything_that_is_missing_is_listed_with_its_page(browser, acting, sitting):
    issue(acting, sitting)
    client, address = browser("caseworker"), url("session_close", sitting.session.pk)
    page = client.get(address)
    assert [gap.code for gap in page.context["gaps"]] == ["attendance", "result", "copies"]
    text = page.content.decode()
    for name, pk in (("attendance", sitting.session.pk), ("minutes_item", sitting.item.pk)):
        assert f'href="{url(name, pk)}"' in text
    assert NAME not in text
    assert client.post(address).status_code == 409
    sitting.session.refresh_from_db()
    assert sitting.session.state == SessionState.CALLED


def test_one_attendance_is_not_recorded(browser, acting, finished):
    finished.summonses["member"].attendance = ""
    finished.summonses["member"].save()
    assert codes(browser, finished) == ["attendance"]
    with pytest.raises(CaseRefusal) as refused:
        close(acting, finished)
    assert refused.value.code == "gaps"
    assert finished.members["member"].name in str(refused.value.sentence)


def test_whose_summons_was_cancelled_need_not_have_come(browser, finished):
    summons = finished.summonses["member"]
    summons.attendance, summons.cancelled_at = "", timezone.now()
    summons.save()
    assert codes(browser, finished) == []


@pytest.mark.parametrize("words", ["", " \n　"], ids=["nothing", "blanks"])
def test_an_item_without_a_result(browser, acting, finished, words):
    with_result(finished, words)
    assert codes(browser, finished) == ["result"]
    finished.item.taken_off_at = timezone.now()
    finished.item.save()
    assert codes(browser, finished) == []


def test_a_copy_on_paper_is_open_until_it_is_back_or_somebody_says_why_not(browser, acting, finished, cast):
    issue(acting, finished)
    assert codes(browser, finished) == ["copies"]
    first, *others = open_copies(finished.session)
    with acting("lead") as lead:
        set_fate(actor=lead, session=finished.session, copies=others, fate=CopyFate.DESTROYED)
        set_fate(actor=lead, session=finished.session, copies=[first], fate=CopyFate.HANDED_OUT)
    with pytest.raises(CaseRefusal):
        close(acting, finished)
    with acting("lead") as lead:
        set_fate(actor=lead, session=finished.session, copies=[first], fate=CopyFate.UNACCOUNTED, reason="紛失した")
    assert close(acting, finished).state == SessionState.CLOSED


def test_before_it_has_begun(acting, finished):
    start = timezone.now() + timedelta(minutes=5)
    Session.objects.filter(pk=finished.session.pk).update(starts_at=start)
    with pytest.raises(CaseRefusal) as refused:
        close(acting, finished)
    assert refused.value.code == "gaps"


@pytest.mark.parametrize(
    ("state", "code"), [(SessionState.PLANNED, "gaps"), (SessionState.CANCELLED, "session_cancelled")]
)
def test_what_was_never_held_is_not_closed(acting, finished, state, code):
    Session.objects.filter(pk=finished.session.pk).update(state=state)
    with pytest.raises(CaseRefusal) as refused:
        close(acting, finished)
    assert refused.value.code == code


# --- closed ---


def test_a_double_click_closes_once(browser, finished):
    client, address = browser("caseworker"), url("session_close", finished.session.pk)
    for _time in range(2):
        assert client.post(address)["Location"] == url("minutes", finished.session.pk)
    finished.session.refresh_from_db()
    first = finished.session.closed_at
    assert (finished.session.state, finished.session.closed_by.email) == (
        SessionState.CLOSED,
        "caseworker@example.jp",
    )
    browser("lead").post(address)
    finished.session.refresh_from_db()
    assert (finished.session.closed_at, finished.session.closed_by.email) == (first, "caseworker@example.jp")


def test_the_minutes_are_frozen_and_papers_on_cases_read_no_longer(browser, acting, finished):
    copies = issue(acting, finished)
    with acting("lead") as lead:
        set_fate(actor=lead, session=finished.session, copies=open_copies(finished.session), fate=CopyFate.DESTROYED)
        issue_extract(actor=lead, item=finished.item, with_discussion=False, until=timezone.now() + IN_TWO_WEEKS)
        set_fate(actor=lead, session=finished.session, copies=open_copies(finished.session), fate=CopyFate.DESTROYED)
    close(acting, finished)
    for copy in copies.values():
        copy.refresh_from_db()
        assert copy.closes_at <= timezone.now()
    extracts = PaperCopy.objects.filter(session=finished.session, paper__kind=PaperKind.EXTRACT)
    assert all(copy.closes_at > timezone.now() + timedelta(days=13) for copy in extracts)
    client = browser("caseworker")
    page = client.get(url("minutes_item", finished.item.pk))
    assert not page.context["is_open"]
    answer = client.post(url("minutes_item", finished.item.pk), {"version": 0, "result": "変える", "discussion": ""})
    assert answer.status_code == 409
    finished.item.refresh_from_db()
    assert finished.item.result == "みんなで見守る。"


def test_what_was_decided_is_still_done_after_the_close(browser, acting, finished):
    decision = decided(finished.item)
    close(acting, finished)
    assert browser("caseworker").post(url("decision_done", decision.pk), {"outcome": "した"}).status_code == 302


# --- extracts ---


def test_an_extract_goes_to_the_members_of_the_item_with_a_row_in_the_ledger_each(browser, acting, finished, cast):
    Exclusion.objects.create(
        municipality=cast.tamana,
        item=finished.item,
        organization=cast.denki,
        reason="債権者",
        by=cast.roles["lead"].user,
    )
    decided(finished.item, member=finished.members["commissioner"])
    decided(finished.item, what="やめたこと", dropped_reason="不要")
    finished.item.discussion = "水道課は停止を待つと話した。"
    finished.item.save()
    until = timezone.localtime() + IN_TWO_WEEKS
    sent = {"until_on": until.date().isoformat(), "until_hour": "17:15"}
    client = browser("lead")
    assert client.post(url("extract", finished.item.pk), sent).status_code == 302
    paper = Paper.objects.get(kind=PaperKind.EXTRACT)
    assert {copy.member.name for copy in paper.copies.all()} == {
        finished.members["lead"].name,
        finished.members["commissioner"].name,
    }
    for copy in paper.copies.all():
        assert copy.disclosure.kind == CrossingKind.MEETING_SHARE
        assert set(copy.disclosure.items) == {Item.SUPPORT_PLAN}
        assert timezone.localtime(copy.closes_at).strftime("%H:%M") == "17:15"
        content = unseal(bytes(copy.content)).decode()
        assert "みんなで見守る。" in content
        assert "電話をかける" in content
        assert "水道課" not in content
        assert "やめたこと" not in content
    assert NAME not in str(paper.lines)
    # Once more, unchanged: everybody has it. With what was said: a new version, which takes the first one back.
    client.post(url("extract", finished.item.pk), sent)
    assert Paper.objects.filter(kind=PaperKind.EXTRACT).count() == 1
    client.post(url("extract", finished.item.pk), {**sent, "with_discussion": "on"})
    newer = Paper.objects.get(kind=PaperKind.EXTRACT, revision=2)
    assert set(newer.copies.first().disclosure.items) == {Item.SUPPORT_PLAN, Item.NOTE}
    assert all(copy.revoked_at for copy in paper.copies.all())


def test_an_extract_needs_a_result_a_seat_and_an_hour_to_come(browser, acting, sitting):
    until = timezone.now() + IN_TWO_WEEKS

    def refused(by, **more):
        wanted = {"item": sitting.item, "with_discussion": False, "until": until, **more}
        with acting(by) as actor, pytest.raises(CaseRefusal) as refusal:
            issue_extract(actor=actor, **wanted)
        return refusal.value.code

    assert refused("lead") == "no_result"
    with_result(sitting)
    assert refused("lead", until=timezone.now()) == "until_past"
    assert refused("caseworker") == "not_a_member"
    answer = browser("caseworker").post(
        url("extract", sitting.item.pk), {"until_on": until.date().isoformat(), "until_hour": "12:00"}
    )
    assert answer.status_code == 409
    assert not Paper.objects.exists()


def test_attendance_and_extracts_ask_no_more_with_many_members(browser, acting, finished, cast):
    client = browser("lead")
    pages = [url("attendance", finished.session.pk), url("extract", finished.item.pk)]

    def issue_one():
        with acting("lead") as lead:
            issue_extract(actor=lead, item=finished.item, with_discussion=False, until=timezone.now() + IN_TWO_WEEKS)

    issue_one()
    for page in pages:
        client.get(page)
    few = [queries_of(client, page) for page in pages]
    for n in range(4):
        seat(finished, f"{n}", user=None, organization=other_organization(f"団体 {n}"))
        summon(finished, f"{n}")
    issue_one()
    for before, page in zip(few, pages, strict=True):
        assert_same_number(before, queries_of(client, page), at_most=16)


def test_an_extract_may_follow_the_close(acting, finished):
    close(acting, finished)
    with acting("lead") as lead:
        issued = issue_extract(
            actor=lead, item=finished.item, with_discussion=False, until=timezone.now() + IN_TWO_WEEKS
        )
    assert len(issued.copies) == 3


# --- the paper ---


def words_of(answer):
    pages = pypdfium2.PdfDocument(answer.content)
    return "".join(page.get_textpage().get_text_bounded() for page in pages).replace("\r\n", "")


def test_the_minutes_on_paper_name_the_case_by_number_and_say_that_they_are_a_draft(browser, acting, finished):
    decided(finished.item, member=finished.members["commissioner"])
    case = finished.item.case
    client, address = browser("caseworker"), url("minutes_pdf", finished.session.pk)
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    words = words_of(answer)
    for one in ("みんなで見守る。", "電話をかける", "commissioner", case.number, "（案）", "取扱注意"):
        assert one in words, one
    assert NAME not in words
    close(acting, finished)
    assert "（案）" not in words_of(client.get(address))


def test_the_board_shows_an_admin_no_item(acting, finished):
    decided(finished.item)
    with acting("admin") as admin:
        shown = board_of(admin, finished.session)
        assert (shown.summoned, shown.recorded, shown.items) == (3, 3, [])
    with acting("caseworker") as actor:
        shown = board_of(actor, finished.session)
        assert (shown.without_result, shown.decisions, len(shown.standing)) == (0, 1, 1)
