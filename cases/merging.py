"""統合: two cases turn out to be one household. A person decides it (rule 18), and it can be undone."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions import refuse_merged, unchanged
from cases.errors import CaseRefusal
from cases.models import Case, CaseMerge, CaseStatus
from cases.moving import Kept, give_back, movers, version_of
from organizations.actors import Actor

_OWN = "cases.case"
_TAKEN_OVER = ("last_contact_on", "next_step", "next_on", "assigned_to_id")


@transaction.atomic
def merge_cases(*, actor: Actor, source: Case, target: Case, versions: Mapping[str, int]) -> CaseMerge:
    """`source` becomes part of `target`, which is open: all that lies in it goes there, its number leads there.

    `versions` are those that the page showed, by case number. Person and household of `source` stay as
    they were received.
    """
    gone, stays = _lock_both(actor, source, target)
    for case in (gone, stays):
        refuse_merged(case)
    _require_open(stays)
    for case in (gone, stays):
        unchanged(case, versions.get(case.number, -1))
    moved: Kept = {mover.key: mover.move(gone, stays) for mover in movers()}
    moved[_OWN] = {"source": _end(gone, stays), **_take_over(gone, stays)}
    return CaseMerge.objects.create(
        municipality_id=stays.municipality_id, source=gone, target=stays, by_id=actor.user_id, moved=moved
    )


def _lock_both(actor: Actor, source: Case, target: Case) -> tuple[Case, Case]:
    """In the order of their keys, so that two merges at once wait for one another and do not lock each other out."""
    if source.pk == target.pk:
        raise CaseRefusal("same_case", _("This is one and the same case."))
    keys = sorted((source.pk, target.pk))
    rows = Case.objects.select_for_update().filter(pk__in=keys, municipality_id=actor.tenant).order_by("pk")
    found = {case.pk: case for case in rows}
    if len(found) != len(keys):
        raise Case.DoesNotExist
    return found[source.pk], found[target.pk]


def _require_open(stays: Case) -> None:
    if stays.status != CaseStatus.OPEN:
        raise CaseRefusal("case_closed", _("Case %(number)s is closed. Reopen it first.") % {"number": stays.number})


def _end(gone: Case, stays: Case) -> int:
    """The merged case takes nothing more; returns the version as it was before."""
    before = version_of(gone)
    gone.status, gone.merged_into = CaseStatus.CLOSED, stays
    gone.closed_on = gone.closed_on or timezone.localdate()
    gone.version += 1
    gone.save()
    return before


def _take_over(gone: Case, stays: Case) -> Kept:
    """The latest contact, and what the case that stays has none of; the versions before and after."""
    before = version_of(stays)
    stays.last_contact_on = max(filter(None, (stays.last_contact_on, gone.last_contact_on)), default=None)
    if not stays.next_step:
        stays.next_step, stays.next_on = gone.next_step, gone.next_on
    stays.assigned_to_id = stays.assigned_to_id or gone.assigned_to_id
    stays.version += 1
    stays.save()
    return {"before": before, "after": version_of(stays)}


@transaction.atomic
def undo_merge(*, actor: Actor, merge: CaseMerge) -> CaseMerge:
    """Two cases again: what came goes back, what was added since stays.

    CaseRefusal where something that happened since makes that impossible; then nothing is changed.
    """
    gone, stays = _lock_both(actor, merge.source, merge.target)
    locked = CaseMerge.objects.select_for_update().get(pk=merge.pk, municipality_id=actor.tenant)
    _refuse_undoing(locked, stays)
    for mover in reversed(movers()):
        mover.back(gone, stays, locked.moved.get(mover.key, {}))
    _begin_again(gone, locked.moved[_OWN]["source"])
    _give_up(stays, locked.moved[_OWN])
    locked.undone_by_id, locked.undone_at = actor.user_id, timezone.now()
    locked.save()
    return locked


def _refuse_undoing(merge: CaseMerge, stays: Case) -> None:
    if merge.undone_at:
        raise CaseRefusal("already_undone", _("This was undone already. Both cases stand by themselves again."))
    if stays.merged_into:
        words = {"number": stays.number, "other": stays.merged_into.number}
        raise CaseRefusal("merged_on", _("Case %(number)s was itself merged into %(other)s. Undo that first.") % words)
    _require_open(stays)
    later = CaseMerge.objects.filter(target=stays, undone_at__isnull=True, at__gt=merge.at).select_related("source")
    if last := later.order_by("-at").first():
        words = {"number": stays.number, "other": last.source.number}
        sentence = _("Later than this, case %(other)s was merged into %(number)s. Undo that first.")
        raise CaseRefusal("later_merge", sentence % words)


def _begin_again(gone: Case, before: int) -> None:
    """Open or closed as it was."""
    earlier = Case.history.get(history_id=before)
    gone.status, gone.closed_on, gone.merged_into = earlier.status, earlier.closed_on, None
    gone.version += 1
    gone.save()


def _give_up(stays: Case, own: Kept) -> None:
    """What was taken over goes, unless somebody has written something else since."""
    give_back(stays, own["before"], own["after"], _TAKEN_OVER)
    stays.version += 1
    stays.save()
