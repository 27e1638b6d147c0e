"""回収: what becomes of numbered copies. On paper each is handed out, returned or destroyed; any can be taken back."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.gate import Refusal, decide
from organizations.actors import Actor
from support_meetings.errors import MeetingRefusal
from support_meetings.models import (
    Appointment,
    CopyFate,
    Exclusion,
    Medium,
    PaperCopy,
    PaperKind,
    Session,
    SessionState,
)
from support_meetings.paper_gate import facts_for, reading

#: verb → from which fates; whoever ticked the wrong row can go back.
FROM: dict[CopyFate, frozenset[CopyFate]] = {
    CopyFate.HANDED_OUT: frozenset({CopyFate.WITH_SECRETARIAT, CopyFate.RETURNED, CopyFate.UNACCOUNTED}),
    CopyFate.RETURNED: frozenset({CopyFate.HANDED_OUT, CopyFate.UNACCOUNTED}),
    CopyFate.DESTROYED: frozenset(CopyFate) - {CopyFate.DESTROYED},
    CopyFate.UNACCOUNTED: frozenset({CopyFate.HANDED_OUT, CopyFate.RETURNED}),
}
#: On paper such a copy is out, or about to be.
OUT = (CopyFate.WITH_SECRETARIAT, CopyFate.HANDED_OUT)
_WITH = (
    "paper__item__session__meeting",
    "session__meeting",
    "appointment__organization",
    "sender_organization",
)


def open_copies(session: Session) -> QuerySet[PaperCopy]:
    """Copies on paper that are neither returned, destroyed nor accounted for by a reason; also those taken back."""
    rows = PaperCopy.objects.filter(session=session, medium=Medium.PAPER, fate__in=OUT)
    return rows.order_by("number", "pk")


@transaction.atomic
def revoke_copies(
    *, actor: Actor, copies: Iterable[PaperCopy], reason: str, at: datetime | None = None
) -> list[PaperCopy]:
    """Take copies back: in the portal they open no more, from this moment; those on paper are to be collected.

    What was taken back before stays as it was. Returns those that are newly taken back.
    """
    rows = PaperCopy.objects.select_for_update().filter(pk__in=[one.pk for one in copies], municipality_id=actor.tenant)
    taken = [one for one in rows.order_by("pk") if one.revoked_at is None]
    for one in taken:
        one.revoked_at, one.revoked_reason = at or timezone.now(), reason[:200]
        one.save(update_fields=["revoked_at", "revoked_reason"])
    return taken


@transaction.atomic
def copies_follow(*, actor: Actor, session: Session) -> int:
    """After a session was put off or its hours were changed: the copies on the case open and close with it."""
    rows = PaperCopy.objects.filter(session=session, municipality_id=actor.tenant, paper__kind=PaperKind.CASE)
    return rows.filter(revoked_at__isnull=True).update(
        opens_at=session.papers_from, closes_at=session.papers_until, may_download=session.may_download
    )


@transaction.atomic
def set_fate(
    *, actor: Actor, session: Session, copies: Iterable[PaperCopy], fate: CopyFate, reason: str = ""
) -> list[PaperCopy]:
    """Hand out, take in, destroy, or give up copies on paper: all of them or, if one cannot, none.

    Raises MeetingRefusal: "no_copies", "says_no_why", "fate_not_from_there", "session_over"; "not_seated" where the
    gate would not let the member open a copy at this moment.
    """
    # The session first: whoever closes it waits, or has closed it already.
    held = Session.objects.select_for_update().get(pk=session.pk, municipality_id=actor.tenant)
    rows = PaperCopy.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in copies], session=held)
    locked = list(rows.filter(medium=Medium.PAPER).select_related(*_WITH).order_by("number", "pk"))
    _check(locked, fate, reason)
    if fate is CopyFate.HANDED_OUT:
        _refuse_over(held, locked)
        _refuse_unseated(locked)
    for one in locked:
        one.fate, one.fate_at, one.fate_by_id, one.fate_reason = fate, timezone.now(), actor.user_id, reason.strip()
        one.save(update_fields=["fate", "fate_at", "fate_by", "fate_reason"])
    return locked


def _check(copies: list[PaperCopy], fate: CopyFate, reason: str) -> None:
    if not copies:
        raise MeetingRefusal("no_copies", _("Please tick the copies on paper that you mean."))
    if fate is CopyFate.UNACCOUNTED and not reason.strip():
        raise MeetingRefusal("says_no_why", _("Please write why these copies do not come back."))
    wrong = [one.number for one in copies if not may_become(one, fate)]
    if wrong:
        sentence = _("This does not fit these copies, so nothing was changed: %(numbers)s. Please look at their state.")
        raise MeetingRefusal("fate_not_from_there", sentence % {"numbers": "、".join(wrong)})


def _refuse_over(session: Session, copies: list[PaperCopy]) -> None:
    """A session is closed when every copy on a case is accounted for, and so it stays; extracts may follow it."""
    if session.state in (SessionState.PLANNED, SessionState.CALLED):
        return
    if any(one.paper.kind == PaperKind.CASE for one in copies):
        raise MeetingRefusal(
            "session_over", _("This session is over; papers on its cases are not handed out any more.")
        )


def _refuse_unseated(copies: list[PaperCopy]) -> None:
    """On paper a copy is opened when it is handed over. Whoever ticked "returned" by mistake only goes back."""
    for one in copies:
        if CopyFate(one.fate) is not CopyFate.WITH_SECRETARIAT:
            continue
        facts = facts_for(one.session, one.paper.item)
        verdict = decide(reading(one, one.paper.lines, timezone.now()), facts)
        if isinstance(verdict, Refusal):
            words = {"number": one.number, "name": one.name, "why": verdict.sentence}
            sentence = _("Copy %(number)s cannot be handed to %(name)s: %(why)s") % words
            raise MeetingRefusal("not_seated", sentence)


@transaction.atomic
def heed_new_seat(*, actor: Actor, appointment: Appointment) -> list[PaperCopy]:
    """Who sits for an organisation now knows what it knows: copies of items it has a conflict in are taken back."""
    # Meanwhile nothing is issued for a session of the meeting, and no conflict entered: both lock its row first.
    sessions = Session.objects.select_for_update().filter(meeting_id=appointment.meeting_id)
    list(sessions.order_by("pk").values_list("pk"))
    conflicts = Exclusion.objects.filter(
        organization_id=appointment.organization_id, item__session__meeting_id=appointment.meeting_id
    )
    copies = PaperCopy.objects.filter(member_id=appointment.member_id, paper__item__in=conflicts.values("item"))
    return revoke_copies(actor=actor, copies=copies, reason=str(_("A conflict of interest in this item.")))


def may_become(copy: PaperCopy, fate: CopyFate) -> bool:
    """Whether the step is possible now; nobody is handed what was taken back."""
    if fate is CopyFate.HANDED_OUT and copy.revoked_at is not None:
        return False
    return copy.medium == Medium.PAPER and CopyFate(copy.fate) in FROM[fate]
