"""A session from its plan to its end: who is called, the letter, another day, cancelling, two secretaries at once."""

from datetime import datetime, time, timedelta

import pytest

from consent.gate import TOKYO
from japanese.dates import today, wareki_short
from notifications.models import OutboxItem, OutboxKind
from support_meetings.actions import sessions
from support_meetings.actions.sessions import Plan
from support_meetings.errors import MeetingRefusal
from support_meetings.models import Session, SessionState, Summons
from tests import meetings
from tests.world import KITAKYUSHU_SECRET, TAMANA_SECRET, build_world

pytestmark = pytest.mark.django_db
BEGINS = datetime.combine(today() + timedelta(days=50), time(14), TOKYO)


def plan(starts_at=BEGINS, **changes):
    ends_at = starts_at + timedelta(hours=2)
    usual = {
        "starts_at": starts_at,
        "ends_at": ends_at,
        "place": "第1会議室",
        "online": "",
        "remark": "",
        "papers_from": starts_at - timedelta(days=2),
        "papers_until": ends_at + timedelta(hours=2),
        "may_download": False,
    }
    return Plan(**{**usual, **changes})


@pytest.fixture
def gathering(cast):
    found = meetings.found(cast)
    meetings.seat(found, "lead", user=cast.roles["lead"].user, organization=cast.tamana_agency)
    meetings.seat(found, "member", user=cast.roles["member"].user, organization=cast.denki)
    return found


@pytest.fixture
def planned(gathering, acting):
    with acting("admin") as admin:
        gathering.session = sessions.new_session(actor=admin, meeting=gathering.meeting, plan=plan())
    return gathering


def letters():
    return OutboxItem.objects.filter(kind=OutboxKind.MEMBER_MAIL)


# --- planning ---


def test_sessions_are_numbered_and_a_second_click_makes_none(gathering, acting):
    with acting("admin") as admin:
        first = sessions.new_session(actor=admin, meeting=gathering.meeting, plan=plan())
        assert sessions.new_session(actor=admin, meeting=gathering.meeting, plan=plan()) == first
        later = plan(BEGINS + timedelta(days=30))
        assert sessions.new_session(actor=admin, meeting=gathering.meeting, plan=later).number == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ends_at": BEGINS}, "ends_before_start"),
        ({"place": "　", "online": ""}, "nowhere"),
        ({"papers_until": BEGINS}, "papers_close_early"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(gathering, acting, changes, code):
    with acting("admin") as admin, pytest.raises(MeetingRefusal) as refused:
        sessions.new_session(actor=admin, meeting=gathering.meeting, plan=plan(**changes))
    assert refused.value.code == code and not Session.objects.exists()


# --- who is called ---


def test_the_letter_goes_out_once_and_names_nobody(planned, acting):
    with acting("lead") as lead:
        for name in ("lead", "member"):
            for _twice in range(2):
                sessions.summon(actor=lead, session=planned.session, appointment=planned.appointments[name])
        assert not letters().exists()
        for _twice in range(2):
            sessions.call_session(actor=lead, session=planned.session)
    planned.session.refresh_from_db()
    assert planned.session.state == SessionState.CALLED and letters().count() == 2
    assert Summons.objects.filter(sent_at__isnull=False).count() == 2
    assert TAMANA_SECRET not in str(list(letters().values_list("payload", flat=True)))


def test_nobody_chosen_nobody_told(planned, acting):
    with acting("lead") as lead, pytest.raises(MeetingRefusal) as refused:
        sessions.call_session(actor=lead, session=planned.session)
    assert refused.value.code == "nobody_called"


@pytest.mark.parametrize(("last", "is_called"), [(BEGINS.date(), True), (BEGINS.date() - timedelta(days=1), False)])
def test_a_term_that_ends_on_the_day_counts_to_its_end(cast, planned, acting, last, is_called):
    seat = meetings.seat(planned, "leaving", user=None, organization=cast.suido, ends_on=last)
    with acting("lead") as lead:
        if is_called:
            assert sessions.summon(actor=lead, session=planned.session, appointment=seat).member == seat.member
            return
        with pytest.raises(MeetingRefusal) as refused:
            sessions.summon(actor=lead, session=planned.session, appointment=seat)
    assert refused.value.code == "not_in_office"


def test_a_member_of_another_meeting_is_not_called(cast, planned, acting):
    other = meetings.found(cast, name="別の支援会議")
    seat = meetings.seat(other, "stranger", user=None, organization=cast.suido)
    with acting("lead") as lead, pytest.raises(MeetingRefusal) as refused:
        sessions.summon(actor=lead, session=planned.session, appointment=seat)
    assert refused.value.code == "not_in_office" and not Summons.objects.exists()


def test_who_is_called_later_is_told_at_once_and_who_is_not_called_any_more_too(planned, acting):
    seats = planned.appointments
    with acting("lead") as lead:
        sessions.summon(actor=lead, session=planned.session, appointment=seats["lead"])
        sessions.call_session(actor=lead, session=planned.session)
        late = sessions.summon(actor=lead, session=planned.session, appointment=seats["member"])
        assert letters().count() == 2
        for _twice in range(2):
            sessions.unsummon(actor=lead, session=planned.session, summons=late)
        assert letters().count() == 3
        again = sessions.summon(actor=lead, session=planned.session, appointment=seats["member"])
    assert again.pk == late.pk and again.cancelled_at is None


# --- another day, and no day at all ---


def test_another_day_reaches_the_letters(planned, acting):
    with acting("lead") as lead:
        sessions.summon(actor=lead, session=planned.session, appointment=planned.appointments["member"])
        called = sessions.call_session(actor=lead, session=planned.session)
        moved = plan(BEGINS + timedelta(days=7), place="第2会議室")
        sessions.change_session(actor=lead, session=called, plan=moved, version=called.version)
    letter = Summons.objects.get()
    assert (letter.place, letter.starts_at) == ("第2会議室", BEGINS + timedelta(days=7)) and letters().count() == 2


def test_cancelled_twice_is_refused_and_everybody_is_told(planned, acting):
    with acting("lead") as lead:
        sessions.summon(actor=lead, session=planned.session, appointment=planned.appointments["member"])
        sessions.call_session(actor=lead, session=planned.session)
        sessions.cancel_session(actor=lead, session=planned.session, reason="台風のため")
        with pytest.raises(MeetingRefusal) as refused:
            sessions.cancel_session(actor=lead, session=planned.session, reason="もう一度")
    assert refused.value.code == "session_over"
    assert letters().filter(payload__code="cancelled").count() == 1
    assert not Summons.objects.filter(cancelled_at__isnull=True).exists()


# --- the pages ---


def typed(**changes):
    usual = {"version": 0, "day": wareki_short(BEGINS.date()), "begins": "14:00", "ends": "16:00", "place": "第1会議室"}
    return {**usual, "papers_days": 2, "papers_hours": 2, **changes}


def test_a_session_is_planned_and_changed_in_the_browser(browser, gathering):
    client = browser("admin")
    made = client.post(f"/meetings/{gathering.meeting.pk}/sessions/new/", typed())
    session = Session.objects.get()
    assert made.status_code == 302 and session.starts_at == BEGINS
    edit = f"/meetings/sessions/{session.pk}/edit/"
    assert client.post(edit, typed(begins="23:00", ends="01:00")).status_code == 302
    session.refresh_from_db()
    assert session.ends_at == BEGINS + timedelta(hours=11)
    stale = client.post(edit, typed(place="消えてはならない場所"))
    assert stale.status_code == 409 and "消えてはならない場所" in stale.content.decode()
    assert client.post(edit, typed(version=session.version, place="第3会議室")).status_code == 302


def test_what_is_missing_is_said_and_nothing_is_lost(browser, gathering):
    refused = browser("admin").post(
        f"/meetings/{gathering.meeting.pk}/sessions/new/", typed(place="", remark="北側の駐車場")
    )
    assert refused.status_code == 400 and "北側の駐車場" in refused.content.decode()


def test_members_are_ticked_called_and_left_out_in_the_browser(browser, planned):
    client, pk = browser("lead"), planned.session.pk
    page = f"/meetings/sessions/{pk}/summon/"
    assert "checked" not in client.get(page).content.decode()
    assert client.post(page, {}).status_code == 409
    assert client.post(page, {"seat": [planned.appointments["member"].pk]}).status_code == 302
    assert client.get(f"/meetings/sessions/{pk}/call/").status_code == 200
    assert client.post(f"/meetings/sessions/{pk}/call/").status_code == 302
    planned.session.refresh_from_db()
    assert planned.session.state == SessionState.CALLED
    row = Summons.objects.get()
    assert client.post(f"/meetings/sessions/{pk}/summon/{row.pk}/remove/").status_code == 302
    assert client.post(f"/meetings/sessions/{pk}/cancel/", {"reason": "　"}).status_code == 409
    assert client.post(f"/meetings/sessions/{pk}/cancel/", {"reason": "台風"}).status_code == 302
    assert "台風" in client.get(f"/meetings/sessions/{pk}/").content.decode()


def test_the_board_names_the_household_to_casework_alone(cast, acting, browser):
    world = build_world(cast, acting)
    gathering = meetings.whole(cast, world.own_case)
    board = f"/meetings/sessions/{gathering.session.pk}/"
    assert TAMANA_SECRET in browser("lead").get(board).content.decode()
    shown = browser("admin").get(board).content.decode()
    assert TAMANA_SECRET not in shown and world.own_case.number not in shown and KITAKYUSHU_SECRET not in shown
    assert gathering.members["commissioner"].name in shown


@pytest.mark.parametrize(("name", "status"), [("auditor", 403), ("other_admin", 404), ("other_caseworker", 404)])
def test_others_do_not_open_the_board(browser, planned, name, status):
    assert browser(name).get(f"/meetings/sessions/{planned.session.pk}/").status_code == status
