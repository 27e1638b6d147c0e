"""The agenda: what is put on it, who may hear of it, conflicts, two secretaries, and terms that end at midnight."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from cases.actions import close_case
from cases.errors import CaseRefusal
from consent.gate import TOKYO, RefusalCode
from consent.models import Consent
from consent.vocabulary import CaseKind, ConsentMeans, Item, MeetingKind, Purpose
from support_meetings.actions import agenda
from support_meetings.actions.agenda import Stated
from support_meetings.errors import MeetingRefusal
from support_meetings.models import AgendaItem, Exclusion, SessionState
from support_meetings.seats import subject_for
from support_meetings.verdicts import verdicts
from tests import meetings
from tests.world import TAMANA_SECRET, build_world

STATED = Stated(CaseKind.SCATTERED, "", "だれが何を知っていますか。")
WITHOUT = Stated(CaseKind.NO_CONSENT, "三度訪ねたが会えない。", "どう会いますか。")
MIDNIGHT = datetime(2026, 12, 1, 0, 0, tzinfo=TOKYO)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast, acting):
    return build_world(cast, acting)


@pytest.fixture
def gathering(cast, world):
    return meetings.whole(cast, world.own_case)


def answers(actor, item, at=None):
    return {one.summons.member.name: one.answer for one in verdicts(actor, item, at)}


def code_of(actor, item, name, at=None):
    answer = answers(actor, item, at)[name]
    return None if answer.allowed else answer.code


# --- who may hear of it ---


def test_those_who_are_called_may_hear_of_it_and_nobody_else_is_named(cast, acting, gathering):
    with acting("lead") as lead:
        found = answers(lead, gathering.item)
    assert set(found) == {member.name for member in gathering.members.values()}
    assert all(answer.allowed for answer in found.values())


def test_a_member_without_pledge_hears_nothing(cast, acting, gathering):
    meetings.seat(gathering, "new", user=None, organization=cast.suido, pledged=False)
    meetings.summon(gathering, "new")
    with acting("lead") as lead:
        assert code_of(lead, gathering.item, "new") == RefusalCode.PLEDGE_NOT_SIGNED


def test_a_term_ends_at_midnight_in_the_middle_of_a_session(cast, acting, gathering):
    last = {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 11, 30)}
    meetings.seat(gathering, "leaving", user=None, organization=cast.suido, **last)
    meetings.summon(gathering, "leaving")
    with acting("lead") as lead:
        second = timedelta(seconds=1)
        assert code_of(lead, gathering.item, "leaving", MIDNIGHT - second) is None
        assert code_of(lead, gathering.item, "leaving", MIDNIGHT) == RefusalCode.APPOINTMENT_ENDED


def test_who_has_no_seat_sees_what_holds_for_the_others(cast, acting, gathering):
    with acting("caseworker") as worker:
        assert all(answer.allowed for answer in answers(worker, gathering.item).values())


# --- conflicts ---


def test_an_excluded_organisation_hears_nothing_and_is_let_in_again(cast, acting, gathering):
    member = gathering.members["member"].name
    with acting("lead") as lead:
        kept = {"reason": "勤め先", "organization_id": cast.denki.pk}
        row = agenda.exclude(actor=lead, item=gathering.item, **kept)
        assert code_of(lead, gathering.item, member) == RefusalCode.EXCLUDED_FOR_CONFLICT
        assert agenda.exclude(actor=lead, item=gathering.item, **kept) == row
        agenda.include_again(actor=lead, exclusion=row)
        assert code_of(lead, gathering.item, member) is None


def test_a_relative_alone_is_left_out(cast, acting, gathering):
    with acting("lead") as lead:
        agenda.exclude(actor=lead, item=gathering.item, reason="親族", member_id=gathering.members["commissioner"].pk)
        found = answers(lead, gathering.item)
    assert [name for name, answer in found.items() if not answer.allowed] == ["commissioner"]


def test_who_sits_for_two_organisations_is_excluded_in_both(cast, acting, gathering):
    """Called for the welfare commissioners, employed by the water bureau, which is the landlord here."""
    meetings.seat(gathering, "both", user=None, organization=cast.suido)
    meetings.seat(gathering, "both", user=None, organization=meetings.other_organization("自治会"))
    meetings.summon(gathering, "both")
    with acting("lead") as lead:
        assert code_of(lead, gathering.item, "both") is None
        agenda.exclude(actor=lead, item=gathering.item, reason="大家", organization_id=cast.suido.pk)
        assert code_of(lead, gathering.item, "both") == RefusalCode.EXCLUDED_FOR_CONFLICT


def test_the_contractor_s_own_seat_can_be_in_conflict_too(cast, acting, gathering):
    with acting("lead") as lead:
        agenda.exclude(actor=lead, item=gathering.item, reason="当事者", organization_id=cast.tamana_agency.pk)
        assert code_of(lead, gathering.item, gathering.members["lead"].name) == RefusalCode.EXCLUDED_FOR_CONFLICT


# --- what is put on it ---


def test_a_second_click_finds_the_first_item(cast, acting, world, gathering):
    gathering.item.delete()
    with acting("caseworker") as worker:
        put = {"actor": worker, "session": gathering.session, "case": world.own_case, "stated": STATED}
        assert agenda.add_item(**put) == agenda.add_item(**put)
    assert AgendaItem.objects.count() == 1


def test_a_closed_case_is_not_put_on_it(cast, acting, world, gathering):
    gathering.item.delete()
    with acting("caseworker") as worker:
        close_case(actor=worker, case=world.own_case, version=world.own_case.version)
        with pytest.raises(CaseRefusal) as refused:
            agenda.add_item(actor=worker, session=gathering.session, case=world.own_case, stated=STATED)
    assert refused.value.code == "case_closed" and not AgendaItem.objects.exists()


def test_a_case_that_closes_before_the_session_is_told_of(cast, acting, browser, world, gathering):
    with acting("caseworker") as worker:
        close_case(actor=worker, case=world.own_case, version=world.own_case.version)
    assert "ケースは終結しています" in browser("lead").get(f"/meetings/items/{gathering.item.pk}/").content.decode()


@pytest.mark.parametrize("state", [SessionState.CLOSED, SessionState.CANCELLED])
def test_the_agenda_of_a_session_that_is_over_stands(cast, acting, world, gathering, state):
    gathering.session.state = state
    gathering.session.save()
    with acting("lead") as lead, pytest.raises(MeetingRefusal) as refused:
        agenda.take_off(actor=lead, item=gathering.item, reason="終わった")
    assert refused.value.code == "session_over"


# --- a co-ordination meeting (rule 9) ---


@pytest.fixture
def coordination(cast, world):
    found = meetings.found(cast, kind=MeetingKind.COORDINATION, name="支援調整会議")
    meetings.seat(found, "member", user=cast.roles["member"].user, organization=cast.denki)
    meetings.hold(found)
    meetings.summon(found, "member")
    return found


def consent(cast, world):
    return Consent.objects.create(
        municipality=cast.tamana, organization=cast.tamana_agency, subject=subject_for(world.own_case), given_by="本人",
        given_at=timezone.now() - timedelta(days=1), means=ConsentMeans.ORAL, taken_by="相談員", items=[Item.NAME],
        recipients=[cast.denki.pk], purposes=[Purpose.MEETING],
    )  # fmt: skip


def test_a_co_ordination_meeting_refuses_a_case_without_consent(cast, acting, world, coordination):
    consent(cast, world)
    with acting("lead") as lead, pytest.raises(MeetingRefusal) as refused:
        agenda.add_item(actor=lead, session=coordination.session, case=world.own_case, stated=WITHOUT)
    assert refused.value.code == "no_consent_case" and not AgendaItem.objects.exists()


def test_a_co_ordination_meeting_asks_for_a_consent_that_is_there(cast, acting, world, coordination):
    put = {"session": coordination.session, "case": world.own_case, "stated": STATED}
    with acting("lead") as lead:
        with pytest.raises(MeetingRefusal) as refused:
            agenda.add_item(actor=lead, **put)
        assert refused.value.code == "no_consent_in_force"
        consent(cast, world)
        assert agenda.add_item(actor=lead, **put).number == 1


def test_a_consent_that_is_withdrawn_meanwhile_shows_at_the_item(cast, acting, world, coordination):
    given = consent(cast, world)
    with acting("lead") as lead:
        item = agenda.add_item(actor=lead, session=coordination.session, case=world.own_case, stated=STATED)
        name = coordination.members["member"].name
        assert code_of(lead, item, name) is None
        Consent.objects.filter(pk=given.pk).update(withdrawn_at=timezone.now(), withdrawn_via="telephone")
        later = timezone.now() + timedelta(minutes=1)
        assert code_of(lead, item, name, later) == RefusalCode.CONSENT_WITHDRAWN


# --- the pages ---


def page(gathering):
    return f"/meetings/items/{gathering.item.pk}/"


def test_two_secretaries_at_once_lose_nothing(browser, gathering):
    first, second = browser("lead"), browser("caseworker")
    form = {"version": 0, "case_kind": "scattered", "why_no_consent": "", "question": "先に書いた問い"}
    assert first.post(page(gathering), form).status_code == 302
    refused = second.post(page(gathering), {**form, "question": "後から書いた問い"})
    shown = refused.content.decode()
    assert refused.status_code == 409 and "先に書いた問い" in shown and "後から書いた問い" in shown
    assert second.post(page(gathering), {**form, "version": 1, "question": "後から書いた問い"}).status_code == 302
    gathering.item.refresh_from_db()
    assert gathering.item.question == "後から書いた問い" and gathering.item.version == 2


def test_without_the_reason_why_nothing_is_lost(browser, gathering):
    form = {"version": 0, "case_kind": "no_consent", "why_no_consent": "　", "question": "残る問い"}
    refused = browser("lead").post(page(gathering), form)
    assert refused.status_code == 409 and "残る問い" in refused.content.decode()


def test_a_case_is_put_on_the_agenda_from_its_page_and_from_the_session(browser, world, gathering):
    gathering.item.delete()
    client, form = browser("caseworker"), {"case_kind": "scattered", "question": "問い", "why_no_consent": ""}
    number = world.own_case.number
    assert TAMANA_SECRET in client.get(f"/cases/{number}/agenda/").content.decode()
    assert client.post(f"/cases/{number}/agenda/", {**form, "session": gathering.session.pk}).status_code == 302
    item = AgendaItem.objects.get()
    client.post(f"/meetings/items/{item.pk}/take-off/", {"off-reason": "まちがい"})
    full = number.translate(str.maketrans("0123456789-", "０１２３４５６７８９－"))
    add = f"/meetings/sessions/{gathering.session.pk}/agenda/"
    assert client.post(add, {**form, "number": full}).status_code == 302
    assert client.post(add, {**form, "number": "2026-9999"}).status_code == 400
    assert [one.number for one in AgendaItem.objects.filter(taken_off_at=None)] == [2]


def test_a_conflict_names_one_of_the_two(browser, cast, gathering):
    client, url = browser("lead"), f"/meetings/items/{gathering.item.pk}/conflict/"
    both = {"organization": cast.denki.pk, "member": gathering.members["member"].pk, "reason": "親族"}
    assert client.post(url, both).status_code == 409
    assert client.post(url, {"reason": "親族"}).status_code == 409
    assert not Exclusion.objects.exists()
    assert client.post(url, {"organization": cast.denki.pk, "reason": "勤め先"}).status_code == 302
    gone = Exclusion.objects.get()
    assert client.post(f"/meetings/conflicts/{gone.pk}/remove/").status_code == 302
    assert not Exclusion.objects.exists()


def test_items_change_places_until_copies_carry_their_numbers(cast, acting, world, gathering):
    second = meetings.put_on_agenda(gathering, meetings_case(world), number=2)
    with acting("lead") as lead:
        agenda.move_item(actor=lead, item=second, up=True)
        second.refresh_from_db()
        assert second.number == 1
        agenda.move_item(actor=lead, item=second, up=True)
        second.refresh_from_db()
        assert second.number == 1


def meetings_case(world):
    from cases.models import Case

    return Case.objects.exclude(pk=world.own_case.pk).get(municipality=world.own_case.municipality)


@pytest.mark.parametrize(("name", "status"), [("admin", 403), ("auditor", 403), ("other_caseworker", 404)])
def test_others_do_not_see_an_item(browser, gathering, name, status):
    assert browser(name).get(page(gathering)).status_code == status
    assert browser(name).post(f"{page(gathering)}take-off/", {"off-reason": "x"}).status_code == status
