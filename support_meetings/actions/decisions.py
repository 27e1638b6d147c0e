"""決定事項: who does what by when. Each stands on the case until somebody writes what came of it, or why it was dropped."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions import lock_open
from cases.moving import version_of
from organizations.actors import Actor
from support_meetings.actions.composing import lock_item
from support_meetings.actions.minutes import CHANGED, lock_session, refuse_taken_off
from support_meetings.errors import MeetingRefusal
from support_meetings.item_members import members_of
from support_meetings.models import AgendaItem, Decision


@dataclass(frozen=True)
class Decided:
    """What was decided. `member_id` is None where the agency itself does it."""

    what: str
    member_id: int | None
    due_on: date


@transaction.atomic
def add_decision(*, actor: Actor, item: AgendaItem, decided: Decided) -> Decision:
    """One more decision on the item's case; the same one, sent twice, is written once.

    CaseRefusal where the case is closed or lives on in another one, MeetingRefusal where the minutes are frozen.
    """
    locked = _lock_for(actor, item)
    _check_who(locked, decided)
    same = Decision.objects.filter(item=locked, done_on__isnull=True, dropped_reason="", **vars(decided)).first()
    return same or Decision.objects.create(
        municipality_id=actor.tenant, item=locked, case_id=locked.case_id, **vars(decided)
    )


@transaction.atomic
def change_decision(*, actor: Actor, decision: Decision, version: int, decided: Decided) -> Decision:
    """Correct a decision while the minutes are open; `version` is the one that the page showed."""
    item = _lock_for(actor, decision.item)
    locked = _lock_open(actor, decision)
    if version_of(locked) != version:
        raise MeetingRefusal("changed_meanwhile", CHANGED)
    _check_who(item, decided)
    locked.what, locked.member_id, locked.due_on = decided.what, decided.member_id, decided.due_on
    locked.save()
    return locked


@transaction.atomic
def finish_decision(*, actor: Actor, decision: Decision, outcome: str) -> Decision:
    """It was done, and this came of it. Also when minutes are frozen or the case is closed: it is only written down."""
    locked = _lock_open(actor, decision)
    locked.done_on, locked.done_by_id, locked.outcome = timezone.localdate(), actor.user_id, outcome
    locked.save()
    return locked


@transaction.atomic
def drop_decision(*, actor: Actor, decision: Decision, reason: str) -> Decision:
    """It will not be done, for this reason; it stays in the minutes."""
    if not reason.strip():
        raise MeetingRefusal("says_no_why", _("Please write why it is dropped."))
    locked = _lock_open(actor, decision)
    locked.dropped_reason = reason
    locked.save()
    return locked


def _lock_for(actor: Actor, item: AgendaItem) -> AgendaItem:
    """Session, case, item: one order for everybody, also for who puts a case on an agenda or merges two."""
    lock_session(actor, item.session)
    case = lock_open(actor, item.case)
    locked = lock_item(actor, item)
    refuse_taken_off(locked)
    if locked.case_id != case.pk:
        raise MeetingRefusal("changed_meanwhile", CHANGED)
    return locked


def _lock_open(actor: Actor, decision: Decision) -> Decision:
    locked = Decision.objects.select_for_update().get(pk=decision.pk, municipality_id=actor.tenant)
    if not locked.is_open:
        raise MeetingRefusal("settled", _("Somebody has settled this decision already. Look at it again."))
    return locked


def _check_who(item: AgendaItem, decided: Decided) -> None:
    if decided.member_id is not None and decided.member_id not in {pk for pk, _name in members_of(item)}:
        raise MeetingRefusal(
            "not_of_this_item", _("Choose a member who was summoned and takes part in this item, or the agency.")
        )
