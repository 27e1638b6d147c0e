"""Rule 7 as the actions write it and the gate reads it: asked, accepted, appointed, pledged, renewed, gone."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from consent.gate import TOKYO, Permit, Refusal, RefusalCode, decide
from consent.vocabulary import Item
from notifications.models import OutboxItem, OutboxKind
from organizations.models import Invitation, Organization, OrganizationKind
from support_meetings.actions import body, declaring, membership
from support_meetings.actions.provisional import Spot, appoint_for_session
from support_meetings.errors import MeetingRefusal
from support_meetings.models import (
    Appointment,
    EndReason,
    LegalBasis,
    Means,
    Member,
    Pledge,
    SessionState,
    Summons,
    SupportMeeting,
)
from support_meetings.paper_gate import sharing
from support_meetings.seats import session_facts
from support_meetings.states import state_of
from tests.meeting.body_story import appointed, asked, days
from tests.meetings import found, hold, other_organization, put_on_agenda, seat, summon


@pytest.fixture
def meeting(cast):
    return found(cast).meeting


def refusal(call, **said):
    with pytest.raises(MeetingRefusal) as refused:
        call(**said)
    return refused.value.code


def state(appointment, on=None):
    row = Appointment.objects.select_related("acceptance", "pledge").get(pk=appointment.pk)
    return state_of(row, on or timezone.localdate()).key


def verdict(gathering, name, at):
    """What the gate says of showing the item to this member at this moment."""
    crossing = sharing(
        item=gathering.item,
        sender=gathering.appointments["lead"],
        to=gathering.summonses[name],
        items=frozenset({Item.NAME}),
        at=at,
    )
    return decide(crossing, session_facts(gathering.session))


@pytest.fixture
def seated(cast, world):
    """The lead of the agency, and a member whose term ends on 2027-03-31, at a session over that midnight."""
    gathering = found(cast)
    seat(gathering, "lead", user=cast.roles["lead"].user, organization=cast.tamana_agency)
    seat(gathering, "member", user=cast.roles["member"].user, organization=cast.denki, ends_on=date(2027, 3, 31))
    hold(gathering, starts_at=datetime(2027, 3, 31, 23, tzinfo=TOKYO))
    summon(gathering, "lead", "member")
    put_on_agenda(gathering, world.own_case)
    return gathering


def test_the_term_holds_to_the_last_second_of_its_last_day_in_japan(seated):
    assert isinstance(verdict(seated, "member", datetime(2027, 3, 31, 23, 59, 59, 999999, tzinfo=TOKYO)), Permit)
    after = verdict(seated, "member", datetime(2027, 4, 1, 0, 0, 0, tzinfo=TOKYO))
    assert isinstance(after, Refusal)
    assert after.code == RefusalCode.APPOINTMENT_ENDED
    assert state(seated.appointments["member"], date(2027, 3, 31)) == "ends_soon"
    assert state(seated.appointments["member"], date(2027, 4, 1)) == "left"


def test_the_term_begins_with_the_first_second_of_its_first_day(seated):
    Appointment.objects.filter(pk=seated.appointments["member"].pk).update(starts_on=date(2027, 3, 31))
    before = verdict(seated, "member", datetime(2027, 3, 30, 23, 59, 59, tzinfo=TOKYO))
    assert isinstance(before, Refusal)
    assert before.code == RefusalCode.APPOINTMENT_NOT_STARTED
    assert isinstance(verdict(seated, "member", datetime(2027, 3, 31, 0, 0, 0, tzinfo=TOKYO)), Permit)


def test_an_end_recorded_today_holds_from_midnight(cast, world, acting):
    gathering = found(cast)
    today = timezone.localdate()
    seat(gathering, "lead", user=cast.roles["lead"].user, organization=cast.tamana_agency)
    seat(gathering, "member", user=cast.roles["member"].user, organization=cast.denki)
    hold(gathering)
    summon(gathering, "lead", "member")
    put_on_agenda(gathering, world.own_case)
    with acting("lead") as lead:
        ended = membership.end_appointment(
            actor=lead, appointment=gathering.appointments["member"], on=today, reason=EndReason.RESIGNED
        )
    assert (ended.ends_on, ended.end_reason) == (today, "resigned")
    assert (state(ended), state(ended, today + timedelta(days=1))) == ("leaving", "left")
    last_second = datetime.combine(today, time(23, 59, 59), tzinfo=TOKYO)
    assert isinstance(verdict(gathering, "member", last_second), Permit)
    refused = verdict(gathering, "member", last_second + timedelta(seconds=1))
    assert isinstance(refused, Refusal)
    assert refused.code == RefusalCode.APPOINTMENT_ENDED


def test_without_the_pledge_the_gate_lets_nothing_through(cast, world, acting):
    gathering = found(cast)
    seat(gathering, "lead", user=cast.roles["lead"].user, organization=cast.tamana_agency)
    seat(gathering, "member", user=None, organization=cast.denki, pledged=False)
    hold(gathering)
    summon(gathering, "lead", "member")
    put_on_agenda(gathering, world.own_case)
    refused = verdict(gathering, "member", timezone.now())
    assert isinstance(refused, Refusal)
    assert refused.code == RefusalCode.PLEDGE_NOT_SIGNED
    assert state(gathering.appointments["member"]) == "pledge_missing"
    with acting("lead") as lead:
        declaring.record_pledge(
            actor=lead,
            appointment=gathering.appointments["member"],
            signed_name="森田 進",
            on=timezone.localdate(),
        )
    assert isinstance(verdict(gathering, "member", timezone.now()), Permit)


def test_from_request_to_pledge_on_paper(cast, meeting, acting):
    with acting("lead") as lead:
        request = asked(lead, meeting, cast.suido.pk)
        assert (request.request_number[-4:], request.number, state(request)) == ("依001", "", "asked")
        assert refusal(membership.appoint, actor=lead, appointment=request, **_term(request)) == "not_accepted"
        early = {"actor": lead, "appointment": request, "signed_name": "森田 進", "on": timezone.localdate()}
        assert refusal(declaring.record_pledge, **early) == "not_accepted"
        declaring.record_reply(actor=lead, appointment=request, accepted=True, on=days(0))
        assert state(request) == "accepted"
        made = membership.appoint(actor=lead, appointment=request, **_term(request))
        assert (made.number[-4:], state(made)) == ("委001", "pledge_missing")
        pledge = declaring.record_pledge(**early)
    assert state(made) == "in_office"
    assert "秘密" in pledge.text
    assert "第9条第5項" in pledge.provision
    assert "照合" in pledge.provision
    assert Member.objects.get().user is None
    assert not Invitation.objects.exists()


def _term(request):
    return {"appointed_on": days(0), "starts_on": request.starts_on, "ends_on": request.ends_on}


def test_the_pledge_keeps_the_provision_of_the_day_on_which_it_was_signed(cast, meeting, acting):
    with acting("lead") as lead:
        request = asked(lead, meeting, cast.suido.pk, starts_on=date(2025, 4, 1))
        declaring.record_reply(actor=lead, appointment=request, accepted=True, on=date(2025, 4, 1))
        said = {"actor": lead, "appointment": request, "signed_name": "森田 進"}
        old = declaring.record_pledge(**said, on=date(2025, 5, 31))
        assert "懲役" in old.provision
        assert timezone.localtime(old.signed_at).strftime("%Y-%m-%d %H:%M:%S") == "2025-05-31 23:59:59"
        other = asked(lead, meeting, cast.denki.pk, name="別の人")
        declaring.record_reply(actor=lead, appointment=other, accepted=True, on=days(0))
        new = declaring.record_pledge(actor=lead, appointment=other, signed_name="別の人", on=days(0))
    assert "拘禁刑" in new.provision
    assert "懲役" not in new.provision


def test_every_verb_twice_changes_nothing_or_says_so(cast, meeting, acting):
    with acting("lead") as lead:
        request = asked(lead, meeting, cast.suido.pk, email="Morita@example.jp")
        again = {"name": "森田 進", "email": "morita@EXAMPLE.jp"}
        with pytest.raises(MeetingRefusal) as refused:
            asked(lead, meeting, cast.suido.pk, **again)
        assert refused.value.code == "asked_already"
        made = appointed(lead, request)
        twice = membership.appoint(
            actor=lead, appointment=made, appointed_on=days(3), starts_on=days(5), ends_on=days(6)
        )
        assert (twice.number, twice.starts_on) == (made.number, made.starts_on)
        declaring.record_reply(actor=lead, appointment=made, accepted=True, on=days(0))
        no = {"actor": lead, "appointment": made, "accepted": False, "on": days(0)}
        assert refusal(declaring.record_reply, **no) == "answered_already"
        declaring.record_pledge(actor=lead, appointment=made, signed_name="別名", on=days(0))
        first, second = (membership.renew(actor=lead, appointment=made, ends_on=days(700)) for _turn in range(2))
        end = {"actor": lead, "appointment": made, "on": days(10), "reason": EndReason.RESIGNED}
        membership.end_appointment(**end)
        membership.end_appointment(**end)
        assert refusal(membership.end_appointment, **{**end, "on": days(11)}) == "ended_already"
    assert first == second
    assert Pledge.objects.get().signed_name == "森田 進"
    assert (Member.objects.count(), Appointment.objects.count(), Invitation.objects.count()) == (1, 2, 1)
    told = OutboxItem.objects.filter(kind=OutboxKind.MEMBER_MAIL)
    assert sorted(item.payload["code"] for item in told) == ["pledge", "serve", "serve"]


def test_whoever_declined_is_not_appointed_and_may_be_asked_anew(cast, meeting, acting):
    with acting("lead") as lead:
        request = asked(lead, meeting, cast.suido.pk)
        declaring.record_reply(actor=lead, appointment=request, accepted=False, on=days(0))
        assert refusal(membership.appoint, actor=lead, appointment=request, **_term(request)) == "declined"
        again = asked(lead, meeting, cast.suido.pk, member_id=request.member_id)
        membership.withdraw_request(actor=lead, appointment=again)
        membership.withdraw_request(actor=lead, appointment=again)
        reply = {"actor": lead, "appointment": again, "accepted": True, "on": days(0)}
        assert refusal(declaring.record_reply, **reply) == "taken_back"
    assert (state(request), state(again)) == ("declined", "taken_back")


def test_a_change_of_employer_ends_one_seat_and_asks_for_another(cast, meeting, acting):
    with acting("lead") as lead:
        old = appointed(lead, asked(lead, meeting, cast.denki.pk))
        membership.end_appointment(actor=lead, appointment=old, on=days(0), reason=EndReason.MOVED)
        new = asked(lead, meeting, cast.suido.pk, member_id=old.member_id, starts_on=days(1))
        assert refusal(membership.appoint, actor=lead, appointment=new, **_term(new)) == "not_accepted"
    assert new.member_id == old.member_id
    assert not hasattr(new, "pledge")
    assert state(new) == "asked"


def test_one_person_for_two_organisations_is_one_member_with_two_numbers(cast, meeting, acting):
    with acting("lead") as lead:
        first = appointed(lead, asked(lead, meeting, cast.denki.pk, email="two@example.jp"))
        second = appointed(lead, asked(lead, meeting, cast.suido.pk, email="TWO@example.jp"))
    assert first.member == second.member
    assert first.number != second.number
    assert Pledge.objects.count() == 2
    assert Invitation.objects.count() == 1


def test_renewal_follows_the_term_and_needs_a_pledge_again(cast, meeting, acting):
    with acting("lead") as lead:
        old = appointed(lead, asked(lead, meeting, cast.denki.pk, ends_on=days(20)))
        assert state(old) == "ends_soon"
        new = membership.renew(actor=lead, appointment=old, ends_on=days(700))
        made = appointed(lead, new, pledged=False)
    assert (made.starts_on, made.renews_id, state(made, days(21))) == (days(21), old.pk, "pledge_missing")


@pytest.mark.parametrize("on", [-2, 366])
def test_the_last_day_lies_within_the_term(cast, meeting, acting, on):
    with acting("lead") as lead:
        made = appointed(lead, asked(lead, meeting, cast.denki.pk))
        end = {"actor": lead, "appointment": made, "on": days(on), "reason": EndReason.RESIGNED}
        assert refusal(membership.end_appointment, **end) == "outside_term"


def test_who_is_at_the_portal_already_is_bound_and_not_invited(cast, meeting, acting):
    with acting("lead") as lead:
        request = asked(lead, meeting, cast.denki.pk, email="member@example.jp")
    assert request.user == cast.roles["member"].user
    assert not Invitation.objects.exists()


def test_somebody_invited_is_asked_for_a_role_as_member_only(cast, meeting, acting):
    with acting("lead") as lead:
        request = asked(lead, meeting, cast.denki.pk, email="staff@example.jp")
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.municipality) == ("meeting_member", cast.tamana)
    assert request.user is None


def test_founding_and_dissolving(cast, acting):
    wanted = body.Body("玉名市支援会議", date(2026, 4, 1), "設置要綱", "第1条", cast.tamana_agency.pk)
    with acting("admin") as admin:
        made = body.found_meeting(actor=admin, basis=LegalBasis.ACT_9, wanted=wanted)
        assert refusal(body.found_meeting, actor=admin, basis=LegalBasis.CONSENT, wanted=wanted) == "name_taken"
        made_by = appointed(admin, asked(admin, made, cast.denki.pk))
        open_one = asked(admin, made, cast.suido.pk, name="別の人")
        ended = body.dissolve_meeting(actor=admin, meeting=made, on=days(0), version=0)
        assert body.dissolve_meeting(actor=admin, meeting=made, on=days(5), version=9).ended_on == days(0)
        with pytest.raises(MeetingRefusal) as refused:
            asked(admin, made, cast.denki.pk)
    assert refused.value.code == "meeting_dissolved"
    made_by.refresh_from_db()
    assert (ended.ended_on, made_by.ends_on, made_by.end_reason) == (days(0), days(0), "dissolved")
    assert state(open_one) == "taken_back"


def test_a_meeting_without_statute_is_the_coordination_meeting(cast, acting):
    wanted = body.Body("支援調整会議", date(2026, 4, 1), "設置要綱", "", cast.tamana_agency.pk)
    with acting("lead") as lead:
        made = body.found_meeting(actor=lead, basis=LegalBasis.CONSENT, wanted=wanted)
        signed = appointed(lead, asked(lead, made, cast.denki.pk)).pledge
    assert made.kind == "coordination"
    assert signed.provision == ""
    assert "同意した範囲" in signed.text


def test_a_meeting_with_an_open_session_is_not_dissolved(cast, acting):
    gathering = found(cast)
    hold(gathering)
    with acting("lead") as lead:
        said = {"actor": lead, "meeting": gathering.meeting, "on": days(0), "version": 0}
        assert refusal(body.dissolve_meeting, **said) == "session_open"


def test_only_who_is_in_office_becomes_chair(cast, meeting, acting):
    wanted = body.Body(meeting.name, meeting.founded_on, meeting.charter, "本文", cast.tamana_agency.pk)
    with acting("lead") as lead:
        member = appointed(lead, asked(lead, meeting, cast.denki.pk)).member
        waiting = asked(lead, meeting, cast.suido.pk, name="別の人").member
        said = {"actor": lead, "meeting": meeting, "wanted": wanted, "deputy_id": None}
        assert refusal(body.edit_meeting, **said, chair_id=waiting.pk, version=0) == "not_in_office"
        twice = {**said, "chair_id": member.pk, "deputy_id": member.pk, "version": 0}
        assert refusal(body.edit_meeting, **twice) == "one_officer_twice"
        made = body.edit_meeting(**said, chair_id=member.pk, version=0)
        assert refusal(body.edit_meeting, **said, chair_id=None, version=0) == "changed_meanwhile"
    assert (made.chair, made.version) == (member, 1)


def test_a_foreign_agency_is_no_secretariat(cast, acting):
    wanted = body.Body("会議", date(2026, 4, 1), "要綱", "", cast.kitakyushu_agency.pk)
    with acting("lead") as lead:
        assert refusal(body.found_meeting, actor=lead, basis=LegalBasis.ACT_9, wanted=wanted) == "not_an_agency_here"


def test_another_town_reaches_no_term_and_no_meeting(cast, acting):
    gathering = found(cast)
    made = seat(gathering, "member", user=None, organization=cast.denki)
    with acting("other_admin") as other:
        with pytest.raises(SupportMeeting.DoesNotExist):
            membership.lock_appointment(other, made)
        with pytest.raises(SupportMeeting.DoesNotExist):
            body.lock_meeting(other, gathering.meeting.pk)


def test_an_agency_may_add_a_plain_body_and_no_company(cast, acting):
    from django.db import ProgrammingError

    with acting("lead") as lead:
        made = body.other_organization(actor=lead, name="玉名地区民生委員協議会")
        assert made.kind == OrganizationKind.OTHER
    with pytest.raises(ProgrammingError), acting("lead"):
        Organization.objects.create(kind=OrganizationKind.UTILITY, name="にせ電力")


def spot(session, cast, **said):
    how = Spot(said.pop("accepted_by", Means.PAPER), said.pop("pledged", True))
    who = membership.Who(**{"name": "臨時 一郎", **said})
    return {"session": session, "who": who, "organization_id": cast.denki.pk, "post": "", "spot": how}


def test_appointed_for_one_session_in_one_step(cast, world, acting):
    gathering = found(cast)
    seat(gathering, "lead", user=cast.roles["lead"].user, organization=cast.tamana_agency)
    hold(gathering, starts_at=datetime(2027, 3, 31, 14, tzinfo=TOKYO))
    summon(gathering, "lead")
    put_on_agenda(gathering, world.own_case)
    with acting("lead") as lead:
        made = appoint_for_session(actor=lead, **spot(gathering.session, cast))
        again = appoint_for_session(
            actor=lead, **{**spot(gathering.session, cast), "who": membership.Who(made.member_id)}
        )
    assert made == again
    assert (made.starts_on, made.ends_on) == (date(2027, 3, 31), date(2027, 3, 31))
    gathering.summonses["spot"] = Summons.objects.get(member=made.member)
    assert gathering.summonses["spot"].sent_at is not None
    day = datetime(2027, 3, 31, 0, 0, 0, tzinfo=TOKYO)
    assert isinstance(verdict(gathering, "spot", day), Permit)
    for at in (day - timedelta(seconds=1), day + timedelta(days=1)):
        assert isinstance(verdict(gathering, "spot", at), Refusal)


def test_without_pledge_on_paper_it_is_signed_at_the_portal_or_nowhere(cast, acting):
    gathering = found(cast)
    hold(gathering)
    with acting("lead") as lead:
        none = {"actor": lead, **spot(gathering.session, cast, pledged=False)}
        assert refusal(appoint_for_session, **none) == "pledge_nowhere"
        made = appoint_for_session(actor=lead, **spot(gathering.session, cast, pledged=False, email="spot@example.jp"))
    assert state(made, made.starts_on) == "pledge_missing"
    assert Invitation.objects.get().email == "spot@example.jp"


def test_nobody_is_appointed_for_a_session_that_is_over(cast, acting):
    gathering = found(cast)
    hold(gathering, state=SessionState.CLOSED)
    with acting("lead") as lead:
        assert refusal(appoint_for_session, actor=lead, **spot(gathering.session, cast)) == "session_over"


def test_contractor_and_member_are_two_capacities_of_one_organisation(cast, meeting, acting):
    """Rule 22: the agency's own body sits as a member like any other; its seat has its own number and pledge."""
    with acting("lead") as lead:
        made = appointed(lead, asked(lead, meeting, cast.tamana_agency.pk))
        other = appointed(lead, asked(lead, meeting, other_organization().pk, member_id=made.member_id))
    assert {made.organization, other.organization} == {
        *Organization.objects.filter(pk__in=[made.organization_id, other.organization_id])
    }
    assert made.number != other.number
