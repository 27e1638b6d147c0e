"""What somebody at the screens needs: a form that begins sensibly, a time still to come, one print for all, the way back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AccessKind, AccessRecord
from consent.models import Disclosure
from japanese.dates import today, wareki_short
from japanese.workdays import is_working_day
from support_meetings.actions import sessions
from support_meetings.actions.sessions import Plan
from support_meetings.errors import MeetingRefusal
from support_meetings.models import Medium, PaperCopy, Session, Summons
from tests import meetings
from tests.meeting.body_story import ja
from tests.meeting.paper_cast import SECRET, issued
from tests.meeting.test_meeting_sessions_pages import text_of

pytestmark = pytest.mark.django_db
PAST = "This day and time are over already. Please choose a day and time that are still to come."


@pytest.fixture
def whole(cast, world):
    return meetings.whole(cast, world.own_case)


def at(name, *args):
    return reverse(name, args=args, urlconf="config.urls_agency")


def plan(starts_at):
    ends_at = starts_at + timedelta(hours=2)
    return Plan(starts_at, ends_at, "第1会議室", "", "", starts_at - timedelta(days=2), ends_at, may_download=False)


# --- a new session ---


def test_the_form_begins_with_an_afternoon_in_two_weeks_where_they_met_last(browser, whole):
    page = browser("lead").get(at("session_new", whole.meeting.pk))
    first = page.context["form"].initial
    assert is_working_day(first["day"]) and first["day"] >= today() + timedelta(days=14)
    shown = page.content.decode()
    assert all(f'value="{words}"' in shown for words in ("14:00", "16:00", whole.session.place))


def test_a_session_that_would_be_over_is_refused_with_what_was_typed(browser, acting, whole):
    before = Session.objects.count()
    with acting("lead") as lead, pytest.raises(MeetingRefusal) as refused:
        sessions.new_session(actor=lead, meeting=whole.meeting, plan=plan(timezone.now() - timedelta(hours=3)))
    assert refused.value.code == "session_past"
    typed = {"version": 0, "begins": "14:00", "ends": "16:00", "place": "北の部屋", "papers_days": 2, "papers_hours": 2}
    typed["day"] = wareki_short(today() - timedelta(days=1))
    answer = browser("lead").post(at("session_new", whole.meeting.pk), typed)
    shown = answer.content.decode()
    assert answer.status_code == 400 and ja(PAST) in shown and "北の部屋" in shown
    assert Session.objects.count() == before


def test_of_a_session_that_was_held_the_time_stands_and_papers_are_read_longer(acting, whole):
    held = whole.session
    Session.objects.filter(pk=held.pk).update(
        starts_at=held.starts_at - timedelta(days=3), ends_at=held.ends_at - timedelta(days=3)
    )
    held.refresh_from_db()
    longer = plan(held.starts_at)
    with acting("lead") as lead:
        sessions.change_session(actor=lead, session=held, plan=longer, version=held.version)
        held.refresh_from_db()
        with pytest.raises(MeetingRefusal) as refused:
            earlier = plan(held.starts_at - timedelta(days=1))
            sessions.change_session(actor=lead, session=held, plan=earlier, version=held.version)
    assert held.papers_until == longer.papers_until and refused.value.code == "session_past"


# --- print for all at once ---


def test_all_copies_on_paper_come_in_one_file_and_each_is_recorded(cast, world, acting, browser, whole):
    copies = issued(cast, world, acting, whole)
    crossed = Disclosure.objects.count()
    on_paper = [copy for copy in copies.values() if copy.medium == Medium.PAPER]
    text = text_of(browser("lead").get(at("copies_print", whole.session.pk)))
    assert len(on_paper) == 2 and text.count(SECRET) == 2
    assert all(copy.number in text and copy.name in text for copy in on_paper)
    assert copies["member"].number not in text  # it is read on screen
    told = AccessRecord.objects.filter(kind=AccessKind.PRINT).values_list("purpose", flat=True)
    assert sorted(told) == sorted(f"numbered copy {copy.number}" for copy in on_paper)
    assert Disclosure.objects.count() == crossed


def test_what_was_handed_out_or_taken_back_is_not_printed_again(cast, world, acting, browser, whole):
    copies, lead = issued(cast, world, acting, whole), browser("lead")
    PaperCopy.objects.filter(pk=copies["lead"].pk).update(revoked_at=timezone.now(), revoked_reason="差替え")
    text = text_of(lead.get(at("copies_print", whole.session.pk)))
    assert copies["lead"].number not in text and copies["commissioner"].number in text
    lead.post(at("copies_hand_out", whole.session.pk), {"copies": [str(copies["commissioner"].pk)]})
    nothing = lead.get(at("copies_print", whole.session.pk))
    assert nothing["Location"] == at("copy_table", whole.session.pk)
    assert browser("admin").get(at("copies_print", whole.session.pk)).status_code in (403, 404)


def test_all_copies_on_paper_are_ticked_where_that_is_asked(cast, world, acting, browser, whole):
    copies, lead = issued(cast, world, acting, whole), browser("lead")
    table = at("copy_table", whole.session.pk)
    assert " checked" not in lead.get(table).content.decode()
    assert lead.get(table, {"tick": "paper"}).content.decode().count(" checked") == len(copies) - 1


def test_the_letters_on_paper_come_in_one_file_and_name_no_household(browser, whole):
    lead = browser("lead")
    text = text_of(lead.get(at("session_letters", whole.session.pk)))
    assert whole.members["commissioner"].name in text and whole.members["member"].name not in text
    Summons.objects.filter(member__email="").update(cancelled_at=timezone.now())
    assert lead.get(at("session_letters", whole.session.pk))["Location"] == at("session_call", whole.session.pk)


# --- the way ---


def test_the_board_says_first_what_comes_next(browser, whole):
    shown = browser("lead").get(at("session", whole.session.pk))
    step = shown.context["next_step"]
    assert step is not None and not step.done
    assert shown.content.decode().index('id="next-title"') < shown.content.decode().index('id="guide-title"')


@pytest.mark.parametrize("name", ["session", "session_edit", "session_summon", "session_call", "copy_table", "minutes"])
def test_each_page_of_a_session_leads_back_to_its_meeting(browser, whole, name):
    shown = browser("lead").get(at(name, whole.session.pk)).content.decode()
    way = shown[shown.index('class="breadcrumbs"') :].split("</nav>")[0]
    assert at("meeting", whole.meeting.pk) in way
    assert f'href="{at("meeting_list")}" aria-current="page"' in shown


def test_whoever_was_asked_by_a_meeting_is_led_from_the_report_to_the_request(browser):
    assert 'href="/asked/"' in browser("staff").get("/report/", follow=True).content.decode().split("<main", 1)[1]
