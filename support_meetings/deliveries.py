"""What the worker does for meetings: it binds a member to the log-in of the invitation that was taken."""

from notifications.delivery import delivers
from notifications.models import OutboxItem, OutboxKind
from organizations.models import User
from support_meetings.linking import bind


@delivers(OutboxKind.LINK_MEMBER)
def link(item: OutboxItem) -> None:
    """By the e-mail address, in the municipality of the role."""
    bind(User.objects.get(pk=item.payload["user"]), item.payload["municipality"])
