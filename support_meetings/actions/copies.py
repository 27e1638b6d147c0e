"""回収: what becomes of numbered copies. On paper each is handed out, returned or destroyed; any can be taken back."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.actors import Actor
from support_meetings.errors import MeetingRefusal
from support_meetings.models import CopyFate, Medium, PaperCopy, PaperKind, Session

#: verb → from which fates; whoever ticked the wrong row can go back.
FROM: dict[CopyFate, frozenset[CopyFate]] = {
    CopyFate.HANDED_OUT: frozenset({CopyFate.WITH_SECRETARIAT, CopyFate.RETURNED, CopyFate.UNACCOUNTED}),
    CopyFate.RETURNED: frozenset({CopyFate.HANDED_OUT, CopyFate.UNACCOUNTED}),
    CopyFate.DESTROYED: frozenset(CopyFate) - {CopyFate.DESTROYED},
    CopyFate.UNACCOUNTED: frozenset({CopyFate.HANDED_OUT}),
}
_OPEN = (CopyFate.WITH_SECRETARIAT, CopyFate.HANDED_OUT)


def open_copies(session: Session) -> QuerySet[PaperCopy]:
    """Copies on paper that are neither returned, destroyed nor accounted for by a reason; also those taken back."""
    rows = PaperCopy.objects.filter(session=session, medium=Medium.PAPER, fate__in=_OPEN)
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

    Raises MeetingRefusal: "no_copies", "says_no_why", "fate_not_from_there".
    """
    rows = PaperCopy.objects.select_for_update().filter(pk__in=[one.pk for one in copies], municipality_id=actor.tenant)
    locked = list(rows.filter(session=session, medium=Medium.PAPER).order_by("number", "pk"))
    _check(locked, fate, reason)
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


def may_become(copy: PaperCopy, fate: CopyFate) -> bool:
    """Whether the step is possible now; nobody is handed what was taken back."""
    if fate is CopyFate.HANDED_OUT and copy.revoked_at is not None:
        return False
    return copy.medium == Medium.PAPER and CopyFate(copy.fate) in FROM[fate]
