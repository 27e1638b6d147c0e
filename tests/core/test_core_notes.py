"""Notes on a case."""

from datetime import date, datetime
from uuid import uuid4

import pytest
from django.utils import timezone

from cases.actions import add_note
from cases.errors import CaseRefusal
from cases.models import Case, CaseNote, CaseStatus, NoteKind
from consent.gate import TOKYO


def noted(day, hour=10, **change):
    """A talk with the person."""
    moment = datetime(day.year, day.month, day.day, hour, 30, tzinfo=TOKYO)
    return {"kind": NoteKind.CONTACT, "body": "電話で話せた", "happened_at": moment, **change}


def test_a_note_sent_twice_is_written_once(acting, taken):
    case, note = taken(), noted(date(2026, 11, 23), submission=uuid4())
    with acting("caseworker") as worker:
        first = add_note(actor=worker, case=case, **note)
        assert add_note(actor=worker, case=case, **note) == first
    assert CaseNote.objects.get().author_id == worker.user_id


def test_the_latest_talk_counts_as_contact_by_its_day_in_japan(acting, taken):
    case = taken()
    with acting("caseworker") as worker:
        add_note(actor=worker, case=case, **noted(date(2026, 11, 23), hour=23))
        add_note(actor=worker, case=case, **noted(date(2026, 11, 20)))
        add_note(actor=worker, case=case, **noted(date(2026, 11, 24), kind=NoteKind.MEMO))
    case.refresh_from_db()
    assert case.last_contact_on == date(2026, 11, 23)


def test_a_closed_case_takes_no_note(acting, taken):
    case = taken()
    Case.objects.update(status=CaseStatus.CLOSED, closed_on=timezone.localdate())
    with acting("caseworker") as worker, pytest.raises(CaseRefusal) as refused:
        add_note(actor=worker, case=case, **noted(date(2026, 11, 23)))
    assert refused.value.code == "case_closed" and not CaseNote.objects.exists()


def test_another_town_writes_no_note(cast, acting, taken):
    case = taken()
    with acting("other_caseworker") as elsewhere, pytest.raises(Case.DoesNotExist):
        add_note(actor=elsewhere, case=case, **noted(date(2026, 11, 23)))
    with pytest.raises(Case.DoesNotExist):  # and without row security
        add_note(actor=cast.actor("other_caseworker"), case=case, **noted(date(2026, 11, 23)))
    assert not CaseNote.objects.exists()
