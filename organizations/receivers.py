"""What happens when somebody signs in."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db import connection
from django.dispatch import receiver
from django.utils import timezone

from organizations.models import DoorSession, User
from organizations.scope import Scope, narrow


@receiver(user_logged_in, dispatch_uid="enter-own-scope")
def enter_own_scope(user: User, **_kwargs: Any) -> None:
    """The list of one's sessions is one's own; from here on the request acts for this person."""
    if connection.in_atomic_block:
        narrow(Scope(user=user.pk))


@receiver(user_logged_in, dispatch_uid="clear-old-sessions")
def clear_old_sessions(**_kwargs: Any) -> None:
    """Sessions that are over leave the table; each door sees and clears its own."""
    DoorSession.objects.filter(expire_date__lt=timezone.now()).delete()
