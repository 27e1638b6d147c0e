"""Taking items from the outbox: leased one by one, retried with growing pauses, given up in sight of an administrator."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from notifications.delivery import deliver
from notifications.models import OutboxItem

LEASE = timedelta(minutes=5)
PAUSES = (15, 60, 300, 1800, 7200, 21600)  # seconds before the next try; after the last it is given up
ERROR_LENGTH = 200


def run(limit: int = 100) -> dict[str, int]:
    """Do what is due: {"done": n, "failed": n}. Two workers at once never take the same item."""
    counts = {"done": 0, "failed": 0}
    for _turn in range(limit):
        item = _lease()
        if item is None:
            break
        counts["done" if _try(item) else "failed"] += 1
    return counts


def _lease() -> OutboxItem | None:
    now = timezone.now()
    with transaction.atomic():
        waiting = OutboxItem.objects.filter(done_at__isnull=True, dead_at__isnull=True, due_at__lte=now).exclude(
            leased_until__gt=now
        )
        item = waiting.select_for_update(skip_locked=True).order_by("due_at").first()
        if item is None:
            return None
        item.leased_until, item.attempts = now + LEASE, item.attempts + 1
        item.save(update_fields=["leased_until", "attempts"])
    return item


def _try(item: OutboxItem) -> bool:
    try:
        deliver(item)
    except Exception as error:  # noqa: BLE001 - whatever the mail server does, the item stays and is tried again
        _failed(item, error)
        return False
    OutboxItem.objects.filter(pk=item.pk).update(done_at=timezone.now(), leased_until=None, last_error="")
    return True


def _failed(item: OutboxItem, error: Exception) -> None:
    # The type only: a mail server's answer may quote an address.
    text = type(error).__name__[:ERROR_LENGTH]
    now = timezone.now()
    # Another worker may have done it meanwhile, if this one outlived its lease.
    undone = OutboxItem.objects.filter(pk=item.pk, done_at__isnull=True)
    if item.attempts > len(PAUSES):
        undone.update(dead_at=now, last_error=text, leased_until=None)
        return
    due = now + timedelta(seconds=PAUSES[item.attempts - 1])
    undone.update(due_at=due, last_error=text, leased_until=None)


def try_again(item_id: UUID, municipality_id: int) -> bool:
    """An administrator asks for another round of tries; false where there is no such waiting or given-up item."""
    rows = OutboxItem.objects.filter(pk=item_id, municipality_id=municipality_id, done_at__isnull=True)
    return bool(rows.update(dead_at=None, due_at=timezone.now(), attempts=0, leased_until=None))
