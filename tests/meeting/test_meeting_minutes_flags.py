"""Flags that meetings raise, and when each goes by itself."""

import itertools
from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from django.utils.translation import override

from cases.models import CaseStatus, Flag, FlagKind, Severity
from consent.models import Disclosure
from consent.vocabulary import CrossingKind, PartyKind, Route
from support_meetings.models import CooperationRequest, SessionState
from tests.core.intakes import put_case
from tests.core.sweeping import DAY, TODAY, nothing_but, swept
from tests.meeting.minutes_rows import decided
from tests.meetings import found, hold, put_on_agenda

_numbers = itertools.count(1)
MORNING = timezone.make_aware(datetime.combine(TODAY, time(10)))


@pytest.fixture
def gathering(cast):
    """A session ten days ago, with an open case on its agenda."""
    meeting = found(cast)
    hold(meeting, starts_at=MORNING - 10 * DAY, state=SessionState.CLOSED)
    # A contact of today: no other rule has anything to say of the case.
    put_on_agenda(meeting, put_case(cast.tamana_agency, opened_on=TODAY, last_contact_on=TODAY))
    return meeting


def standing():
    return Flag.objects.filter(resolved_on__isnull=True).get()


# --- decisions ---


@pytest.mark.parametrize(
    ("days", "raised", "severity"),
    [
        (4, False, None),
        (3, True, Severity.SOON),
        (0, True, Severity.SOON),
        (-1, True, Severity.URGENT),
        (-400, True, Severity.URGENT),
    ],
)
def test_a_decision_is_flagged_from_three_days_before_its_day(gathering, days, raised, severity):
    decided(gathering.item, due_on=TODAY + days * DAY)
    assert swept() == nothing_but(raised={"meeting_decision": 1} if raised else {})
    if raised:
        flag = standing()
        assert (flag.case, flag.due_on, flag.severity) == (gathering.item.case, TODAY + days * DAY, severity)
        assert swept() == nothing_but(kept={"meeting_decision": 1})


@pytest.mark.parametrize("settled", [{"done_on": TODAY}, {"dropped_reason": "転居"}], ids=["done", "dropped"])
def test_a_decision_that_is_settled_is_flagged_no_more(gathering, settled):
    decision = decided(gathering.item, due_on=TODAY)
    swept()
    for name, value in settled.items():
        setattr(decision, name, value)
    decision.save()
    assert swept() == nothing_but(resolved={"meeting_decision": 1})


def test_of_two_decisions_the_most_overdue_gives_the_reason(gathering, cast):
    decided(gathering.item, what="あとのこと", due_on=TODAY + DAY)
    decided(gathering.item, what="先のこと", due_on=TODAY - DAY)
    swept()
    with override("ja"):
        assert "先のこと" in standing().reason
    with override("en"):
        assert "先のこと" in standing().reason


def test_a_closed_case_raises_nothing(gathering, cast):
    case = gathering.item.case
    decided(gathering.item, due_on=TODAY)
    gathering.item.next_review_on = TODAY
    gathering.item.save()
    asked(gathering, cast, due_on=TODAY - DAY)
    case.status, case.closed_on = CaseStatus.CLOSED, TODAY
    case.save()
    assert swept() == nothing_but()


def test_each_municipality_is_swept_alone(gathering, cast):
    decided(gathering.item, due_on=TODAY)
    assert swept(municipality=cast.kitakyushu) == nothing_but()
    assert swept(municipality=cast.tamana) == nothing_but(raised={"meeting_decision": 1})


# --- the next review ---


@pytest.mark.parametrize(
    ("days", "raised", "severity"),
    [(1, False, None), (0, True, Severity.SOON), (-14, True, Severity.SOON), (-15, True, Severity.URGENT)],
)
def test_a_review_is_flagged_from_its_day(gathering, days, raised, severity):
    gathering.item.next_review_on = TODAY + days * DAY
    gathering.item.save()
    assert swept() == nothing_but(raised={"meeting_review": 1} if raised else {})
    if raised:
        assert standing().severity == severity
        with override("ja"):
            assert "支援会議" in standing().reason


def test_a_review_goes_once_the_case_is_on_a_later_agenda(gathering):
    first = gathering.item
    first.next_review_on = TODAY
    first.save()
    assert swept() == nothing_but(raised={"meeting_review": 1})
    session = hold(gathering, starts_at=MORNING + 7 * DAY, number=2)
    later = put_on_agenda(gathering, first.case)
    assert swept() == nothing_but(resolved={"meeting_review": 1})
    # Off that agenda again, or that session cancelled, nobody looks at it after all.
    session.state = SessionState.CANCELLED
    session.save()
    assert swept() == nothing_but(raised={"meeting_review": 1})
    session.state = SessionState.CALLED
    session.save()
    later.taken_off_at = timezone.now()
    later.save()
    assert swept() == nothing_but(kept={"meeting_review": 1})


def test_an_earlier_agenda_is_no_review(gathering):
    first = gathering.item
    hold(gathering, starts_at=MORNING - 30 * DAY, number=2, state=SessionState.CLOSED)
    put_on_agenda(gathering, first.case)
    first.next_review_on = TODAY
    first.save()
    assert swept() == nothing_but(raised={"meeting_review": 1})


# --- requests ---


def asked(gathering, cast, **fields):
    """A request of the session to the water bureau."""
    number = f"協-{next(_numbers)}"
    person = cast.roles["lead"].user
    disclosure = Disclosure.objects.create(
        subject=uuid4(),
        municipality=cast.tamana,
        kind=CrossingKind.REQUEST,
        route=Route.C,
        sender_id=cast.tamana.pk,
        sender_kind=PartyKind.MEETING,
        recipient_id=cast.suido.pk,
        items=["name"],
        purpose="meeting",
        at=MORNING,
        user=person,
        role="lead_caseworker",
    )
    return CooperationRequest.objects.create(
        **{
            "municipality": cast.tamana,
            "meeting": gathering.meeting,
            "item": gathering.item,
            "subject": gathering.item.subject,
            "addressed_to": cast.suido,
            "number": number,
            "meeting_name": gathering.meeting.name,
            "secretariat_name": cast.tamana_agency.name,
            "issued_on": TODAY - 30 * DAY,
            "issued_by": person,
            "items": ["arrears"],
            "question": "滞納の状況",
            "due_on": TODAY,
            "legal_text": "第9条第3項",
            "disclosure": disclosure,
            **fields,
        }
    )


@pytest.mark.parametrize(
    ("days", "raised", "severity"),
    [(0, False, None), (-1, True, Severity.SOON), (-14, True, Severity.SOON), (-15, True, Severity.URGENT)],
)
def test_a_request_is_flagged_from_the_day_after_its_day(gathering, cast, days, raised, severity):
    asked(gathering, cast, due_on=TODAY + days * DAY)
    assert swept() == nothing_but(raised={"request_unanswered": 1} if raised else {})
    if raised:
        assert (standing().kind, standing().severity) == (FlagKind.REQUEST_UNANSWERED, severity)
        with override("ja"):
            assert cast.suido.name in standing().reason


@pytest.mark.parametrize("end", ["answered_at", "closed_at", "withdrawn_at"])
def test_a_request_that_has_ended_is_flagged_no_more(gathering, cast, end):
    request = asked(gathering, cast, due_on=TODAY - DAY)
    assert swept() == nothing_but(raised={"request_unanswered": 1})
    setattr(request, end, timezone.now())
    request.save()
    assert swept() == nothing_but(resolved={"request_unanswered": 1})


def test_a_second_request_keeps_the_flag(gathering, cast):
    request = asked(gathering, cast, due_on=TODAY - timedelta(days=3))
    asked(gathering, cast, due_on=TODAY - DAY)
    swept()
    request.answered_at = timezone.now()
    request.save()
    assert swept() == nothing_but(kept={"request_unanswered": 1})
    assert standing().due_on == TODAY - DAY
