"""What the guide and the board say of minutes, and from which second on they are written."""

from datetime import datetime, timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from consent.gate import TOKYO
from support_meetings.access_minutes import board
from support_meetings.actions.minutes import close_session
from support_meetings.closing import has_come
from support_meetings.guide_minutes import steps
from support_meetings.models import Decision, Session
from tests.agency.reported import NAME, open_case_of
from tests.meeting.minutes_rows import decided, everybody_came, held, url, with_result


@pytest.fixture
def sitting(cast, acting):
    return held(cast, open_case_of(acting, cast))


def said(acting, by, gathering):
    """{address: done} of the steps that this person is shown."""
    with acting(by) as actor:
        return {step.url: step.done for step in steps(actor, Session.objects.get(pk=gathering.session.pk))}


def test_the_guide_knows_what_is_done(acting, sitting):
    pk = sitting.session.pk
    addresses = [url(name, pk) for name in ("attendance", "minutes", "session_close")]
    assert [said(acting, "caseworker", sitting)[one] for one in addresses] == [False, False, False]
    everybody_came(sitting)
    assert said(acting, "caseworker", sitting)[addresses[0]]
    with_result(sitting)
    with acting("caseworker") as actor:
        close_session(actor=actor, session=sitting.session)
        found = {step.words: step.done for step in steps(actor, Session.objects.get(pk=pk))}
    # All but the extracts, which need not be.
    assert sorted(found.values()) == [False, True, True, True]


def test_the_guide_leads_an_admin_to_the_attendance_only(acting, sitting):
    assert list(said(acting, "admin", sitting)) == [url("attendance", sitting.session.pk)]


@pytest.mark.parametrize(("by", "sees"), [("caseworker", True), ("admin", False)])
def test_the_board_names_no_household(acting, sitting, by, sees):
    decided(sitting.item)
    with acting(by) as actor:
        shown = render_to_string("support_meetings/_board_minutes.html", board(actor, sitting.session))
    assert url("attendance", sitting.session.pk) in shown
    assert (url("minutes_item", sitting.item.pk) in shown, url("session_close", sitting.session.pk) in shown) == (
        sees,
        sees,
    )
    assert NAME not in shown
    assert sitting.item.case.number not in shown


@pytest.mark.parametrize(
    ("now", "come"),
    [
        (datetime(2026, 11, 23, 23, 59, 59, tzinfo=TOKYO), False),
        (datetime(2026, 11, 24, 0, 0, 0, tzinfo=TOKYO), True),
        (datetime(2026, 11, 24, 23, 59, 59, tzinfo=TOKYO), True),
        (datetime(2026, 11, 25, 0, 0, 0, tzinfo=TOKYO), True),
    ],
)
def test_minutes_begin_with_the_day_of_the_session_in_japan(now, come):
    assert has_come(Session(starts_at=datetime(2026, 11, 24, 23, 30, tzinfo=TOKYO)), now) is come


@pytest.mark.parametrize(
    ("sent", "field"),
    [({"add-what": "訪ねる"}, "due_on"), ({"add-due_on": "2026-12-10"}, "what")],
    ids=["no day", "no words"],
)
def test_half_a_decision_is_asked_about_and_nothing_is_saved(browser, sitting, sent, field):
    answer = browser("caseworker").post(
        url("minutes_item", sitting.item.pk), {"version": 0, "discussion": "話した", "result": "", **sent}
    )
    assert answer.context["more"].errors.keys() == {field}
    assert "話した" in answer.content.decode()
    sitting.item.refresh_from_db()
    assert sitting.item.discussion == ""
    assert not Decision.objects.exists()


def test_a_review_and_a_decision_in_the_past_are_what_was_agreed(browser, sitting):
    """The minutes say what was said; a day that has passed is flagged at once and no mistake of the writer's."""
    day = (timezone.localdate() - timedelta(days=1)).isoformat()
    sent = {"version": 0, "discussion": "", "result": "済", "add-what": "確かめる", "add-due_on": day}
    assert browser("caseworker").post(url("minutes_item", sitting.item.pk), sent).status_code == 302
