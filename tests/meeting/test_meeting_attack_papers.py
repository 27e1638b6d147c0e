"""Copies in the wrong moment: handed out, printed or kept by somebody who has lost the seat, or gained another one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AccessRecord
from consent.errors import LegallyRefused
from support_meetings.actions.copies import set_fate
from support_meetings.actions.extracts import issue_extract
from support_meetings.actions.membership import Who, appoint
from support_meetings.actions.provisional import Spot, appoint_for_session
from support_meetings.actions.reading import open_copy
from support_meetings.errors import MeetingRefusal
from support_meetings.models import (
    Acceptance,
    AgendaItem,
    Appointment,
    CopyFate,
    CopyOpening,
    Exclusion,
    Means,
    Medium,
    PaperCopy,
    Pledge,
    Session,
    SessionState,
    Summons,
)
from tests.conftest import DoorClient
from tests.meeting.paper_cast import issued
from tests.meetings import Gathering, seat

pytestmark = pytest.mark.django_db
Browser = Callable[..., DoorClient]


@pytest.fixture
def copies(cast: Any, world: Any, acting: Any, gathering: Gathering) -> dict[str, PaperCopy]:
    """One each."""
    return issued(cast, world, acting, gathering)


def _set(acting: Any, copy: PaperCopy, fate: CopyFate, reason: str = "") -> list[PaperCopy]:
    with acting("lead") as lead:
        return set_fate(actor=lead, session=copy.session, copies=[copy], fate=fate, reason=reason)


def _refused(acting: Any, copy: PaperCopy, fate: CopyFate) -> str:
    with pytest.raises(MeetingRefusal) as refused:
        _set(acting, copy, fate)
    return refused.value.code


def _leaves(gathering: Gathering, name: str) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Appointment.objects.filter(pk=gathering.appointments[name].pk).update(ends_on=yesterday)


def _never_signed(gathering: Gathering, name: str) -> None:
    Pledge.objects.filter(appointment=gathering.appointments[name]).delete()


def _is_in_conflict(gathering: Gathering, name: str) -> None:
    Exclusion.objects.create(
        municipality=gathering.meeting.municipality,
        item=gathering.item,
        member=gathering.members[name],
        reason="親族",
        by_id=gathering.members["lead"].user_id,
    )


def _is_not_called(gathering: Gathering, name: str) -> None:
    Summons.objects.filter(pk=gathering.summonses[name].pk).update(cancelled_at=timezone.now())


@pytest.mark.parametrize("loses", [_leaves, _never_signed, _is_in_conflict, _is_not_called])
def test_no_copy_on_paper_is_handed_to_who_could_not_open_one(
    acting: Any, gathering: Gathering, copies: dict[str, PaperCopy], loses: Callable[[Gathering, str], None]
) -> None:
    loses(gathering, "commissioner")
    assert _refused(acting, copies["commissioner"], CopyFate.HANDED_OUT) == "not_seated"
    assert PaperCopy.objects.get(pk=copies["commissioner"].pk).fate == CopyFate.WITH_SECRETARIAT


def test_one_refused_among_several_and_none_is_handed_out(
    cast: Any, world: Any, acting: Any, gathering: Gathering
) -> None:
    media = {gathering.members["member"].pk: Medium.PAPER}
    made = issued(cast, world, acting, gathering, media=media)
    _leaves(gathering, "member")
    with acting("lead") as lead, pytest.raises(MeetingRefusal) as refused:
        both = [made["commissioner"], made["member"]]
        set_fate(actor=lead, session=both[0].session, copies=both, fate=CopyFate.HANDED_OUT)
    assert made["member"].number in str(refused.value.sentence)
    assert not PaperCopy.objects.exclude(fate=CopyFate.WITH_SECRETARIAT).exists()


def test_a_wrong_tick_is_still_put_right_after_the_member_has_left(
    acting: Any, gathering: Gathering, copies: dict[str, PaperCopy]
) -> None:
    _set(acting, copies["commissioner"], CopyFate.HANDED_OUT)
    _set(acting, copies["commissioner"], CopyFate.RETURNED)
    _leaves(gathering, "commissioner")
    assert _set(acting, copies["commissioner"], CopyFate.HANDED_OUT)[0].fate == CopyFate.HANDED_OUT


def test_nothing_is_handed_out_again_once_the_session_is_closed(
    acting: Any, gathering: Gathering, copies: dict[str, PaperCopy]
) -> None:
    copy = copies["commissioner"]
    _set(acting, copy, CopyFate.HANDED_OUT)
    _set(acting, copy, CopyFate.RETURNED)
    Session.objects.filter(pk=copy.session_id).update(state=SessionState.CLOSED)
    assert _refused(acting, copy, CopyFate.HANDED_OUT) == "session_over"
    assert _set(acting, copy, CopyFate.UNACCOUNTED, "実は戻っていない")[0].fate == CopyFate.UNACCOUNTED


def test_an_extract_may_still_be_handed_out_then(acting: Any, gathering: Gathering) -> None:
    assert gathering.item is not None
    AgendaItem.objects.filter(pk=gathering.item.pk).update(result="訪ねる。")
    Session.objects.filter(pk=gathering.item.session_id).update(state=SessionState.CLOSED)
    with acting("lead") as lead:
        item = AgendaItem.objects.select_related("session__meeting").get(pk=gathering.item.pk)
        until = timezone.now() + timedelta(days=14)
        made = issue_extract(actor=lead, item=item, with_discussion=False, until=until).copies
    copy = next(one for one in made if one.member_id == gathering.members["commissioner"].pk)
    assert _set(acting, copy, CopyFate.HANDED_OUT)[0].fate == CopyFate.HANDED_OUT


@pytest.mark.parametrize(
    ("fate", "status"),
    [("", 200), ("handed_out", 200), ("returned", 404), ("destroyed", 404), ("unaccounted", 404)],
)
def test_what_came_to_its_end_is_not_printed_once_more(
    browser: Browser, copies: dict[str, PaperCopy], fate: str, status: int
) -> None:
    """A second print under a number that was destroyed is a paper that nobody asks back."""
    copy = copies["commissioner"]
    PaperCopy.objects.filter(pk=copy.pk).update(fate=fate, fate_reason="紛失")
    address = reverse("copy_print", args=[copy.pk], urlconf="config.urls_agency")
    lead, before = browser("lead"), AccessRecord.objects.filter(kind="print").count()
    assert lead.get(address).status_code == status
    assert AccessRecord.objects.filter(kind="print").count() - before == (status == 200)
    table = lead.get(reverse("copy_table", args=[copy.session_id], urlconf="config.urls_agency")).content.decode()
    assert (address in table) == (status == 200)


def _conflict_of_the_water_bureau(cast: Any, gathering: Gathering) -> None:
    Exclusion.objects.create(
        municipality=cast.tamana,
        item=gathering.item,
        organization=cast.suido,
        reason="勤め先",
        by_id=gathering.members["lead"].user_id,
    )


def _standing(copy: PaperCopy) -> bool:
    return PaperCopy.objects.get(pk=copy.pk).revoked_at is None


def test_who_is_appointed_for_an_excluded_organisation_too_loses_the_copies_of_the_item(
    cast: Any, acting: Any, gathering: Gathering, copies: dict[str, PaperCopy], browser: Browser
) -> None:
    """Rule 22: in whichever capacity, it is the same head; also where the second seat came after the copy."""
    _conflict_of_the_water_bureau(cast, gathering)
    second = seat(
        gathering, "member", user=cast.roles["member"].user, organization=cast.suido, pledged=False, appointed=False
    )
    _accept(second)
    today = timezone.localdate()
    with acting("lead") as lead:
        appoint(actor=lead, appointment=second, appointed_on=today, starts_on=today, ends_on=second.ends_on)
    assert not _standing(copies["member"])
    assert _standing(copies["commissioner"])
    assert browser("member").get(f"/room/copies/{copies['member'].pk}/").status_code == 409


def _accept(appointment: Appointment) -> None:
    Acceptance.objects.create(
        municipality_id=appointment.municipality_id,
        appointment=appointment,
        user_id=appointment.user_id,
        accepted=True,
        means=Means.SCREEN,
        recorded_by_id=appointment.user_id,
    )


def test_the_same_for_who_is_appointed_for_one_session(
    cast: Any, acting: Any, gathering: Gathering, copies: dict[str, PaperCopy]
) -> None:
    _conflict_of_the_water_bureau(cast, gathering)
    assert gathering.session is not None
    with acting("lead") as lead:
        appoint_for_session(
            actor=lead,
            session=gathering.session,
            who=Who(member_id=gathering.members["commissioner"].pk),
            organization_id=cast.suido.pk,
            post="",
            spot=Spot(accepted_by=Means.PAPER, pledged_on_paper=True),
        )
    assert not _standing(copies["commissioner"])
    assert _standing(copies["member"])


def test_a_copy_taken_back_between_the_look_and_the_reading_does_not_open(
    acting: Any, copies: dict[str, PaperCopy]
) -> None:
    """The row is read, then taken back, then opened with what was read before; nothing is written down either."""
    with acting("member") as member:
        read = PaperCopy.objects.select_related("appointment__organization", "sender_organization").get(
            pk=copies["member"].pk
        )
    PaperCopy.objects.filter(pk=read.pk).update(revoked_at=timezone.now())
    with acting("member") as member, pytest.raises(MeetingRefusal) as refused:
        open_copy(actor=member, copy=read, device="a" * 16)
    assert refused.value.code == "taken_back"
    assert not CopyOpening.objects.exists()


def test_a_refused_opening_leaves_no_row_of_an_opening(
    acting: Any, gathering: Gathering, copies: dict[str, PaperCopy]
) -> None:
    _leaves(gathering, "member")
    before = AccessRecord.objects.count()
    with acting("member") as member, pytest.raises(LegallyRefused):
        own = PaperCopy.objects.select_related("appointment__organization", "sender_organization").get(
            pk=copies["member"].pk
        )
        open_copy(actor=member, copy=own, device="a" * 16)
    assert (CopyOpening.objects.count(), AccessRecord.objects.count()) == (0, before)
