"""Two people at the same moment, on connections that logged in at their door for real: one comes first, wholly."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from consent.models import Disclosure
from support_meetings.actions.agenda import exclude
from support_meetings.actions.answers import answer_request
from support_meetings.actions.copies import revoke_copies, set_fate
from support_meetings.actions.declaring import sign_pledge
from support_meetings.actions.membership import appoint
from support_meetings.actions.minutes import close_session
from support_meetings.actions.papers import issue_paper
from support_meetings.actions.reading import open_copy
from support_meetings.actions.requests import close_request, withdraw_request
from support_meetings.models import (
    Acceptance,
    Appointment,
    CooperationAnswer,
    CooperationRequest,
    CopyFate,
    CopyOpening,
    Exclusion,
    Medium,
    MeetingCounter,
    PaperCopy,
    Pledge,
    Session,
    SessionState,
)
from tests.conftest import acting_of
from tests.core.intakes import put_case
from tests.meeting.minutes_rows import everybody_came, held, with_result
from tests.meeting.paper_cast import composed, issued
from tests.meeting.request_cast import issued as asked_of
from tests.meeting.request_cast import said
from tests.meeting.stage import Stage, Turn
from tests.meetings import Gathering, seat, whole

WHOLE = ("appointment__organization", "sender_organization")


@pytest.fixture
def stage(committed: Any, at_once: Any) -> Stage:
    return Stage(committed, at_once)


@pytest.fixture
def case(committed: Any) -> Any:
    return put_case(committed.tamana_agency, opened_on=timezone.localdate())


@pytest.fixture
def request_(committed: Any, case: Any) -> CooperationRequest:
    """To the electricity company."""
    return asked_of(acting_of(committed), whole(committed, case), committed.denki.pk)


def _answers(request: CooperationRequest) -> Turn:
    def work(actor: Any) -> CooperationAnswer:
        own = CooperationRequest.objects.select_related("addressed_to").get(pk=request.pk)
        return answer_request(actor=actor, request=own, said=said())

    return Turn("staff", work)


def _ends(request: CooperationRequest, verb: Callable[..., Any]) -> Turn:
    return Turn("lead", lambda actor: verb(actor=actor, request=request))


@pytest.mark.parametrize("verb", [close_request, withdraw_request])
def test_an_answer_that_comes_while_the_request_is_ended_is_not_kept(
    stage: Stage, request_: CooperationRequest, verb: Callable[..., Any]
) -> None:
    _ended, answered = stage.one_after_the_other(_ends(request_, verb), _answers(request_))
    assert answered in ("request_closed", "request_withdrawn")
    assert not CooperationAnswer.objects.exists()
    assert not Disclosure.objects.filter(kind="answer").exists()


@pytest.mark.parametrize("verb", [close_request, withdraw_request])
def test_whoever_ends_a_request_waits_for_the_answer_that_is_being_kept(
    stage: Stage, request_: CooperationRequest, verb: Callable[..., Any]
) -> None:
    answered, ended = stage.one_after_the_other(_answers(request_), _ends(request_, verb))
    assert CooperationAnswer.objects.get() == answered
    assert (ended.closed_at or ended.withdrawn_at) > answered.received_at


@pytest.fixture
def gathering(committed: Any, case: Any) -> Gathering:
    return whole(committed, case)


@pytest.fixture
def copies(committed: Any, gathering: Gathering) -> dict[str, PaperCopy]:
    return issued(committed, None, acting_of(committed), gathering)


def _opens(copy: PaperCopy) -> Turn:
    def work(actor: Any) -> Any:
        own = PaperCopy.objects.select_related(*WHOLE).get(pk=copy.pk)
        return open_copy(actor=actor, copy=own, device="a" * 16)

    return Turn("member", work)


def _takes_back(copy: PaperCopy) -> Turn:
    return Turn("lead", lambda actor: revoke_copies(actor=actor, copies=[copy], reason="利益相反"))


def test_a_copy_that_is_being_taken_back_does_not_open(stage: Stage, copies: dict[str, PaperCopy]) -> None:
    _taken, opened = stage.one_after_the_other(_takes_back(copies["member"]), _opens(copies["member"]))
    assert opened == "taken_back"
    assert not CopyOpening.objects.exists()


def test_whoever_takes_it_back_waits_for_the_opening_that_is_being_written_down(
    stage: Stage, copies: dict[str, PaperCopy]
) -> None:
    opened, taken = stage.one_after_the_other(_opens(copies["member"]), _takes_back(copies["member"]))
    assert len(opened.lines) == 2 and len(taken) == 1
    assert CopyOpening.objects.get().at < PaperCopy.objects.get(pk=copies["member"].pk).revoked_at


def test_two_who_issue_at_the_same_moment_issue_one_copy_for_each_member(
    committed: Any, stage: Stage, gathering: Gathering
) -> None:
    paper = composed(committed, None, acting_of(committed), gathering=gathering)
    issue = Turn("lead", lambda actor: issue_paper(actor=actor, paper=paper))
    done = stage.together(issue, issue, issue)
    assert sorted(len(one.copies) for one in done) == [0, 0, 3]
    assert sorted(PaperCopy.objects.values_list("number", flat=True)) == ["1-1-01", "1-1-02", "1-1-03"]


def _in_conflict(committed: Any, gathering: Gathering) -> None:
    here = {"municipality": committed.tamana, "by": committed.roles["lead"].user}
    Exclusion.objects.create(**here, item=gathering.item, organization=committed.suido, reason="勤め先")


def _second_seat(committed: Any, gathering: Gathering) -> Turn:
    """The member is appointed for the water bureau too."""
    user = committed.roles["member"].user
    asked = seat(gathering, "member", user=user, organization=committed.suido, appointed=False, pledged=False)
    Acceptance.objects.create(
        municipality=committed.tamana, appointment=asked, user=user, accepted=True, means="screen", recorded_by=user
    )
    return Turn("lead", lambda actor: _appointed(actor, asked))


def _appointed(actor: Any, asked: Appointment) -> Appointment:
    today = timezone.localdate()
    return appoint(actor=actor, appointment=asked, appointed_on=today, starts_on=today, ends_on=asked.ends_on)


@pytest.mark.parametrize("issued_first", [True, False])
def test_a_seat_in_conflict_and_a_copy_do_not_slip_past_each_other(
    committed: Any, stage: Stage, gathering: Gathering, issued_first: bool
) -> None:
    paper = composed(committed, None, acting_of(committed), gathering=gathering)
    _in_conflict(committed, gathering)
    turns = [Turn("lead", lambda actor: issue_paper(actor=actor, paper=paper)), _second_seat(committed, gathering)]
    stage.one_after_the_other(*(turns if issued_first else reversed(turns)))
    theirs = PaperCopy.objects.filter(member=gathering.members["member"])
    assert theirs.count() == issued_first
    assert not theirs.filter(revoked_at__isnull=True).exists()


@pytest.mark.parametrize("excluded_first", [True, False])
def test_nor_do_a_second_seat_and_a_conflict_of_its_organisation(
    committed: Any, stage: Stage, gathering: Gathering, copies: dict[str, PaperCopy], excluded_first: bool
) -> None:
    item = gathering.item
    assert item is not None
    excludes = Turn(
        "lead", lambda actor: exclude(actor=actor, item=item, reason="勤め先", organization_id=committed.suido.pk)
    )
    turns = [excludes, _second_seat(committed, gathering)]
    stage.one_after_the_other(*(turns if excluded_first else reversed(turns)))
    assert PaperCopy.objects.get(pk=copies["member"].pk).revoked_at is not None


def test_appointed_twice_at_once_is_one_appointment_with_one_number(
    committed: Any, stage: Stage, gathering: Gathering
) -> None:
    turn = _second_seat(committed, gathering)
    done = stage.together(turn, turn)
    assert len({one.number for one in done}) == 1
    assert MeetingCounter.objects.get(series="appoint").last == 1


def test_signed_twice_at_once_is_one_pledge(committed: Any, stage: Stage, gathering: Gathering) -> None:
    own = gathering.appointments["member"]
    Pledge.objects.filter(appointment=own).delete()
    sign = Turn(
        "member", lambda actor: sign_pledge(actor=actor, appointment=own, signed_name=gathering.members["member"].name)
    )
    done = stage.together(sign, sign, sign)
    assert {one.pk for one in done} == {Pledge.objects.get(appointment=own).pk}


@pytest.fixture
def over(committed: Any, case: Any) -> PaperCopy:
    """A session with everything done; the copies on paper came back, and one could go out once more."""
    gathering = held(committed, case)
    everybody_came(gathering)
    with_result(gathering)
    assert gathering.session is not None
    made = issued(committed, None, acting_of(committed), gathering)
    PaperCopy.objects.filter(medium=Medium.PAPER).update(fate=CopyFate.RETURNED)
    return PaperCopy.objects.select_related("session").get(pk=made["commissioner"].pk)


@pytest.mark.parametrize("closed_first", [True, False])
def test_no_session_is_closed_with_a_copy_that_is_being_handed_out(
    stage: Stage, over: PaperCopy, closed_first: bool
) -> None:
    closes = Turn("lead", lambda actor: close_session(actor=actor, session=over.session))
    hands = Turn(
        "lead",
        lambda actor: set_fate(actor=actor, session=over.session, copies=[over], fate=CopyFate.HANDED_OUT),
    )
    turns = (closes, hands) if closed_first else (hands, closes)
    _first, second = stage.one_after_the_other(*turns)
    assert second == ("session_over" if closed_first else "gaps")
    state = Session.objects.get(pk=over.session_id).state
    fate = PaperCopy.objects.get(pk=over.pk).fate
    expected = (SessionState.CLOSED, CopyFate.RETURNED) if closed_first else (SessionState.CALLED, CopyFate.HANDED_OUT)
    assert (state, fate) == expected


def test_an_end_that_was_recorded_is_heeded_by_the_opening_that_had_begun(
    stage: Stage, gathering: Gathering, copies: dict[str, PaperCopy]
) -> None:
    """The copy is looked up, then the member's term ends, then the gate is asked: it sees the end."""
    looked, ended = threading.Event(), threading.Event()

    def opens(actor: Any) -> Any:
        own = PaperCopy.objects.select_related(*WHOLE).get(pk=copies["member"].pk)
        looked.set()
        ended.wait(20)
        return open_copy(actor=actor, copy=own, device="a" * 16)

    def ends(_actor: Any) -> None:
        looked.wait(20)
        yesterday = timezone.localdate() - timedelta(days=1)
        Appointment.objects.filter(pk=gathering.appointments["member"].pk).update(ends_on=yesterday)

    opening = stage.start(Turn("member", opens), lambda: None, lambda: None)
    ending = stage.start(Turn("lead", ends), lambda: None, lambda: None)
    ending.result()
    ended.set()
    assert opening.result() == "appointment_ended"
    assert not CopyOpening.objects.exists()
