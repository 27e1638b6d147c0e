"""Work on lists that utilities send as files: done by the portal's worker, watched over by the worker."""

from uuid import UUID

from celery import shared_task

from referrals.importing.sweeping import forget_lists, ring_again
from referrals.importing.work import work_on


@shared_task
def work_on_import(run_id: str, organization_id: int, user_id: int) -> str:
    """Read or send one list; in which state it is left. Needs the portal's log-in (queue "portal")."""
    return str(work_on(UUID(run_id), organization_id, user_id))


@shared_task
def ring_for_imports() -> int:
    """Have every list worked on that should move and that nobody holds; how many."""
    return ring_again()


@shared_task
def forget_imports() -> int:
    """What was not sent within its day is gone; of how many lists."""
    return forget_lists()
