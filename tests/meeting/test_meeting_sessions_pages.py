"""The calendar, the letter, the agenda without names, the board's guide, and what cancelling does to copies."""

from datetime import datetime, timedelta

import pypdfium2
import pytest
from django.utils import timezone

from audit.models import AccessRecord
from consent.gate import TOKYO
from japanese.dates import fiscal_year
from support_meetings import guide
from support_meetings.actions import sessions
from support_meetings.actions.copies import open_copies
from support_meetings.actions.papers import issue_paper, save_draft
from support_meetings.models import Medium, PaperCopy, Pledge, SessionState, Summons
from tests import meetings
from tests.agency.reported import assert_same_number, queries_of
from tests.meeting.body_story import ja
from tests.world import TAMANA_SECRET

pytestmark = pytest.mark.django_db
PLEDGED = "Have everybody’s pledge signed"


@pytest.fixture
def whole(cast, world):
    return meetings.whole(cast, world.own_case)


def board(gathering):
    return f"/meetings/sessions/{gathering.session.pk}/"


def text_of(answer):
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    pages = pypdfium2.PdfDocument(answer.content)
    return "".join(page.get_textpage().get_text_bounded() for page in pages)


# --- the calendar ---


def at(year, month, day, hour=14):
    return datetime(year, month, day, hour, tzinfo=TOKYO)


def test_the_calendar_shows_one_fiscal_year_of_every_meeting_in_the_order_of_time(cast, browser):
    first, second = meetings.found(cast, name="第一支援会議"), meetings.found(cast, name="第二支援会議")
    meetings.hold(second, starts_at=at(2026, 4, 1, 0), place="年度初めの部屋")
    meetings.hold(first, starts_at=at(2027, 3, 31, 21), place="年度末の部屋")
    meetings.hold(first, starts_at=at(2027, 4, 1, 0), number=2, place="翌年度の部屋")
    shown = browser("caseworker").get("/meetings/calendar/", {"year": 2026}).content.decode()
    assert shown.index("年度初めの部屋") < shown.index("年度末の部屋") and "翌年度の部屋" not in shown
    assert "?year=2027" in shown
    assert "翌年度の部屋" in browser("caseworker").get("/meetings/calendar/", {"year": 2027}).content.decode()


def test_the_calendar_is_of_this_municipality_and_of_this_year_first(cast, browser):
    here, there = meetings.found(cast), meetings.found(cast, town="kitakyushu")
    meetings.hold(here, place="こちらの部屋")
    meetings.hold(there, place="よその部屋")
    shown = browser("admin").get("/meetings/calendar/").content.decode()
    assert "こちらの部屋" in shown and "よその部屋" not in shown


@pytest.mark.parametrize("year", ["", "x", "99999", "-1", "²"])
def test_a_year_that_is_none_is_this_year(cast, browser, year):
    meetings.hold(meetings.found(cast), place="今年度の部屋", starts_at=timezone.now() + timedelta(minutes=5))
    assert "今年度の部屋" in browser("lead").get("/meetings/calendar/", {"year": year}).content.decode()


def test_a_session_that_is_past_and_not_closed_is_marked(cast, browser):
    begins = timezone.now() - timedelta(hours=5)
    meetings.hold(meetings.found(cast), starts_at=begins)
    year = fiscal_year(timezone.localdate(begins))
    assert ja("held, not closed yet") in browser("lead").get("/meetings/calendar/", {"year": year}).content.decode()


def test_a_year_without_sessions_says_so(cast, browser):
    assert ja("No session in this year") in browser("lead").get("/meetings/calendar/").content.decode()


def test_the_calendar_needs_as_many_queries_for_many(cast, browser):
    client, gathering = browser("lead"), meetings.found(cast)
    meetings.seat(gathering, "lead", user=cast.roles["lead"].user, organization=cast.tamana_agency)
    page = "/meetings/calendar/?year=2026"
    meetings.hold(gathering, starts_at=at(2026, 5, 1))
    client.get(page)  # the first page after a sign-in does more
    few = queries_of(client, page)
    for number in range(2, 14):
        meetings.hold(gathering, starts_at=at(2026, 6, number), number=number)
        meetings.summon(gathering, "lead")
    assert_same_number(few, queries_of(client, page), at_most=12)


# --- the board and its guide ---


def done(steps):
    return {str(step.words): step.done for step in steps}


def test_the_guide_follows_what_is_done(whole, acting):
    with acting("lead") as lead:
        before = done(guide.steps(lead, whole.session))
    Pledge.objects.filter(appointment=whole.appointments["member"]).delete()
    with acting("lead") as lead:
        after = done(guide.steps(lead, whole.session))
    for words in ("Choose who is called", "Put the cases on the agenda", "Send the letter"):
        assert before[ja(words)] is True
    assert before[ja("Close the session")] is False
    assert (before[ja(PLEDGED)], after[ja(PLEDGED)]) == (True, False)


def test_the_guide_goes_from_before_to_after(whole, acting):
    with acting("lead") as lead:
        order = [step.when for step in guide.steps(lead, whole.session)]
    assert order == sorted(order, key=(guide.BEFORE, guide.DAY, guide.AFTER).index)
    assert set(order) == {guide.BEFORE, guide.DAY, guide.AFTER}


@pytest.mark.parametrize("name", ["lead", "caseworker", "admin"])
def test_every_step_of_the_guide_leads_to_a_page_that_opens(whole, acting, browser, name):
    with acting(name) as actor:
        steps = guide.steps(actor, whole.session)
    client = browser(name)
    assert [step.url for step in steps if client.get(step.url, follow=True).status_code != 200] == []


def test_the_board_needs_as_many_queries_for_many_members(cast, whole, browser):
    client = browser("lead")
    client.get(board(whole))  # the first page after a sign-in does more
    few = queries_of(client, board(whole))
    names = [f"構成員{number}" for number in range(8)]
    for name in names:
        meetings.seat(whole, name, user=None, organization=cast.suido)
    meetings.summon(whole, *names)
    assert_same_number(few, queries_of(client, board(whole)), at_most=45)


def test_the_reading_of_the_agenda_is_written_down_for_casework_only(whole, browser):
    before = AccessRecord.objects.count()
    assert browser("admin").get(board(whole)).status_code == 200
    assert AccessRecord.objects.count() == before
    assert browser("lead").get(board(whole)).status_code == 200
    assert AccessRecord.objects.count() > before


@pytest.mark.parametrize(("last", "status"), [(0, 302), (-1, 409)])
def test_who_leaves_before_the_day_is_not_called_and_the_page_keeps_the_ticks(cast, whole, browser, last, status):
    day = timezone.localdate(whole.session.starts_at) + timedelta(days=last)
    leaving = meetings.seat(whole, "leaving", user=None, organization=cast.suido, ends_on=day)
    staying = meetings.seat(whole, "staying", user=None, organization=cast.suido)
    answer = browser("lead").post(f"{board(whole)}summon/", {"seat": [leaving.pk, staying.pk]})
    assert answer.status_code == status
    assert Summons.objects.filter(appointment__in=[leaving, staying]).count() == (2 if status == 302 else 0)
    assert status == 302 or f'value="{staying.pk}" checked' in answer.content.decode()


@pytest.mark.parametrize(("name", "is_offered"), [("lead", True), ("admin", True), ("caseworker", False)])
def test_a_seat_for_one_session_is_offered_to_who_may_give_it(whole, browser, name, is_offered):
    for page in ("", "summon/"):
        assert ("/provisional/" in browser(name).get(f"{board(whole)}{page}").content.decode()) is is_offered


def test_the_second_click_on_call_no_longer_is_harmless(whole, browser):
    remove = f"{board(whole)}summon/{whole.summonses['member'].pk}/remove/"
    client = browser("lead")
    assert client.post(remove).status_code == 302
    first = Summons.objects.get(pk=whole.summonses["member"].pk).cancelled_at
    assert client.post(remove).status_code == 302 and first is not None
    assert Summons.objects.get(pk=whole.summonses["member"].pk).cancelled_at == first
    assert browser("other_admin").post(remove).status_code == 404


# --- the two papers ---


def test_the_letter_says_when_and_where_and_names_no_household(whole, browser, world):
    letter = whole.summonses["commissioner"]
    said = text_of(browser("admin").get(f"{board(whole)}letter/{letter.pk}/"))
    assert "commissioner" in said and "玉名市役所" in said
    assert TAMANA_SECRET not in said and world.own_case.number not in said


def test_the_letter_of_who_is_called_no_more_or_elsewhere_is_not_there(cast, whole, browser):
    client, letter = browser("lead"), whole.summonses["member"]
    other = meetings.hold(meetings.found(cast, name="別の会議"))
    assert client.get(f"/meetings/sessions/{other.pk}/letter/{letter.pk}/").status_code == 404
    Summons.objects.filter(pk=letter.pk).update(cancelled_at=timezone.now())
    assert client.get(f"{board(whole)}letter/{letter.pk}/").status_code == 404


def test_the_agenda_holds_numbers_and_kinds_only(whole, browser, world):
    said = text_of(browser("lead").get(f"{board(whole)}agenda/pdf/"))
    assert "議題1" in said and "次第" in said
    assert TAMANA_SECRET not in said and world.own_case.number not in said and whole.item.question not in said


# --- cancelled and changed with copies out ---


@pytest.fixture
def issued(whole, acting):
    with acting("lead") as lead:
        line = {"item": "note", "label": "状況", "text": "料金を払えない世帯です。"}
        issue_paper(actor=lead, paper=save_draft(actor=lead, item=whole.item, version=0, lines=[line]))
    assert {copy.medium for copy in PaperCopy.objects.all()} == {Medium.PORTAL, Medium.PAPER}
    return whole


def test_a_cancelled_session_takes_its_copies_back_and_those_on_paper_are_still_collected(issued, acting, browser):
    on_paper = set(open_copies(issued.session).values_list("pk", flat=True))
    with acting("lead") as lead:
        sessions.cancel_session(actor=lead, session=issued.session, reason="台風のため")
    assert on_paper and not PaperCopy.objects.filter(revoked_at__isnull=True).exists()
    assert set(open_copies(issued.session).values_list("pk", flat=True)) == on_paper
    mine = PaperCopy.objects.get(medium=Medium.PORTAL, member=issued.members["member"])
    assert "料金を払えない" not in browser("member", "portal").get(f"/room/copies/{mine.pk}/").content.decode()


def test_who_is_called_no_more_loses_their_copies_and_nobody_else_does(issued, acting):
    with acting("lead") as lead:
        sessions.unsummon(actor=lead, session=issued.session, summons=issued.summonses["member"])
    taken = PaperCopy.objects.filter(revoked_at__isnull=False).values_list("member__name", flat=True)
    assert set(taken) == {issued.members["member"].name}


def test_copies_open_and_close_with_the_session(issued, acting):
    with acting("lead") as lead:
        now = issued.session
        later = now.starts_at + timedelta(days=3)
        moved = sessions.Plan(
            starts_at=later,
            ends_at=later + timedelta(hours=1),
            place=now.place,
            online="",
            remark="",
            papers_from=later - timedelta(hours=1),
            papers_until=later + timedelta(hours=2),
            may_download=True,
        )
        sessions.change_session(actor=lead, session=now, plan=moved, version=now.version)
    copies = PaperCopy.objects.values_list("opens_at", "closes_at", "may_download")
    assert set(copies) == {(moved.papers_from, moved.papers_until, True)}


@pytest.mark.parametrize("state", [SessionState.CLOSED, SessionState.CANCELLED])
@pytest.mark.parametrize("verb", ["call", "cancel", "summon"])
def test_nothing_is_done_to_a_session_that_is_over(whole, browser, verb, state):
    session = whole.session
    session.state = state
    session.save()
    before = list(Summons.objects.order_by("pk").values())
    typed = {"reason": "台風", "seat": [whole.appointments["member"].pk]}
    browser("lead").post(f"{board(whole)}{verb}/", typed)
    session.refresh_from_db()
    assert session.state == state and list(Summons.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("page", ["", "edit/", "summon/", "call/", "cancel/", "agenda/pdf/"])
@pytest.mark.parametrize(("name", "status"), [("other_admin", 404), ("auditor", 403)])
def test_strangers_and_auditors_open_no_page_of_a_session(whole, browser, page, name, status):
    assert browser(name).get(f"{board(whole)}{page}").status_code == status
