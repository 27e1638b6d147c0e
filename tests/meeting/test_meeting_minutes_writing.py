"""Minutes: attendance, course, items and decisions; two writers; what is kept; who may."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.actions import close_case
from cases.errors import CaseRefusal
from organizations import drafts
from support_meetings.actions.decisions import Decided, add_decision, change_decision
from support_meetings.actions.minutes import Attended, record_attendance, save_course, save_item
from support_meetings.models import Decision, Session, SessionState, SummonsReply
from tests.agency.reported import (
    NAME,
    open_case_of,
)
from tests.meeting.minutes_rows import decided, held, url


@pytest.fixture
def sitting(cast, acting):
    return held(cast, open_case_of(acting, cast))


def attendance_of(gathering, **typed):
    """The form as a page that nobody has touched would send it, with these members changed."""
    sent: dict[str, object] = {}
    for name, summons in gathering.summonses.items():
        attendance, note = typed.get(name, ("", ""))
        sent |= {f"s{summons.pk}-attendance": attendance, f"s{summons.pk}-note": note, f"s{summons.pk}-was": "|"}
    return sent


def text_of(answer):
    return answer.content.decode()


# --- attendance ---


def test_attendance_is_recorded_beside_what_the_members_answered(browser, sitting, cast):
    SummonsReply.objects.create(
        municipality=cast.tamana, summons=sitting.summonses["member"], user=cast.roles["member"].user, is_coming=False
    )
    client = browser("caseworker")
    page = client.get(url("attendance", sitting.session.pk))
    said = {seat.summons.pk: seat.is_coming for seat, _form in page.context["rows"]}
    assert said[sitting.summonses["member"].pk] is False
    assert said[sitting.summonses["lead"].pk] is None
    sent = attendance_of(sitting, lead=("present", ""), member=("partly", "途中まで"), commissioner=("absent", ""))
    assert client.post(url("attendance", sitting.session.pk), sent).status_code == 302
    for summons in sitting.summonses.values():
        summons.refresh_from_db()
    assert {name: one.attendance for name, one in sitting.summonses.items()} == {
        "lead": "present",
        "member": "partly",
        "commissioner": "absent",
    }
    assert sitting.summonses["member"].attendance_note == "途中まで"
    assert "途中まで" in text_of(client.get(url("minutes", sitting.session.pk)))


def test_an_admin_records_attendance_and_sees_no_household(browser, sitting):
    admin = browser("admin")
    page = admin.get(url("attendance", sitting.session.pk))
    assert page.status_code == 200
    case = sitting.item.case
    assert NAME not in text_of(page)
    assert case.number not in text_of(page)
    done = admin.post(url("attendance", sitting.session.pk), attendance_of(sitting, lead=("present", "")))
    assert done["Location"] == url("attendance", sitting.session.pk)
    for name, pk in (
        ("minutes", sitting.session.pk),
        ("session_close", sitting.session.pk),
        ("minutes_item", sitting.item.pk),
    ):
        assert admin.get(url(name, pk)).status_code == 403


def test_two_people_record_different_members_and_nothing_is_lost(acting, sitting):
    lead, member = sitting.summonses["lead"], sitting.summonses["member"]
    with acting("caseworker") as one:
        rows = [Attended(lead.pk, "present", "", ("", "")), Attended(member.pk, "", "", ("", ""))]
        assert record_attendance(actor=one, session=sitting.session, rows=rows) == 1
    with acting("lead") as other:
        rows = [Attended(lead.pk, "", "", ("", "")), Attended(member.pk, "absent", "", ("", ""))]
        assert record_attendance(actor=other, session=sitting.session, rows=rows) == 1
    lead.refresh_from_db()
    member.refresh_from_db()
    assert (lead.attendance, member.attendance) == ("present", "absent")


def test_two_people_record_one_member_differently_and_the_second_is_asked(browser, sitting):
    first, second = browser("caseworker"), browser("lead")
    address = url("attendance", sitting.session.pk)
    first.post(address, attendance_of(sitting, member=("present", "")))
    answer = second.post(address, attendance_of(sitting, member=("absent", "電話で聞いた")))
    assert answer.status_code == 409
    assert "電話で聞いた" in text_of(answer)
    summons = sitting.summonses["member"]
    summons.refresh_from_db()
    assert summons.attendance == "present"
    again = {
        form.add_prefix(name): form[name].value() for _seat, form in answer.context["rows"] for name in form.fields
    }
    assert second.post(address, again).status_code == 302
    summons.refresh_from_db()
    assert (summons.attendance, summons.attendance_note) == ("absent", "電話で聞いた")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"state": SessionState.PLANNED}, "not_called"),
        ({"state": SessionState.CANCELLED}, "session_cancelled"),
        ({"state": SessionState.CLOSED}, "session_closed"),
        (
            {
                "starts_at": timezone.now() + timedelta(days=2),
                "ends_at": timezone.now() + timedelta(days=2, hours=1),
                "papers_until": timezone.now() + timedelta(days=3),
            },
            "not_begun",
        ),
    ],
    ids=["planned", "cancelled", "closed", "to come"],
)
def test_minutes_are_written_of_a_session_that_is_held(acting, sitting, change, code):
    Session.objects.filter(pk=sitting.session.pk).update(**change)
    decision = decided(sitting.item)
    with acting("caseworker") as actor:
        for verb in (
            lambda: record_attendance(actor=actor, session=sitting.session, rows=[]),
            lambda: save_course(actor=actor, session=sitting.session, version=0, minutes="経過", next_on=None),
            lambda: save_item(
                actor=actor, item=sitting.item, version=0, discussion="話", result="結果", next_review_on=None
            ),
            lambda: add_decision(actor=actor, item=sitting.item, decided=Decided("電話", None, timezone.localdate())),
            lambda: change_decision(
                actor=actor, decision=decision, version=0, decided=Decided("電話", None, timezone.localdate())
            ),
        ):
            with pytest.raises(CaseRefusal) as refused:
                verb()
            assert refused.value.code == code
    sitting.item.refresh_from_db()
    assert sitting.item.result == ""


# --- course and items ---


def test_text_and_a_decision_are_saved_together(browser, sitting):
    client = browser("caseworker")
    due = timezone.localdate() + timedelta(days=7)
    sent = {
        "version": 0,
        "discussion": "水道課と話した。",
        "result": "週に一度、声をかける。",
        "next_review_on": (due + timedelta(days=30)).isoformat(),
        "add-what": "訪ねる",
        "add-member": sitting.members["commissioner"].pk,
        "add-due_on": due.isoformat(),
    }
    address = url("minutes_item", sitting.item.pk)
    assert client.post(address, sent).status_code == 302
    sitting.item.refresh_from_db()
    assert (sitting.item.result, sitting.item.version) == ("週に一度、声をかける。", 1)
    decision = Decision.objects.get()
    assert (decision.what, decision.member, decision.due_on, decision.case) == (
        "訪ねる",
        sitting.members["commissioner"],
        due,
        sitting.item.case,
    )
    # A double click: the same form once more is no second decision and no second version.
    assert client.post(address, sent).status_code == 302
    sitting.item.refresh_from_db()
    assert sitting.item.version == 1
    assert Decision.objects.count() == 1


def test_a_stale_item_is_refused_with_both_texts_and_can_be_sent_again(browser, sitting):
    first, second = browser("caseworker"), browser("lead")
    address = url("minutes_item", sitting.item.pk)
    first.post(address, {"version": 0, "discussion": "先に書いた話", "result": ""})
    answer = second.post(address, {"version": 0, "discussion": "後から書いた話", "result": "", "add-what": ""})
    assert answer.status_code == 409
    assert "先に書いた話" in text_of(answer)
    assert "後から書いた話" in text_of(answer)
    sitting.item.refresh_from_db()
    assert sitting.item.discussion == "先に書いた話"
    sent = {"version": answer.context["form"]["version"].value(), "discussion": "両方の話", "result": ""}
    assert second.post(address, sent).status_code == 302
    sitting.item.refresh_from_db()
    assert sitting.item.discussion == "両方の話"


def test_a_stale_course_is_refused_with_both_texts(browser, sitting):
    first, second = browser("caseworker"), browser("lead")
    address = url("minutes", sitting.session.pk)
    assert first.post(address, {"version": 0, "minutes": "先の経過"}).status_code == 302
    answer = second.post(address, {"version": 0, "minutes": "後の経過"})
    assert answer.status_code == 409
    assert "先の経過" in text_of(answer)
    assert "後の経過" in text_of(answer)
    sent = {"version": answer.context["form"]["version"].value(), "minutes": "両方の経過"}
    assert second.post(address, sent).status_code == 302
    sitting.session.refresh_from_db()
    assert sitting.session.minutes == "両方の経過"


def test_what_was_being_typed_is_there_again(browser, acting, sitting, cast):
    actor = cast.actor("caseworker")
    with acting("caseworker"):
        drafts.save(
            actor.user_id, f"minutes-item-{sitting.item.pk}", {"discussion": ["書きかけ"], "add-what": ["訪ね"]}
        )
        drafts.save(actor.user_id, f"minutes-{sitting.session.pk}", {"minutes": ["開会のあいさつ"]})
    client = browser("caseworker")
    page = client.get(url("minutes_item", sitting.item.pk))
    assert page.context["kept"]
    for words in ("書きかけ", "訪ね"):
        assert words in text_of(page)
    assert "開会のあいさつ" in text_of(client.get(url("minutes", sitting.session.pk)))
    assert "開会のあいさつ" not in text_of(browser("lead").get(url("minutes", sitting.session.pk)))
    client.post(url("minutes_item", sitting.item.pk), {"version": 0, "discussion": "書いた", "result": ""})
    assert not client.get(url("minutes_item", sitting.item.pk)).context["kept"]


def test_an_item_taken_off_has_no_minutes(acting, sitting):
    sitting.item.taken_off_at, sitting.item.taken_off_reason = timezone.now(), "同意が撤回された"
    sitting.item.save()
    with acting("caseworker") as actor, pytest.raises(CaseRefusal) as refused:
        save_item(actor=actor, item=sitting.item, version=0, discussion="話", result="", next_review_on=None)
    assert refused.value.code == "off_the_agenda"


def test_special_characters_are_refused_and_nothing_is_lost(browser, sitting):
    answer = browser("caseworker").post(
        url("minutes_item", sitting.item.pk), {"version": 0, "discussion": "話\x07", "result": "結果"}
    )
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"discussion"}
    sitting.item.refresh_from_db()
    assert sitting.item.result == ""


# --- the case is closed before the session ---


def test_of_a_closed_case_the_result_is_written_and_nothing_more_decided(browser, acting, sitting):
    with acting("caseworker") as actor:
        close_case(actor=actor, case=sitting.item.case, version=sitting.item.case.version)
    client, address = browser("caseworker"), url("minutes_item", sitting.item.pk)
    assert not client.get(address).context["may_decide"]
    assert client.post(address, {"version": 0, "discussion": "", "result": "終結を報告した。"}).status_code == 302
    due = timezone.localdate().isoformat()
    answer = client.post(address, {"version": 1, "result": "変えた", "add-what": "訪ねる", "add-due_on": due})
    assert answer.status_code == 409
    sitting.item.refresh_from_db()
    assert sitting.item.result == "終結を報告した。"
    assert not Decision.objects.exists()
