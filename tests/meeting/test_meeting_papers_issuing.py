"""A paper is frozen and crosses to each summoned member as a numbered copy, one by one through the gate."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from consent.gate import RefusalCode
from consent.models import Disclosure
from consent.vocabulary import CrossingKind, Route
from notifications.models import OutboxItem, OutboxKind
from support_meetings.actions.composing import canonical
from support_meetings.actions.papers import Issued, correct_paper, issue_paper, open_copies, revoke_copies, save_draft
from support_meetings.errors import MeetingRefusal
from support_meetings.models import Appointment, Exclusion, Medium, Paper, PaperCopy, Pledge, SessionState, Summons
from support_meetings.paper_content import lines_of
from tests.meeting.paper_cast import LINES, SECRET, composed, issued
from tests.meetings import Gathering, seat, summon

pytestmark = pytest.mark.django_db


def _issue(acting: Any, paper: Paper, **more: Any) -> Issued:
    with acting("lead") as lead:
        return issue_paper(actor=lead, paper=paper, **more)


def _codes(result: Issued) -> dict[str, RefusalCode]:
    return {summons.member.name: refusal.code for summons, refusal in result.refused}


def test_each_summoned_member_gets_one_numbered_copy(cast: Any, world: Any, acting: Any, gathering: Gathering) -> None:
    paper = composed(cast, world, acting, gathering=gathering)
    result = _issue(acting, paper)
    copies = list(PaperCopy.objects.order_by("number"))
    assert [copy.number for copy in copies] == ["1-1-01", "1-1-02", "1-1-03"]
    assert {copy.name for copy in copies} == {member.name for member in gathering.members.values()}
    assert len(result.copies) == 3 and not result.refused
    paper.refresh_from_db()
    assert paper.sha256 == hashlib.sha256(canonical(LINES)).hexdigest()
    assert all(lines_of(copy) == LINES for copy in copies)
    assert all(SECRET.encode() not in bytes(copy.content) for copy in copies)


def test_the_ledger_names_session_item_and_number_of_each_copy(
    cast: Any, world: Any, acting: Any, gathering: Gathering
) -> None:
    _issue(acting, composed(cast, world, acting, gathering=gathering))
    for copy in PaperCopy.objects.all():
        row = Disclosure.objects.get(pk=copy.disclosure_id)
        assert row.reference == f"第1回 議題1 資料{copy.number}"
        assert (row.kind, row.route) == (CrossingKind.MEETING_SHARE, Route.D)
        assert sorted(row.items) == ["name", "stop_date"]
        assert row.recipient_id == copy.appointment.organization_id
        assert row.sender_id == cast.tamana_agency.pk
        assert "玉名秘密之助" not in row.reference
    assert Disclosure.objects.filter(kind=CrossingKind.MEETING_SHARE).count() == 3


def test_who_has_no_log_in_gets_paper_and_nobody_is_forced_to_the_screen(
    cast: Any, world: Any, acting: Any, gathering: Gathering
) -> None:
    copies = issued(cast, world, acting, gathering)
    assert copies["member"].medium == Medium.PORTAL
    assert copies["member"].reader == cast.roles["member"].user
    assert copies["commissioner"].medium == Medium.PAPER
    assert copies["commissioner"].reader is None
    assert copies["lead"].medium == Medium.PAPER  # has no role at the portal
    assert {one.pk for one in open_copies(gathering.session)} == {copies["lead"].pk, copies["commissioner"].pk}


def test_a_member_with_log_in_can_be_given_paper(cast: Any, world: Any, acting: Any, gathering: Gathering) -> None:
    media = {member.pk: "paper" for member in gathering.members.values()}
    copies = issued(cast, world, acting, gathering, media=media)
    assert copies["member"].medium == Medium.PAPER
    assert copies["member"].reader is None


def test_mail_goes_to_portal_readers_once_and_says_nothing(
    cast: Any, world: Any, acting: Any, gathering: Gathering
) -> None:
    issued(cast, world, acting, gathering)
    mails = list(OutboxItem.objects.filter(kind=OutboxKind.MEMBER_MAIL))
    assert [mail.payload["member"] for mail in mails] == [gathering.members["member"].pk]
    assert set(mails[0].payload) == {"member", "code", "path"}
    assert mails[0].payload["code"] == "papers"


def test_the_window_and_the_download_are_the_sessions(cast: Any, world: Any, acting: Any, gathering: Gathering) -> None:
    copy = issued(cast, world, acting, gathering)["member"]
    assert gathering.session is not None
    assert (copy.opens_at, copy.closes_at) == (gathering.session.papers_from, gathering.session.papers_until)
    assert copy.may_download is False


def test_the_gate_is_asked_for_each_member(cast: Any, world: Any, acting: Any, gathering: Gathering) -> None:
    """No pledge, left, excluded for a conflict, not summoned: four answers, and the others get theirs."""
    today = timezone.localdate()
    seat(gathering, "unpledged", user=None, organization=cast.suido, pledged=False)
    seat(gathering, "left", user=None, organization=cast.suido, ends_on=today - timedelta(days=1))
    seat(gathering, "future", user=None, organization=cast.suido, starts_on=today + timedelta(days=1))
    seat(gathering, "relative", user=None, organization=cast.suido)
    seat(gathering, "uninvited", user=None, organization=cast.suido)
    summon(gathering, "unpledged", "left", "future", "relative")
    Exclusion.objects.create(
        municipality=cast.tamana,
        item=gathering.item,
        member=gathering.members["relative"],
        reason="親族",
        by=cast.roles["lead"].user,
    )
    result = _issue(acting, composed(cast, world, acting, gathering=gathering))
    assert _codes(result) == {
        "unpledged": RefusalCode.PLEDGE_NOT_SIGNED,
        "left": RefusalCode.APPOINTMENT_ENDED,
        "future": RefusalCode.APPOINTMENT_NOT_STARTED,
        "relative": RefusalCode.EXCLUDED_FOR_CONFLICT,
    }
    assert len(result.copies) == 3
    assert not PaperCopy.objects.filter(member=gathering.members["uninvited"]).exists()
    assert Disclosure.objects.filter(kind=CrossingKind.MEETING_SHARE).count() == 3


def test_an_excluded_organisation_gets_nothing(cast: Any, world: Any, acting: Any, gathering: Gathering) -> None:
    Exclusion.objects.create(
        municipality=cast.tamana,
        item=gathering.item,
        organization=cast.denki,
        reason="債権者",
        by=cast.roles["lead"].user,
    )
    result = _issue(acting, composed(cast, world, acting, gathering=gathering))
    assert list(_codes(result).values()) == [RefusalCode.EXCLUDED_FOR_CONFLICT]
    assert not PaperCopy.objects.filter(member=gathering.members["member"]).exists()


def test_a_member_who_is_excluded_through_another_seat_gets_nothing(
    cast: Any, world: Any, acting: Any, gathering: Gathering
) -> None:
    """Rule 22: in whichever capacity, it is the same head."""
    seat(gathering, "commissioner", user=None, organization=cast.denki)
    Exclusion.objects.create(
        municipality=cast.tamana,
        item=gathering.item,
        organization=cast.denki,
        reason="債権者",
        by=cast.roles["lead"].user,
    )
    result = _issue(acting, composed(cast, world, acting, gathering=gathering))
    assert [copy.name for copy in result.copies] == [gathering.members["lead"].name]


def test_a_provisional_member_of_this_session_gets_a_copy(
    cast: Any, world: Any, acting: Any, gathering: Gathering
) -> None:
    today = timezone.localdate()
    assert gathering.session is not None
    last = timezone.localdate(gathering.session.ends_at)
    seat(
        gathering,
        "provisional",
        user=None,
        organization=cast.suido,
        starts_on=today,
        ends_on=last,
        only_session=gathering.session,
    )
    summon(gathering, "provisional")
    result = _issue(acting, composed(cast, world, acting, gathering=gathering))
    assert "provisional" in {copy.name for copy in result.copies}


def test_a_summons_that_was_cancelled_counts_no_more(cast: Any, world: Any, acting: Any, gathering: Gathering) -> None:
    Summons.objects.filter(member=gathering.members["member"]).update(cancelled_at=timezone.now())
    result = _issue(acting, composed(cast, world, acting, gathering=gathering))
    assert gathering.members["member"].name not in {copy.name for copy in result.copies}


def test_who_issues_must_sit_at_the_table(cast: Any, world: Any, acting: Any, gathering: Gathering) -> None:
    paper = composed(cast, world, acting, gathering=gathering)
    with acting("caseworker") as caseworker, pytest.raises(MeetingRefusal) as refused:
        issue_paper(actor=caseworker, paper=paper)
    assert refused.value.code == "not_a_member"
    assert not PaperCopy.objects.exists()
    paper.refresh_from_db()
    assert paper.frozen_at is None


@pytest.mark.parametrize("missing", ["pledge", "summons", "term"])
def test_a_seat_needs_pledge_summons_and_term(
    cast: Any, world: Any, acting: Any, gathering: Gathering, missing: str
) -> None:
    paper = composed(cast, world, acting, gathering=gathering)
    own = gathering.appointments["lead"]
    if missing == "pledge":
        Pledge.objects.filter(appointment=own).delete()
    elif missing == "summons":
        Summons.objects.filter(member=own.member).update(cancelled_at=timezone.now())
    else:
        Appointment.objects.filter(pk=own.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(MeetingRefusal) as refused:
        _issue(acting, paper)
    assert refused.value.code == "not_a_member"


def test_issued_twice_nobody_gets_two_copies(cast: Any, world: Any, acting: Any, gathering: Gathering) -> None:
    paper = composed(cast, world, acting, gathering=gathering)
    _issue(acting, paper, version=paper.version)
    again = _issue(acting, paper, version=paper.version)
    assert again == Issued([], [])
    assert PaperCopy.objects.count() == 3
    assert Disclosure.objects.filter(kind=CrossingKind.MEETING_SHARE).count() == 3


def test_a_member_summoned_later_gets_the_same_frozen_paper(
    cast: Any, world: Any, acting: Any, gathering: Gathering
) -> None:
    issued(cast, world, acting, gathering)
    seat(gathering, "late", user=None, organization=cast.suido)
    summon(gathering, "late")
    paper = Paper.objects.get()
    result = _issue(acting, paper)
    assert [(copy.name, copy.number) for copy in result.copies] == [("late", "1-1-04")]
    assert lines_of(result.copies[0]) == LINES


def test_what_was_taken_back_by_mistake_is_issued_again_under_a_new_number(
    cast: Any, world: Any, acting: Any, gathering: Gathering
) -> None:
    first = issued(cast, world, acting, gathering)["commissioner"]
    with acting("lead") as lead:
        revoke_copies(actor=lead, copies=[first], reason="利益相反と思われた")
    [again] = _issue(acting, Paper.objects.get()).copies
    assert (again.name, again.number) == (first.name, "1-1-04")
    assert Disclosure.objects.filter(reference="第1回 議題1 資料1-1-04").count() == 1


def test_a_frozen_paper_does_not_change(cast: Any, world: Any, acting: Any, gathering: Gathering) -> None:
    issued(cast, world, acting, gathering)
    with acting("lead") as lead, pytest.raises(MeetingRefusal) as refused:
        save_draft(actor=lead, item=gathering.item, version=1, lines=[])
    assert refused.value.code == "frozen"
    assert Paper.objects.get().lines == LINES


def test_a_correction_takes_the_earlier_copies_back(cast: Any, world: Any, acting: Any, gathering: Gathering) -> None:
    first = issued(cast, world, acting, gathering)
    assert gathering.item is not None
    with acting("lead") as lead:
        draft = correct_paper(actor=lead, item=gathering.item)
        assert correct_paper(actor=lead, item=gathering.item) == draft
    assert not PaperCopy.objects.filter(revoked_at__isnull=False).exists()
    with acting("lead") as lead:
        changed = save_draft(actor=lead, item=gathering.item, version=draft.version, lines=LINES[:1])
        issue_paper(actor=lead, paper=changed)
    assert {copy.pk for copy in PaperCopy.objects.filter(revoked_at__isnull=False)} == {c.pk for c in first.values()}
    numbers = PaperCopy.objects.filter(revoked_at__isnull=True).order_by("number").values_list("number", flat=True)
    assert list(numbers) == ["1-1-04", "1-1-05", "1-1-06"]
    with pytest.raises(MeetingRefusal) as refused:
        _issue(acting, Paper.objects.get(revision=1))
    assert refused.value.code == "superseded"


def test_two_secretaries_compose_and_the_later_one_is_told(
    cast: Any, world: Any, acting: Any, gathering: Gathering
) -> None:
    assert gathering.item is not None
    with acting("lead") as lead:
        save_draft(actor=lead, item=gathering.item, version=0, lines=LINES)
    for version in (0, 7):
        with acting("caseworker") as other, pytest.raises(MeetingRefusal) as refused:
            save_draft(actor=other, item=gathering.item, version=version, lines=[])
        assert refused.value.code == "stale"
    assert Paper.objects.get().lines == LINES


def test_what_was_not_looked_over_is_not_issued(cast: Any, world: Any, acting: Any, gathering: Gathering) -> None:
    paper = composed(cast, world, acting, gathering=gathering)
    with acting("caseworker") as other:
        save_draft(actor=other, item=paper.item, version=1, lines=LINES[:1])
    with pytest.raises(MeetingRefusal) as refused:
        _issue(acting, paper, version=1)
    assert refused.value.code == "stale"
    assert not PaperCopy.objects.exists()


def test_an_empty_paper_is_not_issued(cast: Any, world: Any, acting: Any, gathering: Gathering) -> None:
    with pytest.raises(MeetingRefusal) as refused:
        _issue(acting, composed(cast, world, acting, lines=[], gathering=gathering))
    assert refused.value.code == "no_lines"


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (SessionState.PLANNED, "not_called"),
        (SessionState.CANCELLED, "session_over"),
        (SessionState.CLOSED, "session_over"),
    ],
)
def test_nothing_is_issued_before_the_call_or_after_the_end(
    cast: Any, world: Any, acting: Any, gathering: Gathering, state: SessionState, code: str
) -> None:
    paper = composed(cast, world, acting, gathering=gathering)
    assert gathering.session is not None
    gathering.session.state = state
    gathering.session.save()
    with pytest.raises(MeetingRefusal) as refused:
        _issue(acting, paper)
    assert refused.value.code == code


def test_an_item_off_the_agenda_has_no_papers(cast: Any, world: Any, acting: Any, gathering: Gathering) -> None:
    paper = composed(cast, world, acting, gathering=gathering)
    assert gathering.item is not None
    gathering.item.taken_off_at = timezone.now()
    gathering.item.save()
    with pytest.raises(MeetingRefusal) as refused:
        _issue(acting, paper)
    assert refused.value.code == "off_the_agenda"


def test_another_municipality_cannot_issue_it(cast: Any, world: Any, acting: Any, gathering: Gathering) -> None:
    paper = composed(cast, world, acting, gathering=gathering)
    with acting("other_caseworker") as other, pytest.raises(Exception, match="does not exist"):
        issue_paper(actor=other, paper=paper)
