"""A consent is withdrawn between notice and session: what rests on it goes, what needs none stays."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import gettext, override

from consent.actions import withdraw_consent
from consent.models import Consent
from consent.vocabulary import ConsentMeans, Item, MeetingKind, Purpose, Route
from support_meetings.actions.papers import issue_paper, save_draft
from support_meetings.models import PaperCopy
from tests.agency.reported import open_case_of
from tests.meeting.minutes_rows import held
from tests.meetings import hold, put_on_agenda, summon

LINES = [{"item": str(Item.STOP_DATE), "label": "停止予定日", "text": "十二月四日"}]


@pytest.fixture
def case(cast, acting):
    return open_case_of(acting, cast)


def agreed(cast, subject, **fields):
    """The person agrees that the members may discuss it."""
    return Consent.objects.create(
        **{
            "municipality": cast.tamana,
            "subject": subject,
            "organization": cast.tamana_agency,
            "given_by": "玉名 太郎",
            "given_at": timezone.now() - timedelta(hours=1),
            "means": ConsentMeans.TELEPHONE,
            "taken_by": "相談 花子",
            "words": "会議で話してよい",
            "items": [str(Item.STOP_DATE)],
            "recipients": [cast.tamana_agency.pk, cast.denki.pk],
            "purposes": [str(Purpose.MEETING)],
            "expires_on": timezone.localdate() + timedelta(days=100),
            **fields,
        }
    )


def called(cast, case, kind):
    """A meeting whose session is tomorrow, with its notice sent and a paper issued to who may have one."""
    gathering = held(cast, case, kind=kind, name=f"{kind}")
    gathering.item.delete()
    hold(gathering, starts_at=timezone.now() + timedelta(days=1), number=2)
    summon(gathering, *gathering.appointments)
    put_on_agenda(gathering, case)
    return gathering


def issue(acting, gathering):
    with acting("lead") as lead:
        paper = save_draft(actor=lead, item=gathering.item, version=0, lines=LINES)
        return issue_paper(actor=lead, paper=paper).copies


def withdraw(acting, consent):
    with acting("caseworker") as actor:
        withdraw_consent(actor=actor, consent=consent, via="telephone")


def test_a_coordination_meeting_loses_paper_and_item(acting, cast, case):
    gathering = called(cast, case, MeetingKind.COORDINATION)
    consent = agreed(cast, gathering.item.subject)
    copies = issue(acting, gathering)
    assert copies and {copy.route for copy in copies} == {Route.A}
    withdraw(acting, consent)
    assert all(copy.revoked_at for copy in PaperCopy.objects.all())
    gathering.item.refresh_from_db()
    assert gathering.item.taken_off_at
    with override("ja"):
        assert gathering.item.taken_off_reason == gettext("the consent was withdrawn")


def test_a_support_meeting_keeps_both(acting, cast, case):
    gathering = called(cast, case, MeetingKind.SUPPORT)
    consent = agreed(cast, gathering.item.subject)
    copies = issue(acting, gathering)
    assert copies and {copy.route for copy in copies} == {Route.D}
    withdraw(acting, consent)
    assert not any(copy.revoked_at for copy in PaperCopy.objects.all())
    gathering.item.refresh_from_db()
    assert gathering.item.taken_off_at is None


def test_another_yes_keeps_the_item_and_not_the_copies_of_the_first(acting, cast, case):
    gathering = called(cast, case, MeetingKind.COORDINATION)
    first = agreed(cast, gathering.item.subject)
    issue(acting, gathering)
    agreed(cast, gathering.item.subject)
    withdraw(acting, first)
    assert all(copy.revoked_at for copy in PaperCopy.objects.all())
    gathering.item.refresh_from_db()
    assert gathering.item.taken_off_at is None


@pytest.mark.parametrize(
    "more",
    [{"purposes": [str(Purpose.FEEDBACK)]}, {"expires_on": timezone.localdate() - timedelta(days=1)}],
    ids=["to another use", "that has expired"],
)
def test_a_yes_to_something_else_keeps_nothing(acting, cast, case, more):
    gathering = called(cast, case, MeetingKind.COORDINATION)
    first = agreed(cast, gathering.item.subject)
    agreed(cast, gathering.item.subject, **more)
    withdraw(acting, first)
    gathering.item.refresh_from_db()
    assert gathering.item.taken_off_at


def test_what_was_discussed_already_stays_on_record(acting, cast, case):
    gathering = held(cast, case, kind=MeetingKind.COORDINATION, name="支援調整会議")
    consent = agreed(cast, gathering.item.subject)
    withdraw(acting, consent)
    gathering.item.refresh_from_db()
    assert gathering.item.taken_off_at is None
