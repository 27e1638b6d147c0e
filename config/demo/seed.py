"""Fill an empty database with the demonstration."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from cases.sweeping import sweep_as_worker
from config.demo import organizations, standing, stories
from japanese.dates import today
from notifications.models import OutboxItem, OutboxKind
from organizations.models import User
from organizations.scope import log_in_as

Say = Callable[[str], None]
_LETTERS = (OutboxKind.DESK_MAIL, OutboxKind.INVITATION_MAIL)


def is_filled() -> bool:
    """Whether there is anybody yet."""
    return User.objects.exists()


def fill(say: Say) -> None:
    """All or nothing: a start that is killed half-way leaves an empty database."""
    with transaction.atomic():
        world = organizations.build()
        standing.agreements(world)
        standing.meetings(world)
        standing.machines(world)
        for story in stories.STORIES:
            story(world)
            say(f"  {story.__name__}")
        _letters_of_the_past_are_sent()
    sweep_as_worker(today())


def _letters_of_the_past_are_sent() -> None:
    """The story's letters were delivered long ago; the worker has only what is sent from now on."""
    with log_in_as("worker"):
        OutboxItem.objects.filter(kind__in=_LETTERS).update(done_at=timezone.now(), attempts=1)
