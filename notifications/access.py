"""The only doors by which a view gets at the outbox and at notices."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from notifications.models import Notice, OutboxItem
from organizations.actors import Actor
from organizations.permissions import Permission


def undone(actor: Actor) -> QuerySet[OutboxItem]:
    """What is still to be done, or was given up, in the actor's municipality."""
    if not actor.may(Permission.OUTBOX_READ) or actor.municipality_id is None:
        return OutboxItem.objects.none()
    rows = OutboxItem.objects.filter(municipality_id=actor.municipality_id, done_at__isnull=True)
    # What is meant for a later day (a reminder) is nobody's trouble yet.
    return rows.exclude(attempts=0, due_at__gt=timezone.now())


def notices(actor: Actor) -> QuerySet[Notice]:
    """Notices to the agencies of the actor's municipality, for casework."""
    rows = Notice.objects.select_related("agency", "sender", "read_by")
    if not actor.may(Permission.CASE_READ) or actor.municipality_id is None:
        return rows.none()
    return rows.filter(municipality_id=actor.municipality_id)


def access_notice(actor: Actor, notice_id: UUID) -> Notice:
    """One notice; missing and foreign are the same 404."""
    notice = notices(actor).filter(pk=notice_id).first()
    if notice is None:
        raise Http404
    return notice


def unread(actor: Actor) -> int:
    """How many notices nobody has read yet."""
    return notices(actor).filter(read_at__isnull=True).count()
