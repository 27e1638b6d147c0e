"""閲覧: a member opens their own copy at the portal, and says whether they will come. The gate is asked each time."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.actions import record_access
from audit.models import AccessKind
from consent.errors import LegallyRefused
from consent.gate import Refusal, decide
from japanese import display
from organizations.actors import Actor
from organizations.sealing import unseal
from support_meetings.errors import MeetingRefusal
from support_meetings.models import CopyOpening, PaperCopy, Summons, SummonsReply
from support_meetings.paper_gate import reader_facts, reading


@dataclass(frozen=True)
class Opened:
    """A copy that may be read now, with its lines."""

    copy: PaperCopy
    lines: list[dict[str, Any]] = field(repr=False)


def device_of(session_key: str | None) -> str:
    """So that two devices show as two, and no key of a log-in lies in the database."""
    return hashlib.sha256((session_key or "").encode()).hexdigest()[:16]


@transaction.atomic
def open_copy(
    *, actor: Actor, copy: PaperCopy, device: str, at: datetime | None = None, is_download: bool = False
) -> Opened:
    """The reader's own copy, written down as opened before a word of it is shown.

    Raises MeetingRefusal: "taken_back", "not_open_yet", "closed", "no_download"; LegallyRefused where the gate says
    no at this moment: no longer in office, no pledge, no longer summoned.
    """
    now = at or timezone.now()
    _check(copy, now, is_download)
    _write_down(actor, copy, device, now, is_download)
    # The row just written holds the copy: whoever takes it back now waits, and whoever was quicker is heeded.
    copy.refresh_from_db(fields=["revoked_at", "revoked_reason", "opens_at", "closes_at", "may_download"])
    _check(copy, now, is_download)
    lines = json.loads(unseal(bytes(copy.content)))
    verdict = decide(reading(copy, lines, now), reader_facts(copy))
    if isinstance(verdict, Refusal):
        raise LegallyRefused(verdict)  # and what was written down is undone with it
    return Opened(copy, lines)


def _check(copy: PaperCopy, now: datetime, is_download: bool) -> None:
    _check_time(copy, now)
    if is_download and not copy.may_download:
        raise MeetingRefusal("no_download", _("This copy can be read here only; the chair does not allow a download."))


def _check_time(copy: PaperCopy, now: datetime) -> None:
    if copy.revoked_at is not None:
        sentence = _("This copy was taken back. If you have a copy of it on paper, please return it to the office.")
        raise MeetingRefusal("taken_back", sentence)
    if now < copy.opens_at:
        sentence = _("This copy can be read from %(moment)s.")
        raise MeetingRefusal("not_open_yet", sentence % {"moment": display.moment(copy.opens_at)})
    if now >= copy.closes_at:
        sentence = _("The time for reading was over on %(moment)s. If you still need it, please ask the office.")
        raise MeetingRefusal("closed", sentence % {"moment": display.moment(copy.closes_at)})


def _write_down(actor: Actor, copy: PaperCopy, device: str, now: datetime, is_download: bool) -> None:
    CopyOpening.objects.create(
        municipality_id=copy.municipality_id,
        copy=copy,
        user_id=actor.user_id,
        at=now,
        device=device,
        is_download=is_download,
    )
    record_access(
        actor=actor,
        kind=AccessKind.EXPORT if is_download else AccessKind.VIEW,
        subject="support_meetings.papercopy",
        ids=[copy.pk],
        purpose="numbered copy downloaded" if is_download else "numbered copy read",
    )


@transaction.atomic
def reply_to_summons(*, actor: Actor, summons: Summons, is_coming: bool, at: datetime | None = None) -> SummonsReply:
    """出欠の返事: the latest counts.

    Raises MeetingRefusal: "began" once the session has begun, "cancelled" when it is not held, "left" when the term is over.
    """
    now = at or timezone.now()
    if summons.cancelled_at is not None:
        raise MeetingRefusal("cancelled", _("This session was cancelled, or you are no longer called to it."))
    if now >= summons.starts_at:
        raise MeetingRefusal("began", _("The session has begun; please call the office."))
    if summons.appointment.ends_on < timezone.localdate(now):
        raise MeetingRefusal(
            "left", _("Your term as a member is over. If you think it is not, please call the office.")
        )
    return SummonsReply.objects.create(
        municipality_id=summons.municipality_id,
        summons=summons,
        user_id=actor.user_id,
        is_coming=is_coming,
        at=now,
    )
