"""A member and the log-in that belongs to them: bound by the e-mail address of the invitation."""

from django.db import transaction

from organizations.models import User
from support_meetings.models import Appointment, Member, Summons


@transaction.atomic
def bind(user: User, municipality_id: int) -> int:
    """Members of the municipality with this person's address take part by log-in from now on; how many there were.

    Only the worker and the agency may; the portal, where an invitation is taken, can write none of these rows.
    """
    members = Member.objects.select_for_update().filter(
        municipality_id=municipality_id, email__iexact=user.email, user__isnull=True
    )
    ids = list(members.values_list("pk", flat=True))
    Member.objects.filter(pk__in=ids).update(user=user)
    for model in (Appointment, Summons):
        model._default_manager.filter(member__in=ids, user__isnull=True).update(user=user)
    return len(ids)
