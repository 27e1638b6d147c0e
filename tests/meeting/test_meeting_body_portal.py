"""A member at the portal answers and signs for nobody but themselves; row security says the same."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from notifications.delivery import deliver
from notifications.models import Notice, OutboxItem, OutboxKind
from organizations.models import RoleAssignment, RoleKind, User
from support_meetings.access_membership import access_own, duties
from support_meetings.actions import declaring
from support_meetings.mailing import mail_member
from support_meetings.models import Acceptance, Appointment, Member, Pledge
from support_meetings.seats import appointment_fact
from support_meetings.states import state_of
from tests.meeting.body_story import asked, days
from tests.meetings import found, seat


@pytest.fixture
def meeting(cast):
    return found(cast).meeting


@pytest.fixture
def mine(cast, meeting, acting):
    """The member of the cast is asked to serve for the electricity company."""
    with acting("lead") as lead:
        return asked(lead, meeting, cast.denki.pk, email="member@example.jp", name="森田 進")


@pytest.fixture
def other(cast, meeting, acting):
    """Somebody else with a log-in as a member."""
    person = User.objects.create(email="second@example.jp", name="別の 人", password="!")
    RoleAssignment.objects.create(
        user=person, organization=cast.tamana, municipality=cast.tamana, role=RoleKind.MEETING_MEMBER
    )
    with acting("lead") as lead:
        return asked(lead, meeting, cast.suido.pk, email="second@example.jp", name="別の 人")


def text(answer):
    return answer.content.decode()


def test_from_the_request_to_the_signature(mine, browser):
    member = browser("member")
    assert mine.request_number in text(member.get(f"/room/requests/{mine.pk}/"))
    answer = member.post(f"/room/requests/{mine.pk}/", {"accepted": "yes"})
    assert answer["Location"] == f"/room/pledges/{mine.pk}/"
    page = text(member.get(f"/room/pledges/{mine.pk}/"))
    assert "誓います" in page
    assert "第9条第5項" in page
    assert "照合がまだ" in page
    assert member.post(f"/room/pledges/{mine.pk}/", {"signed_name": "別の人"}).status_code == 409
    assert not Pledge.objects.exists()
    assert member.post(f"/room/pledges/{mine.pk}/", {"signed_name": "森田　進"}).status_code == 302
    pledge = Pledge.objects.get()
    assert (pledge.means, pledge.signed_name, pledge.user.email) == ("screen", "森田　進", "member@example.jp")
    assert pledge.text.splitlines()[0] in text(member.get(f"/room/pledges/{mine.pk}/"))
    assert member.get(f"/room/terms/{mine.pk}/pledge.pdf")["Content-Type"] == "application/pdf"
    assert sorted(Notice.objects.values_list("code", flat=True)) == ["pledge", "serve_yes"]


def test_two_clicks_are_one_answer_and_one_signature(mine, browser):
    member = browser("member")
    for _turn in range(2):
        assert member.post(f"/room/requests/{mine.pk}/", {"accepted": "yes"}).status_code == 302
    for _turn in range(2):
        assert member.post(f"/room/pledges/{mine.pk}/", {"signed_name": "森田 進"}).status_code == 302
    assert (Acceptance.objects.count(), Pledge.objects.count(), Notice.objects.count()) == (1, 1, 2)
    assert member.post(f"/room/requests/{mine.pk}/", {"accepted": "no"}).status_code == 409
    assert Acceptance.objects.get().accepted


def test_a_refusal_is_an_answer_and_then_nothing_is_signed(mine, browser):
    member = browser("member")
    assert member.post(f"/room/requests/{mine.pk}/", {}).status_code == 400
    assert member.post(f"/room/requests/{mine.pk}/", {"accepted": "no"}).status_code == 302
    assert member.post(f"/room/pledges/{mine.pk}/", {"signed_name": "森田 進"}).status_code == 409
    assert not Pledge.objects.exists()


def test_nobody_answers_or_signs_for_somebody_else(mine, other, browser):
    member = browser("member")
    for address in (f"/room/requests/{other.pk}/", f"/room/pledges/{other.pk}/"):
        assert member.get(address).status_code == 404
        assert member.post(address, {"accepted": "yes", "signed_name": "別の 人"}).status_code == 404
    assert member.get(f"/room/terms/{other.pk}/request.pdf").status_code == 404
    assert not Acceptance.objects.exists()
    assert browser("staff").get(f"/room/pledges/{mine.pk}/").status_code == 403


def test_the_action_itself_asks_whose_it_is(mine, other, acting):
    with acting("member") as member:
        for verb in (
            lambda: declaring.reply_to_request(actor=member, appointment=other, accepted=True),
            lambda: declaring.sign_pledge(actor=member, appointment=other, signed_name="別の 人"),
        ):
            with pytest.raises(Appointment.DoesNotExist):
                verb()


def test_as_the_portals_log_in_nobody_elses_term_exists(mine, other, acting):
    with acting("member"), connection.cursor() as cursor:
        for model in (Appointment, Member):
            cursor.execute(f'SELECT count(*), min(user_id) FROM "{model._meta.db_table}"')
            assert cursor.fetchone() == (1, mine.user_id)
        for statement in ("UPDATE {} SET ends_on = '2099-12-31'", "DELETE FROM {}"):
            with pytest.raises(ProgrammingError), transaction.atomic():
                cursor.execute(statement.format(Appointment._meta.db_table))
    with acting("staff"), connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{Appointment._meta.db_table}"')
        assert cursor.fetchone() == (0,)


def test_as_the_portals_log_in_a_pledge_in_another_name_is_not_written(mine, other, acting):
    words = {"municipality_id": mine.municipality_id, "signed_name": "別の 人", "means": "screen", "text": "x"}
    with pytest.raises((ProgrammingError, IntegrityError)), acting("member"):
        Pledge.objects.create(appointment_id=other.pk, user_id=other.user_id, recorded_by_id=other.user_id, **words)


def test_a_pledge_that_a_broken_portal_writes_for_somebody_else_is_not_written(cast, mine, other, acting):
    words = {"municipality_id": mine.municipality_id, "signed_name": "別の 人", "means": "screen", "text": "x"}
    Appointment.objects.filter(pk=other.pk).update(number="委-8", appointed_on=days(0))
    with acting("member"), pytest.raises(IntegrityError), transaction.atomic():
        Pledge.objects.create(appointment_id=other.pk, user_id=mine.user_id, recorded_by_id=mine.user_id, **words)
    row = Appointment.objects.select_related("acceptance").get(pk=other.pk)
    assert state_of(row, days(0)).key == "pledge_missing"
    assert appointment_fact(row, Pledge(appointment=row, user_id=mine.user_id, **words)).pledge_signed_at is None


def test_duties_are_the_members_own_and_change_as_they_are_done(cast, meeting, mine, other, acting):
    def now():
        with acting("member") as member:
            found_out = duties(member)
            return [len(getattr(found_out, name)) for name in ("to_answer", "to_sign", "serving", "left")]

    assert now() == [1, 0, 0, 0]
    with acting("member") as member:
        declaring.reply_to_request(actor=member, appointment=mine, accepted=True)
    assert now() == [0, 1, 0, 0]
    with acting("member") as member:
        declaring.sign_pledge(actor=member, appointment=mine, signed_name="森田進")
    Appointment.objects.filter(pk=mine.pk).update(number="委-9", appointed_on=days(0))
    assert now() == [0, 0, 1, 0]
    Appointment.objects.filter(pk=mine.pk).update(starts_on=days(-9), ends_on=days(-1), ended_at="2026-01-01T00:00Z")
    assert now() == [0, 0, 0, 1]
    with acting("member") as member:
        assert access_own(member, mine.pk).pk == mine.pk


def test_duties_lead_to_the_request_and_then_to_the_pledge(mine, browser):
    member = browser("member")
    assert f"/room/requests/{mine.pk}/" in text(member.get("/room/"))
    member.post(f"/room/requests/{mine.pk}/", {"accepted": "yes"})
    page = text(member.get("/room/"))
    assert f"/room/pledges/{mine.pk}/" in page
    assert f"/room/requests/{mine.pk}/" not in page


def test_mail_says_that_there_is_something_and_not_what(cast, meeting, mine, acting, mailoutbox):
    told = OutboxItem.objects.get(kind=OutboxKind.MEMBER_MAIL)
    assert set(told.payload) == {"member", "code", "path"}
    assert "森田" not in str(told.payload)
    deliver(told)
    letter = mailoutbox[0]
    assert letter.to == ["member@example.jp"]
    assert f"/room/requests/{mine.pk}/" in letter.body
    for word in ("森田", "ひので電力", meeting.name):
        assert word not in letter.subject + letter.body


def test_a_member_on_paper_gets_no_mail_and_one_key_is_one_mail(cast, meeting, acting, mailoutbox):
    gathering = found(cast, name="別の会議")
    with acting("lead") as lead:
        on_paper = seat(gathering, "紙の人", user=None, organization=cast.suido).member
        assert not mail_member(actor=lead, member=on_paper, code="papers", key="1", path="/room/")
        online = seat(gathering, "member", user=cast.roles["member"].user, organization=cast.denki).member
        for _turn in range(2):
            assert mail_member(actor=lead, member=online, code="papers", key="1", path="/room/")
        with pytest.raises(ValueError, match="no words"):
            mail_member(actor=lead, member=online, code="gossip", key="1", path="/room/")
    assert OutboxItem.objects.filter(kind=OutboxKind.MEMBER_MAIL).count() == 1


def test_whoever_has_no_address_any_more_is_not_mailed(cast, meeting, mine, mailoutbox):
    told = OutboxItem.objects.get(kind=OutboxKind.MEMBER_MAIL)
    Member.objects.update(email="")
    deliver(told)
    assert not mailoutbox
