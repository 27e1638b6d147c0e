"""The only writer of visits."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions import lock_open, plan_next, record_contact, refuse_if_elsewhere
from cases.errors import CaseRefusal
from cases.models import Case
from organizations.actors import Actor
from outreach.models import Outcome, Visit


@dataclass(frozen=True)
class Made:
    """What came of a visit. `next_step` and `next_on` also become the case's."""

    outcome: Outcome
    visited_at: datetime
    condition: str = ""
    next_step: str = ""
    next_on: date | None = None


@transaction.atomic
def plan_visit(
    *,
    actor: Actor,
    case: Case,
    planned_for: datetime,
    companions: str = "",
    caution: str = "",
    submission: UUID | None = None,
) -> Visit:
    """Plan a visit by the actor; the same submission plans one."""
    locked = lock_open(actor, case)
    if submission and (found := _sent(locked, submission)):
        return found
    return Visit.objects.create(
        municipality_id=locked.municipality_id,
        case=locked,
        planned_for=planned_for,
        visitor_id=actor.user_id,
        companions=companions,
        caution=caution,
        submission=submission,
    )


@transaction.atomic
def record_visit(*, actor: Actor, case: Case, made: Made, submission: UUID | None = None) -> Visit:
    """Record a visit that nobody had planned."""
    locked = lock_open(actor, case)
    if submission and (found := _sent(locked, submission)):
        return found
    visit = Visit(municipality_id=locked.municipality_id, case=locked, visitor_id=actor.user_id, submission=submission)
    return _write(locked, visit, made)


@transaction.atomic
def finish_visit(*, actor: Actor, visit: Visit, made: Made) -> Visit:
    """Record what came of a planned visit; CaseRefusal where it is recorded already."""
    locked_case = lock_open(actor, visit.case)
    locked = Visit.objects.select_for_update().get(pk=visit.pk, municipality_id=actor.municipality_id)
    if locked.outcome or locked.cancelled_at:
        raise CaseRefusal("visit_recorded", _("This visit is recorded already. Reload the page to see it."))
    return _write(locked_case, locked, made)


def _sent(case: Case, submission: UUID) -> Visit | None:
    """The visit that this very form made before."""
    found: Visit | None = Visit.objects.filter(submission=submission).first()
    if found:
        refuse_if_elsewhere(found.case_id, case)
    return found


def _write(case: Case, visit: Visit, made: Made) -> Visit:
    visit.outcome, visit.visited_at, visit.condition = made.outcome, made.visited_at, made.condition
    visit.next_step, visit.next_on, visit.recorded_at = made.next_step, made.next_on, timezone.now()
    visit.save()
    if made.outcome == Outcome.MET:
        record_contact(case, timezone.localdate(made.visited_at))
    if made.next_step:
        plan_next(case, made.next_step, made.next_on)
    return visit
