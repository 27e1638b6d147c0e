"""Lists that wait for nobody: those whose worker is gone are rung for again, those whose day is over forgotten.

Needs the worker's log-in, which may open none of what is sealed: it sees the runs, and removes.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from organizations.models import FormDraft
from referrals.importing.runs import LIFETIME, draft_of, ring
from referrals.models import ImportChunk, ImportFile, ImportRun, RunState
from referrals.models.importing import MOVING

#: What was ordered to be sent waits longer for a worker: its sender believes it sent.
LIFETIME_ORDERED = timedelta(hours=72)
ORDERED = (RunState.ORDERED, RunState.SENDING)


def ring_again() -> int:
    """Ring for every list that should move and that nobody holds; how many."""
    waiting = ImportRun.objects.filter(state__in=MOVING).exclude(leased_until__gt=timezone.now())
    keys = list(waiting.order_by("created_at").values_list("pk", "organization_id", "user_id")[:100])
    for key in keys:
        ring(*key)
    return len(keys)


def forget_lists(now: datetime | None = None) -> int:
    """What has not been sent after its day is gone; how many lists. What was ordered has three."""
    now = now or timezone.now()
    old = Q(created_at__lt=now - LIFETIME) & ~Q(state__in=ORDERED)
    very_old = Q(created_at__lt=now - LIFETIME_ORDERED)
    runs = ImportRun.objects.filter(old | very_old, pk__in=_holding())
    for run in runs:
        _forget(run.pk, now)
    return len(runs)


def _holding() -> set[UUID]:
    """Of which lists anything is kept: few at any time, however many there have been."""
    chunks = ImportChunk.objects.values_list("run_id", flat=True).distinct()
    return {*chunks, *ImportFile.objects.values_list("run_id", flat=True)}


@transaction.atomic
def _forget(key: UUID, now: datetime) -> None:
    run = ImportRun.objects.select_for_update().get(pk=key)
    ImportFile.objects.filter(run=run).delete()
    ImportChunk.objects.filter(run=run).delete()
    FormDraft.objects.filter(user_id=run.user_id, form__startswith=draft_of(run, "")).delete()
    if run.state != RunState.DONE:
        run.state, run.finished_at, run.leased_until = RunState.DISCARDED, now, None
        run.save(update_fields=["state", "finished_at", "leased_until"])
