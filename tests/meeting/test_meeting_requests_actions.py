"""協力要請 and 回答: what crosses, what is kept out, and when nothing is taken."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from consent.errors import LegallyRefused
from consent.gate import RefusalCode
from consent.models import Disclosure
from consent.vocabulary import CrossingKind, MeetingKind, Route
from notifications import outbox
from notifications.access import undone
from notifications.models import Notice, OutboxItem, OutboxKind
from organizations.models import Organization
from organizations.scope import log_in_as, scope
from support_meetings.access_requests import access_request, of_case
from support_meetings.actions.answers import answer_request, record_answer
from support_meetings.actions.requests import close_request, remind, withdraw_request
from support_meetings.errors import MeetingRefusal
from support_meetings.guide_requests import steps
from support_meetings.models import AgendaItem, AnswerKind, CooperationAnswer, CooperationRequest
from support_meetings.request_times import reminder_due, usual_due
from tests.meeting.request_cast import ABOUT, WORDS, issued, overdue, said
from tests.meetings import Gathering, found, hold, put_on_agenda, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def gathering(cast: Any, world: Any) -> Gathering:
    """A session with one item."""
    return whole(cast, world.own_case)


@pytest.fixture
def request_(cast: Any, acting: Any, gathering: Gathering) -> CooperationRequest:
    """To the electricity company."""
    return issued(acting, gathering, cast.denki.pk)


def test_a_request_crosses_with_what_finds_the_person_and_names_its_number(
    cast: Any, request_: CooperationRequest
) -> None:
    row = Disclosure.objects.get(pk=request_.disclosure_id)
    assert (row.kind, row.route, row.reference) == (CrossingKind.REQUEST, Route.C, request_.number)
    assert (row.sender_id, row.recipient_id) == (cast.tamana.pk, cast.denki.pk)
    assert sorted(row.items) == ["address", "name"]
    assert request_.about == ABOUT
    assert "9条" in request_.legal_text or "第9条" in request_.legal_text
    assert "協" in request_.number


def test_sent_twice_it_is_one(cast: Any, acting: Any, gathering: Gathering, request_: CooperationRequest) -> None:
    assert issued(acting, gathering, cast.denki.pk) == request_
    assert issued(acting, gathering, cast.suido.pk).number != request_.number
    assert Disclosure.objects.filter(kind=CrossingKind.REQUEST).count() == 2


def test_another_organisation_is_entered_by_its_name_once(acting: Any, gathering: Gathering) -> None:
    one = issued(acting, gathering, None, new_name="岩崎不動産")
    two = issued(acting, gathering, None, new_name="岩崎不動産", question="鍵のこと")
    assert one.addressed_to_id == two.addressed_to_id
    assert Organization.objects.filter(name="岩崎不動産").count() == 1
    assert not OutboxItem.objects.filter(kind=OutboxKind.REQUEST_MAIL).exists()


def test_a_coordination_meeting_cannot_ask(cast: Any, world: Any, acting: Any) -> None:
    gathering = found(cast, kind=MeetingKind.COORDINATION, name="支援調整会議")
    hold(gathering)
    put_on_agenda(gathering, world.own_case)
    with pytest.raises(LegallyRefused) as refused, transaction.atomic():
        issued(acting, gathering, cast.denki.pk)
    assert refused.value.refusal.code == RefusalCode.REQUEST_NOT_FROM_SUPPORT_MEETING
    assert not CooperationRequest.objects.exists()
    assert not Disclosure.objects.filter(kind=CrossingKind.REQUEST).exists()


def test_only_what_finds_the_person_goes_out(cast: Any, acting: Any, gathering: Gathering) -> None:
    with pytest.raises(LegallyRefused), transaction.atomic():
        issued(acting, gathering, cast.denki.pk, about={**ABOUT, "arrears": "三か月"})
    assert not CooperationRequest.objects.exists()


def test_an_item_off_the_agenda_asks_nothing(cast: Any, acting: Any, gathering: Gathering) -> None:
    AgendaItem.objects.update(taken_off_at=timezone.now())
    with pytest.raises(MeetingRefusal) as refused:
        issued(acting, gathering, cast.denki.pk)
    assert refused.value.code == "off_the_agenda"


def test_the_answer_crosses_back_and_the_worker_notes_the_day(
    cast: Any, acting: Any, request_: CooperationRequest
) -> None:
    with acting("staff") as staff:
        answer = answer_request(actor=staff, request=request_, said=said())
    row = Disclosure.objects.get(pk=answer.disclosure_id)
    assert (row.kind, row.route, row.reference) == (CrossingKind.ANSWER, Route.C, request_.number)
    assert (row.sender_id, row.recipient_id, row.items) == (cast.denki.pk, cast.tamana.pk, ["arrears"])
    assert answer.given == {"arrears": WORDS}
    assert Notice.objects.filter(code="request_answered", number=request_.number).count() == 1
    with log_in_as("worker"):
        outbox.run()
    request_.refresh_from_db()
    assert request_.answered_at == answer.received_at
    assert all(WORDS not in letter.body and "玉名秘密之助" not in letter.body for letter in mail.outbox)


def test_sent_twice_the_answer_is_one(acting: Any, request_: CooperationRequest) -> None:
    words = said()
    with acting("staff") as staff:
        first = answer_request(actor=staff, request=request_, said=words)
        assert answer_request(actor=staff, request=request_, said=words) == first
    assert CooperationAnswer.objects.count() == 1
    assert Disclosure.objects.filter(kind=CrossingKind.ANSWER).count() == 1
    assert Notice.objects.filter(code="request_answered").count() == 1


def test_what_was_not_asked_is_kept_out(acting: Any, request_: CooperationRequest) -> None:
    with acting("staff") as staff:
        answer = answer_request(
            actor=staff, request=request_, said=said(given={"arrears": WORDS, "income": "ひみつの収入", "phone": "090"})
        )
    assert answer.kept_out == ["income", "phone"]
    assert answer.given == {"arrears": WORDS}
    assert Disclosure.objects.get(pk=answer.disclosure_id).items == ["arrears"]


def test_only_what_was_not_asked_keeps_nothing(acting: Any, request_: CooperationRequest) -> None:
    with acting("staff") as staff, pytest.raises(MeetingRefusal) as refused, transaction.atomic():
        answer_request(actor=staff, request=request_, said=said(given={"income": "ひみつの収入"}))
    assert refused.value.code == "only_unasked"
    assert not CooperationAnswer.objects.exists()


@pytest.mark.parametrize("kind", [AnswerKind.NOTHING, AnswerKind.DECLINED])
def test_having_nothing_and_declining_are_answers(kind: AnswerKind, acting: Any, request_: CooperationRequest) -> None:
    with acting("staff") as staff:
        answer = answer_request(actor=staff, request=request_, said=said(kind, given={"arrears": WORDS}))
    assert (answer.disclosure_id, answer.given) == (None, {})
    assert not Disclosure.objects.filter(kind=CrossingKind.ANSWER).exists()


def test_a_late_and_a_further_answer_are_taken(acting: Any, request_: CooperationRequest) -> None:
    overdue(request_)
    request_.refresh_from_db()
    with acting("staff") as staff:
        answer_request(actor=staff, request=request_, said=said(AnswerKind.NOTHING))
        answer_request(actor=staff, request=request_, said=said())
    assert CooperationAnswer.objects.count() == 2


@pytest.mark.parametrize(
    ("verb", "code"),
    [(close_request, RefusalCode.REQUEST_CLOSED), (withdraw_request, RefusalCode.REQUEST_WITHDRAWN)],
)
def test_closed_or_taken_back_nothing_is_kept(
    verb: Any, code: RefusalCode, acting: Any, request_: CooperationRequest
) -> None:
    with acting("caseworker") as caseworker:
        over = verb(actor=caseworker, request=request_)
        verb(actor=caseworker, request=request_)  # once more changes nothing
    for words in (said(), said(AnswerKind.NOTHING)):
        with acting("staff") as staff, pytest.raises(LegallyRefused) as refused, transaction.atomic():
            answer_request(actor=staff, request=over, said=words)
        assert refused.value.refusal.code == code
    assert not CooperationAnswer.objects.exists()


def test_another_organisation_cannot_answer(acting: Any, request_: CooperationRequest) -> None:
    with acting("other_staff") as stranger, pytest.raises(CooperationRequest.DoesNotExist):
        answer_request(actor=stranger, request=request_, said=said())


def test_from_paper_the_same_rules_hold(acting: Any, request_: CooperationRequest) -> None:
    given = {"arrears": WORDS, "income": "―"}
    at = timezone.now() - timedelta(minutes=5)
    with acting("caseworker") as caseworker:
        answer = record_answer(
            actor=caseworker, request=request_, said=said(given=given, answered_by="電力 花子", at=at)
        )
        assert access_request(caseworker, request_.pk).answered_at == at
    assert (answer.on_paper, answer.kept_out, answer.answered_by_name) == (True, ["income"], "電力 花子")


def test_the_portal_sees_its_own_requests_and_answers_only(
    cast: Any, acting: Any, request_: CooperationRequest
) -> None:
    with acting("staff") as staff:
        answer_request(actor=staff, request=request_, said=said())
        assert CooperationRequest.objects.count() == CooperationAnswer.objects.count() == 1
        for forbidden in (AgendaItem.objects.exists, lambda: CooperationRequest.objects.update(question="x")):
            with pytest.raises(ProgrammingError), transaction.atomic():
                forbidden()
    with log_in_as("portal"), scope(organization=cast.suido.pk):
        assert not CooperationRequest.objects.exists()
        assert not CooperationAnswer.objects.exists()
    with log_in_as("portal"), scope():
        assert not CooperationRequest.objects.exists()
    with acting("other_caseworker") as stranger:
        assert not CooperationRequest.objects.exists()
        assert stranger.municipality_id != request_.municipality_id
    assert connection.needs_rollback is False


def _letters() -> list[Any]:
    """To the company; the desks get theirs about the world's reports."""
    return [letter for letter in mail.outbox if not letter.to[0].startswith("desk-")]


def test_mail_goes_to_whoever_may_answer_and_names_nobody(request_: CooperationRequest) -> None:
    with log_in_as("worker"):
        outbox.run()
    assert {letter.to[0] for letter in _letters()} == {"staff@example.jp", "manager@example.jp"}
    text = "".join(letter.subject + letter.body for letter in _letters())
    assert "/asked/" in text
    assert not any(word in text for word in (*ABOUT.values(), request_.question, request_.number))


def test_one_reminder_goes_by_itself_after_the_day(request_: CooperationRequest) -> None:
    waiting = OutboxItem.objects.get(key=f"request:{request_.pk}:due")
    assert waiting.due_at == reminder_due(request_.due_on)
    overdue(request_)
    OutboxItem.objects.filter(pk=waiting.pk).update(due_at=timezone.now())
    with log_in_as("worker"):
        outbox.run()
    request_.refresh_from_db()
    assert request_.reminders == 1
    assert len(_letters()) == 4  # two at the beginning, two reminded


def test_whoever_has_answered_is_not_reminded(acting: Any, request_: CooperationRequest) -> None:
    with acting("staff") as staff:
        answer_request(actor=staff, request=request_, said=said(AnswerKind.NOTHING))
    with log_in_as("worker"):
        outbox.run()
    mail.outbox.clear()
    overdue(request_)
    OutboxItem.objects.filter(key=f"request:{request_.pk}:due").update(due_at=timezone.now())
    with log_in_as("worker"):
        outbox.run()
    assert not mail.outbox
    with acting("caseworker") as caseworker, pytest.raises(MeetingRefusal):
        remind(actor=caseworker, request=request_)


def test_a_reminder_by_hand_counts_once_a_day(acting: Any, request_: CooperationRequest) -> None:
    with acting("caseworker") as caseworker:
        remind(actor=caseworker, request=request_)
        assert remind(actor=caseworker, request=request_).reminders == 1
    assert OutboxItem.objects.filter(key__startswith=f"request:{request_.pk}:remind").count() == 1


def test_the_case_knows_its_requests(world: Any, acting: Any, request_: CooperationRequest) -> None:
    with acting("caseworker") as caseworker:
        assert of_case(caseworker, world.own_case) == [request_]
    with acting("admin") as admin:
        assert of_case(admin, world.own_case) == []


def test_ten_working_days_are_usual() -> None:
    assert usual_due(date(2026, 11, 2)) == date(2026, 11, 17)  # the third is a holiday


def test_a_reminder_that_is_not_due_is_no_trouble_in_the_outbox(acting: Any, request_: CooperationRequest) -> None:
    with acting("lead") as lead:
        assert f"request:{request_.pk}:asked" in undone(lead).values_list("key", flat=True)
        assert f"request:{request_.pk}:due" not in undone(lead).values_list("key", flat=True)


def test_the_guide_waits_until_they_have_answered(
    acting: Any, gathering: Gathering, request_: CooperationRequest
) -> None:
    assert gathering.session is not None
    with acting("caseworker") as caseworker:
        assert [step.done for step in steps(caseworker, gathering.session)] == [False]
        close_request(actor=caseworker, request=request_)
        assert [step.done for step in steps(caseworker, gathering.session)] == [True]
    with acting("admin") as admin:
        assert steps(admin, gathering.session) == []
