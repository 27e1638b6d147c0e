"""The body's pages at the agency's door, as a secretariat goes through them."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from organizations.models import Invitation, Organization
from support_meetings.models import Appointment, LegalBasis, Member, Pledge, Session, Summons, SupportMeeting
from support_meetings.states import state_of
from tests.meeting.body_story import asked, days, ja
from tests.meeting.paper_cast import issued
from tests.meetings import found, hold, seat, summon, whole

FOUND = {
    "basis": "act_9",
    "name": "玉名市支援会議",
    "founded_on": "R8.4.1",
    "charter": "玉名市支援会議設置要綱",
    "charter_text": "",
}


def text(answer):
    return answer.content.decode()


def asking(cast, **said):
    return {
        "member": "",
        "name": "森田 進",
        "kana": "モリタ ススム",
        "organization": str(cast.suido.pk),
        "other": "",
        "post": "課長",
        "email": "",
        "phone": "",
        "address": "",
        "starts_on": days(0).isoformat(),
        "ends_on": days(300).isoformat(),
        "reply_by": "",
        **said,
    }


def test_a_secretariat_founds_a_meeting_and_takes_a_member_through_to_the_end(cast, browser):
    lead = browser("lead")
    assert "/meetings/new/" in text(lead.get("/meetings/"))
    answer = lead.post("/meetings/new/", {**FOUND, "secretariat": cast.tamana_agency.pk})
    made = SupportMeeting.objects.get()
    assert answer["Location"] == f"/meetings/{made.pk}/"
    assert "生活困窮者自立支援法第9条第1項" in made.charter_text
    answer = lead.post(f"/meetings/{made.pk}/members/new/", asking(cast))
    term = Appointment.objects.get()
    here = f"/meetings/appointments/{term.pk}/"
    assert answer["Location"] == here
    today = days(0).isoformat()
    lead.post(f"{here}reply/", {"accepted": "yes", "on": today})
    lead.post(f"{here}appoint/", {"appointed_on": today, "starts_on": today, "ends_on": days(300).isoformat()})
    assert ja("Nothing opens yet") in text(lead.get(here))
    lead.post(f"{here}pledge/", {"signed_name": "森田 進", "on": today})
    for kind in ("request", "appointment", "pledge"):
        paper = lead.get(f"{here}papers/{kind}.pdf")
        assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    assert lead.get(f"{here}papers/leaving.pdf").status_code == 404
    assert lead.get(f"{here}papers/other.pdf").status_code == 404
    edit = {
        **FOUND,
        "secretariat": cast.tamana_agency.pk,
        "charter_text": "第1条",
        "version": 0,
        "chair": term.member_id,
    }
    assert lead.post(f"/meetings/{made.pk}/edit/", edit).status_code == 302
    lead.post(f"{here}renew/", {"ends_on": days(600).isoformat()})
    assert Appointment.objects.filter(renews=term).count() == 1
    lead.post(f"{here}end/", {"on": today, "reason": "resigned"})
    assert lead.get(f"{here}papers/leaving.pdf").status_code == 200
    page = text(lead.get(f"/meetings/{made.pk}/"))
    assert "森田 進" in page
    made.refresh_from_db()
    assert made.chair == term.member


def test_two_who_edit_the_charter_the_second_keeps_what_was_typed(cast, browser):
    made = found(cast).meeting
    said = {**FOUND, "secretariat": cast.tamana_agency.pk, "version": 0}
    assert browser("lead").post(f"/meetings/{made.pk}/edit/", {**said, "charter_text": "先"}).status_code == 302
    answer = browser("admin").post(f"/meetings/{made.pk}/edit/", {**said, "charter_text": "後から書いた条文"})
    assert answer.status_code == 409
    assert "後から書いた条文" in text(answer)
    made.refresh_from_db()
    assert made.charter_text == "先"


def test_a_name_that_is_taken_is_refused_at_the_form(cast, browser):
    found(cast, name="玉名市支援会議")
    answer = browser("lead").post("/meetings/new/", {**FOUND, "secretariat": cast.tamana_agency.pk})
    assert answer.status_code == 409
    assert SupportMeeting.objects.count() == 1


def test_each_of_two_clicks_on_asking_is_one_request(cast, browser):
    made, lead = found(cast).meeting, browser("lead")
    address = f"/meetings/{made.pk}/members/new/"
    assert lead.post(address, asking(cast, email="morita@example.jp")).status_code == 302
    assert lead.post(address, asking(cast, email="morita@example.jp")).status_code == 409
    assert lead.post(address, asking(cast)).status_code == 400  # the namesake is pointed out
    assert (Appointment.objects.count(), Member.objects.count(), Invitation.objects.count()) == (1, 1, 1)


def test_a_body_that_is_not_in_the_list_is_written_once(cast, browser):
    made, lead = found(cast).meeting, browser("lead")
    said = {"organization": "", "other": "玉名地区民生委員協議会"}
    lead.post(f"/meetings/{made.pk}/members/new/", asking(cast, **said))
    lead.post(f"/meetings/{made.pk}/members/new/", asking(cast, name="別の 人", **said))
    assert Organization.objects.filter(name="玉名地区民生委員協議会").count() == 1
    assert Appointment.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"organization": ""},
        {"other": "両方書いた"},
        {"ends_on": "2020-01-01"},
        {"starts_on": "来年"},
        {"organization": "999999"},
    ],
)
def test_what_is_wrong_comes_back_with_what_was_typed(cast, browser, wrong):
    made = found(cast).meeting
    answer = browser("lead").post(f"/meetings/{made.pk}/members/new/", asking(cast, **wrong))
    assert answer.status_code == 400
    assert "モリタ ススム" in text(answer)
    assert not Appointment.objects.exists()


def test_terms_that_end_soon_are_warned_of_until_they_are_renewed(cast, browser, acting):
    gathering = found(cast)
    seat(gathering, "soon", user=None, organization=cast.denki, ends_on=days(60))
    seat(gathering, "later", user=None, organization=cast.suido, ends_on=days(61))
    lead = browser("lead")
    page = text(lead.get(f"/meetings/{gathering.meeting.pk}/"))
    assert ja("Terms that end within 60 days") in page
    assert page.count("#clock") == 2  # the warning, and the mark in the table
    soon = gathering.appointments["soon"].pk
    lead.post(f"/meetings/appointments/{soon}/renew/", {"ends_on": days(700).isoformat()})
    assert ja("Terms that end within 60 days") not in text(lead.get(f"/meetings/{gathering.meeting.pk}/"))


def test_the_register_is_that_of_the_day(cast, browser):
    gathering = found(cast)
    seat(gathering, "春野", user=None, organization=cast.denki, starts_on=date(2026, 4, 1), ends_on=date(2026, 9, 30))
    seat(gathering, "秋山", user=None, organization=cast.suido, starts_on=date(2026, 10, 1), ends_on=date(2027, 3, 31))
    caseworker, address = browser("caseworker"), f"/meetings/{gathering.meeting.pk}/register/"
    september = text(caseworker.get(address, {"on": "R8.9.30"}))
    october = text(caseworker.get(address, {"on": "2026-10-01"}))
    assert ("春野" in september, "秋山" in september) == (True, False)
    assert ("春野" in october, "秋山" in october) == (False, True)
    assert caseworker.get(address, {"on": "いつか"}).status_code == 400


def test_a_caseworker_reads_and_changes_nothing(cast, browser):
    gathering = found(cast)
    term = seat(gathering, "member", user=None, organization=cast.denki)
    caseworker = browser("caseworker")
    page = text(caseworker.get(f"/meetings/appointments/{term.pk}/"))
    assert '<form method="post" action="/meetings' not in page
    answer = caseworker.post(
        f"/meetings/appointments/{term.pk}/end/", {"on": days(0).isoformat(), "reason": "resigned"}
    )
    assert answer.status_code == 403
    term.refresh_from_db()
    assert term.ended_at is None


def test_another_town_and_a_missing_one_are_the_same(cast, browser):
    gathering = found(cast)
    term = seat(gathering, "member", user=None, organization=cast.denki)
    other = browser("other_admin")
    for pk in (term.pk, 10**9):
        assert other.get(f"/meetings/appointments/{pk}/").status_code == 404
        assert other.post(f"/meetings/appointments/{pk}/end/").status_code == 404
    for pk in (gathering.meeting.pk, 10**9):
        assert other.get(f"/meetings/{pk}/").status_code == 404
        assert other.get(f"/meetings/{pk}/register.pdf").status_code == 404


def test_a_term_that_was_ended_is_not_urged_to_be_renewed(cast, browser):
    gathering = found(cast)
    term = seat(gathering, "leaving", user=None, organization=cast.denki, ends_on=days(30), ended_at=timezone.now())
    lead = browser("lead")
    assert ja("Terms that end within 60 days") not in text(lead.get(f"/meetings/{gathering.meeting.pk}/"))
    assert f"/meetings/appointments/{term.pk}/renew/" not in text(lead.get(f"/meetings/appointments/{term.pk}/"))


def test_no_id_stands_twice_on_the_page_of_a_term(cast, browser, acting):
    made = found(cast).meeting
    with acting("lead") as actor:
        term = asked(actor, made, cast.denki.pk)
    for verb in ({}, {"accepted": "yes", "on": days(0).isoformat()}):
        if verb:
            browser("lead").post(f"/meetings/appointments/{term.pk}/reply/", verb)
        ids = re.findall(r' id="([^"]+)"', text(browser("lead").get(f"/meetings/appointments/{term.pk}/")))
        assert len(ids) == len(set(ids))


def test_a_refusal_stands_where_it_was_asked_for(cast, browser, acting):
    made = found(cast).meeting
    with acting("lead") as actor:
        term = asked(actor, made, cast.denki.pk)
    today = days(0).isoformat()
    appoint = {"appointed_on": today, "starts_on": today, "ends_on": today}
    answer = browser("lead").post(f"/meetings/appointments/{term.pk}/appoint/", appoint)
    assert answer.status_code == 409
    assert ja("The person has not accepted yet. Record the letter of acceptance first, or wait for it.") in text(answer)
    assert browser("lead").post(f"/meetings/appointments/{term.pk}/appoint/", {}).status_code == 400


def test_the_copies_on_paper_of_a_leaving_member_are_asked_back(cast, world, browser, acting):
    gathering = whole(cast, world.own_case)
    copy = issued(cast, world, acting, gathering)["commissioner"]
    term, lead = gathering.appointments["commissioner"], browser("lead")
    here, table = f"/meetings/appointments/{term.pk}/", reverse("copy_table", "config.urls_agency", [copy.session_id])
    assert table not in text(lead.get(here))
    lead.post(f"{here}end/", {"on": days(0).isoformat(), "reason": "resigned"})
    page = text(lead.get(here))
    assert ja("Copies on paper are still out") in page
    assert table in page
    assert table not in text(browser("admin").get(here))  # who sees no household has no way to the table
    type(copy).objects.filter(pk=copy.pk).update(fate="returned")
    assert ja("Copies on paper are still out") not in text(lead.get(here))


def test_a_member_called_beyond_the_term_is_warned_of(cast, browser):
    gathering = found(cast)
    term = seat(gathering, "member", user=None, organization=cast.denki)
    hold(gathering, starts_at=timezone.now() + timedelta(days=9))
    summon(gathering, "member")
    lead = browser("lead")
    assert ja("Called to sessions after the end of the term") not in text(
        lead.get(f"/meetings/appointments/{term.pk}/")
    )
    lead.post(f"/meetings/appointments/{term.pk}/end/", {"on": days(1).isoformat(), "reason": "moved"})
    assert ja("Called to sessions after the end of the term") in text(lead.get(f"/meetings/appointments/{term.pk}/"))


def test_appointed_for_one_session_with_one_form(cast, browser):
    gathering = found(cast)
    hold(gathering)
    address = f"/meetings/sessions/{gathering.session.pk}/provisional/"
    said = {
        "member": "",
        "name": "臨時 一郎",
        "kana": "",
        "organization": str(cast.denki.pk),
        "other": "",
        "post": "",
        "email": "",
        "accepted_by": "paper",
        "pledge": "paper",
    }
    lead = browser("lead")
    assert lead.get(address).status_code == 200
    assert lead.post(address, {**said, "pledge": "portal"}).status_code == 409
    assert lead.post(address, said).status_code == 302
    term = Appointment.objects.select_related("acceptance", "pledge").get()
    day = timezone.localdate(Session.objects.get().starts_at)
    assert (term.only_session, term.starts_on, state_of(term, day).key) == (gathering.session, day, "in_office")
    assert Summons.objects.get().appointment == term
    assert Pledge.objects.get().means == "paper"


def test_the_meeting_dissolves_on_its_page(cast, browser):
    made, lead = found(cast).meeting, browser("lead")
    assert lead.post(f"/meetings/{made.pk}/dissolve/", {"version": 0, "on": "2020-01-01"}).status_code == 409
    assert lead.post(f"/meetings/{made.pk}/dissolve/", {"version": 0, "on": days(0).isoformat()}).status_code == 302
    page = text(lead.get(f"/meetings/{made.pk}/"))
    assert ja("This meeting was dissolved") in page
    assert "members/new" not in page


@pytest.mark.parametrize("basis", LegalBasis.values)
def test_each_legal_basis_has_its_model_charter(cast, browser, basis):
    lead = browser("lead")
    lead.post("/meetings/new/", {**FOUND, "basis": basis, "secretariat": cast.tamana_agency.pk})
    made = SupportMeeting.objects.get()
    assert "玉名市支援会議" in made.charter_text
    assert ("同意のない事案は取り扱わない" in made.charter_text) == (basis == "consent")
    assert lead.get(f"/meetings/{made.pk}/charter.pdf").status_code == 200


def test_lists_ask_the_database_no_more_with_more_members(cast, browser, acting):
    gathering = found(cast)
    lead = browser("lead")
    addresses = ("/meetings/", f"/meetings/{gathering.meeting.pk}/", f"/meetings/{gathering.meeting.pk}/register/")

    def counts():
        found_out = []
        for address in addresses:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert lead.get(address).status_code == 200
            found_out.append(len(queries))
        return found_out

    seat(gathering, "一", user=None, organization=cast.denki, ends_on=days(30))
    counts()
    few = counts()
    for number in range(8):
        seat(gathering, f"人{number}", user=None, organization=cast.suido, ends_on=days(30 + number))
    assert counts() == few
