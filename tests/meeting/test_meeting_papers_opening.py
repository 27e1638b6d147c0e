"""Whether a copy opens: its window to the second, the term to midnight in Tokyo, the seat at that very moment."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from consent.errors import LegallyRefused
from consent.gate import TOKYO, RefusalCode
from support_meetings.actions.papers import revoke_copies
from support_meetings.actions.reading import open_copy
from support_meetings.errors import MeetingRefusal
from support_meetings.models import (
    Appointment,
    CopyOpening,
    PaperCopy,
    Pledge,
    Summons,
)
from tests.conftest import DoorClient
from tests.meeting.paper_cast import SECRET, issued
from tests.meetings import Gathering, found, seat

pytestmark = pytest.mark.django_db
Browser = Callable[..., DoorClient]


def _url(copy: PaperCopy, name: str = "copy") -> str:
    return reverse(name, args=[copy.pk], urlconf="config.urls_portal")


ROOM = "/room/"


def _open(acting: Any, copy: PaperCopy, **more: Any) -> Any:
    """By the member, as the portal's database log-in."""
    with acting("member") as member:
        own = PaperCopy.objects.select_related("appointment__organization", "sender_organization").get(pk=copy.pk)
        return open_copy(actor=member, copy=own, device="a" * 16, **more)


# --- time ---


def _window(copy: PaperCopy, opens: datetime, closes: datetime) -> None:
    PaperCopy.objects.filter(pk=copy.pk).update(opens_at=opens, closes_at=closes)


def test_before_and_after_the_window_a_sentence_and_nothing_of_the_content(browser: Browser, copy: PaperCopy) -> None:
    now, hour = timezone.now(), timedelta(hours=1)
    for opens, closes, words in ((now + hour, now + 2 * hour, "から"), (now - 2 * hour, now - hour, "終わりました")):
        _window(copy, opens, closes)
        answer = browser("member").get(_url(copy))
        assert answer.status_code == 409
        page = answer.content.decode()
        assert words in page and SECRET not in page and "玉名秘密之助" not in page
    assert not CopyOpening.objects.exists()


def test_the_window_ends_on_the_second(acting: Any, copy: PaperCopy) -> None:
    opens, closes = copy.opens_at, copy.closes_at
    assert _open(acting, copy, at=opens).lines
    assert _open(acting, copy, at=closes - timedelta(seconds=1)).lines
    for moment, code in ((opens - timedelta(seconds=1), "not_open_yet"), (closes, "closed")):
        with pytest.raises(MeetingRefusal) as refused:
            _open(acting, copy, at=moment)
        assert refused.value.code == code


def test_a_term_ends_at_midnight_in_tokyo_though_the_session_goes_on(
    acting: Any, copy: PaperCopy, gathering: Gathering
) -> None:
    last = date(2026, 11, 30)
    Appointment.objects.filter(pk=copy.appointment_id).update(ends_on=last)
    _window(copy, datetime(2026, 11, 30, 20, tzinfo=TOKYO), datetime(2026, 12, 1, 2, tzinfo=TOKYO))
    assert _open(acting, copy, at=datetime(2026, 11, 30, 23, 59, 59, tzinfo=TOKYO)).lines
    with pytest.raises(LegallyRefused) as refused:
        _open(acting, copy, at=datetime(2026, 12, 1, 0, 0, 0, tzinfo=TOKYO))
    assert refused.value.refusal.code == RefusalCode.APPOINTMENT_ENDED


def test_after_the_last_day_the_page_says_why_with_422(browser: Browser, copy: PaperCopy) -> None:
    Appointment.objects.filter(pk=copy.appointment_id).update(ends_on=timezone.localdate() - timedelta(days=1))
    answer = browser("member").get(_url(copy))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert SECRET not in page and "玉名秘密之助" not in page
    assert not CopyOpening.objects.exists()


def test_a_provisional_term_opens_this_session_and_no_other(
    cast: Any, world: Any, acting: Any, gathering: Gathering
) -> None:
    """臨時委員: appointed for the day of the session."""
    own = gathering.appointments["member"]
    session = gathering.session
    assert session is not None
    day = timezone.localdate(session.starts_at)
    Appointment.objects.filter(pk=own.pk).update(starts_on=timezone.localdate(), ends_on=day, only_session=session)
    copy = issued(cast, world, acting, gathering)["member"]
    assert _open(acting, copy).lines
    PaperCopy.objects.filter(pk=copy.pk).update(closes_at=timezone.now() + timedelta(days=30))
    copy.refresh_from_db()
    with pytest.raises(LegallyRefused) as refused:
        _open(acting, copy, at=timezone.now() + timedelta(days=7))
    assert refused.value.refusal.code == RefusalCode.APPOINTMENT_ENDED


# --- the seat at the moment of opening ---


def test_without_pledge_it_does_not_open(acting: Any, copy: PaperCopy) -> None:
    Pledge.objects.filter(appointment=copy.appointment_id).delete()
    with pytest.raises(LegallyRefused) as refused:
        _open(acting, copy)
    assert refused.value.refusal.code == RefusalCode.PLEDGE_NOT_SIGNED


def test_who_is_no_longer_summoned_reads_no_more(acting: Any, copy: PaperCopy) -> None:
    Summons.objects.filter(member=copy.member_id).update(cancelled_at=timezone.now())
    with pytest.raises(LegallyRefused) as refused:
        _open(acting, copy)
    assert refused.value.refusal.code == RefusalCode.NOT_SUMMONED


def test_a_seat_for_another_organisation_does_not_open_it(
    cast: Any, acting: Any, copy: PaperCopy, gathering: Gathering
) -> None:
    """Rule 22: the copy was issued in one capacity; that one is over, though the person sits for somebody else."""
    Appointment.objects.filter(pk=copy.appointment_id).update(ends_on=timezone.localdate() - timedelta(days=1))
    seat(gathering, "member", user=cast.roles["member"].user, organization=cast.suido)
    with pytest.raises(LegallyRefused) as refused:
        _open(acting, copy)
    assert refused.value.refusal.code == RefusalCode.APPOINTMENT_ENDED


def test_a_member_of_another_meeting_has_no_seat_here(
    cast: Any, acting: Any, copy: PaperCopy, gathering: Gathering
) -> None:
    other = found(cast, name="玉名市第二支援会議")
    Appointment.objects.filter(pk=copy.appointment_id).update(ends_on=timezone.localdate() - timedelta(days=1))
    seat(other, "member", user=None, organization=cast.denki)
    Appointment.objects.filter(meeting=other.meeting).update(user=cast.roles["member"].user)
    with pytest.raises(LegallyRefused):
        _open(acting, copy)


def test_what_was_taken_back_does_not_open(browser: Browser, acting: Any, copy: PaperCopy) -> None:
    with acting("lead") as lead:
        assert len(revoke_copies(actor=lead, copies=[copy], reason="差替え")) == 1
        assert revoke_copies(actor=lead, copies=[copy], reason="もう一度") == []
    answer = browser("member").get(_url(copy))
    assert answer.status_code == 409 and SECRET not in answer.content.decode()
    assert _url(copy) not in browser("member").get(ROOM).content.decode()
    copy.refresh_from_db()
    assert copy.revoked_reason == "差替え"
