"""Who has taken an invitation to a meeting is bound to their row as a member, by the worker."""

from typing import Any

from django.dispatch import receiver

from notifications.actions import enqueue
from notifications.models import OutboxKind
from organizations.actions import joined
from organizations.models import RoleAssignment, RoleKind


@receiver(joined, dispatch_uid="link-member")
def link_later(role: RoleAssignment, **_kwargs: Any) -> None:
    """The portal may not write members; so it leaves word."""
    if role.role != RoleKind.MEETING_MEMBER or role.municipality_id is None:
        return
    enqueue(
        kind=OutboxKind.LINK_MEMBER,
        key=f"link-member:{role.pk}",
        sender_id=role.organization_id,
        municipality_id=role.municipality_id,
        payload={"user": role.user_id, "municipality": role.municipality_id},
    )
