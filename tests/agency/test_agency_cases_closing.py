"""A case is closed and reopened: once, by somebody who saw how it stands."""

from uuid import uuid4

import pytest
from django.utils import timezone

from cases.actions import add_note
from cases.errors import CaseRefusal
from cases.models import Case, CaseNote, CaseStatus, Flag, FlagKind, NoteKind, Severity


def flagged(case):
    today = timezone.localdate()
    return Flag.objects.create(
        municipality=case.municipality,
        case=case,
        kind=FlagKind.LONG_ARREARS,
        severity=Severity.SOON,
        due_on=today,
        facts={"months": 3, "supply": "water", "quiet_since": today.isoformat()},
        raised_on=today,
    )


def test_closing_resolves_its_flags_and_forgets_its_next_step(browser, world):
    case = world.own_case
    flag = flagged(case)
    Case.objects.filter(pk=case.pk).update(next_step="電話する")
    answer = browser("caseworker").post(f"/cases/{case.number}/close/", {"version": case.version})
    assert answer.status_code == 302
    case.refresh_from_db()
    flag.refresh_from_db()
    assert (case.status, case.closed_on, case.next_step) == (CaseStatus.CLOSED, timezone.localdate(), "")
    assert flag.resolved_on == timezone.localdate()


def test_a_closed_case_is_reopened(browser, world):
    case, worker = world.own_case, browser("caseworker")
    worker.post(f"/cases/{case.number}/close/", {"version": case.version})
    worker.post(f"/cases/{case.number}/reopen/", {"version": case.version + 1})
    case.refresh_from_db()
    assert (case.status, case.closed_on) == (CaseStatus.OPEN, None)


def test_who_did_not_see_the_last_change_does_not_close(browser, world):
    case = world.own_case
    answer = browser("caseworker").post(f"/cases/{case.number}/close/", {"version": case.version + 7})
    assert answer.status_code == 409
    case.refresh_from_db()
    assert case.status == CaseStatus.OPEN


def test_a_planned_visit_of_a_closed_case_is_nobodys_task_today(browser, world):
    worker, address = browser("caseworker"), f"/visits/{world.own_visit.pk}/"
    assert address in worker.get("/today/").content.decode()
    worker.post(f"/cases/{world.own_case.number}/close/", {"version": world.own_case.version})
    assert address not in worker.get("/today/").content.decode()


def test_a_form_sent_for_one_case_is_refused_for_another(world, acting, cast):
    other = Case.objects.filter(municipality=cast.tamana).exclude(pk=world.own_case.pk).get()
    said = {"kind": NoteKind.MEMO, "body": "記録", "happened_at": timezone.now(), "submission": uuid4()}
    with acting("caseworker") as actor:
        first = add_note(actor=actor, case=world.own_case, **said)
        assert add_note(actor=actor, case=world.own_case, **said) == first
        with pytest.raises(CaseRefusal, match="sent_elsewhere"):
            add_note(actor=actor, case=other, **said)
    assert CaseNote.objects.filter(submission=said["submission"]).count() == 1
