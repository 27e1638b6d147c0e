"""Marking notices as read."""

from django.utils import timezone

from notifications.models import Notice
from organizations.actors import Actor


def read_notice(*, actor: Actor, notice: Notice) -> None:
    """Read by the first who opens it, for everybody of the agency; later readings change nothing."""
    unread = Notice.objects.filter(pk=notice.pk, read_at__isnull=True)
    unread.update(read_at=timezone.now(), read_by_id=actor.user_id)
